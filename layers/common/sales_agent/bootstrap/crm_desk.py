"""What operators do with the CRMs, and the daily comparison."""

from datetime import timedelta
from functools import cache

from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.metrics.dynamodb import DynamoMetrics
from sales_agent.adapters.read_backs.dynamodb import DynamoReadBacks
from sales_agent.bootstrap import crm as pipe
from sales_agent.bootstrap.core import config, conversations, table
from sales_agent.bootstrap.queues import queue
from sales_agent.ports.read_backs import ReadBacks
from sales_agent.services.crm_admin import CrmAdmin
from sales_agent.services.crm_connect import ConnectCrm
from sales_agent.services.crm_replay import ReplayCrm
from sales_agent.services.crm_untold import LeadSessions, Untold
from sales_agent.services.read_back import ReadBackCrm
from sales_agent.settings import settings


def enabled(tenant: str) -> list[str]:
    """The CRMs that a tenant uses."""
    return list(config(tenant).crm_integration.enabled)


def admin(tenant: str, crm: str) -> CrmAdmin:
    """Looks after one CRM."""
    syncing = pipe.syncing(tenant, crm)
    return CrmAdmin(
        tenant=tenant,
        crm=syncing.crm,
        section=pipe.section_of(tenant, crm),
        settings=syncing.settings,
        links=syncing.links,
        integrations=pipe.integrations(),
        circuits=pipe.circuits(),
        reports=read_backs(syncing.links.account),
        queue=queue(f"crm-{crm}") if settings().queue_prefix else None,
        trial=lambda wishes: pipe.trial(tenant, crm, wishes),
        lead_sessions=lead_sessions(),
    )


def connect(tenant: str, crm: str) -> ConnectCrm:
    """Connects one CRM."""
    return ConnectCrm(
        tenant=tenant,
        crm=crm,
        integrations=pipe.integrations(),
        circuits=pipe.circuits(),
        vault=pipe.vault(),
        giver=pipe.identity(crm, pipe.section_of(tenant, crm)),
        account=lambda: admin(tenant, crm),
        identify=lambda grant: pipe.account_of(tenant, crm, grant),
        former=lambda: pipe.trial(tenant, crm, pipe.section_of(tenant, crm)).account(),
    )


def replay(tenant: str, crm: str) -> ReplayCrm:
    """Tries again what is stuck."""
    return ReplayCrm(
        tenant,
        pipe.syncing(tenant, crm),
        look=lambda session_id: conversations(tenant).load(tenant, session_id, last_turns=1),
    )


def untold(tenant: str, crm: str) -> Untold:
    """What a CRM was not told of all that is kept."""
    kept = timedelta(days=config(tenant).privacy.retention_days)
    return Untold(tenant, pipe.syncing(tenant, crm), lead_sessions(), kept)


def read_back(tenant: str, crm: str) -> ReadBackCrm:
    """Compares what was synced with what is there."""
    syncing = pipe.syncing(tenant, crm)
    return ReadBackCrm(tenant, syncing, read_backs(syncing.links.account), lead_sessions(), pipe.deadline)


def lead_sessions() -> LeadSessions:
    """The sessions that got a lead, by day."""
    return DynamoMetrics(Table(settings().metrics_table_name)).lead_sessions


@cache
def read_backs(account: str = "") -> ReadBacks:
    """The comparisons with an account of the CRMs; the first one that was connected has no name."""
    return DynamoReadBacks(table(), account)
