"""What the register learned, lost or was corrected between two moments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, and_, func, select

from onrecord.model.identity import fold_text
from onrecord.model.judgement import Judgement
from onrecord.register import schema
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.clusters import chunk_ids
from onrecord.register.differing import SLOT_NAMES, TIMED, Difference, tell_time, tell_words
from onrecord.register.evidence import load_facts
from onrecord.register.journal import load_journal
from onrecord.register.removed import load_moves
from onrecord.register.retold import Alteration
from onrecord.register.rewordings import Rewording, load_rewordings
from onrecord.register.views import FactView, Removal

Why = Literal["text", "rules", "judgement"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that came in, with how many facts it told."""

    name: str
    address: str
    version: str
    recorded_at: str
    headline: str | None
    published: str | None
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
    """All that became different after `since` and up to `until`, each list in order of time.

    `removed` are documents that their sites took away, `returned` those that came back.
    """

    since: str
    until: str | None
    documents: tuple[Document, ...]
    rewordings: tuple[Rewording, ...]
    facts: tuple[Altered, ...]
    judgements: tuple[Judgement, ...]
    removed: tuple[Removal, ...] = ()
    returned: tuple[Removal, ...] = ()


def load_changes(connection: Connection, since: str, until: str | None) -> Changes:
    """What was recorded after one moment and, if given, not after another."""
    versions = _load_versions(connection, since, until)
    counts = _count_facts(connection, [v for v in versions if v.first])
    new = tuple(
        Document(
            v.document, v.address, v.hash, v.recorded_from, v.headline, v.published,
            counts.get(v.id, 0),
        )
        for v in versions
        if v.first
    )  # fmt: skip
    column = schema.versions.c.recorded_from
    conditions = [column >= since, *([column <= until] if until else ())]
    gone, back = load_moves(connection, since, until)
    journal = load_journal(connection)
    return Changes(
        since,
        until,
        new,
        tuple(load_rewordings(connection, *conditions)),
        tuple(_altered(connection, versions, since, until)),
        tuple(j for j in journal if _within(j.recorded_at, since, until)),
        gone,
        back,
    )


def _within(moment: str | None, since: str, until: str | None) -> bool:
    return moment is not None and since <= moment and (until is None or moment <= until)


@dataclass(frozen=True, slots=True)
class _Version:
    """A version that came in, and whether it is its document's first."""

    id: int
    hash: str
    recorded_from: str
    document: str
    address: str
    headline: str | None
    published: str | None
    first: bool


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
    before = _load_first(connection, {row.document_id for row in rows})
    found = []
    for row in rows:
        head = heads.get(row.id)
        found.append(
            _Version(
                row.id, row.hash, row.recorded_from, row.name, row.address,
                head.headline if head else None, head.published if head else None,
                before[row.document_id] == row.id,
            )
        )  # fmt: skip
    return found


def _load_first(connection: Connection, documents: Iterable[int]) -> dict[int, int]:
    """The first version of each of these documents."""
    table = schema.versions.c
    return {
        document: first
        for chunk in chunk_ids(documents)
        for document, first in connection.execute(
            select(table.document_id, func.min(table.id))
            .where(table.document_id.in_(chunk))
            .group_by(table.document_id)
        )
    }


def _count_facts(connection: Connection, versions: Iterable[_Version]) -> dict[int, int]:
    """How many facts versions told when they came in."""
    facts, table = schema.facts.c, schema.versions.c
    return {
        version: count
        for chunk in chunk_ids(version.id for version in versions)
        for version, count in connection.execute(
            select(facts.version_id, func.count())
            .join(schema.versions, table.id == facts.version_id)
            .where(facts.version_id.in_(chunk), facts.recorded_from == table.recorded_from)
            .where(facts.recorded_to.is_(None) | (facts.recorded_to != facts.recorded_from))
            .group_by(facts.version_id)
        )
    }


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
            timed = slot in TIMED
            tell = tell_time if timed else tell_words
            name = SLOT_NAMES.get(slot, slot)
            yield Difference(slot, before, after, tell(name, before, after))
