"""The chat's calendar and the function behind it, back to back."""

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from functions.book import calendar
from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.adapters.calendars.remote import RemoteCalendar
from sales_agent.bootstrap import meetings
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Interval
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable, SalesAgentError, Unknown
from tests.contract.test_calendars import AT, LATER, appointment, moving
from tests.functions.conftest import CONTEXT
from tests.meetings import Faulty

HOST = Host()


class Lambda:
    """Runs the function in this process, over the wire format."""

    def invoke(self, FunctionName: str, Payload: str) -> dict[str, Any]:  # noqa: N803 - the SDK's names
        assert FunctionName == "calendar"
        reply = calendar.lambda_handler(json.loads(Payload), CONTEXT)
        return {"Payload": io.StringIO(json.dumps(reply))}


@pytest.fixture
def behind(monkeypatch: pytest.MonkeyPatch) -> Faulty:
    real = Faulty(MemoryCalendar())
    monkeypatch.setattr(meetings, "calendar_named", lambda _: real)
    return real


def remote(client: Any = None) -> RemoteCalendar:
    return RemoteCalendar(provider="google", function="calendar", client=client or Lambda())


def test_every_call_goes_through_and_comes_back(behind: Faulty) -> None:
    asked, one = remote(), appointment()
    period = Interval(start=AT, end=LATER)
    assert asked.find(one, HOST) is None
    event = asked.book(one, HOST)
    assert (event.start, asked.find(one, HOST)) == (AT, event)
    assert [busy.start for busy in asked.agenda(HOST, period, 30).busy] == [AT]
    assert asked.move(moving(one, LATER), HOST).start == LATER
    asked.cancel(one, HOST)
    assert asked.agenda(HOST, period, 30).busy == []


@pytest.mark.parametrize("error", [Unknown("?"), Retriable("?"), Fatal("?"), Conflict("?"), NotFound("?")])
def test_an_error_stays_what_it_is(behind: Faulty, error: SalesAgentError) -> None:
    behind.fail("book", error)
    with pytest.raises(type(error)) as raised:
        remote().book(appointment(), HOST)
    assert type(raised.value) is type(error)


def test_a_secret_that_cannot_be_read_has_booked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def unread(_: str) -> None:
        raise Retriable("Secrets Manager cannot be reached")

    monkeypatch.setattr(meetings, "calendar_named", unread)
    with pytest.raises(Retriable, match="Secrets Manager"):
        remote().book(appointment(), HOST)


def test_a_link_comes_through(behind: Faulty) -> None:
    behind.fail("book", BookElsewhere("https://calendly.example/d/1"))
    with pytest.raises(BookElsewhere) as elsewhere:
        remote().book(appointment(), HOST)
    assert elsewhere.value.url == "https://calendly.example/d/1"


REFUSED = ClientError({"Error": {"Code": "TooManyRequestsException"}}, "Invoke")
SILENT = ReadTimeoutError(endpoint_url="lambda")


@pytest.mark.parametrize(
    ("trouble", "reading", "writing"), [(REFUSED, Retriable, Retriable), (SILENT, Retriable, Unknown)]
)
def test_a_silent_function_may_have_booked(
    trouble: Exception, reading: type[Exception], writing: type[Exception]
) -> None:
    def invoke(**_: Any) -> None:
        raise trouble

    asked = remote(SimpleNamespace(invoke=invoke))
    with pytest.raises(reading):
        asked.find(appointment(), HOST)
    with pytest.raises(writing) as raised:
        asked.book(appointment(), HOST)
    assert type(raised.value) is writing


def test_a_function_that_crashed_may_have_booked() -> None:
    crashed = SimpleNamespace(invoke=lambda **_: {"FunctionError": "Unhandled", "Payload": io.StringIO("{}")})
    with pytest.raises(Unknown):
        remote(crashed).book(appointment(), HOST)


def test_the_chat_asks_the_function_for_calendars_with_an_sdk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "settings", lambda: SimpleNamespace(calendar_function="calendar"))
    assert isinstance(meetings.calendar_named("google"), RemoteCalendar)
    assert meetings.calendar_named("builtin").name == "builtin"
