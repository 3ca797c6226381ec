"""How people say which company they are from, in English, German, Spanish and French."""

import re

LEGAL_FORMS = {
    form.lower(): form
    for form in (
        *(
            "Inc",
            "Incorporated",
            "LLC",
            "LLP",
            "LP",
            "PLC",
            "Ltd",
            "Limited",
            "Corp",
            "Corporation",
            "Co",
            "GmbH",
            "AG",
            "KG",
        ),
        *(
            "KGaA",
            "UG",
            "OHG",
            "mbH",
            "SE",
            "SA",
            "SAS",
            "SARL",
            "SASU",
            "EURL",
            "SL",
            "SLU",
            "SRL",
            "SpA",
            "BV",
            "NV",
            "AB",
        ),
        *("AS", "ApS", "Oy", "Oyj", "Pvt", "Pty", "Private", "Pte", "Bhd", "Kft", "Zrt"),
    )
}
"""Legal forms as they are spelt, by their lower case."""
SPELT = (
    "AS",
    "SA",
    "SE",
    "SAS",
    "AB",
    "AG",
    "UG",
    "Co",
    "NV",
    "SL",
    "SpA",
    "Oy",
    "SLU",
    "Limited",
    "Private",
    "Corporation",
)
"""Those that are words as well: they count as they are spelt only."""

_FORM = f"(?:(?i:{'|'.join(form for form in LEGAL_FORMS.values() if form not in SPELT)})|{'|'.join(SPELT)})"
FORMED = re.compile(
    rf"""(?:^|[,;\n(/|-]\s*|\b(?:and|from|at|von|bei|de|chez)\s+)
         (?P<name>(?:[^\W_][\w&.'-]{{0,40}}\s+(?:(?:&|and|und|y|et)\s+)?){{1,5}}?{_FORM}\b\.?(?:\s+{_FORM}\b\.?)*)""",
    re.VERBOSE,
)
"""A name with its legal form."""
FORM_AFTER = re.compile(rf",?\s+{_FORM}\b\.?(?:\s+{_FORM}\b\.?)*")
"""The legal form after a name: ", Inc."."""

_COMPANY = (
    r"(?:company|firm|business|organi[sz]ation|employer|agency|shop|startup|store"
    r"|firma|unternehmen|empresa|entreprise|société)"
)
SURE = re.compile(
    rf"""\b{_COMPANY}(?:'?s)?\s*(?:name|called|named|is\s+called|is\s+named|heißt|heisst|se\s+llama|s'appelle)
           (?:\s+(?:is|as|it's))?\s*[:=-]?\s+(?:the\s+)?
       | (?:^|[\n,;.]\s*){_COMPANY}\s*[:=]\s*
       | \bon\s+behalf\s+of\s+ | \bi\s+represent\s+ | \brepresenting\s+
       | \bname\s+of\s+(?:my|our|the)\s+(?:company|firm|business)\s+is\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A company's name follows, whatever it looks like."""

_ROLE = r"""(?:(?:the|an?)\s+)?(?:[\w-]{1,30}\s+){0,3}?
    (?:ceo|cto|cfo|coo|cmo|cio|vp|founder|co-?founder|owner|director|manager|head|lead|engineer|developer|buyer|partner
      |president|officer|consultant|analyst|assistant|administrator|specialist|coordinator|executive|accountant|architect
      |designer|procurement|purchasing|marketing|operations|sales|employee|student|teacher|geschäftsführer\w*|leiter\w*)
    (?:\s+of\s+[\w&]{1,30}(?:\s+[\w&]{1,30})?)?"""
LIKELY = re.compile(
    rf"""\bi(?:'?m|\s+am)?\s*(?:currently\s+)?(?:work(?:ing)?|employed)\s+(?:at|for|with|by|in)\s+(?:the\s+)?(?:company\s+)?
       | \b(?:my|our)\s+{_COMPANY}\s*(?:is|,|:|=|-)\s* | (?:^|[\n,;.]\s*){_COMPANY}\s+(?!name|is|was|has|wants)
       | \bi(?:'?m|\s+am)\s+{_ROLE}\s+(?:at|with|for|of|bei|von)\s+ | \b{_ROLE}\s+(?:at|with|bei)\s+(?-i:(?=[A-Z]))
       | \bi(?:'?m|\s+am)\s+(?:with|at)\s+ | \bwe(?:'?re|\s+are)\s+(?:called\s+|from\s+|at\s+)?
       | \b(?:here|over)\s+at\s+ | \b(?:i(?:'?m|\s+am)|we(?:'?re|\s+are))\s+from\s+
       | \b(?:calling|writing|reaching\s+out|contacting\s+you)\s+from\s+
       | \bi\s+(?:run|own|founded|manage|lead|started)\s+(?-i:(?=[A-Z])) | \b(?:we|i)\s+at\s+
       | \bat\s+(?-i:(?=[A-Z][\w&.-]*(?:\s+[A-Z&][\w&.-]*){{0,3}},?\s+we\b))
       | \bich\s+arbeite\s+(?:bei|für)\s+(?:der\s+)?(?:firma\s+)?
       | \bich\s+(?:bin|komme)\s+von\s+(?:der\s+)?(?:firma\s+)?
       | \bwir\s+sind\s+(?:die\s+)?(?:firma\s+)? | \b(?:von|bei)\s+der\s+firma\s+
       | \b(?:meine|unsere|mein|unser)\s+{_COMPANY}\s+(?:ist|:)\s+(?:die\s+)?
       | \btrabajo\s+(?:en|para)\s+ | \b(?:mi|nuestra)\s+{_COMPANY}\s+es\s+ | \bsomos\s+ | \bsoy\s+de\s+
       | \bje\s+travaille\s+(?:chez|pour)\s+ | \b(?:mon|ma|notre)\s+{_COMPANY}\s+est\s+ | \bnous\s+sommes\s+
       | \bje\s+suis\s+(?:de\s+)?chez\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A company's name may follow, or anything else."""

AFTER_NAME = re.compile(
    r"\s*,?\s*(?:\(|(?:from|at|with|of|von|bei|de|chez)\s+|(?!originally|born)[\w ]{1,30}\s(?:at|with|of|bei|chez)\s+)",
    re.IGNORECASE,
)
"""What stands between a visitor's name and the company: "Maria, buyer at Acme"."""

FILLER = re.compile(r"\s*(?:(?:yes|sure|it'?s|it\s+is|ok|okay|well|the)\b[\s,:]*)+", re.IGNORECASE)
"""What people say before they answer."""

AFTER_BARE = re.compile(r"[\s.]*(?:$|[,;\n]|and\b|password|pwd|otp|\d|etc\b)", re.IGNORECASE)
"""What may follow a bare answer."""

OF_OTHERS = re.compile(r"\b(?:does|do|did|is|was|you|your|their|with|like|than|use|uses|using)\b", re.IGNORECASE)
"""A company spoken of after these is somebody else's."""
