"""Calls to HubSpot's dated interface, and what its refusals mean.

Error bodies: developers.hubspot.com/docs/api-reference/error-handling; every part of one may be missing.
"""

from collections.abc import Mapping
from typing import Any

from sales_agent.adapters.json_http import SERVER_ERROR, TOO_MANY, VendorRefused
from sales_agent.adapters.token_http import TokenHttp
from sales_agent.ports.access_tokens import AccessTokens
from sales_agent.ports.errors import Conflict, Fatal, Locked, NotFound, Retriable, Skippable

HOST = "https://api.hubapi.com"
VERSION = "2026-09"
WAITS = {"SECONDLY": 1.0, "TEN_SECONDLY_ROLLING": 10.0, "DAILY": 3600.0}
"""Seconds to wait by the policy of a 429: HubSpot sends no Retry-After. A day ends in the account's own time zone."""
LOCKED, MOVING = 423, 477
"""The record is locked; the account is being moved to another data centre."""
MEANING: dict[int, type[Exception]] = {401: Fatal, 403: Fatal, 404: NotFound, 409: Conflict}


class HubSpotHttp(TokenHttp):
    """HubSpot's interface for one account."""

    def __init__(self, tokens: AccessTokens, base_url: str = "") -> None:
        super().__init__("HubSpot", base_url or HOST, tokens)

    def write(self, method: str, path: str, body: Any = None, *, headers: Mapping[str, str] | None = None) -> Any:
        """The answer to a change. Raises as `JsonHttp.write`, and Skippable for a failure inside a 2xx."""
        reply = super().write(method, path, body, headers=headers)
        if reply.get("numErrors"):
            raise Skippable(f"HubSpot refused: {words_of(reply)}")
        return reply

    def words(self, refused: VendorRefused) -> str:
        return words_of(refused.reply) or str(refused)

    def meaning(self, refused: VendorRefused) -> Exception:
        text = f"HubSpot refused: {self.words(refused)}"
        if refused.status == TOO_MANY:
            policy = refused.reply.get("policyName", "") if isinstance(refused.reply, dict) else ""
            return Retriable(text, retry_after=refused.retry_after or WAITS.get(policy, WAITS["TEN_SECONDLY_ROLLING"]))
        if refused.status == LOCKED:
            return Locked(text, retry_after=refused.retry_after)
        if refused.status == MOVING or refused.status >= SERVER_ERROR:
            return Retriable(text, retry_after=refused.retry_after)
        return MEANING.get(refused.status, Skippable)(text)


def words_of(reply: Any) -> str:
    """What an error body says: the details where it has some, its category, and the id that HubSpot's support asks for.

    A 2xx that carries failures has them in `errors`.
    """
    if not isinstance(reply, dict):
        return ""
    details = [str(error["message"]) for error in reply.get("errors") or () if error.get("message")]
    text = "; ".join(details) or str(reply.get("message") or "")
    kind = str(reply.get("subCategory") or reply.get("category") or reply.get("errorType") or "")
    trace = str(reply.get("correlationId") or reply.get("requestId") or "")
    return ", ".join(part for part in (text, kind, trace and f"correlation id {trace}") if part)
