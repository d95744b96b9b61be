"""What the register learned, lost or was corrected between two moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, select

from onrecord.model.identity import fold_text
from onrecord.model.judgement import Judgement
from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.clusters import chunk_ids
from onrecord.register.evidence import load_facts
from onrecord.register.journal import load_journal
from onrecord.register.views import FactView

SLOT_NAMES = {"start": "date", "end": "last day", "due": "deadline"}

Why = Literal["text", "rules", "judgement"]


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot that an account fills otherwise than before; `old` or `new` empty where none."""

    slot: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Alteration:
    """A fact that a document tells otherwise: before, after, and what differs.

    Without `old` it is told anew, without `new` no longer.
    """

    old: FactView | None
    new: FactView | None
    differences: tuple[Difference, ...]

    @property
    def what(self) -> str:
        """In a few words."""
        told = self.new or self.old
        layer = "promise" if told and told.layer == "commitment" else told.layer if told else ""
        if self.old is None:
            return f"{layer} added"
        if self.new is None:
            return f"{layer} gone"
        return f"{layer}: " + ", ".join(difference.what for difference in self.differences)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that came in or was reworded; of a rewording the hash before, and what differs."""

    name: str
    address: str
    version: str
    recorded_at: str
    headline: str | None
    published: str | None
    before: str | None = None
    alterations: tuple[Alteration, ...] = ()
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Altered:
    """A fact added, ended or changed without a change of its text, and why."""

    document: str
    recorded_at: str
    why: Why
    alteration: Alteration


@dataclass(frozen=True, slots=True)
class Changes:
    """All that became different after `since` and up to `until`, each list in order of time."""

    since: str
    until: str | None
    documents: tuple[Document, ...]
    rewordings: tuple[Document, ...]
    facts: tuple[Altered, ...]
    judgements: tuple[Judgement, ...]


def load_changes(connection: Connection, since: str, until: str | None) -> Changes:
    """What was recorded after one moment and, if given, not after another."""
    versions = _load_versions(connection, since, until)
    told = _load_told(connection, versions)
    documents = [_document(row, told) for row in versions]
    new = tuple(document for document in documents if document.before is None)
    reworded = tuple(document for document in documents if document.before is not None)
    journal = load_journal(connection)
    judged = tuple(j for j in journal if _within(j.recorded_at, since, until))
    return Changes(
        since,
        until,
        new,
        reworded,
        tuple(_altered(connection, versions, since, until)),
        judged,
    )


def _within(moment: str | None, since: str, until: str | None) -> bool:
    return moment is not None and since <= moment and (until is None or moment <= until)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that came in, with the one before of the same document."""

    id: int
    hash: str
    recorded_from: str
    document: str
    address: str
    headline: str | None
    published: str | None
    before: tuple[int, str] | None


def _load_versions(connection: Connection, since: str, until: str | None) -> list[_Version]:
    versions, documents, releases = schema.versions, schema.documents, schema.releases
    condition = versions.c.recorded_from >= since
    if until is not None:
        condition = and_(condition, versions.c.recorded_from <= until)
    rows = connection.execute(
        select(
            versions.c.id, versions.c.hash, versions.c.recorded_from, versions.c.document_id,
            documents.c.name, documents.c.address,
        )
        .join(documents, documents.c.id == versions.c.document_id)
        .where(condition)
        .order_by(versions.c.recorded_from, versions.c.id)
    ).all()  # fmt: skip
    heads: dict[int, Any] = {}
    for chunk in chunk_ids(row.id for row in rows):
        statement = select(releases.c.version_id, releases.c.headline, releases.c.published).where(
            releases.c.version_id.in_(chunk), releases.c.main
        )
        heads |= {row.version_id: row for row in connection.execute(statement)}
    before = _load_before(connection, {row.document_id for row in rows})
    found = []
    for row in rows:
        earlier = [(id_, hash_) for id_, hash_ in before[row.document_id] if id_ < row.id]
        head = heads.get(row.id)
        found.append(
            _Version(
                row.id, row.hash, row.recorded_from, row.name, row.address,
                head.headline if head else None, head.published if head else None,
                max(earlier, default=None),
            )
        )  # fmt: skip
    return found


def _load_before(connection: Connection, documents: Iterable[int]) -> dict[int, list[Any]]:
    table = schema.versions.c
    found: dict[int, list[Any]] = {}
    for chunk in chunk_ids(documents):
        rows = connection.execute(
            select(table.document_id, table.id, table.hash).where(table.document_id.in_(chunk))
        )
        for row in rows:
            found.setdefault(row.document_id, []).append((row.id, row.hash))
    return found


Told = Mapping[tuple[str, str], Sequence[FactView]]


def _load_told(connection: Connection, versions: Sequence[_Version]) -> Told:
    """The facts of the versions that came in and of those before, by document and hash."""
    wanted = {v.before[0] for v in versions if v.before} | {v.id for v in versions}
    table = schema.facts.c
    found: dict[tuple[str, str], list[FactView]] = {}
    for chunk in chunk_ids(wanted):
        for fact in load_facts(connection, table.version_id.in_(chunk), current=False):
            if fact.recorded_from != fact.recorded_to:
                key = (fact.evidence.document, fact.evidence.version)
                found.setdefault(key, []).append(fact)
    return found


def _document(row: _Version, told: Told) -> Document:
    """A version that came in; where there was one before, with what it tells otherwise."""
    new = _those(told, row.document, row.hash, lambda fact: fact.recorded_from == row.recorded_from)
    alterations: tuple[Alteration, ...] = ()
    if row.before is not None:
        ended = row.recorded_from
        old = _those(told, row.document, row.before[1], lambda fact: fact.recorded_to == ended)
        alterations = tuple(pair_facts(old, new))
    return Document(
        row.document, row.address, row.hash, row.recorded_from, row.headline, row.published,
        row.before[1] if row.before else None, alterations, len(new),
    )  # fmt: skip


def _those(
    told: Told, document: str, version: str, wanted: Callable[[FactView], bool]
) -> list[FactView]:
    return [fact for fact in told.get((document, version), ()) if wanted(fact)]


def _altered(
    connection: Connection,
    versions: Sequence[_Version],
    since: str,
    until: str | None,
) -> Iterator[Altered]:
    """Facts that came or went while their text stayed: by newer rules, or a person's word."""
    facts, table = schema.facts.c, schema.versions
    came = and_(facts.recorded_from >= since, facts.recorded_from != table.c.recorded_from)
    went = and_(
        facts.recorded_to >= since,
        (table.c.recorded_to.is_(None)) | (facts.recorded_to != table.c.recorded_to),
    )
    if until is not None:
        came, went = (
            and_(came, facts.recorded_from <= until),
            and_(went, facts.recorded_to <= until),
        )
    ids = connection.scalars(
        select(facts.id)
        .join(table, table.c.id == facts.version_id)
        .where(came | went)
        .where((facts.recorded_to.is_(None)) | (facts.recorded_to != facts.recorded_from))
    ).all()
    found: list[FactView] = []
    for chunk in chunk_ids(ids):
        found += load_facts(connection, facts.id.in_(chunk), current=False)
    groups: dict[tuple[str, str], tuple[list[FactView], list[FactView]]] = {}
    for fact in found:
        for moment, side in ((fact.recorded_to, 0), (fact.recorded_from, 1)):
            if moment is not None and _within(moment, since, until):
                key = (moment, fact.evidence.document)
                groups.setdefault(key, ([], []))[side].append(fact)
    judged = set(connection.scalars(select(schema.judgements.c.recorded_at)))
    first = {(v.recorded_from, v.document) for v in versions}
    for (moment, document), (old, new) in sorted(groups.items()):
        if (moment, document) in first:
            continue
        for alteration in pair_facts(old, new):
            why: Why = "judgement" if moment in judged or _ruled(alteration) else "rules"
            yield Altered(document, moment, why, alteration)


def _ruled(alteration: Alteration) -> bool:
    """Whether a person's word is behind what is told now."""
    return bool(alteration.new and alteration.new.rulings)


def pair_facts(old: Sequence[FactView], new: Sequence[FactView]) -> Iterator[Alteration]:
    """What became of each fact of one reading in another; facts told alike are left out.

    Two are the same fact where they share id or entry, else where they are told in the same
    words.
    """
    left = list(new)
    for fact in old:
        match = next((other for key in KEYS for other in left if key(fact) == key(other)), None)
        if match is None:
            yield Alteration(fact, None, ())
            continue
        left.remove(match)
        differences = tuple(compare_facts(fact, match))
        if differences:
            yield Alteration(fact, match, differences)
    for fact in left:
        yield Alteration(None, fact, ())


def _words(fact: FactView) -> tuple[object, ...]:
    found = fact.of(ANCHOR_SLOTS[fact.layer])
    return (fact.layer, fold_text(found[0].quotation.text) if found else fact.id)


KEYS = (lambda fact: fact.id, lambda fact: (fact.layer, fact.entry), _words)


def compare_facts(old: FactView, new: FactView) -> Iterator[Difference]:
    """The slots that two accounts fill otherwise; what stands elsewhere in the text is the same."""
    slots = dict.fromkeys(v.slot for v in (*old.values, *new.values) if v.slot != "event")
    for slot in slots:
        before = tuple(" ".join(v.value.split()) for v in old.of(slot))
        after = tuple(" ".join(v.value.split()) for v in new.of(slot))
        if set(before) != set(after):
            yield Difference(slot, before, after, _tell(slot, before, after))


def _tell(slot: str, old: Sequence[str], new: Sequence[str]) -> str:
    name = SLOT_NAMES.get(slot, slot)
    gone, more = [v for v in old if v not in new], [v for v in new if v not in old]
    if slot in ("start", "end", "date", "due"):
        return _tell_time(name, old, new)
    if gone and more:
        return f"{name} changed from “{'; '.join(gone)}” to “{'; '.join(more)}”"
    return f"{name} “{'; '.join(gone)}” gone" if gone else f"{name} “{'; '.join(more)}” added"


def _tell_time(name: str, old: Sequence[str], new: Sequence[str]) -> str:
    if not new:
        return f"{name} {old[0]} gone"
    if not old:
        return f"{name} {new[0]} added"
    before, after = old[0], new[0]
    if earliest_day(after) <= earliest_day(before) and latest_day(before) < latest_day(after):
        return f"{name} made vaguer from {before} to {after}"
    if earliest_day(before) <= earliest_day(after) and latest_day(after) <= latest_day(before):
        return f"{name} made closer from {before} to {after}"
    moved = "put off" if latest_day(after) > latest_day(before) else "brought forward"
    return f"{name} {moved} from {before} to {after}"
