"""Time zones as people name them: "London time", "EST", "Pacific", "UTC+4"."""

import re
from datetime import timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

NAMES = {
    "america/new_york": "et est edt eastern",
    "america/chicago": "ct cst cdt central",
    "america/denver": "mt mst mdt mountain",
    "america/los_angeles": "pt pst pdt pacific",
    "america/halifax": "ast adt atlantic",
    "america/anchorage": "akst akdt alaska",
    "pacific/honolulu": "hst hawaii",
    "america/sao_paulo": "brt brazil brasilia",
    "america/argentina/buenos_aires": "art argentina",
    "america/bogota": "cot colombia",
    "europe/london": "bst uk british england",
    "europe/dublin": "irish ireland",
    "europe/lisbon": "wet west portugal",
    "europe/berlin": "cet cest mez mesz german germany",
    "europe/paris": "french france",
    "europe/madrid": "spanish spain",
    "europe/rome": "italian italy",
    "europe/amsterdam": "dutch netherlands",
    "europe/athens": "eet eest greek greece",
    "europe/moscow": "msk russian",
    "africa/johannesburg": "sast",
    "asia/dubai": "gst gulf uae",
    "asia/kolkata": "ist indian india",
    "asia/singapore": "sgt",
    "asia/hong_kong": "hkt",
    "asia/shanghai": "chinese china beijing",
    "asia/tokyo": "jst japanese japan",
    "asia/seoul": "kst korean korea",
    "australia/sydney": "aest aedt",
    "australia/adelaide": "acst acdt",
    "australia/perth": "awst awdt",
    "pacific/auckland": "nzst nzdt zealand",
    "utc": "utc gmt zulu",
}
WORDS_ALONE = re.compile(
    r"\b(e[sd]?t|c[sd]?t|m[sd]t|p[sd]?t|a[sd]t|akst|akdt|hst|gmt|utc|bst|ce?e?s?t|mez|mesz|eest|msk|sast|sgt|hkt|jst|kst"
    r"|ae[sd]t|ac[sd]t|aw[sd]t|nz[sd]t|brt|cot|wet|ist|gst)\b"
)
WITH_TIME = re.compile(r"\b((?:[a-z]+['\u2019]?s?[ _]+){1,4})time(?:\s?zone)?\b")
FILLING = {"daylight", "standard", "summer", "local", "saving", "savings"}
OFFSET = re.compile(r"\b(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
BRACKETED = re.compile(r"\((?:[a-z]+(?:/[\w+-]+)+|utc|gmt)\b[^)]*\)", re.IGNORECASE)
CLOCK_BEFORE = re.compile(r"(?:\d|[ap]\.?m\.?|noon|o'clock|midnight)\s*\(?$")


def zone_in(text: str) -> tzinfo | None:
    """The zone a text names, if any. An abbreviation alone counts only right after a clock time, or in capitals."""
    lower = text.lower()
    offset = OFFSET.search(lower)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3] or 0)
        return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    for match in WITH_TIME.finditer(lower):
        words = [word for word in match[1].replace("_", " ").split() if word not in FILLING]
        for count in range(len(words), 0, -1):
            zone = _known().get(" ".join(words[-count:]))
            if zone:
                return ZoneInfo(zone)
    for match in WORDS_ALONE.finditer(lower):
        after_clock = CLOCK_BEFORE.search(lower[: match.start()])
        if match[0] in _known() and (after_clock or text[match.start() : match.end()].isupper()):
            return ZoneInfo(_known()[match[0]])
    return None


def without_offset(text: str) -> str:
    """The text without its offsets from UTC and names of zones in brackets, whose figures are no time of day."""
    return OFFSET.sub(" ", BRACKETED.sub(" ", text))


@cache
def _known() -> dict[str, str]:
    zones = sorted(available_timezones())
    by_lower = {zone.lower(): zone for zone in zones}
    cities = {
        zone.rsplit("/", 1)[-1].replace("_", " ").lower(): zone for zone in zones if "/" in zone and "Etc/" not in zone
    }
    named = {word: by_lower[zone] for zone, words in NAMES.items() for word in words.split()}
    return {**cities, **named}
