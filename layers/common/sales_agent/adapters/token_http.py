"""Calls to a vendor's JSON interface with an access token that may end at any time."""

from collections.abc import Mapping
from typing import Any

from sales_agent.adapters.json_http import JsonHttp, VendorRefused
from sales_agent.ports.access_tokens import AccessTokens, Grant

UNAUTHORIZED = 401


class TokenHttp(JsonHttp):
    """An interface that takes `tokens` under `scheme`; it is where the token's grant says, else at `base_url`."""

    def __init__(self, vendor: str, base_url: str, tokens: AccessTokens, scheme: str = "Bearer") -> None:
        super().__init__(vendor, base_url, dict)
        self._tokens, self._scheme = tokens, scheme

    def _call(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **arguments: Any) -> Any:
        """A refused token is renewed once; a call that was refused for it did nothing and is made again."""
        grant = self._tokens.current()
        try:
            return self._with(grant, method, path, headers, **arguments)
        except VendorRefused as refused:
            if refused.status != UNAUTHORIZED:
                raise
            renewed = self._tokens.renewed(grant.access_token)
        return self._with(renewed, method, path, headers, **arguments)

    def _with(self, grant: Grant, method: str, path: str, headers: Mapping[str, str] | None, **arguments: Any) -> Any:
        authorized = {**(headers or {}), "Authorization": f"{self._scheme} {grant.access_token}"}
        return super()._call(method, grant.base_url.rstrip("/") + path, headers=authorized, **arguments)
