"""When a message that could not be worked on comes again."""

FIRST, LONGEST = 15.0, 600.0
LONGEST_ASKED = 3000.0
SOON = 60.0


def seconds_before(attempt: int, asked: float | None, luck: float) -> int:
    """Longer from try to try, and never sooner than asked for; `luck` from 0 to 1 spreads them by a quarter.

    Whoever asks for a moment only is taken at their word every other time: a busy second after a long outage must not
    cost the longest wait. The queue gives up after 300 tries and forgets after 14 days: they last for a day at the
    least, for 13 at most.
    """
    grown = min(FIRST * 2.0 ** min(attempt - 1, 16), LONGEST)
    if asked and asked <= SOON and attempt % 2:
        grown = FIRST
    wait = max(grown, min(asked or 0.0, LONGEST_ASKED))
    return round(wait * (1 + luck / 4))
