"""Mail through an SMTP server."""

import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress

from sales_agent.adapters.mime import mailbox, mime
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from sales_agent.ports.mailers import Mail, Mailer

SECONDS = 10.0
SUBMISSION, IMPLICIT_TLS = 587, 465
PASSING = range(400, 500)


class SmtpMailer(Mailer):
    """The server of the secret: `host`, `port`, `username`, `password`, `tls` (`starttls`, `implicit` or `none`)."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def send(self, mail: Mail) -> str:
        message = mime(mail)
        server = self._connected()
        try:
            server.send_message(message, mailbox(mail.sender).addr_spec, [mailbox(mail.recipient).addr_spec])
        except smtplib.SMTPException as error:
            raise _refusal(error) from error
        except OSError as error:
            raise Unknown(f"the SMTP server did not answer: {type(error).__name__}") from error
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
        return str(message["Message-ID"]).strip("<>")

    def _connected(self) -> smtplib.SMTP:
        """A session ready for a mail; until here nothing was sent."""
        try:
            server = self._opened()
            if self._secret.get("username"):
                server.login(self._secret["username"], self._secret.get("password", ""))
        except smtplib.SMTPAuthenticationError as error:
            raise Fatal(f"the SMTP server refused the login: {error.smtp_code}") from error
        except (smtplib.SMTPNotSupportedError, ssl.SSLError, KeyError) as error:
            raise Fatal(f"the SMTP server cannot be used as configured: {type(error).__name__}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise Retriable(f"the SMTP server cannot be reached: {type(error).__name__}") from error
        return server

    def _opened(self) -> smtplib.SMTP:
        tls = self._secret.get("tls") or "starttls"
        host, port = self._secret["host"], int(self._secret.get("port") or 0)
        if tls == "implicit":
            return smtplib.SMTP_SSL(host, port or IMPLICIT_TLS, timeout=SECONDS, context=ssl.create_default_context())
        server = smtplib.SMTP(host, port or SUBMISSION, timeout=SECONDS)
        if tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        return server


def _refusal(error: smtplib.SMTPException) -> Exception:
    """A reply code below 500 asks to come again (RFC 5321, 4.2.1); a lost connection after the data tells nothing."""
    code = _code(error)
    if code is None:
        return Unknown(f"the SMTP server did not answer: {type(error).__name__}")
    text = f"the SMTP server refused with {code}"
    if code in PASSING:
        return Retriable(text)
    return (Fatal if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPHeloError) else Skippable)(text)


def _code(error: smtplib.SMTPException) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    if isinstance(error, smtplib.SMTPServerDisconnected) or not isinstance(error, smtplib.SMTPResponseException):
        return None
    return int(error.smtp_code)
