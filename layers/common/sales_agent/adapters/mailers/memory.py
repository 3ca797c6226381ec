"""Mail that stays in this process: for tests, and for looking at it."""

from threading import RLock

from sales_agent.adapters.mime import mime
from sales_agent.ports.mailers import Mail, Mailer


class MemoryMailer(Mailer):
    """Keeps what was sent in `sent`; needs nothing of what the others need."""

    def __init__(self, **_: object) -> None:
        self._lock = RLock()
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> str:
        mime(mail)
        with self._lock:
            self.sent.append(mail)
        return f"memory-{mail.mail_id}"
