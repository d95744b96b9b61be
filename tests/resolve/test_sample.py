"""Who is who and what is one in the sample collection, as annotated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.identity import load_tellings, score_register
from onrecord.register.store import Engine
from tests.gold import load_sample
from tests.telling import group_facts, group_names, make_register


@pytest.fixture(scope="module")
def engine(tmp_path_factory) -> Iterator[Engine]:
    engine = make_register(tmp_path_factory.mktemp("sample"), [load_sample()])
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    ("type_", "names"),
    [
        ("person", {"pavel zhurin", "pavel zhourin"}),
        ("person", {"ruta selin", "ruta seline"}),
        (
            "organisation",
            {"committee of chiefs of coastal guards", "committee of coast guard chiefs"},
        ),
        ("organisation", {"nlco", "northern littoral cooperation organization"}),
        (
            "organisation",
            {"council of heads of state of nlco", "council of heads of state"},
        ),
        ("state", {"republic of tarvia", "tarvia"}),
        ("state", {"kingdom of halmark", "halmark"}),
    ],
)
def test_names_of_one_are_one(engine, type_, names):
    assert any(names <= group for group in group_names(engine, type_))


def test_no_two_people_of_the_story_are_one(engine):
    people = [
        "andrei morvan", "ilse hartvig", "pavel zhurin", "lena ostrov", "marek dolan",
        "sofia brandt", "elena vask", "jonas terell", "ruta selin", "oskar nym", "greta holm",
        "viktor aldane", "nadia sorel", "erik lund", "dimitri calen", "irena dask",
        "karin falk", "henrik osei lind", "mats ekdal", "ingrid boll", "nils rook",
    ]  # fmt: skip
    for group in group_names(engine, "person"):
        assert len(group & set(people)) <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nlco/2024-02-06-morvan-vask", "tarvia-mfa/2024-02-06-vask-morvan"),
        ("nlco/2023-11-16-chs-session-maresk", "tarvia-mfa/2023-11-16-chs-session-maresk"),
        ("nlco/2024-11-22-chs-brennholt", "brennholt/2024-11-22-nlco-heads-of-state-in-brennholt"),
        (
            "tarvia-mfa/2023-04-21-sister-cities",
            "brennholt/2023-04-21-sister-city-agreement-maresk",
        ),
        ("nlco/2023-05-25-ccg-session-maresk", "nlco/2023-11-09-ccg-session-maresk"),
        ("nlco/2023-02-21-training-vii-announcement", "nlco/2023-03-27-training-vii-port-sell"),
        ("nlco/2025-06-12-cfm-lesk", "nlco/2024-06-13-cfm-skarn"),
        ("tarvia-mfa/2024-07-18-call-vask-lund", "tarvia-mfa/2024-10-07-lund-visit-postponed"),
        ("nlco/2024-08-15-northern-beacon-postponed", "nlco/2025-05-16-northern-beacon-skarn"),
    ],
)
def test_one_event_in_two_releases_is_one(engine, one, other):
    assert any({one, other} <= set(group) for group in group_facts(engine, "event"))


def test_who_is_who_and_what_is_one_as_annotated(engine):
    scores = score_register(engine, load_tellings(load_sample()))
    assert {layer: score.precision for layer, score in scores.items()} == {
        "person": 1.0, "organisation": 1.0, "state": 1.0, "place": pytest.approx(1.0, abs=0.002),
        "event": 1.0,
    }  # fmt: skip
    assert scores["person"].recall == scores["state"].recall == 1.0
    assert scores["place"].recall > 0.97
    assert scores["organisation"].recall > 0.89
    assert scores["event"].recall > 0.8
