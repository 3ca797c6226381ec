"""SendGrid's ``POST /v3/mail/send`` with its checks, and the mailbox behind it.

A fresh one takes any key that starts with ``SG.`` and any sender; people narrow that at ``/_control/``.
"""

import base64
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, jsonify, request
from werkzeug import Response

from local.vendors.kit import Clock, StandIn
from local.vendors.mailbox import Attachment, Mail
from local.vendors.specs import contracts

MOST_PERSONALIZATIONS = 1_000
MOST_BYTES = 30 * 1024 * 1024
TOO_MANY = 429
USUAL = {
    400: "bad request",
    401: "The provided authorization grant is invalid, expired, or revoked",
    403: "access forbidden",
    404: "not found",
    413: "content too large",
    429: "too many requests",
}
NEEDED = {
    "personalizations": "The personalizations field is required and must have at least one personalization.",
    "from.email": "The from object must be provided for every email send. It requires the email parameter.",
    "subject": "The subject is required, unless a template or every personalization has one.",
    "content": "Unless a valid template_id is provided, the content parameter is required.",
}
UNVERIFIED = "The from address does not match a verified Sender Identity."


class Outbox:
    """The store: what was accepted, which keys are revoked, which senders are verified (None: all)."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.reset()

    def reset(self) -> None:
        """Nothing sent."""
        self.mails: list[Mail] = []
        self.revoked: set[str] = set()
        self.senders: set[str] | None = None

    def state(self) -> dict[str, Any]:
        """The mails as their readers got them."""
        return {"mailbox": [mail.to_json() for mail in self.mails]}


def build() -> StandIn:
    """A SendGrid account to send through."""
    clock = Clock()
    outbox, app = Outbox(clock), Flask(__name__)
    _add_send(app, outbox)
    _add_people(app, outbox)
    return StandIn("sendgrid", app, outbox, clock=clock, refuse=refusal, contracts=contracts("sendgrid-mail"))


def refusal(status: int, detail: str = "", field: str | None = None) -> Response:
    """SendGrid's body for `status`; for a 429 `detail` may be the epoch second at which the limit resets."""
    message = USUAL.get(status, "internal server error") if not detail or detail.isdigit() else detail
    response = jsonify(errors=[{"message": message, "field": field, "help": None}])
    response.status_code = status
    if status == TOO_MANY:
        response.headers |= {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": detail if detail.isdigit() else "0"}
    return response


def _add_send(app: Flask, outbox: Outbox) -> None:
    @app.post("/v3/mail/send")
    def send() -> Response:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or not key.startswith("SG.") or key in outbox.revoked:
            return refusal(401)
        if len(request.get_data()) > MOST_BYTES:
            return refusal(413)
        body = request.get_json()
        field = next(_missing(body), None)
        if field is not None:
            return refusal(400, NEEDED.get(field, "is required for all personalization objects"), field)
        if outbox.senders is not None and body["from"]["email"] not in outbox.senders:
            return refusal(403, UNVERIFIED, "from")
        if body.get("mail_settings", {}).get("sandbox_mode", {}).get("enable"):
            return Response(status=200)
        message_id = uuid4().hex
        outbox.mails += [_mail(body, each, message_id, outbox) for each in body["personalizations"]]
        return Response(status=202, headers={"X-Message-Id": message_id})


def _missing(body: dict[str, Any]) -> Iterator[str]:
    people = body.get("personalizations", [])
    if not 0 < len(people) <= MOST_PERSONALIZATIONS:
        yield "personalizations"
    if "@" not in body.get("from", {}).get("email", ""):
        yield "from.email"
    for number, person in enumerate(people):
        if not person.get("to") or any("@" not in to["email"] for to in person["to"]):
            yield f"personalizations.{number}.to"
    if not body.get("template_id"):
        if not body.get("subject") and not all(person.get("subject") for person in people):
            yield "subject"
        if not body.get("content"):
            yield "content"


def _mail(body: dict[str, Any], person: dict[str, Any], message_id: str, outbox: Outbox) -> Mail:
    content = {part["type"]: part["value"] for part in body.get("content", [])}
    return Mail(
        sender=body["from"]["email"],
        recipients=[to["email"] for kind in ("to", "cc", "bcc") for to in person.get(kind, [])],
        subject=person.get("subject") or body.get("subject", ""),
        at=outbox.clock.now().isoformat(),
        text=content.get("text/plain", ""),
        html=content.get("text/html", ""),
        headers={"X-Message-Id": message_id, **body.get("headers", {}), **person.get("headers", {})},
        attachments=[*_alternatives(content), *(_attachment(part) for part in body.get("attachments", []))],
    )


def _alternatives(content: dict[str, str]) -> Iterator[Attachment]:
    """An invitation among the contents: mail programs read it like the text."""
    for kind, value in content.items():
        if kind not in ("text/plain", "text/html"):
            yield Attachment("", kind.partition(";")[0], value)


def _attachment(part: dict[str, Any]) -> Attachment:
    kind, content = part.get("type", "application/octet-stream"), part["content"]
    text = base64.b64decode(content).decode() if kind.startswith("text/") else content
    return Attachment(part["filename"], kind, text)


def _add_people(app: Flask, outbox: Outbox) -> None:
    people = Blueprint("people", __name__, url_prefix="/_control")

    @people.post("/revoke")
    def revoke() -> Response:
        """The account's owner deletes an API key: ``{"key"}``."""
        outbox.revoked.add(request.get_json()["key"])
        return Response(status=204)

    @people.post("/senders")
    def verify() -> Response:
        """Only these addresses may send from now on: ``{"senders"}``."""
        outbox.senders = set(request.get_json()["senders"])
        return Response(status=204)

    app.register_blueprint(people)
