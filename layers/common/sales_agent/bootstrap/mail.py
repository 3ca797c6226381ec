"""What follows when a conversation ends: summary and mails."""

from functools import lru_cache

from sales_agent.adapters import MAILERS
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.deliveries.dynamodb import DynamoDeliveries
from sales_agent.adapters.summaries.dynamodb import DynamoSummaries
from sales_agent.bootstrap.core import all_conversations, config, conversations, frozen, provider, table, vendor
from sales_agent.bootstrap.models import writer
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.ports.mailers import Mailer
from sales_agent.services.close_conversation import CloseIdle
from sales_agent.services.record_mail import RecordMail
from sales_agent.services.send_once import SendOnce
from sales_agent.services.summarize import Summarize
from sales_agent.services.summary_mails import SummaryMails
from sales_agent.settings import settings


def send_once(tenant: str) -> SendOnce:
    """A tenant's way out for mails."""
    return SendOnce(mailer(config(tenant)), deliveries(tenant))


def deliveries(tenant: str) -> DynamoDeliveries:
    """A tenant's ledger of mails."""
    return DynamoDeliveries(table(), retention_days=config(tenant).privacy.retention_days)


def summaries(tenant: str) -> DynamoSummaries:
    """A tenant's summaries."""
    return DynamoSummaries(table(), retention_days=config(tenant).privacy.retention_days)


def summarize(tenant: str) -> Summarize:
    """Summarizes a tenant's conversations and mails what they came to."""
    chosen = config(tenant)
    return Summarize(
        config=chosen,
        conversations=conversations(tenant),
        summaries=summaries(tenant),
        mails=SummaryMails(chosen, settings().mail_from, settings().sales_team),
        send=send_once(tenant),
        bookings=DynamoBookings(table()),
        writer=writer(tenant),
    )


def record_mail() -> RecordMail:
    """Takes in what SES reports of a mail."""
    return RecordMail(DynamoDeliveries(table()))


def close_idle() -> CloseIdle:
    """Closes conversations of all tenants that have gone quiet."""
    return CloseIdle(all_conversations(), config)


def mailer(chosen: SalesAgentConfig) -> Mailer:
    """The mail service of the configuration."""
    name = chosen.email.provider
    return _mailer(name, frozen(vendor(name)))


@lru_cache(maxsize=8)
def _mailer(name: str, secret: tuple[tuple[str, str], ...]) -> Mailer:
    known = {"configuration_set": settings().ses_configuration_set} if name == "ses" else {}
    made: Mailer = provider(MAILERS, name)(secret=dict(secret), **known)
    return made
