"""Telling the CRMs, and looking after that."""

from collections.abc import Mapping
from functools import cache, lru_cache
from time import monotonic

from sales_agent.adapters import CRM_IDENTITIES, CRMS
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.circuits.dynamodb import DynamoCircuits
from sales_agent.adapters.crm_links.dynamodb import DynamoCrmLinks
from sales_agent.adapters.integrations.dynamodb import DynamoIntegrations
from sales_agent.adapters.queues.sqs import SqsQueue
from sales_agent.adapters.summaries.dynamodb import DynamoSummaries
from sales_agent.bootstrap.core import Secret, config, conversations, frozen, provider, table, vendor
from sales_agent.domain.circuit import Budget
from sales_agent.domain.config_crm import CrmSync
from sales_agent.ports.access_tokens import AccessTokens, Grant, TokenGiver
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.crm_links import CrmLinks
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import NotFound
from sales_agent.ports.integrations import Integration, Integrations
from sales_agent.ports.queues import Queue
from sales_agent.ports.vaults import Vault
from sales_agent.services.crm_story import LoadStory
from sales_agent.services.crm_tokens import FixedToken, SharedTokens
from sales_agent.services.crm_wishes import with_wishes
from sales_agent.services.gate import Deadline, Gate
from sales_agent.services.guarded_crm import GuardedCrm
from sales_agent.services.sync_crm import SyncCrm
from sales_agent.settings import settings

METADATA_SECONDS = 600
"""So long a CRM's fields and stages count as known."""
BUDGETS = {
    "hubspot": Budget(calls=100, seconds=10),  # the smallest accounts' limit: developers.hubspot.com, usage guidelines
    "salesforce": Budget(calls=100, seconds=10),  # only the day is limited there; the rest is the company's own
    "zoho": Budget(calls=60, seconds=10),  # limits credits a day and calls at once: zoho.com/crm/developer, api-limits
}
deadline = Deadline()


def sync_crm(tenant: str, crm: str) -> SyncCrm | None:
    """Syncs a tenant's conversations into a CRM; None when the tenant does not use it."""
    try:
        enabled = config(tenant).crm_integration.enabled
    except NotFound:
        return None
    return syncing(tenant, crm) if crm in enabled else None


def syncing(tenant: str, crm: str) -> SyncCrm:
    """The sync with a CRM, switched on or not, as `app.yaml` and the connection together want it."""
    section, connection = section_of(tenant, crm), integrations().find(tenant, crm)
    if connection:
        section = with_wishes(section, connection.field_mappings, connection.sync_settings)
    return _syncing(
        tenant,
        crm,
        type(section),
        section.model_dump_json(),
        frozen(vendor(crm)),
        *_connection(connection),
        int(monotonic() // METADATA_SECONDS),
    )


def trial(tenant: str, crm: str, wishes: CrmSync) -> CRM:
    """The CRM as these settings would have it, beside the gate: a wish that does not work out must not close it."""
    return _opened(tenant, crm, wishes, dict(vendor(crm)), *_connection(integrations().find(tenant, crm)))


def section_of(tenant: str, crm: str) -> CrmSync:
    """A CRM's section of `app.yaml`. Raises NotFound."""
    found = getattr(config(tenant).crm_integration, crm, None)
    if not isinstance(found, CrmSync):
        raise NotFound(f"there is no CRM {crm!r}; there are: {', '.join(BUDGETS)}")
    return found


@cache
def integrations() -> Integrations:
    """The connections."""
    return DynamoIntegrations(table())


@cache
def circuits() -> Circuits:
    """What all workers know of the vendors."""
    return DynamoCircuits(table())


def links(tenant: str, account: str = "") -> CrmLinks:
    """What is known of a tenant's records in an account of the CRMs; the first one that was connected has no name."""
    return DynamoCrmLinks(table(), retention_days=config(tenant).privacy.retention_days, account=account)


@cache
def vault() -> Vault:
    """Seals credentials."""
    from sales_agent.adapters.vaults.kms import KmsVault

    return KmsVault(settings().kms_key_id)


@cache
def queue(name: str) -> Queue:
    """A queue by its name."""
    return SqsQueue(name)


def identity(crm: str, section: CrmSync) -> TokenGiver:
    """The identity server of a CRM."""
    made: TokenGiver = provider(CRM_IDENTITIES, crm)(secret=vendor(crm), settings=section)
    return made


@lru_cache(maxsize=32)
def _syncing(
    tenant: str, crm: str, kind: type[CrmSync], wishes: str, secret: Secret, connection: str, account: str, _: int
) -> SyncCrm:
    chosen, known = kind.model_validate_json(wishes), dict(secret)
    made = _opened(tenant, crm, chosen, known, connection, account)
    story = LoadStory(conversations(tenant), DynamoSummaries(table()), DynamoBookings(table()))
    return SyncCrm(
        crm=GuardedCrm(made, Gate(tenant, crm, circuits(), BUDGETS[crm], deadline)),
        links=links(tenant, account),
        stories=story,
        settings=chosen,
        done=integrations().synced,
        named=conversations(tenant).name_lead,
    )


def account_of(tenant: str, crm: str, grant: Grant) -> str:
    """The vendor's id of the account that gave a token, which is not stored yet."""
    return _made(crm, FixedToken(crm, grant), dict(vendor(crm)), section_of(tenant, crm)).account()


def _connection(standing: Integration | None) -> tuple[str, str]:
    """A connection's id, and the account whose links are kept apart; nothing where there is none."""
    return (standing.integration_id, standing.links_account) if standing else ("", "")


def _opened(tenant: str, crm: str, chosen: CrmSync, secret: Mapping[str, str], connection: str, account: str) -> CRM:
    """The account; without a connection, the one that the token of the vendor's secret opens, if it has one."""
    tokens: AccessTokens = FixedToken(crm, Grant(access_token=secret.get("access_token", "")))
    if connection:
        tokens = SharedTokens(tenant, crm, integrations(), vault(), identity(crm, chosen), account=account)
    return _made(crm, tokens, secret, chosen)


def _made(crm: str, tokens: AccessTokens, secret: Mapping[str, str], chosen: CrmSync) -> CRM:
    made: CRM = provider(CRMS, crm)(tokens=tokens, secret=secret, settings=chosen)
    return made
