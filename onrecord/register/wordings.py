"""Which promises are told in the same words: each is posted under the words of its deed."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, insert, select

from onrecord.model.entry import Account, find_words, share_words
from onrecord.model.identity import fold_text
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids

Wording = tuple[int, str]

_POST = insert(schema.wordings).prefix_with("OR IGNORE", dialect="sqlite")


def post_wordings(connection: Connection, wordings: Iterable[Wording]) -> None:
    """Post facts under the words of what they say; those that are posted stay so."""
    rows = [
        {"word": word, "fact_id": fact} for fact, wording in wordings for word in _hash(wording)
    ]
    if rows:
        connection.execute(_POST, rows)


def find_alike(connection: Connection, wordings: Sequence[Wording]) -> dict[int, list[int]]:
    """The facts that share half of the words of one of these, and which of these they are."""
    table = schema.wordings.c
    asked: dict[frozenset[int], list[int]] = {}
    for fact, wording in wordings:
        asked.setdefault(frozenset(_hash(wording)), []).append(fact)
    found: dict[int, list[int]] = {}
    for words, facts in asked.items():
        statement = (
            select(table.fact_id)
            .where(table.word.in_(words))
            .group_by(table.fact_id)
            .having(2 * func.count() >= len(words))
        )
        for alike in connection.scalars(statement):
            found.setdefault(alike, []).extend(facts)
    return found


def post_everything(connection: Connection) -> None:
    """Post all promises that a register holds."""
    claims, facts = schema.claims, schema.facts
    rows = connection.execute(
        select(claims.c.fact_id, claims.c.value)
        .join(facts, facts.c.id == claims.c.fact_id)
        .where(claims.c.slot == "action", facts.c.layer == "commitment")
    )
    post_wordings(connection, ((fact, value) for fact, value in rows.all() if value))


def _hash(wording: str) -> list[int]:
    """The words of a wording as they are posted; shared numbers only cost a closer look."""
    return [zlib.crc32(word.encode("utf-8", "replace")) for word in find_words(fold_text(wording))]


class Said(NamedTuple):
    """What makes two promises of one entry equal, after the number and id of the fact."""

    id: int
    own: str
    entry: str
    start: str | None
    earliest: str | None
    latest: str | None
    wording: str
    actors: tuple[str, ...]


def load_said(connection: Connection, ids: Iterable[int]) -> list[Said]:
    """What these promises say, as far as they are current, in the order of their ids."""
    found: dict[int, list[Any]] = {}
    for chunk in chunk_ids(ids):
        for row in connection.execute(_said_statement(chunk)).all():
            found.setdefault(row.id, []).append(row)
    return [_make_said(rows) for _, rows in sorted(found.items())]


def _said_statement(ids: Sequence[int]) -> Select[Any]:
    facts, claims, names = schema.facts.c, schema.claims.c, schema.names.c
    return (
        select(
            facts.id,
            facts.own,
            facts.entry,
            facts.start,
            facts.earliest,
            facts.latest,
            claims.value,
            names.entry.label("actor"),
        )
        .join(schema.claims, claims.fact_id == facts.id)
        .outerjoin(schema.names, names.id == claims.name_id)
        .where(facts.id.in_(ids), facts.recorded_to.is_(None), claims.slot.in_(("action", "actor")))
        .order_by(facts.id, claims.id)
    )


def _make_said(rows: Sequence[Any]) -> Said:
    first = rows[0]
    wording = next((row.value for row in rows if row.value), "")
    actors = tuple(sorted(row.actor for row in rows if row.actor))
    return Said(
        first.id, first.own, first.entry, first.start, first.earliest, first.latest,
        fold_text(wording), actors,
    )  # fmt: skip


def drop_equal(found: Iterable[Said]) -> list[Said]:
    """Of those that are equal the one whose id sorts first."""
    ordered = sorted(found, key=lambda said: said.own, reverse=True)
    return list({said[2:]: said for said in ordered}.values())


def is_like(said: Said, account: Account, wording: str) -> bool:
    """Whether a promise may be told in the words of an account and due at its time."""
    if said.earliest and said.latest and account.earliest and account.latest:
        apart = said.earliest > account.latest or account.earliest > said.latest
        if apart:
            return False
    return share_words(said.wording, wording)
