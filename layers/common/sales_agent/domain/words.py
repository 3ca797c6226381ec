"""Text as the words that matter: folded, without stop words, stemmed, with a few that shops use for one another."""

import re
from functools import lru_cache
from unicodedata import normalize

import Stemmer

_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_ENGLISH = Stemmer.Stemmer("english")
_STOP_WORDS = frozenset(
    """
    a about all also am an and any anyone anything are as at be been being but by can could d did didn do does
    doesn doing don done e else ever exactly for from get give given gives giving go goes going got had has have
    having hello here hey hi how i if in into is it its just kind let like ll looking m many may me might mine
    more most much must my need no not of off on one only or other our ours out over own please possible
    question re really s shall should so some something sort such t tell than thank thanks that the their theirs
    them then there these they thing things this those to too try under up us use used ve very want was we well
    were what when where whether which while who whom whose why will wish with within without wonder wondering
    would yes yet you your yours
    auch das dem den der des die ein eine einem einen einer es gibt haben hat ich ihr im ist kann mit nicht oder
    sich sie sind und von wann was wer wie wir wo zu
    al como con cuando de del donde el en hay la las los nosotros o para por puedo que quien son tiene un una
    unas unos usted y yo
    au aux avec ce cette comment dans des du elle est et il je le les nous ou peut pour puis quand qui quoi sont
    sur une vous
    """.split()  # noqa: SIM905 - words read best as words
)


_SAME = {
    "cost": "price",
    "deliveri": "deliv",
    "email": "mail",
    "ship": "deliv",
    "shipment": "deliv",
    "telephon": "phone",
}


@lru_cache(maxsize=1 << 15)
def _stem(word: str) -> str:
    stem = str(_ENGLISH.stemWord(word))
    return _SAME.get(stem, stem)


def folded(text: str) -> str:
    """The text in lower case and without accents."""
    return _ACCENTS.sub("", normalize("NFKD", normalize("NFKD", text).casefold()))


def words(text: str) -> list[str]:
    """The stems of the text in order, e.g. `Which deliveries are free?` -> `["deliv", "free"]`."""
    return [_stem(word) for word in _WORD.findall(folded(text)) if word not in _STOP_WORDS]
