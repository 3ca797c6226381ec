"""The time zones there are: https://www.iana.org/time-zones."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known_zones() -> frozenset[str]:
    """Their names, such as Europe/London; read once, since that walks through hundreds of files."""
    return frozenset(available_timezones())
