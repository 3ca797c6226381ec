"""Meetings over HTTP: free times, booking, moving, cancelling, by session or by the link in a mail."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from functions.book import webhooks
from functions.book.wishes import wish_of
from sales_agent.bootstrap import core, meetings
from sales_agent.domain.appointment_links import AppointmentRef, read_reference
from sales_agent.domain.conversation import OfferedSlot
from sales_agent.domain.meeting import Appointment, appointment_card
from sales_agent.domain.record import utc_now
from sales_agent.domain.signing import TokenInvalid, TokenOver
from sales_agent.observability import logger
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.errors import Forbidden, Gone, NotFound, SalesAgentError
from sales_agent.services.offer_slots import Wish
from sales_agent.services.visitor_tokens import Visitor
from sales_agent.web import answer, api, bearer_token, read_body

app = api()
app.include_router(webhooks.router)


class Choice(BaseModel):
    """The body of a booking or a move: an offer of ours."""

    offer: str = Field(min_length=1, max_length=2000)


@app.get("/v1/sessions/<session_id>/slots")
def slots(session_id: str) -> Response[str]:
    """Free times, each with the offer that makes it bookable."""
    visitor = _visitor(session_id)
    session = core.conversations(visitor.tenant).load(visitor.tenant, session_id, last_turns=1).session
    query = app.current_event.query_string_parameters or {}
    wish = wish_of(query, session.time_zone, session.locale)
    if "moves" in query:
        moving = meetings.bookings().find(visitor.tenant, session_id, query["moves"])
        wish = wish.model_copy(update={"moving": moving})
    return answer({"slots": _offers(meetings.offer_slots(visitor.tenant)(session_id, wish))})


@app.post("/v1/sessions/<session_id>/appointments")
def book(session_id: str) -> Response[str]:
    """Books an offered time: 201; 202 while the calendar is silent; 200 with a link where only the visitor can book."""
    visitor, choice = _visitor(session_id), read_body(app, Choice)
    try:
        appointment = meetings.book_meeting(visitor.tenant)(session_id, choice.offer)
    except BookElsewhere as elsewhere:
        return answer({"status": "elsewhere", "booking_url": elsewhere.url})
    return _shown(appointment, HTTPStatus.CREATED)


@app.patch("/v1/sessions/<session_id>/appointments/<appointment_id>")
def move(session_id: str, appointment_id: str) -> Response[str]:
    """Moves a meeting to an offered time."""
    ref = _of_session(session_id, appointment_id)
    return _shown(meetings.move_meeting(ref.tenant)(ref, read_body(app, Choice).offer))


@app.delete("/v1/sessions/<session_id>/appointments/<appointment_id>")
def cancel(session_id: str, appointment_id: str) -> Response[str]:
    """Cancels a meeting."""
    ref = _of_session(session_id, appointment_id)
    return _shown(meetings.cancel_meeting(ref.tenant)(ref))


@app.get("/v1/appointments/<token>")
def show_by_link(token: str) -> Response[str]:
    """The meeting behind a mail's link, and times it could be moved to."""
    ref = _of_link(token)
    desk = meetings.desk(ref.tenant)
    appointment = desk.bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
    return answer({"appointment": appointment_card(appointment), "slots": _offers(_other_times(appointment))})


@app.patch("/v1/appointments/<token>")
def move_by_link(token: str) -> Response[str]:
    """Moves the meeting behind a mail's link."""
    ref = _of_link(token)
    return _shown(meetings.move_meeting(ref.tenant)(ref, read_body(app, Choice).offer))


@app.delete("/v1/appointments/<token>")
def cancel_by_link(token: str) -> Response[str]:
    """Cancels the meeting behind a mail's link."""
    ref = _of_link(token)
    return _shown(meetings.cancel_meeting(ref.tenant)(ref))


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Entry point: API Gateway proxy events."""
    return app.resolve(event, context)


def _visitor(session_id: str) -> Visitor:
    visitor = meetings.visitor_tokens().read(bearer_token(app))
    if visitor.session_id != session_id:
        raise Forbidden("this token belongs to another session")
    return visitor


def _of_session(session_id: str, appointment_id: str) -> AppointmentRef:
    visitor = _visitor(session_id)
    return AppointmentRef(tenant=visitor.tenant, session_id=session_id, appointment_id=appointment_id)


def _of_link(token: str) -> AppointmentRef:
    try:
        return read_reference(token, meetings.signer(), utc_now())
    except TokenOver as over:
        raise Gone("this link is over: the meeting has taken place") from over
    except TokenInvalid as invalid:
        raise NotFound("this link leads to no meeting; use the newest mail") from invalid


def _other_times(appointment: Appointment) -> list[OfferedSlot]:
    wish = Wish(time_zone=appointment.time_zone, locale=appointment.locale, count=12, moving=appointment)
    try:
        return meetings.offer_slots(appointment.tenant)(appointment.session_id, wish)
    except SalesAgentError:
        return []  # the meeting can still be seen and cancelled


def _shown(appointment: Appointment, status: HTTPStatus = HTTPStatus.OK) -> Response[str]:
    waiting = appointment.pending is not None and appointment.status != "cancelled"
    return answer({"appointment": appointment_card(appointment)}, HTTPStatus.ACCEPTED if waiting else status)


def _offers(slots: list[OfferedSlot]) -> list[dict[str, Any]]:
    return [slot.model_dump(mode="json") for slot in slots]
