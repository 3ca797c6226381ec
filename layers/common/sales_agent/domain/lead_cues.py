"""How people speak of size, money, time and authority, in English, German, Spanish and French."""

import re

from sales_agent.domain.patterns import pattern

_FLAGS = re.IGNORECASE | re.VERBOSE
_WORDS = r"""(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty
    |seventy|eighty|ninety|hundreds?|thousands?|million|dozens?|a\s+(?:few|couple\s+of|hundred|thousand|dozen))"""
_NUMBER = rf"(?:\d[\d.,']{{0,12}}\d|\d|(?:{_WORDS}(?:[\s-]+(?:and\s+)?(?=\w))?){{1,6}}(?<![\s-]))"
_AMOUNT = rf"(?:{_NUMBER}\s*(?:(?:k|m|mio|mn|thousand|million|grand|tausend|mil|mille)\b)?)"
_TO = r"(?:\s*(?:-|\u2013|\bto\b|\band\b|\bbis\b|\bund\b|\ba\b|\by\b|à|\bet\b)\s*)"
_ABOUT = r"""(?:(?:about|around|roughly|approximately|approx\.?|circa|ca\.?|nearly|almost|over|more\s+than|under
    |less\s+than|fewer\s+than|up\s+to|at\s+least|at\s+most|max(?:imum)?|maximal|no\s+more\s+than|some|between|from|etwa
    |ungefähr|rund|über|unter|bis\s+zu|zwischen|unos|unas|alrededor\s+de|entre|más\s+de|menos\s+de|environ|plus\s+de|moins\s+de)\s+)?"""
_PEOPLE = r"""(?:people|persons?|employees|staff(?:\s+members)?|team\s+members|heads|headcount|ftes?|colleagues|workers
    |mitarbeiter\w*|leute|angestellte|kollegen|personas|empleados|trabajadores|personnes|employés|salariés|collaborateurs)"""

SIZE = pattern(
    rf"""\b(?:we(?:'re|\s+are|\s+have|\s+employ|'ve\s+got)?|wir\s+(?:sind|haben|beschäftigen)|somos|tenemos|nous\s+(?:sommes|avons)
           |company\s+has|there\s+are|group\s+of)\s+(?P<plain>{_ABOUT}{_AMOUNT}(?:{_TO}{_AMOUNT})?\s*
           (?:of\s+us|(?:[\w-]{{1,30}}\s+)?{_PEOPLE}))\b
       | \b(?:team|company|firm|staff|business|startup)\s+(?:of|with)\s+
           (?P<team>{_ABOUT}{_AMOUNT}(?:{_TO}{_AMOUNT})?(?:\s+{_PEOPLE})?)(?!\w|\s*[%$€£]|[.,]\d)
       | \b(?P<adjective>\d[\d.,]{{0,12}}[-\s](?:person|people|employee|man|seat)
           (?=\s+(?:company|team|firm|business|startup|agency|office)))
       | \b(?:company|team)\s+size\s*(?:is|:|of)?\s*(?P<labelled>{_ABOUT}{_AMOUNT}(?:{_TO}{_AMOUNT})?)
       | \b(?P<solo>(?:just|only)\s+me\b|one-(?:man|woman|person)\s+(?:show|band|business|company)
           |sole\s+(?:trader|proprietor)|solo\s+founder|freelancer)\b
       | \b(?P<bare>{_ABOUT}\d[\d.,]{{0,12}}(?:{_TO}\d[\d.,]{{0,12}})?\s+(?:[\w-]{{1,30}}\s+)?
           (?:employees|mitarbeiter\w*|empleados|employés|ftes?))\b""",
    _FLAGS,
)

_CURRENCY = (
    r"""(?:[$€£¥₹]|(?:us\$|usd|eur|gbp|chf|inr|cad|aud|dollars?|bucks|euros?|pounds?|francs?|rupees?|dólares)(?!\w))"""
)
_MONEY = rf"""(?:{_CURRENCY}\s*{_AMOUNT}(?:{_TO}{_CURRENCY}?\s*{_AMOUNT})?\s*{_CURRENCY}?
    |{_AMOUNT}\s*{_CURRENCY}?(?:{_TO}{_AMOUNT}\s*)?{_CURRENCY})"""
_PER = r"""(?:\s*(?:per|a|each|every|/|pro|por|par|al)\s*
    (?:month|year|user|seat|head|person|project|quarter|mo|yr|monat|jahr|mes|año|mois|an)\b)?"""
_SPEND = r"""(?:budget(?:ed|iert)?|spend(?:ing)?|afford|invest|set\s+aside|allocated|price\s+range|pay|ausgeben
    |presupuesto|gastar|dépenser|kostenrahmen)"""
BUDGET = pattern(
    rf"""\b{_SPEND}\b[^.?!\n]{{0,40}}?(?<!\w)(?P<after>{_ABOUT}{_MONEY}{_PER})
       | \b(?:budget|price\s+range|presupuesto|kostenrahmen)\b[^.?!\n\d]{{0,30}}(?<!\w)
           (?P<number>{_ABOUT}\d[\d.,']{{0,12}}(?:\s*k\b)?(?:{_TO}\d[\d.,']{{0,12}}(?:\s*k\b)?)?)(?!\s*(?:%|[a-z]))
       | (?<!\w)(?P<before>{_ABOUT}{_MONEY}{_PER})\s+(?:is\s+(?:our|my|the)\s+)?(?:{_SPEND}|to\s+spend|max(?:imum)?)\b
       | \b(?:we|i)\s+(?:have|can\s+do|could\s+do|'ve\s+got|got)\s+(?P<have>{_ABOUT}{_MONEY}{_PER})
       | \b(?P<none>no\s+budget(?:\s+yet)?|(?:don't|do\s+not)\s+have\s+a\s+budget(?:\s+yet)?)\b""",
    _FLAGS,
)

_MONTH = r"""(?:jan(?:uary|uar)?|feb(?:ruary|ruar)?|mar(?:ch)?|märz|apr(?:il)?|may|mai|june?|juni|july?|juli|aug(?:ust)?
    |sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre
    |octubre|noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre)\b"""
_PERIOD = r"""(?:days?|weeks?|months?|quarters?|years?|tagen?|wochen?|monaten?|jahren?|días|semanas?|mes(?:es)?|años?
    |jours?|semaines?|mois|ans?)"""
_SEASON = r"(?:week|month|quarter|year|spring|summer|autumn|fall|winter)"
_PART = r"""(?:(?:early|mid|late|(?:the\s+)?(?:end|beginning|start|middle)\s+of|ende|anfang|mitte|finales\s+de
    |principios\s+de|fin|début)\s*-?\s*)?"""
TIMELINE = pattern(
    rf"""\b(?:asap|as\s+soon\s+as\s+possible|immediately|right\s+away|urgent(?:ly)?|so\s+bald\s+wie\s+möglich|sofort|dringend
         |lo\s+antes\s+posible|cuanto\s+antes|dès\s+que\s+possible|no\s+(?:rush|hurry)|not\s+(?:urgent|in\s+a\s+hurry)
         |just\s+(?:browsing|looking(?!\s+for))
         |(?:by|before|until|in|from|starting\s+in|bis|vor|ab|para|antes\s+de|en|avant|d'ici|pour)\s+{_PART}(?:the\s+)?
            (?:{_MONTH}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?(?:,?\s+\d{{4}})?|q[1-4](?:\s+(?:of\s+)?\d{{4}})?|(?:next|this)\s+{_SEASON}
              |20\d\d|(?:year|month|quarter)(?=\W|$)|christmas|new\s+year|spring|summer|autumn|winter|monday|friday)
         |(?:within|in|over|innerhalb\s+von|dentro\s+de|en|dans)\s+(?:the\s+)?(?:next\s+)?(?:about\s+)?{_NUMBER}
            (?:{_TO}{_NUMBER})?\s+{_PERIOD}
         |(?:next|this|early\s+next|later\s+this)\s+{_SEASON}|end\s+of\s+(?:the\s+)?(?:year|month|quarter|q[1-4])
         |q[1-4](?:\s+(?:of\s+)?20\d\d)?|nächste[nsr]?\s+(?:woche|monat|quartal|jahr)
         |(?:la\s+)?próxim[oa]\s+(?:semana|mes|trimestre|año)|(?:la\s+semaine|le\s+mois|le\s+trimestre|l'année)\s+prochaine?)\b""",
    _FLAGS,
)
PLANS = pattern(
    r"""\b(?:need|want|start|launch|live|ready|decide|decision|buy|purchase|switch|move|implement|roll|deploy|deadline|timeline
         |time\s*frame|plan|planning|looking|hope|deliver\w*|order|begin|finish|install\w*|complete|done|up\s+and\s+running
         |brauchen|benötigen|starten|wollen|necesitamos|queremos|besoin|voulons|commencer|asap|urgent\w*|as\s+soon|browsing|rush
         |hurry|immediately|right\s+away|dringend|sofort|möglich|posible|antes|dès)\b""",
    _FLAGS,
)
"""Words of somebody who means to do something."""

DECIDES = pattern(
    r"""\b(?:i(?:'m|\s+am)\s+the\s+(?:one\s+who\s+(?:decides|signs|buys)|(?:sole\s+)?decision[\s-]*maker|boss|person\s+in\s+charge)
         |i(?:'m|\s+am)\s+(?:an?\s+|the\s+)?(?:co-?)?(?:founder|owner|ceo|managing\s+director)
         |i\s+(?:make\s+the\s+(?:final\s+)?(?:decisions?|call)|(?:can\s+|will\s+)?decide|sign\s+off|approve|have\s+the\s+final\s+say)\b
            (?!\s+(?:after|once|with))
         |it(?:'s|\s+is)\s+my\s+(?:decision|call)|my\s+own\s+(?:company|business)
         |ich\s+entscheide|yo\s+decido|c'est\s+moi\s+qui\s+décide|je\s+décide)""",
    _FLAGS,
)
DEFERS = pattern(
    r"""\b(?:(?:need|have|'ll\s+have|want|must)\s+to\s+(?:ask|check\s+with|talk\s+to|speak\s+(?:to|with)|consult|convince
            |run\s+(?:it|this)\s+(?:by|past)|get\s+approval\s+from|discuss\s+(?:it|this)\s+with)\s+(?:my|our|the)\s+[\w-]{1,30}
         |my\s+(?:boss|manager|ceo|director|supervisor|husband|wife)\s+(?:will\s+)?
            (?:decides?|makes\s+the\s+(?:final\s+)?(?:decision|call)|approves?|has\s+to\s+approve|signs)
         |i(?:'m|\s+am)\s+not\s+the\s+(?:decision[\s-]*maker|one\s+who\s+decides)|not\s+my\s+(?:decision|call)
         |(?:don't|do\s+not|can't|cannot)\s+(?:decide|make\s+(?:the|that)\s+decision)
         |muss\s+(?:das\s+)?(?:erst\s+)?(?:mit\s+)?(?:meine[mnr]?|unsere[mnr]?)\s+\w+\s+(?:fragen|sprechen|klären|abstimmen)
         |tengo\s+que\s+(?:consultar|preguntar|hablar)\w*\s+(?:con\s+|a\s+)?mi\s+\w+
         |je\s+dois\s+(?:demander|parler|consulter)\s+(?:à\s+)?m(?:on|a)\s+\w+)""",
    _FLAGS,
)
QUESTION = pattern(
    r"\s*(?:and\s+|so\s+)?(?:do|does|did|can|could|is|are|what|how|when|which|would|will|where|why)\b[^.!?\n]*\?\s*$",
    re.IGNORECASE,
)
"""A question states nothing."""
