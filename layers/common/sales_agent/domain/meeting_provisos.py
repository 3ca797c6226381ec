"""What a message takes back: refusals, questions beside an answer, days that do not suit, other people's meetings.

Whatever is said of a meeting counts only as far as it is wanted: "I don't want a demo on Thursday" names a day, a time
and a demo, and asks for nothing.
"""

import re

from sales_agent.domain.patterns import pattern
from sales_agent.domain.weekdays import DAYS

DAY = rf"(?:{'|'.join(DAYS)})s?"
CLAUSES = pattern(r"(?<=[.?!;,:])\s+|\n+|\s+(?=(?:but|so|because|and)\b)", re.IGNORECASE)
POLITE = pattern(
    r"\b(?:why (?:don['\u2019]t|not)|(?:ca|could|wo|would)n?['\u2019]t (?:we|you)\b"
    r"|can['\u2019]t wait|(?:don['\u2019]t|do not|wouldn['\u2019]t|would not) (?:mind|know|understand)"
    r"|not (?:only|sure|yet|later|earlier|before|after|too)|(?:if|or|why) not"
    r"|no (?:problem|later|earlier|idea|matter|worries|rush|more|hurry))\b",
    re.IGNORECASE,
)
NEGATION = pattern(
    r"\b(?:no|not|never|without|neither|nor|cannot|unable|bad|busy|unavailable|nicht|kein\w*|nunca|pas)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
UNSUITED = pattern(
    rf"\b(?:not|except|excluding|other than|apart from|besides|(?:can(?:no|['\u2019])t|don['\u2019]t) (?:do|make)"
    rf"|no)(?: for| on| this| next)* (?P<days>{DAY}(?:(?:,|,? or|,? and|,? nor) (?:on )?{DAY})*)"
    rf"(?: (?:at|before|after) \d[\d:.]*(?: ?[ap]\.?m\b\.?)?)?"
    rf"|\b(?P<bad>{DAY})(?: is| are) (?:bad|out|no good|not (?:good|possible|an option))\b",
    re.IGNORECASE,
)
OF_OTHERS = pattern(
    r"(?<!can )(?<!could )(?<!may )(?<!might )(?<!shall )(?<!should )(?<!that )(?<!if )(?<!n't )(?<!n\u2019t )"
    r"\b(?:we|i|they|he|she)(?:['\u2019]ve| already| also)* (?:have|had|got)\b.*\b(?:meeting|call|demo|appointment)s?\b"
    r"|\b(?:internal|board|staff|investor) (?:meeting|call|session)s?\b",
    re.IGNORECASE,
)
QUESTION_WORD = pattern(
    r"\b(?:what(?:['\u2019]s)?|how|which|when|where|why|who|whether|does|tell me|but first|wait)\b", re.IGNORECASE
)
RESERVE = pattern(r"\b(?:but|however|first[,:]|actually|unless|only if|hold on|before)\b", re.IGNORECASE)
CONTACT = pattern(r"\S+@\S+|(?<![\d-])(?!\d{4}-\d\d-\d\d)\+?\d[\d\s().-]{6,}\d")


def negates(text: str) -> bool:
    """Whether something in the text is refused or denied."""
    return bool(NEGATION.search(POLITE.sub(" ", text)))


def affirmed(text: str) -> str:
    """The text without the clauses that refuse or deny something."""
    return " ".join(clause for clause in CLAUSES.split(UNSUITED.sub(" ", text)) if clause and not negates(clause))


def wanted(text: str) -> str:
    """What the visitor asks for: nothing refused, and no meeting the visitor has with others."""
    return " ".join(clause for clause in CLAUSES.split(affirmed(text)) if not OF_OTHERS.search(clause))


def unsuited_days(text: str) -> set[int]:
    """Days of the week that do not suit, Monday is 0: "not Monday", "any day except Friday", "Friday is bad"."""
    named = " ".join(f"{match['days'] or match['bad']}" for match in UNSUITED.finditer(text)).lower()
    return {number for number, day in enumerate(DAYS) if day in named}


def questions(text: str) -> bool:
    """Whether the message asks something."""
    return "?" in text or inquires(text)


def inquires(text: str) -> bool:
    """Whether the message wants to know more than yes or no: "what does it cost", "but first tell me the price"."""
    return bool(QUESTION_WORD.search(POLITE.sub(" ", text)))


def hedges(text: str) -> bool:
    """Whether the message asks, refuses or makes a condition, whatever else it says."""
    return questions(text) or negates(text) or bool(RESERVE.search(text))


def without_contact(text: str) -> str:
    """The text without e-mail addresses and telephone numbers, whose figures are no times."""
    return CONTACT.sub(" ", text)
