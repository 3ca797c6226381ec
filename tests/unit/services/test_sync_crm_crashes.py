"""A worker may fall over before or after any call: the next run ends exactly where an undisturbed one would."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest

from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from tests.unit.services.test_sync_crm import World, story

CALLS = ("create", "update", "link", "adopt", "find", "people", "companies", "read")
Step = Callable[[World], object]


class Fell(BaseException):
    """The worker is gone; nothing can catch that."""


class Counted:
    """Counts the calls of a world's CRM and of its store of links, and falls over at one of them."""

    def __init__(self, world: World, fatal: int = 0) -> None:
        self.passed, self.fatal = 0, fatal
        for owner, names in ((world.crm, CALLS), (world.links, ("keep", "release"))):
            for name in names:
                setattr(owner, name, self._around(getattr(owner, name)))

    def _around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            self._pass()
            answer = call(*arguments, **options)
            self._pass()
            return answer

        return counted

    def _pass(self) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            raise Fell


def told(session_id: str = "s1", version: int = 1, **profile: str) -> Step:
    return lambda world: world.sync(story(session_id, version, **profile))


def adopted(world: World) -> None:
    world.crm.records["70"] = Kept("person", "", {"email": "ann@acme.example"})
    world.crm.records["71"] = Kept("company", "", {"name": "Acme"})


def talked_on(world: World) -> None:
    one = story(version=2)
    turns = [one.turns[0].model_copy(update={"seq": n, "text": f"question {n} " + "x " * 900}) for n in range(1, 6)]
    world.sync(one.model_copy(update={"turns": turns}))


def noted_by_a_colleague(world: World) -> None:
    for kept in world.kept("note"):
        kept.values["body"] = "Called her."


SCENARIOS: dict[str, list[Step]] = {
    "a phone number, then an address": [told(email="", phone="+1 212"), told(version=2, phone="+1 212")],
    "a corrected address": [told(email="bob@acme.example"), told(version=2)],
    "a corrected company": [
        told(email="ann@gmail.com", company="Amce"),
        told(version=2, email="ann@gmail.com", customer_name="Anna Leigh"),
    ],
    "a corrected domain": [told(email="ann@acne.example"), told(version=2)],
    "known before": [adopted, told(), told(version=2, phone="+1 212")],
    "more notes": [told(), talked_on],
    "a colleague's note": [told(), noted_by_a_colleague, talked_on],
    "somebody else's address first": [told("s2"), told(), told(version=2, email="bob@acme.example")],
}


def end_of(world: World) -> Any:
    """What stands in the CRM, and what we know of it."""
    names = {number: (kept.kind, kept.key) for number, kept in world.crm.records.items()}
    stands = sorted(
        (kept.kind, kept.key, sorted(kept.values.items()), sorted(names[link.record_id] for link in kept.links))
        for kept in world.crm.records.values()
    )
    link = world.links.find("acme", "s1", "memory")
    assert link
    known = {key: {field: one.value for field, one in linked.written.items()} for key, linked in link.records.items()}
    return stands, link.status, link.reason, known


def played(steps: list[Step], fatal: int = 0) -> tuple[World, Counted]:
    world = World(MemoryCrm())
    counted = Counted(world, fatal)
    for step in steps:
        for _ in range(2):
            with suppress(Fell):
                step(world)
                break
    return world, counted


def crashes(steps: list[Step]) -> Iterator[int]:
    _, counted = played(steps)
    yield from range(1, counted.passed + 1)


@pytest.mark.parametrize("steps", SCENARIOS.values(), ids=SCENARIOS)
def test_wherever_a_worker_falls_over_the_next_run_ends_as_if_it_had_not(steps: list[Step]) -> None:
    undisturbed = end_of(played(steps)[0])
    ends = {fatal: end_of(played(steps, fatal)[0]) for fatal in crashes(steps)}
    assert len(ends) > 50
    assert {fatal: end for fatal, end in ends.items() if end != undisturbed} == {}
