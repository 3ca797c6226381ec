"""`appointment_scheduling:` when sales meetings can take place, and with whom."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sales_agent.domain.config_section import EmailAddress, FieldName, Section, Zone

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
