"""Pairs that wait for a person: which there are, and when they are gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.pipeline.judging import Judge
from onrecord.register.doubts import DoubtView
from onrecord.register.reader import Register
from onrecord.register.store import Engine
from tests.gold import Gold
from tests.telling import Told, add_batch, group_names, make_register, tell


def meeting(name: str, *people: str, day: str = "2024-03-01") -> Gold:
    return tell(name, Told("meeting", day, names={"participants": people}))


def session(name: str, start: str, *bodies: str, words: str = "", place: str = "") -> Gold:
    names: dict[str, Sequence[str]] = {"bodies": bodies or ["Harbour Council"]}
    names |= {"places": [place] if place else []}
    return tell(name, Told("session", start, words=words, names=names))


Make = Callable[..., Engine]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    return lambda *batches: make_register(tmp_path, batches)


def list_pairs(engine: Engine, layer: str) -> list[DoubtView]:
    return list(Register(engine).doubts(layer).rows)


def labels(pair: DoubtView) -> set[str]:
    return {pair.one.label, pair.other.label}


def test_names_that_may_be_one_are_asked_about_and_not_joined(make: Make) -> None:
    engine = make([meeting("a", "Ruta Selin"), meeting("b", "Ruta Maria Seline")])
    assert group_names(engine, "person") == set()
    [pair] = list_pairs(engine, "person")
    assert labels(pair) == {"Ruta Selin", "Ruta Maria Seline"}
    assert pair.score == sum(weight for _, weight in pair.features) == 4.5
    assert pair.one.id != pair.other.id


def test_a_short_name_of_which_no_owner_prevails_is_in_doubt_with_those_of_half(make: Make) -> None:
    def body(name: str, forms: str) -> Gold:
        return tell(name, Told("session", None, names={"bodies": [forms]}))

    engine = make(
        [body("a", "PCB"), body("b", "Harbour Union|PCB"), body("c", "Office of Dredging|PCB")]
    )
    pairs = list_pairs(engine, "organisation")
    assert [labels(p) for p in pairs if "PCB" in labels(p)] == [labels(p) for p in pairs]
    assert {"Harbour Union", "Office of Dredging", "PCB"} == set().union(*map(labels, pairs))
    for name in ("d", "e", "f"):
        add_batch(engine, [body(name, "Harbour Union|PCB")])
    assert list_pairs(engine, "organisation") == []
    assert group_names(engine, "organisation") == {frozenset({"harbour union", "pcb"})}


def test_a_bare_surname_is_in_no_doubt(make: Make) -> None:
    people = ("Zhurin", "Pavel Zhurin|Zhurin", "Lena Zhurin|Zhurin")
    engine = make([meeting(f"doc/{n}", person) for n, person in enumerate(people)])
    assert list_pairs(engine, "person") == []


def test_events_that_may_be_one_are_in_doubt(make: Make) -> None:
    engine = make([session("a", "2023-36"), session("b", "2023-11-09")])
    [pair] = list_pairs(engine, "event")
    assert {pair.one.start, pair.other.start} == {"2023-36", "2023-11-09"}
    assert pair.barred is None


def test_what_is_alike_and_told_apart_is_in_doubt_with_what_bars_it(make: Make) -> None:
    engine = make(
        [
            session("a", "2024-03-01", words="The VII {} began."),
            session("b", "2024-03-01", words="The VIII {} began."),
        ]
    )
    [pair] = list_pairs(engine, "event")
    assert pair.barred == "different numbers in a series"
    assert pair.score >= 5


def test_two_entries_are_one_pair_however_many_tell_of_them(make: Make) -> None:
    documents = [session(f"a/{n}", "2023-36", place="") for n in range(3)]
    documents += [session(f"b/{n}", "2023-11-09") for n in range(3)]
    engine = make(documents[:4], *([document] for document in documents[4:]))
    assert len(list_pairs(engine, "event")) == 1


def test_a_person_settles_a_doubt_and_may_open_it_again(make: Make, tmp_path: Path) -> None:
    engine = make([meeting("a", "Ruta Selin"), meeting("b", "Ruta Maria Seline")])
    judge = Judge(tmp_path, "Ada Brink")
    [pair] = list_pairs(engine, "person")
    said = judge.different(pair.one.id, pair.other.id, "two people")
    assert list_pairs(engine, "person") == []
    judge.revoke(said.number, "not sure")
    assert [labels(p) for p in list_pairs(engine, "person")] == [labels(pair)]
    judge.same(pair.one.id, pair.other.id, "one and the same")
    assert list_pairs(engine, "person") == []
    assert len(group_names(engine, "person")) == 1


def test_what_a_person_called_different_is_asked_no_more_when_more_is_told(
    make: Make, tmp_path: Path
) -> None:
    engine = make([session("a", "2023-36"), session("b", "2023-11-09")])
    [pair] = list_pairs(engine, "event")
    Judge(tmp_path, "Ada Brink").different(pair.one.id, pair.other.id, "two sessions")
    add_batch(engine, [session("c", "2023-11-09")])
    assert list_pairs(engine, "event") == []


def test_a_doubt_ends_when_what_comes_later_joins_the_two_or_tells_it_no_more(make: Make) -> None:
    engine = make([session("a", "2023-36"), session("b", "2023-11-09", place="Orlin")])
    assert len(list_pairs(engine, "event")) == 1
    add_batch(engine, [session("a", "2023-36", place="Orlin")])
    assert list_pairs(engine, "event") == []
    add_batch(engine, [session("a", "2023-36")])
    assert len(list_pairs(engine, "event")) == 1
    add_batch(engine, [session("a", "2022-36")])
    assert list_pairs(engine, "event") == []
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT recorded_to FROM doubts").scalars().all()
    assert len(rows) == 2
    assert all(rows)


def test_pages_give_every_pair_once_and_in_order(make: Make) -> None:
    kinds = ("2023-36", "2023-11-09", "2023-10-04", "2023-12-07", "2023-12-19")
    register = Register(make([session(f"doc/{n}", day) for n, day in enumerate(kinds)]))
    whole = register.doubts()
    assert whole.total == len(whole.rows) > 2
    found: list[DoubtView] = []
    cursor = None
    for _ in range(whole.total):
        page = register.doubts(limit=1, cursor=cursor)
        found += page.rows
        cursor = page.following
    assert (tuple(found), cursor) == (whole.rows, None)
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)


@pytest.mark.parametrize("wrong", [{"layer": "ship"}, {"cursor": "4.5"}, {"cursor": "a/b/c"}])
def test_a_layer_or_cursor_that_is_none_is_refused(make: Make, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        Register(make([])).doubts(**wrong)
