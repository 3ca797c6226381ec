"""`sales-agent crm connect|fields|plan|configure`: an account, and where our fields go in it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from cli import crm_credentials
from cli.answers import AsJson, CrmName, Tenant, awaited, document, exit_unless, plain, refusals, shown, tracked
from sales_agent.domain.crm import CrmField, Kind
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.ports.errors import Refused

if TYPE_CHECKING:
    from sales_agent.services.crm_admin import CrmAdmin
    from sales_agent.services.crm_connect import Connected

Maps = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS", help="Ours goes into this field of the CRM; into none when empty"),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="A setting of the CRM's section of app.yaml; JSON for `stages`"),
]
Unsets = Annotated[
    list[str] | None,
    typer.Option("--unset", metavar="NAME", help="Forgets a wish, mapping or setting: app.yaml counts again"),
]
Source = Annotated[
    Path | None, typer.Option("--credentials", help="JSON file of them, - for standard input; else they are asked for")
]
OfKind = Annotated[str, typer.Option(help="person, company or deal; left out, all of them")]
SHOWN_OPTIONS = 8


def connect(crm: CrmName, credentials: Source = None, tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """Connect an account: prove the credentials, seal them with KMS, and look whether the account fits.

    Exit code 0: connected; 1: refused, or an administrator must still do what is said; 2: wrong input.
    """
    from sales_agent.bootstrap import crm_desk
    from sales_agent.bootstrap.crm_wishes import wishes

    with refusals(as_json=as_json):
        wishes(tenant, crm).check()
        given = crm_credentials.read(crm, credentials)
        connecting = crm_desk.connect(tenant, crm)
        made = awaited(lambda: connecting(given), f"Connecting {crm}", as_json=as_json)
    if as_json:
        document({"crm": crm, "connected": True, **made.model_dump(mode="json")})
    else:
        which = f", account {made.account}" if made.account else ""
        shown(f"{crm} is connected for tenant {tenant}{which}.", *_account_lines(crm, made), *_lines(made.plans))
        shown(*(f"An administrator must still: {line}" for line in made.todo))
    exit_unless(well=not made.todo and not _unfilled(made.plans))


def fields(crm: CrmName, kind: OfKind = "", tenant: Tenant = "default", as_json: AsJson = False) -> None:
    """List the CRM's own fields, from its metadata."""
    from sales_agent.services.crm_admin import MAPPED

    with refusals(as_json=as_json):
        wanted = [one for one in MAPPED if kind in {"", one}]
        if not wanted:
            raise Refused(f"there is no kind {kind!r}; there are: {', '.join(MAPPED)}", field="kind")
        admin = opened(tenant, crm)
        with tracked(wanted, f"Asking {crm}", total=len(wanted), as_json=as_json) as asked:
            found = {one: admin.fields(one) for one in asked if one in admin.crm.kinds}
    if as_json:
        document({one: [field.model_dump(mode="json") for field in every] for one, every in found.items()})
    else:
        shown(*(_field_table(one, every) for one, every in found.items()))


def plan(
    crm: CrmName, maps: Maps = None, sets: Sets = None, tenant: Tenant = "default", as_json: AsJson = False
) -> None:
    """Show where each field of ours goes and why one does not; with --map and --set, as it would be then.

    Exit code 1: a field that was asked for is refused, one that the CRM requires stays empty, or the account cannot
    meet a wish that is kept.
    """
    from sales_agent.services.crm_wishes import refused_mappings

    with refusals(as_json=as_json):
        mappings, wishes = _pairs(maps), _settings(sets)
        admin = opened(tenant, crm)
        if not wishes:
            awaited(admin.check, f"Asking {crm}", as_json=as_json)
        plans = awaited(lambda: admin.plan(mappings, wishes), f"Asking {crm}", as_json=as_json)
    if as_json:
        document({kind: one.model_dump(mode="json") for kind, one in plans.items()})
    else:
        shown(*_lines(plans))
    asked = {**admin.settings.field_mappings, **mappings}
    exit_unless(well=not _unfilled(plans) and not refused_mappings(plans, asked))


def configure(
    crm: CrmName,
    maps: Maps = None,
    sets: Sets = None,
    unset: Unsets = None,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Keep field mappings and sync settings with the connection, over those of app.yaml and of before.

    Owner, pipeline and stages are looked up in the account first. Exit code 2: a wish cannot be met; nothing is kept.
    """
    from sales_agent.bootstrap.crm_wishes import wishes as wishes_of

    with refusals(as_json=as_json):
        mappings, wishes = _pairs(maps), _settings(sets)
        if not mappings and not wishes and not unset:
            raise Refused("give --map, --set or --unset")
        keep = wishes_of(tenant, crm)
        standing = awaited(lambda: keep(mappings, wishes, unset or ()), f"Asking {crm}", as_json=as_json)
    kept = {"field_mappings": standing.field_mappings, "sync_settings": standing.sync_settings}
    if as_json:
        document({"crm": crm, **kept})
    else:
        shown(f"Kept for {crm}: {json.dumps(kept, ensure_ascii=False)}. It counts from the next sync on.")


def opened(tenant: str, crm: str) -> "CrmAdmin":
    """What looks after a CRM. Raises Fatal for a kept wish that cannot be read, with the command that forgets it."""
    from sales_agent.bootstrap import crm_desk
    from sales_agent.bootstrap.crm_wishes import wishes

    wishes(tenant, crm).check()
    return crm_desk.admin(tenant, crm)


def _pairs(given: Sequence[str] | None) -> dict[str, str]:
    pairs = [one.partition("=") for one in given or ()]
    if wrong := next((name for name, sign, _ in pairs if not sign or not name.strip()), None):
        raise Refused(f"{wrong!r} is not of the form name=value")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _settings(given: Sequence[str] | None) -> dict[str, Any]:
    """Values as app.yaml has them: objects and lists as JSON, all else as its text, which the settings convert."""
    return {name: json.loads(value) if _is_nested(value) else value for name, value in _pairs(given).items()}


def _is_nested(value: str) -> bool:
    try:
        return isinstance(json.loads(value), dict | list)
    except ValueError:
        return False


def _unfilled(plans: Mapping[Kind, FieldPlan]) -> list[str]:
    return [name for one in plans.values() for name in one.unfilled]


def _account_lines(crm: str, made: "Connected") -> list[str]:
    if made.unidentified:
        return [f"Which account it is cannot be told: {made.unidentified}"]
    if not made.before:
        return []
    todo = f"sales-agent crm replay {crm} --missing"
    return [f"It is another account ({made.account}) than before ({made.before}). {todo} tells it all that is kept."]


def _lines(plans: Mapping[Kind, FieldPlan]) -> list[Table | str]:
    parts: list[Table | str] = []
    for kind, one in plans.items():
        table = Table("ours", "theirs", "left out because", title=kind, title_justify="left")
        for line in one.lines:
            table.add_row(plain(line.ours), plain(line.theirs), plain(line.refused))
        unfit = [f"{line.theirs} of a {kind}: {line.unfit}" for line in one.lines if line.unfit]
        if unfit:
            parts.append("\n".join(["Values that do not fit:", *(f"    {words}" for words in unfit)]))
        parts += [table, *(f"The CRM requires {name} of a {kind}, and nothing fills it." for name in one.unfilled)]
    return parts


def _field_table(kind: str, every: Sequence[CrmField]) -> Table:
    table = Table("name", "label", "type", "length", "notes", title=kind, title_justify="left")
    for field in every:
        marks = {"required": field.required, "read-only": not field.writable, "unique": field.unique}
        options = field.options[:SHOWN_OPTIONS] + ["…"] * (len(field.options) > SHOWN_OPTIONS)
        notes = ", ".join([name for name, holds in marks.items() if holds] + options)
        table.add_row(plain(field.name), plain(field.label), field.type, str(field.length or ""), plain(notes))
    return table
