"""A CRM's credentials from a file, standard input or a prompt: never from the command line, which others can see."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import typer

from sales_agent.ports.errors import Refused

HIDDEN = frozenset({"access_token", "client_secret", "refresh_token"})
FIELDS: Mapping[str, tuple[str, ...]] = {
    "hubspot": ("access_token", "client_id", "client_secret", "refresh_token"),
    "salesforce": ("base_url", "client_id", "client_secret", "refresh_token", "username", "private_key"),
    "zoho": ("accounts_url", "client_id", "client_secret", "refresh_token"),
}
IN_FILES_ONLY = frozenset({"username", "private_key"})
"""A key has many lines; whoever signs in with one has a file."""
STDIN = Path("-")


def read(crm: str, source: Path | None) -> dict[str, str]:
    """The credentials of a CRM. Raises Refused that names the field, never its value."""
    if crm not in FIELDS:
        raise Refused(f"there is no CRM {crm!r}; there are: {', '.join(FIELDS)}", field="CRM")
    given = _asked(crm) if source is None else _parsed(source)
    if unknown := sorted(given.keys() - set(FIELDS[crm])):
        raise Refused(f"{crm} knows no {', '.join(unknown)}; it knows: {', '.join(FIELDS[crm])}", field="credentials")
    if wrong := [name for name, value in given.items() if not isinstance(value, str)]:
        raise Refused(f"{', '.join(wrong)}: text is expected", field="credentials")
    return {name: str(value).strip() for name, value in given.items() if str(value).strip()}


def _parsed(source: Path) -> dict[str, object]:
    try:
        text = sys.stdin.read() if source == STDIN else source.read_text(encoding="utf-8")
        given = json.loads(text)
    except OSError as error:
        raise Refused(f"{source}: {error.strerror}", field="credentials") from error
    except ValueError as error:  # its message would quote the file
        raise Refused("no JSON object of names and values", field="credentials") from error
    if not isinstance(given, dict):
        raise Refused("no JSON object of names and values", field="credentials")
    return given


def _asked(crm: str) -> dict[str, object]:
    typer.echo(
        f"The credentials of {crm} (docs/crm.md says where they are); leave empty what you do not have.", err=True
    )
    return {
        name: typer.prompt(name, default="", hide_input=name in HIDDEN, show_default=False, err=True)
        for name in FIELDS[crm]
        if name not in IN_FILES_ONLY
    }
