from dataclasses import replace
from typing import Any

import pytest

from onrecord.follow.gatherings import Gathering, find_features, is_answer

ANNOUNCED = Gathering(
    id=1, entry="ev-1", release=1, status="scheduled", kind="training",
    kinds=frozenset({"training", "exercise"}), earliest="2024-05-01", latest="2024-05-31",
    exact=False, published="2024-02-01", source="harbour",
    places=frozenset({"skarn"}), numbers=frozenset({7}), words=frozenset({"courses"}),
)  # fmt: skip
HELD = replace(
    ANNOUNCED, id=2, entry="ev-2", release=2, status="held", earliest="2024-05-14",
    latest="2024-05-16", exact=True, published="2024-05-17",
)  # fmt: skip


def test_an_event_in_the_time_announced_with_its_number_and_place_is_the_one() -> None:
    assert is_answer(find_features(ANNOUNCED, HELD))


@pytest.mark.parametrize(
    "change",
    [
        {"earliest": "2024-06-02", "latest": "2024-06-04"},
        {"numbers": frozenset({8})},
        {"kind": "visit"},
        {"published": "2024-01-31"},
        {"release": 1},
        {"titles": frozenset({"low water 2024"})},
    ],
)
def test_another_day_number_kind_or_title_is_another_event(change: dict[str, Any]) -> None:
    announced = replace(ANNOUNCED, titles=frozenset({"high water 2024"}))
    assert not is_answer(find_features(announced, replace(HELD, **change)))


def test_the_same_month_and_institution_alone_are_too_little() -> None:
    bare = replace(ANNOUNCED, numbers=frozenset(), places=frozenset(), words=frozenset())
    other = replace(HELD, numbers=frozenset(), places=frozenset(), words=frozenset())
    assert not is_answer(find_features(bare, other))


def test_a_body_may_be_named_with_its_organisation_or_without() -> None:
    announced = replace(
        ANNOUNCED, kind="session", kinds=frozenset({"session"}), numbers=frozenset(),
        bodies=frozenset({"or-1"}), body_names=("committee of harbour masters",),
    )  # fmt: skip
    told = replace(
        announced, id=3, entry="ev-3", release=3, status="held", published="2024-05-20",
        bodies=frozenset({"or-2"}), body_names=("committee of harbour masters of littoral union",),
    )  # fmt: skip
    assert is_answer(find_features(announced, told))
    assert not is_answer(find_features(announced, replace(told, body_names=("pilots board",))))


USUAL = {
    "in the month announced": 1.0, "the same institution": 0.5, "the same number in a series": 1.5,
    "the same place": 1.0, "the same word for it": 0.5, "the same kind": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(
    ("announced", "told", "lost", "found"),
    [
        ({}, {}, (), {}),
        ({"exact": True}, {}, ("in the month announced",), {"on the day announced": 1.5}),
        (
            {"latest": "2024-06-01"},
            {},
            ("in the month announced",),
            {"in the period announced": 0.5},
        ),
        ({}, {"source": "skarn"}, ("the same institution",), {}),
        ({"numbers": frozenset()}, {}, ("the same number in a series",), {}),
        ({}, {"places": frozenset({"brae"})}, ("the same place",), {"another place": -1.5}),
        ({}, {"places": frozenset()}, ("the same place",), {}),
        (
            {"grounds": frozenset({"tarvia"})},
            {"grounds": frozenset({"tarvia"}), "places": frozenset({"brae"})},
            ("the same place",),
            {"the same country": 0.5},
        ),
        ({}, {"words": frozenset({"drill"})}, ("the same word for it",), {}),
        ({}, {"kind": "exercise"}, ("the same kind",), {"another kind": -0.5}),
        (
            {"bodies": frozenset({"or-1"})},
            {"bodies": frozenset({"or-1", "or-2"})},
            (),
            {"the same body": 2.0},
        ),
        (
            {"bodies": frozenset({"or-1"})},
            {"bodies": frozenset({"or-2"})},
            (),
            {"another body": -1.5},
        ),
        ({"bodies": frozenset({"or-1"})}, {}, (), {}),
        (
            {"people": frozenset({"pe-1"})},
            {"people": frozenset({"pe-1"})},
            (),
            {"the same people": 1.5},
        ),
        (
            {"people": frozenset({"pe-1", "pe-2"})},
            {"people": frozenset({"pe-1", "pe-2"})},
            (),
            {"the same people": 2.5},
        ),
        (
            {"people": frozenset({"pe-1"})},
            {"people": frozenset({"pe-2"})},
            (),
            {"other people": -1.0},
        ),
        ({"people": frozenset({"pe-1"})}, {}, (), {}),
        (
            {"titles": frozenset({"high water"})},
            {"titles": frozenset({"high water 2024"})},
            (),
            {"the same title": 2.0},
        ),
        ({"titles": frozenset({"high water"})}, {}, (), {}),
        (
            {"theme": frozenset({"pilots"})},
            {"theme": frozenset({"pilots"})},
            (),
            {"the same theme": 1.5},
        ),
        (
            {"theme": frozenset({"pilots"})},
            {"theme": frozenset({"tugs"})},
            (),
            {"another theme": -1.5},
        ),
        ({"theme": frozenset({"pilots"})}, {}, (), {}),
    ],
)
def test_what_speaks_for_the_same_event_is_told_with_its_weight(
    announced: dict[str, Any],
    told: dict[str, Any],
    lost: tuple[str, ...],
    found: dict[str, float],
) -> None:
    features = find_features(replace(ANNOUNCED, **announced), replace(HELD, **told))
    kept = {name: weight for name, weight in USUAL.items() if name not in lost}
    assert dict(features) == kept | found
    assert len(features) == len(kept) + len(found)


@pytest.mark.parametrize(
    ("change", "possible"),
    [
        ({"earliest": "2024-05-31", "latest": "2024-06-02"}, True),
        ({"earliest": "2024-04-29", "latest": "2024-05-01"}, True),
        ({"earliest": "2024-06-01", "latest": "2024-06-02"}, False),
        ({"earliest": "2024-04-29", "latest": "2024-04-30"}, False),
        ({"published": "2024-02-01"}, False),
        ({"published": "2024-02-02"}, True),
        ({"numbers": frozenset()}, True),
        ({"numbers": frozenset({6, 7})}, True),
    ],
)
def test_it_must_be_told_later_of_the_days_announced(
    change: dict[str, Any], possible: bool
) -> None:
    assert bool(find_features(ANNOUNCED, replace(HELD, **change))) is possible


@pytest.mark.parametrize(
    ("weights", "enough"), [((3.0,), True), ((1.5, 1.0, 0.5), True), ((2.9,), False), ((), False)]
)
def test_three_points_make_an_answer(weights: tuple[float, ...], enough: bool) -> None:
    assert is_answer(tuple(("a reason", weight) for weight in weights)) is enough


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("harbour pilots board of tarvia", True),
        ("harbour pilots", False),
        ("harbour pilots board", True),
        ("the pilots board of tarvia", False),
    ],
)
def test_a_name_of_three_words_is_known_in_a_longer_one(name: str, same: bool) -> None:
    announced = replace(ANNOUNCED, body_names=("harbour pilots board",))
    features = find_features(announced, replace(HELD, body_names=(name,)))
    assert (("a body whose name is contained", 1.5) in features) is same
