import pytest

from sales_agent.ports.errors import Gone, Refused
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.record_attendance import RecordAttendance
from tests.meetings import Office, ref


def test_an_outcome_is_kept_and_can_be_corrected() -> None:
    office = Office()
    appointment = office.booked()
    office.clock.now = appointment.end
    record = RecordAttendance(office.bookings, office.clock)
    assert record(ref(appointment), attended=False).status == "missed"
    attended = record(ref(appointment), attended=True)
    assert attended.status == "attended"
    assert record(ref(appointment), attended=True) == attended


def test_nobody_attends_a_meeting_before_it_begins() -> None:
    office = Office()
    with pytest.raises(Refused):
        RecordAttendance(office.bookings, office.clock)(ref(office.booked()), attended=True)


def test_nobody_attends_a_cancelled_meeting() -> None:
    office = Office()
    appointment = office.booked()
    CancelMeeting(office.desk)(ref(appointment))
    office.clock.now = appointment.end
    with pytest.raises(Gone):
        RecordAttendance(office.bookings, office.clock)(ref(appointment), attended=True)
