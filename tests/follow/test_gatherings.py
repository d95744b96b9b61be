from dataclasses import replace

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
def test_another_day_number_kind_or_title_is_another_event(change: dict[str, object]) -> None:
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
