# ruff: noqa: T201 - it talks to a person
"""How well names, companies, addresses and phone numbers are recognised: precision and recall by field and source.

    python -m tests.bench.facts FOLDER [--json] [--misses FIELD]

FOLDER holds `contacts/*.jsonl` and `dialogues/*.jsonl` (see docs/benchmarks.md for the layout); sources that are absent
are left out. Dialogues come without the agent's turns, so the field that a turn answers counts as asked for. The rows
"answers to anything" ask for name and e-mail in every turn, also where the visitor answers something else: the worst
case.
"""

import json
import re
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sales_agent.domain.email_addresses import addresses_in, suggested_address, valid_address
from sales_agent.domain.facts import facts_in
from sales_agent.domain.phone_numbers import phones_in
from sales_agent.domain.profile import Profile

Row = dict[str, Any]
NOBODY = Profile(tenant="bench", session_id="bench")
SLOTS = {"name": "customer_name", "phone_number": "phone", "company_name": "company"}


@dataclass
class Score:
    """Counts of one field in one source."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, found: set[str], expected: set[str], text: str) -> None:
        """Counts one text."""
        self.right += len(found & expected)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)
        if found != expected:
            self.misses.append(f"{text!r}: expected {sorted(expected)}, found {sorted(found)}")

    def as_dict(self) -> dict[str, Any]:
        """The counts with precision and recall."""
        return {
            "right": self.right,
            "wrong": self.wrong,
            "missed": self.missed,
            "precision": _share(self.right, self.right + self.wrong),
            "recall": _share(self.right, self.right + self.missed),
        }


Scores = dict[tuple[str, str], Score]
Measure = Callable[[list[Row], Scores], None]


def find_in_text(rows: list[Row], scores: Scores) -> None:
    """Texts with the addresses and numbers that stand in them (Recognizers-Text); numbers compare by their digits."""
    for row in rows:
        expected = {(row["model"], one["text"].lower()) for one in row["expect"]}
        numbers = {_digits(text) for model, text in expected if model == "PhoneNumber"}
        if row["model"] == "PhoneNumber":
            found = {_digits(quote) for _, quote in phones_in(row["text"], "US", asked=False)}
            scores[f"recognizers-text {row['lang']}", "phone"].add(found, numbers, row["text"])
        elif row["model"] == "Email":
            found = {address.lower() for address, _ in addresses_in(row["text"])}
            scores["recognizers-text", "email"].add(found, {text for _, text in expected}, row["text"])
        else:
            found = {quote for _, quote in phones_in(row["text"], "US", asked=False)}
            scores["recognizers-text, no phone in it", "phone"].add(found, set(), row["text"])


def phone_examples(rows: list[Row], scores: Scores) -> None:
    """One valid number per country and type (libphonenumber), in a sentence."""
    for row in rows:
        for text in (f"Please call me on {row['e164']}.", f"my phone number is {row['national_number']}"):
            found = _facts(text, [], row["region"])
            scores["libphonenumber examples", "phone"].add(found["phone"], {row["e164"]}, text)


def email_typos(rows: list[Row], scores: Scores) -> None:
    """Mistyped addresses and the domain that was meant (mailcheck)."""
    for row in rows:
        suggestion = suggested_address(row["email"]).rpartition("@")[2]
        expected = {row["suggest_domain"]} if row["suggest_domain"] else set()
        scores["mailcheck", "suggested domain"].add({suggestion} - {""}, expected, row["email"])


def email_validity(rows: list[Row], scores: Scores) -> None:
    """Addresses that are valid or not by the standards; we take fewer: no quoting, no address literals, ASCII only."""
    for row in rows:
        if row["valid"] is not None:
            found = {"valid"} if valid_address(row["email"]) else set()
            scores[row["source"], "valid e-mail"].add(found, {"valid"} if row["valid"] else set(), row["email"])


def names(rows: list[Row], scores: Scores) -> None:
    """Names of persons and companies, written as a bare answer."""
    for row in rows:
        kind = {"person": "customer_name", "company": "company"}.get(row.get("kind", ""), "")
        if kind:
            found = _facts(row["name"], [kind])
            scores[row["source"], kind].add(found[kind], {row["name"].lower()}, row["name"])


def pii_spans(rows: list[Row], scores: Scores) -> None:
    """Texts with persons and organisations (presidio): few speak of themselves, so only precision means something."""
    kinds = {"customer_name": "PERSON", "company": "ORGANIZATION", "email": "EMAIL_ADDRESS"}
    for row in rows:
        found = _facts(row["text"], [])
        for kind, label in kinds.items():
            spans = {span["value"].lower() for span in row["spans"] if span["type"] == label}
            right = {value for value in found[kind] if any(value in span or span in value for span in spans)}
            scores["presidio (precision)", kind].add(found[kind], right, row["text"])


def multidogo(rows: list[Row], scores: Scores) -> None:
    """Customer turns of service chats with their slots."""
    for row, turn in _turns(rows):
        slots = defaultdict(set)
        for slot in turn["slots"]:
            slots[SLOTS.get(slot["slot"], "")].add(slot["value"])
        for kind in SLOTS.values():
            if slots[kind]:
                _compare(scores["multidogo", kind], kind, _facts(turn["text"], [kind]), slots[kind], turn["text"])
        if not slots["customer_name"]:
            found = _facts(turn["text"], ["customer_name", "email"])["customer_name"]
            scores[f"multidogo {row['domain']}, answers to anything", "customer_name"].add(found, set(), turn["text"])


def evi(rows: list[Row], scores: Scores) -> None:
    """Spoken names; only turns that the speech recognition got right."""
    for row, turn in _turns(rows):
        name = (row["gold"].get("name") or "").lower()
        if turn["asked"] == "name" and turn["text"].lower() == name:
            scores["evi", "customer_name"].add(_facts(turn["text"], ["customer_name"])["customer_name"], {name}, name)


def without_names(rows: list[Row], scores: Scores) -> None:
    """Dialogues in which nobody says who they are: whatever is found is wrong."""
    for row, turn in _turns(rows):
        found = _facts(turn["text"], [])
        for kind in ("customer_name", "company", "phone"):
            scores[f"{row['source']}, nothing asked", kind].add(found[kind], set(), turn["text"])


SOURCES: dict[str, Measure] = {
    "contacts/recognizers_find_in_text.jsonl": find_in_text,
    "contacts/phone_examples.jsonl": phone_examples,
    "contacts/email_typos.jsonl": email_typos,
    "contacts/email_validity.jsonl": email_validity,
    "contacts/names.jsonl": names,
    "contacts/pii_spans_template_made.jsonl": pii_spans,
    "dialogues/multidogo.jsonl": multidogo,
    "dialogues/evi_identity.jsonl": evi,
    "dialogues/sgd_appointments.jsonl": without_names,
}


def _turns(rows: list[Row]) -> Iterator[tuple[Row, Row]]:
    for row in rows:
        for turn in row["turns"]:
            if turn.get("speaker", "customer").lower() in {"customer", "user"}:
                yield row, turn


def _facts(text: str, asked: list[str], region: str = "US") -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for fact in facts_in(text, asked=asked, region=region, known=NOBODY, seq=1):
        found[fact.field].add(
            fact.value if fact.field == "phone" and fact.value.startswith("+") else fact.value.lower()
        )
    return found


def _compare(score: Score, kind: str, found: dict[str, set[str]], expected: set[str], text: str) -> None:
    if kind == "phone":
        digits = {_digits(value) for value in expected}
        score.add(
            {next((d for d in digits if _digits(value).endswith(d)), _digits(value)) for value in found[kind]},
            digits,
            text,
        )
    else:
        score.add(found[kind], expected & found[kind] or set(sorted(expected, key=len)[-1:]), text)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def main() -> None:
    """Measures every source that the folder has."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", metavar="FIELD", help="show what went wrong in this field")
    options = parser.parse_args()
    scores: Scores = defaultdict(Score)
    for name, measure in SOURCES.items():
        if (options.folder / name).is_file():
            measure([json.loads(line) for line in (options.folder / name).open(encoding="utf-8")], scores)
    for (source, kind), score in scores.items():
        result = score.as_dict()
        if options.json:
            print(json.dumps({"source": source, "field": kind, **result}))
        else:
            shares = "  ".join(
                f"{name} {result[name] if result[name] is not None else '-':>6}" for name in ("precision", "recall")
            )
            print(
                f"{source:45} {kind:17} right {score.right:5}  wrong {score.wrong:4}  missed {score.missed:4}  {shares}"
            )
        if options.misses == kind:
            print(*score.misses, sep="\n")


if __name__ == "__main__":
    main()
