"""A mail as an internet message (RFC 5322, RFC 2045)."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from email_validator import EmailNotValidError, validate_email

from sales_agent.domain.clean_text import one_line
from sales_agent.ports.errors import Skippable
from sales_agent.ports.mailers import Attachment, Mail

SEVEN_BIT = SMTP.clone(cte_type="7bit")
"""SES takes raw messages in seven bits only."""
MAIL_ID_HEADER = "X-Sales-Agent-Mail"
INVITATION = "text/calendar"


def mime(mail: Mail) -> EmailMessage:
    """The message. Raises Skippable when an address is none; nothing in the mail can add a header or a recipient."""
    message = EmailMessage(policy=SEVEN_BIT)
    message["From"] = mailbox(mail.sender)
    message["To"] = mailbox(mail.recipient, mail.recipient_name)
    if mail.reply_to:
        message["Reply-To"] = mailbox(mail.reply_to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = f"<{mail.mail_id}@{mailbox(mail.sender).domain}>"
    message[MAIL_ID_HEADER] = mail.mail_id
    for name, value in mail.headers.items():
        message[name] = one_line(value)
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    _attach(message, mail.attachments)
    return message


def mailbox(text: str, name: str = "") -> Address:
    """An address as mail servers take it, an international domain in its ASCII form. Raises Skippable."""
    written, spec = parseaddr(one_line(text))
    try:
        address = validate_email(spec, check_deliverability=False, allow_smtputf8=False).ascii_email or ""
    except EmailNotValidError as error:
        raise Skippable("this is no e-mail address") from error
    return Address(display_name=one_line(name or written), addr_spec=address)


def _attach(message: EmailMessage, attachments: list[Attachment]) -> None:
    """An invitation is an alternative to the text, which calendars act on, and a file, which people can open."""
    for one in attachments:
        if content_type(one) == INVITATION:
            message.add_alternative(one.content, subtype="calendar", params=parameters(one))
    for one in attachments:
        kind = "application/ics" if content_type(one) == INVITATION else content_type(one)
        main, _, sub = kind.partition("/")
        message.add_attachment(one.content.encode(), maintype=main, subtype=sub, filename=one_line(one.filename))


def content_type(attachment: Attachment) -> str:
    """The bare type, such as `text/calendar`."""
    return attachment.content_type.partition(";")[0].strip().lower()


def parameters(attachment: Attachment) -> dict[str, str]:
    """The type's parameters, such as `method`, without the character set."""
    pairs = (part.partition("=") for part in attachment.content_type.split(";")[1:])
    values = {name.strip().lower(): value.strip().strip('"') for name, _, value in pairs}
    return {name: value for name, value in values.items() if name and name != "charset"}
