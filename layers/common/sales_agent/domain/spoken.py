"""A visitor's message in the form in which facts are looked for."""

import re

from sales_agent.domain.clean_text import clean_text

_SPACES = re.compile(r"[ \t]+")


def spoken(text: str) -> str:
    """Nothing invisible, single spaces, no runs of blank lines, and `'` as the only apostrophe."""
    return _SPACES.sub(" ", clean_text(text)).replace("\u2019", "'").strip()
