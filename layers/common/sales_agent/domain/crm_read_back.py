"""What a CRM still has of what we wrote into it."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import CrmRecord, Kind
from sales_agent.domain.crm_merge import LinkedRecord, same
from sales_agent.domain.crm_records import Story, deal_of, meetings_of, notes_of
from sales_agent.domain.record import Record

Problem = Literal["missing", "stale", "outdated", "deleted", "merged", "drifted"]
UNTOLD: frozenset[Problem] = frozenset({"missing", "stale"})
"""What nobody tells the CRM before a person asks for it."""
MOST_FINDINGS = 500
OUR_KEY = "(our key)"


class Finding(Record):
    """One record that is not as we left it: `fields` no longer hold what we wrote, `other` is what it was merged into.

    `missing` was never written, or belongs to a conversation that no sync has seen. Of a `stale` conversation news are
    known that nobody told the CRM; an `outdated` one was synced under other settings. Names and ids only, no values.
    """

    session_id: str
    problem: Problem
    kind: Kind
    record: str = ""
    fields: list[str] = Field(default_factory=list)
    other: str = ""
    url: str = ""


class ReadBack(Record):
    """One comparison of a tenant's synced conversations with a CRM; `cursor` is where it goes on until it is finished.

    `left_out` counts the findings beyond MOST_FINDINGS, of which drifted ones go first, and `untold` all that the CRM
    was not told. `outdated` conversations are counted and not listed: what they hold is right, under other settings.
    """

    tenant: str
    crm: str
    started_at: datetime
    finished_at: datetime | None = None
    cursor: str = ""
    conversations: int = 0
    records: int = 0
    findings: list[Finding] = Field(default_factory=list)
    left_out: int = 0
    untold: int = 0
    outdated: int = 0
    reason: str = ""

    def with_findings(self, found: list[Finding]) -> "ReadBack":
        """These findings added."""
        listed = [one for one in found if one.problem != "outdated"]
        every = sorted([*self.findings, *listed], key=lambda one: one.problem == "drifted")
        counts = {
            "left_out": self.left_out + len(every[MOST_FINDINGS:]),
            "untold": self.untold + sum(one.problem in UNTOLD for one in listed),
            "outdated": self.outdated + len(found) - len(listed),
        }
        return self.model_copy(update={"findings": every[:MOST_FINDINGS], **counts})


def compared(session_id: str, linked: LinkedRecord, current: CrmRecord | None) -> Finding | None:
    """What became of a record; None when it is as we left it. A converted lead goes on as the contact it became."""
    ref = linked.ref
    told = {"session_id": session_id, "kind": ref.kind, "record": f"{ref.object} {ref.record_id}", "url": linked.url}
    if not current:
        return Finding(problem="deleted", **told)
    if current.ref.object == ref.object and current.ref.record_id != ref.record_id:
        return Finding(problem="merged", other=f"{current.ref.object} {current.ref.record_id}", **told)
    drifted = [name for name, ours in linked.written.items() if not same(current.values.get(name, ""), ours.value)]
    if current.ref == ref and current.key != linked.key:
        drifted.append(OUR_KEY)
    return Finding(problem="drifted", fields=drifted, **told) if drifted else None


def missing(
    story: Story, known: set[str], kinds: frozenset[Kind], settings: CrmSync, note_characters: int, *, sold_to: bool
) -> list[Finding]:
    """What of a conversation should be in the CRM and is unknown to us; a deal only of a person who is `sold_to`."""
    wanted = [deal_of(story)] if settings.sync_deals and sold_to else []
    wanted += notes_of(story, note_characters) if settings.sync_conversations else []
    wanted += meetings_of(story) if settings.sync_appointments else []
    lost = [one.kind for one in wanted if one.kind in kinds and one.key not in known]
    return [Finding(session_id=story.session.session_id, problem="missing", kind=kind) for kind in lost]


def last_news(story: Story) -> datetime:
    """When something of the conversation changed last, as far as its parts say."""
    parts = [story.session.created_at, story.lead.created_at, story.lead.qualified_at]
    parts += [turn.at for turn in story.turns] + [meeting.changed_at for meeting in story.appointments]
    parts += [story.summary.at] if story.summary else []
    return max(at for at in parts if at)
