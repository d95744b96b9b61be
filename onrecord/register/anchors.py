"""Where a judgement's fact stands: its document, version, place and words, found again later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from onrecord.errors import NotFoundError
from onrecord.model.identity import fold_text
from onrecord.register import schema

ANCHOR_SLOTS = {
    "event": "trigger",
    "act": "object",
    "commitment": "action",
    "office": "office",
    "quote": "quote",
}
SHARE = 0.5  # of the characters of two quotations that must be common for them to be one


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fact by its content: its id, and the words in a version of a document that make it."""

    id: str
    document: str
    version: str
    layer: str
    start: int
    end: int
    text: str

    def to_content(self) -> dict[str, Any]:
        """As it stands in the journal."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def of_content(cls, content: Any) -> Anchor:
        """From the journal."""
        return cls(*(content[name] for name in cls.__slots__))


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact that a document tells, with the quotation by which it is found."""

    fact: int
    own: str
    layer: str
    start: int
    end: int
    text: str


def find_standing(anchor: Anchor, version: str, told: Iterable[Standing]) -> Standing | None:
    """Which of the facts that a version of the document tells the anchor means.

    The one of the same id; in the same version one whose quotation shares half of it; in
    another version one with the same words.
    """
    same = [fact for fact in told if fact.layer == anchor.layer]
    for fact in same:
        if fact.own == anchor.id:
            return fact
    if version == anchor.version:
        best = max(same, key=lambda fact: _share(anchor, fact), default=None)
        return best if best and _share(anchor, best) >= SHARE else None
    words = fold_text(anchor.text)
    equal = [fact for fact in same if fold_text(fact.text) == words]
    return min(equal, key=lambda fact: abs(fact.start - anchor.start), default=None)


def _share(anchor: Anchor, fact: Standing) -> float:
    common = min(anchor.end, fact.end) - max(anchor.start, fact.start)
    return common / (max(anchor.end, fact.end) - min(anchor.start, fact.start))


def load_anchor(connection: Connection, identifier: str) -> Anchor:
    """The anchor of a fact by its id, the present one where it was read several times.

    Raises `NotFoundError` for an id that is no fact's.
    """
    facts, versions, documents = schema.facts, schema.versions, schema.documents
    row = connection.execute(
        select(facts.c.id, facts.c.layer, versions.c.hash, documents.c.name)
        .join(versions, versions.c.id == facts.c.version_id)
        .join(documents, documents.c.id == versions.c.document_id)
        .where(facts.c.own == identifier)
        .order_by(facts.c.recorded_to.is_(None).desc(), facts.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise NotFoundError(f"{identifier}: the register has no fact of that id")
    [standing] = load_standings(connection, [row.id])
    return Anchor(
        identifier, row.name, row.hash, row.layer, standing.start, standing.end, standing.text
    )


def load_standings(connection: Connection, facts: Sequence[int]) -> list[Standing]:
    """These facts with the quotations by which they are found."""
    table, claims, versions = schema.facts, schema.claims, schema.versions
    statement = (
        select(
            table.c.id, table.c.own, table.c.layer, claims.c.slot, claims.c.start, claims.c.end,
            func.substr(
                versions.c.text, claims.c.start + 1, claims.c.end - claims.c.start
            ).label("text"),
        )
        .join(claims, claims.c.fact_id == table.c.id)
        .join(versions, versions.c.id == table.c.version_id)
        .where(table.c.id.in_(facts))
        .order_by(claims.c.id)
    )  # fmt: skip
    found: dict[int, Standing] = {}
    for row in connection.execute(statement):
        if row.slot == ANCHOR_SLOTS[row.layer] and row.id not in found:
            found[row.id] = Standing(row.id, row.own, row.layer, row.start, row.end, row.text)
    return list(found.values())
