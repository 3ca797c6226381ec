"""How an organisation's Zoho CRM is set up: fields, pipelines, owners, and the key field that we need."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from sales_agent.adapters.zoho_forms import KEY, MODULES, NO_COMPANY, field_of
from sales_agent.adapters.zoho_http import Row, ZohoHttp
from sales_agent.domain.config_crm import Zoho
from sales_agent.domain.crm import CrmField, Stage
from sales_agent.domain.record import utc_now
from sales_agent.ports.errors import Fatal, Skippable

CLOSES_IN = timedelta(days=30)
"""A deal needs a date on which it is expected to close; the sales team sets the true one."""
KEYED = [module for modules in MODULES.values() for module in modules if module != "Notes"]
FILLED = {"Deals": {"Closing_Date", "Pipeline"}}
"""What is demanded of a new record and filled by `fresh`, whatever we know."""
KEY_FIELD = {
    "field_label": KEY.replace("_", " "),
    "data_type": "text",
    "length": 100,
    "unique": {"casesensitive": False},
}
"""zoho.com/crm/developer/docs/api/v8/create-custom-field.html"""


class ZohoAccount:
    """Reads what is set up once in its life."""

    def __init__(self, http: ZohoHttp, settings: Zoho) -> None:
        self._http = http
        self._settings = settings
        self._fields = cache(self._read_fields)
        self._layout: Callable[[str], Row] = cache(self._read_layout)

    def organisation(self) -> str:
        """Its own id; a sandbox's with its type, as Zoho does not say that it differs from its production's.

        zoho.com/crm/developer/docs/api/v8/get-org-data.html
        """
        org = self._http.listed("org")[0]
        kind = org.get("type") or "production"
        return str(org["zgid"]) if kind == "production" else f"{org['zgid']}-{kind}"

    def fields(self, module: str) -> list[CrmField]:
        """A module's fields; required are those that its layout asks for."""
        sections = self._layout(module).get("sections") or ()
        asked = frozenset(
            field["api_name"] for section in sections for field in section.get("fields") or () if field.get("required")
        )
        every = [field_of(described, asked) for described in self._fields(module).values()]
        filled = FILLED.get(module, set())
        return [field.model_copy(update={"required": field.required and field.name not in filled}) for field in every]

    def stages(self, pipeline: str) -> list[Stage]:
        """The stages of a pipeline; Zoho writes and reads one by its value. Raises Fatal."""
        options = self._fields("Deals").get("Stage", {}).get("pick_list_values") or ()
        chances = {option["actual_value"]: option.get("probability") or 0 for option in options}
        return [_stage(mapped, chances.get(mapped["actual_value"], 0)) for mapped in self._pipeline(pipeline)["maps"]]

    def row(self, module: str, values: Mapping[str, Any]) -> Row:
        """The values that the module has fields for, as they are written: Zoho drops others without a word."""
        known = self.keyed(module)
        return {
            name: [value] if known[name]["data_type"] == "multiselectpicklist" else value
            for name, value in values.items()
            if name in known
        }

    def fresh(self, module: str, values: Mapping[str, Any]) -> Row:
        """The row of a new record: with an owner, and what the module demands."""
        demanded: Row = {"Owner": {"id": self._owner}} if self._owner else {}
        if module == "Leads" and any(field.name == "Company" and field.required for field in self.fields(module)):
            demanded["Company"] = NO_COMPANY
        if module == "Deals":
            demanded["Closing_Date"] = (utc_now() + CLOSES_IN).date().isoformat()
            demanded["Pipeline"] = self._pipeline(self._settings.pipeline)["actual_value"]
        return self.row(module, {**demanded, **values})

    def keyed(self, module: str) -> dict[str, Row]:
        """The fields of a module, our key's among them. Raises Fatal."""
        known = self._fields(module)
        if module not in KEYED or known.get(KEY, {}).get("unique"):
            return known
        self._fields.cache_clear()
        raise Fatal(f"Zoho CRM has no unique field {KEY} in {module} (sales-agent crm connect zoho makes it)")

    def ensure_keys(self) -> list[str]:
        """Makes our key's field where it is missing; what an administrator must do is returned, a line each."""
        self._fields.cache_clear()
        return [line for module in KEYED if (line := self._ensure_key(module))]

    def _ensure_key(self, module: str) -> str:
        standing = self._fields(module).get(KEY)
        if standing:
            return "" if standing.get("unique") else f"tick «do not allow duplicate values» at {KEY} of {module}"
        try:
            self._http.make_field(module, KEY_FIELD)
        except (Fatal, Skippable) as refused:
            return f"make a single-line field {KEY} without duplicates in {module} ({refused})"
        self._fields.cache_clear()
        return ""

    def _read_fields(self, module: str) -> dict[str, Row]:
        return {row["api_name"]: row for row in self._http.listed("settings/fields", module=module)}

    def _read_layout(self, module: str) -> Row:
        layouts = self._http.listed("settings/layouts", module=module)
        return next((layout for layout in layouts if layout.get("status") == "active"), {})

    def _pipeline(self, wanted: str) -> Row:
        for found in self._pipelines:
            if not wanted or wanted in {found["id"], found["actual_value"], found["display_value"]}:
                return found
        names = ", ".join(found["display_value"] for found in self._pipelines)
        raise Fatal(f"Zoho CRM has no pipeline {wanted!r}; it has: {names}")

    @cached_property
    def _pipelines(self) -> list[Row]:
        """The default one first."""
        found = self._http.listed("settings/pipeline", layout_id=str(self._layout("Deals").get("id", "")))
        return sorted(found, key=lambda pipeline: not pipeline.get("default"))

    @cached_property
    def _owner(self) -> str:
        """The id of the user whom new records belong to. Raises Fatal."""
        wanted = self._settings.owner
        if not wanted:
            return ""
        for user in self._http.listed("users", type="ActiveUsers"):
            if wanted.casefold() in {str(user["id"]), str(user.get("email")).casefold()}:
                return str(user["id"])
        todo = "set crm_integration.zoho.owner to a user's e-mail address or id"
        raise Fatal(f"Zoho CRM has no active user {wanted!r}: {todo}")


def _stage(mapped: Row, chance: float) -> Stage:
    outcome = str(mapped.get("forecast_type") or "")
    return Stage(
        stage_id=mapped["actual_value"],
        label=mapped["display_value"],
        probability=1.0 if outcome == "Closed Won" else chance / 100,
        closed=outcome.startswith("Closed"),
    )
