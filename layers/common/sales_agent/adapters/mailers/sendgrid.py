"""Mail through Twilio SendGrid: https://www.twilio.com/docs/sendgrid/api-reference/mail-send."""

from base64 import b64encode
from collections.abc import Mapping
from email.headerregistry import Address
from typing import Any

from sales_agent.adapters.mail_http import hand_over
from sales_agent.adapters.mime import INVITATION, MAIL_ID_HEADER, content_type, mailbox, parameters
from sales_agent.domain.clean_text import one_line
from sales_agent.ports.mailers import Attachment, Mail, Mailer


class SendGridMailer(Mailer):
    """One SendGrid account. The secret holds `api_key`, and `base_url` for another region, e.g. https://api.eu.sendgrid.com."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def send(self, mail: Mail) -> str:
        url = f"{self._secret.get('base_url') or 'https://api.sendgrid.com'}/v3/mail/send"
        headers = {"Authorization": f"Bearer {self._secret.get('api_key', '')}"}
        accepted = hand_over("SendGrid", url, json=_body(mail), headers=headers)
        return accepted.headers.get("X-Message-Id", mail.mail_id)


def _body(mail: Mail) -> dict[str, Any]:
    body: dict[str, Any] = {
        "personalizations": [{"to": [_person(mailbox(mail.recipient, mail.recipient_name))]}],
        "from": _person(mailbox(mail.sender)),
        "subject": one_line(mail.subject),
        "content": [
            {"type": "text/plain", "value": mail.text},
            {"type": "text/html", "value": mail.html},
            *(_alternative(one) for one in mail.attachments if content_type(one) == INVITATION),
        ],
        "headers": {MAIL_ID_HEADER: mail.mail_id} | {name: one_line(value) for name, value in mail.headers.items()},
        "custom_args": {"mail_id": mail.mail_id, "tenant": mail.tenant, "session_id": mail.session_id},
    }
    if mail.reply_to:
        body["reply_to"] = _person(mailbox(mail.reply_to))
    if mail.attachments:
        body["attachments"] = [_file(one) for one in mail.attachments]
    return body


def _person(address: Address) -> dict[str, str]:
    person = {"email": address.addr_spec}
    return person | {"name": address.display_name} if address.display_name else person


def _alternative(attachment: Attachment) -> dict[str, str]:
    method = parameters(attachment).get("method", "PUBLISH")
    return {"type": f"{INVITATION}; method={method}", "value": attachment.content}


def _file(attachment: Attachment) -> dict[str, str]:
    kind = "application/ics" if content_type(attachment) == INVITATION else content_type(attachment)
    return {
        "content": b64encode(attachment.content.encode()).decode(),
        "type": kind,
        "filename": one_line(attachment.filename),
        "disposition": "attachment",
    }
