"""`sales-agent crm replay|choose|restore`: tries again what is stuck, and settles what only a person can decide."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import AnyCrm, AsJson, CrmName, Tenant, document, exit_unless, names, refusals, shown, tracked
from sales_agent.ports.errors import Refused

if TYPE_CHECKING:
    from sales_agent.services.crm_replay import Outcome

Session = Annotated[str, typer.Argument(metavar="SESSION", help="The conversation's session id")]


def replay(
    crm: AnyCrm = "",
    session: Annotated[list[str] | None, typer.Option(help="Only this conversation; can be given again")] = None,
    missing: Annotated[
        bool, typer.Option("--missing", help="Also all that the CRM was never told, or not told since it changed")
    ] = False,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Try again now what is stuck, and put the messages that were given up back into the queue.

    With --missing it also brings in whatever happened before the CRM was added, or while it or a setting was off; what
    the CRM has already is not written again. Exit code 1: something is still stuck.
    """
    with refusals(as_json=as_json):
        if session and missing:
            raise Refused("give --session or --missing, not both")
        found = [_replayed(tenant, name, session, missing=missing, as_json=as_json) for name in names(tenant, crm)]
    if as_json:
        document(found)
    else:
        for one in found:
            shown(*(_outcome_line(one["crm"], outcome) for outcome in one["conversations"]))
            counts = Counter(outcome["status"] for outcome in one["conversations"])
            tally = ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing was stuck"
            shown(f"{one['crm']}: {tally}; {one['messages_put_back']} messages put back into the queue")
    exit_unless(well=all(_is_settled(outcome) for one in found for outcome in one["conversations"]))


def choose(
    crm: CrmName,
    session: Session,
    record: Annotated[str, typer.Argument(metavar="RECORD", help="One of the candidates that `stuck` lists")],
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Say which of several records a visitor is, and sync the conversation."""
    from sales_agent.bootstrap import crm_desk

    with refusals(as_json=as_json):
        outcome = crm_desk.replay(tenant, crm).choose(session, record)
    _answer(crm, outcome, as_json=as_json)


def restore(crm: CrmName, session: Session, tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """Make a conversation's records anew that somebody deleted in the CRM."""
    from sales_agent.bootstrap import crm_desk

    with refusals(as_json=as_json):
        outcome = crm_desk.replay(tenant, crm).make_anew(session)
    _answer(crm, outcome, as_json=as_json)


def _replayed(
    tenant: str, name: str, sessions: Sequence[str] | None, *, missing: bool, as_json: bool
) -> dict[str, Any]:
    """Conversations first: a message that comes again then finds nothing left to do."""
    from sales_agent.bootstrap import crm_desk

    admin = crm_desk.admin(tenant, name)
    asked = list(sessions or [link.session_id for link in admin.stuck()])
    asked += _untold(tenant, name, as_json=as_json) if missing else []
    again = crm_desk.replay(tenant, name)
    again.check(sessions or ())
    with tracked(again(asked), f"Trying {name} again", total=len(asked), as_json=as_json) as tried:
        outcomes = [outcome.model_dump(mode="json") for outcome in tried]
    back = admin.queue.redrive() if admin.queue and not sessions else 0
    return {"crm": name, "conversations": outcomes, "messages_put_back": back}


def _untold(tenant: str, name: str, *, as_json: bool) -> list[str]:
    """The first conversations first: where a person came from is told by the first."""
    from sales_agent.bootstrap import crm_desk

    untold = crm_desk.untold(tenant, name)
    kept = untold.sessions()
    with tracked(kept, f"Looking for what {name} was not told", total=len(kept), as_json=as_json) as every:
        found = [(began, session_id) for session_id in every if (began := untold.since(session_id))]
    return [session_id for _, session_id in sorted(found)]


def _answer(crm: str, outcome: "Outcome", *, as_json: bool) -> None:
    told = outcome.model_dump(mode="json")
    if as_json:
        document({"crm": crm, **told})
    else:
        shown(_outcome_line(crm, told))
    exit_unless(well=_is_settled(told))


def _is_settled(outcome: dict[str, Any]) -> bool:
    return outcome["status"] in {"synced", "new"}


def _outcome_line(crm: str, outcome: dict[str, Any]) -> str:
    return f"{crm} {outcome['session_id']}: {outcome['status']} {outcome['reason']}".rstrip()
