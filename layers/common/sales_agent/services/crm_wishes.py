"""What an operator wishes for one CRM, tried on the account before it is kept: a typo must not stop the sync."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm_settings import settings_with
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Fatal, Refused

NO_WISHES: Mapping[str, str] = {
    "enabled": "app.yaml alone switches a CRM on and off",
    "field_mappings": "mappings are given with --map",
}
"""Names of the section that are no setting of a connection, and why."""
PROVED = frozenset({"owner", "pipeline", "stages"})
"""The settings that name something of the account."""


def check_names(wishes: Mapping[str, Any]) -> None:
    """Raises Refused for a setting that is not the connection's."""
    for name in wishes:
        if why := NO_WISHES.get(name):
            raise Refused(why, field=name)


def with_wishes(section: CrmSync, mappings: Mapping[str, str], wishes: Mapping[str, Any]) -> CrmSync:
    """The section as the wishes change it. Raises Refused that names the wrong one."""
    try:
        return settings_with(section, mappings, wishes)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise Refused(str(first["msg"]), field=".".join(map(str, first["loc"]))) from error


def prove(crm: CRM, settings: CrmSync) -> None:
    """Finds owner, pipeline and stages in the account. Raises Refused for one that is not there."""
    crm.stages("")  # an account that refuses us says so here, before a wish is blamed
    try:
        crm.prove()
        stages = crm.stages(settings.pipeline)
    except Fatal as unknown:
        raise Refused(str(unknown), field="set") from unknown
    known = {name for stage in stages for name in (stage.stage_id, stage.label)}
    for outcome, chosen in settings.stages.items():
        if chosen and chosen not in known:
            labels = ", ".join(stage.label for stage in stages)
            raise Refused(f"{crm.name} has no stage {chosen!r}; there are: {labels}", field=f"stages.{outcome}")
