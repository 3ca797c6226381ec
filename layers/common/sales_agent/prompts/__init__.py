"""What models are told: one Markdown file a task, with `${name}` where something is filled in."""

from importlib.resources import files
from string import Template


def prompt(name: str, **values: str) -> str:
    """The text of `<name>.md` with its values filled in. Raises KeyError for one that is missing."""
    return Template(files(__name__).joinpath(f"{name}.md").read_text(encoding="utf-8")).substitute(values)
