"""Accounts in full: outlines with who and what fills their slots, and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, case, func, select

from onrecord.model.entry import PAGE_MARK, Account, Context, Filled
from onrecord.register import schema

AROUND = 80  # characters shown on each side of a trigger
TEXTS = frozenset({"object", "action", "quote", "office", "theme"})


def select_claims(facts: Sequence[int]) -> Select[Any]:
    """The claims of facts in order, each with its name and the text around a trigger."""
    claims, names, versions = schema.claims, schema.names, schema.versions
    first = case((claims.c.start > AROUND, claims.c.start - AROUND), else_=0)
    around = func.substr(versions.c.text, first + 1, claims.c.end + AROUND - first)
    return (
        select(
            claims.c.fact_id,
            claims.c.slot,
            claims.c.value,
            claims.c.start,
            claims.c.end,
            names.c.entry,
            names.c.type,
            names.c.key,
            case((claims.c.slot == "trigger", around)).label("around"),
        )
        .join(schema.facts, schema.facts.c.id == claims.c.fact_id)
        .join(versions, versions.c.id == schema.facts.c.version_id)
        .outerjoin(names, names.c.id == claims.c.name_id)
        .where(claims.c.fact_id.in_(facts))
        .order_by(claims.c.id)
    )


def fill_account(outline: Account, claims: Sequence[Any], source: str | None = None) -> Account:
    """An outline with what its claims say, and who publishes it."""
    fillers = tuple(
        Filled(row.slot, row.entry, row.type, PAGE_MARK not in row.key, row.key.split(PAGE_MARK)[0])
        for row in claims
        if row.entry
    )
    texts = tuple((row.slot, row.value) for row in claims if row.value and row.slot in TEXTS)
    contexts = tuple(_context(row) for row in claims if row.around)
    return Account(
        outline.id,
        outline.own,
        outline.entry,
        outline.layer,
        outline.kind,
        outline.start,
        outline.end,
        outline.earliest,
        outline.latest,
        outline.published,
        outline.version,
        outline.release,
        outline.current,
        fillers,
        texts,
        contexts,
        source,
    )


def _context(row: Any) -> Context:
    at = min(row.start, AROUND)
    end = at + row.end - row.start
    return Context(row.around[:at], row.around[at:end], row.around[end:])
