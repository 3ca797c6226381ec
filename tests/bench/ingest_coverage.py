# ruff: noqa: T201 - it talks to a person
"""What of real sites goes in: pages, what is left out and why; are public items in, and are private ones out.

    python -m tests.bench.ingest_coverage FOLDER [--json] [--misses]

FOLDER holds any of `websites/raw/wxr/**/*.xml`, `websites/wxr_items.jsonl` (one item a row: `file`, `url`, `title`,
`text`, `must_be_public`, `must_not_leak`, `price`), `websites/raw/astro/*/` and `retrieval/*/site.wxr.xml`.
A public item is in when a page has its address or its title; its words are counted in that page's passages.
"""

import json
import re
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.chunking import passages
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.errors import Refused, Skippable

Row = dict[str, Any]
SHORTCODE = re.compile(r"\[/?[a-z][^\]]*\]")
SHORTEST_LEAK = 3
NUMBERS = ("pages", "passages", "public", "public_in", "words", "words_in", "private", "leaked", "prices", "prices_in")


@dataclass
class Coverage:
    """What came of one export; `words` are those of the public items, shortcodes apart."""

    name: str
    reasons: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@dataclass
class Shown:
    """A page as its passages show it."""

    page: Page
    text: str


def measure(path: Path, name: str, items: list[Row]) -> Coverage:
    """Reads one export and holds the items against it."""
    coverage, shown = Coverage(name), list[Shown]()
    try:
        for outcome in open_site(path).read():
            if isinstance(outcome, SkippedPage):
                coverage.reasons[outcome.reason] += 1
            elif isinstance(outcome, BrokenPage):
                coverage.errors.append(f"{outcome.source}: {outcome.error}")
            else:
                pieces = passages(outcome)
                coverage.counts.update(pages=1, passages=len(pieces))
                text = " ".join([outcome.title, *(" ".join([*one.headings, one.text]) for one in pieces)])
                shown.append(Shown(outcome, one_line(text)))
    except (Refused, Skippable) as problem:
        coverage.errors.append(str(problem))
    for item in items:
        if item["must_be_public"]:
            hold_public(item, shown, coverage)
        if item["must_not_leak"]:
            hold_private(item, items, shown, coverage)
    return coverage


def hold_public(item: Row, shown: list[Shown], coverage: Coverage) -> None:
    """Counts a public item: is it in, are its words, is its price."""
    title, wanted = one_line(item["title"]), words(SHORTCODE.sub(" ", one_line(item["text"])))
    candidates = [one for one in shown if one.page.url == item["url"] or one.page.title == title]
    found = max(((wanted & words(one.text)).total() for one in candidates), default=0)
    price = item["price"].get("_price")
    priced = any(price and price in words(one.text) for one in candidates)
    coverage.counts.update(public=1, public_in=int(bool(candidates)), words=wanted.total(), words_in=found)
    coverage.counts.update(prices=int(bool(price)), prices_in=int(priced))
    if not candidates or (price and not priced):
        coverage.misses.append(f"{coverage.name}: {title} {item['url']} {price or ''}")


def hold_private(item: Row, items: list[Row], shown: list[Shown], coverage: Coverage) -> None:
    """Counts a private item, and a leak when its text stands in a passage though no public item says the same."""
    text = one_line(item["text"])
    said = any(text in one_line(other["text"]) for other in items if other["must_be_public"])
    leaked = len(text.split()) >= SHORTEST_LEAK and not said and any(text in one.text for one in shown)
    leaked = leaked or any(one.page.url == item["url"] for one in shown if item["url"])
    coverage.counts.update(private=1, leaked=int(leaked))
    if leaked:
        coverage.misses.append(f"{coverage.name}: LEAKED {item['title']}")


def words(text: str) -> Counter[str]:
    """The words of a text in lower case, with how often they occur."""
    return Counter(re.findall(r"\w+", text.lower()))


def exports(folder: Path) -> Iterator[tuple[Path, str, list[Row]]]:
    """The exports of a folder, each with the items known of it."""
    rows, wxr = folder / "websites" / "wxr_items.jsonl", folder / "websites" / "raw" / "wxr"
    items = [json.loads(line) for line in rows.read_text("utf-8").splitlines()] if rows.exists() else []
    for path in sorted(wxr.rglob("*.xml")):
        name = str(path.relative_to(wxr))
        yield path, name, [item for item in items if item["file"] == name]
    for path in [*folder.glob("websites/raw/astro/*"), *folder.glob("retrieval/*/site.wxr.xml")]:
        yield path, str(path.relative_to(folder)), []


def as_dict(coverage: Coverage) -> Row:
    """The coverage as plain data."""
    counts = {name: coverage.counts[name] for name in NUMBERS}
    return {"name": coverage.name, **counts, "left_out": dict(coverage.reasons), "errors": coverage.errors}


def main() -> None:
    """Prints a table, or JSON."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    found = [measure(*export) for export in exports(options.folder)]
    rows = [*found, total(found)]
    if options.json:
        print(json.dumps([as_dict(one) for one in rows], ensure_ascii=False))
    else:
        print_table(rows)
    if options.misses:
        print("\n".join(miss for one in found for miss in one.misses))


def total(found: list[Coverage]) -> Coverage:
    """All exports as one."""
    together = Coverage("all")
    for one in found:
        together.reasons.update(one.reasons)
        together.counts.update(one.counts)
    return together


def print_table(rows: list[Coverage]) -> None:
    """A Markdown table."""
    print(
        "| export | pages in | passages | left out | public items in | their words | private leaked | prices | errors |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for one in rows:
        count, out = one.counts, ", ".join(f"{reason} {number}" for reason, number in one.reasons.most_common())
        print(
            f"| {one.name} | {count['pages']} | {count['passages']} | {out or '-'} | {of(count, 'public')}"
            f" | {of(count, 'words')} | {count['leaked']} of {count['private']} | {of(count, 'prices')}"
            f" | {'; '.join(one.errors) or '-'} |"
        )


def of(counts: Counter[str], name: str) -> str:
    """How many of how many are in."""
    return f"{counts[f'{name}_in']} of {counts[name]}"


if __name__ == "__main__":
    main()
