"""Entries as flat rows, and every value with its quotation: the tables of all exports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.pipeline.following import Answer, Followed, promise_statuses
from onrecord.register.reader import Register
from onrecord.register.views import EntryRow, FactView, Query

BATCH = 200  # entries whose facts are in memory at once
JOINER = "; "


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it holds (for the documentation), and how to get it."""

    name: str
    meaning: str
    value: Callable[[EntryRow, Sequence[FactView]], object]


def _field(name: str, meaning: str) -> Column:
    return Column(name, meaning, lambda row, _: getattr(row, name))


def _slot(name: str, slot: str, meaning: str) -> Column:
    return Column(name, meaning, lambda _, facts: JOINER.join(_distinct(facts, slot)))


def _distinct(facts: Sequence[FactView], slot: str) -> Iterable[str]:
    return dict.fromkeys(" ".join(value.value.split()) for fact in facts for value in fact.of(slot))


def _quote(_: EntryRow, facts: Sequence[FactView]) -> str:
    return facts[-1].evidence.text if facts else ""


def _documents(_: EntryRow, facts: Sequence[FactView]) -> str:
    return JOINER.join(dict.fromkeys(fact.evidence.document for fact in facts))


ID = _field("id", "the entry's permanent id")
KIND = _field("kind", "the kind, of the codebook's list")
START = _field("start", "the first day or period, EDTF")
END = _field("end", "the last day or period, EDTF")
FIRST = _field("first_published", "the day of the first release that tells it")
LAST = _field("last_published", "the day of the last release that tells it")
SOURCES = _field("releases", "how many releases tell it")
CONFIDENCE = _field("confidence", "the machine's confidence in its best account, 0 to 1")
DOCUMENTS = Column("documents", "the documents that tell it", _documents)
QUOTE = Column("quote", "the sentence of the last release that tells it", _quote)
LABEL = _field("label", "what it is called most often")

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "event": (
        ID,
        KIND,
        _field("status", "held, scheduled, postponed or cancelled, as last told"),
        START,
        END,
        _slot("places", "place", "venue, city, country"),
        _slot("bodies", "body", "the body or bodies whose gathering it is"),
        _slot("chairs", "chair", "who chairs"),
        _slot("hosts", "host", "who hosts or organises"),
        _slot("participants", "participant", "who takes part besides chairs and hosts"),
        _slot("theme", "theme", "the topic, verbatim"),
        _slot("mode", "mode", "online or hybrid, where it is one"),
        FIRST,
        LAST,
        SOURCES,
        CONFIDENCE,
        DOCUMENTS,
        QUOTE,
    ),
    "act": (
        ID,
        KIND,
        _slot("actors", "actor", "who did it; the parties of an agreement"),
        _slot("object", "object", "what was adopted, signed, decided …, verbatim"),
        _field("start", "the day or period it was done, EDTF"),
        FIRST,
        LAST,
        SOURCES,
        CONFIDENCE,
        DOCUMENTS,
        QUOTE,
    ),
    "commitment": (
        ID,
        _slot("actors", "actor", "who is bound"),
        _slot("action", "action", "the deed, verbatim"),
        _field("start", "the day or period by which it is due, EDTF"),
        FIRST,
        LAST,
        SOURCES,
        CONFIDENCE,
        DOCUMENTS,
        QUOTE,
    ),
    "office": (
        ID,
        _slot("person", "person", "who holds it"),
        _slot("office", "office", "the office, verbatim"),
        FIRST,
        LAST,
        SOURCES,
        DOCUMENTS,
        QUOTE,
    ),
    "quote": (
        ID,
        _field("kind", "direct or reported"),
        _slot("speaker", "speaker", "who said it, where known"),
        _slot("quote", "quote", "the words, verbatim"),
        FIRST,
        DOCUMENTS,
    ),
    **{
        layer: (
            ID,
            LABEL,
            _field("first_published", "the day of the first release that names it"),
            _field("last_published", "the day of the last release that names it"),
            _field("facts", "how many facts name it"),
            _field("releases", "how many releases name it in a fact"),
        )
        for layer in (
            "person",
            "organisation",
            "state",
            "place",
            "instrument",
            "operation",
            "series",
        )
    },
}


@dataclass(frozen=True, slots=True)
class FollowedColumn:
    """A column that tells what became of a promise by a day, beside those of the entry."""

    name: str
    meaning: str
    value: Callable[[Followed], object]


def _answer(followed: Followed) -> Answer | None:
    return followed.answers[0] if followed.answers else None


def _quote_answer(followed: Followed) -> object:
    answer = _answer(followed)
    return " ".join(answer.quotation.text.split()) if answer else None


def _cite_answer(followed: Followed) -> object:
    answer = _answer(followed)
    return answer.quotation.document if answer else None


FOLLOWED_COLUMNS: tuple[FollowedColumn, ...] = (
    FollowedColumn(
        "status",
        "open, due, kept, kept late, overdue, cancelled, postponed or superseded",
        lambda followed: followed.status,
    ),
    FollowedColumn("asof", "the day for which the status holds", lambda followed: followed.asof),
    FollowedColumn("answered", "the last day on which it may have been reached", lambda f: f.day),
    FollowedColumn("answer", "the words of the first text that tells it", _quote_answer),
    FollowedColumn("answer_document", "the document in which they stand", _cite_answer),
)

EVIDENCE_COLUMNS: Mapping[str, str] = {
    "entry": "the id of the entry that the value belongs to",
    "fact": "the id of the account (one per document and version)",
    "slot": "which slot the value fills",
    "value": "the value; a name as the register calls it",
    "named": "the id of the entry that the value names, if any",
    "quote": "the words of the text it stands on",
    "document": "the document",
    "version": "SHA-256 of the document's text",
    "start": "first character of the quotation in that text",
    "end": "one past its last character",
    "published": "the day the release was published",
    "address": "where the document was found",
    "rule": "the rule that found the fact",
}

TABLES: Mapping[str, str] = {
    "event": "events",
    "act": "acts",
    "commitment": "promises",
    "office": "offices",
    "quote": "quotes",
    "person": "people",
    "organisation": "bodies",
    "state": "states",
    "place": "places",
    "instrument": "instruments",
    "operation": "operations",
    "series": "series",
}
FACT_TABLES = ("event", "act", "commitment", "office", "quote")


def each_row(
    register: Register, layer: str, query: Query | None = None
) -> Iterator[dict[str, object]]:
    """A layer's entries as flat rows, in the query's order; memory stays flat."""
    for entry, facts in each_entry(register, layer, query or Query()):
        yield flatten_entry(entry, facts)


def flatten_entry(entry: EntryRow, facts: Sequence[FactView]) -> dict[str, object]:
    """An entry as one row: several values of a slot are joined with '; '."""
    return {column.name: column.value(entry, facts) for column in COLUMNS[entry.layer]}


def each_promise(
    register: Register, query: Query, asof: date, status: str | None = None
) -> Iterator[dict[str, object]]:
    """Promises as flat rows with what became of them by a day; only those of a status, if given."""
    for chunk in _chunks(register.each("commitment", query)):
        ids = [entry.id for entry in chunk]
        facts, statuses = register.facts(ids), promise_statuses(register, asof, ids)
        for entry in chunk:
            followed = statuses.get(entry.id)
            if followed is not None and status in (None, followed.status):
                told = {column.name: column.value(followed) for column in FOLLOWED_COLUMNS}
                yield flatten_entry(entry, facts.get(entry.id, [])) | told


def list_columns(layer: str) -> list[str]:
    """The names of the columns of a layer's list."""
    names = [column.name for column in COLUMNS[layer]]
    return names + [c.name for c in FOLLOWED_COLUMNS] if layer == "commitment" else names


def each_evidence(register: Register) -> Iterator[dict[str, object]]:
    """Every value of every fact, with its quotation."""
    for layer in FACT_TABLES:
        for entry, facts in each_entry(register, layer, Query()):
            for fact in facts:
                for value in fact.values:
                    quotation = value.quotation
                    yield {
                        "entry": entry.id,
                        "fact": fact.id,
                        "slot": value.slot,
                        "value": value.value,
                        "named": value.entry,
                        "quote": quotation.text,
                        "document": quotation.document,
                        "version": quotation.version,
                        "start": quotation.start,
                        "end": quotation.end,
                        "published": quotation.published,
                        "address": quotation.address,
                        "rule": fact.rule,
                    }


def each_entry(
    register: Register, layer: str, query: Query
) -> Iterator[tuple[EntryRow, Sequence[FactView]]]:
    """All entries that match, whatever the query's limit, each with its present accounts."""
    for chunk in _chunks(register.each(layer, query)):
        facts = register.facts([entry.id for entry in chunk]) if layer in FACT_TABLES else {}
        for entry in chunk:
            yield entry, facts.get(entry.id, [])


def _chunks(entries: Iterator[EntryRow]) -> Iterator[list[EntryRow]]:
    while chunk := [entry for _, entry in zip(range(BATCH), entries, strict=False)]:
        yield chunk
