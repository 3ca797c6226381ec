"""What the commands share: their arguments, how they answer, and how they say no."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from sales_agent.domain.config_crm import CrmIntegration
from sales_agent.ports.errors import NotFound, Refused, SalesAgentError
from sales_agent.settings import settings

WAITS = 1
WRONG = 2
CrmName = Annotated[str, typer.Argument(metavar="CRM", help="hubspot, salesforce or zoho")]
AnyCrm = Annotated[str, typer.Argument(metavar="[CRM]", help="One of them; left out, all that are switched on")]
Tenant = Annotated[str, typer.Option(help="Whose it is")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else")]


@contextmanager
def refusals(*, as_json: bool) -> Iterator[None]:
    """Says why something cannot be done, and exits: WRONG for input of ours, WAITS for the world outside."""
    try:
        _require_deployment()
        yield
    except (Refused, NotFound) as refusal:
        _say(refusal, as_json=as_json)
        raise typer.Exit(WRONG) from refusal
    except SalesAgentError as trouble:
        _say(trouble, as_json=as_json)
        raise typer.Exit(WAITS) from trouble


def names(tenant: str, crm: str) -> list[str]:
    """The CRM that was named, or all that the tenant uses. Raises Refused for an unknown one, and for none."""
    from sales_agent.bootstrap import crm_desk

    if crm and crm not in CrmIntegration.model_fields:
        raise Refused(f"there is no CRM {crm!r}; there are: {', '.join(CrmIntegration.model_fields)}", field="CRM")
    found = [crm] if crm else crm_desk.enabled(tenant)
    if not found:
        raise Refused(f"tenant {tenant} has no CRM switched on in app.yaml")
    return found


@contextmanager
def tracked[One](items: Iterable[One], what: str, *, total: int, as_json: bool) -> Iterator[Iterable[One]]:
    """The items, with a bar on stderr of how many are done; it ends with the block, whatever happens there."""
    with Progress(console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task(what, total=total)
        yield _counted(items, lambda: bar.advance(task))


def awaited[Result](call: Callable[[], Result], what: str, *, as_json: bool) -> Result:
    """What the call gives, with a bar on stderr while it lasts."""
    with tracked((call() for _ in range(1)), what, total=1, as_json=as_json) as results:
        (result,) = results
    return result


@contextmanager
def progress(what: str, *, as_json: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on stderr that is told how many of how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=as_json) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def document(found: Any) -> None:
    """Prints a JSON document."""
    typer.echo(json.dumps(found, ensure_ascii=False))


def shown(*parts: RenderableType) -> None:
    """Prints for a person; text as it is, in lines as long as it has."""
    console = Console()
    for part in parts:
        console.print(plain(part) if isinstance(part, str) else part, markup=False, highlight=False, soft_wrap=True)


def plain(words: str) -> str:
    """Words of a vendor or a visitor without what a terminal would take for a command."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in words)


def exit_unless(*, well: bool) -> None:
    """Ends with WAITS when something waits."""
    if not well:
        raise typer.Exit(WAITS)


def _counted[One](items: Iterable[One], done: Callable[[], None]) -> Iterator[One]:
    """The items. Not rich's own `track`: its thread outlives a loop that an error leaves, and holds up the exit."""
    for item in items:
        yield item
        done()


def _require_deployment() -> None:
    if not settings().table_name:
        raise Refused("which deployment? Name it: sales-agent --stack NAME …, or SALES_AGENT_STACK")


def _say(error: SalesAgentError, *, as_json: bool) -> None:
    field = getattr(error, "field", None)
    if as_json:
        document({"error": str(error), **({"field": field} if field else {})})
    else:
        typer.echo(plain(f"{field}: {error}" if field else str(error)), err=True)
