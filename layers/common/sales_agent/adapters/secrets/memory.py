"""Secrets given in a mapping."""

from collections.abc import Mapping

from sales_agent.ports.secrets import Secrets


class MemorySecrets(Secrets):
    """Hands out what it was given."""

    def __init__(self, values: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._values = values or {}

    def read(self, name: str) -> Mapping[str, str]:
        return self._values.get(name, {})
