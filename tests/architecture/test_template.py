import copy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import template_rules as rules
from tests.architecture.template_rules import ROOT, Resources

Rule = Callable[[Resources], list[str]]
Mutation = Callable[[Resources], Any]


@pytest.fixture(scope="module")
def resources() -> Resources:
    return rules.resources()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_template_keeps_the_rule(rule: Rule, resources: Resources) -> None:
    assert rule(resources) == []


def _properties(found: Resources, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = found[name]["Properties"]
    return properties


def _statement(found: Resources, name: str) -> dict[str, Any]:
    statement: dict[str, Any] = _properties(found, name)["PolicyDocument"]["Statement"][0]
    return statement


def _event(found: Resources, function: str, event: str) -> dict[str, Any]:
    properties: dict[str, Any] = _properties(found, function)["Events"][event]["Properties"]
    return properties


MUTATIONS: list[tuple[Rule, Mutation]] = [
    (rules.wide_actions, lambda r: _statement(r, "ChatPolicy").update(Action="dynamodb:*")),
    (rules.wide_actions, lambda r: _statement(r, "PublishPolicy").update(Resource="*")),
    (rules.shared_roles, lambda r: _properties(r, "ChatFunction").update(Role={"Fn::GetAtt": ["BookRole", "Arn"]})),
    (rules.shared_roles, lambda r: _properties(r, "ChatFunction").pop("Role")),
    (rules.shared_roles, lambda r: r["ChatFunction"].pop("DependsOn")),
    (rules.endless_logs, lambda r: _properties(r, "ChatLogs").pop("RetentionInDays")),
    (rules.endless_logs, lambda r: _properties(r, "BookFunction").pop("LoggingConfig")),
    (rules.queues_without_end, lambda r: _properties(r, "CrmZohoQueue").pop("RedrivePolicy")),
    (rules.queues_without_end, lambda r: _properties(r, "IngestDeadLetters").update(SqsManagedSseEnabled=False)),
    (rules.queues_without_end, lambda r: _properties(r, "SweepDeadLetters").update(MessageRetentionPeriod=3600)),
    (rules.silent_dead_letters, lambda r: r.pop("PublishDeadLettersAlarm")),
    (rules.silent_dead_letters, lambda r: _properties(r, "SweepDeadLettersAlarm").update(AlarmActions=[])),
    (rules.silent_functions, lambda r: r.pop("SweepErrorsAlarm")),
    (rules.all_or_nothing_batches, lambda r: _event(r, "SummarizeFunction", "Closed").pop("FunctionResponseTypes")),
    (rules.all_or_nothing_batches, lambda r: _event(r, "PublishFunction", "Changes").pop("DestinationConfig")),
    (rules.impatient_queues, lambda r: _properties(r, "IngestQueue").update(VisibilityTimeout=900)),
    (rules.patient_web_functions, lambda r: _properties(r, "ChatFunction").update(Timeout=60)),
    (rules.losable_data, lambda r: r["SigningSecret"].pop("DeletionPolicy")),
    (rules.losable_data, lambda r: r["AgentTable"].update(UpdateReplacePolicy="Delete")),
    (rules.losable_data, lambda r: _properties(r, "MetricsTable").pop("PointInTimeRecoverySpecification")),
    (rules.losable_data, lambda r: _properties(r, "AgentTable").pop("DeletionProtectionEnabled")),
    (rules.losable_data, lambda r: _properties(r, "AgentTable").pop("SSESpecification")),
    (rules.open_buckets, lambda r: _properties(r, "SiteBucket").pop("PublicAccessBlockConfiguration")),
    (rules.open_buckets, lambda r: _properties(r, "SiteBucket").pop("VersioningConfiguration")),
    (rules.open_buckets, lambda r: r.pop("SiteBucketPolicy")),
    (rules.fixed_keys, lambda r: _properties(r, "Key").pop("EnableKeyRotation")),
    (rules.unguarded_apis, lambda r: _properties(r, "Api").pop("MethodSettings")),
    (rules.unguarded_apis, lambda r: _event(r, "AnalyticsFunction", "Leads").pop("Auth")),
    (rules.unguarded_apis, lambda r: _properties(r, "BookFunction")["Events"].pop("SlotsOptions")),
    (rules.lost_events, lambda r: _properties(r, "ConversationClosed")["Targets"][0].pop("DeadLetterConfig")),
    (rules.lost_events, lambda r: _event(r, "SweepFunction", "EveryMinute").pop("DeadLetterConfig")),
]


@pytest.mark.parametrize(("rule", "mutation"), MUTATIONS)
def test_rule_notices_what_breaks_it(rule: Rule, mutation: Mutation, resources: Resources) -> None:
    broken = copy.deepcopy(resources)
    mutation(broken)
    assert rule(broken) != []


def test_every_rule_is_shown_to_notice_something() -> None:
    assert {rule for rule, _ in MUTATIONS} == set(rules.RULES)


def test_cfn_lint_finds_nothing() -> None:
    found = subprocess.run(
        [Path(sys.executable).parent / "cfn-lint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (0, "")
