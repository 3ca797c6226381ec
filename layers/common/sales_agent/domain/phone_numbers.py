"""Phone numbers in a visitor's words; orders, prices and dates are none."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import Leniency, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher

TOLD = re.compile(
    r"""(?:\b(?:phone|ph|tel|telephone|mobile|mob|cell|cellphone|landline|whatsapp|contact|my|call|ring|reach|text|fax|handy
         |telefon|telefono|teléfono|telefone|telefonnummer|rufnummer|handynummer|móvil|movil|celular|llám\w+|téléphone
         |portable|appel\w*|meine|mi|mon|meu)|电话|फोन|телефон)
        (?:[\s.:\#()-]*(?:me|us|back|number|no|num|nummer|id|is|was|at|on|under|line|phone|um|ist|es|est|é|número|numéro
         |unter|al|au|cell|mobile|号|号码|是|नंबर))*[\s.:\#()-]*$""",
    re.IGNORECASE | re.VERBOSE,
)
SOMETHING_ELSE = re.compile(
    r"""(?:\b(?:order|invoice|ticket|account|acct|policy|booking|confirmation|reservation|reference|ref|case|claim|serial
          |tracking|customer|client|member|vat|tax|sku|part|item|model|article|zip|postal|postcode|pin|otp|code|password|pwd
          |pass|ssn|passport|iban|bic|card|isbn|version|id|bestell\w*|auftrags?\w*|rechnungs?\w*|kundennummer|artikel\w*
          |pedido|factura|commande|facture|référence|konto\w*|plz|budget|price|cost\w*|pay)\b
         (?:\s+(?:number|no|num|nr|id|code|is|was|ist|es|est|and|of))*[\s.:\#=-]*
        |[$€£¥₹\#]\s*|\b(?:usd|eur|gbp|chf|inr|rs)\s*)$""",
    re.IGNORECASE | re.VERBOSE,
)
UNIT = re.compile(
    r"""\s*(?:[$€£¥₹%]|(?:usd|eur|euros?|dollars?|pounds?|gbp|chf|inr|rupees|k|mb|gb|kg|km|users|people|seats|units
             |employees|orders|years|days|hours)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
DIGITS = re.compile(
    r"""(?<![A-Za-z0-9_.,/@])(?:\+|\(\s*\+?\s*)?\d(?:[\d\s().+/-]*\d)?(?:\s*(?:x|ext\.?|extension)\s*\d{1,6})?
        (?![A-Za-z0-9_@]|[.,/-]\d)""",
    re.IGNORECASE | re.VERBOSE,
)
NO_PHONE = re.compile(
    r"""(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]?[01]\d[./-]?[0-3]\d)(?:\s+[012]?\d)?$  # a date
      | (?:19|20)\d\d\s*[-/]\s*(?:19|20)\d\d$  # a range of years
      | (?:\d{1,3}\.){3}\d{1,3}$  # an IP address
    """,
    re.VERBOSE,
)
SHORTEST, LONGEST = 7, 15
"""Digits of a number nobody can check; 15 is the most that ITU-T E.164 allows."""
CONTEXT = 60
"""Characters before a number that are read for what it is."""


def phones_in(text: str, region: str, *, asked: bool) -> Iterator[tuple[str, str]]:
    """Each phone number with the words it stands in: E.164 when it is valid for the region, else as it was written.

    A number that fits no numbering plan counts only with a +, after a word such as "phone", or when it was `asked` for.
    """
    for found in DIGITS.finditer(text):
        before, after = text[max(0, found.start() - CONTEXT) : found.start()], text[found.end() :]
        told = bool(TOLD.search(before))
        if NO_PHONE.match(found[0]) or (not told and (SOMETHING_ELSE.search(before) or UNIT.match(after))):
            continue
        expected = told or asked or "+" in found[0][:2]
        value = _read(found[0], region) or (expected and (_parsed(found[0], region) or _as_written(found[0])))
        if value:
            yield value, found[0]


def _read(written: str, region: str) -> str:
    international = re.sub(r"^\(?00\)?", "+", written)
    for candidate in (written, international):
        for match in PhoneNumberMatcher(candidate, region, Leniency.VALID, 1):
            if match.start == 0:
                return _formatted(match.number)
    return ""


def _parsed(written: str, region: str) -> str:
    """A valid number in a form that would be too daring to look for, such as a national one without its leading 0."""
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return ""
    return _formatted(number) if phonenumbers.is_valid_number(number) else ""


def _formatted(number: PhoneNumber) -> str:
    plain = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return f"{plain} ext. {number.extension}" if number.extension else plain


def _as_written(written: str) -> str:
    digits = sum(character.isdigit() for character in written)
    return " ".join(written.split()) if SHORTEST <= digits <= LONGEST else ""
