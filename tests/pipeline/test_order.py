"""The same documents of several institutions make the same register, whatever the order."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.pipeline.following import follow_touched
from onrecord.pipeline.resolving import resolve_touched
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.store import Engine, now, open_engine, writing
from onrecord.register.writer import write_document
from tests.gold import Gold, load_sample
from tests.telling import list_doubts, list_entries, list_facts, list_names

LINKS = """
    SELECT facts.own, versions.hash, links.start, links.end, links.relation, links.published,
        links.earliest, links.latest, links.features
    FROM links JOIN facts ON facts.id = links.fact_id
    JOIN versions ON versions.id = links.version_id
"""
SINGLES = 6  # documents that are added one by one at the end


@pytest.fixture(scope="module")
def documents() -> list[Gold]:
    return load_sample()


@pytest.fixture(scope="module")
def whole(documents: list[Gold]) -> tuple[Sequence[object], ...]:
    return build([documents])


def build(batches: Sequence[Sequence[Gold]]) -> tuple[Sequence[object], ...]:
    with tempfile.TemporaryDirectory() as home:
        engine = open_engine(Path(home), create=True)
        for batch in batches:
            add(engine, batch)
        with engine.connect() as connection:
            links = sorted(map(tuple, connection.exec_driver_sql(LINKS)))
        listed = (list_names, list_facts, list_entries, list_doubts)
        found = (*(list(each(engine)) for each in listed), links)
        engine.dispose()
    return found


def add(engine: Engine, batch: Sequence[Gold]) -> None:
    touched = Touched()
    with writing(engine) as connection:
        for gold in batch:
            page = gold.reading.page
            source = Source(page.name, page.address, page.version, "text/plain", page.institution)
            write_document(
                connection, source, gold.reading, gold.facts,
                rules="1", moment=now(), touched=touched,
            )  # fmt: skip
        resolve_touched(connection, touched)
        follow_touched(connection, touched)


def test_there_is_something_of_everything_to_compare(whole) -> None:
    assert all(whole)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 73), max_size=4))
def test_order_and_batches_change_nothing(documents, whole, chance, cuts) -> None:
    shuffled = list(documents)
    chance.shuffle(shuffled)
    rest = len(shuffled) - SINGLES
    edges = sorted({0, rest, *(cut for cut in cuts if cut < rest)})
    batches = [shuffled[a:b] for a, b in itertools.pairwise(edges)]
    batches += [[document] for document in shuffled[rest:]]
    assert build(batches) == whole
