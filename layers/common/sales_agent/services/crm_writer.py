"""Writes one record of a conversation into a CRM: mapped, compared, and only where it may."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.domain.crm_merge import LinkedRecord, Written, held, last_written, same, writable
from sales_agent.domain.crm_records import OUTCOMES, Wanted
from sales_agent.domain.field_mapping import FieldPlan, converted, plan_fields
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Skippable

Announce = Callable[[str, Mapping[str, Value], LinkedRecord | None], None]
"""Keeps what is about to be written under a key, and what is known of its record so far."""


class Deleted(Exception):
    """A record that we wrote is gone: a person deleted it."""

    @classmethod
    def of(cls, ref: CrmRef) -> "Deleted":
        """With the words for this record."""
        return cls(f"the {ref.kind} {ref.record_id} has been deleted in the CRM")


class CrmWriter:
    """Knows the CRM's fields and stages, read once in its life."""

    def __init__(self, crm: CRM, settings: CrmSync) -> None:
        self._crm = crm
        self._settings = settings
        self.plan: Callable[[Kind], FieldPlan] = cache(self._plan)
        self._fields: Callable[[Kind], dict[str, CrmField]] = cache(self._read_fields)
        self._stages: Callable[[], list[Stage]] = cache(lambda: crm.stages(settings.pipeline))

    def create(self, wanted: Wanted, links: Links, announce: Announce) -> LinkedRecord:
        """Makes the record and remembers what the CRM made of our values."""
        values = {field: value for field, value in self.mapped(wanted).items() if value != ""}
        announce(wanted.key, values, None)
        made = self._crm.create(wanted.kind, wanted.key, values, links)
        stands = self._crm.read(made.ref, list(values)) or made
        linked = LinkedRecord(ref=made.ref, key=wanted.key, links=links)
        return self._remembered(linked, stands, values, wanted)

    def update(
        self,
        wanted: Wanted,
        linked: LinkedRecord,
        intended: Mapping[str, Value],
        announce: Announce,
        others: Sequence[LinkedRecord] = (),
    ) -> LinkedRecord:
        """Writes what changed on our side into fields that are empty or ours. Raises Deleted.

        `others` is what other conversations know of the record.
        """
        values, told = self.mapped(wanted), self._told(wanted)
        current = self._crm.read(linked.ref, list(values))
        if not current:
            raise Deleted.of(linked.ref)
        values = {field: value for field, value in values.items() if field in current.values}
        linked = _with_intended(self._moved(linked, current), current, intended, told)
        theirs = last_written(*(one.written for one in others if one.ref.object == current.ref.object))
        linked = linked.model_copy(update={"held": held(values, current.values, linked.written)})
        allowed = writable(values, current.values, linked.written, others=theirs, told=told)
        if wanted.kind == "meeting":
            allowed = _whole(allowed, values, current)
        if wanted.kind == "deal" and not self._moves_on(values, current):
            allowed.pop(self._stage_field, None)
        if allowed:
            announce(wanted.key, allowed, linked)
            self._crm.update(current.ref, allowed)
            current = self._crm.read(current.ref, list(values)) or current
        return self._remembered(linked, current, allowed, wanted)

    def _moved(self, linked: LinkedRecord, current: CrmRecord) -> LinkedRecord:
        """A converted or merged record goes on as the one it became; what did not come along is not ours any more."""
        if current.ref == linked.ref:
            return linked
        if not current.key:
            with suppress(Skippable):  # another record has the key: this one does without
                self._crm.adopt(current.ref, linked.key)
        unread = "" if current.ref.object != linked.ref.object else None
        came = {field: one for field, one in linked.written.items() if current.values.get(field, unread) != ""}
        return linked.model_copy(update={"key": current.key or linked.key, "written": came})

    def mapped(self, wanted: Wanted) -> dict[str, Value]:
        """The values under the CRM's field names, those left out that no field can hold."""
        if wanted.kind in {"note", "meeting"}:
            return wanted.values
        fields, named = self._fields(wanted.kind), {}
        for ours, theirs in self.plan(wanted.kind).mapping.items():
            value = self._stage(wanted) if ours == "outcome" else wanted.values.get(ours)
            fitting = converted(value, fields[theirs]) if value is not None and ours != "outcome" else value
            if fitting is not None:
                named[theirs] = fitting
        return named

    def left_out(self, wanted: Wanted) -> list[str]:
        """What of the values is not written as it was wanted, a line each."""
        if wanted.kind in {"note", "meeting"}:
            return []
        plan, named = self.plan(wanted.kind).mapping, self.mapped(wanted)
        lost = [
            f"{ours} does not fit {theirs}"
            for ours, theirs in plan.items()
            if ours in wanted.values and theirs not in named
        ]
        return [f"{wanted.kind}: {line}" for line in lost + self._stage_missed(wanted)]

    @property
    def _stage_field(self) -> str:
        return self.plan("deal").mapping.get("outcome", "")

    def _stage(self, wanted: Wanted) -> str | None:
        """The stage of an outcome: the tenant's choice by id or label, else the first stages in order."""
        if chosen := self._chosen_stage(wanted):
            return chosen.stage_id
        stages = [stage for stage in self._stages() if not stage.closed]
        order = min(OUTCOMES.index(str(wanted.values["outcome"])), len(stages) - 1)
        return stages[order].stage_id if stages else None

    def _chosen_stage(self, wanted: Wanted) -> Stage | None:
        chosen = self._settings.stages.get(str(wanted.values["outcome"]))
        return next((stage for stage in self._stages() if chosen in {stage.stage_id, stage.label}), None)

    def _stage_missed(self, wanted: Wanted) -> list[str]:
        chosen = self._settings.stages.get(str(wanted.values.get("outcome")))
        if not chosen or self._chosen_stage(wanted):
            return []
        return [f"the pipeline has no stage {chosen!r}; it got the usual one"]

    def _moves_on(self, values: Mapping[str, Value], current: CrmRecord) -> bool:
        """A deal never goes back because of us."""
        order = [stage.stage_id for stage in self._stages()]
        new, old = values.get(self._stage_field), current.values.get(self._stage_field)
        return new in order and (old not in order or order.index(str(new)) > order.index(str(old)))

    def _remembered(
        self, linked: LinkedRecord, stands: CrmRecord, ours: Mapping[str, Value], wanted: Wanted
    ) -> LinkedRecord:
        sources = {theirs: wanted.sources.get(mine, 0) for mine, theirs in self._names(wanted).items()}
        told = self._told(wanted)
        news = {
            field: Written(
                value=stands.values.get(field, value), sent=value, seq=sources.get(field, 0), told_at=told.get(field)
            )
            for field, value in ours.items()
        }
        became = {"ref": stands.ref, "url": stands.url or linked.url, "company": stands.company}
        became |= {"deal": stands.deal or linked.deal}
        return linked.model_copy(update={**became, "written": {**linked.written, **news}})

    def _told(self, wanted: Wanted) -> dict[str, datetime]:
        names = self._names(wanted)
        return {names[ours]: at for ours, at in wanted.told.items() if ours in names}

    def _names(self, wanted: Wanted) -> dict[str, str]:
        if wanted.kind in {"note", "meeting"}:
            return {name: name for name in wanted.values}
        return self.plan(wanted.kind).mapping

    def _plan(self, kind: Kind) -> FieldPlan:
        wishes = self._settings.field_mappings if kind == "person" else {}
        return plan_fields(self._crm.default_mappings.get(kind, {}), wishes, list(self._fields(kind).values()))

    def _read_fields(self, kind: Kind) -> dict[str, CrmField]:
        return {field.name: field for field in self._crm.fields(kind)}


def _whole(allowed: dict[str, Value], values: Mapping[str, Value], current: CrmRecord) -> dict[str, Value]:
    """Begin and end of a meeting change together or not at all: a person may have moved one of them."""
    when = ("start", "end")
    changed = [field for field in when if field in values and not same(values[field], current.values.get(field, ""))]
    held = any(field not in allowed for field in changed)
    return {field: value for field, value in allowed.items() if not (held and field in when)}


def _with_intended(
    linked: LinkedRecord,
    current: CrmRecord,
    intended: Mapping[str, Value],
    told: Mapping[str, datetime],
) -> LinkedRecord:
    """What we were about to write before a crash, and now stands there, is ours."""
    arrived = {
        field: Written(value=current.values[field], sent=value, told_at=told.get(field))
        for field, value in intended.items()
        if field in current.values and same(str(current.values[field]).casefold(), str(value).casefold())
    }
    return linked.model_copy(update={"written": {**linked.written, **arrived}})
