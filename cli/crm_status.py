"""`sales-agent crm status|stuck|readback`: what is in the CRMs, what is not, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

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
    from sales_agent.services.crm_admin import CrmAdmin, CrmStatus

TOLD = {"crm", "session_id", "status", "reason", "candidates", "attempts", "changed_at"}
"""What of a link is shown: no values."""
FOR_A_PERSON: tuple[LinkStatus, ...] = ("review", "refused")
Need = Literal["person", "connection", "nothing"]
TITLES: Mapping[Need, str] = {
    "person": "Needs you",
    "connection": "Waits until you connect the account again",
    "nothing": "Comes again by itself",
}
NAMED = 3
"""So many conversations with the same reason are named, the others counted."""
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


def stuck(
    crm: AnyCrm = "",
    every: Annotated[
        bool, typer.Option("--all", help="Of what is in the CRM but for a part, also what is older than 14 days")
    ] = False,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """List the conversations that are not, or not all, in the CRM, why in the vendor's own words, and what they need.

    Exit code 1: a person must act on some or connect the account, or messages were given up. All else that waits comes
    again by itself, and a part that is left out holds up nothing.
    """
    with refusals(as_json=as_json):
        admins = [opened(tenant, name) for name in names(tenant, crm)]
        with tracked(admins, "Looking", total=len(admins), as_json=as_json) as looked:
            found = [(one, one.stuck(), one.queue.depth().given_up if one.queue else 0) for one in looked]
        incomplete = [link for one in admins for link in _incomplete(one, every=every, as_json=as_json)]
        connect = {one.crm.name: why for one in admins if (why := one.disconnected())}
    links = [link for _, some, _ in found for link in some]
    given_up = {one.crm.name: count for one, _, count in found}
    needs = [_needs(link, connect) for link in links]
    if as_json:
        told = [{**_told(link), "needs": need} for link, need in zip(links, needs, strict=True)]
        partly = [{**_told(link), "needs": "nothing"} for link in incomplete]
        document({"conversations": told, "incomplete": partly, "connect": connect, "messages_given_up": given_up})
    else:
        shown(_stuck_words(list(zip(links, needs, strict=True)), connect, given_up))
        shown(*_incomplete_lines(incomplete, every=every))
    exit_unless(well={*needs} <= {"nothing"} and not any(given_up.values()))


def readback(
    crm: AnyCrm = "",
    anew: Annotated[bool, typer.Option("--anew", help="From the start, even where one was not finished")] = False,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Compare what is known with what the CRM has now: missing, stale, merged, deleted and drifted. It only reads.

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


def _needs(link: CrmLink, connect: Mapping[str, str]) -> Need:
    if link.status in FOR_A_PERSON:
        return "person"
    return "connection" if link.crm in connect else "nothing"


def _stuck_words(stuck: Sequence[tuple[CrmLink, Need]], connect: Mapping[str, str], given_up: Mapping[str, int]) -> str:
    parts = [
        f"{name}: {count} messages were given up; replay takes them back" for name, count in given_up.items() if count
    ]
    for need, title in TITLES.items():
        some = [link for link, its in stuck if its == need]
        hints = _connect_lines(some, connect) if need == "connection" else []
        lines = [f"{title}: {len(some)}", *hints, *(line for link in some for line in _stuck_lines(link))]
        parts += ["\n".join(lines)] if some else []
    return "\n\n".join(parts) or "Nothing is stuck."


def _incomplete(admin: "CrmAdmin", *, every: bool, as_json: bool) -> list[CrmLink]:
    synced = admin.synced(every=every)
    with tracked(synced, f"Reading what {admin.crm.name} has", total=len(synced), as_json=as_json) as looked:
        return admin.incomplete(looked)


def _incomplete_lines(links: Sequence[CrmLink], *, every: bool) -> list[str]:
    """The reasons, those of the most conversations first."""
    if not links:
        return []
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        found[f"{link.crm}: {link.reason}"].append(link.session_id)
    which = "" if every else " of the last 14 days (all: sales-agent crm stuck --all)"
    lines = [f"\nIn the CRM, but not all of it: {len(links)}{which}"]
    for reason, sessions in sorted(found.items(), key=lambda one: -len(one[1])):
        more = f" and {len(sessions) - NAMED} more" if len(sessions) > NAMED else ""
        lines += [reason, f"    {len(sessions)}: {', '.join(sessions[:NAMED])}{more}"]
    return [*lines, "Once that is mended: sales-agent crm replay CRM --session SESSION"]


def _connect_lines(links: Sequence[CrmLink], connect: Mapping[str, str]) -> list[str]:
    names = dict.fromkeys(link.crm for link in links)
    todo = "sales-agent crm connect {0}, then sales-agent crm replay {0}"
    return [line for name in names for line in (f"{name}: {connect[name]}", f"    {todo.format(name)}")]


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
        ("account", one.account),
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
    lines += [f"    and {one.left_out} more"] if one.left_out else []
    return lines + _untold_lines(one)


def _untold_lines(one: ReadBack) -> list[str]:
    todo, lines = f"sales-agent crm replay {one.crm} --missing", []
    if one.untold:
        lines.append(f"{one.crm} was not told of {one.untold} that are missing or stale; {todo} tells it")
    if one.outdated:
        others = f"{one.outdated} conversations were synced under other settings"
        lines.append(f"{one.crm}: {others}; where these should hold for them as well: {todo}")
    return lines


def _instant(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""
