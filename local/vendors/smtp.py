"""An SMTP server that keeps what it is given, with a mailbox and a fault plan at ``/_control/``.

A fault's method is the SMTP verb (``RCPT`` or ``DATA``) and its path the first recipient; a kind of three digits is the
reply code, ``drop_after`` takes the mail and closes before saying so, ``drop_before`` and ``down`` close at once.
"""

from asyncio import Transport
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask

from local.vendors.kit import Clock, StandIn
from local.vendors.mailbox import Mail, from_mime

MOST_BYTES = 10 * 1024 * 1024
TAKEN = "250 OK"
TEXT = {"4": "try again later", "5": "refused"}


class Mailbox:
    """The store."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def reset(self) -> None:
        """Nothing received."""
        self.mails.clear()

    def state(self) -> dict[str, Any]:
        """The mails as their readers got them."""
        return {"mailbox": [mail.to_json() for mail in self.mails]}


class _Handler:
    """aiosmtpd's hooks."""

    def __init__(self, stand_in: StandIn, mailbox: Mailbox) -> None:
        self._stand_in, self._mailbox = stand_in, mailbox

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        def take() -> None:
            envelope.rcpt_tos.append(address)

        return self._faulty(server, "RCPT", address, take)

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the same
        def take() -> None:
            content = envelope.content if isinstance(envelope.content, bytes) else b""
            mail = from_mime(content, envelope.mail_from or "", envelope.rcpt_tos, self._stand_in.clock.now())
            self._mailbox.mails.append(mail)

        return self._faulty(server, "DATA", envelope.rcpt_tos[0], take)

    def _faulty(self, server: SMTP, verb: str, recipient: str, take: Callable[[], None]) -> str:
        fault = self._stand_in.faults.take(verb, recipient)
        kind = fault.kind if fault else ""
        if kind.isdigit():
            return f"{kind} {TEXT[kind[0]]}"
        if kind in ("drop_before", "down"):
            _hang_up(server)
            return TAKEN
        take()
        if kind:
            _hang_up(server)
        return TAKEN


def _hang_up(server: SMTP) -> None:
    if isinstance(server.transport, Transport):
        server.transport.abort()


class _AnyPort(Controller):
    """A controller that port 0 works with: it learns the port before it tries it."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class SmtpServer:
    """A running server on `port` of 127.0.0.1 (0: any free one); with `login` it wants that user and password."""

    def __init__(self, port: int = 0, login: tuple[str, str] | None = None) -> None:
        self.mailbox = Mailbox()
        self.stand_in = StandIn("smtp", Flask(__name__), self.mailbox, clock=Clock())
        self._login = login
        self._controller = _AnyPort(
            _Handler(self.stand_in, self.mailbox),
            hostname="127.0.0.1",
            port=port,
            data_size_limit=MOST_BYTES,
            authenticator=self._authenticate,
            auth_required=login is not None,
            auth_require_tls=False,
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._controller.port)

    def start(self) -> None:
        """Opens the port."""
        self._controller.start()

    def stop(self) -> None:
        """Closes the port."""
        self._controller.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.stop()

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
    ) -> AuthResult:
        expected = self._login and tuple(part.encode() for part in self._login)
        known = isinstance(given, LoginPassword) and (given.login, given.password) == expected
        return AuthResult(success=known, handled=False)
