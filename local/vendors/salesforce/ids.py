"""Salesforce record ids: 15 case-sensitive characters, or 18 with a suffix that carries their case."""

SUFFIXES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def record_id(prefix: str, number: int) -> str:
    """The 18-character id of an object's `number`-th record."""
    return with_suffix(f"{prefix}5g{number:010d}")


def with_suffix(given: str) -> str:
    """The 18-character form of a 15-character id; any other text comes back as it is."""
    if len(given) != 15:  # noqa: PLR2004 - the length of an id
        return given
    chunks = (given[at : at + 5] for at in (0, 5, 10))
    bits = (sum(letter.isupper() << at for at, letter in enumerate(chunk)) for chunk in chunks)
    return given + "".join(SUFFIXES[each] for each in bits)
