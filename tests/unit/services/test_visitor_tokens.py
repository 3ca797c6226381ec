"""The visitor's token speaks for one session of one tenant, and for a day."""

from collections.abc import Callable
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


REFUSED: dict[str, Callable[[], str]] = {
    "nothing": str,
    "no token": lambda: "not-a-token",
    "another key": lambda: forged(key="x" * 64),
    "unsigned": lambda: forged(algorithm="none"),
    "another algorithm": lambda: forged(algorithm="HS512"),
    "for others": lambda: forged(aud="staff"),
    "by others": lambda: forged(iss="somebody"),
    "without end": lambda: forged(exp=None),
    "of no tenant": lambda: forged(tenant=None),
    "of no session": lambda: forged(sid=None),
    "over": lambda: forged(exp=datetime.now(UTC) - timedelta(seconds=1)),
    "of a strange tenant": lambda: forged(tenant={"a": "b"}),
    "changed": lambda: forged()[:-2] + "AA",
}


@pytest.mark.parametrize("forge", REFUSED.values(), ids=REFUSED)
def test_every_other_token_is_refused(forge: Callable[[], str]) -> None:
    with pytest.raises(Unauthorized):
        tokens(current=KEY).read(forge())


def test_without_a_key_nobody_is_let_in() -> None:
    with pytest.raises(Fatal):
        tokens().read(forged())
