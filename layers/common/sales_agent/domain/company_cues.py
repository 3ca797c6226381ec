"""How people say which company they are from, in English, German, Spanish and French."""

import re
from collections.abc import Iterable

from sales_agent.domain.patterns import pattern

_ALWAYS = (
    *("Inc", "Incorporated", "LLC", "LLP", "LP", "PLC", "Ltd", "Corp", "Pvt", "Pty", "Pte", "Bhd"),
    *("GmbH", "KG", "KGaA", "OHG", "mbH", "SARL", "SASU", "EURL", "SRL", "BV", "ApS", "Oyj", "Kft", "Zrt"),
)
_WORDS_TOO = (
    *("AS", "SA", "SE", "SAS", "AB", "AG", "UG", "Co", "NV", "SL", "SpA", "Oy", "SLU"),
    *("Limited", "Private", "Corporation"),
)
"""These count as they are spelt only."""
_SHORTENED = frozenset(("Inc", "Ltd", "Corp", "Pvt", "Pty", "Pte", "Bhd", "Co"))
_FORMS_BY_KEY = {form.lower(): form for form in (*_ALWAYS, *_WORDS_TOO)}
_STOPS = pattern(r"[.,]")


def is_form(word: str) -> bool:
    """Whether it is a legal form, with full stops or without: "S.A." and "SA"."""
    return _STOPS.sub("", word.lower()) in _FORMS_BY_KEY


def plain_form(word: str) -> str:
    """The one spelling of a legal form, without full stops."""
    written = _STOPS.sub("", word)
    return _FORMS_BY_KEY.get(written.lower(), written)


def shown_form(word: str, *, cased: bool) -> str:
    """The form as its writer spells it, with capitals; a stop stays that shortens a word: "Inc.", not "GmbH."."""
    form = plain_form(word)
    if "." in word[:-1]:
        return word if cased else word.upper()
    stop = "." if word.endswith(".") and form in _SHORTENED else ""
    return (word.rstrip(".") if cased else form) + stop


def _written(forms: Iterable[str]) -> str:
    return "|".join(r"\.?".join(form) for form in forms)


_FORM = rf"(?:(?i:{_written(_ALWAYS)})|{_written(_WORDS_TOO)})\b\.?"
_FORMS = rf"{_FORM}(?:,?\s+(?:&\s+)?{_FORM})*"
FORMED = pattern(
    rf"""(?:(?:^|[,;\n(/|-][\s.]*)(?:(?:from|at|von|bei|chez)\s+)?|\b(?:and|from|at|von|bei|de|chez)\s+)
         (?P<name>(?:[^\W_][\w&.'-]{{0,40}}[ \t]+(?:(?:&|and|und|y|et)[ \t]+)?){{1,5}}?{_FORMS})""",
    re.VERBOSE,
)
"""A name with its legal form."""
FORM_AFTER = pattern(rf",?\s+{_FORMS}")
"""The legal form after a name: ", Inc."."""

_COMPANY = (
    r"(?:company|firm|business|organi[sz]ation|employer|agency|shop|startup|store"
    r"|firma|unternehmen|empresa|entreprise|société)"
)
SURE = pattern(
    rf"""\b{_COMPANY}(?:'?s)?\s*(?:name|called|named|is\s+called|is\s+named|heißt|heisst|se\s+llama|s'appelle)
           (?:\s+(?:is|as|it's))?\s*[:=-]?\s+(?:the\s+)?
       | (?:^|[\n,;.]\s*){_COMPANY}\s*[:=]\s*
       | \bon\s+behalf\s+of\s+ | \bi\s+represent\s+ | \brepresenting\s+
       | \bname\s+of\s+(?:my|our|the)\s+(?:company|firm|business)\s+is\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A company's name follows, whatever it looks like."""

_THE = rf"""(?:(?:firma|empresa|société)\s+ | (?:the|la|el)\s+(?:{_COMPANY}\s+)? | l'(?:{_COMPANY}\s+)?
    | (?:der|die|dem)\s+(?:{_COMPANY}\s+|(?=[^.!?\n]{{1,60}}\s(?-i:{_FORM}))))?"""
"""What may stand before a company's name. German articles stand before any noun, so that a legal form must follow."""
_NAME = "(?-i:(?=[A-ZÀ-Þ]))"
_FORMED_NAME = rf"(?-i:(?=(?:[A-ZÀ-Þ&][\w&.'-]*\s+){{1,5}}{_FORM}))"
_PERSON = rf"{_NAME}[\w'-]+(?:\s{_NAME}[\w'-]+)?"
_ROLE = r"""(?:(?:the|an?)\s+)?(?:[\w-]{1,30}\s+){0,3}?
    (?:ceo|cto|cfo|coo|cmo|cio|vp|founder|co-?founder|owner|director|manager|head|lead|engineer|developer|buyer|partner
      |president|officer|consultant|analyst|assistant|administrator|specialist|coordinator|executive|accountant|architect
      |designer|procurement|purchasing|marketing|operations|sales|employee|student|teacher|geschäftsführer\w*|leiter\w*
      |einkäufer\w*|directora|gerente|jef[ea]|encargad[oa]|comprador\w*|direct(?:eur|rice)|acheteu\w+|responsable)
    (?:\s+(?:of|de|des|du)\s+[\w&]{1,30}(?:\s+[\w&]{1,30})?)?"""
_OWNER = r"""(?:(?:geschäftsführer|inhaber|gründer)(?:in)?\s+(?:der|von)|(?:dueñ[oa]|propietari[oa]|fundador(?:a)?)\s+de
    |(?:propriétaire|gérante?|fondat(?:eur|rice))\s+(?:de|chez))"""
LIKELY = pattern(
    rf"""\bi(?:'?m|\s+am)?\s*(?:currently\s+)?(?:work(?:ing)?|employed)\s+(?:at|for|with|by|in)\s+(?:the\s+)?(?:company\s+)?
       | \b(?:my|our)\s+{_COMPANY}\s*(?:is|,|:|=|-)\s* | (?:^|[\n,;.]\s*){_COMPANY}\s+(?!name|is|was|has|wants)
       | \bi(?:'?m|\s+am)\s+{_ROLE}\s+(?:at|with|for|of|bei|von)\s+ | \b{_ROLE}\s+(?:at|with|bei|chez|en)\s+{_NAME}
       | \bi(?:'?m|\s+am)\s+(?:with|at)\s+ | \bwe(?:'?re|\s+are)\s+(?:called\s+|from\s+|at\s+)?
       | \b(?:here|over)\s+at\s+ | \b(?:i(?:'?m|\s+am)|we(?:'?re|\s+are))\s+from\s+
       | \b(?:calling|writing|reaching\s+out|contacting\s+you)\s+from\s+
       | \bi\s+(?:run|own|founded|manage|lead|started)\s+{_NAME} | \b(?:we|i)\s+at\s+
       | \bat\s+(?-i:(?=[A-Z][\w&.-]*(?:\s+[A-Z&][\w&.-]*){{0,3}},?\s+we\b))
       | (?:^|[.!?\n]\s*|\b(?:hi|hello|hey|hallo|hola|bonjour),?\s+)
         (?:(?:it's|ici|hier(?:\s+(?:ist|spricht))?|aquí)\s+{_PERSON}\s+(?:from|at|von|bei|de|chez)\s+{_THE}
           |{_PERSON}\s+(?:from|at)\s+(?=[^.!?,\n]{{2,40}}\shere\b))
       | \bich\s+arbeite\s+(?:bei|für)\s+(?:der\s+)?(?:firma\s+)?
       | \bich\s+(?:leite|führe|vertrete)\s+(?:die\s+)?{_NAME}
       | \bich\s+(?:bin|komme)\s+(?:von|bei)\s+{_THE} | \bwir\s+sind\s+(?:die\s+)?(?:firma\s+)?
       | \bwir\s+(?:von|bei)\s+{_THE} | \b(?:von|bei)\s+der\s+firma\s+ | \bim\s+(?:namen|auftrag)\s+(?:von\s+)?{_THE}
       | \b(?:meine|unsere|mein|unser)\s+{_COMPANY}\s+(?:ist|:)\s+(?:die\s+)?
       | \btrabajo\s+(?:en|para)\s+{_THE} | \b(?:mi|nuestra)\s+{_COMPANY}\s+es\s+ | \bsomos\s+ | \bsoy\s+de\s+{_THE}
       | \b(?:escribo|escribimos|llamo|llamamos)\s+(?:de|desde)\s+(?!parte){_THE} | \brepresent(?:o|amos)\s+a\s+{_THE}
       | \b(?:en\s+nombre|de\s+parte|au\s+nom|de\s+la\s+part)\s+de\s+{_THE}
       | \bje\s+travaille\s+(?:chez|pour)\s+{_THE} | \b(?:mon|ma|notre)\s+{_COMPANY}\s+est\s+ | \bnous\s+sommes\s+
       | \bje\s+suis\s+(?:de\s+)?chez\s+ | \bje\s+représente\s+{_THE} | \b{_OWNER}\s+{_THE}{_NAME}""",
    re.IGNORECASE | re.VERBOSE,
)
"""A company's name may follow, or anything else."""

_CONTACT = r"""(?:[\s,;:|/<>()\[\]-] | \+?\d[\d\s()./-]{6,}+
    | \b(?:(?:my|meine?|mi|mon)\s+)?
      (?:e-?mail|mail|correo|courriel|phone|mobile|cell|tel|telefon|teléfono|téléphone)\b\.?
      (?:\s+(?:address|number|is|ist|es|est)\b)*)*+"""
_OTHER_THINGS = "(?:originally|born|looking|happy|good|i|we|you|it|can|do|not|and)"
AFTER_NAME = pattern(
    rf"""{_CONTACT}(?:{_ROLE}\s*[,\n]\s*{_NAME} | {_ROLE}\s+(?:with|of)\s+
           | (?:(?!{_OTHER_THINGS}\b)\w+\s+){{1,5}}(?:at|bei|chez)\s+
           | (?:(?:here|hier|ici|aquí)\s+)?(?:(?:calling|writing|de)\s+)?(?:from|at|with|of|von|bei|de|chez)\s+{_THE}
           | {_FORMED_NAME})
       | \s*,?\s*\(""",
    re.IGNORECASE | re.VERBOSE,
)
"""Between a visitor's name and the company: "Maria, buyer at Acme", "Maria, maria@acme.example, from Acme"."""

FILLER = pattern(r"\s*(?:(?:yes|sure|it'?s|it\s+is|ok|okay|well|the)\b[\s,:]*)+", re.IGNORECASE)
"""What people say before they answer."""

AFTER_BARE = pattern(r"[\s.]*(?:$|[,;\n]|and\b|password|pwd|otp|\d|etc\b)", re.IGNORECASE)
"""What may follow a bare answer."""

OF_OTHERS = pattern(
    r"""\b(?:does|do|did|is|was|you|your|their|with|like|than|use|uses|using|bought|ordered|friend|husband|wife|boss)\b
        [^.!?\n]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""A company spoken of after these is somebody else's."""

LINKING = frozenset(("is", "from", "at", "von", "bei", "chez"))
"""Words that stand before a name and in none."""
_DEPARTMENTS = """it marketing sales finance accounting accounts purchasing procurement hr support legal operations team
    department dept vertrieb einkauf abteilung ventas compras ventes achats"""
_REGIONS = """uk usa eu midlands north south east west northeast northwest southeast southwest
    norden süden osten westen norte sur"""
_DAYS = """monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag
    sonntag lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche"""
NO_COMPANY = frozenset(f"{_DEPARTMENTS} {_REGIONS} {_DAYS}".split())
"""Departments, regions and days: people are "from" these as well."""
