"""What the model is told to say instead of thinking for itself: tool calls, hostile replies, broken bodies."""

import re
import threading
from dataclasses import dataclass, field
from typing import Any

ASSISTANT, ADVERSARY = "assistant", "adversary"
MODES = (ASSISTANT, ADVERSARY)


@dataclass
class Rule:
    """One reply, given `times` times (None: for ever) to a request whose last message matches the regex `when`.

    `tool_calls` are ``{"name", "arguments"}``; arguments that are a string go out as they are. `body` replaces the
    whole reply, as `content_type` with status 200; `no_choices` empties the choices; `path` is a regex as well.
    """

    when: str = ""
    path: str = ""
    text: str | None = None
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    refusal: str | None = None
    finish_reason: str | None = None
    body: str | None = None
    content_type: str = "application/json"
    no_choices: bool = False
    times: int | None = 1

    def fits(self, path: str, said: str) -> bool:
        """Whether this rule is meant for the request and not used up."""
        wanted = re.search(self.when, said, re.IGNORECASE) and re.search(self.path, path)
        return self.times != 0 and bool(wanted)


class Script:
    """Rules in order. An ``assistant`` calls only tools it was offered, an ``adversary`` says whatever a rule says."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.mode = ASSISTANT
        self.rules: list[Rule] = []

    def replace(self, mode: str, rules: list[Rule]) -> None:
        """Forgets the old rules."""
        if mode not in MODES:
            raise ValueError(f"unknown mode {mode!r}: one of {', '.join(MODES)}")
        with self._lock:
            self.mode, self.rules = mode, rules

    def take(self, path: str, said: str) -> Rule | None:
        """The first rule that fits, counted as used."""
        with self._lock:
            rule = next((rule for rule in self.rules if rule.fits(path, said)), None)
            if rule is not None and rule.times is not None:
                rule.times -= 1
            return rule
