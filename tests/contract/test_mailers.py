"""What every mail service promises. SMTP, SendGrid and Mailgun run their real adapters against the local stand-ins."""

import email
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import policy
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from local.vendors import mailgun, sendgrid
from local.vendors.kit import Fault, RunningServer, StandIn, serve
from local.vendors.smtp import SmtpServer
from sales_agent.adapters.mailers.mailgun import MailgunMailer
from sales_agent.adapters.mailers.memory import MemoryMailer
from sales_agent.adapters.mailers.sendgrid import SendGridMailer
from sales_agent.adapters.mailers.ses import SesMailer
from sales_agent.adapters.mailers.smtp import SmtpMailer
from sales_agent.adapters.mime import mime
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from sales_agent.ports.mailers import Attachment, Mail, Mailer

SERVICES = ["memory", "ses", "smtp", "sendgrid", "mailgun"]
STAND_INS = ["smtp", "sendgrid", "mailgun"]
INVITATION = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


@dataclass
class Rig:
    """A provider, what it delivered (sender, recipients, subject, text, html, calendars), and ways to break it."""

    mailer: Mailer
    received: Callable[[], list[dict[str, Any]]]
    stand_in: StandIn | None = None
    with_secret: Callable[..., Mailer] | None = None

    def fault(self, kind: str, **options: Any) -> None:
        assert self.stand_in
        self.stand_in.faults.add(Fault(kind=kind, **options))


def mail(**fields: Any) -> Mail:
    values: dict[str, Any] = {
        "mail_id": "6f1c0a4e-0000-5000-8000-000000000001",
        "tenant": "acme",
        "session_id": "s1",
        "sender": "Nordlicht & Söhne <hello@example.com>",
        "recipient": "maria@example.org",
        "recipient_name": "María López",
        "reply_to": "sales@example.com",
        "subject": "Ihr Gespräch: Übersicht",
        "text": "Grüße aus Köln\n",
        "html": "<p>Grüße aus Köln</p>\n",
        "headers": {"Auto-Submitted": "auto-generated"},
    }
    return Mail.model_validate(values | fields)


def from_mailbox(stand_in: StandIn) -> list[dict[str, Any]]:
    return [
        {
            "sender": one["headers"].get("From", one["sender"]),
            "recipients": one["recipients"],
            "subject": one["subject"],
            "text": one["text"],
            "html": one["html"],
            "files": {(file["filename"], file["content_type"]) for file in one["attachments"]},
        }
        for one in stand_in.store.state()["mailbox"]
    ]


def from_mime(raw: str) -> dict[str, Any]:
    message = email.message_from_string(raw, policy=policy.default)
    body = {kind: message.get_body((kind,)) for kind in ("plain", "html")}
    return {
        "sender": message["From"].addresses[0].addr_spec,
        "recipients": [one.addr_spec for one in message["To"].addresses],
        "subject": message["Subject"],
        "text": body["plain"].get_content() if body["plain"] else "",
        "html": body["html"].get_content() if body["html"] else "",
        "files": {
            (part.get_filename() or "", part.get_content_type())
            for part in message.walk()
            if part.get_content_type() in {"text/calendar", "application/ics"}
        },
    }


def memory() -> Rig:
    mailer = MemoryMailer()
    shown = lambda one: {  # noqa: E731
        "sender": "hello@example.com",
        "recipients": [one.recipient],
        "subject": mime(one)["Subject"],
        "text": one.text,
        "html": one.html,
        "files": {("", "text/calendar"), ("invite.ics", "application/ics")} if one.attachments else set(),
    }
    return Rig(mailer, lambda: [shown(one) for one in mailer.sent])


def ses() -> Rig:
    client = boto3.client("sesv2")
    client.create_email_identity(EmailIdentity="hello@example.com")
    sent = lambda: ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages  # noqa: E731
    return Rig(SesMailer(), lambda: [from_mime(one.raw_data) for one in sent()])


def for_sendgrid(server: RunningServer) -> Rig:
    make = lambda **secret: SendGridMailer({"api_key": "SG.key", "base_url": server.url} | secret)  # noqa: E731
    return Rig(make(), lambda: from_mailbox(server.stand_in), server.stand_in, make)


def for_mailgun(server: RunningServer) -> Rig:
    keys = {"api_key": mailgun.KEY, "domain": mailgun.DOMAIN, "base_url": server.url}
    make = lambda **secret: MailgunMailer(keys | secret)  # noqa: E731
    return Rig(make(), lambda: from_mailbox(server.stand_in), server.stand_in, make)


def for_smtp(server: SmtpServer) -> Rig:
    keys = {"host": "127.0.0.1", "port": str(server.port), "tls": "none", "username": "acme", "password": "pass"}
    make = lambda **secret: SmtpMailer(keys | secret)  # noqa: E731
    return Rig(make(), lambda: from_mailbox(server.stand_in), server.stand_in, make)


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    match request.param:
        case "memory":
            yield memory()
        case "ses":
            request.getfixturevalue("aws")
            yield ses()
        case "smtp":
            with SmtpServer(login=("acme", "pass")) as server:
                yield for_smtp(server)
        case "sendgrid":
            with serve(sendgrid.build()) as served:
                yield for_sendgrid(served)
                served.stand_in.verify()
        case "mailgun":
            with serve(mailgun.build()) as served:
                yield for_mailgun(served)
                served.stand_in.verify()


every = pytest.mark.parametrize("rig", SERVICES, indirect=True)
stand_ins = pytest.mark.parametrize("rig", STAND_INS, indirect=True)


@every
def test_a_mail_arrives_as_it_was_written(rig: Rig) -> None:
    assert rig.mailer.send(mail())
    (received,) = rig.received()
    assert "hello@example.com" in received["sender"]
    assert set(received["recipients"]) == {"maria@example.org"}
    assert received["subject"] == "Ihr Gespräch: Übersicht"
    assert received["text"].strip() == "Grüße aus Köln"
    assert received["html"].strip() == "<p>Grüße aus Köln</p>"


@every
def test_an_invitation_is_an_alternative_and_a_file(rig: Rig) -> None:
    invite = Attachment(filename="invite.ics", content_type="text/calendar; method=REQUEST", content=INVITATION)
    rig.mailer.send(mail(attachments=[invite]))
    (received,) = rig.received()
    assert ("invite.ics", "application/ics") in received["files"]


@every
@pytest.mark.parametrize(
    "recipient", ["maria", "maria@example.org\nBcc: eve@example.org", "a@x.test", "jürgen@example.org"]
)
def test_what_is_no_address_is_skipped(rig: Rig, recipient: str) -> None:
    with pytest.raises(Skippable):
        rig.mailer.send(mail(recipient=recipient))
    assert rig.received() == []


@every
def test_nothing_in_a_mail_adds_a_recipient_or_a_header(rig: Rig) -> None:
    evil = "x\r\nBcc: eve@example.org\r\n\r\n<b>"
    rig.mailer.send(mail(subject=evil, recipient_name=evil, headers={"X-Note": evil}))
    (received,) = rig.received()
    assert set(received["recipients"]) == {"maria@example.org"}
    assert "\n" not in received["subject"]


@every
def test_an_international_domain_is_written_in_ascii(rig: Rig) -> None:
    rig.mailer.send(mail(recipient="maria@bücher.example"))
    (received,) = rig.received()
    assert received["recipients"][0] in {"maria@xn--bcher-kva.example", "maria@bücher.example"}


@stand_ins
@pytest.mark.parametrize(
    ("kind", "error", "arrived"),
    [("drop_after", Unknown, 1), ("429", Retriable, 0), ("503", Retriable, 0), ("400", Skippable, 0)],
)
def test_failures_are_named_by_what_to_do_next(rig: Rig, kind: str, error: type[Exception], arrived: int) -> None:
    smtp = {"429": "451", "503": "452", "400": "550"}
    rig.fault(smtp.get(kind, kind) if isinstance(rig.mailer, SmtpMailer) else kind, path="", method="DATA|POST")
    with pytest.raises(error) as raised:
        rig.mailer.send(mail())
    assert isinstance(raised.value, Unknown) == (error is Unknown)
    assert len(rig.received()) == arrived


@pytest.mark.parametrize("rig", ["sendgrid", "mailgun"], indirect=True)
def test_an_error_of_the_service_itself_leaves_the_fate_unknown(rig: Rig) -> None:
    rig.fault("500")
    with pytest.raises(Unknown):
        rig.mailer.send(mail())


@stand_ins
def test_a_service_that_cannot_be_reached_has_not_taken_the_mail(rig: Rig) -> None:
    assert rig.with_secret
    closed = {"host": "127.0.0.1", "port": "1", "base_url": "http://127.0.0.1:1"}
    with pytest.raises(Retriable) as raised:
        rig.with_secret(**closed).send(mail())
    assert not isinstance(raised.value, Unknown)


@stand_ins
def test_a_wrong_key_needs_a_person(rig: Rig) -> None:
    assert rig.with_secret
    with pytest.raises(Fatal):
        rig.with_secret(api_key="wrong", password="wrong").send(mail())
    assert rig.received() == []


@pytest.mark.parametrize("rig", ["ses"], indirect=True)
def test_ses_gets_our_key_as_tags(rig: Rig) -> None:
    calls: list[dict[str, Any]] = []

    class Client:
        def send_email(self, **request: Any) -> dict[str, str]:
            calls.append(request)
            return {"MessageId": "m1"}

    assert SesMailer("set", client=Client()).send(mail()) == "m1"
    tags = {tag["Name"]: tag["Value"] for tag in calls[0]["EmailTags"]}
    assert tags == {"mail_id": mail().mail_id, "tenant": "acme", "session_id": "s1"}
    assert calls[0]["ConfigurationSetName"] == "set"
    assert calls[0]["Destination"] == {"ToAddresses": ["maria@example.org"]}


def refused(code: str, status: int = 400, message: str = "") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]
        "SendEmail",
    )


@pytest.mark.parametrize(
    ("raised", "error"),
    [
        (refused("TooManyRequestsException", 429), Retriable),
        (refused("MessageRejected", message="Email address is not verified."), Fatal),
        (refused("MessageRejected", message="contains a virus"), Skippable),
        (refused("BadRequestException"), Skippable),
        (refused("AccountSuspendedException"), Fatal),
        (refused("AccessDeniedException", 403), Fatal),
        (refused("InternalFailure", 500), Unknown),
        (EndpointConnectionError(endpoint_url="https://ses.example"), Retriable),
        (ReadTimeoutError(endpoint_url="https://ses.example"), Unknown),
    ],
)
def test_what_ses_says_is_named_by_what_to_do_next(raised: Exception, error: type[Exception]) -> None:
    class Client:
        def send_email(self, **_: Any) -> dict[str, str]:
            raise raised

    with pytest.raises(error) as caught:
        SesMailer(client=Client()).send(mail())
    assert isinstance(caught.value, Unknown) == (error is Unknown)
