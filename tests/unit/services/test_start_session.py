"""Opening a session: the page is always known, a wrong clock costs nothing, consent and origin are checked."""

from datetime import timedelta
from typing import Any

import pytest

from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.secrets.memory import MemorySecrets
from sales_agent.adapters.tenants.memory import MemoryTenants
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.conversation import Session
from sales_agent.ports.errors import Forbidden, NotFound, Refused
from sales_agent.services.start_session import Opened, Opening, StartSession
from sales_agent.services.visitor_tokens import VisitorTokens
from tests.conftest import NOW

PAGE = {"url": "https://www.acme.example/pricing?utm_source=news"}


class World:
    """One company's site and its sessions."""

    def __init__(self, **sections: dict[str, Any]) -> None:
        self.store, tenants = MemoryConversations(), MemoryTenants()
        tenants.keep("acme", SalesAgentConfig.model_validate(sections))
        tokens = VisitorTokens(MemorySecrets({"signing": {"current": "k" * 64}}), "signing")
        self.start = StartSession(tenants, lambda _: self.store, tokens, lambda: NOW)

    def open(self, origin: str = "", **body: Any) -> Opened:
        return self.start(Opening.model_validate({"site_key": "demo", "page": PAGE, **body}), origin=origin)

    def session(self, opened: Opened) -> Session:
        return self.store.load("acme", opened.session_id).session


def test_a_session_knows_its_page_and_ends_its_token_in_a_day() -> None:
    world = World()
    opened = world.open()
    assert world.session(opened).referrer_page == PAGE["url"]
    assert opened.expires_at == NOW + timedelta(days=1)


def test_the_first_page_of_the_visit_counts_for_campaign_and_referrer() -> None:
    world = World()
    page = {
        "url": "https://www.acme.example/faq",
        "referrer": "https://www.acme.example/",
        "landing_page": PAGE["url"],
        "landing_referrer": "https://www.search.example/",
    }
    session = world.session(world.open(page=page))
    assert (session.utm, session.referrer_domain) == ({"utm_source": "news"}, "search.example")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "\x00", "europe/BERLIN "])
def test_an_unknown_zone_becomes_the_companys(zone: str) -> None:
    world = World(company={"time_zone": "Europe/Madrid"})
    assert world.session(world.open(time_zone=zone)).time_zone == "Europe/Madrid"


def test_the_company_may_want_its_own_zone_for_all() -> None:
    world = World(company={"time_zone": "Europe/Madrid"}, appointment_scheduling={"timezone_handling": "company"})
    assert world.session(world.open(time_zone="Asia/Tokyo")).time_zone == "Europe/Madrid"


def test_where_consent_is_needed_no_session_starts_without_it() -> None:
    world = World(privacy={"consent_required": True})
    for consent in (None, {"privacy": False}):
        with pytest.raises(Refused) as refused:
            world.open(consent=consent)
        assert refused.value.field == "consent.privacy"
    session = world.session(world.open(consent={"privacy": True, "version": "7"}))
    assert session.consent
    assert (session.consent.version, session.consent.at) == ("7", NOW)


def test_only_allowed_sites_may_use_the_key() -> None:
    world = World(company={"allowed_origins": ["https://www.acme.example"]})
    assert world.open("https://www.acme.example").session_id
    with pytest.raises(Forbidden):
        world.open("https://evil.example")


def test_an_unknown_key_is_nobodys() -> None:
    with pytest.raises(NotFound):
        World().open(site_key="nobody")


@pytest.mark.parametrize(("locale", "word"), [("de-AT", "KI-Assistent"), ("es", "IA"), ("fr_FR", "IA"), ("nl", "AI")])
def test_the_first_words_say_that_this_is_an_ai(locale: str, word: str) -> None:
    assert word in World().open(locale=locale).greeting
