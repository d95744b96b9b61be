"""Statuses found by the register itself, and lists found and counted at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from onrecord.follow.status import STATUSES
from onrecord.model.reading import Reading
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register import schema
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.entries import refresh_entries
from onrecord.register.ledger import RELATIONS, find_ledger
from onrecord.register.matching import NAME_LAYERS
from onrecord.register.reader import Register
from onrecord.register.store import Engine, open_engine, writing
from onrecord.register.views import Query
from onrecord.register.writer import write_document
from tests.register.build import make_facts, make_reading

DAYS = ("2024-06-01", "2024-06-30", "2024-07-15", "2024-12-31")
DUE = date(2024, 6, 30)


@pytest.fixture(scope="module")
def promises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """A promise, with answers of every relation in time and late, in every combination."""
    home = tmp_path_factory.mktemp("ledger")
    engine = open_engine(home, create=True)
    answers = [(relation, days) for relation in RELATIONS for days in (-10, 10)]
    sets = [(), *((a,) for a in answers), *itertools.combinations(answers, 2)]
    for number in range(len(sets)):
        _write_apart(engine, make_reading(name=f"board{number}/1"))
    _answer(engine, sets)
    engine.dispose()
    register = Register.open(home)
    yield register
    register.close()


def _write_apart(engine: Engine, reading: Reading) -> None:
    """Write a document whose promise stays an entry of its own."""
    page, touched = reading.page, Touched()
    source = Source(page.name, page.address, page.version, "text/plain")
    with writing(engine) as connection:
        write_document(
            connection, source, reading, make_facts(reading),
            rules="r1", moment="2024-05-05T00:00:00Z", touched=touched,
        )  # fmt: skip
        refresh_entries(connection, connection.scalars(select(schema.facts.c.entry)).all())


def _answer(engine: Engine, sets: list[tuple[tuple[str, int], ...]]) -> None:
    facts = schema.facts.c
    with writing(engine) as connection:
        told = connection.execute(
            select(facts.id, facts.version_id).where(facts.layer == "commitment").order_by(facts.id)
        ).all()
        assert len(told) == len(sets)
        rows = [
            _link(fact.id, fact.version_id, relation, DUE + timedelta(days))
            for fact, answers in zip(told, sets, strict=True)
            for relation, days in answers
        ]
        connection.execute(insert(schema.links), rows)


def _link(fact: int, version: int, relation: str, day: date) -> dict[str, object]:
    return {
        "fact_id": fact, "version_id": version, "start": 40, "end": 50, "relation": relation,
        "published": str(day), "earliest": str(day), "latest": str(day), "features": "[]",
    }  # fmt: skip


@pytest.mark.parametrize("day", DAYS)
def test_every_promise_has_in_the_register_the_status_that_the_rule_gives(
    promises: Register, day: str
) -> None:
    ids = [row.id for row in promises.each("commitment")]
    told = promise_statuses(promises, date.fromisoformat(day), ids)
    for status in STATUSES:
        found = promises.ask(find_ledger, Query(), status, day)
        assert found == [id_ for id_ in ids if told[id_].status == status], status


def test_all_statuses_occur(promises: Register) -> None:
    found = {s for s in STATUSES for d in DAYS if promises.ask(find_ledger, Query(), s, d)}
    assert found == set(STATUSES)


QUERIES = (
    Query(words="COUNCIL"),
    Query(words="report"),
    Query(body="council", limit=3),
    Query(body="council", place="sk", since="2020-01-01"),
    Query(person="a", offset=2, limit=5),
    Query(name="council", latest=True, limit=4),
    Query(name="nothing of this name"),
    Query(words="a", newest=True, offset=10_000),
)


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_is_what_was_asked_for_and_counted_alone(sample_home: Path, query: Query) -> None:
    register = Register.open(sample_home)
    for layer in ("event", "act", "commitment", "person", "organisation"):
        total, rows = register.page(layer, query)
        assert total == register.count(layer, query)
        assert rows == register.entries(layer, query)
        every = list(register.each(layer, replace(query, offset=0)))
        assert rows == every[query.offset : query.offset + query.limit]
    register.close()


@pytest.mark.parametrize("name", ["council", "a", "Ž", "no such name"])
def test_names_called_so_are_those_of_the_lists(sample_home: Path, name: str) -> None:
    register = Register.open(sample_home)
    found = register.called(name, 5)
    for layer in NAME_LAYERS:
        assert found.get(layer, []) == register.entries(layer, Query(name=name, limit=5))
    register.close()


def test_words_of_an_entry_are_found_whatever_their_case(sample_home: Path) -> None:
    register = Register.open(sample_home)
    rows = list(register.each("event"))
    for words in ("council", "COUNCIL", "of the", "%", "_"):
        plain = [row for row in rows if words.lower() in row.label.lower()]
        assert list(register.each("event", Query(words=words))) == plain
    register.close()
