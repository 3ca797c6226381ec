# ruff: noqa: T201 - it talks to a person
"""One instant everywhere: `python -m tests.bench.dst_agreement FILE.jsonl …`.

Each row names a zone, an instant at the edge of a clock change and the local time that is right there. A meeting
at that instant is offered, mailed, put into the invitation and into the bodies for Google, Outlook and Calendly; the
instant is read back from each, and the text must show the row's local time and offset. Prints which rows disagree.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import vobject
from icalendar import Calendar

from sales_agent.adapters.calendars import calendly, google, outlook
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.meeting import Appointment, Slot, appointment_card
from sales_agent.domain.offers import make_offer, read_offer, sign_offer
from sales_agent.domain.signing import Signer
from sales_agent.services.appointment_mails import AppointmentMails

DEFAULT = [Path("../shared/data/datetimes/dst_transitions.jsonl")]
SIGNER = Signer(["a signing key for benchmarks, 32 B"])
MAILS = AppointmentMails(SalesAgentConfig(), SIGNER, "agent@example.com", ["sales@example.com"])


def disagreements(row: dict[str, Any]) -> Iterator[str]:
    """What shows another instant, or another local time, than the row."""
    start = datetime.fromisoformat(row["utc"]).astimezone(UTC)
    appointment = _appointment(start, row["zone"])
    wanted = f"{row['local_time'][:5]} ({row['zone']}, UTC{_offset(row['offset_minutes_west'])})"
    card = appointment_card(appointment)
    _, mail = next(iter(MAILS(appointment, "booked", start - timedelta(days=1))))
    shown = {"widget text": str(card["label"]), "mail text": mail.text, "mail html": mail.html}
    yield from (name for name, text in shown.items() if wanted not in text)
    ics = mail.attachments[0].content
    read = {
        "widget": datetime.fromisoformat(str(card["start"])),
        "offer": _offered(start),
        "invitation": Calendar.from_ical(ics).walk("VEVENT")[0]["DTSTART"].dt,
        "invitation, other reader": vobject.readOne(ics).vevent.dtstart.value,
        "google": datetime.fromisoformat(google._body(appointment)["start"]["dateTime"]),
        "outlook": datetime.fromisoformat(outlook._body(appointment)["start"]["dateTime"]).replace(tzinfo=UTC),
        "calendly": datetime.fromisoformat(calendly._invitee({"uri": "u"}, appointment)["start_time"]),
    }
    yield from (name for name, at in read.items() if at != start)


def _offered(start: datetime) -> datetime:
    before = start - timedelta(hours=3)
    offer = make_offer(Slot(host_id="sales", start=start, duration=30), "acme", "s1")
    return read_offer(sign_offer(offer, SIGNER, before), SIGNER, before).start


def _offset(minutes_west: int) -> str:
    sign, minutes = "-" if minutes_west > 0 else "+", abs(minutes_west)
    return f"{sign}{minutes // 60:02d}:{minutes % 60:02d}"


def _appointment(start: datetime, zone: str) -> Appointment:
    return Appointment(
        tenant="acme",
        session_id="s1",
        appointment_id="a" * 32,
        status="booked",
        provider="builtin",
        host_id="sales",
        host_name="Sales",
        calendar_id="primary",
        title="Meeting",
        start=start,
        duration=30,
        customer_name="Ann",
        email="ann@example.com",
        time_zone=zone,
        host_time_zone=zone,
        event_id="e1",
        created_at=start,
        changed_at=start,
    )


def main() -> None:
    """Counts, and fails when anything disagrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, default=DEFAULT)
    rows = list(_rows(parser.parse_args().files))
    wrong = {index: found for index, row in enumerate(rows) if (found := list(disagreements(row)))}
    print(f"clock changes {len(rows)}, zones {len({row['zone'] for row in rows})}, wrong {len(wrong)}")
    for index, found in list(wrong.items())[:20]:
        print(f"  {rows[index]['zone']} {rows[index]['utc']}: {', '.join(found)}")
    sys.exit(1 if wrong or not rows else 0)


def _rows(files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for file in files:
        yield from (json.loads(line) for line in file.read_text("utf-8").splitlines())


if __name__ == "__main__":
    main()
