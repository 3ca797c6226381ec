"""What an operator wishes for the CRMs: it opens also where kept wishes let nothing else open."""

from sales_agent.bootstrap import crm as pipe
from sales_agent.services.crm_wishes import KeepWishes


def wishes(tenant: str, crm: str) -> KeepWishes:
    """Keeps the wishes for one CRM."""
    return KeepWishes(
        tenant,
        crm,
        pipe.section_of(tenant, crm),
        pipe.integrations(),
        pipe.circuits(),
        lambda settings: pipe.trial(tenant, crm, settings),
    )
