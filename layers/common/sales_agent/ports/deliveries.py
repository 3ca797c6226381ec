"""The ledger of mails: what was to be sent, what became of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, Protocol

from sales_agent.domain.record import Record

DeliveryStatus = Literal["intended", "sent", "parked", "refused", "bounced", "complained", "delivered"]
ORDER: tuple[DeliveryStatus, ...] = ("intended", "parked", "sent", "refused", "delivered", "bounced", "complained")
"""Reports come late and out of order: a status is only ever replaced by one further on."""

TROUBLE: tuple[DeliveryStatus, ...] = ("parked", "refused", "bounced", "complained")
"""What a person should look at."""


class Delivery(Record):
    """One mail to one recipient; `purpose` and the recipient make it unique within a session."""

    tenant: str
    session_id: str
    mail_id: str
    purpose: str
    recipient: str
    status: DeliveryStatus = "intended"
    message_id: str = ""
    detail: str = ""
    at: datetime


class Deliveries(Protocol):
    """Keeps deliveries so that a mail goes out once."""

    def intend(self, delivery: Delivery) -> Delivery | None:
        """Claims a mail before it is sent: None when it is ours to send, else the delivery that stands there."""
        ...

    def settle(self, delivery: Delivery) -> None:
        """Records what became of a claimed mail, unless something later in `ORDER` is known already."""
        ...

    def release(self, delivery: Delivery) -> None:
        """Gives a claim back: the mail has surely not been sent and may be tried again."""
        ...

    def list(self, tenant: str, session_id: str) -> list[Delivery]:
        """All deliveries of a session."""
        ...

    def troubled(self, tenant: str) -> Sequence[Delivery]:
        """A tenant's deliveries in `TROUBLE`, oldest first."""
        ...
