"""The visitor's token: short-lived, signed by us, bound to one tenant and one session.

A JSON Web Token with HS256 (RFC 7519). The signing secret holds `current` and, while it is being changed, `previous`.
"""

from datetime import datetime, timedelta

import jwt

from sales_agent.domain.record import Record
from sales_agent.ports.errors import Fatal, Unauthorized
from sales_agent.ports.secrets import Secrets

ALGORITHM = "HS256"
AUDIENCE = "visitor"
ISSUER = "sales-agent"
LIFETIME = timedelta(hours=24)


class Visitor(Record):
    """Whom a valid token speaks for."""

    tenant: str
    session_id: str


class VisitorTokens:
    """Issues and reads visitor tokens."""

    def __init__(self, secrets: Secrets, secret_name: str) -> None:
        self._secrets = secrets
        self._secret_name = secret_name

    def issue(self, visitor: Visitor, now: datetime) -> tuple[str, datetime]:
        """A token and the instant it ends."""
        ends = now + LIFETIME
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": now,
            "exp": ends,
            "tenant": visitor.tenant,
            "sid": visitor.session_id,
        }
        return jwt.encode(claims, self._keys()[0], algorithm=ALGORITHM), ends

    def read(self, token: str) -> Visitor:
        """Whom the token speaks for. Raises Unauthorized when it is forged, foreign or over."""
        for key in self._keys():
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=[ALGORITHM],
                    audience=AUDIENCE,
                    issuer=ISSUER,
                    options={"require": ["exp", "iat", "aud", "iss", "tenant", "sid"]},
                )
                return Visitor(tenant=claims["tenant"], session_id=claims["sid"])
            except jwt.ExpiredSignatureError as error:
                raise Unauthorized("this conversation's token has expired; start a new session") from error
            except (jwt.InvalidTokenError, ValueError):
                continue
        raise Unauthorized("the token is not valid")

    def _keys(self) -> list[str]:
        values = self._secrets.read(self._secret_name)
        keys = [values[name] for name in ("current", "previous") if values.get(name)]
        if not keys:
            raise Fatal("the signing secret holds no key")
        return keys
