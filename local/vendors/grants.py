"""OAuth 2.0 tokens as a vendor's identity service hands them out (RFC 6749)."""

import secrets
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from local.vendors.kit import Clock


class InvalidGrant(Exception):
    """The refresh token is unknown, used up or revoked."""


class Rotation(StrEnum):
    """What a refresh does to the refresh token."""

    NONE = "none"  # Google
    NEW_BESIDE_OLD = "new_beside_old"  # Microsoft: the old one goes on working
    SINGLE_USE = "single_use"  # Calendly
    REVOKED_ON_REUSE = "revoked_on_reuse"  # a spent one coming back withdraws the consent (RFC 9700 section 4.14.2)


@dataclass(frozen=True)
class Principal:
    """Whom an access token speaks for; `kind` is the vendor's word for how it was obtained."""

    account: str
    kind: str = "user"


class Grants:
    """Refresh and access tokens of one vendor."""

    def __init__(self, clock: Clock, lifetime: timedelta, rotation: Rotation) -> None:
        self._clock, self._lifetime, self._rotation = clock, lifetime, rotation
        self._refresh: dict[str, str] = {}
        self._spent: dict[str, str] = {}
        self._access: dict[str, tuple[Principal, datetime]] = {}
        self.issued: deque[datetime] = deque(maxlen=1_000)

    def connect(self, account: str, refresh_token: str | None = None) -> str:
        """A person consents; returns the refresh token (`refresh_token` when given)."""
        token = refresh_token or secrets.token_urlsafe(24)
        self._refresh[token] = account
        return token

    def disconnect(self, account: str) -> None:
        """The person withdraws the consent: every token of the account dies."""
        self._refresh = {token: owner for token, owner in self._refresh.items() if owner != account}
        self._access = {token: held for token, held in self._access.items() if held[0].account != account}

    def accounts(self) -> set[str]:
        """The accounts whose consent stands."""
        return set(self._refresh.values())

    def refresh(self, refresh_token: str) -> dict[str, Any]:
        """The token endpoint's reply to ``grant_type=refresh_token``.

        Raises InvalidGrant.
        """
        account = self._refresh.get(refresh_token)
        if account is None:
            if refresh_token in self._spent:
                self.disconnect(self._spent[refresh_token])
            raise InvalidGrant
        reply = self.reply(Principal(account))
        if self._rotation in (Rotation.SINGLE_USE, Rotation.REVOKED_ON_REUSE):
            del self._refresh[refresh_token]
        if self._rotation is Rotation.REVOKED_ON_REUSE:
            self._spent[refresh_token] = account
        if self._rotation is not Rotation.NONE:
            reply["refresh_token"] = self.connect(account)
        return reply

    def reply(self, principal: Principal) -> dict[str, Any]:
        """A token reply for `principal`, who has proved who they are."""
        token = self.access(principal)
        return {"access_token": token, "expires_in": int(self._lifetime.total_seconds()), "token_type": "Bearer"}

    def access(self, principal: Principal, token: str | None = None) -> str:
        """Issues an access token (`token` when given: a personal token made by hand)."""
        token, now = token or secrets.token_urlsafe(24), self._clock.now()
        self._access[token] = (principal, now + self._lifetime)
        self.issued.append(now)
        return token

    def principal(self, authorization: str | None) -> Principal | None:
        """Whom the ``Authorization: Bearer`` header speaks for; None when missing, unknown or expired."""
        scheme, _, token = (authorization or "").partition(" ")
        held = self._access.get(token) if scheme.lower() == "bearer" else None
        return held[0] if held and held[1] > self._clock.now() else None

    def issued_since(self, start: datetime) -> int:
        """How many access tokens were issued from `start` on."""
        return sum(1 for at in self.issued if at >= start)
