"""Pages whose site reworded them: each new text that says something else than the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.coverage import source_column
from onrecord.register.evidence import load_facts
from onrecord.register.known import LAST_MOMENT
from onrecord.register.retold import Alteration, retell_facts
from onrecord.register.sameness import is_same
from onrecord.register.tellings import ToldRelease, load_releases
from onrecord.register.views import FactView, Quotation

CHUNK = 40  # rewordings whose texts are held at once


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a page: its version, its main release, and when the register got it."""

    version: str
    release: str | None
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Rewording:
    """A page that its site reworded, before and after, with what it tells otherwise.

    `facts` is how many facts the new text tells. Without alterations only its words changed.
    `number` is its place among all rewordings, later ones have a higher one.
    """

    number: int
    document: str
    address: str
    institution: str | None
    headline: str | None
    published: str | None
    before: Text
    after: Text
    alterations: tuple[Alteration, ...]
    facts: int = 0

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of differences in it, each once; none where only its words changed."""
        return tuple(dict.fromkeys(kind for a in self.alterations for kind in a.kinds))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rewordings are asked for: of a source, with a kind of difference, between two days."""

    source: str | None = None
    kind: str | None = None
    since: str | None = None
    until: str | None = None


def page_rewordings(
    connection: Connection, wanted: Wanted, limit: int, before: int | None = None
) -> tuple[list[Rewording], int | None]:
    """Rewordings that match, the newest first, those before a number; and where to go on."""
    conditions = [*_conditions(wanted)]
    if before is not None:
        conditions.append(schema.versions.c.id < before)
    found: list[Rewording] = []
    for rewording in load_rewordings(connection, *conditions, newest=True):
        if wanted.kind is None or wanted.kind in rewording.kinds:
            if len(found) == limit:
                return found, found[-1].number
            found.append(rewording)
    return found, None


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    table = schema.versions.c
    if wanted.source:
        documents = select(schema.documents.c.id).where(source_column() == wanted.source)
        yield table.document_id.in_(documents)
    if wanted.since:
        yield table.recorded_from >= wanted.since
    if wanted.until:
        yield table.recorded_from <= f"{wanted.until}{LAST_MOMENT}"


def load_wordings(
    connection: Connection, documents: Iterable[str], facts: Iterable[str]
) -> list[tuple[Rewording, Alteration]]:
    """How the wording of these facts came to be what it is, the first change first.

    `documents` are those that tell them now. Each step changed what a step after it, or the
    present fact, tells; what stands before the first step is how it was worded at first.
    """
    known = set(facts)
    names = schema.documents.c.name.in_(sorted(set(documents)))
    steps: list[tuple[Rewording, Alteration]] = []
    for rewording in load_rewordings(connection, names, newest=True):
        for alteration in rewording.alterations:
            if alteration.new is not None and alteration.new.id in known and alteration.was:
                steps.append((rewording, alteration))
                known |= {alteration.old.id} if alteration.old else set()
    return steps[::-1]


def load_rewordings(
    connection: Connection,
    *conditions: ColumnElement[bool],
    newest: bool = False,
) -> Iterator[Rewording]:
    """The rewordings whose new version meets these conditions, in order of time."""
    rows = _load_rows(connection, conditions, newest)
    for start in range(0, len(rows), CHUNK):
        yield from _compare_rows(connection, rows[start : start + CHUNK])


def compare_versions(connection: Connection, old: str, new: str) -> Rewording | None:
    """What two texts of one page tell otherwise, by the ids of their releases.

    None where they are no two texts of one page.
    """
    ids = [_find_version(connection, release) for release in (old, new)]
    if None in ids or ids[0] == ids[1]:
        return None
    rows = _load_rows(connection, (schema.versions.c.id == ids[1],), newest=False, before=ids[0])
    found = list(_compare_rows(connection, rows))
    return found[0] if found else None


def _find_version(connection: Connection, release: str) -> int | None:
    table = schema.releases.c
    return connection.scalar(
        select(table.version_id).where(table.own == release).order_by(table.id.desc()).limit(1)
    )


def _load_rows(
    connection: Connection,
    conditions: Sequence[ColumnElement[bool]],
    newest: bool,
    before: int | None = None,
) -> list[Any]:
    versions, documents = schema.versions, schema.documents
    older = versions.alias()
    former: Any = before
    if before is None:
        former = (
            select(func.max(older.c.id))
            .where(older.c.document_id == versions.c.document_id, older.c.id < versions.c.id)
            .scalar_subquery()
        )
    else:
        former = select(older.c.id).where(older.c.id == before).scalar_subquery()
    replaced = select(older.c.document_id).where(older.c.recorded_to.is_not(None))
    statement = (
        select(
            versions.c.id, former.label("before"), versions.c.digest,
            documents.c.name, documents.c.address, documents.c.institution,
        )
        .join(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.document_id.in_(replaced), former.is_not(None), *conditions)
        .order_by(versions.c.id.desc() if newest else versions.c.id)
    )  # fmt: skip
    return list(connection.execute(statement).all())


def _compare_rows(connection: Connection, rows: Sequence[Any]) -> Iterator[Rewording]:
    ids = {number for row in rows for number in (row.id, row.before)}
    versions = _load_versions(connection, ids)
    releases = load_releases(connection, {id_: v.text for id_, v in versions.items()})
    wanted = [row for row in rows if _is_reworded(row, versions, releases)]
    facts = _load_facts(connection, wanted, versions)
    for row in wanted:
        yield _compare_row(row, versions, releases, facts)


def _is_reworded(
    row: Any, versions: dict[int, Any], releases: dict[int, list[ToldRelease]]
) -> bool:
    """Whether the site has changed what it says: not where newer rules read the same bytes."""
    old, new = versions[row.before], versions[row.id]
    if old.digest is not None and old.digest == new.digest:
        return False
    pair = [[r.told for r in releases[number] if r.told.main] for number in (row.before, row.id)]
    if not (pair[0] or pair[1]):
        pair = [[r.told for r in releases[number]] for number in (row.before, row.id)]
    return not is_same(*pair)


def _compare_row(
    row: Any,
    versions: dict[int, Any],
    releases: dict[int, list[ToldRelease]],
    facts: dict[tuple[str, int], list[FactView]],
) -> Rewording:
    old, new = versions[row.before], versions[row.id]
    shown = _find_shown(releases[row.before], releases[row.id])
    head = shown[1] or shown[0]
    told = facts.get(("old", row.before), []), facts.get(("new", row.id), [])
    alterations = tuple(
        _place_quotations(alteration, (old, new), releases, (row.before, row.id))
        for alteration in retell_facts((old.text, new.text), *told)
    )
    return Rewording(
        row.id, row.name, row.address, row.institution,
        head.headline if head else None, head.published if head else None,
        Text(old.hash, shown[0].own if shown[0] else None, old.recorded_from),
        Text(new.hash, shown[1].own if shown[1] else None, new.recorded_from),
        alterations, len(told[1]),
    )  # fmt: skip


def _find_shown(
    old: Sequence[ToldRelease], new: Sequence[ToldRelease]
) -> tuple[ToldRelease | None, ToldRelease | None]:
    """The first main release that differs, in either text."""
    mains = [[r for r in some if r.told.main] or list(some) for some in (old, new)]
    for one, other in zip(*mains, strict=False):
        if one.told != other.told:
            return one, other
    longest = max(mains, key=len)
    at = min(map(len, mains)) if longest else 0
    at = min(at, max(len(longest) - 1, 0))
    picked = [some[min(at, len(some) - 1)] if some else None for some in mains]
    return picked[0], picked[1]


def _place_quotations(
    alteration: Alteration,
    versions: tuple[Any, Any],
    releases: dict[int, list[ToldRelease]],
    ids: tuple[int, int],
) -> Alteration:
    """An alteration whose quotations that are no fact's know the release they stand in."""

    def place(quotation: Quotation | None, side: int) -> Quotation | None:
        if quotation is None or quotation.release:
            return quotation
        inside = [r for r in releases[ids[side]] if r.start <= quotation.start < r.end]
        own = inside[0].own if inside else ""
        return replace(quotation, version=versions[side].hash, release=own)

    return replace(alteration, was=place(alteration.was, 0), now=place(alteration.now, 1))


def _load_versions(connection: Connection, ids: Iterable[int]) -> dict[int, Any]:
    table = schema.versions.c
    return {
        row.id: row
        for chunk in chunk_ids(ids)
        for row in connection.execute(
            select(
                table.id,
                table.hash,
                table.text,
                table.digest,
                table.recorded_from,
                table.recorded_to,
            ).where(table.id.in_(chunk))
        )
    }


def _load_facts(
    connection: Connection, rows: Sequence[Any], versions: dict[int, Any]
) -> dict[tuple[str, int], list[FactView]]:
    """What the older texts told last and the newer ones first, without what people said."""
    facts = schema.facts.c
    found: dict[tuple[str, int], list[FactView]] = {}
    for number in {row.before for row in rows}:
        ended = facts.recorded_to == versions[number].recorded_to
        found["old", number] = _load_told(connection, number, ended)
    for number in {row.id for row in rows}:
        began = facts.recorded_from == versions[number].recorded_from
        found["new", number] = _load_told(connection, number, began)
    return found


def _load_told(
    connection: Connection, version: int, condition: ColumnElement[bool]
) -> list[FactView]:
    told = load_facts(connection, (schema.facts.c.version_id == version) & condition, current=False)
    return [fact for fact in told if fact.recorded_from != fact.recorded_to]
