"""An OpenAI account: its keys, the script, and what it was asked."""

from collections import deque
from dataclasses import asdict
from typing import Any

from local.vendors.kit import Clock
from local.vendors.openai.script import Script
from local.vendors.openai.tokens import PromptCache

KEY = "sk-stand-in"


class Account:
    """The store behind the stand-in."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.script = Script()
        self.reset()

    def reset(self) -> None:
        """Nothing asked, no script, every key good."""
        self.revoked: set[str] = set()
        self.script.replace("assistant", [])
        self.cache = PromptCache()
        self.asked: deque[dict[str, Any]] = deque(maxlen=200)

    def state(self) -> dict[str, Any]:
        """The last requests and replies, and what is left of the script."""
        script = {"mode": self.script.mode, "rules": [asdict(rule) for rule in self.script.rules]}
        return {"asked": list(self.asked), "script": script}
