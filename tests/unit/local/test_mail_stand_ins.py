"""Sending through SendGrid, Mailgun and SMTP as our mailers do: requests, and the standard library's smtplib."""

import base64
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
import requests

from local.vendors import mailgun, sendgrid
from local.vendors.kit import Fault, RunningServer, serve
from local.vendors.smtp import SmtpServer

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"


def mailbox(server: RunningServer) -> list[dict[str, Any]]:
    return list(requests.get(f"{server.url}/_control/state", timeout=5).json()["mailbox"])


def control(server: RunningServer, path: str, **body: Any) -> None:
    requests.post(f"{server.url}/_control/{path}", json=body, timeout=5).raise_for_status()


@pytest.fixture
def grid() -> Iterator[RunningServer]:
    with serve(sendgrid.build()) as server:
        yield server


def send_grid(server: RunningServer, key: str = "SG.key", **change: Any) -> requests.Response:
    body = {
        "personalizations": [{"to": [{"email": "ada@customer.example", "name": "Ada"}]}],
        "from": {"email": "sales@example.com"},
        "subject": "Your summary",
        "content": [{"type": "text/plain", "value": "Hello"}, {"type": "text/html", "value": "<p>Hello</p>"}],
        **change,
    }
    return requests.post(f"{server.url}/v3/mail/send", json=body, headers={"Authorization": f"Bearer {key}"}, timeout=5)


def test_sendgrid_takes_a_mail_with_its_invitation(grid: RunningServer) -> None:
    file = {"content": base64.b64encode(ICS.encode()).decode(), "type": "text/calendar", "filename": "invite.ics"}
    reply = send_grid(grid, attachments=[file])
    [mail] = mailbox(grid)

    assert (reply.status_code, reply.content) == (202, b"")
    assert mail["headers"]["X-Message-Id"] == reply.headers["X-Message-Id"]
    assert (mail["recipients"], mail["text"], mail["html"]) == (["ada@customer.example"], "Hello", "<p>Hello</p>")
    assert mail["attachments"] == [{"filename": "invite.ics", "content_type": "text/calendar", "content": ICS}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "personalizations.0.to"),
        ({"from": {"email": "nobody"}}, "from.email"),
        ({"subject": ""}, "subject"),
        ({"content": []}, "content"),
    ],
)
def test_mails_sendgrid_does_not_take(grid: RunningServer, change: dict[str, Any], field: str) -> None:
    grid.stand_in.contracts.clear()
    reply = send_grid(grid, **change)
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (400, field)
    assert mailbox(grid) == []


def test_sendgrid_refuses_a_deleted_key_a_strange_sender_and_too_much(grid: RunningServer) -> None:
    control(grid, "senders", senders=["sales@example.com"])
    assert send_grid(grid, **{"from": {"email": "ceo@example.com"}}).status_code == 403
    huge = [{"content": "A" * (30 * 1024 * 1024), "filename": "x"}]
    assert send_grid(grid, attachments=huge).status_code == 413
    control(grid, "revoke", key="SG.key")
    assert send_grid(grid).status_code == 401
    assert mailbox(grid) == []


def test_sendgrid_says_when_its_limit_resets_and_checks_only_in_a_sandbox(grid: RunningServer) -> None:
    grid.stand_in.faults.add(Fault("429", detail="1798761600"))
    assert send_grid(grid).headers["X-RateLimit-Reset"] == "1798761600"
    assert send_grid(grid, mail_settings={"sandbox_mode": {"enable": True}}).status_code == 200
    assert mailbox(grid) == []


@pytest.fixture
def gun() -> Iterator[RunningServer]:
    with serve(mailgun.build()) as server:
        yield server


def send_gun(
    server: RunningServer, key: str = mailgun.KEY, domain: str = mailgun.DOMAIN, files: Any = None, **change: str
) -> Any:
    form = {"from": "sales@example.com", "to": "ada@customer.example", "subject": "Your summary", "text": "Hello"}
    parts = {name: (None, value) for name, value in {**form, **change}.items()}
    url = f"{server.url}/v3/{domain}/messages"
    return requests.post(url, files={**parts, **(files or {})}, auth=("api", key), timeout=5)


def events(server: RunningServer, **query: str) -> list[tuple[str, str]]:
    url = f"{server.url}/v3/{mailgun.DOMAIN}/events"
    items = requests.get(url, query, auth=("api", mailgun.KEY), timeout=5).json()["items"]
    return [(item["event"], item["recipient"]) for item in items]


def test_mailgun_queues_a_mail_and_its_events_are_found_by_message_id(gun: RunningServer) -> None:
    reply = send_gun(gun, **{"h:Message-Id": "<ours@example.com>"}).json()
    send_gun(gun)

    assert reply == {"id": "<ours@example.com>", "message": "Queued. Thank you."}
    delivered = [("accepted", "ada@customer.example"), ("delivered", "ada@customer.example")]
    assert events(gun, **{"message-id": "ours@example.com"}) == delivered
    assert len(events(gun)) == 4


def test_mailgun_takes_an_invitation(gun: RunningServer) -> None:
    assert send_gun(gun, files={"attachment": ("invite.ics", ICS, "text/calendar")}).ok
    assert mailbox(gun)[0]["attachments"] == [
        {"filename": "invite.ics", "content_type": "text/calendar", "content": ICS}
    ]


def test_mailgun_says_who_bounced_and_delivers_nothing_in_test_mode(gun: RunningServer) -> None:
    control(gun, "bounces", address="ada@customer.example")
    send_gun(gun, **{"o:testmode": "yes"})
    assert ("failed", "ada@customer.example") in events(gun, event="failed")
    assert mailbox(gun) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"to": "nobody"}, "to parameter is not a valid address. please check documentation"),
        ({"text": ""}, "Need at least one of 'text', 'html', 'amp-html' or 'template' parameters specified"),
        (
            {"v:state": "x" * 17_000},
            "Send options (parameters starting with o:, h:, or v:) are limited to 16 kB total",
        ),
    ],
)
def test_mails_mailgun_does_not_take(gun: RunningServer, change: dict[str, str], message: str) -> None:
    reply = send_gun(gun, **change)
    assert (reply.status_code, reply.json()["message"]) == (400, message)


def test_mailgun_refuses_a_deleted_key_in_plain_text_and_an_unknown_domain_in_json(gun: RunningServer) -> None:
    assert send_gun(gun, domain="other.example").status_code == 404
    control(gun, "revoke")
    reply = send_gun(gun)
    assert (reply.status_code, reply.text) == (401, "Forbidden")


def test_mailgun_takes_a_finished_mime_message(gun: RunningServer) -> None:
    url = f"{gun.url}/v3/{mailgun.DOMAIN}/messages.mime"
    files = {"to": (None, "ada@customer.example"), "message": ("mail.eml", bytes(invitation()), "message/rfc822")}
    assert requests.post(url, files=files, auth=("api", mailgun.KEY), timeout=5).ok
    assert mailbox(gun)[0]["subject"] == "Appointment"


def invitation() -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Appointment", "sales@example.com", "ada@customer.example"
    mail["Message-ID"] = "<ours@example.com>"
    mail.set_content("See you on Tuesday — 10:00")
    mail.add_alternative("<p>See you on Tuesday</p>", subtype="html")
    mail.add_alternative(ICS, subtype="calendar", params={"method": "REQUEST"})
    return mail


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def deliver(server: SmtpServer, login: tuple[str, str] | None = None) -> None:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        if login:
            client.login(*login)
        client.send_message(invitation())


def test_smtp_keeps_the_mail_with_text_html_and_invitation(smtp: SmtpServer) -> None:
    deliver(smtp)
    [mail] = smtp.mailbox.mails
    assert (mail.sender, mail.recipients) == ("sales@example.com", ["ada@customer.example"])
    assert mail.text.strip() == "See you on Tuesday — 10:00"
    assert mail.html.strip() == "<p>See you on Tuesday</p>"
    assert mail.attachments[0].content.splitlines() == ICS.splitlines()
    assert mail.headers["Message-ID"] == "<ours@example.com>"


@pytest.mark.parametrize(
    ("fault", "raises", "kept"),
    [
        (Fault("451", method="RCPT"), smtplib.SMTPRecipientsRefused, 0),
        (Fault("550", method="RCPT", path="ada@"), smtplib.SMTPRecipientsRefused, 0),
        (Fault("552", method="DATA"), smtplib.SMTPDataError, 0),
        (Fault("drop_before", method="DATA"), smtplib.SMTPServerDisconnected, 0),
        (Fault("drop_after", method="DATA"), smtplib.SMTPServerDisconnected, 1),
    ],
)
def test_smtp_fails_in_the_ways_servers_do(smtp: SmtpServer, fault: Fault, raises: type[Exception], kept: int) -> None:
    smtp.stand_in.faults.add(fault)
    with pytest.raises(raises):
        deliver(smtp)
    assert len(smtp.mailbox.mails) == kept
    deliver(smtp)
    assert len(smtp.mailbox.mails) == kept + 1


def test_smtp_may_want_a_login() -> None:
    with SmtpServer(login=("user", "secret")) as server:
        with pytest.raises(smtplib.SMTPSenderRefused):
            deliver(server)
        with pytest.raises(smtplib.SMTPAuthenticationError):
            deliver(server, ("user", "wrong"))
        deliver(server, ("user", "secret"))
        assert len(server.mailbox.mails) == 1


def test_the_smtp_mailbox_is_seen_over_http_like_every_other(smtp: SmtpServer) -> None:
    with serve(smtp.stand_in) as server:
        deliver(smtp)
        assert [mail["subject"] for mail in mailbox(server)] == ["Appointment"]
