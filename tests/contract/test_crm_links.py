"""What every store of CRM links promises."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from sales_agent.adapters.conversations.dynamodb import DynamoConversations
from sales_agent.adapters.crm_links.dynamodb import DynamoCrmLinks
from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.adapters.dynamo import Table
from sales_agent.domain.crm import CrmRef
from sales_agent.domain.crm_merge import LinkedRecord, Written, last_written
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.errors import Conflict, Retriable
from tests.conftest import NOW

LEASE = 120


@pytest.fixture(params=["memory", "dynamodb"])
def links(request: pytest.FixtureRequest) -> Iterator[CrmLinks]:
    if request.param == "memory":
        yield MemoryCrmLinks()
    else:
        yield DynamoCrmLinks(request.getfixturevalue("agent_table"))


def claimed(links: CrmLinks, session_id: str = "s1", crm: str = "hubspot", tenant: str = "acme") -> CrmLink:
    return links.claim(tenant, session_id, crm, now=NOW, seconds=LEASE)


def settled(links: CrmLinks, session_id: str, status: LinkStatus, **claim: str) -> None:
    link = claimed(links, session_id, **claim)
    links.release(
        link.model_copy(update={"status": status, "changed_at": NOW + timedelta(minutes=int(session_id[1:]))})
    )


def test_a_conversation_that_was_never_synced_begins_new(links: CrmLinks) -> None:
    assert links.find("acme", "s1", "hubspot") is None
    link = claimed(links)
    assert (link.status, link.attempts, link.leased_until) == ("new", 0, NOW + timedelta(seconds=LEASE))


def test_one_worker_at_a_time_holds_a_link(links: CrmLinks) -> None:
    claimed(links)
    with pytest.raises(Retriable, match="another worker"):
        links.claim("acme", "s1", "hubspot", now=NOW + timedelta(seconds=100), seconds=LEASE)


def test_a_released_link_and_one_whose_time_is_up_can_be_claimed(links: CrmLinks) -> None:
    links.release(claimed(links))
    claimed(links)
    again = links.claim("acme", "s1", "hubspot", now=NOW + timedelta(seconds=LEASE + 1), seconds=LEASE)
    assert again.leased_until == NOW + timedelta(seconds=2 * LEASE + 1)


def test_other_sessions_crms_and_tenants_are_apart(links: CrmLinks) -> None:
    claimed(links)
    claimed(links, "s2")
    claimed(links, crm="zoho")
    claimed(links, tenant="rival")


def test_what_was_written_comes_back_as_it_was(links: CrmLinks) -> None:
    ref = CrmRef(kind="person", object="contacts", record_id="7")
    written = {"score": Written(value=0.5, seq=3), "count": Written(value=7), "yes": Written(value=True)}
    record = LinkedRecord(ref=ref, key="sa-1", written=written, url="https://crm.example/7")
    link = claimed(links).model_copy(
        update={"records": {"sa-1": record}, "intents": {"sa-1": {"score": 1.25, "no": False, "text": ""}}}
    )
    kept = links.keep(link)
    found = links.find("acme", "s1", "hubspot")
    assert found == kept
    assert found.records["sa-1"] == record
    assert found.intents == {"sa-1": {"score": 1.25, "no": False, "text": ""}}


def test_a_worker_that_lost_its_claim_writes_nothing_more(links: CrmLinks) -> None:
    lost = claimed(links)
    taken = links.claim("acme", "s1", "hubspot", now=NOW + timedelta(seconds=LEASE + 1), seconds=LEASE)
    for write in (links.keep, links.release):
        with pytest.raises(Conflict):
            write(lost.model_copy(update={"reason": "too late"}))
    assert links.find("acme", "s1", "hubspot") == taken


def test_a_release_keeps_what_the_link_says_and_ends_the_lease(links: CrmLinks) -> None:
    links.release(claimed(links).model_copy(update={"status": "waiting", "reason": "429", "attempts": 2}))
    found = links.find("acme", "s1", "hubspot")
    assert found
    assert (found.status, found.reason, found.attempts, found.leased_until) == ("waiting", "429", 2, None)


def test_links_are_listed_by_tenant_crm_and_status_oldest_change_first(links: CrmLinks) -> None:
    for session_id, status in (("s3", "waiting"), ("s1", "synced"), ("s2", "waiting")):
        settled(links, session_id, status)
    settled(links, "s4", "waiting", crm="zoho")
    settled(links, "s5", "waiting", tenant="rival")
    assert [link.session_id for link in links.list("acme", "hubspot")] == ["s1", "s2", "s3"]
    assert [link.session_id for link in links.list("acme", "hubspot", "waiting")] == ["s2", "s3"]
    assert links.list("acme", "salesforce") == []


def test_how_every_conversation_stands_is_known_without_reading_it(links: CrmLinks) -> None:
    for session_id, status in (("s2", "waiting"), ("s1", "synced")):
        settled(links, session_id, status)
    settled(links, "s3", "review", crm="zoho")
    assert list(links.statuses("acme", "hubspot").items()) == [("s1", "synced"), ("s2", "waiting")]
    assert links.statuses("rival", "hubspot") == {}


def test_a_link_and_its_place_in_the_list_are_forgotten_together(agent_table: Table) -> None:
    DynamoCrmLinks(agent_table, retention_days=1).release(claimed(DynamoCrmLinks(agent_table)))
    items = agent_table.call("scan")["Items"]
    assert len(items) == 2
    assert len({item["expires_at"]["N"] for item in items}) == 1


PERSON = CrmRef(kind="person", object="contacts", record_id="7")


def wrote(links: CrmLinks, session_id: str, told_at: datetime | None, **values: str) -> CrmLink:
    written = {field: Written(value=value, told_at=told_at) for field, value in values.items()}
    return links.keep(claimed(links, session_id), LinkedRecord(ref=PERSON, key="sa-1", written=written))


def written(links: CrmLinks, *, but_for: str) -> dict[str, Written]:
    return last_written(*(one.written for one in links.others("acme", "hubspot", "sa-1", but_for=but_for)))


def test_what_other_conversations_wrote_last_is_known(links: CrmLinks) -> None:
    wrote(links, "s2", NOW + timedelta(hours=1), phone="2")
    assert wrote(links, "s1", NOW, phone="1", budget="5").shared == ["sa-1"]
    wrote(links, "s3", None, phone="3", timeline="May")
    found = {field: one.value for field, one in written(links, but_for="").items()}
    assert found == {"phone": "2", "budget": "5", "timeline": "May"}
    assert written(links, but_for="s2")["phone"].value == "1"
    for tenant, crm, key in (("rival", "hubspot", "sa-1"), ("acme", "zoho", "sa-1"), ("acme", "hubspot", "sa-2")):
        assert links.others(tenant, crm, key, but_for="") == []


def test_a_worker_that_lost_its_claim_leaves_nothing_for_others(links: CrmLinks) -> None:
    lost = claimed(links)
    links.claim("acme", "s1", "hubspot", now=NOW + timedelta(seconds=LEASE + 1), seconds=LEASE)
    with pytest.raises(Conflict):
        links.keep(lost, LinkedRecord(ref=PERSON, key="sa-1", written={"phone": Written(value="1")}))
    assert written(links, but_for="") == {}


def test_erasing_a_conversation_takes_what_others_knew_of_it(agent_table: Table) -> None:
    links = DynamoCrmLinks(agent_table)
    wrote(links, "s1", NOW, phone="1")
    wrote(links, "s2", NOW, budget="5")
    assert all("expires_at" in item for item in agent_table.call("scan")["Items"])
    DynamoConversations(agent_table).erase("acme", "s1")
    assert set(written(links, but_for="")) == {"budget"}
    assert not [item for item in agent_table.call("scan")["Items"] if "s1" in item["SK"]["S"] and "written" in item]


def test_each_account_has_links_of_its_own(agent_table: Table) -> None:
    sandbox, production = DynamoCrmLinks(agent_table), DynamoCrmLinks(agent_table, account="00Dprod")
    wrote(sandbox, "s1", NOW, phone="1")
    assert production.find("acme", "s1", "hubspot") is None
    assert (dict(production.statuses("acme", "hubspot")), written(production, but_for="")) == ({}, {})
    wrote(production, "s1", NOW, phone="2")
    for links, account, phone in ((sandbox, "", "1"), (production, "00Dprod", "2")):
        (link,) = links.list("acme", "hubspot")
        assert (link.account, written(links, but_for="")["phone"].value) == (account, phone)


def test_erasing_a_conversation_erases_it_for_every_account(agent_table: Table) -> None:
    accounts = [DynamoCrmLinks(agent_table, account=name) for name in ("", "00Dprod")]
    for links in accounts:
        wrote(links, "s1", NOW, phone="1")
    DynamoConversations(agent_table).erase("acme", "s1")
    assert [written(links, but_for="") for links in accounts] == [{}, {}]
