"""The base of everything that is kept."""

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable value; unknown fields of a newer version are ignored when read. Its errors quote no data."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True, defer_build=True)


def utc_now() -> datetime:
    """Now as an aware UTC instant."""
    return datetime.now(UTC)
