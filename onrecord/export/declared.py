"""All tables of an export, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onrecord.export.columns import COLUMNS
from onrecord.export.registry import Column, Link, Table, Type
from onrecord.register.views import EntryRow, FactView, Quotation, Value


@dataclass(frozen=True, slots=True)
class Stated:
    """What a row of evidence is made of: a value with its account and its entry."""

    entry: EntryRow
    fact: FactView
    value: Value


def _stated(
    name: str, title: str, meaning: str, get: Callable[[Stated], object], kind: Type = "string"
) -> Column:
    return Column(name, title, meaning, f"value: {name}", get, kind)


def _quoted(name: str, title: str, meaning: str, field: str, kind: Type = "string") -> Column:
    def value(stated: Stated) -> object:
        quotation: Quotation = stated.value.quotation
        return getattr(quotation, field)

    return Column(name, title, meaning, f"quotation: {field}", value, kind)


def _own(name: str, title: str, meaning: str, origin: str, kind: Type = "string") -> Column:
    return Column(name, title, meaning, origin, lambda thing: getattr(thing, name), kind)


EVIDENCE = Table(
    "evidence",
    "Evidence",
    "every value of every account, with the words it stands on",
    (
        _stated("entry", "Entry", "the id of the entry it belongs to", lambda s: s.entry.id),
        _stated(
            "fact", "Account", "the id of the account (one per document and version)",
            lambda s: s.fact.id,
        ),
        _stated("slot", "Slot", "which slot the value fills", lambda s: s.value.slot),
        _stated("value", "Value", "the value; a name as the register calls it",
                lambda s: s.value.value),
        _stated("named", "Names", "the id of the entry that the value names, if any",
                lambda s: s.value.entry),
        _quoted("quote", "Quotation", "the words of the text it stands on", "text"),
        _quoted("document", "Document", "the document", "document"),
        _quoted("release", "Release", "the id of the release they stand in", "release"),
        _quoted("version", "Text", "SHA-256 of the document's text", "version"),
        _quoted("start", "Start", "first character of the quotation in that text", "start",
                "integer"),
        _quoted("end", "End", "one past its last character", "end", "integer"),
        _quoted("published", "Published", "the day the release was published", "published",
                "date"),
        _quoted("address", "Address", "where the document was found", "address"),
        _stated("rule", "Rule", "the rule that found the fact", lambda s: s.fact.rule),
    ),
    key=None,
    links=(Link("entry", "entries"), Link("named", "entries"), Link("release", "releases")),
)  # fmt: skip

RELEASES = Table(
    "releases",
    "Releases",
    "the releases that were read, with their addresses and hashes",
    (
        _own("id", "Id", "the release's permanent id", "release: id"),
        _own("document", "Document", "the document it stands in", "document: name"),
        _own("institution", "Institution", "who published it, where the documents were given so",
             "document: institution"),
        _own("published", "Published", "the day it was published", "release: published", "date"),
        _own("headline", "Headline", "its headline, verbatim", "release: headline"),
        _own("address", "Address", "where the document was found", "document: address"),
        _own("version", "Text", "SHA-256 of the document's text", "version: hash"),
        _own("digest", "File", "SHA-256 of the document's bytes as they were captured",
             "document: digest"),
        _own("rules", "Rules", "the version of the rules by which it was read",
             "document: rules"),
        _own("attachments", "Attachments", "addresses of the page's files and pictures",
             "attachment: address"),
        _own("removed", "Removed", "since when its page is not on its site any more",
             "removal: since", "date"),
    ),
)  # fmt: skip

NAMES: Mapping[str, tuple[str, str, str]] = {
    "event": ("events", "Events", "gatherings and activities, by date"),
    "act": ("acts", "Acts", "what was adopted, signed, decided, by date"),
    "commitment": ("promises", "Promises", "who undertook to do what, and what became of it"),
    "office": ("offices", "Offices", "who held which office"),
    "quote": ("quotes", "Statements", "words that releases quote, with the speaker"),
    "person": ("people", "People", "people named in a fact, most often first"),
    "organisation": ("bodies", "Bodies", "organisations and bodies named in a fact"),
    "state": ("states", "States", "states named in a fact"),
    "place": ("places", "Places", "cities, regions and venues named in a fact"),
    "instrument": ("instruments", "Instruments", "treaties, plans and decisions that have a name"),
    "operation": ("operations", "Operations", "operations and missions that have a name"),
    "series": ("series", "Series", "events that recur under a name or number"),
}
LAYER_TABLES: Mapping[str, Table] = {
    layer: Table(
        name, title, meaning, COLUMNS[layer], layer=layer, links=(Link("id", "entries"),)
    )
    for layer, (name, title, meaning) in NAMES.items()
}  # fmt: skip

ENTRIES = Table(
    "entries",
    "Entries",
    "every entry of every table above under its id",
    (
        _own("id", "Id", "the entry's permanent id", "entry: id"),
        Column("table", "Table", "the table that it stands in", "entry: layer",
               lambda entry: LAYER_TABLES[entry.layer].name),
        _own("label", "Name", "what it is called most often", "entry: label"),
    ),
)  # fmt: skip

ALL_TABLES = (*LAYER_TABLES.values(), EVIDENCE, ENTRIES, RELEASES)
