"""What was found lately, until something is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import OnrecordError
from onrecord.register.matching import FACT_LAYERS, find_ids
from onrecord.register.reader import Register
from onrecord.register.recalled import Recalled
from onrecord.register.store import open_engine
from onrecord.register.views import Query
from tests.register.build import make_reading, write


class Counting:
    """Says how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_what_was_found_is_given_again_until_the_stamp_changes() -> None:
    recalled, find = Recalled(), Counting()
    given = [recalled.find("a", stamp, find) for stamp in ("1", "1", "2", "2", "1")]
    assert given == [1, 1, 2, 2, 3]


def test_what_was_asked_for_longest_ago_is_left_out() -> None:
    recalled, find = Recalled(size=2), Counting()
    given = [recalled.find(question, "1", find) for question in ("a", "b", "a", "c", "a", "b")]
    assert given == [1, 2, 1, 3, 1, 4]


def test_what_was_found_while_something_was_written_is_not_given_again() -> None:
    recalled = Recalled()

    def find_meanwhile() -> str:
        recalled.find("b", "2", str)
        return "old"

    assert recalled.find("a", "1", find_meanwhile) == "old"
    assert recalled.find("a", "2", lambda: "new") == "new"


def test_a_question_that_fails_is_asked_again() -> None:
    recalled = Recalled()

    def fail() -> str:
        raise OnrecordError("no")

    with pytest.raises(OnrecordError):
        recalled.find("a", "1", fail)
    assert recalled.find("a", "1", lambda: "found") == "found"


def test_a_register_recalls_nothing_from_before_a_write(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, create=True)
    register = Register.open(tmp_path)
    try:
        assert register.recall(find_ids, "commitment", Query()) == ()
        for day in ("2024-05-04", "2024-05-05"):
            write(engine, make_reading(name=f"harbour/{day}", day=day))
            found = register.recall(find_ids, "commitment", Query())
            assert found
            assert found == register.ask(find_ids, "commitment", Query())
            assert register.recall(find_ids, "commitment", Query()) is found
    finally:
        register.close()
        engine.dispose()


def test_ids_are_those_of_the_entries_in_their_order(sample_home: Path) -> None:
    register = Register.open(sample_home)
    queries = (Query(), Query(newest=True), Query(body="council"), Query(since="2022-01-01"))
    for layer in (*FACT_LAYERS, "organisation"):
        for query in queries:
            rows = register.each(layer, query)
            assert list(register.recall(find_ids, layer, query)) == [row.id for row in rows]


def test_facts_with_some_slots_are_the_facts_without_the_other_values(sample_home: Path) -> None:
    register = Register.open(sample_home)
    ids = register.ask(find_ids, "commitment", Query())
    whole, part = register.facts(ids), register.facts(ids, ("action", "actor"))
    assert list(whole) == list(part)
    for id_ in ids:
        for one, other in zip(whole[id_], part[id_], strict=True):
            assert other.values == one.of("action", "actor")
            assert (other.id, other.evidence, other.rulings) == (one.id, one.evidence, one.rulings)
