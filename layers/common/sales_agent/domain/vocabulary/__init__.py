"""Word lists that tell a name from an ordinary word.

`scripts/vocabulary.py` writes `words`, `grammar`, `first_names`, `surnames` and `places`, and names their sources;
the others are kept by hand.
"""

from functools import cache
from importlib.resources import files


@cache
def word_list(name: str) -> frozenset[str]:
    """The entries of `<name>.txt`, in lower case."""
    return frozenset(files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines())


def is_word(token: str) -> bool:
    """Whether it is an ordinary word of English, German, Spanish or French, and nobody's usual first name."""
    plain = token.lower()
    return plain in word_list("words") or plain.removesuffix("'s") in word_list("words")


def is_grammar(token: str) -> bool:
    """Whether it is so common a word that it is no name even where one is announced."""
    return token.lower() in word_list("grammar")


def is_first_name(token: str) -> bool:
    """Whether people are called by it."""
    return token.lower() in word_list("first_names")


def is_surname(token: str) -> bool:
    """Whether it is a common family name; many of these are words as well."""
    return token.lower() in word_list("surnames")


def is_place(text: str) -> bool:
    """Whether it is a country or a large city."""
    return text.lower().strip(" .") in word_list("places")
