"""Getting into a vendor's account, and staying in."""

from collections.abc import Mapping
from typing import Protocol

from sales_agent.domain.record import Record


class Grant(Record):
    """What a vendor's identity server gave.

    `expires_in` is in seconds, 0 when it does not say; `base_url` is where to call from now on, where it says so;
    `refresh_token` is empty when the one before stays valid.
    """

    access_token: str
    refresh_token: str = ""
    expires_in: int = 0
    base_url: str = ""


class TokenGiver(Protocol):
    """A vendor's identity server."""

    def grant(self, credentials: Mapping[str, str]) -> Grant:
        """A new access token. Raises Fatal when the connection was withdrawn, Retriable when it cannot be had now."""
        ...


class AccessTokens(Protocol):
    """The valid access token of one tenant at one vendor, shared by every worker."""

    def current(self) -> Grant:
        """A token that is valid now. Raises Fatal when the account must be connected again, Retriable."""
        ...

    def renewed(self, refused: str) -> Grant:
        """Another token than the one that the vendor has just refused."""
        ...
