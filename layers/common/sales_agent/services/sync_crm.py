"""Makes a CRM match what is known of a conversation: once, complete, and never over a person's edit.

Level-triggered: it does not matter which message asks for it, how often, or in which order. The state is loaded, what
should stand in the CRM is worked out by pure rules, and only the difference is written. What is about to be written is
kept before, what was written after: a crash leaves nothing that the next run cannot tell.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm_records import Story, can_be_kept
from sales_agent.domain.record import utc_now
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import SalesAgentError, Skippable
from sales_agent.services.crm_claim import LEASE_SECONDS, Claim
from sales_agent.services.crm_keeper import NeedsReview, RecordKeeper
from sales_agent.services.crm_run import CrmRun
from sales_agent.services.crm_writer import CrmWriter, Deleted

SETTLED: frozenset[LinkStatus] = frozenset({"synced", "review", "refused"})


@dataclass
class SyncCrm:
    """Syncs conversations of one tenant into one CRM. `stories` loads what is known of a session.

    `done` is told tenant, CRM and instant of every sync that wrote all there was to write, `named` tenant, session, CRM
    and record of a lead whose record was not known.
    """

    crm: CRM
    links: CrmLinks
    stories: Callable[[str, str], Story | None]
    settings: CrmSync
    clock: Callable[[], datetime] = utc_now
    done: Callable[[str, str, datetime], None] = lambda *_: None
    named: Callable[[str, str, str, str], None] = lambda *_: None

    def __post_init__(self) -> None:
        """One writer for all conversations: it reads the CRM's metadata once."""
        self.writer = CrmWriter(self.crm, self.settings)

    def __call__(self, tenant: str, session_id: str, *, again: bool = False) -> CrmLink | None:
        """The link after the sync; None when there is nobody to sync yet. `again` looks even where nothing changed.

        Raises Retriable when the CRM is busy or away and Fatal when a person must reconnect it: the message waits.
        """
        story = self.story(tenant, session_id)
        if not story:
            return None
        standing = self.links.find(tenant, session_id, self.crm.name)
        if standing and not again and self.settled(standing, story):
            return standing
        link = self.links.claim(tenant, session_id, self.crm.name, now=self.clock(), seconds=LEASE_SECONDS)
        story = self.story(tenant, session_id)  # what was read before the claim may be older than the link
        if not story:
            self.links.release(link)
            return None
        keeper = RecordKeeper(self.crm, self.writer, Claim(self.links, link, self.clock))
        run = CrmRun(self.crm, self.settings, keeper, story)
        return self._written(run, _state(story, self.settings))

    def story(self, tenant: str, session_id: str) -> Story | None:
        """What is known of a conversation; None when it is erased or its visitor cannot be reached."""
        story = self.stories(tenant, session_id)
        return story if story and can_be_kept(story) else None

    def settled(self, link: CrmLink, story: Story) -> bool:
        """Whether nothing has changed since the link was synced, or left to a person."""
        return link.status in SETTLED and link.synced_state == _state(story, self.settings)

    def _name(self, link: CrmLink, story: Story) -> None:
        record_id = link.records[link.person_key].ref.record_id
        if story.lead.crm_lead_id.get(link.crm) != record_id:
            self.named(link.tenant, link.session_id, link.crm, record_id)

    def _written(self, run: CrmRun, state: str) -> CrmLink:
        claim, version = run.keeper.claim, run.story.lead.version
        try:
            status, reason = run.write()
            self._name(claim.link, run.story)
        except NeedsReview as review:
            return claim.settle("review", state, version, str(review), review.candidates)
        except Deleted as deleted:
            return claim.settle("review", state, version, str(deleted))
        except Skippable as refusal:
            return claim.settle("refused", state, version, str(refusal))
        except Exception as trouble:
            claim.wait(_words(trouble))
            raise
        link = claim.settle(status, state, version, reason)
        if status == "synced":
            self.done(link.tenant, link.crm, self.clock())
        return link


def _state(story: Story, settings: CrmSync) -> str:
    """A mark of all that a sync depends on: equal mark, nothing to do."""
    told = story.model_dump_json(exclude={"lead": {"crm_lead_id"}})
    return blake2b((told + settings.model_dump_json()).encode(), digest_size=12).hexdigest()


def _words(trouble: Exception) -> str:
    """A vendor's own words; an error that is none of ours may quote what a visitor said."""
    return str(trouble) if isinstance(trouble, SalesAgentError) else f"{type(trouble).__name__}; the log says more"
