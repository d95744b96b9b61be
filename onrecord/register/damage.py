"""What is damaged in a register: found page by page and row by row, named down to the fact."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, func, select
from sqlalchemy.exc import DatabaseError, OperationalError

from onrecord.errors import RegisterError
from onrecord.model.identity import derive_id
from onrecord.model.judgement import find_break
from onrecord.register import schema, visits
from onrecord.register.belonging import find_owner, list_dangling
from onrecord.register.journal import read_journal
from onrecord.register.seal import FILE_NAME as SEAL
from onrecord.register.seal import Broken, Progress, find_broken, find_holders

CHUNK = 100  # versions that are looked at by one statement
MOST_COMPLAINTS = 100  # of SQLite
UNREADABLE = (  # rows that are no rows
    DatabaseError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError,
)  # fmt: skip
QUOTED = ("action", "object", "office", "quote", "theme", "trigger")  # slots whose value is words


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not what was written: where, what, and whose it is.

    `part` is `file`, `page`, `text`, `quotation`, `reference`, `journal` or `capture`; `id` that
    of a fact, release or entry.
    """

    part: str
    told: str
    document: str | None = None
    id: str | None = None


def find_broken_pages(engine: Engine, progress: Progress) -> tuple[int, list[Damage]]:
    """How many pages of the file were compared with the seal, and what does not agree."""
    path = Path(engine.url.database or "")
    with engine.connect() as reader, keep_unwritten(engine):
        broken = find_broken(path, progress)
        rows = _place_pages(reader, path, broken.pages)
        return broken.checked, list(tell_broken(broken, rows))


@contextmanager
def keep_unwritten(engine: Engine) -> Iterator[Connection]:
    """See to it that nobody writes meanwhile, as far as a damaged or read-only file lets us.

    Raises `RegisterError` where somebody goes on writing.
    """
    with engine.connect().execution_options(writes=True) as connection:
        try:
            connection.begin()
        except OperationalError as error:
            if "locked" in str(error.orig):
                path = engine.url.database
                raise RegisterError(f"{path}: is being written; try again later") from error
        except UNREADABLE:
            connection.rollback()
        yield connection
        connection.rollback()


@dataclass(frozen=True, slots=True)
class Placed:
    """A page of the file: what it is of, and one of those whose rows stand in it."""

    page: int
    table: str = ""
    document: str | None = None
    id: str | None = None


def tell_broken(broken: Broken, places: Iterable[Placed]) -> Iterator[Damage]:
    """What does not agree with the seal."""
    if broken.unsealed:
        told = f"{SEAL}: {broken.unsealed}: the pages of the register cannot be compared"
        yield Damage("file", f"{told}; where there is none, the next write makes one")
    if broken.log_lost:
        yield Damage("file", "the end of the register's log is lost, and what was written last")
    for place in places:
        held = f" ({place.table})" if place.table else ""
        told = f"page {place.page} of the register{held} is not as it was written"
        yield Damage("page", told, place.document, place.id)


def _place_pages(connection: Connection, path: Path, pages: Sequence[int]) -> list[Placed]:
    """What stands in broken pages, as far as it can still be told."""
    if not pages:
        return []
    try:
        roots = {row.name: row.rootpage for row in connection.exec_driver_sql(_ROOTS)}
    except UNREADABLE:
        roots = {}
    holders = find_holders(path, roots, pages)
    found = []
    for page in pages:
        table, rows = holders.get(page, ("", []))
        whose = {find_owner(connection, table, row) for row in rows} or {(None, None)}
        found += [Placed(page, table, *owner) for owner in sorted(whose, key=repr)]
    return found


_ROOTS = (
    "SELECT name, rootpage FROM (SELECT 'the list of tables' AS name, 1 AS rootpage, 0 AS place "
    "UNION ALL SELECT name, rootpage, type = 'index' FROM sqlite_master WHERE rootpage) "
    "ORDER BY place"
)


def find_complaints(engine: Engine) -> Iterator[Damage]:
    """What SQLite itself finds wrong with its pages, indexes and the index of words."""
    try:
        with engine.connect() as connection:
            rows = connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_COMPLAINTS})")
            complaints = [told for told in rows.scalars().all() if told != "ok"]
        with keep_unwritten(engine) as connection:
            connection.exec_driver_sql(_CHECK_WORDS)
    except UNREADABLE as error:
        if "readonly" in _why(error):
            return
        complaints = [_why(error)]
    for told in complaints:
        yield Damage("page", f"SQLite: {' '.join(told.split())}")


_CHECK_WORDS = "INSERT INTO release_index(release_index) VALUES('integrity-check')"


def find_false_texts(connection: Connection, progress: Progress) -> Iterator[Damage]:
    """Texts that do not have their hash, and places and quotations that are not in their text."""
    table = schema.versions.c
    try:
        ids = connection.scalars(select(table.id).order_by(table.id)).all()
    except UNREADABLE as error:
        yield Damage("text", f"the list of texts cannot be read: {_why(error)}")
        return
    for start in range(0, len(ids), CHUNK):
        yield from _look_into(connection, ids[start : start + CHUNK])
        progress(len(ids[start : start + CHUNK]))


def _look_into(connection: Connection, ids: Sequence[int]) -> Iterator[Damage]:
    """What is wrong with some texts; where they cannot be read together, each on its own."""
    try:
        yield from _compare_texts(connection, ids)
    except UNREADABLE as error:
        if len(ids) > 1:
            for number in ids:
                yield from _look_into(connection, [number])
        else:
            told = f"text {ids[0]}, or what is said of it, cannot be read: {_why(error)}"
            yield Damage("text", told, find_owner(connection, "versions", ids[0])[0])


def _why(error: Exception) -> str:
    return str(error.orig if isinstance(error, DatabaseError) else error)


def _compare_texts(connection: Connection, ids: Sequence[int]) -> list[Damage]:
    versions, documents = schema.versions, schema.documents
    rows = connection.execute(
        select(versions.c.id, versions.c.hash, versions.c.text, documents.c.name)
        .outerjoin(documents, documents.c.id == versions.c.document_id)
        .where(versions.c.id.in_(ids))
    ).all()
    texts = {int(row.id): row for row in rows}
    found = [
        Damage("text", f"text {row.id} does not have its hash {row.hash}", row.name)
        for row in rows
        if hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest() != row.hash
    ]
    for look in (_look_at_releases, _look_at_facts, _look_at_claims, _look_at_places):
        found += look(connection, texts)
    return found


Texts = Mapping[int, Row[Any, Any, Any, Any]]  # id, hash, text and the document's name, by the id


def _look_at_releases(connection: Connection, texts: Texts) -> Iterator[Damage]:
    table = schema.releases
    for row in connection.execute(select(table).where(table.c.version_id.in_(texts))):
        text = texts[row.version_id]
        if row.own != derive_id("release", text.name, text.hash, row.number):
            yield Damage("text", f"release {row.id} does not have its id", text.name, row.own)
        if not 0 <= row.start <= row.body_start <= row.end <= len(text.text):
            told = f"release {row.id} is not a part of its text"
            yield Damage("text", told, text.name, row.own)


def _look_at_facts(connection: Connection, texts: Texts) -> Iterator[Damage]:
    table = schema.facts.c
    rows = connection.execute(
        select(table.version_id, table.own, table.evidence_start, table.evidence_end).where(
            table.version_id.in_(texts)
        )
    )
    for row in rows:
        text = texts[row.version_id]
        if not _is_inside(row.evidence_start, row.evidence_end, text.text):
            told = (
                f"its evidence is at {row.evidence_start} to {row.evidence_end}, outside its text"
            )
            yield Damage("quotation", told, text.name, row.own)


def _look_at_claims(connection: Connection, texts: Texts) -> Iterator[Damage]:
    facts, claims, rulings = schema.facts.c, schema.claims.c, schema.rulings
    judged = select(rulings.c.fact_id).where(rulings.c.fact_id == facts.id).exists()
    rows = connection.execute(
        select(
            facts.version_id, facts.own, claims.slot, claims.value, claims.name_id,
            claims.start, claims.end, judged.label("judged"),
        )
        .join(schema.claims, claims.fact_id == facts.id)
        .where(facts.version_id.in_(texts))
    )  # fmt: skip
    for row in rows:
        text = texts[row.version_id]
        if not _is_inside(row.start, row.end, text.text):
            told = f"{row.slot} is at {row.start} to {row.end}, outside its text"
        elif row.value is None and row.name_id is None:
            told = f"{row.slot} has neither value nor name"
        elif row.slot in QUOTED and not row.judged and row.value != text.text[row.start : row.end]:
            told = f"{row.slot} is {row.value!r}, which the text at {row.start} is not"
        else:
            continue
        yield Damage("quotation", told, text.name, row.own)


def _look_at_places(connection: Connection, texts: Texts) -> Iterator[Damage]:
    """Mentions of names, and answers to promises."""
    for table in (schema.mentions, schema.links):
        columns = table.c
        rows = connection.execute(
            select(columns.version_id, columns.start, columns.end).where(
                columns.version_id.in_(texts)
            )
        )
        for row in rows:
            text = texts[row.version_id]
            if not _is_inside(row.start, row.end, text.text):
                told = f"one of {table.name} is at {row.start} to {row.end}, outside its text"
                yield Damage("quotation", told, text.name)


def _is_inside(start: int, end: int, text: str) -> bool:
    return 0 <= start < end <= len(text)


def find_dangling(connection: Connection) -> Iterator[Damage]:
    """References that lead nowhere."""
    try:
        for reference in list_dangling(connection):
            owner = find_owner(connection, reference.table, reference.row)
            told = f"{reference.table} {reference.row} leads to {reference.to}, which is not there"
            yield Damage("reference", told, *owner)
    except UNREADABLE as error:
        yield Damage("reference", f"the references cannot be followed: {_why(error)}")


def find_breaks(connection: Connection) -> tuple[int, list[Damage]]:
    """How many entries the journal has, and the first that is not what was written."""
    try:
        journal = list(read_journal(connection))
        broken = find_break(journal)
    except UNREADABLE as error:
        return 0, [Damage("journal", f"the journal cannot be read: {_why(error)}")]
    entries = {entry.number: entry for entry in journal}
    if broken is None:
        return len(journal), []
    told = f"entry {broken} of the journal, or the chain before it, is not what was written"
    return len(journal), [Damage("journal", told, id=entries[broken].id)]


def list_captures(connection: Connection) -> tuple[dict[str, list[str]], list[Damage]]:
    """The documents that have bytes in the archive, by the hash of these."""
    found: dict[str, list[str]] = {}
    captures, documents, answers = schema.captures.c, schema.documents, visits.answers.c
    kept = select(captures.digest, documents.c.name).outerjoin(
        documents, documents.c.id == captures.document_id
    )
    fetched = select(answers.digest, answers.final).where(answers.digest.is_not(None))
    try:
        for statement in (kept, fetched):
            for digest, name in connection.execute(statement):
                found.setdefault(digest, []).append(name)
    except UNREADABLE as error:
        return found, [Damage("capture", f"the list of captures cannot be read: {_why(error)}")]
    return found, []


def count_told(connection: Connection) -> dict[str, int]:
    """How many texts, facts and values there are to look at, as far as they can be counted."""
    tables = {"texts": schema.versions, "facts": schema.facts, "quotations": schema.claims}
    try:
        return {
            name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for name, table in tables.items()
        }
    except UNREADABLE:
        return {}
