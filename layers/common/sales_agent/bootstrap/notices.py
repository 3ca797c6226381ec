"""Mails and reminders about meetings."""

from functools import cache

from sales_agent.adapters.schedulers.eventbridge import EventBridgeScheduler
from sales_agent.bootstrap.core import config
from sales_agent.bootstrap.mail import send_once
from sales_agent.bootstrap.meetings import desk, signer
from sales_agent.ports.schedulers import Scheduler
from sales_agent.services.appointment_mails import AppointmentMails
from sales_agent.services.confirm_meeting import ConfirmMeeting
from sales_agent.settings import settings

PAGE = "widget/appointment.html"


def confirm_meeting(tenant: str) -> ConfirmMeeting:
    """Tells a tenant's customers and sales team about their meetings."""
    return ConfirmMeeting(desk(tenant), _mails(tenant), send_once(tenant), scheduler())


@cache
def scheduler() -> Scheduler:
    """Plans the reminders."""
    chosen = settings()
    return EventBridgeScheduler(
        group=chosen.reminder_group, bus_arn=chosen.event_bus_arn, role_arn=chosen.reminder_role_arn
    )


def _mails(tenant: str) -> AppointmentMails:
    site = settings().public_site_url.rstrip("/")
    return AppointmentMails(
        config=config(tenant),
        signer=signer(),
        mail_from=settings().mail_from,
        team=settings().sales_team,
        page=f"{site}/{PAGE}" if site else "",
    )
