"""`crm_integration:` which CRMs are told, and of what."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sales_agent.domain.config_section import FieldName, Section

StageOf = Annotated[str, StringConstraints(pattern=r"^(new|qualified|meeting)$")]
"""How far a conversation came: `crm_records.Outcome`."""


class CrmSync(Section):
    """What is written to a CRM, common to all of them. `field_mappings`: our field -> the CRM's field."""

    enabled: bool = False
    field_mappings: dict[FieldName, str] = Field(default_factory=dict)
    sync_conversations: bool = True
    sync_deals: bool = True
    sync_appointments: bool = True
    pipeline: str = ""
    stages: dict[StageOf, str] = Field(default_factory=dict)
    owner: str = ""


Automation = Literal["workflow", "approval", "blueprint", "pathfinder", "orchestration"]


class Zoho(CrmSync):
    """Zoho CRM; `api_domain` is the data centre's host, and a new visitor becomes a `person_object`.

    `trigger` is what of the organisation's own automation our writes set off; nothing when empty.
    """

    api_domain: str = "www.zohoapis.com"
    person_object: Literal["lead", "contact"] = "lead"
    trigger: tuple[Automation, ...] = ("workflow", "approval", "blueprint")


class Salesforce(CrmSync):
    """Salesforce; a new visitor becomes a `person_object`, and `pipeline` is a record type of its opportunities."""

    sandbox_mode: bool = True
    person_object: Literal["lead", "contact"] = "lead"


class HubSpot(CrmSync):
    """HubSpot; `portal_id` makes links to records."""

    portal_id: int | None = None


class CrmIntegration(Section):
    """The CRMs; any number can be on at once."""

    zoho: Zoho = Zoho()
    salesforce: Salesforce = Salesforce()
    hubspot: HubSpot = HubSpot()

    @property
    def enabled(self) -> dict[str, CrmSync]:
        """The CRMs that are switched on, by name."""
        every: dict[str, CrmSync] = {"zoho": self.zoho, "salesforce": self.salesforce, "hubspot": self.hubspot}
        return {name: crm for name, crm in every.items() if crm.enabled}
