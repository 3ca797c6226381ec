"""How people say who they are, in English, German, Spanish, French and a little Italian, Portuguese and Dutch."""

import re

SAID = re.compile(
    r"""\b(?:
      my\s+(?:full\s+|first\s+|last\s+|family\s+|good\s+)?name(?:'s|\s+is|\s+it's|\s*[:=-])?
    | name(?:'s|\s+is|\s*[:=-])
    | (?:please\s+)?call\s+me | i(?:\s+am|'m)\s+called | i\s+go\s+by
    | mein\s+(?:voller\s+)?name\s+(?:ist|lautet) | ich\s+hei(?:ß|ss)e
    | mi\s+nombre\s+(?:completo\s+)?es | me\s+llamo
    | je\s+m'appelle | mon\s+nom\s+(?:complet\s+)?(?:est|c'est)
    | mi\s+chiamo | il\s+mio\s+nome\s+è | me\s+chamo | (?:o\s+)?meu\s+nome\s+é | mijn\s+naam\s+is | ik\s+heet
    )\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A name follows, whatever it looks like."""

IMPLIED = re.compile(
    r"""(?:^|[.!?;,\n]\s*|\b(?:hi|hello|hey|hai|hallo|hola|bonjour|yes|sure|ok|okay|and|thanks)\s+)
        (?:i\s*'?m|this\s+is|here\s+is|name|ich\s+bin|hier\s+(?:ist|spricht)|soy|aquí|je\s+suis)\s+
      | \b(?:i\s+am|i'm|details\s+name)\s+""",
    re.IGNORECASE | re.VERBOSE,
)
"""A name may follow, or anything else that one can be."""

SIGNED = re.compile(
    r"""(?:regards|sincerely|cheers|thanks|thank\s+you|best|wishes|grüße|gruß|grüssen|saludos|atentamente|cordialement|merci|danke|gracias)
        [,.!]*[ \t]*\n+\s*[-\u2013\u2014]*\s*""",
    re.IGNORECASE | re.VERBOSE,
)
"""The end of a letter: the signature follows."""

HERE = re.compile(
    r"""(?:^|[.!?\n]\s*|\b(?:hi|hello|hey),?\s+)(?P<name>[^\n.!?,]{2,40}?),?\s+(?:here|hier|ici|aquí)
        (?=\s*(?:[,.!]|$|from|at|von))""",
    re.IGNORECASE | re.VERBOSE,
)
"""'Sam here'."""

FIRST_AND_LAST = re.compile(
    r"""\bfirst\s*name\s*(?:is|:|=|-)?\s*(?P<first>[^\W\d_][\w'-]+)[\s,;]+(?:and\s+)?(?:my\s+)?
        (?:last|sur|family)\s*name\s*(?:is|:|=|-)?\s*(?P<last>[^\W\d_][\w'-]+)""",
    re.IGNORECASE | re.VERBOSE,
)

OWN = re.compile(
    r"(?:^|[^\w\s]|\b(?:the|and|full|first|sure|yes|ok|okay|details|here|hi|hello|thanks|(?<!')\w)\b)\s*$",
    re.IGNORECASE,
)
"""What may stand before a mere "name is": "company name is" and "his name is" tell something else."""

FILLER = re.compile(
    r"""\s*(?:(?:yes|yeah|yep|sure|of\s+course|certainly|absolutely|well|ja|gerne|klar|natürlich|sí|si|claro|oui|bien\s+sûr
              |here\s+you\s+go|no\s+problem)\s*[,.:!-]\s*
            | (?:yes\s+|sure\s+)?(?:it'?s|it\s+is|c'est|es|the\s+name\s+is|name|full\s+name|myself)[\s:]+)+""",
    re.IGNORECASE | re.VERBOSE,
)
"""What people say before they answer."""

NOISE = re.compile(
    r"""o+k+(?:e?y+|a+y+|k*)?(?:thanks|no)? | b+y+e+ | t?h+a?n+[kx]?s?(?:you+|u)? | t[hy]+[nk]*x* | y+e+[sp]+(?:okay)?
      | n+o+(?:thanks?(?:bye)?|t?hin+g+|pe)? | h+m+[mk]* | h+i+u* | u+m+ | a+m+ | a+h+ | gu+d | mo?rni?n?g | m+r+n+g+
      | .*(.)\1\1.* | .*(?:mail|yahoo|outlook)\w{0,2}com""",
    re.VERBOSE,
)
"""Chat noises, slips of the keyboard, and addresses that lost their signs."""

SUFFIX = re.compile(
    r"(?:,? (?:jr|sr|ii|iii|iv|md|m\.d|dds|d\.d\.s|do|d\.o|phd|ph\.d|esq|cpa|mba|msc|rn)\b\.?)+", re.IGNORECASE
)
"""What follows a name and belongs to it."""

NICKNAME = re.compile(r" ?[(\"'\u201c][^\W\d_]{2,20}[)\"'\u201d] (?=[^\W\d_])")
"""A nickname inside a name: 'Junghoo (John) Cho'."""
