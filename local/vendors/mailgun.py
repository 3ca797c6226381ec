"""Mailgun's messages and events, and the mailbox behind them.

A fresh one has one domain (``DOMAIN``) and one key (``KEY``); the address of a person who bounces is added at
``/_control/bounces``.
"""

from typing import Any
from uuid import uuid4

from flask import Blueprint, Flask, jsonify, request
from werkzeug import Response
from werkzeug.datastructures import FileStorage

from local.vendors.kit import Clock, StandIn
from local.vendors.mailbox import Attachment, Mail, from_mime
from local.vendors.specs import contracts

DOMAIN = "mg.example.com"
KEY = "stand-in-mailgun-key"
MOST_OPTIONS = 16 * 1024
OPTIONS = ("o:", "h:", "v:", "t:")
UNAUTHORISED, TOO_MANY = 401, 429
USUAL = {
    400: "Bad Request",
    404: "Not Found",
    413: "Request Entity Too Large",
    429: f"Domain {DOMAIN} is not allowed to send: request limit exceeded, try again after 60 seconds",
}


class Outbox:
    """The store: accepted mails, and one event a recipient."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.reset()

    def reset(self) -> None:
        """Nothing sent."""
        self.mails: list[Mail] = []
        self.events: list[dict[str, Any]] = []
        self.keys = {KEY}
        self.bouncing: set[str] = set()

    def state(self) -> dict[str, Any]:
        """The mails as their readers got them, and what became of each."""
        return {"mailbox": [mail.to_json() for mail in self.mails], "events": self.events}

    def accept(self, mail: Mail, message_id: str, *, test: bool = False) -> None:
        """Delivers `mail`, or only pretends to (``o:testmode``)."""
        for recipient in mail.recipients:
            self._record("accepted", recipient, message_id, mail)
            bounces = recipient in self.bouncing
            self._record("failed" if bounces else "delivered", recipient, message_id, mail)
        if not test:
            self.mails.append(mail)

    def _record(self, event: str, recipient: str, message_id: str, mail: Mail) -> None:
        headers = {"message-id": message_id, "to": recipient, "from": mail.sender, "subject": mail.subject}
        known = {"event": event, "id": uuid4().hex, "timestamp": self.clock.now().timestamp(), "recipient": recipient}
        severity = {"severity": "permanent", "log-level": "error"} if event == "failed" else {"log-level": "info"}
        self.events.append({**known, **severity, "message": {"headers": headers, "attachments": [], "size": 0}})


def build() -> StandIn:
    """A Mailgun account to send through."""
    clock = Clock()
    outbox, app = Outbox(clock), Flask(__name__)
    _add_api(app, outbox)
    _add_people(app, outbox)
    return StandIn("mailgun", app, outbox, clock=clock, refuse=refusal, contracts=contracts("mailgun"))


def refusal(status: int, detail: str = "") -> Response:
    """Mailgun's body for `status`: JSON with a message, but bare text for a 401."""
    if status == UNAUTHORISED:
        return Response("Forbidden", status, mimetype="text/plain")
    response = jsonify(message=detail or USUAL.get(status, "Internal Server Error"))
    response.status_code = status
    return response


def _add_api(app: Flask, outbox: Outbox) -> None:
    @app.before_request
    def authenticate() -> Response | None:
        if not request.path.startswith("/v3/"):
            return None
        given = request.authorization
        known = given is not None and given.username == "api" and given.password in outbox.keys
        return None if known else refusal(401)

    @app.post("/v3/<domain>/messages")
    def send(domain: str) -> Response:
        wrong = _wrong(domain)
        if wrong is not None:
            return wrong
        message_id = request.form.get("h:Message-Id", f"{uuid4().hex}@{domain}").strip("<>")
        outbox.accept(_mail(outbox), message_id, test=request.form.get("o:testmode") == "yes")
        return _queued(message_id)

    @app.post("/v3/<domain>/messages.mime")
    def send_mime(domain: str) -> Response:
        message = request.files.get("message")
        if domain != DOMAIN:
            return refusal(404, f"Domain not found: {domain}")
        if message is None:
            return refusal(400, "message parameter is missing")
        mail = from_mime(message.read(), f"postmaster@{domain}", request.form.getlist("to"), outbox.clock.now())
        message_id = mail.headers.get("Message-ID", f"{uuid4().hex}@{domain}").strip("<>")
        outbox.accept(mail, message_id)
        return _queued(message_id)

    @app.get("/v3/<_domain>/events")
    def events(_domain: str) -> Response:
        found = [event for event in outbox.events if _asked_for(event)]
        return jsonify(items=found[: int(request.args.get("limit", "100"))], paging={})


def _wrong(domain: str) -> Response | None:
    form = request.form
    options = sum(len(key) + len(value) for key, value in form.items() if key.startswith(OPTIONS))
    complaints = {
        "from parameter is missing": not form.get("from"),
        "to parameter is missing": not form.getlist("to"),
        "to parameter is not a valid address. please check documentation": "@" not in form.get("to", ""),
        "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified": not any(
            form.get(kind) for kind in ("text", "html", "amp-html", "template")
        ),
        "Send options (parameters starting with o:, h:, or v:) are limited to 16 kB total": options > MOST_OPTIONS,
    }
    if domain != DOMAIN:
        return refusal(404, f"Domain not found: {domain}")
    complaint = next((text for text, broken in complaints.items() if broken), None)
    return refusal(400, complaint) if complaint else None


def _mail(outbox: Outbox) -> Mail:
    form = request.form
    recipients = [one.strip() for kind in ("to", "cc", "bcc") for held in form.getlist(kind) for one in held.split(",")]
    return Mail(
        sender=form["from"],
        recipients=recipients,
        subject=form.get("subject", ""),
        at=outbox.clock.now().isoformat(),
        text=form.get("text", ""),
        html=form.get("html", ""),
        headers={key[2:]: value for key, value in form.items() if key.startswith("h:")},
        attachments=[_attachment(file) for kind in ("attachment", "inline") for file in request.files.getlist(kind)],
    )


def _attachment(file: FileStorage) -> Attachment:
    return Attachment(file.filename or "", file.mimetype, file.read().decode("utf-8", "replace"))


def _queued(message_id: str) -> Response:
    return jsonify(id=f"<{message_id}>", message="Queued. Thank you.")


def _asked_for(event: dict[str, Any]) -> bool:
    flat = {**event, **event["message"]["headers"]}
    return all(flat.get(key) == value for key, value in request.args.items() if key in flat)


def _add_people(app: Flask, outbox: Outbox) -> None:
    people = Blueprint("people", __name__, url_prefix="/_control")

    @people.post("/revoke")
    def revoke() -> Response:
        """The account's owner deletes the API key."""
        outbox.keys.clear()
        return Response(status=204)

    @people.post("/bounces")
    def bounce() -> Response:
        """An address stops taking mail: ``{"address"}``."""
        outbox.bouncing.add(request.get_json()["address"])
        return Response(status=204)

    app.register_blueprint(people)
