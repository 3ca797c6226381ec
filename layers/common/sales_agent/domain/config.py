"""What a company decides: the `sales_agent:` section of `app.yaml`, as one validated model.

Every key has a default, so an empty section is a working agent. Unknown keys are refused (see `config_file`).
"""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator, validate_email


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not an IANA time zone such as Europe/London")
    return name


def _email_address(text: str) -> str:
    return validate_email(text)[1]


Zone = Annotated[str, AfterValidator(_known_zone)]
# Not pydantic's EmailStr: that loads its validator with the module, a quarter of a small function's cold start.
EmailAddress = Annotated[str, AfterValidator(_email_address), Field(json_schema_extra={"format": "email"})]
Share = Annotated[float, Field(ge=0, le=1)]
Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
WebOrigin = Annotated[str, StringConstraints(pattern=r"^(\*|https?://[^/\s]+)$")]
FieldName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]


class Section(BaseModel):
    """One section of the file; a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # most functions never read one


class Company(Section):
    """Who the agent speaks for."""

    name: str = "our company"
    website: str = ""
    agent_name: str = "Sales Assistant"
    site_keys: list[str] = Field(default_factory=lambda: ["demo"], min_length=1)
    allowed_origins: list[WebOrigin] = Field(default_factory=lambda: ["*"])
    sales_team_emails: list[EmailAddress] = Field(default_factory=list)
    phone_region: Region = "US"
    time_zone: Zone = "UTC"
    language: str = "en"
    suggestions: list[str] = Field(default_factory=list, max_length=6)


class PageTracking(Section):
    """Which parts of a conversation's origin are kept. The page itself always is."""

    enabled: bool = True
    track_utm_parameters: bool = True
    track_referrer_domain: bool = True


class ProfileCapture(Section):
    """What the agent should learn of a visitor."""

    required_fields: list[FieldName] = Field(default_factory=lambda: ["customer_name", "email"])
    optional_fields: list[FieldName] = Field(default_factory=lambda: ["phone", "company", "industry"])

    @property
    def fields(self) -> list[str]:
        """All wanted fields, required ones first."""
        return [*self.required_fields, *self.optional_fields]


class VectorDatabase(Section):
    """Where the site's passages are kept and when one counts as relevant."""

    provider: Literal["pinecone", "embedded", "memory"] = "pinecone"
    namespace: FieldName = "sales_content"
    similarity_threshold: Share = 0.7
    max_results: int = Field(default=5, ge=1, le=20)


class ChatModelSettings(Section):
    """Which model answers. Without a key, or when it fails, the embedded one does."""

    provider: Literal["openai", "embedded"] = "openai"
    model: str = "gpt-5-mini"
    max_output_tokens: int = Field(default=500, ge=50, le=4000)
    timeout_seconds: float = Field(default=15.0, gt=0, le=25)


class EmbeddingSettings(Section):
    """Which model turns text into vectors. Changing it means ingesting the site again."""

    provider: Literal["openai", "embedded"] = "openai"
    model: str = "text-embedding-3-small"
    dimensions: int = Field(default=1536, ge=64, le=3072)


class ConversationSummaries(Section):
    """When and to whom summaries go."""

    auto_generate: bool = True
    email_enabled: bool = True
    send_to_customer: bool = True
    send_to_sales_team: bool = True
    template_style: Literal["professional", "casual", "detailed"] = "professional"
    idle_minutes: int = Field(default=30, ge=1, le=1440)


class Email(Section):
    """Which service sends mail, and in whose name."""

    provider: Literal["ses", "smtp", "sendgrid", "mailgun", "memory"] = "ses"
    from_address: EmailAddress | None = None
    from_name: str = ""
    reply_to: EmailAddress | None = None


Day = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
HourRange = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$")]


def _office_hours() -> dict[Day, list[HourRange]]:
    return {day: ["09:00-17:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}


class Host(Section):
    """One person who takes meetings. `calendar_id` is the calendar at the provider."""

    id: FieldName = "sales"
    name: str = "Sales team"
    email: EmailAddress | None = None
    calendar_id: str = "primary"
    time_zone: Zone | None = None
    working_hours: dict[Day, list[HourRange]] | None = None


class MeetingType(Section):
    """A kind of meeting a visitor can book."""

    id: FieldName
    name: str
    duration: int = Field(ge=5, le=480)


class AppointmentScheduling(Section):
    """When sales meetings can take place, and in which calendar. Durations are minutes."""

    enabled: bool = True
    calendar_provider: Literal["builtin", "google", "calendly", "outlook"] = "builtin"
    default_duration: int = Field(default=30, ge=5, le=480)
    durations: list[Annotated[int, Field(ge=5, le=480)]] = Field(default_factory=list)
    meeting_types: list[MeetingType] = Field(default_factory=list)
    advance_booking_days: int = Field(default=14, ge=1, le=365)
    timezone_handling: Literal["auto_detect", "company"] = "auto_detect"
    working_hours: dict[Day, list[HourRange]] = Field(default_factory=_office_hours)
    closed_dates: list[str] = Field(default_factory=list)
    buffer_before: int = Field(default=0, ge=0, le=240)
    buffer_after: int = Field(default=0, ge=0, le=240)
    minimum_notice: int = Field(default=120, ge=0, le=20160)
    slot_step: int = Field(default=30, ge=5, le=240)
    reminders: list[Annotated[int, Field(ge=5, le=20160)]] = Field(default_factory=lambda: [1440, 60])
    hosts: list[Host] = Field(default_factory=lambda: [Host()], min_length=1)


class CrmSync(Section):
    """What is written to a CRM, common to all of them. `field_mappings`: our field -> the CRM's field."""

    enabled: bool = False
    field_mappings: dict[FieldName, str] = Field(default_factory=dict)
    sync_conversations: bool = True
    sync_deals: bool = True
    sync_appointments: bool = True
    pipeline: str = ""
    stages: dict[FieldName, str] = Field(default_factory=dict)
    owner: str = ""


Automation = Literal["workflow", "approval", "blueprint", "pathfinder", "orchestration"]


class Zoho(CrmSync):
    """Zoho CRM; `api_domain` is the data centre's host, and a new visitor becomes a `person_object`.

    `trigger` is what of the organisation's own automation our writes set off; nothing when empty.
    """

    api_domain: str = "www.zohoapis.com"
    person_object: Literal["lead", "contact"] = "lead"
    trigger: list[Automation] = ["workflow", "approval", "blueprint"]


class Salesforce(CrmSync):
    """Salesforce; a new visitor becomes a `person_object`, and `pipeline` is a record type of its opportunities."""

    sandbox_mode: bool = True
    person_object: Literal["lead", "contact"] = "lead"


class HubSpot(CrmSync):
    """HubSpot; `portal_id` makes links to records."""

    portal_id: int | None = None


class CrmIntegration(Section):
    """The CRMs; any number can be on at once."""

    zoho: Zoho = Zoho()
    salesforce: Salesforce = Salesforce()
    hubspot: HubSpot = HubSpot()

    @property
    def enabled(self) -> dict[str, CrmSync]:
        """The CRMs that are switched on, by name."""
        every: dict[str, CrmSync] = {"zoho": self.zoho, "salesforce": self.salesforce, "hubspot": self.hubspot}
        return {name: crm for name, crm in every.items() if crm.enabled}


class Limits(Section):
    """What one visitor may use, and what all visitors together may use of paid models in a day.

    When `tokens_per_day` (input and output, UTC day) are used up, the embedded model answers until the next day.
    """

    message_characters: int = Field(default=4000, ge=100, le=20000)
    turns_per_minute: int = Field(default=8, ge=1, le=8)
    turns_per_session: int = Field(default=200, ge=1, le=1000)
    tokens_per_day: int = Field(default=5_000_000, ge=0)


class Privacy(Section):
    """Consent and retention."""

    consent_required: bool = False
    consent_version: str = "1"
    privacy_url: str = ""
    retention_days: int = Field(default=365, ge=1, le=3650)


class SalesAgentConfig(Section):
    """The whole `sales_agent:` section."""

    company: Company = Company()
    page_tracking: PageTracking = PageTracking()
    profile_capture: ProfileCapture = ProfileCapture()
    vector_database: VectorDatabase = VectorDatabase()
    embeddings: EmbeddingSettings = EmbeddingSettings()
    chat_model: ChatModelSettings = ChatModelSettings()
    conversation_summaries: ConversationSummaries = ConversationSummaries()
    email: Email = Email()
    appointment_scheduling: AppointmentScheduling = AppointmentScheduling()
    crm_integration: CrmIntegration = CrmIntegration()
    limits: Limits = Limits()
    privacy: Privacy = Privacy()

    @model_validator(mode="after")
    def _site_keys_once(self) -> "SalesAgentConfig":
        if len(set(self.company.site_keys)) != len(self.company.site_keys):
            raise ValueError("company.site_keys names one key twice")
        return self
