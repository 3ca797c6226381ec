"""One calendar, for the functions that carry none: they say what to do, this one has the SDK and the credentials."""

from typing import Any, Literal

from pydantic import BaseModel

from sales_agent.bootstrap import meetings
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.observability import logger
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.errors import SalesAgentError


class Arguments(BaseModel):
    """What a call is about."""

    host: Host
    appointment: Appointment | None = None
    period: Interval | None = None
    duration: int | None = None


class Call(BaseModel):
    """One call of the `Calendar` port."""

    provider: Literal["google", "calendly", "outlook"]
    method: Literal["agenda", "book", "move", "cancel", "find"]
    arguments: Arguments


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Entry point: invoked by the chat. Errors of ours go back by name, so that it knows what to do next."""
    call = Call.model_validate(event)
    arguments = {name: value for name, value in call.arguments if value is not None}
    try:
        calendar = meetings.calendar_named(call.provider)
        result = getattr(calendar, call.method)(**arguments)
    except BookElsewhere as elsewhere:
        return {"error": type(elsewhere).__name__, "message": str(elsewhere), "url": elsewhere.url}
    except SalesAgentError as error:
        return {"error": type(error).__name__, "message": str(error)}
    return {"result": result.model_dump(mode="json") if result else None}
