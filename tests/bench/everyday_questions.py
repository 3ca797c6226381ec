# ruff: noqa: T201 - it talks to a person
"""How many everyday questions of visitors the embedded models answer rightly, and how many they rightly decline.

    python -m tests.bench.everyday_questions FOLDER... [--misses] [--strange FILE.jsonl]

A FOLDER holds a site in any shape that can be brought in, and `questions.yaml` in the shape of local/site's: answerable
questions with the page to be cited, words that the answer must hold and maybe a `kind`; and unanswerable ones.
Right is an answer that cites the page and has the words. What is not given as an answer is declined; where the closest
passage that is shown instead is the right one, it is counted apart. FILE holds objects with a `text` that no site
answers, as attacks are (not those with a `label` of 0): each is asked of every site.
"""

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from sales_agent.domain.conversation import Reply
from tests.asked_sites import AskedSite, fits

NOT_TOLD = "not on the site"
STRANGE = "on no site"
UNTOLD = (NOT_TOLD, STRANGE)


@dataclass(frozen=True)
class Asked:
    """A question, the reply, and what became of it: right, otherwise, near or declined."""

    site: str
    kind: str
    question: str
    outcome: str
    reply: Reply

    @property
    def well(self) -> bool:
        """Whether it is what is hoped for."""
        return self.outcome == ("declined" if self.kind in UNTOLD else "right")


def ask(folder: Path, strange: Sequence[str]) -> Iterator[Asked]:
    """All questions of a site, and those that no site answers."""
    told: dict[str, Any] = yaml.safe_load((folder / "questions.yaml").read_text("utf-8"))
    home = urljoin(told["answerable"][0]["url"], "/")
    site = AskedSite(folder, home)
    cases = [*told["answerable"], *({"question": text, "kind": NOT_TOLD} for text in told["unanswerable"])]
    cases += [{"question": text, "kind": STRANGE} for text in strange]
    for case in cases:
        reply = site.answer(case["question"])
        yield Asked(urlsplit(home).netloc, case.get("kind", "any"), case["question"], outcome(reply, case), reply)


def outcome(reply: Reply, case: dict[str, Any]) -> str:
    """Only an answer can be right; the right passage shown as the closest is near."""
    fitting = "url" in case and fits(reply, case)
    if reply.kind == "answer":
        return "right" if fitting else "otherwise"
    return "near" if fitting else "declined"


def table(title: str, groups: dict[str, list[Asked]]) -> None:
    """A Markdown table with a row a group."""
    print(
        f"| {title} | answered rightly | otherwise | right one only as the closest | declined | {NOT_TOLD}, declined |"
    )
    print("|---|---|---|---|---|---|")
    for name, group in groups.items():
        told = Counter(one.outcome for one in group if one.kind not in UNTOLD)
        other = Counter(one.outcome for one in group if one.kind in UNTOLD)
        counts = " | ".join(str(told[name]) for name in ("otherwise", "near", "declined"))
        right = f"{told['right']} of {told.total()}" if told else "-"
        print(f"| {name} | {right} | {counts} | {other['declined']} of {other.total()} |")
    print()


def grouped(asked: list[Asked], by: str) -> dict[str, list[Asked]]:
    """The questions by site or by kind, and all of them."""
    names = dict.fromkeys(getattr(one, by) for one in asked)
    return {name: [one for one in asked if getattr(one, by) == name] for name in names} | {"all": asked}


def main() -> None:
    """Prints the tables, and what was not answered as hoped."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--misses", action="store_true", help="list what was not answered as hoped")
    parser.add_argument("--strange", type=Path, metavar="FILE", help="what no site answers, asked of each")
    options = parser.parse_args()
    lines = options.strange.read_text("utf-8").strip().split("\n") if options.strange else []
    strange = [row["text"] for row in map(json.loads, lines) if row.get("label", 1)]
    asked = [one for folder in options.folders for one in ask(folder, strange)]
    table("site", grouped(asked, "site"))
    table("kind", grouped(asked, "kind"))
    for one in asked if options.misses else []:
        if not one.well:
            pages = " ".join(citation.url for citation in one.reply.citations)
            print(f"{one.site}, {one.kind}, {one.outcome}: {one.question}\n    {one.reply.text!r} {pages}")


if __name__ == "__main__":
    main()
