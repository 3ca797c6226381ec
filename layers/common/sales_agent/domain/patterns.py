"""Regular expressions that are compiled when they are first used: most requests need few of them."""

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern that behaves like `re.compile(text, flags)`, and raises re.error at its first use only.

    For the large ones, whose compiling a cold start would feel (docs/benchmarks.md).
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """What the compiled pattern has by that name, kept here for the next time."""
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, value)
        return value
