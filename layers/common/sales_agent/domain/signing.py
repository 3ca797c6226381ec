"""Short signed texts that a browser carries for us: JSON Web Tokens with HS256 (RFC 7519), an audience for each use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import jwt

ALGORITHM = "HS256"
ISSUER = "sales-agent"


class TokenInvalid(ValueError):
    """The token is forged, damaged or was made for another use."""


class TokenOver(ValueError):
    """The token was good and its time is over."""


class Signer:
    """Signs with the first key and reads with any of them, so that a key can be changed while tokens are about."""

    def __init__(self, keys: Sequence[str]) -> None:
        if not keys:
            raise ValueError("no signing key")
        self._keys = list(keys)

    def sign(self, audience: str, claims: Mapping[str, Any], ends: datetime) -> str:
        """A token for one use, good until `ends`."""
        body = {**claims, "iss": ISSUER, "aud": audience, "exp": int(ends.timestamp())}
        return jwt.encode(body, self._keys[0], algorithm=ALGORITHM)

    def read(self, audience: str, token: str, now: datetime) -> dict[str, Any]:
        """The claims. Raises TokenInvalid or TokenOver."""
        claims = self._claims(audience, token)
        if claims["exp"] <= now.timestamp():
            raise TokenOver("the token's time is over")
        return claims

    def _claims(self, audience: str, token: str) -> dict[str, Any]:
        options = {"require": ["exp", "aud", "iss"], "verify_exp": False}
        for key in self._keys:
            try:
                return jwt.decode(
                    token,
                    key,
                    algorithms=[ALGORITHM],
                    audience=audience,
                    issuer=ISSUER,
                    options=options,  # type: ignore[arg-type]
                )
            except (jwt.InvalidTokenError, ValueError):
                continue
        raise TokenInvalid("the token is not valid")
