"""Offers: only a time that we offered, to this visitor, not long ago, can be booked."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from sales_agent.domain.meeting import Interval, Slot
from sales_agent.domain.record import Record
from sales_agent.domain.signing import Signer, TokenInvalid

OFFER = "offer"
OFFER_LIFETIME = timedelta(minutes=30)


class Offer(Record):
    """One slot offered to one session; `moves` names the appointment it is offered to move, if any.

    `offer_id` becomes the appointment's id, so that a repeated click books once.
    """

    offer_id: str
    tenant: str
    session_id: str
    host_id: str
    start: datetime
    duration: int
    meeting_type: str = ""
    moves: str = ""

    @property
    def interval(self) -> Interval:
        """The time of the meeting itself."""
        return Slot(host_id=self.host_id, start=self.start, duration=self.duration).interval


def make_offer(slot: Slot, tenant: str, session_id: str, moves: str = "") -> Offer:
    """A new offer of the slot."""
    return Offer(offer_id=uuid4().hex, tenant=tenant, session_id=session_id, moves=moves, **slot.model_dump())


def sign_offer(offer: Offer, signer: Signer, now: datetime) -> str:
    """The offer as a token; it is good for half an hour, and never beyond the start of the meeting."""
    claims = {
        "jti": offer.offer_id,
        "tenant": offer.tenant,
        "sid": offer.session_id,
        "host": offer.host_id,
        "start": int(offer.start.timestamp()),
        "min": offer.duration,
        "type": offer.meeting_type,
        "moves": offer.moves,
    }
    return signer.sign(OFFER, claims, min(now + OFFER_LIFETIME, offer.start))


def read_offer(token: str, signer: Signer, now: datetime) -> Offer:
    """The offer in a token. Raises TokenInvalid or TokenOver."""
    claims = signer.read(OFFER, token, now)
    try:
        return Offer(
            offer_id=claims["jti"],
            tenant=claims["tenant"],
            session_id=claims["sid"],
            host_id=claims["host"],
            start=datetime.fromtimestamp(claims["start"], UTC),
            duration=claims["min"],
            meeting_type=claims["type"],
            moves=claims["moves"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TokenInvalid("the token is not an offer") from error
