"""Who may see and change what: forged tokens, other people's sessions and other companies' visitors, on every route."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt
import pytest

from sales_agent.bootstrap import chat, core, meetings
from sales_agent.domain.appointment_links import AppointmentRef, sign_reference
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.record import utc_now
from sales_agent.services.visitor_tokens import Visitor
from scripts.openapi_routes import ROUTES, VISITOR, Json, Route
from tests.functions.conftest import SIGNING_KEY
from tests.functions.edge import BY_NAME, Caller, open_session

pytestmark = pytest.mark.usefixtures("deployed")
OF_SESSIONS = [route for route in ROUTES if route.caller == VISITOR]
SLOTS, BOOK = BY_NAME["get /v1/sessions/{id}/slots"], BY_NAME["post /v1/sessions/{id}/appointments"]
SAY, LINK = BY_NAME["post /v1/sessions/{id}/messages"], BY_NAME["get /v1/appointments/{token}"]
CANARIES = ("Wilhelmina", "canary@rival.example", "submarine")


@dataclass(frozen=True)
class Victim:
    """A visitor of another company who has said who they are and has booked a meeting."""

    caller: Caller
    appointment_id: str
    offer: str

    def everything(self) -> list[dict[str, object]]:
        """All that is kept of the session."""
        return core.conversations("rival").export("rival", self.caller.session_id)


@pytest.fixture(autouse=True)
def made_anew() -> Iterator[None]:
    yield
    meetings.visitor_tokens.cache_clear()


@pytest.fixture
def victim(deployed: None) -> Victim:
    core.tenants().keep("rival", SalesAgentConfig(company=Company(name="Rival", site_keys=["rival"])))
    caller = open_session("rival")
    text = "I am Wilhelmina Drake, canary@rival.example. Do you sell a submarine?"
    assert caller.call(SAY, {"message_id": "5f0c2a9e-0001", "text": text}).status == 200
    slots = caller.call(SLOTS).json["slots"]
    booked = caller.call(BOOK, {"offer": slots[0]["offer"]})
    assert booked.status == 201
    return Victim(caller, booked.json["appointment"]["appointment_id"], slots[1]["offer"])


def claims(caller: Caller, **changes: Any) -> Json:
    told: Json = jwt.decode(caller.token, options={"verify_signature": False})
    return {name: value for name, value in {**told, **changes}.items() if value is not None}


def unsigned(caller: Caller) -> str:
    head = urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return f"{head}.{caller.token.split('.')[1]}."


def forgeries(mine: Caller, theirs: Caller) -> dict[str, str]:
    """Tokens that were not issued for this session as they stand."""
    head, body, signature = mine.token.split(".")
    reference = AppointmentRef(tenant="acme", session_id=mine.session_id, appointment_id="a1")
    hour = timedelta(hours=1)

    def signed(key: str = SIGNING_KEY, algorithm: str = "HS256", **changes: Any) -> str:
        return jwt.encode(claims(mine, **changes), key, algorithm=algorithm)

    return {
        "unsigned": unsigned(mine),
        "unsigned, with the signature": f"{unsigned(mine)}{signature}",
        "another key": signed("x" * 64),
        "without a signature": f"{head}.{body}.",
        "another algorithm": signed(algorithm="HS512"),
        "expired": signed(exp=utc_now() - hour, iat=utc_now() - 25 * hour),
        "not yet issued": signed(iat=utc_now() + hour),
        "never ending": signed(exp=None),
        "without a session": signed(sid=None),
        "without a tenant": signed(tenant=None),
        "a tenant that is no text": signed(tenant=7),
        "a list of sessions": signed(sid=[mine.session_id]),
        "for another use": signed(aud="offer"),
        "of another issuer": signed(iss="somebody"),
        "a mail's link": sign_reference(reference, meetings.signer(), utc_now() + hour),
        "truncated": mine.token[:-1],
        "truncated to the body": f"{head}.{body}",
        "the other one's body": f"{head}.{theirs.token.split('.')[1]}.{signature}",
        "two tokens": f"{mine.token},{theirs.token}",
        "not ASCII": mine.token + "é",
        "very long": "a" * 9000,
    }


@pytest.mark.parametrize("route", OF_SESSIONS, ids=lambda route: f"{route.method} {route.path}")
def test_no_forged_token_opens_any_route(route: Route) -> None:
    mine, theirs = open_session(), open_session()
    before = core.conversations("acme").export("acme", mine.session_id)
    for name, token in forgeries(mine, theirs).items():
        refused = Caller(mine.session_id, token).call(route)
        assert (name, refused.status, refused.is_documented(route)) == (name, 401, True)
    for stranger in (theirs.token, theirs.token.replace(".", ". ")):
        assert Caller(mine.session_id, stranger).call(route).status in {401, 403}
    assert core.conversations("acme").export("acme", mine.session_id) == before
    assert mine.call(route).status not in {401, 403} or "appointment" in route.path


def test_while_the_key_is_changed_both_keys_count_and_then_only_the_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, route = open_session(), BY_NAME["get /v1/sessions/{id}/messages"]
    for secret, status in [({"current": "n" * 64, "previous": SIGNING_KEY}, 200), ({"current": "n" * 64}, 401)]:
        monkeypatch.setattr(core.secrets(), "read", lambda _, kept=secret: kept)
        assert mine.call(route).status == status


@pytest.mark.parametrize("route", OF_SESSIONS, ids=lambda route: f"{route.method} {route.path}")
def test_one_companys_visitor_reaches_nothing_of_anothers(route: Route, victim: Victim) -> None:
    mine, theirs = open_session(), victim.caller
    before = victim.everything()
    names = {"appointment_id": victim.appointment_id}
    crossed, _ = chat.visitor_tokens().issue(Visitor(tenant="acme", session_id=theirs.session_id), utc_now())
    body = {"offer": victim.offer} if "appointments" in route.path and route.body else None
    attackers = (mine, Caller(theirs.session_id, mine.token), Caller(theirs.session_id, crossed))
    tried = [attacker.call(route, body, names=names) for attacker in attackers]
    assert all(reply.is_documented(route) for reply in tried)
    assert tried[1].status == 403
    assert tried[0].status != 200 or "appointment_id" not in route.path
    assert not any(canary in reply.text for reply in tried for canary in CANARIES)
    assert victim.everything() == before


def test_the_victims_data_would_have_been_noticed(victim: Victim) -> None:
    route = BY_NAME["get /v1/sessions/{id}/data"]
    own = victim.caller.call(route)
    assert all(canary in own.text for canary in CANARIES)


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_a_link_for_another_companys_meeting_leads_nowhere(method: str, victim: Victim) -> None:
    reference = AppointmentRef(tenant="acme", session_id=victim.caller.session_id, appointment_id=victim.appointment_id)
    token = sign_reference(reference, meetings.signer(), utc_now())
    before = victim.everything()
    for link in (token, token[:-1], victim.caller.token, victim.offer, "x.y.z"):
        route = BY_NAME[f"{method} {LINK.path}"]
        reply = victim.caller.call(route, {"offer": victim.offer} if route.body else None, names={"token": link})
        assert (reply.status in {403, 404}, reply.is_documented(route)) == (True, True)
        assert not any(canary in reply.text for canary in CANARIES)
    assert victim.everything() == before
