"""E-mail addresses in a visitor's words."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from sales_agent.domain.vocabulary import word_list

LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}"
DOMAIN = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]|[^\W\d_a-zA-Z]{2,})"
ADDRESS = re.compile(rf"(?<![^\s<>()\[\]:;,\"“”«»=]){LOCAL}@{DOMAIN}|(?<=[^\x00-\x7f]){LOCAL}@{DOMAIN}")
AT, DOT = r"(?:\s*[(\[{]\s*at\s*[)\]}]\s*)", r"(?:\s*[(\[{]\s*(?:dot|\.)\s*[)\]}]\s*|\.)"
SAID_AT, SAID_DOT = r"(?:\s+(?:at|arroba|arobase)\s+)", r"(?:\s+(?:dot|punkt|punto|point)\s+)"
SPELT_OUT = re.compile(
    rf"""\b(?P<local>[\w.+-]{{1,64}})
         (?:{AT}(?P<domain>[\w-]{{1,63}}(?:{DOT}[\w-]{{1,63}}){{1,5}})
           |{SAID_AT}(?P<said>[\w-]{{1,63}}(?:{SAID_DOT}[\w-]{{1,63}}){{1,5}}))""",
    re.IGNORECASE | re.VERBOSE,
)
EVERYWHERE = re.compile(
    r"(?:aol|gmail|gmx|googlemail|hotmail|icloud|live|msn|outlook|proton|protonmail|rocketmail|yahoo|yandex|ymail|zohomail)"
    r"\.(?:com|net|[a-z]{2}|com?\.[a-z]{2})"
)
"""Mail services that have an ending for each country: yahoo.co.uk, hotmail.fr, live.com.au."""
ONE_DOMAIN = {"gmail": "gmail.com", "icloud": "icloud.com"}
NO_ENDING = {
    "com": (
        "con",
        "cmo",
        "vom",
        "comm",
        "coom",
        "ccom",
        "xom",
        "cpm",
        "clm",
        "conm",
        "copm",
        "ocm",
        "om",
        "cm",
        "c0m",
        "comn",
        "dom",
    ),
    "net": ("nte", "ner", "nett", "ent", "met", "nry", "neet"),
    "org": ("ogr", "orgg", "ort", "rog"),
    "de": ("dee", "ed"),
}
"""Last labels as typing errors make them; no registry runs them, or hardly anybody has a mailbox there."""
ALIKE = 0.84
"""Share of characters that two domains have in common (difflib's ratio) for one to be taken for the other."""


def addresses_in(text: str) -> Iterator[tuple[str, str]]:
    """Each valid address, normalised, with the words it stands in."""
    for found in ADDRESS.finditer(text):
        address = valid_address(found[0].strip(".'"))
        if address:
            yield address, found[0]
    for found in SPELT_OUT.finditer(text):
        domain = re.sub(rf"{DOT}|{SAID_DOT}", ".", found["domain"] or found["said"])
        address = valid_address(f"{found['local']}@{domain}")
        if address:
            yield address, found[0]


def valid_address(text: str) -> str:
    """The address in the form to keep (RFC 5322 syntax, domain in lower case), or nothing when it is none."""
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return ""
    return found.normalized


def is_mail_service(domain: str) -> bool:
    """Whether everybody can have an address there: it tells nothing of a company."""
    return domain in word_list("mail_providers") or bool(EVERYWHERE.fullmatch(domain))


def suggested_address(address: str) -> str:
    """The address that was probably meant, when the domain looks mistyped; otherwise nothing."""
    local, _, domain = address.rpartition("@")
    meant = _meant_domain(domain.lower().strip("#"))
    return f"{local}@{meant}" if local and meant and meant != domain.lower() else ""


def _meant_domain(domain: str) -> str:
    if domain in word_list("mail_providers"):
        return domain
    name, _, ending = domain.rpartition(".")
    providers = sorted(word_list("mistyped_providers"))
    known = [provider for provider in providers if provider.split(".")[0] == name]
    if name.split(".")[0] in ONE_DOMAIN or (known and ending == "co"):
        return ONE_DOMAIN.get(name.split(".")[0]) or known[0]
    repaired = next((f"{name}.{meant}" for meant, wrong in NO_ENDING.items() if name and ending in wrong), domain)
    alike = get_close_matches(repaired, providers, n=1, cutoff=ALIKE)
    if alike and alike[0].split(".")[0] != repaired.split(".")[0]:
        return alike[0]
    return repaired if repaired != domain else ""
