"""What every deployment of `template.yaml` must be like. A rule takes the resources and returns what breaks it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cfnlint.decode import cfn_yaml
from cfnlint.template import Template

ROOT = Path(__file__).parents[2]
Resources = dict[str, dict[str, Any]]
EVERYTHING_OF_A_KIND = {
    "xray:PutTraceSegments",  # X-Ray knows no resources
    "xray:PutTelemetryRecords",
}
LONGER_THAN_THE_FUNCTION = 6
GATEWAY_SECONDS = 29


def resources() -> Resources:
    """The template's resources with `Fn::ForEach` and the functions' globals worked in."""
    path = str(ROOT / "template.yaml")
    template = Template(path, cfn_yaml.load(path), ["us-east-1"])
    assert not template.transform()
    return dict(template.template["Resources"])


def of(found: Resources, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The resources of a kind: name and properties."""
    return ((name, one.get("Properties", {})) for name, one in found.items() if one["Type"] == kind)


def refers(value: Any) -> str:
    """The resource that a `Ref` or `Fn::GetAtt` names."""
    if isinstance(value, dict):
        return str(value.get("Ref") or (value.get("Fn::GetAtt") or [""])[0])
    return ""


def statements(found: Resources) -> Iterator[tuple[str, dict[str, Any]]]:
    """What each role may do: the role's or policy's name and one statement."""
    for name, role in of(found, "AWS::IAM::Role"):
        for policy in role.get("Policies", []):
            yield from ((name, statement) for statement in _unconditional(policy["PolicyDocument"]["Statement"]))
    for name, policy in of(found, "AWS::IAM::Policy"):
        yield from ((name, statement) for statement in _unconditional(policy["PolicyDocument"]["Statement"]))


def _unconditional(listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in listed]


def as_list(value: Any) -> list[Any]:
    """One or several as several."""
    return value if isinstance(value, list) else [value]


def wide_actions(found: Resources) -> list[str]:
    """An action is named in full, and is granted on named resources."""
    wide = [name for name, one in statements(found) if any("*" in action for action in as_list(one["Action"]))]
    unnamed = [
        name
        for name, one in statements(found)
        if "*" in as_list(one["Resource"]) and not set(as_list(one["Action"])) <= EVERYTHING_OF_A_KIND
    ]
    return wide + unnamed


def shared_roles(found: Resources) -> list[str]:
    """Every function has a role of its own, and its policy is there before it is."""
    functions = dict(of(found, "AWS::Serverless::Function"))
    roles = {name: refers(function.get("Role")) for name, function in functions.items()}
    shared = [name for name, role in roles.items() if role not in found or list(roles.values()).count(role) > 1]
    late = [name for name in functions if not found[name].get("DependsOn")]
    return shared + late


def endless_logs(found: Resources) -> list[str]:
    """Every function writes to a log group that forgets."""
    groups = {name for name, group in of(found, "AWS::Logs::LogGroup") if group.get("RetentionInDays")}
    functions = of(found, "AWS::Serverless::Function")
    return [name for name, one in functions if refers(one.get("LoggingConfig", {}).get("LogGroup")) not in groups]


def queues_without_end(found: Resources) -> list[str]:
    """What a consumer cannot handle goes to a dead-letter queue; messages are encrypted and kept for 14 days."""
    queues = dict(of(found, "AWS::SQS::Queue"))
    weak = [
        name
        for name, queue in queues.items()
        if not queue.get("SqsManagedSseEnabled") or queue.get("MessageRetentionPeriod") != 1209600
    ]
    consumed = [refers(event["Properties"]["Queue"]) for event in events(found, "SQS")]
    ends = {name: refers(queues[name].get("RedrivePolicy", {}).get("deadLetterTargetArn")) for name in consumed}
    return weak + [name for name, end in ends.items() if end not in queues]


def silent_dead_letters(found: Resources) -> list[str]:
    """A message in a dead-letter queue raises an alarm."""
    watched = {
        refers(dimension["Value"])
        for _, alarm in of(found, "AWS::CloudWatch::Alarm")
        for dimension in alarm["Dimensions"]
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible" and alarm.get("AlarmActions")
    }
    consumed = {refers(event["Properties"]["Queue"]) for event in events(found, "SQS")}
    return [name for name, _ in of(found, "AWS::SQS::Queue") if name not in consumed | watched]


def silent_functions(found: Resources) -> list[str]:
    """A failing function raises an alarm."""
    watched = {
        refers(dimension["Value"])
        for _, alarm in of(found, "AWS::CloudWatch::Alarm")
        for dimension in alarm["Dimensions"]
        if alarm["MetricName"] == "Errors" and alarm.get("AlarmActions")
    }
    return [name for name, _ in of(found, "AWS::Serverless::Function") if name not in watched]


def events(found: Resources, *kinds: str) -> Iterator[dict[str, Any]]:
    """What invokes the functions."""
    for _, function in of(found, "AWS::Serverless::Function"):
        yield from (event for event in function.get("Events", {}).values() if event["Type"] in kinds)


def all_or_nothing_batches(found: Resources) -> list[str]:
    """Of a batch, only the records that failed are delivered again; a stream's hopeless ones go to a queue."""
    broken = []
    for name, function in of(found, "AWS::Serverless::Function"):
        for title, event in function.get("Events", {}).items():
            given = event["Properties"]
            if event["Type"] not in ("SQS", "DynamoDB"):
                continue
            partial = given.get("FunctionResponseTypes") == ["ReportBatchItemFailures"]
            stream_ends = "OnFailure" in given.get("DestinationConfig", {}) and given.get("BisectBatchOnFunctionError")
            if not partial or (event["Type"] == "DynamoDB" and not stream_ends):
                broken.append(f"{name}/{title}")
    return broken


def impatient_queues(found: Resources) -> list[str]:
    """A message stays hidden for six times as long as its function may take (Lambda's advice)."""
    queues = dict(of(found, "AWS::SQS::Queue"))
    return [
        refers(event["Properties"]["Queue"])
        for _, function in of(found, "AWS::Serverless::Function")
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
        and queues[refers(event["Properties"]["Queue"])]["VisibilityTimeout"]
        < LONGER_THAN_THE_FUNCTION * function["Timeout"]
    ]


def patient_web_functions(found: Resources) -> list[str]:
    """A function that only answers the API gives up when the gateway does; a queue's function may take longer."""
    return [
        name
        for name, function in of(found, "AWS::Serverless::Function")
        if {event["Type"] for event in function.get("Events", {}).values()} == {"Api"}
        and function["Timeout"] > GATEWAY_SECONDS
    ]


def losable_data(found: Resources) -> list[str]:
    """Tables, bucket, key and secrets outlive the stack; tables can be restored and not be deleted by mistake."""
    kept = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret")
    losable = [
        name
        for name, one in found.items()
        if one["Type"] in kept and (one.get("DeletionPolicy"), one.get("UpdateReplacePolicy")) != ("Retain", "Retain")
    ]
    unsafe = [
        name
        for name, table in of(found, "AWS::DynamoDB::Table")
        if not table.get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled")
        or "DeletionProtectionEnabled" not in table
        or not table.get("TimeToLiveSpecification", {}).get("Enabled")
        or not table.get("SSESpecification", {}).get("SSEEnabled")
    ]
    return losable + unsafe


def open_buckets(found: Resources) -> list[str]:
    """No bucket is public, unencrypted or forgetful, and none speaks plain HTTP."""
    guarded = {
        refers(policy["Bucket"])
        for _, policy in of(found, "AWS::S3::BucketPolicy")
        if any(one["Effect"] == "Deny" and "Bool" in one["Condition"] for one in policy["PolicyDocument"]["Statement"])
    }
    return [
        name
        for name, bucket in of(found, "AWS::S3::Bucket")
        if not all(bucket.get("PublicAccessBlockConfiguration", {"": False}).values())
        or "BucketEncryption" not in bucket
        or bucket.get("VersioningConfiguration", {}).get("Status") != "Enabled"
        or name not in guarded
    ]


def fixed_keys(found: Resources) -> list[str]:
    """Encryption keys rotate."""
    return [name for name, key in of(found, "AWS::KMS::Key") if not key.get("EnableKeyRotation")]


def unguarded_apis(found: Resources) -> list[str]:
    """The API is throttled; staff routes want a signature; a browser's route answers its preflight."""
    unlimited = [
        name
        for name, api in of(found, "AWS::Serverless::Api")
        if not any("ThrottlingRateLimit" in one for one in api.get("MethodSettings", []))
    ]
    routes = [event["Properties"] for event in events(found, "Api")]
    staff = [
        route["Path"]
        for route in routes
        if route["Path"].startswith(("/v1/reports", "/v1/leads")) and route.get("Auth") != {"Authorizer": "AWS_IAM"}
    ]
    answered = {route["Path"] for route in routes if route["Method"] == "OPTIONS"}
    browser = {route["Path"] for route in routes if route["Path"].startswith(("/v1/sessions", "/v1/appointments"))}
    return unlimited + staff + sorted(browser - answered)


def lost_events(found: Resources) -> list[str]:
    """A rule that cannot reach its target keeps the event."""
    targets = [(name, target) for name, rule in of(found, "AWS::Events::Rule") for target in rule["Targets"]]
    rules = [name for name, target in targets if "DeadLetterConfig" not in target]
    schedules = [str(event) for event in events(found, "Schedule") if "DeadLetterConfig" not in event["Properties"]]
    return rules + schedules


RULES = (
    wide_actions,
    shared_roles,
    endless_logs,
    queues_without_end,
    silent_dead_letters,
    silent_functions,
    all_or_nothing_batches,
    impatient_queues,
    patient_web_functions,
    losable_data,
    open_buckets,
    fixed_keys,
    unguarded_apis,
    lost_events,
)
