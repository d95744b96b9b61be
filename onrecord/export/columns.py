"""Every column of every table of entries, declared once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.export.registry import Column, Type
from onrecord.pipeline.statuses import Answer, Followed
from onrecord.register.views import EntryRow, FactView

JOINER = "; "


@dataclass(frozen=True, slots=True)
class Told:
    """What a row of entries is made of: an entry, its accounts and what became of a promise."""

    entry: EntryRow
    facts: Sequence[FactView] = ()
    followed: Followed | None = None


def _field(name: str, title: str, meaning: str, kind: Type = "string") -> Column:
    return Column(
        name, title, meaning, f"entry: {name}", lambda told: getattr(told.entry, name), kind
    )


def _slot(name: str, slot: str, title: str, meaning: str) -> Column:
    return Column(
        name, title, meaning, f"slot: {slot}", lambda told: JOINER.join(_distinct(told, slot))
    )


def _distinct(told: Told, slot: str) -> Iterable[str]:
    values = (value for fact in told.facts for value in fact.of(slot))
    return dict.fromkeys(" ".join(value.value.split()) for value in values)


def _quote(told: Told) -> str:
    return told.facts[-1].evidence.text if told.facts else ""


def _documents(told: Told) -> str:
    return JOINER.join(dict.fromkeys(fact.evidence.document for fact in told.facts))


def _each_deadline(told: Told) -> list[str]:
    return [fact.start for fact in told.facts if fact.start]


def _baseline(told: Told) -> str | None:
    return next(iter(_each_deadline(told)), None)


def _deadline(told: Told) -> str | None:
    return next(reversed(_each_deadline(told)), None)


ID = _field("id", "Id", "the entry's permanent id")
KIND = _field("kind", "Kind", "the kind, of the codebook's list")
FIRST = _field(
    "first_published", "First told", "the day of the first release that tells it", "date"
)
LAST = _field("last_published", "Last told", "the day of the last release that tells it", "date")
SOURCES = _field("releases", "Releases", "how many releases tell it", "integer")
CONFIDENCE = _field(
    "confidence", "Confidence", "the machine's confidence in its best account, 0 to 1", "number"
)
DOCUMENTS = Column(
    "documents", "Documents", "the documents that tell it", "evidence: document", _documents
)
QUOTE = Column(
    "quote", "Quotation", "the sentence of the last release that tells it", "evidence: text", _quote
)
TOLD = (FIRST, LAST, SOURCES, CONFIDENCE, DOCUMENTS, QUOTE)

EVENT = (
    ID,
    KIND,
    _field("status", "Status", "held, scheduled, postponed or cancelled, as last told"),
    _field("start", "From", "the first day or period, EDTF"),
    _field("end", "Until", "the last day or period, EDTF"),
    _slot("places", "place", "Where", "venue, city, country"),
    _slot("bodies", "body", "Body", "the body or bodies whose gathering it is"),
    _slot("chairs", "chair", "Chair", "who chairs"),
    _slot("hosts", "host", "Host", "who hosts or organises"),
    _slot("participants", "participant", "Taking part", "who takes part besides chairs and hosts"),
    _slot("theme", "theme", "On", "the topic, verbatim"),
    _slot("mode", "mode", "Mode", "online or hybrid, where it is one"),
    *TOLD,
)
ACT = (
    ID,
    KIND,
    _slot("actors", "actor", "Who", "who did it; the parties of an agreement"),
    _slot("object", "object", "What", "what was adopted, signed, decided …, verbatim"),
    _field("start", "Date", "the day or period it was done, EDTF"),
    *TOLD,
)


def _became(
    name: str, title: str, meaning: str, get: Callable[[Followed], object], kind: Type = "string"
) -> Column:
    def value(told: Told) -> object:
        return get(told.followed) if told.followed else None

    return Column(name, title, meaning, f"follow-up: {name}", value, kind)


def _answer(followed: Followed) -> Answer | None:
    return followed.answers[0] if followed.answers else None


def _quote_answer(followed: Followed) -> object:
    answer = _answer(followed)
    return " ".join(answer.quotation.text.split()) if answer else None


def _cite_answer(followed: Followed) -> object:
    answer = _answer(followed)
    return answer.quotation.document if answer else None


FOLLOWED_COLUMNS = (
    _became(
        "status",
        "Status",
        "open, due, kept, kept late, overdue, cancelled, postponed or superseded",
        lambda followed: followed.status,
    ),
    _became("asof", "As of", "the day for which the status holds", lambda f: f.asof, "date"),
    _became(
        "answered",
        "Answered",
        "the last day on which it may have been reached",
        lambda f: f.day,
        "date",
    ),
    _became("answer", "Answer", "the words of the first text that tells it", _quote_answer),
    _became("answer_document", "Answered in", "the document in which they stand", _cite_answer),
)
COMMITMENT = (
    ID,
    _slot("actors", "actor", "Who", "who is bound"),
    _slot("action", "action", "What", "the deed, verbatim"),
    _field("start", "Due", "the day or period by which it is due, EDTF"),
    Column(
        "baseline",
        "First deadline",
        "the deadline that the first account gives, EDTF",
        "account: start",
        _baseline,
    ),
    Column(
        "deadline",
        "Present deadline",
        "the deadline that the last account gives, EDTF",
        "account: start",
        _deadline,
    ),
    *TOLD,
    *FOLLOWED_COLUMNS,
)
OFFICE = (
    ID,
    _slot("person", "person", "Person", "who holds it"),
    _slot("office", "office", "Office", "the office, verbatim"),
    FIRST,
    LAST,
    SOURCES,
    DOCUMENTS,
    QUOTE,
)
STATEMENT = (
    ID,
    _field("kind", "Kind", "direct or reported"),
    _slot("speaker", "speaker", "Speaker", "who said it, where known"),
    _slot("quote", "quote", "Words", "the words, verbatim"),
    FIRST,
    DOCUMENTS,
)
NAME = (
    ID,
    _field("label", "Name", "what it is called most often"),
    _field("first_published", "First named", "the day of the first release that names it", "date"),
    _field("last_published", "Last named", "the day of the last release that names it", "date"),
    _field("facts", "Facts", "how many facts name it", "integer"),
    _field("releases", "Releases", "how many releases name it in a fact", "integer"),
)

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "event": EVENT,
    "act": ACT,
    "commitment": COMMITMENT,
    "office": OFFICE,
    "quote": STATEMENT,
    **dict.fromkeys(
        ("person", "organisation", "state", "place", "instrument", "operation", "series"), NAME
    ),
}
