"""What mails about an appointment say, to the customer and to the sales team, each in the reader's own time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from sales_agent.domain.appointment_links import reference, sign_reference
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.invitation import invitation, method_of
from sales_agent.domain.meeting import Appointment, time_label
from sales_agent.domain.signing import Signer
from sales_agent.ports.errors import Fatal
from sales_agent.ports.mailers import Attachment, Mail
from sales_agent.services.mail_texts import render

Occasion = Literal["booked", "moved", "cancelled", "never_booked", "reminder"]
Reader = Literal["customer", "sales"]
SUBJECTS: dict[Occasion, str] = {
    "booked": "Confirmed: {title}, {when}",
    "moved": "Moved: {title}, now {when}",
    "cancelled": "Cancelled: {title}, {when}",
    "never_booked": "Not booked: {title}, {when}",
    "reminder": "Reminder: {title}, {when}",
}
LEADS: dict[tuple[Occasion, Reader], str] = {
    (
        "booked",
        "customer",
    ): "Hello {customer}, your meeting is confirmed. The attached invitation is for your calendar.",
    ("booked", "sales"): "{customer} ({email}) has booked a meeting with you.",
    ("moved", "customer"): "Hello {customer}, your meeting has been moved. The invitation updates your calendar.",
    ("moved", "sales"): "{customer} ({email}) has moved the meeting.",
    ("cancelled", "customer"): "Hello {customer}, your meeting has been cancelled.",
    ("cancelled", "sales"): "The meeting with {customer} ({email}) has been cancelled.",
    ("never_booked", "customer"): "Hello {customer}, this time could not be booked after all: our calendar did not "
    "answer. Please choose another time in the chat; we are sorry for the trouble.",
    ("never_booked", "sales"): "{customer} ({email}) wanted this time, but the calendar did not answer. Get in touch.",
    ("reminder", "customer"): "Hello {customer}, this is a reminder of our meeting.",
    ("reminder", "sales"): "A reminder of your meeting with {customer} ({email}).",
}
NO_INVITATION = {"reminder", "never_booked"}
OVER = {"cancelled", "never_booked"}
HEADERS = {"Auto-Submitted": "auto-generated"}


@dataclass(frozen=True)
class AppointmentMails:
    """Writes one tenant's mails. `team` gets those of hosts without an address; the customer's link opens `page`."""

    config: SalesAgentConfig
    signer: Signer
    mail_from: str = ""
    team: Sequence[str] = ()
    page: str = ""

    def __call__(
        self, appointment: Appointment, occasion: Occasion, now: datetime, *, detail: str = ""
    ) -> Iterator[tuple[str, Mail]]:
        """Each mail with its purpose; `detail` tells mails of one occasion apart. Raises Fatal without a sender."""
        purpose = f"appointment-{appointment.appointment_id}-{appointment.sequence}-{occasion}{detail}"
        team = [appointment.host_email] if appointment.host_email else self._team
        yield purpose, self._mail(appointment, occasion, "customer", appointment.email, purpose, now)
        for member in dict.fromkeys(team):
            yield purpose, self._mail(appointment, occasion, "sales", member, purpose, now)

    def _mail(
        self, appointment: Appointment, occasion: Occasion, reader: Reader, to: str, purpose: str, now: datetime
    ) -> Mail:
        customer, to_customer = one_line(appointment.customer_name), reader == "customer"
        zone = appointment.time_zone if to_customer else appointment.host_time_zone
        when = time_label(appointment.start, zone, locale=appointment.locale if to_customer else "en")
        subject = one_line(SUBJECTS[occasion].format(title=appointment.title, when=when))
        link = self._link(appointment) if to_customer else ""
        words = {
            "appointment": appointment,
            "company": self.config.company.name,
            "language": "en",
            "lead": LEADS[occasion, reader].format(customer=customer, email=appointment.email),
            "manage_url": link,
            "other": appointment.host_name if to_customer else f"{customer}, {appointment.email}",
            "over": occasion in OVER,
            "subject": subject,
            "when": when,
        }
        html, text = render("appointment", "professional", words)
        return Mail(
            mail_id=str(uuid5(NAMESPACE_URL, f"{appointment.tenant}|{appointment.session_id}|{purpose}|{to.lower()}")),
            tenant=appointment.tenant,
            session_id=appointment.session_id,
            sender=self._sender(),
            recipient=to,
            recipient_name=customer if to_customer else one_line(appointment.host_name),
            reply_to=self._reply_to(appointment) if to_customer else appointment.email,
            subject=subject,
            text=text,
            html=html,
            attachments=[]
            if occasion in NO_INVITATION
            else [self._invitation(appointment, link, now, "" if to_customer else to)],
            headers=HEADERS,
        )

    def _invitation(self, appointment: Appointment, link: str, now: datetime, colleague: str) -> Attachment:
        organizer = appointment.host_email or self._address()
        text = invitation(appointment, organizer=organizer, now=now, manage_url=link, colleague=colleague)
        content_type = f"text/calendar; method={method_of(appointment)}; charset=UTF-8"
        return Attachment(filename="invitation.ics", content_type=content_type, content=text)

    @property
    def _team(self) -> Sequence[str]:
        return self.config.company.sales_team_emails or self.team

    def _link(self, appointment: Appointment) -> str:
        token = sign_reference(reference(appointment), self.signer, appointment.end)
        return f"{self.page}#{token}" if self.page else ""

    def _reply_to(self, appointment: Appointment) -> str:
        return self.config.email.reply_to or appointment.host_email or next(iter(self._team), "")

    def _sender(self) -> str:
        name = one_line(self.config.email.from_name or self.config.company.name)
        return str(Address(name, addr_spec=self._address()))

    def _address(self) -> str:
        address = self.config.email.from_address or self.mail_from
        if not address:
            raise Fatal("no sender: set email.from_address in app.yaml, or the deployment's MailFrom")
        return address
