# ruff: noqa: T201 - it talks to a person
"""Other people's calendar files: `python -m tests.bench.ics_samples FILE.jsonl …` (rows with `id` and `ics`).

Counts how many the library that writes our invitations reads, how many it refuses with an error of its own, and how
many make it crash: those fail the run.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from icalendar import Calendar

DEFAULT = ["../shared/data/datetimes/ics_samples.jsonl"]


def outcome(text: str) -> str:
    """ "read", "refused", or the name of the error that nobody would expect."""
    try:
        for calendar in Calendar.from_ical(text, multiple=True):
            calendar.to_ical()
            for event in calendar.walk("VEVENT"):
                str(event.get("DTSTART") and event["DTSTART"].dt), str(event.get("SUMMARY", ""))
    except (ValueError, AttributeError) as error:  # what icalendar raises for what is no calendar or no date
        return "refused" if isinstance(error, ValueError) else "refused (no date)"
    except Exception as error:  # noqa: BLE001 - any other error is what is looked for
        return f"crashed: {type(error).__name__}"
    return "read"


def main() -> None:
    """Prints the counts."""
    files = [Path(name) for name in sys.argv[1:] or DEFAULT]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    counts = Counter(outcome(row["ics"]) for row in rows)
    print(f"files {len(rows)}: " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items())))
    sys.exit(1 if any(name.startswith("crashed") for name in counts) else 0)


if __name__ == "__main__":
    main()
