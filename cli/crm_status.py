"""`sales-agent crm status|stuck|readback`: what is in the CRMs, what is not, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli.answers import (
    AnyCrm,
    AsJson,
    Tenant,
    document,
    exit_unless,
    names,
    progress,
    refusals,
    shown,
    tracked,
)
from cli.crm_account import opened
from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.ports.crm_links import CrmLink, LinkStatus

if TYPE_CHECKING:
    from sales_agent.services.crm_admin import CrmStatus

TOLD = {"crm", "session_id", "status", "reason", "candidates", "attempts", "changed_at"}
"""What of a link is shown: no values."""
FOR_A_PERSON: tuple[LinkStatus, ...] = ("review", "refused")
SHOWN: tuple[LinkStatus, ...] = ("synced", "waiting", *FOR_A_PERSON)


def status(crm: AnyCrm = "", tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """Say how each CRM is: connection, conversations, queue, last comparison.

    Exit code 1: a CRM is away, is not connected, or something waits for a person.
    """
    with refusals(as_json=as_json):
        asked = names(tenant, crm)
        with tracked(asked, "Looking", total=len(asked), as_json=as_json) as looked:
            found = [opened(tenant, name).status() for name in looked]
    if as_json:
        document([one.model_dump(mode="json") for one in found])
    else:
        shown(_status_table(found), *(f"{one.crm}: {one.reason}" for one in found if one.reason))
    exit_unless(well=all(map(_is_well, found)))


def stuck(crm: AnyCrm = "", tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """List the conversations that are not in the CRM, and why in the vendor's own words.

    Exit code 1: a person must act on some, or messages were given up. What only waits comes again by itself.
    """
    with refusals(as_json=as_json):
        admins = [opened(tenant, name) for name in names(tenant, crm)]
        with tracked(admins, "Looking", total=len(admins), as_json=as_json) as looked:
            found = [(one, one.stuck(), one.queue.depth().given_up if one.queue else 0) for one in looked]
    links = [link for _, some, _ in found for link in some]
    given_up = {one.crm.name: count for one, _, count in found}
    if as_json:
        document({"conversations": [_told(link) for link in links], "messages_given_up": given_up})
    else:
        shown(*_all_stuck_lines(links, given_up))
    exit_unless(well=not any(map(_needs_person, links)) and not any(given_up.values()))


def readback(
    crm: AnyCrm = "",
    anew: Annotated[bool, typer.Option("--anew", help="From the start, even where one was not finished")] = False,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Compare what was synced with what the CRM has now: missing, merged, deleted and drifted records. It only reads.

    Exit code 1: the comparison has findings or is not finished.
    """
    with refusals(as_json=as_json):
        found = [_compared(tenant, name, anew=anew, as_json=as_json) for name in names(tenant, crm)]
    if as_json:
        document([one.model_dump(mode="json") for one in found])
    else:
        shown(*(line for one in found for line in _read_back_lines(one)))
    exit_unless(well=all(one.finished_at and not one.findings for one in found))


def _compared(tenant: str, name: str, *, anew: bool, as_json: bool) -> ReadBack:
    from sales_agent.bootstrap import crm_desk
    from sales_agent.bootstrap.crm_wishes import wishes

    wishes(tenant, name).check()
    with progress(f"Comparing {name}", as_json=as_json) as told:
        return crm_desk.read_back(tenant, name)(anew=anew, progress=told)


def _is_well(one: "CrmStatus") -> bool:
    waiting = [one.conversations.get(name, 0) for name in FOR_A_PERSON]
    given_up = one.queue.given_up if one.queue else 0
    return one.health == "connected" and not one.away_for and not any(waiting) and not given_up


def _told(link: CrmLink) -> dict[str, Any]:
    return link.model_dump(mode="json", include=TOLD)


def _needs_person(link: CrmLink) -> bool:
    return link.status in FOR_A_PERSON


def _all_stuck_lines(links: Sequence[CrmLink], given_up: Mapping[str, int]) -> list[str]:
    yours, others = [one for one in links if _needs_person(one)], [one for one in links if not _needs_person(one)]
    lines = [
        f"{name}: {count} messages were given up; replay takes them back" for name, count in given_up.items() if count
    ]
    for title, some in (("Needs you:", yours), ("Comes again by itself:", others)):
        lines += [title, *(line for link in some for line in _stuck_lines(link))] if some else []
    return lines or ["Nothing is stuck."]


def _stuck_lines(link: CrmLink) -> list[str]:
    lines = [f"{link.crm} {link.session_id}: {link.status} since {_instant(link.changed_at)}, tries: {link.attempts}"]
    lines += [f"    {link.reason}"] if link.reason else []
    command = f"sales-agent crm choose {link.crm} {link.session_id}"
    return lines + [f'    {command} "{candidate}"' for candidate in link.candidates]


def _status_table(found: Sequence["CrmStatus"]) -> Table:
    table = Table("", *(one.crm for one in found))
    for cells in zip(*map(_cells, found), strict=True):
        table.add_row(cells[0][0], *(cell for _, cell in cells))
    return table


def _cells(one: "CrmStatus") -> list[tuple[str, str]]:
    queue, last = one.queue, one.read_back
    return [
        ("connection", one.health),
        ("left alone for", f"{one.away_for:.0f} s" if one.away_for else ""),
        ("last sync", _instant(one.last_sync)),
        *((name, str(one.conversations.get(name, 0))) for name in SHOWN),
        ("in the queue", str(queue.waiting + queue.hidden) if queue else ""),
        ("given up", str(queue.given_up) if queue else ""),
        ("last comparison", _instant(last.started_at) if last else ""),
        ("its findings", str(len(last.findings) + last.left_out) if last else ""),
    ]


def _read_back_lines(one: ReadBack) -> list[str]:
    ended = "finished" if one.finished_at else f"not finished: {one.reason}"
    lines = [f"{one.crm}: {one.conversations} conversations, {one.records} records compared, {ended}"]
    for found in one.findings:
        more = f" ({', '.join(found.fields)})" if found.fields else f" into {found.other}" if found.other else ""
        lines.append(
            f"    {found.problem} {found.kind} {found.record}{more}, conversation {found.session_id} {found.url}"
        )
    return [*lines, f"    and {one.left_out} more"] if one.left_out else lines


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
