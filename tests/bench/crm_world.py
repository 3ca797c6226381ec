"""What should stand in a CRM after the conversations that were told, and what is lost or there twice."""

from collections.abc import Mapping
from typing import Any

from sales_agent.domain.crm import CrmRecord, Kind, Links
from sales_agent.domain.crm_records import Story, Wanted, company_of, deal_of, meetings_of, notes_of, person_of
from tests.contract.crm_accounts import ACCOUNTS, VendorAccount


def opened(vendor: str) -> Any:
    """The account, which is one of a vendor."""
    return ACCOUNTS[vendor]()


def judged(account: VendorAccount, told: Mapping[str, Story]) -> tuple[list[str], list[str]]:
    """What is lost of these conversations, and what is there twice."""
    lost = [problem for session_id, story in told.items() for problem in _lost(account, session_id, story)]
    due: dict[Kind, set[str]] = {kind: set() for kind in account.objects}
    for story in told.values():
        for each in _wanted(account, story):
            due[each.kind].add(each.key)
    twice = [kind for kind, keys in due.items() for _ in range(account.count(kind) - len(keys))]
    return lost, list(twice)


def _wanted(account: VendorAccount, story: Story) -> list[Wanted]:
    company = company_of(story)
    named = company and "name" in company.values
    sold_to = [] if account.leads else [*([company] if company and named else []), deal_of(story)]
    return [
        person_of(story),
        *sold_to,
        *notes_of(story, account.crm.note_characters),
        *meetings_of(story),
    ]


def _lost(account: VendorAccount, session_id: str, story: Story) -> list[str]:
    """Records that are not there, are not linked, or do not hold what was told last."""
    crm = account.crm
    found: list[CrmRecord] = []
    lost: list[str] = []
    for each in _wanted(account, story):
        if there := crm.find(each.kind, each.key):
            found.append(there)
        else:
            lost.append(f"{each.kind} of {session_id}")
    links = Links(**{there.ref.kind: there.ref for there in found if there.ref.kind in {"person", "company", "deal"}})
    for there in (one for one in found if one.ref.kind != "company"):
        own = _own(there.ref.kind, links)
        if not account.linkable(there.ref, own) <= account.linked(there.ref):
            lost.append(f"links of the {there.ref.kind} of {session_id}")
    name = crm.default_mappings["person"]["phone"]
    person = links.person and crm.read(links.person, [name])
    if story.profile.phone and (not person or person.values[name] != story.profile.phone):
        lost.append(f"phone of {session_id}")
    return lost


def _own(kind: Kind, links: Links) -> Links:
    """Those that a record of a kind belongs to."""
    if kind == "person":
        return Links(company=links.company)
    return links.model_copy(update={"deal": None}) if kind == "deal" else links
