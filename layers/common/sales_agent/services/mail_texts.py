"""The words and the layout of mails: phrases by language, templates by style."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

LANGUAGES = ("en", "de", "es", "fr")
Say = Callable[..., str]


@cache
def phrases(language: str, style: str = "professional") -> Mapping[str, str]:
    """The fixed sentences in a language, English where there is none, in the tone of the style."""
    known = language if language in LANGUAGES else "en"
    text = files("sales_agent").joinpath(f"templates/phrases/{known}.yaml").read_text(encoding="utf-8")
    lines: dict[str, Any] = yaml.safe_load(text)
    tones: dict[str, dict[str, str]] = {"casual": lines.pop("casual")}
    return lines | tones.get(style, {})


def speaker(language: str, style: str = "professional") -> Say:
    """Says a phrase with its values filled in."""
    lines = phrases(language, style)
    return lambda line, **values: lines[line].format(**values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("sales_agent", "templates/mail"),
        autoescape=select_autoescape(enabled_extensions=("html", "html.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, style: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """A mail's HTML and its plain text. A style may bring a template of its own in the folder of its name."""
    environment = _environment()
    html = environment.select_template([f"{style}/{template}.html.j2", f"{template}.html.j2"])
    text = environment.select_template([f"{style}/{template}.txt.j2", f"{template}.txt.j2"])
    return html.render(context), text.render(context).strip() + "\n"
