"""What waits for a person's judgement: facts that are told unsurely, and links to answers.

Rows come by the day of their release, the newest first, and go on from a key, so that a page
costs the same wherever in the queue it stands.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    String,
    and_,
    case,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from onrecord.errors import InputError
from onrecord.model.identity import fold_text, layer_of
from onrecord.model.judgement import find_active
from onrecord.register import schema
from onrecord.register.coverage import source_column
from onrecord.register.journal import load_journal

UNSURE = 0.72  # confidence below which an event or promise is asked about: a fifth of the sample's
TOLD_AGAIN = 20  # further places of one release that may tell of the same promise
COUNTED = 1000  # rows that are counted; of more it is told that there are more
PRONOUNS = ("he", "she", "they", "it", "we", "who", "them", "him", "her", "both", "i")
SPOKEN = {"act": "actor", "commitment": "actor", "quote": "speaker"}
MARK = "/"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted: of a source, naming a body, of a layer."""

    source: str = ""
    body: str = ""
    layer: str = ""


@dataclass(frozen=True, slots=True)
class UnsureRow:
    """A fact by its id that a person should look at, and why; `key` is its place in the queue."""

    key: str
    fact: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkedRow:
    """A promise or announced event with the release that the machine takes for its answer.

    `fact` is the account that it was made in, `start` and `end` the first words of the `answer`
    that tell of it.
    """

    key: str
    fact: str
    answer: str
    relation: str
    start: int
    end: int
    features: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact is unsure: a name for it, what a reader is told, and where it holds."""

    name: str
    told: str
    condition: Any


def load_unsure(
    connection: Connection, wanted: Wanted, at: str = "", limit: int = 20
) -> list[UnsureRow]:
    """Facts of the present that are unsure and that nobody has judged, from a key on.

    Raises `InputError` for a key that is none.
    """
    statement = _select_unsure(wanted).add_columns(
        *(case((reason.condition, 1), else_=0).label(reason.name) for reason in REASONS),
        schema.facts.c.confidence,
    )
    rows = connection.execute(_go_on(statement, schema.facts.c.id, at).limit(limit))
    return [UnsureRow(_make_key(row), row.own, _tell_reasons(row)) for row in rows]


def count_unsure(connection: Connection, wanted: Wanted) -> int:
    """How many facts wait, counted up to one over `COUNTED`."""
    return _count(connection, _select_unsure(wanted))


def load_unjudged(
    connection: Connection, wanted: Wanted, at: str = "", limit: int = 20
) -> list[LinkedRow]:
    """Links of the machine's that nobody has judged, those told last first, from a key on.

    Raises `InputError` for a key that is none.
    """
    statement = _go_on(_select_links(connection, wanted), schema.facts.c.id, at)
    found: dict[str, LinkedRow] = {}
    ordered = statement.order_by(schema.links.c.start).limit(limit + TOLD_AGAIN)
    for row in connection.execute(ordered):
        found.setdefault(_make_key(row), _make_link(row))
    return list(found.values())[:limit]


def _make_link(row: Any) -> LinkedRow:
    return LinkedRow(
        _make_key(row), row.own, row.answer, row.relation, row.start, row.end,
        tuple((name, weight) for name, weight in json.loads(row.features)),
    )  # fmt: skip


def count_unjudged(connection: Connection, wanted: Wanted) -> int:
    """How many links wait, counted up to one over `COUNTED`."""
    pairs = _select_links(connection, wanted).with_only_columns(
        schema.releases.c.id, schema.facts.c.id
    )
    return _count(connection, pairs.distinct())


def _count(connection: Connection, statement: Select[Any]) -> int:
    some = statement.order_by(None).limit(COUNTED + 1).subquery()
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)


def _select_unsure(wanted: Wanted) -> Select[Any]:
    facts, releases, rulings = schema.facts, schema.releases, schema.rulings
    judged = exists().where(rulings.c.fact_id == facts.c.id)
    return (
        select(releases.c.published, releases.c.id.label("release"), facts.c.id, facts.c.own)
        .join(facts, (facts.c.version_id == releases.c.version_id) & _same(facts.c.release_id))
        .where(
            releases.c.current,
            releases.c.main,
            func.coalesce(facts.c.recorded_to, "") == "",  # found by version, not by this
            or_(*(reason.condition for reason in REASONS)),
            ~judged,
            *_narrow(wanted, releases.c.version_id),
        )
    )


def _same(release: Any) -> Any:
    return release + 0 == schema.releases.c.id


def _select_links(connection: Connection, wanted: Wanted) -> Select[Any]:
    links, facts, releases = schema.links, schema.facts, schema.releases
    done = func.json_each(json.dumps(sorted(_find_judged(connection))))
    judged = select(done.table_valued(column("value", String)).c.value)
    return (
        select(
            releases.c.published, releases.c.id.label("release"), facts.c.id, facts.c.own,
            releases.c.own.label("answer"), links.c.relation, links.c.start, links.c.end,
            links.c.features,
        )
        .join(
            links,
            (links.c.version_id == releases.c.version_id)
            & (links.c.start >= releases.c.start)
            & (links.c.start < releases.c.end),
        )
        .join(facts, facts.c.id == links.c.fact_id)
        .where(
            releases.c.current,
            releases.c.main,
            facts.c.recorded_to.is_(None),
            (facts.c.own + literal(MARK) + releases.c.own).not_in(judged),
            *_narrow(wanted, releases.c.version_id),
        )
    )  # fmt: skip


def _find_judged(connection: Connection) -> set[str]:
    """Accounts with the releases of which a person said whether they answer them."""
    return {
        f"{entry.content['fact']['id']}{MARK}{entry.content['answer']}"
        for entry in find_active(load_journal(connection))
        if entry.content.get("answer")
    }


def _narrow(wanted: Wanted, version: Any) -> list[Any]:
    """Conditions on the source of a release's version, and on a fact's layer and names."""
    facts, versions, documents = schema.facts.c, schema.versions.c, schema.documents.c
    conditions: list[Any] = []
    if wanted.source:
        own = (
            select(versions.id)
            .join(schema.documents, documents.id == versions.document_id)
            .where(source_column() == wanted.source)
        )
        conditions.append(version.in_(own))
    if wanted.layer:
        conditions.append(facts.layer + "" == wanted.layer)
    if wanted.body:
        unled = facts.id + 0  # not to be looked up by: the queue's order leads
        conditions.append(unled.in_(_facts_naming(wanted.body)))
    return conditions


def _facts_naming(wanted: str) -> Select[Any]:
    names, claims = schema.names.c, schema.claims.c
    meant = (
        or_(names.entry == wanted, names.own == wanted)
        if layer_of(wanted)
        else names.key.contains(fold_text(wanted), autoescape=True)
    )
    own = select(names.entry).where(meant)
    return (
        select(claims.fact_id)
        .join(schema.names, names.id == claims.name_id)
        .where(names.entry.in_(own))
    )


def _go_on(statement: Select[Any], row: Any, at: str) -> Select[Any]:
    """The statement in the queue's order, from a key on."""
    releases = schema.releases.c
    ordered = statement.order_by(releases.published.desc(), releases.id.desc(), row.desc())
    if not at:
        return ordered
    published, release, number = _parse_key(at)
    below = tuple_(releases.id, row) <= tuple_(literal(release), literal(number))
    if not published:
        return ordered.where(releases.published.is_(None), below)
    return ordered.where(
        or_(
            releases.published < published,
            and_(releases.published == published, below),
            releases.published.is_(None),
        )
    )


def _make_key(row: Any) -> str:
    return f"{row.published or ''}{MARK}{row.release}{MARK}{row.id}"


def _parse_key(at: str) -> tuple[str, int, int]:
    published, *numbers = at.split(MARK)
    try:
        release, row = (int(number) for number in numbers)
    except ValueError as error:
        raise InputError("at", f"{at[:40]!r} is no place in the queue", "begin anew") from error
    return published, release, row


def _lacks(*slots: str) -> Any:
    claims = schema.claims
    return ~exists().where(claims.c.fact_id == schema.facts.c.id, claims.c.slot.in_(slots))


def _says(slots: Collection[str], words: Collection[str]) -> Any:
    """Whether a slot stands on one of these words alone."""
    claims, versions = schema.claims, schema.versions
    length = claims.c.end - claims.c.start
    said = func.lower(func.substr(versions.c.text, claims.c.start + 1, length))
    return exists().where(
        claims.c.fact_id == schema.facts.c.id,
        claims.c.slot.in_(slots),
        length <= max(map(len, words)),
        versions.c.id == schema.facts.c.version_id,
        said.in_(words),
    )


def _of(*layers: str) -> Any:
    return (schema.facts.c.layer + "").in_(layers)


REASONS = (
    Reason(
        "weak",
        "the signs that it is one are weak (confidence {:.2f})",
        _of("event", "commitment") & (schema.facts.c.confidence < UNSURE),
    ),
    Reason(
        "nowhere",
        "an event without a day and without a place",
        _of("event") & schema.facts.c.start.is_(None) & _lacks("place"),
    ),
    Reason("nobody", "nobody is named who does it", _of("act") & _lacks("actor")),
    Reason("unpromised", "nobody is named who promises it", _of("commitment") & _lacks("actor")),
    Reason("unsaid", "nobody is named who says it", _of("quote") & _lacks("speaker")),
    Reason(
        "pronoun",
        "who it is was taken from a pronoun",
        _of(*SPOKEN) & _says(tuple(set(SPOKEN.values())), PRONOUNS),
    ),
)  # fmt: skip


def _tell_reasons(row: Any) -> tuple[str, ...]:
    return tuple(
        reason.told.format(row.confidence) for reason in REASONS if getattr(row, reason.name)
    )
