# ruff: noqa: T201 - it talks to a person
"""How well times in words are understood: `python -m tests.bench.when_accuracy FILE.jsonl …`.

Takes the layouts of recognizers, duckling, ctparse, chrono, dateparser, recognizers' time-zone names, and of the
dialogues sgd, slurp, nlupp and restaurants8k, told apart by each row's `source` and fields. Counted are the English
rows that expect a date, a time of day, a stretch of time, or nothing; left out are pure durations, repetitions ("every
Monday"), and rows whose expectation names no moment (see `when_expected`). A row is right when every expected moment is
read: each day and each time of day that it names must be equal, and a day alone must not get a time. `to come` counts
the rows whose moment is not over at the row's own "now": what a booking can be about. Times of slurp and restaurants8k
carry no value: there a row is right when the words are found.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sales_agent.domain.time_zones import zone_in
from sales_agent.domain.when import When, find_times
from tests.bench.when_expected import Case, Moment, cases

DEFAULT = Path("../shared/data")
USUAL = [
    "datetimes/*.jsonl",
    "dialogues/sgd*.jsonl",
    "dialogues/slurp*.jsonl",
    "dialogues/nlupp*.jsonl",
    "dialogues/rest*.jsonl",
]


@dataclass
class Score:
    """Right and counted rows of one source, in all and of those still to come."""

    right: int = 0
    counted: int = 0
    coming_right: int = 0
    coming: int = 0
    missed: list[str] = field(default_factory=list)

    def add(self, case: Case, right: bool) -> None:
        self.counted, self.right = self.counted + 1, self.right + right
        if case.to_come:
            self.coming, self.coming_right = self.coming + 1, self.coming_right + right
        if not right:
            self.missed.append(case.text)


def is_right(case: Case) -> bool:
    """Whether everything that the case expects is read, and nothing when it expects nothing."""
    if case.offset is not None:
        zone = zone_in(case.text)
        at = case.now.replace(tzinfo=zone) if zone else None
        offset = at.utcoffset() if at else None
        return offset is not None and offset.total_seconds() / 60 == case.offset
    found = find_times(case.text, case.now.replace(tzinfo=UTC), locale=case.locale)
    if case.words:
        said = " ".join(when.text for when in found).lower()
        return all(word in said or (bool(found) and word in case.text.lower()) for word in case.words) and bool(found)
    if not case.expected:
        return not found
    return all(any(_same(when, moment) for when in found for moment in choice) for choice in case.expected)


def _same(when: When, moment: Moment) -> bool:
    if moment.day and not moment.clock and not moment.loose and when.clocked:
        return False
    start_ok = _agrees(when.start, moment.day, moment.clock)
    return start_ok and (not moment.ends or _agrees_end(when, moment))


def _agrees(at: datetime | None, day: str | None, clock: str | None) -> bool:
    if not day and not clock:
        return True
    if at is None:
        return False
    return (not day or _fits(day, at)) and (not clock or f"{at:%H:%M}" == clock)


def _fits(day: str, at: datetime) -> bool:
    """Whether the day is the wanted one; `*` stands for a part that the case leaves open."""
    return all(want in {"*", have} for want, have in zip(day.split("-"), f"{at:%Y-%m-%d}".split("-"), strict=True))


def _agrees_end(when: When, moment: Moment) -> bool:
    """The last day may be given as itself or as the day after."""
    if when.end is None:
        return False
    if moment.end_clock:
        return _agrees(when.end, moment.end_day, moment.end_clock)
    days = {f"{at:%Y-%m-%d}" for at in (when.end, *moment.around(when.end))}
    return not moment.end_day or any(_fits(moment.end_day, datetime.fromisoformat(day)) for day in days)


def measure(files: Iterable[Path], every: int = 1) -> dict[str, Score]:
    """The score of each source."""
    scores: dict[str, Score] = {}
    for case in _all_cases(files, every):
        scores.setdefault(case.source, Score()).add(case, is_right(case))
    return scores


def _all_cases(files: Iterable[Path], every: int) -> Iterator[Case]:
    for file in files:
        for line in file.read_text("utf-8").splitlines()[::every]:
            yield from cases(json.loads(line))


def main() -> None:
    """Prints a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--missed", type=int, default=0, help="print so many missed rows of each source")
    parser.add_argument("--every", type=int, default=1, help="take only every so-manieth row")
    options = parser.parse_args()
    files = options.files or [file for pattern in USUAL for file in sorted(DEFAULT.glob(pattern))]
    if not files:
        sys.exit("no files: name some, or put them under ../shared/data")
    scores = measure(files, options.every)
    if options.json:
        print(json.dumps({source: _plain(score) for source, score in scores.items()}))
        return
    print(f"{'source':<28}{'right':>7}{'of':>7}{'share':>8}{'to come: right':>16}{'of':>7}{'share':>8}")
    for source, score in [*scores.items(), ("all", _sum(scores.values()))]:
        shares = (f"{_share(score.right, score.counted):>8}", f"{_share(score.coming_right, score.coming):>8}")
        print(
            f"{source:<28}{score.right:>7}{score.counted:>7}{shares[0]}{score.coming_right:>16}{score.coming:>7}{shares[1]}"
        )
        for text in score.missed[: options.missed if source != "all" else 0]:
            print(f"    {text}")


def _sum(scores: Iterable[Score]) -> Score:
    total: Counter[str] = Counter()
    for score in scores:
        total.update({name: value for name, value in vars(score).items() if isinstance(value, int)})
    return Score(**total)


def _plain(score: Score) -> dict[str, int]:
    return {name: value for name, value in vars(score).items() if isinstance(value, int)}


def _share(right: int, counted: int) -> str:
    return f"{right / counted:.1%}" if counted else "-"


if __name__ == "__main__":
    main()
