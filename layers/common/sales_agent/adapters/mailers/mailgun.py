"""Mail through Mailgun, as whole messages: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages."""

from collections.abc import Mapping

from sales_agent.adapters.mail_http import hand_over
from sales_agent.adapters.mime import mailbox, mime
from sales_agent.ports.mailers import Mail, Mailer


class MailgunMailer(Mailer):
    """One Mailgun domain. The secret holds `api_key`, `domain`, and `base_url` for the EU: https://api.eu.mailgun.net."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def send(self, mail: Mail) -> str:
        base = self._secret.get("base_url") or "https://api.mailgun.net"
        accepted = hand_over(
            "Mailgun",
            f"{base}/v3/{self._secret.get('domain', '')}/messages.mime",
            auth=("api", self._secret.get("api_key", "")),
            data={
                "to": mailbox(mail.recipient).addr_spec,
                "v:mail_id": mail.mail_id,
                "v:tenant": mail.tenant,
                "v:session_id": mail.session_id,
            },
            files={"message": ("message.mime", mime(mail).as_bytes(), "message/rfc822")},
        )
        return str(accepted.json()["id"]).strip("<>")
