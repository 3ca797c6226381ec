"""What a message tells about the visitor: by rules and libraries, never by a model."""

from dataclasses import dataclass
from datetime import datetime

from sales_agent.domain.conversation import Reply
from sales_agent.domain.email_addresses import suggested_address
from sales_agent.domain.facts import facts_in
from sales_agent.domain.lead import Lead
from sales_agent.domain.lead_facts import lead_facts_in
from sales_agent.domain.phrases import DID_YOU_MEAN, phrase
from sales_agent.domain.profile import Fact, Profile
from sales_agent.domain.qualification import updated_lead
from sales_agent.domain.turns import next_seq
from sales_agent.ports.conversations import Snapshot


@dataclass(frozen=True)
class Heard:
    """What a message tells about the visitor."""

    facts: list[Fact]
    profile: Profile
    lead: Lead | None


def listen(text: str, snapshot: Snapshot, region: str, now: datetime) -> Heard:
    """The facts of a message, and profile and lead with them; `region` is for phone numbers without a country."""
    seq, profile = next_seq(snapshot.turns), snapshot.profile
    asked = snapshot.turns[-1].reply.asks if snapshot.turns else []
    facts = facts_in(text, asked=asked, region=region, known=profile, seq=seq)
    learnt = profile.learn(facts)
    news = lead_facts_in(text, seq=seq)
    lead = updated_lead(snapshot.lead, snapshot.session, snapshot.conversation, profile, learnt, news, now)
    return Heard([*facts, *news], learnt, lead)


def ask_back(reply: Reply, heard: Heard, locale: str) -> Reply:
    """Asks whether a mistyped address is the one that was meant; until then it is kept as it was written."""
    typed = next((fact.value for fact in heard.facts if fact.field == "email"), "")
    meant = suggested_address(typed) if typed else ""
    if not meant:
        return reply
    text = f"{reply.text}\n\n{phrase(DID_YOU_MEAN, locale, address=meant)}"
    asks = ["email", *(field for field in reply.asks if field != "email")]
    return reply.model_copy(update={"text": text, "asks": asks})
