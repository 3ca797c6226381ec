"""Keeping credentials unreadable."""

from typing import Protocol


class Vault(Protocol):
    """Encrypts text for one tenant and one vendor; a ciphertext of another tenant or vendor does not open."""

    def seal(self, text: str, *, tenant: str, vendor: str) -> str:
        """The text as a ciphertext that may be stored."""
        ...

    def open(self, sealed: str, *, tenant: str, vendor: str) -> str:
        """The text again. Raises Fatal for what was not sealed here for this tenant and vendor."""
        ...
