"""A calendar reached through the function that carries its SDK and holds its credentials: the chat needs neither."""

import json
from functools import cached_property
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel

from sales_agent.adapters.aws import new_client
from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports import errors
from sales_agent.ports.calendars import BookElsewhere, Calendar, CalendarEvent

SECONDS = 22
READING = {"agenda", "find"}


class RemoteCalendar(Calendar):
    """Asks `function` for what the provider would do. Each call is made once: it may have acted although it failed."""

    def __init__(self, *, provider: str, function: str, client: Any = None) -> None:
        self.name = provider
        self._function = function
        self._given = client

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        return Agenda.model_validate(self._ask("agenda", host=host, period=period, duration=duration))

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        return CalendarEvent.model_validate(self._ask("book", appointment=appointment, host=host))

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        return CalendarEvent.model_validate(self._ask("move", appointment=appointment, host=host))

    def cancel(self, appointment: Appointment, host: Host) -> None:
        self._ask("cancel", appointment=appointment, host=host)

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        found = self._ask("find", appointment=appointment, host=host)
        return CalendarEvent.model_validate(found) if found else None

    @cached_property
    def _client(self) -> Any:
        limits: dict[str, Any] = {"connect_timeout": 1, "read_timeout": SECONDS, "retries": {"total_max_attempts": 1}}
        return self._given or new_client("lambda", **limits)

    def _ask(self, method: str, **arguments: BaseModel | int) -> Any:
        plain = {name: _plain(value) for name, value in arguments.items()}
        call = {"provider": self.name, "method": method, "arguments": plain}
        silent = errors.Retriable if method in READING else errors.Unknown
        try:
            reply = self._client.invoke(FunctionName=self._function, Payload=json.dumps(call))
        except ClientError as error:
            raise errors.Retriable(f"the calendar's function refused: {error.response['Error']['Code']}") from error
        except BotoCoreError as error:
            raise silent(f"the calendar's function did not answer: {type(error).__name__}") from error
        if reply.get("FunctionError"):
            raise silent("the calendar's function failed")
        return _result(json.load(reply["Payload"]))


def _plain(value: BaseModel | int) -> Any:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value


def _result(reply: dict[str, Any]) -> Any:
    if "error" not in reply:
        return reply["result"]
    if reply["error"] == BookElsewhere.__name__:
        raise BookElsewhere(reply["url"])
    raise getattr(errors, reply["error"], errors.Fatal)(reply["message"])
