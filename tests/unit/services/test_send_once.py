"""Each mail once: whatever breaks, and wherever a run ends."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from sales_agent.adapters.deliveries.memory import MemoryDeliveries
from sales_agent.ports.deliveries import Delivery
from sales_agent.ports.errors import Fatal, Retriable, SalesAgentError, Skippable, Unknown
from sales_agent.ports.mailers import Mail
from sales_agent.services.send_once import CLAIM, SendOnce
from tests.conftest import NOW

VISIBILITY = timedelta(minutes=6)
"""How long the queue hides a message that is at work (template.yaml)."""


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Post:
    """A mail service that fails as planned; `out` is what really went out."""

    def __init__(self, *plan: Exception | None, takes_it: bool = False) -> None:
        self.plan, self.takes_it, self.out = list(plan), takes_it, list[str]()

    def send(self, mail: Mail) -> str:
        error = self.plan.pop(0) if self.plan else None
        if not error or self.takes_it:
            self.out.append(mail.mail_id)
        if error:
            raise error
        return f"id-{mail.mail_id}"


def mail(mail_id: str = "m1") -> Mail:
    return Mail(
        mail_id=mail_id,
        tenant="acme",
        session_id="s1",
        sender="hello@example.com",
        recipient="maria@example.org",
        subject="Hello",
        text="text",
        html="html",
    )


def rig(*plan: Exception | None, **options: Any) -> tuple[SendOnce, Post, MemoryDeliveries, Clock]:
    post, ledger, clock = Post(*plan, **options), MemoryDeliveries(), Clock()
    return SendOnce(post, ledger, clock), post, ledger, clock


def statuses(ledger: MemoryDeliveries) -> list[str]:
    return [one.status for one in ledger.list("acme", "s1")]


def test_a_mail_goes_out_once_however_often_it_is_asked_for() -> None:
    send, post, _, _ = rig()
    first, second = send(mail(), "summary"), send(mail(), "summary")
    assert (first.status, first.message_id) == ("sent", "id-m1")
    assert second == first
    assert post.out == ["m1"]


@pytest.mark.parametrize("takes_it", [True, False])
def test_a_mail_whose_fate_is_unknown_is_parked_and_never_sent_again(takes_it: bool) -> None:
    send, post, ledger, clock = rig(Unknown("no answer"), takes_it=takes_it)
    assert send(mail(), "summary").status == "parked"
    clock.now += timedelta(days=1)
    assert send(mail(), "summary").status == "parked"
    assert len(post.out) == takes_it
    assert ledger.list("acme", "s1")[0].detail == "no answer"


@pytest.mark.parametrize("error", [Retriable("busy"), Fatal("no key")])
def test_a_mail_that_surely_was_not_sent_is_tried_again(error: SalesAgentError) -> None:
    send, post, ledger, _ = rig(error)
    with pytest.raises(type(error)):
        send(mail(), "summary")
    assert statuses(ledger) == []
    assert send(mail(), "summary").status == "sent"
    assert post.out == ["m1"]


def test_a_mail_that_can_never_be_sent_is_kept_as_refused() -> None:
    send, post, _, _ = rig(Skippable("no address"))
    assert send(mail(), "summary").status == "refused"
    assert send(mail(), "summary").status == "refused"
    assert post.out == []


def test_a_mail_that_another_run_is_sending_is_left_to_it() -> None:
    send, post, ledger, clock = rig()
    claimed = Delivery(
        tenant="acme", session_id="s1", mail_id="m1", purpose="summary", recipient="maria@example.org", at=clock.now
    )
    ledger.intend(claimed)
    with pytest.raises(Retriable):
        send(mail(), "summary")
    clock.now += CLAIM
    assert send(mail(), "summary").status == "parked"
    assert post.out == []


class Crash(BaseException):
    """The function is killed."""


class Switch:
    """Counts the moments before and after each call to the outside, and crashes at the chosen ones."""

    def __init__(self, crashes: frozenset[int]) -> None:
        self.crashes, self.moment = crashes, 0

    def pass_by(self) -> None:
        self.moment += 1
        if self.moment in self.crashes:
            raise Crash

    def wrapped(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **options: Any) -> Any:
            self.pass_by()
            result = call(*arguments, **options)
            self.pass_by()
            return result

        return wrapper


def schedules(moments: int) -> Iterator[frozenset[int]]:
    for crashes in range(3):
        yield from map(frozenset, combinations(range(1, moments + 1), crashes))


@pytest.mark.parametrize("answer", [None, Unknown("no answer"), Retriable("busy"), Skippable("no")], ids=str)
def test_no_crash_sends_a_mail_twice_or_loses_it_silently(answer: Exception | None) -> None:
    tried = 0
    for crashes in schedules(18):
        send, post, ledger, clock = rig(answer, takes_it=isinstance(answer, Unknown))
        switch = Switch(crashes)
        for name in ("intend", "settle", "release"):
            setattr(ledger, name, switch.wrapped(getattr(ledger, name)))
        post.send = switch.wrapped(post.send)  # type: ignore[method-assign]
        for _ in range(5):  # the queue delivers the message again, until it is done or goes to the dead letters
            for one in ("m1", "m2", "m3"):
                try:
                    send(mail(one), "summary")
                except (Crash, Retriable):
                    break
            clock.now += VISIBILITY
        tried += 1
        assert all(post.out.count(one) <= 1 for one in ("m1", "m2", "m3"))
        standing = {one.mail_id: one.status for one in ledger.list("acme", "s1")}
        for one in ("m1", "m2", "m3"):
            assert one in post.out or standing.get(one) in {"parked", "refused"}
            assert standing.get(one) in {"sent", "parked", "refused"}
    assert tried > 170
