"""Sending mail."""

from typing import Protocol

from pydantic import Field

from sales_agent.domain.record import Record


class Attachment(Record):
    """A file in a mail, e.g. an invitation; `content_type` may carry parameters such as `method=REQUEST`."""

    filename: str
    content_type: str
    content: str


class Mail(Record):
    """One message to one recipient.

    `mail_id` is our own key of it: it goes out with the message, with tenant and session, so that a report of the
    service finds its delivery. `sender` is a mailbox, `address` or `name <address>`; other addresses are plain ones.
    """

    mail_id: str
    tenant: str
    session_id: str = ""
    sender: str
    recipient: str
    recipient_name: str = ""
    reply_to: str = ""
    subject: str
    text: str
    html: str
    attachments: list[Attachment] = Field(default_factory=list)
    headers: dict[str, str] = Field(default_factory=dict)


class Mailer(Protocol):
    """A mail service."""

    def send(self, mail: Mail) -> str:
        """Hands the mail over and returns the service's message id.

        Raises Unknown when the service may have taken it, Retriable when it surely has not, else Fatal or Skippable.
        """
        ...
