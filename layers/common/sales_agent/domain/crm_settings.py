"""What a tenant decides about one CRM: its section of `app.yaml`, with the wishes of its connection over it."""

from collections.abc import Mapping
from typing import Any

from sales_agent.domain.config_crm import CrmSync


def settings_with[Section: CrmSync](
    section: Section, field_mappings: Mapping[str, str], sync_settings: Mapping[str, Any]
) -> Section:
    """The section as the wishes change it. Raises pydantic's ValidationError for a wish that it does not know."""
    mappings = {**section.field_mappings, **field_mappings}
    return type(section).model_validate({**section.model_dump(), **sync_settings, "field_mappings": mappings})
