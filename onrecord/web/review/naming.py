"""Names as an editor types them: those that are known, and what a new one is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.lexicon.loader import load_words
from onrecord.register.chosen import find_known_types
from onrecord.register.targets import NAMED
from onrecord.register.views import Query
from onrecord.web.site import Site

SUGGESTED = 200  # names of a type that a field suggests, those in most facts first
LONGEST_ACRONYM = 8  # letters
BODY_LISTS = ("bodies", "plain_bodies", "outposts")


def list_names(site: Site) -> Mapping[str, Sequence[str]]:
    """Names that fields suggest, by type."""
    return site.remember(
        "suggested names",
        lambda: {
            layer: [row.label for row in site.register.entries(layer, Query(limit=SUGGESTED))]
            for layer in ("person", "organisation", "state", "place")
        },
    )


def find_type(site: Site, slot: str, name: str) -> str | None:
    """What a name in a slot is, where the register does not know it; None where it does."""
    fitting = NAMED[slot]
    if any(type_ in fitting for type_ in site.register.ask(find_known_types, name)):
        return None
    if "organisation" in fitting and is_body(name):
        return "organisation"
    return "person" if "person" in fitting else fitting[0]


def is_body(name: str) -> bool:
    """Whether a name reads like that of an organisation: 'Harbour Council', 'UNMO'."""
    words = {word.strip(".,").casefold() for word in name.split()}
    if any(words & load_words("names", key) for key in BODY_LISTS):
        return True
    return name.isupper() and name.isalpha() and len(name) <= LONGEST_ACRONYM


def split_names(given: str) -> list[str]:
    """Several names parted by ';'."""
    return [name for name in (" ".join(part.split()) for part in given.split(";")) if name]
