"""The journal of people's judgements: it is added to, read, exported and imported."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from onrecord.errors import InputError, NotFoundError, RegisterError
from onrecord.model.judgement import (
    KINDS,
    Content,
    Judgement,
    dump_content,
    find_active,
    find_break,
    make_hash,
    make_judgement_id,
)
from onrecord.register import schema

REMEMBERED = 8  # journals, each as it was after some entry
FIELDS = ("number", "id", "kind", "author", "made_at", "reason", "content", "previous", "hash")


def load_journal(connection: Connection) -> list[Judgement]:
    """All judgements, the oldest first.

    The hash of the last entry stands for all before it, so that a journal that was read
    before is not read again.
    """
    table = schema.judgements.c
    last = connection.scalar(select(table.hash).order_by(table.number.desc()).limit(1))
    if last is None:
        return []
    if last not in _READ:
        if len(_READ) >= REMEMBERED:
            _READ.clear()
        _READ[last] = tuple(read_journal(connection))
    return list(_READ[last])


_READ: dict[str, tuple[Judgement, ...]] = {}  # by the hash of the last entry


def read_journal(connection: Connection) -> Iterator[Judgement]:
    """All judgements as they stand in the register now, the oldest first."""
    table = schema.judgements
    for row in connection.execute(select(table).order_by(table.c.number)).mappings():
        yield Judgement(**{**row, "content": json.loads(row["content"])})


def load_judgement(connection: Connection, wanted: str) -> Judgement:
    """A judgement by its number or its id. Raises `NotFoundError` where there is none."""
    for entry in load_journal(connection):
        if wanted in (str(entry.number), entry.id):
            return entry
    raise NotFoundError(f"{wanted}: the journal has no such entry; 'onrecord journal' lists them")


def append_judgement(
    connection: Connection,
    kind: str,
    content: Content,
    *,
    author: str,
    reason: str,
    moment: str,
    made_at: str | None = None,
) -> Judgement:
    """Add a judgement to the end of the journal.

    `moment` is now, `made_at` when it was made where that was earlier, in another register.
    Raises `InputError` without an author.
    """
    if not author.strip():
        raise InputError("--by", "a judgement needs a name", "say who judges")
    table = schema.judgements
    made_at = made_at or moment
    last = connection.execute(
        select(table.c.number, table.c.hash).order_by(table.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, "")
    identifier = make_judgement_id(kind, author, made_at, reason, content)
    entry = Judgement(
        number, identifier, kind, author, made_at, reason, content, previous,
        make_hash(previous, identifier), moment,
    )  # fmt: skip
    values = {name: getattr(entry, name) for name in (*FIELDS, "recorded_at")}
    connection.execute(insert(table).values(values | {"content": dump_content(content)}))
    return entry


def check_journal(connection: Connection) -> None:
    """Raise `RegisterError` where the journal is not what was written, entry after entry."""
    broken = find_break(list(read_journal(connection)))
    if broken is not None:
        raise RegisterError(
            f"entry {broken} of the journal is not what was written; "
            "take the register from a copy, or import the journal into a new one"
        )


def dump_journal(connection: Connection) -> Iterator[str]:
    """The journal as JSON Lines."""
    for entry in load_journal(connection):
        yield json.dumps({name: getattr(entry, name) for name in FIELDS}, ensure_ascii=False)


def parse_journal(lines: Iterable[str], where: str) -> list[Judgement]:
    """An exported journal. Raises `InputError` where it is none or was changed since."""
    found = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            found.append(_parse_line(line, f"{where}:{number}"))
    broken = find_break(found)
    if broken is not None:
        raise InputError(where, f"entry {broken} is not what was exported", "export it again")
    return found


def _parse_line(line: str, where: str) -> Judgement:
    try:
        row: dict[str, Any] = json.loads(line)
        entry = Judgement(**{name: row[name] for name in FIELDS}, recorded_at="")
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(where, f"it is no entry of a journal: {error}") from error
    texts = (entry.id, entry.kind, entry.author, entry.made_at, entry.reason, entry.hash)
    if not all(isinstance(text, str) for text in texts) or not isinstance(entry.content, dict):
        raise InputError(where, "it is no entry of a journal")
    if entry.kind not in KINDS:
        raise InputError(where, f"{entry.kind!r} is no kind of judgement", "use a newer onrecord")
    return entry


def import_judgements(
    connection: Connection, entries: Iterable[Judgement], moment: str
) -> list[Judgement]:
    """Add the judgements that this journal does not hold yet, in their order; gives those."""
    known = set(connection.scalars(select(schema.judgements.c.id)))
    return [
        append_judgement(
            connection,
            entry.kind,
            entry.content,
            author=entry.author,
            reason=entry.reason,
            moment=moment,
            made_at=entry.made_at,
        )
        for entry in entries
        if entry.id not in known
    ]


def load_notes(connection: Connection, about: Collection[str]) -> list[Judgement]:
    """The notes on something that goes by one of these ids, the oldest first."""
    return [
        entry
        for entry in find_active(load_journal(connection))
        if entry.kind == "note" and entry.content["about"] in about
    ]
