"""A visitor opens the widget."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from uuid import uuid4
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, Field, StringConstraints

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.conversation import Consent, Conversation, Session
from sales_agent.domain.page_source import page_source
from sales_agent.domain.phrases import greeting
from sales_agent.domain.record import Record, utc_now
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import Forbidden, Refused
from sales_agent.ports.tenants import Tenants
from sales_agent.services.visitor_tokens import Visitor, VisitorTokens


def _web_address(text: str) -> str:
    AnyHttpUrl(text)
    return text


WebAddress = Annotated[
    str,
    StringConstraints(max_length=2048, strip_whitespace=True),
    AfterValidator(_web_address),
    Field(json_schema_extra={"format": "uri"}),
]
Referrer = Annotated[str, StringConstraints(max_length=2048)]
ShortText = Annotated[str, StringConstraints(max_length=300)]


class PageSeen(BaseModel):
    """What the widget saw of the page it stands on, and of the first page of the visit where it remembers that."""

    url: WebAddress
    title: ShortText = ""
    referrer: Referrer = ""
    landing_page: WebAddress | None = None
    landing_referrer: Referrer = ""
    params: dict[Annotated[str, StringConstraints(max_length=64)], ShortText] = Field(
        default_factory=dict, max_length=20
    )


class ConsentGiven(BaseModel):
    """The visitor's answer to the consent question."""

    privacy: bool
    version: Annotated[str, StringConstraints(max_length=40)] = ""


class Opening(BaseModel):
    """The body of `POST /v1/sessions`."""

    site_key: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    page: PageSeen
    visitor_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")] | None = None
    locale: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*$")] = "en"
    time_zone: Annotated[str, StringConstraints(max_length=64)] = "UTC"
    consent: ConsentGiven | None = None


class Opened(Record):
    """The answer to an opening."""

    session_id: str
    token: str
    expires_at: datetime
    greeting: str
    suggestions: list[str] = Field(default_factory=list)
    profile_fields: dict[str, list[str]]
    consent_required: bool = False
    privacy_url: str = ""


class StartSession:
    """Opens sessions."""

    def __init__(
        self,
        tenants: Tenants,
        conversations: Callable[[str], Conversations],
        tokens: VisitorTokens,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._tenants = tenants
        self._conversations = conversations
        self._tokens = tokens
        self._clock = clock

    def __call__(self, opening: Opening, *, origin: str = "") -> Opened:
        """Keeps the session with the page it came from. Raises NotFound, Forbidden, Refused."""
        tenant = self._tenants.tenant_of(opening.site_key)
        config = self._tenants.config(tenant)
        _check_origin(origin, config)
        _check_consent(opening, config)
        session = self._session(tenant, opening, config)
        conversation = Conversation(
            tenant=tenant,
            session_id=session.session_id,
            conversation_id=str(uuid4()),
            last_activity=session.created_at,
        )
        self._conversations(tenant).start(session, conversation)
        return self._opened(session, config)

    def _session(self, tenant: str, opening: Opening, config: SalesAgentConfig) -> Session:
        now = self._clock()
        page = opening.page
        source = page_source(
            page.url,
            config.page_tracking,
            title=page.title,
            landing_page=page.landing_page or "",
            referrer=page.landing_referrer or page.referrer,
            params=page.params,
        )
        consent = opening.consent
        return Session(
            **source.model_dump(),
            tenant=tenant,
            session_id=str(uuid4()),
            visitor_id=opening.visitor_id or uuid4().hex,
            locale=opening.locale.replace("_", "-"),
            time_zone=_zone(opening.time_zone, config),
            consent=Consent(privacy=consent.privacy, version=consent.version, at=now) if consent else None,
            created_at=now,
        )

    def _opened(self, session: Session, config: SalesAgentConfig) -> Opened:
        visitor = Visitor(tenant=session.tenant, session_id=session.session_id)
        token, ends = self._tokens.issue(visitor, session.created_at)
        capture = config.profile_capture
        return Opened(
            session_id=session.session_id,
            token=token,
            expires_at=ends,
            greeting=greeting(session.locale, config.company.agent_name, config.company.name),
            suggestions=config.company.suggestions,
            profile_fields={"required": capture.required_fields, "optional": capture.optional_fields},
            consent_required=config.privacy.consent_required,
            privacy_url=config.privacy.privacy_url,
        )


def _check_origin(origin: str, config: SalesAgentConfig) -> None:
    allowed = config.company.allowed_origins
    if origin and "*" not in allowed and origin not in allowed:
        raise Forbidden("this site may not use this site key")


def _check_consent(opening: Opening, config: SalesAgentConfig) -> None:
    if config.privacy.consent_required and not (opening.consent and opening.consent.privacy):
        raise Refused("the visitor's consent is needed before a conversation starts", field="consent.privacy")


def _zone(name: str, config: SalesAgentConfig) -> str:
    """The visitor's zone where it exists, else the company's: a wrong clock must not cost a conversation."""
    if config.appointment_scheduling.timezone_handling == "company":
        return config.company.time_zone
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return config.company.time_zone
