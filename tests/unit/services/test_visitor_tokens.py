"""The visitor's token speaks for one session of one tenant, and for a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from sales_agent.adapters.secrets.memory import MemorySecrets
from sales_agent.ports.errors import Fatal, Unauthorized
from sales_agent.services.visitor_tokens import LIFETIME, Visitor, VisitorTokens

KEY, OLD_KEY = "k" * 64, "o" * 64
ANN = Visitor(tenant="acme", session_id="s1")


def tokens(**keys: str) -> VisitorTokens:
    return VisitorTokens(MemorySecrets({"signing": keys}), "signing")


def forged(key: str = KEY, algorithm: str = "HS256", **claims: Any) -> str:
    now = datetime.now(UTC)
    whole = {"iss": "sales-agent", "aud": "visitor", "iat": now, "exp": now + LIFETIME, "tenant": "acme", "sid": "s1"}
    wanted = {name: value for name, value in (whole | claims).items() if value is not None}
    return jwt.encode(wanted, key if algorithm != "none" else "", algorithm=algorithm)


def test_a_token_is_read_back() -> None:
    token, ends = tokens(current=KEY).issue(ANN, datetime.now(UTC))
    assert tokens(current=KEY).read(token) == ANN
    assert ends > datetime.now(UTC) + timedelta(hours=23)


def test_a_token_of_the_previous_key_still_counts() -> None:
    token, _ = tokens(current=OLD_KEY).issue(ANN, datetime.now(UTC))
    assert tokens(current=KEY, previous=OLD_KEY).read(token) == ANN


@pytest.mark.parametrize(
    "token",
    [
        "",
        "not-a-token",
        forged(key="x" * 64),
        forged(algorithm="none"),
        forged(algorithm="HS512"),
        forged(aud="staff"),
        forged(iss="somebody"),
        forged(exp=None),
        forged(tenant=None),
        forged(sid=None),
        forged(exp=datetime.now(UTC) - timedelta(seconds=1)),
        forged(tenant={"a": "b"}),
        forged()[:-2] + "AA",
    ],
)
def test_every_other_token_is_refused(token: str) -> None:
    with pytest.raises(Unauthorized):
        tokens(current=KEY).read(token)


def test_without_a_key_nobody_is_let_in() -> None:
    with pytest.raises(Fatal):
        tokens().read(forged())
