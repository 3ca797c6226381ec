"""`sales-agent crm` on the HubSpot, Salesforce and Zoho stand-ins."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests
from typer.testing import CliRunner, Result

from cli.main import app
from local import stand_ins
from local.stand_ins import VENDORS
from local.vendors.hubspot.schema import OWNERS
from local.vendors.hubspot.store import ACCESS_TOKEN
from local.vendors.kit import Fault, RunningServer
from local.vendors.zoho.store import USER
from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.metrics.dynamodb import DynamoMetrics
from sales_agent.bootstrap import core, crm, crm_desk
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.config_crm import CrmIntegration, HubSpot, Salesforce, Zoho
from sales_agent.domain.conversation import Conversation
from sales_agent.domain.record import utc_now
from sales_agent.ports.errors import Locked
from sales_agent.settings import settings
from tests.conftest import NOW, make_table
from tests.dossiers import TURNS, lead, profile, session

TENANT = ("--tenant", "acme")
MADE_ONCE: list[Any] = [
    *(settings, core.table, core.secrets, core.tenants, core._config),
    *(crm.integrations, crm.circuits, crm.vault, crm.queue, crm._syncing, crm_desk.read_backs),
]
QUEUE = "sales-agent-crm-hubspot"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(scope="module")
def started() -> Iterator[Mapping[str, RunningServer]]:
    with stand_ins.running() as servers:
        yield {name: server for name, server in servers.items() if VENDORS[name].credentials}


@pytest.fixture
def vendors(started: Mapping[str, RunningServer]) -> Mapping[str, RunningServer]:
    """The CRMs as on their first day."""
    for server in started.values():
        server.stand_in.reset()
    return started


@pytest.fixture(autouse=True)
def deployed(aws: None, vendors: Mapping[str, RunningServer], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tenant `acme` uses all three CRMs; none is connected."""
    for name, value in {
        "TABLE_NAME": "AgentTable",
        "METRICS_TABLE_NAME": "MetricsTable",
        "VENDOR_SECRET_PREFIX": "sales-agent/",
        "KMS_KEY_ID": boto3.client("kms").create_key()["KeyMetadata"]["KeyId"],
        "QUEUE_PREFIX": "sales-agent-",
    }.items():
        monkeypatch.setenv(name, value)
    _forget()
    make_table("AgentTable")
    make_table("MetricsTable")
    for name, secret in stand_ins.secrets(vendors).items():
        boto3.client("secretsmanager").create_secret(Name=f"sales-agent/{name}", SecretString=json.dumps(secret))
    for name in vendors:
        _make_queue(f"sales-agent-crm-{name}")
    crms = CrmIntegration(hubspot=HubSpot(enabled=True), salesforce=Salesforce(enabled=True), zoho=Zoho(enabled=True))
    core.tenants().keep("acme", SalesAgentConfig(company=Company(site_keys=["demo"]), crm_integration=crms))
    yield
    _forget()


def _forget() -> None:
    for made in MADE_ONCE:
        made.cache_clear()
    crm.deadline.set(float("inf"))  # a command has none; a handler that ran in this process had


def _make_queue(name: str) -> None:
    sqs = boto3.client("sqs")
    dead = sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})
    sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": policy})


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, ["crm", *arguments, *TENANT], input=given)


def told(*arguments: str, exit_code: int = 0) -> Any:
    result = run(*arguments, "--json")
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def connect(vendors: Mapping[str, RunningServer], name: str = "hubspot") -> None:
    given = json.dumps(stand_ins.credentials(vendors)[name])
    assert run("connect", name, "--credentials", "-", "--json", given=given).exit_code == 0


def talked(session_id: str = "s-1", email: str = "maria@acme.example", source: str = "news", at: datetime = NOW) -> str:
    """A lead that no CRM has been told of."""
    store, mine = core.conversations("acme"), {"session_id": session_id}
    begun = Conversation(tenant="acme", conversation_id=f"c-{session_id}", last_activity=at, **mine)
    store.start(session(**mine, created_at=at), begun)
    of_it = {**mine, "conversation_id": begun.conversation_id, "lead_source": source, "created_at": at}
    store.append(
        TURNS[0].model_copy(update={**mine, "at": at}),
        profile(email=email).model_copy(update=mine),
        lead().model_copy(update=of_it),
    )
    return session_id


def sync(name: str, session_id: str) -> None:
    crm.syncing("acme", name)("acme", session_id)


def control(server: RunningServer, method: str, path: str, body: Any = None) -> Any:
    answer = requests.request(method, f"{server.url}/_control{path}", json=body, timeout=5)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


@pytest.mark.parametrize("name", ["hubspot", "salesforce", "zoho"])
def test_an_account_is_connected_from_a_file_and_its_credentials_are_sealed(
    vendors: Mapping[str, RunningServer], tmp_path: Path, name: str
) -> None:
    credentials = stand_ins.credentials(vendors)[name]
    file = tmp_path / "credentials.json"
    file.write_text(json.dumps(credentials))
    made = told("connect", name, "--credentials", str(file))
    assert (made["connected"], made["todo"]) == (True, [])
    assert {"person", "company", "deal"} <= made["plans"].keys()
    integration = crm.integrations().find("acme", name)
    assert integration
    assert json.loads(crm.vault().open(integration.api_credentials, tenant="acme", vendor=name)) == credentials
    item = boto3.client("dynamodb").scan(TableName="AgentTable")["Items"]
    assert not [secret for secret in (credentials["client_secret"], 'access_token"') if secret in str(item)]
    assert [one["health"] for one in told("status", name)] == ["connected"]


def test_credentials_are_asked_for_and_never_shown(vendors: Mapping[str, RunningServer]) -> None:
    known = stand_ins.credentials(vendors)["hubspot"]
    answers = ["", known["client_id"], known["client_secret"], known["refresh_token"]]
    result = run("connect", "hubspot", given="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "hubspot is connected" in result.stdout
    assert not [secret for secret in (known["client_secret"], known["refresh_token"]) if secret in result.output]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ('{"acess_token": "my-secret"}', "acess_token"),
        ('{"access_token": 17}', "access_token: text is expected"),
        ('["my-secret"]', "no JSON object"),
        ('{"access_token": "my-secret"', "no JSON object"),
    ],
)
def test_wrong_credentials_are_named_and_not_quoted(given: str, says: str) -> None:
    result = run("connect", "hubspot", "--credentials", "-", given=given)
    assert result.exit_code == 2
    assert says in result.stderr
    assert "my-secret" not in result.output


def test_a_refused_sign_in_says_so_and_keeps_nothing(vendors: Mapping[str, RunningServer]) -> None:
    wrong = stand_ins.credentials(vendors)["zoho"] | {"refresh_token": "1000.wrong"}
    result = run("connect", "zoho", "--credentials", "-", "--json", given=json.dumps(wrong))
    assert result.exit_code == 1
    assert "invalid_code" in json.loads(result.stdout)["error"]
    assert crm.integrations().find("acme", "zoho") is None


def another_account(server: RunningServer, name: str) -> None:
    """The stand-in is another account from now on, as empty as on its first day."""
    server.stand_in.reset()
    store = server.stand_in.store
    if name == "hubspot":
        store.account["portalId"] = 7
    elif name == "salesforce":
        store.records["Organization"].clear()
        store.save("Organization", {"Name": "Nordlicht"})
    else:
        store.org["type"] = "sandbox"


ACCOUNTS = {
    "hubspot": ("6251500", "7"),
    "salesforce": ("00D5g0000000001EAA", "00D5g0000000002EAA"),
    "zoho": ("20099", "20099-sandbox"),
}


@pytest.mark.parametrize("name", list(ACCOUNTS))
def test_another_account_is_told_all_that_is_kept_and_nothing_of_the_one_before_is_missed(
    vendors: Mapping[str, RunningServer], name: str
) -> None:
    before, now = ACCOUNTS[name]
    connect(vendors, name)
    lead_of_yesterday("s-1")
    sync(name, "s-1")
    told("readback", name)
    another_account(vendors[name], name)
    made = run("connect", name, "--credentials", "-", given=json.dumps(stand_ins.credentials(vendors)[name]))
    assert f"{name} is connected for tenant acme, account {now}." in made.stdout
    assert f"It is another account ({now}) than before ({before})." in made.stdout
    assert f"sales-agent crm replay {name} --missing" in made.stdout
    (status,) = told("status", name)
    nothing = {"conversations": {}, "last_sync": None, "read_back": None}
    assert {key: status[key] for key in ("account", *nothing)} == {"account": now, **nothing}
    assert [one["problem"] for one in told("readback", name, exit_code=1)[0]["findings"]] == ["missing"]
    assert told("replay", name, "--missing")[0]["conversations"][0]["status"] == "synced"
    assert told("readback", name)[0]["findings"] == []


def test_a_worker_that_began_with_one_account_writes_nothing_into_another(
    vendors: Mapping[str, RunningServer],
) -> None:
    connect(vendors)
    sync("hubspot", talked())
    begun = crm.syncing("acme", "hubspot")
    another_account(vendors["hubspot"], "hubspot")
    connect(vendors)
    with pytest.raises(Locked, match="another hubspot account"):
        begun("acme", "s-1", again=True)
    portal = vendors["hubspot"].stand_in.store
    assert portal.state()["contacts"] == []
    assert told("status", "hubspot")[0]["away_for"] == 0
    sync("hubspot", "s-1")
    (contact,) = portal.state()["contacts"]
    assert core.conversations("acme").load("acme", "s-1").lead.crm_lead_id == {"hubspot": contact["id"]}


def test_links_to_an_account_that_is_connected_again_stand_as_they_were(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    sync("hubspot", talked())
    before = crm.syncing("acme", "hubspot").links.find("acme", "s-1", "hubspot")
    portal = vendors["hubspot"].stand_in.store
    for number, stands in ((7, None), (6251500, before)):
        portal.account["portalId"] = number
        connect(vendors)
        assert crm.syncing("acme", "hubspot").links.find("acme", "s-1", "hubspot") == stands


def test_a_connection_that_does_not_know_its_account_is_asked_before_another_takes_its_place(
    vendors: Mapping[str, RunningServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(vendors)
    standing = crm.integrations().find("acme", "hubspot")
    assert standing
    crm.integrations().connect(standing.model_copy(update={"account": "", "first_account": ""}))
    monkeypatch.setattr(crm, "account_of", lambda *_: "7")
    made = run("connect", "hubspot", "--credentials", "-", given=json.dumps({"access_token": ACCESS_TOKEN}))
    assert "It is another account (7) than before (6251500)." in made.stdout


def test_a_vendor_that_does_not_tell_the_account_is_taken_for_the_one_before(
    vendors: Mapping[str, RunningServer],
) -> None:
    connect(vendors)
    sync("hubspot", talked())
    vendors["hubspot"].stand_in.faults.add(Fault(kind="403", path="/account-info"))
    given = json.dumps(stand_ins.credentials(vendors)["hubspot"])
    made = run("connect", "hubspot", "--credentials", "-", given=given)
    assert (made.exit_code, "Which account it is cannot be told: " in made.stdout) == (0, True)
    assert crm.syncing("acme", "hubspot").links.find("acme", "s-1", "hubspot")


def test_what_an_administrator_must_do_is_said(vendors: Mapping[str, RunningServer]) -> None:
    control(vendors["salesforce"], "DELETE", "/fields/Lead/Agent_Key__c")
    given = json.dumps(stand_ins.credentials(vendors)["salesforce"])
    result = run("connect", "salesforce", "--credentials", "-", given=given)
    assert result.exit_code == 1
    assert "An administrator must still: Lead: make the custom field Agent_Key__c" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        *((command, "foo") for command in ("status", "stuck", "replay", "readback", "fields", "plan", "connect")),
        ("fields", "hubspot", "--kind", "ship"),
        ("configure", "zoho"),
        ("configure", "zoho", "--set", "sync_deals=no"),
    ],
)
def test_wrong_input_is_refused(arguments: tuple[str, ...]) -> None:
    assert set(told(*arguments, exit_code=2)) <= {"error", "field"}


def test_without_a_deployment_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TABLE_NAME")
    settings.cache_clear()
    result = run("status")
    assert (result.exit_code, "--stack NAME" in result.stderr) == (2, True)


def test_the_crms_own_fields_are_listed(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    found = told("fields", "hubspot", "--kind", "person")
    assert {"email", "agent_key"} <= {field["name"] for field in found["person"]}
    shown = run("fields", "hubspot", "--kind", "deal")
    assert (shown.exit_code, "dealstage" in shown.stdout) == (0, True)


def test_a_plan_shows_a_wish_before_it_is_kept(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    lines = told("plan", "hubspot", "--map", "utm_source=hs_lead_status")["person"]["lines"]
    (line,) = [line for line in lines if line["ours"] == "utm_source"]
    assert (line["theirs"], line["refused"]) == ("hs_lead_status", "")
    assert line["unfit"].startswith("a value of utm_source that is none of its ")
    lines = told("plan", "hubspot", "--map", "utm_source=nowhere", exit_code=1)["person"]["lines"]
    assert "the CRM has no field 'nowhere'" in str(lines)
    assert "utm_source" not in str(told("plan", "hubspot"))


def test_mappings_and_settings_are_kept_with_the_connection(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    told("configure", "hubspot", "--map", "timeline=message", "--set", "sync_deals=false")
    kept = told("configure", "hubspot", "--set", 'stages={"new": "Qualified To Buy"}')
    assert kept["field_mappings"] == {"timeline": "message"}
    assert kept["sync_settings"] == {"sync_deals": "false", "stages": {"new": "Qualified To Buy"}}
    chosen = crm.syncing("acme", "hubspot").settings
    assert (chosen.sync_deals, chosen.stages) == (False, {"new": "Qualified To Buy"})


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        ("sync_deal=false", "sync_deal"),
        ("sync_deals=perhaps", "sync_deals"),
        ("sync_deals", "sync_deals"),
        ("enabled=no", "app.yaml alone"),
        ("field_mappings={}", "--map"),
        ("pipeline=nope", "HubSpot has no deal pipeline 'nope'; it has: Sales Pipeline"),
        ("owner=ghost@acme.example", "HubSpot has no owner 'ghost@acme.example'"),
        ('stages={"new": "Typo Stage"}', "hubspot has no stage 'Typo Stage'; there are: Appointment Scheduled"),
        ('stages={"meting": "Qualified To Buy"}', "(new|qualified|meeting)"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_not_kept(
    vendors: Mapping[str, RunningServer], wish: str, says: str
) -> None:
    connect(vendors)
    assert says in str(told("configure", "hubspot", "--set", wish, exit_code=2))
    assert says in str(told("plan", "hubspot", "--set", wish, exit_code=2))
    assert told("status", "hubspot")[0]["away_for"] == 0
    integration = crm.integrations().find("acme", "hubspot")
    assert integration
    assert integration.sync_settings == {}


def test_a_mapping_that_the_crm_refuses_is_not_kept(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    refused = told("configure", "hubspot", "--map", "timeline=decision_maker", exit_code=2)
    assert refused == {"error": "timeline: 'decision_maker' holds yes or no; 'timeline' does not", "field": "map"}


@pytest.mark.parametrize(
    ("name", "wish", "why"),
    [
        ("hubspot", "timeline=agent_key", "has another value on every record"),
        ("salesforce", "timeline=Agent_Key__c", "has another value on every record"),
        ("zoho", "timeline=Agent_Key", "has another value on every record"),
        ("salesforce", "timeline=OwnerId", "is no field for text"),
        ("zoho", "timeline=Owner", "is no field for text"),
        ("hubspot", "customer_name=email", "has another value on every record"),
        ("salesforce", "customer_name=Email", "is taken by 'email'"),
        ("zoho", "customer_name=Email", "is taken by 'email'"),
    ],
)
def test_a_mapping_that_would_stop_the_sync_is_not_kept(
    vendors: Mapping[str, RunningServer], name: str, wish: str, why: str
) -> None:
    connect(vendors, name)
    assert why in told("configure", name, "--map", wish, exit_code=2)["error"]
    ours, _, theirs = wish.partition("=")
    lines = told("plan", name, "--map", wish, exit_code=1)["person"]["lines"]
    assert [why in line["refused"] for line in lines if line["ours"] == ours] == [True]
    crm.integrations().configure("acme", name, {ours: theirs}, {})  # as an earlier version would have
    sync(name, talked())
    assert told("status", name)[0]["conversations"] == {"synced": 1}


@pytest.mark.parametrize("name", ["hubspot", "salesforce", "zoho"])
def test_every_crm_looks_up_the_pipeline_of_a_wish(vendors: Mapping[str, RunningServer], name: str) -> None:
    connect(vendors, name)
    assert "'nope'" in told("configure", name, "--set", "pipeline=nope", exit_code=2)["error"]
    told("configure", name, "--set", "sync_deals=false")


@pytest.mark.parametrize(
    ("name", "owner"), [("hubspot", OWNERS[0]["id"]), ("zoho", USER["id"]), ("zoho", USER["email"])]
)
def test_an_owner_is_named_by_address_or_number(vendors: Mapping[str, RunningServer], name: str, owner: str) -> None:
    connect(vendors, name)
    assert told("configure", name, "--set", f"owner={owner}")["sync_settings"] == {"owner": owner}


@pytest.mark.parametrize("name", ["hubspot", "salesforce", "zoho"])
@pytest.mark.parametrize("owner", ["ghost@acme.example", "4040404"])
def test_an_owner_that_is_nobody_is_said_with_its_setting(
    vendors: Mapping[str, RunningServer], name: str, owner: str
) -> None:
    connect(vendors, name)
    words = told("configure", name, "--set", f"owner={owner}", exit_code=2)["error"]
    assert f"crm_integration.{name}.owner" in words
    assert repr(owner) in words


def test_a_correction_is_tried_at_once(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    crm.integrations().configure("acme", "hubspot", {}, {"pipeline": "nope"})
    talked()
    assert "nope" in told("replay", "hubspot", "--session", "s-1", exit_code=1)[0]["conversations"][0]["reason"]
    assert told("status", "hubspot", exit_code=1)[0]["away_for"] > 0
    told("configure", "hubspot", "--map", "timeline=message", "--set", "pipeline=Sales Pipeline")
    assert told("status", "hubspot")[0]["away_for"] == 0
    assert told("replay", "hubspot")[0]["conversations"][0]["status"] == "synced"


def test_a_wish_is_forgotten(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    told("configure", "hubspot", "--map", "timeline=", "--set", "sync_deals=no", "--set", "sync_appointments=no")
    kept = told("configure", "hubspot", "--unset", "timeline", "--unset", "sync_deals")
    assert kept == {"crm": "hubspot", "field_mappings": {}, "sync_settings": {"sync_appointments": "no"}}
    assert crm.syncing("acme", "hubspot").settings.sync_deals
    refused = told("configure", "hubspot", "--unset", "sync_deals", exit_code=2)
    assert refused == {"error": "no wish is kept for sync_deals", "field": "unset"}


STALE: list[dict[str, Any]] = [
    {"stages": {"meting": "Qualified To Buy"}},
    {"stages": {"new": "Typo Stage"}},
    {"stages": "none"},
    {"stages": {"lost": "7"}, "sync_deal": "no"},
    {"stages": {"new": "Typo Stage"}, "owner": "ghost@acme.example"},
]
RIGHT = {"new": "Qualified To Buy"}


def keep(settings: Mapping[str, Any], mappings: Mapping[str, str] | None = None) -> None:
    """Wishes that stand with the connection as an earlier version, or an account of earlier days, took them."""
    crm.integrations().configure("acme", "hubspot", mappings or {}, settings)


@pytest.mark.parametrize("kept", STALE)
def test_a_wrong_wish_that_is_kept_can_always_be_forgotten(
    vendors: Mapping[str, RunningServer], kept: dict[str, Any]
) -> None:
    connect(vendors)
    keep(kept)
    rest = {name: value for name, value in kept.items() if name != "stages"}
    assert told("configure", "hubspot", "--unset", "stages")["sync_settings"] == rest


@pytest.mark.parametrize("kept", STALE)
def test_a_right_wish_takes_the_place_of_a_wrong_one(
    vendors: Mapping[str, RunningServer], kept: dict[str, Any]
) -> None:
    connect(vendors)
    keep(kept, {"Time Line": "message"})
    wish = ("--set", f"stages={json.dumps(RIGHT)}", "--map", "timeline=message")
    made = told("configure", "hubspot", *wish, "--unset", "Time Line")
    assert made["sync_settings"] == {**kept, "stages": RIGHT}
    assert made["field_mappings"] == {"timeline": "message"}


@pytest.mark.parametrize("kept", STALE)
def test_a_right_wish_is_not_blamed_for_a_wrong_one_beside_it(
    vendors: Mapping[str, RunningServer], kept: dict[str, Any]
) -> None:
    connect(vendors)
    keep(kept)
    owner = OWNERS[0]["email"]
    assert told("configure", "hubspot", "--set", f"owner={owner}")["sync_settings"] == {**kept, "owner": owner}
    assert "Typo" in told("configure", "hubspot", "--set", 'stages={"new": "Typo"}', exit_code=2)["error"]


@pytest.mark.parametrize(
    ("settings", "mappings", "name"),
    [
        ({"stages": {"meting": "Qualified To Buy"}}, {}, "stages"),
        ({"sync_deal": "no"}, {}, "sync_deal"),
        ({}, {"Time Line": "message"}, "'Time Line'"),
    ],
)
def test_a_kept_wish_that_cannot_be_read_is_said_with_what_forgets_it(
    vendors: Mapping[str, RunningServer], settings: dict[str, Any], mappings: dict[str, str], name: str
) -> None:
    connect(vendors)
    keep(settings, mappings)
    for command in ("status", "stuck", "plan", "fields", "readback", "connect"):
        result = run(command, "hubspot")
        assert (command, result.exit_code) == (command, 1)
        assert f"sales-agent crm configure hubspot --unset {name}" in result.stderr


@pytest.mark.parametrize(
    ("kept", "says"),
    [
        ({"stages": {"new": "Typo Stage"}}, "hubspot has no stage 'Typo Stage'"),
        ({"owner": "ghost@acme.example", "stages": RIGHT}, "HubSpot has no owner 'ghost@acme.example'"),
        ({"pipeline": "nope"}, "HubSpot has no deal pipeline 'nope'"),
    ],
)
def test_a_plan_says_which_kept_wish_the_account_cannot_meet(
    vendors: Mapping[str, RunningServer], kept: dict[str, Any], says: str
) -> None:
    connect(vendors)
    keep(kept)
    (name, *_) = kept
    error = told("plan", "hubspot", exit_code=1)["error"]
    assert says in error
    assert error.endswith(f"sales-agent crm configure hubspot --unset {name}")
    assert told("plan", "hubspot", "--set", f"stages={json.dumps(RIGHT)}", "--set", "pipeline=")
    told("configure", "hubspot", "--unset", name)
    told("plan", "hubspot")


def test_values_that_no_option_takes_are_said(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors, "zoho")
    shown = run("plan", "zoho")
    assert "Values that do not fit:" in shown.stdout
    assert "Lead_Source of a person: a value of lead_source that is none of its 7 options is left out" in shown.stdout
    sync("zoho", talked(source="website"))
    (person,) = vendors["zoho"].stand_in.store.state()["Leads"]
    assert person["Lead_Source"] == "Chat"


def test_all_is_well_when_everything_is_synced(vendors: Mapping[str, RunningServer]) -> None:
    for name in vendors:
        connect(vendors, name)
        sync(name, talked(f"s-{name}"))
    assert [one["conversations"] for one in told("status")] == [{"synced": 1}] * 3
    given_up = dict.fromkeys(crm_desk.enabled("acme"), 0)
    nothing = {"conversations": [], "incomplete": [], "connect": {}, "messages_given_up": given_up}
    assert told("stuck") == nothing
    shown = run("status")
    assert "connected" in shown.stdout
    assert "Nothing is stuck." in run("stuck").stdout


def test_a_refused_record_is_listed_with_the_vendors_words_and_replayed(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    rule = {"object_type": "contacts", "required": "city", "when": "", "equals": ""}
    control(vendors["hubspot"], "POST", "/rules", rule)
    sync("hubspot", talked())
    (stuck,) = told("stuck", "hubspot", exit_code=1)["conversations"]
    assert (stuck["session_id"], stuck["status"]) == ("s-1", "refused")
    assert "city" in stuck["reason"]
    assert "maria" not in json.dumps(stuck)
    assert told("status", "hubspot", exit_code=1)[0]["conversations"] == {"refused": 1}
    assert told("replay", "hubspot", exit_code=1)[0]["conversations"][0]["status"] == "refused"
    vendors["hubspot"].stand_in.store.rules = type(vendors["hubspot"].stand_in.store.rules)()  # type: ignore[attr-defined]
    (again,) = told("replay", "hubspot")
    assert again["conversations"] == [{"session_id": "s-1", "status": "synced", "reason": ""}]
    assert "1 synced" not in run("replay", "hubspot").stdout


def test_what_comes_again_by_itself_needs_nobody(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    reason = "this run has no time left for another call"
    wait("hubspot", talked(), reason)
    (waits,) = told("stuck", "hubspot")["conversations"]
    assert (waits["status"], waits["reason"], waits["needs"]) == ("waiting", reason, "nothing")
    shown = run("stuck", "hubspot").stdout
    assert "Comes again by itself: 1" in shown
    assert "Needs you:" not in shown


def wait(name: str, session_id: str, reason: str = "away", status: str = "waiting") -> None:
    """The conversation is left for another time, or for a person."""
    link = crm.links("acme").claim("acme", session_id, name, now=NOW, seconds=1)
    crm.links("acme").release(link.model_copy(update={"status": status, "reason": reason}))


def test_what_waits_for_the_account_to_be_connected_needs_a_person(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    connect(vendors, "zoho")
    wait("hubspot", talked("s-1"))
    wait("zoho", talked("s-2"))
    wait("zoho", talked("s-3"), status="refused")
    standing = crm.integrations().find("acme", "zoho")
    assert standing
    crm.integrations().mark(standing, "reconnect_needed", "invalid_code")
    found = told("stuck", exit_code=1)
    needs = {one["session_id"]: one["needs"] for one in found["conversations"]}
    assert needs == {"s-1": "nothing", "s-2": "connection", "s-3": "person"}
    assert found["connect"] == {"salesforce": "not connected", "zoho": "invalid_code"}
    person, connection, itself = run("stuck").stdout.split("\n\n")
    assert person.startswith("Needs you: 1\nzoho s-3:")
    assert connection.startswith("Waits until you connect the account again: 1\nzoho: invalid_code")
    assert "sales-agent crm connect zoho, then sales-agent crm replay zoho" in connection
    assert "zoho s-2: waiting" in connection
    assert itself.startswith("Comes again by itself: 1\nhubspot s-1:")
    assert told("stuck", "hubspot")["connect"] == {}


def test_what_is_in_the_crm_but_for_a_part_is_listed_by_reason(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors, "zoho")
    for number in range(5):
        lead_of_yesterday(f"s-{number}", f"{number}@acme.example")
        sync("zoho", f"s-{number}")
    wait("zoho", "s-4", "no company: a person must choose one", "synced")
    wait("zoho", "old", "person: industry does not fit Industry", "synced")
    reason = "person: lead_source does not fit Lead_Source"
    found = told("stuck", "zoho")
    assert found["conversations"] == []
    assert {(one["session_id"], one["status"], one["needs"]) for one in found["incomplete"]} == {
        (f"s-{number}", "synced", "nothing") for number in range(5)
    }
    assert reason in found["incomplete"][0]["reason"]
    assert run("stuck", "zoho").stdout.splitlines() == [
        "Nothing is stuck.",
        "",
        "In the CRM, but not all of it: 5 of the last 14 days (all: sales-agent crm stuck --all)",
        f"zoho: {reason}",
        "    4: s-0, s-1, s-2 and 1 more",
        "zoho: no company: a person must choose one",
        "    1: s-4",
        "Once that is mended: sales-agent crm replay CRM --session SESSION",
    ]
    assert "In the CRM, but not all of it: 6\n" in run("stuck", "zoho", "--all").stdout


def test_what_waits_for_an_account_that_was_never_connected_needs_a_person() -> None:
    wait("zoho", talked())
    found = told("stuck", "zoho", exit_code=1)
    assert [one["needs"] for one in found["conversations"]] == ["connection"]
    assert found["connect"] == {"zoho": "not connected"}


def test_an_unknown_conversation_is_not_replayed(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    talked()
    refused = told("replay", "hubspot", "--session", "s-1", "--session", "nosuch", exit_code=2)
    assert refused == {"error": "there is no conversation 'nosuch'"}
    assert told("status", "hubspot")[0]["conversations"] == {}


def test_replay_takes_back_what_the_queue_gave_up(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    sqs = boto3.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=f"{QUEUE}-dead")["QueueUrl"], MessageBody="told")
    assert told("status", "hubspot", exit_code=1)[0]["queue"]["given_up"] == 1
    assert "1 messages were given up" in run("stuck", "hubspot").stdout
    assert told("replay", "hubspot") == [{"crm": "hubspot", "conversations": [], "messages_put_back": 1}]
    assert told("status", "hubspot")[0]["queue"] == {"waiting": 1, "hidden": 0, "given_up": 0}


def lead_of_yesterday(session_id: str, email: str = "maria@acme.example") -> None:
    DynamoMetrics(Table("MetricsTable")).note_lead("acme", (utc_now() - DAY).date(), session_id)
    talked(session_id, email, at=utc_now() - DAY)


def test_one_command_brings_in_what_was_there_before_the_crm(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    lead_of_yesterday("s-1")
    lead_of_yesterday("s-2", "ann@acme.example")
    lead_of_yesterday("s-3", email="")
    sync("hubspot", "s-2")
    refused = told("restore", "hubspot", "s-1", exit_code=2)["error"]
    assert refused.endswith("sales-agent crm replay hubspot --session s-1 tells it")
    assert [(one["session_id"], one["problem"]) for one in told("readback", "hubspot", exit_code=1)[0]["findings"]] == [
        ("s-1", "missing")
    ]
    todo = "hubspot was not told of 1 that are missing or stale; sales-agent crm replay hubspot --missing tells it"
    assert todo in run("readback", "hubspot").stdout
    assert told("replay", "hubspot") == [{"crm": "hubspot", "conversations": [], "messages_put_back": 0}]
    (made,) = told("replay", "hubspot", "--missing")
    assert [(one["session_id"], one["status"]) for one in made["conversations"]] == [("s-1", "synced")]
    assert told("readback", "hubspot")[0]["findings"] == []
    assert "nothing was stuck" in run("replay", "hubspot", "--missing").stdout


def test_one_command_brings_in_what_a_setting_kept_away(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    told("configure", "hubspot", "--set", "sync_deals=no")
    sync("hubspot", talked(at=utc_now() - DAY))
    told("configure", "hubspot", "--unset", "sync_deals", "--map", "utm_term=message")
    assert told("replay", "hubspot", "--missing")[0]["conversations"][0]["status"] == "synced"
    assert len(vendors["hubspot"].stand_in.store.state()["deals"]) == 1
    told("configure", "hubspot", "--unset", "utm_term")
    link = crm.links("acme").find("acme", "s-1", "hubspot")
    assert link
    crm.links("acme").keep(link.model_copy(update={"changed_at": utc_now() - 2 * HOUR}))
    says = "hubspot: 1 conversations were synced under other settings; where these should hold for them as well:"
    result = run("readback", "hubspot")
    assert (result.exit_code, says in result.stdout) == (0, True)


def test_missing_is_not_one_session(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    assert "not both" in told("replay", "hubspot", "--missing", "--session", talked(), exit_code=2)["error"]


def test_a_person_chooses_among_candidates(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors, "salesforce")
    twins = [
        control(vendors["salesforce"], "POST", "/records/Contact", {"LastName": name, "Email": "maria@acme.example"})
        for name in ("Lopez", "Lopez-Diaz")
    ]
    sync("salesforce", talked())
    stuck = run("stuck", "salesforce")
    assert stuck.exit_code == 1
    assert f'sales-agent crm choose salesforce s-1 "Contact {twins[1]["Id"]}"' in stuck.stdout
    assert told("choose", "salesforce", "s-1", "Contact 003nobody", exit_code=2)["field"] == "record"
    chosen = told("choose", "salesforce", "s-1", f"Contact {twins[1]['Id']}")
    assert chosen == {"crm": "salesforce", "session_id": "s-1", "status": "synced", "reason": ""}
    leads = vendors["salesforce"].stand_in.store.state()["Lead"]
    assert leads == []


def test_a_deleted_record_is_made_anew_when_asked(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    sync("hubspot", talked())
    (contact,) = vendors["hubspot"].stand_in.store.state()["contacts"]
    control(vendors["hubspot"], "DELETE", f"/records/contacts/{contact['id']}")
    found = told("readback", "hubspot", exit_code=1)[0]["findings"]
    assert [(one["problem"], one["kind"]) for one in found] == [("deleted", "person")]
    assert f"deleted person contacts {contact['id']}" in run("readback", "hubspot").stdout
    assert told("replay", "hubspot", "--session", "s-1", exit_code=1)[0]["conversations"][0]["status"] == "review"
    assert told("restore", "hubspot", "s-1")["status"] == "synced"
    living = [one for one in vendors["hubspot"].stand_in.store.state()["contacts"] if not one["archived"]]
    assert len(living) == 1
    assert told("readback", "hubspot", "--anew")[0]["findings"] == []


def test_a_withdrawn_connection_is_said_and_reconnecting_mends_it(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors, "zoho")
    control(vendors["zoho"], "POST", "/disconnect")
    assert told("replay", "zoho", "--session", talked(), exit_code=1)[0]["conversations"][0]["status"] == "waiting"
    status = run("status", "zoho")
    assert status.exit_code == 1
    assert "reconnect_needed" in status.stdout
    control(vendors["zoho"], "POST", "/connect")
    connect(vendors, "zoho")
    assert [one["status"] for one in told("replay", "zoho")[0]["conversations"]] == ["synced"]


def test_words_of_a_vendor_cannot_command_the_terminal(vendors: Mapping[str, RunningServer]) -> None:
    connect(vendors)
    vendors["hubspot"].stand_in.faults.add(Fault(kind="400", method="POST", path="/contacts", detail="\x1b[2Jgone"))
    sync("hubspot", talked())
    assert "\x1b" not in run("stuck", "hubspot").stdout
