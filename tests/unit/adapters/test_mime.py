"""A mail as an internet message: whole after the journey, and closed to whoever wants to add to it."""

import email
from email import policy
from email.message import EmailMessage
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.adapters.mime import mime
from sales_agent.domain.clean_text import one_line
from sales_agent.ports.mailers import Attachment, Mail

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Überblick\r\nEND:VCALENDAR\r\n"
HEADERS = {"From", "To", "Reply-To", "Subject", "Date", "Message-ID", "X-Sales-Agent-Mail", "Auto-Submitted"}
TRANSPORT = {"MIME-Version", "Content-Type", "Content-Transfer-Encoding"}


def mail(**fields: Any) -> Mail:
    values: dict[str, Any] = {
        "mail_id": "m-1",
        "tenant": "acme",
        "sender": "Acme <hello@example.com>",
        "recipient": "maria@example.org",
        "reply_to": "sales@example.com",
        "subject": "Hello",
        "text": "text\n",
        "html": "<p>html</p>\n",
        "headers": {"Auto-Submitted": "auto-generated"},
    }
    return Mail.model_validate(values | fields)


def travelled(one: Mail) -> EmailMessage:
    parsed = email.message_from_bytes(mime(one).as_bytes(), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def test_the_message_names_our_key() -> None:
    message = travelled(mail())
    assert message["X-Sales-Agent-Mail"] == "m-1"
    assert message["Message-ID"] == "<m-1@example.com>"


def test_the_message_is_seven_bits() -> None:
    mime(mail(subject="Grüße", text="Grüße 你好\n", html="<p>Grüße</p>")).as_bytes().decode("ascii")


def test_an_invitation_is_acted_on_by_calendars_and_opened_by_people() -> None:
    invite = Attachment(filename="invite.ics", content_type="text/calendar; method=REQUEST; charset=utf-8", content=ICS)
    message = travelled(mail(attachments=[invite]))
    alternative, file = list(message.iter_parts())
    assert [part.get_content_type() for part in alternative.iter_parts()] == [
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    calendar = list(alternative.iter_parts())[2]
    assert calendar["Content-Type"].params["method"] == "REQUEST"
    assert calendar.get_content_disposition() is None
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "invite.ics")
    assert file.get_content_disposition() == "attachment"
    assert file.get_content().decode() == ICS


def test_another_file_is_a_file_only() -> None:
    message = travelled(mail(attachments=[Attachment(filename="a.csv", content_type="text/csv", content="a,b\n")]))
    assert [part.get_content_type() for part in message.walk() if not part.is_multipart()][-1] == "text/csv"


any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@settings(deadline=None)
@given(subject=any_text, name=any_text, sender_name=any_text, header=any_text, filename=any_text)
def test_no_text_adds_a_header_or_a_recipient(
    subject: str, name: str, sender_name: str, header: str, filename: str
) -> None:
    file = Attachment(filename=filename, content_type="text/csv", content="x")
    message = travelled(
        mail(subject=subject, recipient_name=name, headers={"Auto-Submitted": header}, attachments=[file])
    )
    assert set(message.keys()) <= HEADERS | TRANSPORT
    assert [one.addr_spec for one in message["To"].addresses] == ["maria@example.org"]
    assert [one.addr_spec for one in message["From"].addresses] == ["hello@example.com"]
    assert len(message.get_all("Subject")) == 1


shown = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=200)


@settings(deadline=None, max_examples=50)
@given(text=shown, html=shown)
def test_the_bodies_come_through_whole(text: str, html: str) -> None:
    message = travelled(mail(text=text, html=html))
    for kind, written in (("plain", text), ("html", html)):
        body = message.get_body((kind,))
        assert body is not None
        assert body.get_content().replace("\r\n", "\n").strip("\n") == written.strip("\n")  # CRLF on the wire


@settings(deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=60))
def test_the_subject_comes_through_whole(subject: str) -> None:
    assert " ".join(str(travelled(mail(subject=subject))["Subject"]).split()) == one_line(subject)
