"""Sends a mail once.

A mail is claimed in the ledger before it is handed to the mail service, and settled after. When a run ends between
the two, or the service did not answer, nobody can say whether the mail went out: it is parked for a person to see, and
never sent again by itself. A mail that surely has not gone out is given back and tried again by the queue.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sales_agent.domain.record import utc_now
from sales_agent.observability import logger, measure
from sales_agent.ports.deliveries import Deliveries, Delivery
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from sales_agent.ports.mailers import Mail, Mailer

CLAIM = timedelta(minutes=5)
"""How long a claimed mail may be on its way: longer than a function runs, shorter than the queue waits."""


class SendOnce:
    """The way out for every mail."""

    def __init__(self, mailer: Mailer, deliveries: Deliveries, clock: Callable[[], datetime] = utc_now) -> None:
        self._mailer = mailer
        self._deliveries = deliveries
        self._clock = clock

    def __call__(self, mail: Mail, purpose: str) -> Delivery:
        """What became of the mail: sent now or earlier, refused, or parked. Raises Retriable or Fatal: not sent."""
        delivery = Delivery(
            tenant=mail.tenant,
            session_id=mail.session_id,
            mail_id=mail.mail_id,
            purpose=purpose,
            recipient=mail.recipient,
            at=self._clock(),
        )
        standing = self._deliveries.intend(delivery)
        return self._resume(standing) if standing else self._send(mail, delivery)

    def _send(self, mail: Mail, delivery: Delivery) -> Delivery:
        try:
            message_id = self._mailer.send(mail)
        except Unknown as error:
            return self._settled(delivery, "parked", detail=str(error))
        except Skippable as error:
            return self._settled(delivery, "refused", detail=str(error))
        except (Retriable, Fatal):
            self._deliveries.release(delivery)
            raise
        return self._settled(delivery, "sent", message_id=message_id)

    def _resume(self, standing: Delivery) -> Delivery:
        if standing.status != "intended":
            return standing
        if self._clock() - standing.at < CLAIM:
            raise Retriable("this mail is being sent by another run", retry_after=CLAIM.total_seconds())
        return self._settled(standing, "parked", detail="the run that was to send it ended before it could tell")

    def _settled(self, delivery: Delivery, status: str, **values: str) -> Delivery:
        settled = Delivery.model_validate({**delivery.model_dump(), "status": status, "at": self._clock(), **values})
        self._deliveries.settle(settled)
        if status == "parked":
            measure("mail", "MailParked")
        logger.info("mail settled", mail_id=settled.mail_id, purpose=settled.purpose, status=settled.status)
        return settled
