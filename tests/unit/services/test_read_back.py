"""The daily comparison: what a CRM was never told, or not told since, is found and can be brought in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.domain.config_crm import HubSpot
from sales_agent.domain.crm_read_back import MOST_FINDINGS, Finding, ReadBack
from sales_agent.services.crm_replay import ReplayCrm
from sales_agent.services.crm_untold import Untold
from sales_agent.services.read_back import LEAD_DAYS, ReadBackCrm
from sales_agent.services.sync_crm import SyncCrm
from tests.conftest import NOW
from tests.unit.services.test_sync_crm import World, story


@dataclass
class Desk:
    """A tenant with one CRM, whose settings change."""

    world: World = field(default_factory=World)
    settings: HubSpot = field(default_factory=HubSpot)
    leads: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    reports: MemoryReadBacks = field(default_factory=MemoryReadBacks)

    def worker(self) -> SyncCrm:
        worker = self.world.worker()
        return SyncCrm(worker.crm, worker.links, worker.stories, self.settings, worker.clock)

    def talk(self, *sessions: str, **told: Any) -> None:
        for session_id in sessions:
            self.world.stories[session_id] = story(session_id, email=f"{session_id}@acme.example", **told)
            self.leads.append(session_id)

    def sync(self, session_id: str = "s1") -> None:
        self.worker()("acme", session_id)

    def later(self, hours: float = 2) -> None:
        self.world.now += timedelta(hours=hours)

    def look(self, *, anew: bool = True) -> ReadBack:
        left = lambda: self.seconds.pop(0) if self.seconds else 900.0  # noqa: E731
        clock = self.world.worker().clock
        return ReadBackCrm("acme", self.worker(), self.reports, self.lead_sessions, left, clock)(anew=anew)

    def found(self) -> list[tuple[str, str, str]]:
        return [(one.session_id, one.problem, one.kind) for one in self.look().findings]

    def bring_in(self) -> list[str]:
        untold = Untold("acme", self.worker(), self.lead_sessions, LEAD_DAYS)
        missing = [session_id for session_id in untold.sessions() if untold.since(session_id)]
        return [f"{one.session_id} {one.status}" for one in ReplayCrm("acme", self.worker())(missing)]

    def lead_sessions(self, _: str, first: date, last: date) -> Sequence[str]:
        assert (last - first) == LEAD_DAYS
        return self.leads


def test_a_crm_that_has_everything_lacks_nothing() -> None:
    desk = Desk()
    desk.talk("s1", "s2")
    desk.sync("s1")
    desk.sync("s2")
    desk.later()
    report = desk.look()
    assert (report.findings, report.untold, report.outdated, report.conversations) == ([], 0, 0, 2)
    assert desk.bring_in() == []


def test_a_summary_that_came_while_the_crm_was_off_is_missing_until_it_is_brought_in() -> None:
    desk = Desk()
    desk.talk("s1", summary=False)
    desk.sync()
    desk.talk("s1")
    desk.later()
    assert desk.found() == [("s1", "missing", "note")]
    assert desk.look().untold == 1
    assert desk.bring_in() == ["s1 synced"]
    assert (desk.found(), desk.bring_in()) == ([], [])
    assert len(desk.world.kept("note")) == 1


def test_news_that_the_crm_was_not_told_are_stale() -> None:
    desk = Desk()
    desk.talk("s1")
    desk.sync()
    desk.later()
    desk.talk("s1", version=2, phone="+1 212 555 0100")
    (finding,) = desk.look().findings
    assert (finding.problem, finding.kind, finding.record[:7]) == ("stale", "person", "person ")
    assert desk.look().untold == 1
    assert desk.bring_in() == ["s1 synced"]
    assert desk.world.only("person").values["phone"] == "+1 212 555 0100"
    assert desk.found() == []


def test_a_summary_that_was_written_anew_is_news() -> None:
    desk = Desk()
    desk.talk("s1")
    desk.sync()
    desk.later()
    told = story(email="s1@acme.example")
    assert told.summary
    summary = told.summary.model_copy(update={"headline": "Price and delivery", "at": desk.world.now})
    desk.world.stories["s1"] = told.model_copy(update={"summary": summary})
    desk.later()
    assert desk.found() == [("s1", "stale", "person")]


def test_what_changed_within_the_hour_is_on_its_way() -> None:
    desk = Desk()
    desk.talk("s1", summary=False)
    desk.sync()
    desk.talk("s1")
    desk.talk("s2")
    desk.later(0.5)
    report = desk.look()
    assert (report.findings, report.outdated) == ([], 0)
    assert desk.bring_in() == ["s1 synced", "s2 synced"]  # who asks for it does not wait


@pytest.mark.parametrize("setting", ["sync_deals", "sync_conversations"])
def test_what_a_setting_kept_from_the_crm_is_missing_once_it_is_on(setting: str) -> None:
    desk = Desk(settings=HubSpot.model_validate({setting: False}))
    desk.talk("s1", "s2")
    desk.sync("s1")
    desk.sync("s2")
    desk.later()
    assert desk.found() == []
    desk.settings = HubSpot()
    assert {problem for _, problem, _ in desk.found()} == {"missing"}
    assert desk.bring_in() == ["s1 synced", "s2 synced"]
    assert desk.found() == []


def test_settings_that_lose_no_record_raise_no_alarm_and_are_counted() -> None:
    desk = Desk()
    desk.talk("s1")
    desk.sync()
    desk.later()
    desk.settings = HubSpot(field_mappings={"timeline": "company_size"})
    report = desk.look()
    assert (report.findings, report.untold, report.outdated) == ([], 0, 1)
    assert desk.bring_in() == ["s1 synced"]
    assert desk.look().outdated == 0


def test_a_crm_that_is_added_later_is_told_of_every_lead_that_can_be_reached() -> None:
    desk = Desk()
    desk.talk("s1", "s2")
    desk.talk("s3")
    desk.world.stories["s3"] = story("s3", email="")
    desk.leads.append("erased")
    desk.later()
    report = desk.look()
    assert [(one.session_id, one.problem) for one in report.findings] == [("s1", "missing"), ("s2", "missing")]
    assert (report.untold, report.conversations) == (2, 0)
    assert desk.bring_in() == ["s1 synced", "s2 synced"]
    assert desk.found() == []


def test_who_can_no_longer_be_reached_is_not_reported() -> None:
    desk = Desk()
    desk.talk("s1")
    desk.sync()
    desk.world.stories["s1"] = story("s1", version=2, email="")
    desk.later()
    assert (desk.found(), desk.bring_in()) == ([], [])


def test_what_waits_or_is_refused_is_left_to_stuck() -> None:
    desk = Desk()
    desk.talk("s1")
    link = desk.world.links.claim("acme", "s1", "memory", now=NOW, seconds=1)
    desk.world.links.release(link.model_copy(update={"status": "refused"}))
    desk.later()
    assert (desk.found(), desk.bring_in()) == ([], [])


def test_a_run_that_is_out_of_time_among_new_leads_goes_on_in_the_next() -> None:
    desk = Desk()
    desk.talk("s1", "s2", "s3")
    desk.sync("s2")
    desk.later()
    desk.seconds = [900.0, 900.0, 5.0]
    first = desk.look()
    assert (first.finished_at, first.cursor, first.reason) == (None, "s2", "this run had no more time")
    report = desk.look(anew=False)
    assert report.finished_at
    assert [one.session_id for one in report.findings] == ["s1", "s3"]


def test_a_persons_good_work_crowds_out_nothing_that_needs_a_person() -> None:
    report = ReadBack(tenant="acme", crm="memory", started_at=NOW)
    drifted = Finding(session_id="s1", problem="drifted", kind="person")
    report = report.with_findings([drifted] * MOST_FINDINGS)
    report = report.with_findings([Finding(session_id="s2", problem="missing", kind="note")] * 2)
    assert [one.problem for one in report.findings[:3]] == ["missing", "missing", "drifted"]
    assert (len(report.findings), report.left_out, report.untold) == (MOST_FINDINGS, 2, 2)
