"""Mail that a stand-in has taken on: sent by our mailers, or by a calendar to its guests."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any


@dataclass(frozen=True)
class Attachment:
    """A file on a mail; `content` is text when its type is ``text/*``, else base64."""

    filename: str
    content_type: str
    content: str


@dataclass(frozen=True)
class Mail:
    """One mail as its readers get it; `recipients` are the envelope's."""

    sender: str
    recipients: list[str]
    subject: str
    at: str
    text: str = ""
    html: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """The mail as the local mailbox page shows it."""
        return asdict(self)


def from_mime(raw: bytes, sender: str, recipients: Sequence[str], at: datetime) -> Mail:
    """Reads an RFC 5322 message."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    return Mail(
        sender=sender,
        recipients=list(recipients),
        subject=str(message.get("Subject", "")),
        at=at.isoformat(),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        headers={name: str(value) for name, value in message.items()},
        attachments=[_attachment(part) for part in message.walk() if _is_file(part)],
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _is_file(part: EmailMessage) -> bool:
    # An invitation's text/calendar part is an alternative, not an attachment, and must be seen as well.
    return part.get_content_disposition() == "attachment" or part.get_content_type() == "text/calendar"


def _attachment(part: EmailMessage) -> Attachment:
    content = part.get_content() if part.get_content_maintype() == "text" else part.get_payload()
    return Attachment(part.get_filename() or "", part.get_content_type(), str(content))
