"""Promises that have a status on a day, found by the register itself.

What `onrecord.follow.status.find_status` decides of one promise is asked here of all of them:
from the days of each and from the days, told by later releases, of what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, Connection, and_, exists, or_, select

from onrecord.model.judgement import find_active
from onrecord.register import schema
from onrecord.register.journal import load_journal
from onrecord.register.matching import order_entries
from onrecord.register.views import Query

RELATIONS = ("kept", "superseded", "cancelled", "postponed")

Condition = ColumnElement[bool]


def find_ledger(connection: Connection, query: Query, status: str, asof: str) -> list[str]:
    """The promises that match and have a status on a day, in the query's order, by id.

    Promises of which a person refused an answer are among them whatever their status is:
    `find_refused` names them, and what holds of them is to be found one by one.
    """
    table = schema.entries.c
    wanted = or_(has_status(status, asof), table.id.in_(find_refused(connection)))
    statement = order_entries(select(table.id), "commitment", query).where(wanted)
    return list(connection.scalars(statement).all())


def find_refused(connection: Connection) -> set[str]:
    """The promises of which a person called a text no answer."""
    said = [j for j in find_active(load_journal(connection)) if j.content.get("answer")]
    table = schema.facts.c
    ids = {str(j.content["fact"]["id"]) for j in said}
    return {
        entry
        for id_ in sorted(ids)
        for entry in connection.scalars(select(table.entry).where(table.own == id_))
    }


def has_status(status: str, asof: str) -> Condition:
    """That a promise has a status on a day, as far as texts published by then tell it."""
    return _STATUSES[status](asof)


def _is_answered(asof: str, *conditions: Condition) -> Condition:
    """That some text of a present release, published by a day, says so of a promise."""
    links, facts, releases = schema.links.c, schema.facts.c, schema.releases.c
    held = exists().where(
        releases.version_id == links.version_id,
        releases.current.is_not(False),  # so that it is not looked up by this
        releases.start <= links.start,
        releases.end > links.start,
    )
    return (
        select(links.id)
        .select_from(schema.facts)
        .join(schema.links, links.fact_id == facts.id)
        .where(
            facts.entry == schema.entries.c.id,
            facts.recorded_to.is_(None),
            *conditions,
            links.published <= asof,
            held,
        )
        .correlate(schema.entries)
        .exists()
    )


def _is_told(relation: str, asof: str) -> Condition:
    return _is_answered(asof, schema.links.c.relation == relation)


def _is_timely(asof: str) -> Condition:
    links, latest = schema.links.c, schema.entries.c.latest
    in_time = or_(latest.is_(None), links.latest <= latest)
    return _is_answered(asof, links.relation == "kept", in_time)


def _is_kept_late(asof: str) -> Condition:
    return and_(_is_told("kept", asof), ~_is_timely(asof), ~_is_told("superseded", asof))


def _is_superseded(asof: str) -> Condition:
    return and_(_is_told("superseded", asof), ~_is_timely(asof))


def _is_given_up(relation: str, *stronger: str) -> Callable[[str], Condition]:
    def is_given_up(asof: str) -> Condition:
        return and_(_is_told(relation, asof), *(~_is_told(other, asof) for other in stronger))

    return is_given_up


def _by_calendar(has_come: Callable[[str], Condition]) -> Callable[[str], Condition]:
    """That nothing answers and that the calendar says so."""

    def is_unanswered(asof: str) -> Condition:
        answered = _is_answered(asof, schema.links.c.relation.in_(RELATIONS))
        return and_(has_come(asof), ~answered)

    return is_unanswered


def _is_open(asof: str) -> Condition:
    table = schema.entries.c
    return or_(table.earliest.is_(None), table.latest.is_(None), table.earliest > asof)


def _is_due(asof: str) -> Condition:
    table = schema.entries.c
    return and_(table.earliest <= asof, table.latest >= asof)


def _is_overdue(asof: str) -> Condition:
    table = schema.entries.c
    return and_(table.earliest <= asof, table.latest < asof)


_STATUSES: Mapping[str, Callable[[str], Condition]] = {
    "open": _by_calendar(_is_open),
    "due": _by_calendar(_is_due),
    "overdue": _by_calendar(_is_overdue),
    "kept": _is_timely,
    "kept late": _is_kept_late,
    "superseded": _is_superseded,
    "cancelled": _is_given_up("cancelled", "kept", "superseded"),
    "postponed": _is_given_up("postponed", "kept", "superseded", "cancelled"),
}
