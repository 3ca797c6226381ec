"""What an operator wishes for one CRM, tried on the account before it is kept: a typo must not stop the sync.

What is kept may have become wrong since: the account has changed, or what is allowed here has. It stands in the way of
no other wish, and can always be forgotten.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from shlex import quote
from typing import Any

from pydantic import ValidationError

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import Kind
from sales_agent.domain.crm_settings import settings_with
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Fatal, NotFound, Refused
from sales_agent.ports.integrations import Integration, Integrations
from sales_agent.services.crm_writer import CrmWriter
from sales_agent.services.gate import forget_failures

NO_WISHES: Mapping[str, str] = {
    "enabled": "app.yaml alone switches a CRM on and off",
    "field_mappings": "mappings are given with --map",
}
"""Names of the section that are no setting of a connection, and why."""
PROVED: Mapping[str, Any] = {"owner": "", "pipeline": "", "stages": {}}
"""The settings that name something of the account, as they are when they name nothing."""
STAGING = frozenset({"pipeline", "stages"})
"""Those that are right or wrong together."""
Trial = Callable[[CrmSync], CRM]
"""Opens the account with other settings."""


@dataclass(frozen=True)
class KeepWishes:
    """Keeps the wishes of one tenant for one CRM with its connection; `section` is what `app.yaml` has."""

    tenant: str
    crm: str
    section: CrmSync
    integrations: Integrations
    circuits: Circuits
    trial: Trial

    def __call__(
        self, mappings: Mapping[str, str], wishes: Mapping[str, Any], unset: Collection[str] = ()
    ) -> Integration:
        """Keeps wishes over those of before, and forgets some; the CRM is tried again at once.

        Raises Refused for a wish that the account cannot meet, NotFound without a connection.
        """
        check_names(wishes)
        with_wishes(self.section, mappings, wishes)
        standing = self.integrations.find(self.tenant, self.crm)
        if not standing:
            raise NotFound(f"{self.crm} is not connected")
        if unknown := sorted({*unset} - standing.field_mappings.keys() - standing.sync_settings.keys()):
            raise Refused(f"no wish is kept for {', '.join(unknown)}", field="unset")
        fields = {**_without(standing.field_mappings, unset), **mappings}
        settings = {**_without(standing.sync_settings, unset), **wishes}
        self._try(fields, settings, mappings, wishes)
        self.integrations.configure(self.tenant, self.crm, fields, settings)
        forget_failures(self.circuits, self.tenant, self.crm)
        return standing.model_copy(update={"field_mappings": fields, "sync_settings": settings})

    def check(self) -> None:
        """Raises Fatal for a kept wish that cannot be read, with the command that forgets it."""
        if standing := self.integrations.find(self.tenant, self.crm):
            for name, why in _unreadable(self.section, standing.field_mappings, standing.sync_settings).items():
                raise Fatal(f"the kept wish {name} makes no sense ({why}); {forgetting(self.crm, name)}")

    def _try(
        self,
        fields: Mapping[str, str],
        settings: Mapping[str, Any],
        mappings: Mapping[str, str],
        wishes: Mapping[str, Any],
    ) -> None:
        """The new ones beside what can be read of those kept. Raises Refused."""
        wrong = _unreadable(self.section, fields, settings)
        wanted = with_wishes(self.section, _without(fields, wrong), _without(settings, wrong))
        try_on(self.trial, wanted, wishes)
        if mappings:
            plan = CrmWriter(self.trial(wanted), wanted).plan("person")
            if refused := refused_mappings({"person": plan}, mappings):
                raise Refused("; ".join(refused), field="map")


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


def try_on(trial: Trial, settings: CrmSync, names: Collection[str]) -> None:
    """Looks for what these settings, and no others, name in the account. Raises Refused for one that is not there."""
    asked = PROVED.keys() & names
    asked |= STAGING if asked & STAGING else set()
    if asked:
        others = {name: nothing for name, nothing in PROVED.items() if name not in asked}
        focused = settings.model_copy(update=others)
        prove(trial(focused), focused)


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


def refused_mappings(plans: Mapping[Kind, FieldPlan], asked: Mapping[str, str]) -> list[str]:
    """Why those of these mappings that were asked for do not work, a line each."""
    lines = [line for one in plans.values() for line in one.lines]
    return [f"{line.ours}: {line.refused}" for line in lines if line.refused and asked.get(line.ours) == line.theirs]


def forgetting(crm: str, name: str) -> str:
    """How an operator gets rid of a kept wish."""
    return f"to forget it: sales-agent crm configure {crm} --unset {quote(name)}"


def _unreadable(section: CrmSync, mappings: Mapping[str, str], wishes: Mapping[str, Any]) -> dict[str, str]:
    """The wishes that the section does not know, and why."""
    try:
        settings_with(section, mappings, wishes)
    except ValidationError as error:
        found = [(str(one["loc"][one["loc"][0] == "field_mappings"]), str(one["msg"])) for one in error.errors()]
        return dict(found)
    return {}


def _without(kept: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in names}
