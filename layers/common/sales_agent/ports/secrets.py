"""Credentials of vendors and the product's own signing keys."""

from collections.abc import Mapping
from typing import Protocol


class Secrets(Protocol):
    """Named secrets, each a mapping such as `{"api_key": "…", "base_url": "…"}`."""

    def read(self, name: str) -> Mapping[str, str]:
        """The secret's values; empty when nobody filled it in. Raises Retriable."""
        ...
