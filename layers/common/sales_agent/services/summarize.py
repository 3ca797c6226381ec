"""What follows when a conversation ends: its summary is kept, and mailed to the customer and the sales team.

Level-triggered: whatever message asks for it, however often, the state is loaded and the outside world made to match.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.record import utc_now
from sales_agent.domain.summarizing import Dossier, summarized
from sales_agent.domain.summary import Summary
from sales_agent.domain.written_summary import INSTRUCTIONS, conversation_text, improved
from sales_agent.observability import logger
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.chat_models import ChatModel
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import NotFound, SalesAgentError
from sales_agent.ports.summaries import Summaries
from sales_agent.services.mail_texts import phrases
from sales_agent.services.send_once import SendOnce
from sales_agent.services.summary_mails import SummaryMails


@dataclass(frozen=True)
class Summarize:
    """Summarizes conversations of one tenant; `writer` is a model that can write, where there is one."""

    config: SalesAgentConfig
    conversations: Conversations
    summaries: Summaries
    mails: SummaryMails
    send: SendOnce
    bookings: Bookings | None = None
    writer: ChatModel | None = None
    clock: Callable[[], datetime] = utc_now

    def __call__(self, tenant: str, session_id: str) -> Summary | None:
        """The summary, its mails sent; None when there is nothing to summarize. Raises Retriable or Fatal."""
        dossier = self._load(tenant, session_id)
        settings = self.config.conversation_summaries
        if not dossier or not settings.auto_generate:
            return None
        summary = self._kept(dossier)
        if settings.email_enabled:
            self._mail(dossier, summary)
        return summary

    def _load(self, tenant: str, session_id: str) -> Dossier | None:
        """What is kept of a closed conversation in which the visitor said something."""
        try:
            snapshot = self.conversations.load(tenant, session_id, last_turns=1, consistent=True)
        except NotFound:
            logger.info("conversation is gone", session_id=session_id)
            return None
        if snapshot.conversation.status != "closed" or not snapshot.turns:
            return None
        return Dossier(
            session=snapshot.session,
            conversation=snapshot.conversation,
            profile=snapshot.profile,
            lead=snapshot.lead,
            turns=self.conversations.turns(tenant, session_id),
            appointments=self.bookings.of_session(tenant, session_id) if self.bookings else [],
        )

    def _kept(self, dossier: Dossier) -> Summary:
        """The summary that stands already, if it covers every turn; else a new one."""
        session = dossier.session
        standing = self.summaries.find(session.tenant, session.session_id)
        if standing and standing.covers_seq >= dossier.turns[-1].seq:
            return standing
        company = self.config.company
        summary = summarized(dossier, phrases(company.language), company.time_zone, self.clock())
        better = self._in_better_words(summary, dossier)
        self.summaries.keep(better)
        return better

    def _in_better_words(self, summary: Summary, dossier: Dossier) -> Summary:
        if not self.writer:
            return summary
        instructions = INSTRUCTIONS.format(language=self.config.company.language)
        try:
            text = self.writer.complete(
                instructions, conversation_text(dossier.turns), seconds=self.config.chat_model.timeout_seconds
            )
        except SalesAgentError as error:
            logger.warning("summary without the model", error=type(error).__name__)
            return summary
        return improved(summary, text, dossier.turns)

    def _mail(self, dossier: Dossier, summary: Summary) -> None:
        """Sends each mail; one that fails does not hold up the others."""
        failed: list[SalesAgentError] = []
        for purpose, mail in self.mails(dossier, summary):
            try:
                self.send(mail, purpose)
            except SalesAgentError as error:
                failed.append(error)
        if failed:
            raise failed[0]
