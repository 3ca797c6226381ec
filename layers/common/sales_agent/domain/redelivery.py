"""When a message that could not be worked on comes again."""

FIRST, LONGEST = 15.0, 600.0
LONGEST_ASKED = 3000.0


def seconds_before(attempt: int, asked: float | None, luck: float) -> int:
    """Longer from try to try, and never sooner than asked for; `luck` from 0 to 1 spreads them by a quarter.

    The queue gives up after 300 tries and forgets after 14 days: they last for two days at the least, for 13 at most.
    """
    grown = FIRST * 2.0 ** min(attempt - 1, 16)
    wait = max(min(grown, LONGEST), min(asked or 0.0, LONGEST_ASKED))
    return round(wait * (1 + luck / 4))
