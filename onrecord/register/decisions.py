"""Which names and facts people called the same or different, as rows of this register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from onrecord.model.judgement import Judgement, find_active
from onrecord.register import schema
from onrecord.register.anchors import Anchor, find_standing, load_standings
from onrecord.register.clusters import chunk_ids
from onrecord.register.journal import load_journal

Pairs = list[tuple[int, int]]
PAIRING = ("same", "different")


def load_pairs(connection: Connection) -> tuple[tuple[Pairs, Pairs], tuple[Pairs, Pairs]]:
    """Pairs of names, then pairs of facts: those called the same, and those called different.

    Of what was said of a pair the last holds. What this register does not hold is left out.
    """
    said: dict[frozenset[str], Judgement] = {}
    for judgement in find_active(load_journal(connection)):
        if judgement.kind in PAIRING:
            pair = frozenset(_ids(judgement))
            said.pop(pair, None)
            said[pair] = judgement
    found = list(said.values())
    names = [j for j in found if "document" not in j.content["one"]]
    facts = [j for j in found if "document" in j.content["one"]]
    return _sort(names, find_names(connection, names)), _sort(facts, find_facts(connection, facts))


def _sort(judgements: Iterable[Judgement], rows: dict[str, int]) -> tuple[Pairs, Pairs]:
    kinds: dict[str, Pairs] = {kind: [] for kind in PAIRING}
    for judgement in judgements:
        one, other = (rows.get(id_) for id_ in _ids(judgement))
        if one is not None and other is not None:
            kinds[judgement.kind].append((one, other))
    return kinds["same"], kinds["different"]


def _ids(judgement: Judgement) -> tuple[str, str]:
    return str(judgement.content["one"]["id"]), str(judgement.content["other"]["id"])


def _sides(judgements: Iterable[Judgement]) -> dict[str, Any]:
    return {
        str(side["id"]): side
        for judgement in judgements
        for side in (judgement.content["one"], judgement.content["other"])
    }


def find_names(connection: Connection, judgements: Sequence[Judgement]) -> dict[str, int]:
    """The rows of the names that these judgements are about, by id."""
    table = schema.names.c
    found: dict[str, int] = {}
    for chunk in chunk_ids(_sides(judgements)):
        rows = connection.execute(select(table.own, table.id).where(table.own.in_(chunk)))
        found |= {row.own: row.id for row in rows}
    return found


def find_facts(connection: Connection, judgements: Sequence[Judgement]) -> dict[str, int]:
    """The present rows of the facts that these judgements are about, by the id that they give."""
    table = schema.facts.c
    sides = _sides(judgements)
    found: dict[str, int] = {}
    for chunk in chunk_ids(sides):
        present = (table.own.in_(chunk), table.recorded_to.is_(None))
        found |= {
            row.own: row.id
            for row in connection.execute(select(table.own, table.id).where(*present))
        }
    for id_ in sides.keys() - found.keys():
        row = find_successor(connection, Anchor.of_content(sides[id_]))
        if row is not None:
            found[id_] = row
    return found


def find_successor(connection: Connection, anchor: Anchor) -> int | None:
    """The row of the fact that a document now tells in the place of one that it once told."""
    facts, versions, documents = schema.facts, schema.versions, schema.documents
    rows = connection.execute(
        select(facts.c.id, versions.c.hash)
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(
            documents.c.name == anchor.document,
            facts.c.layer == anchor.layer,
            facts.c.recorded_to.is_(None),
        )
    ).all()
    if not rows:
        return None
    told = load_standings(connection, [row.id for row in rows])
    found = find_standing(anchor, rows[0].hash, told)
    return found.fact if found else None


def load_answers(connection: Connection, entries: Sequence[str]) -> dict[str, dict[str, str]]:
    """For each of these entries the releases that a person confirmed or refused as its answers.

    Gives 'confirmed' or 'wrong' by the release's id; of what was said the last holds.
    """
    said = [j for j in find_active(load_journal(connection)) if j.content.get("answer")]
    if not said:
        return {}
    table = schema.facts.c
    found: dict[str, dict[str, str]] = {}
    for judgement in said:
        anchor = Anchor.of_content(judgement.content["fact"])
        entry = connection.scalar(
            select(table.entry).where(table.own == anchor.id).order_by(table.id.desc()).limit(1)
        )
        if entry is not None and entry in entries:
            found.setdefault(entry, {})[str(judgement.content["answer"])] = judgement.kind
    return found
