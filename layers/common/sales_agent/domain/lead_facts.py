"""What a visitor's message says about the deal: size of the company, budget, time, who decides. Each with its words."""

import re
from collections.abc import Iterator

from sales_agent.domain.profile import Fact

WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|"
    r"hundreds?|thousands?|million|dozens?|a\s+(?:few|couple\s+of|hundred|thousand|dozen))"
)
NUMBER = rf"(?:\d[\d.,' ]*\d|\d|{WORD_NUMBER}(?:[\s-]+(?:and\s+)?{WORD_NUMBER})*)"
AMOUNT = rf"{NUMBER}\s*(?:k|m|mio|mn|thousand|million|grand|tausend|mil|mille)?"
RANGE = r"\s*(?:-|–|to|and|bis|und|a|y|à|et)\s*"
ABOUT = (
    r"(?:(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|nearly|almost|over|more\s+than|under|less\s+than|fewer\s+than|up\s+to|at\s+least|"
    r"at\s+most|max(?:imum)?|maximal|no\s+more\s+than|some|between|from|etwa|ungefähr|rund|über|unter|bis\s+zu|zwischen|unos|unas|alrededor\s+de|entre|"
    r"más\s+de|menos\s+de|environ|plus\s+de|moins\s+de)\s+)?"
)
PEOPLE = (
    r"(?:people|persons?|employees|staff|staff\s+members|team\s+members|heads|headcount|fte|ftes|colleagues|workers|"
    r"mitarbeiter\w*|leute|angestellte|kollegen|personas|empleados|trabajadores|personnes|employés|salariés|collaborateurs)"
)
SIZE = re.compile(
    rf"(?:\b(?:we(?:'re|\s+are|\s+have|\s+employ|'ve\s+got)?|wir\s+(?:sind|haben|beschäftigen)|somos|tenemos|nous\s+sommes|nous\s+avons|team\s+of|company\s+of|"
    rf"company\s+has|firm\s+of|staff\s+of|there\s+are|group\s+of)\s+(?:a\s+)?(?:(?:company|team|firm)\s+(?:of|with)\s+)?)"
    rf"(?P<plain>{ABOUT}{AMOUNT}(?:{RANGE}{AMOUNT})?\s*(?:of\s+us|(?:[\w-]+\s+)?{PEOPLE}))\b"
    rf"|\b(?P<adjective>\d[\d.,]*(?:-|\s)(?:person|people|employee|man|seat)(?=\s+(?:company|team|firm|business|startup|agency|office)))"
    rf"|\b(?:company|team)\s+size\s*(?:is|:|of)?\s*(?P<labelled>{ABOUT}{AMOUNT}(?:{RANGE}{AMOUNT})?)"
    rf"|\b(?P<solo>(?:just|only)\s+me\b|one-(?:man|woman|person)\s+(?:show|band|business|company)|sole\s+(?:trader|proprietor)|solo\s+founder|freelancer)"
    rf"|(?P<bare>\b{ABOUT}\d[\d.,]*(?:{RANGE}\d[\d.,]*)?\s+(?:[\w-]+\s+)?(?:employees|mitarbeiter\w*|empleados|employés|salariés|ftes?))\b",
    re.IGNORECASE,
)
CURRENCY = r"(?:[$€£¥₹]|us\$|usd|eur|gbp|chf|inr|cad|aud|dollars?|bucks|euros?|pounds?|francs?|rupees?|dólares)"
MONEY = rf"(?:{CURRENCY}\s*{AMOUNT}(?:{RANGE}(?:{CURRENCY}\s*)?{AMOUNT})?|{AMOUNT}\s*{CURRENCY}?{RANGE}{AMOUNT}\s*{CURRENCY}|{AMOUNT}\s*{CURRENCY})"
PER = r"(?:\s*(?:per|a|each|every|/|pro|por|par|al)\s*(?:month|year|user|seat|head|person|project|quarter|mo|yr|monat|jahr|mes|año|mois|an))?"
SPEND = r"(?:budget(?:ed|iert)?|spend(?:ing)?|afford|invest|set\s+aside|allocated|price\s+range|pay|ausgeben|presupuesto|gastar|dépenser|kostenrahmen)"
BUDGET = re.compile(
    rf"\b{SPEND}\b[^.?!\n]{{0,40}}?(?P<after>\b{ABOUT}(?:{MONEY}|{AMOUNT}(?:{RANGE}{AMOUNT})?){PER}|{ABOUT}{CURRENCY}\s*{AMOUNT}{PER})"
    rf"|(?P<before>{ABOUT}{MONEY}{PER})\s+(?:is\s+(?:our|my|the)\s+)?(?:{SPEND}|to\s+spend|max(?:imum)?)\b"
    rf"|\b(?:we|i)\s+(?:have|can\s+do|could\s+do|'ve\s+got|got)\s+(?P<have>{ABOUT}{MONEY}{PER})"
    rf"|\b(?P<none>no\s+budget(?:\s+yet)?|(?:don't|do\s+not)\s+have\s+a\s+budget(?:\s+yet)?)\b",
    re.IGNORECASE,
)
MONTH = (
    r"(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?|sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|"
    r"de[cz](?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre)"
)
PERIOD = r"(?:days?|weeks?|months?|quarters?|years?|tagen?|wochen?|monaten?|jahren?|días|semanas?|mes(?:es)?|años?|jours?|semaines?|mois|ans?)"
TIMELINE = re.compile(
    rf"\b(?P<when>asap|as\s+soon\s+as\s+possible|immediately|right\s+away|urgent(?:ly)?|so\s+bald\s+wie\s+möglich|sofort|dringend|lo\s+antes\s+posible|"
    rf"cuanto\s+antes|dès\s+que\s+possible|no\s+(?:rush|hurry)|just\s+(?:browsing|looking(?!\s+for))|not\s+(?:urgent|in\s+a\s+hurry)|"
    rf"(?:by|before|until|in|from|start(?:ing)?\s+in|until|bis|vor|ab|para|antes\s+de|en|avant|d'ici|pour)\s+(?:the\s+)?(?:(?:early|mid|late|end\s+of|beginning\s+of|"
    rf"start\s+of|middle\s+of|ende|anfang|mitte|finales\s+de|principios\s+de|fin|début)\s*-?\s*)?(?:{MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+\d{{4}})?|"
    rf"q[1-4](?:\s+(?:of\s+)?\d{{4}})?|(?:next|this)\s+(?:week|month|quarter|year|spring|summer|autumn|fall|winter)|\d{{4}}|"
    rf"(?:the\s+)?(?:year|month|quarter)(?=\W|$)|christmas|new\s+year|spring|summer|autumn|winter|monday|friday)|"
    rf"(?:within|in|over|innerhalb\s+von|dentro\s+de|en|dans)\s+(?:the\s+)?(?:next\s+)?(?:about\s+)?{NUMBER}(?:{RANGE}{NUMBER})?\s+{PERIOD}|"
    rf"(?:next|this|early\s+next|later\s+this)\s+(?:week|month|quarter|year|spring|summer|autumn|fall|winter)|end\s+of\s+(?:the\s+)?(?:year|month|quarter|q[1-4])|"
    rf"q[1-4](?:\s+(?:of\s+)?\d{{4}})?|nächste[nsr]?\s+(?:woche|monat|quartal|jahr)|(?:la\s+)?próxim[oa]\s+(?:semana|mes|trimestre|año)|"
    rf"(?:la\s+semaine|le\s+mois|le\s+trimestre|l'année)\s+prochaine?)\b",
    re.IGNORECASE,
)
PLANS = re.compile(
    r"\b(?:need|want|start|launch|live|ready|decide|decision|buy|purchase|switch|move|implement|roll|deploy|deadline|timeline|time\s*frame|plan|planning|"
    r"looking|hope|deliver\w*|order|begin|finish|install\w*|complete|done|up\s+and\s+running|brauchen|benötigen|starten|wollen|necesitamos|queremos|"
    r"besoin|voulons|commencer|asap|urgent\w*|as\s+soon|browsing|rush|hurry|immediately|right\s+away|dringend|sofort|möglich|posible|antes|dès)\b",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\b(?:i(?:'m|\s+am)\s+the\s+(?:one\s+who\s+(?:decides|signs|buys)|(?:sole\s+)?decision[\s-]*maker|owner|founder|ceo|boss|person\s+in\s+charge)|"
    r"i\s+(?:make\s+the\s+(?:final\s+)?(?:decisions?|call)|decide|can\s+decide|will\s+decide|sign\s+off|approve|have\s+the\s+final\s+say)\b(?!\s+(?:after|once|with))|"
    r"i(?:'m|\s+am)\s+(?:a\s+|the\s+)?(?:co-?)?(?:founder|owner|ceo|managing\s+director)|it(?:'s|\s+is)\s+my\s+(?:decision|call)|my\s+own\s+(?:company|business)|"
    r"ich\s+entscheide|yo\s+decido|c'est\s+moi\s+qui\s+décide|je\s+décide)",
    re.IGNORECASE,
)
DEFERS = re.compile(
    r"\b(?:(?:i\s+)?(?:need|have|'ll\s+have|will\s+have|want|must)\s+to\s+(?:ask|check\s+with|talk\s+to|speak\s+(?:to|with)|consult|run\s+(?:it|this)\s+(?:by|past)|"
    r"get\s+approval\s+from|convince|discuss\s+(?:it|this)\s+with)\s+(?:my|our|the)\s+[\w-]+(?:\s+[\w-]+)?|my\s+(?:boss|manager|ceo|director|supervisor|husband|wife)\s+(?:will\s+)?"
    r"(?:decides?|makes\s+the\s+(?:final\s+)?(?:decision|call)|approves?|has\s+to\s+approve|signs)|(?:i(?:'m|\s+am)\s+not\s+the\s+(?:decision[\s-]*maker|one\s+who\s+decides))|"
    r"(?:it(?:'s|\s+is)\s+)?not\s+my\s+(?:decision|call)|(?:i\s+)?(?:don't|do\s+not|can't|cannot)\s+(?:decide|make\s+(?:the|that)\s+decision)|"
    r"(?:ich\s+)?muss\s+(?:das\s+)?(?:erst\s+)?(?:mit\s+)?(?:meine[mnr]?|unsere[mnr]?)\s+\w+\s+(?:fragen|sprechen|klären|abstimmen)|"
    r"tengo\s+que\s+(?:consultar|preguntar|hablar)\w*\s+(?:con\s+|a\s+)?mi\s+\w+|je\s+dois\s+(?:demander|parler|consulter)\s+(?:à\s+)?m(?:on|a)\s+\w+)",
    re.IGNORECASE,
)
QUESTION = re.compile(r"^\s*(?:do|does|can|could|is|are|what|how|when|which|would|will)\b[^.!?\n]*\?\s*$", re.IGNORECASE)


def lead_facts_in(text: str, *, seq: int) -> list[Fact]:
    """The facts about the deal in a message: `company_size`, `budget_range`, `timeline` in the visitor's words; `decision_maker` "yes" or "no"."""
    plain = text.replace("’", "'")
    return [Fact(field=field, value=value, seq=seq, quote=quote) for field, value, quote in _found(plain)]


def _found(text: str) -> Iterator[tuple[str, str, str]]:
    sentences = [part for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part and not QUESTION.match(part)]
    statements = "\n".join(sentences)
    for field, pattern in (("company_size", SIZE), ("budget_range", BUDGET)):
        if found := pattern.search(statements):
            yield field, _value(found), " ".join(found[0].split())
    planned = next((found for part in sentences for found in TIMELINE.finditer(part) if PLANS.search(part)), None)
    if planned:
        yield "timeline", " ".join(planned["when"].split()), " ".join(planned[0].split())
    defers, decides = DEFERS.search(statements), DECIDES.search(statements)
    if defers or decides:
        said = defers or decides
        yield "decision_maker", "no" if defers else "yes", " ".join(said[0].split()) if said else ""


def _value(found: re.Match[str]) -> str:
    value = next(group for group in found.groupdict().values() if group)
    return " ".join(value.split()).strip(" ,.;-")
