"""What a company decides: the `sales_agent:` section of `app.yaml`, as one validated model.

Every key has a default, so an empty section is a working agent. Unknown keys are refused (see `config_file`).
"""

from typing import Literal

from pydantic import Field, model_validator

from sales_agent.domain.config_crm import CrmIntegration
from sales_agent.domain.config_scheduling import AppointmentScheduling
from sales_agent.domain.config_section import (
    EmailAddress,
    FieldName,
    Region,
    Section,
    Share,
    SiteKey,
    WebAddress,
    WebOrigin,
    Zone,
)


class Company(Section):
    """Who the agent speaks for."""

    name: str = "our company"
    website: WebAddress = ""
    agent_name: str = "Sales Assistant"
    site_keys: list[SiteKey] = Field(default_factory=lambda: ["demo"], min_length=1)
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
