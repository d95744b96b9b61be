from datetime import date

import pytest

from onrecord.web.drawings.arcs import draw_arcs, order_names
from onrecord.web.drawings.columns import draw_columns
from onrecord.web.drawings.globe import draw_globe, find_point, load_world
from onrecord.web.drawings.lanes import Moment, Row, Scale, draw_lanes, find_ticks


def row(*days: str) -> Row:
    return Row("r", None, tuple(Moment("m", date.fromisoformat(day), "/x") for day in days))


def test_lanes_stand_on_one_scale_that_holds_all_days() -> None:
    drawing = draw_lanes("t", [row("2020-01-01", "2022-01-01"), row("2021-01-01")])
    assert drawing is not None
    first, second = drawing.lanes
    assert 0 < first.dots[0].at < second.dots[0].at < first.dots[1].at < 100
    assert first.width == pytest.approx(first.dots[1].at - first.dots[0].at)
    assert second.width == 0
    assert [tick.label for tick in drawing.ticks] == ["2020", "2021", "2022"]


def test_nothing_dated_draws_nothing() -> None:
    assert draw_lanes("t", [row()]) is None
    assert draw_columns("t", {"held": {}}) is None
    assert draw_arcs("t", {}, {}) is None


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2024-02-01", "2024-11-30", ["Apr 2024", "Jul 2024", "Oct 2024"]),
        ("2023-11-01", "2024-02-10", ["2024"]),
        ("1990-06-01", "2024-06-01", ["1995", "2000", "2005", "2010", "2015", "2020"]),
    ],
)
def test_a_scale_has_a_few_ticks(first: str, last: str, labels: list[str]) -> None:
    scale = Scale(date.fromisoformat(first), date.fromisoformat(last))
    assert [tick.label for tick in find_ticks(scale)] == labels


def test_columns_count_every_month_between_the_first_and_the_last() -> None:
    counts = {"held": {"2024-01": 3, "2024-04": 1}, "scheduled": {"2024-04": 1}}
    drawing = draw_columns("t", counts)
    assert drawing is not None
    assert [column.period for column in drawing.columns] == [
        "2024-01", "2024-02", "2024-03", "2024-04",
    ]  # fmt: skip
    assert [column.total for column in drawing.columns] == [3, 0, 0, 2]
    assert drawing.columns[3].of("scheduled") == 1
    assert drawing.highest == 3
    for column in drawing.columns:
        assert sum(block.height for block in column.blocks) <= drawing.height


def test_many_months_are_joined_to_years() -> None:
    drawing = draw_columns("t", {"held": {"2001-05": 1, "2001-06": 2, "2024-01": 1}})
    assert drawing is not None
    assert drawing.columns[0].period == "2001"
    assert drawing.columns[0].total == 3
    assert len(drawing.columns) == 24


def test_names_that_meet_often_stand_side_by_side() -> None:
    pairs = {("a", "b"): 1, ("b", "c"): 9, ("a", "d"): 8}
    order = order_names(pairs)
    assert sorted(order) == ["a", "b", "c", "d"]
    assert abs(order.index("b") - order.index("c")) == 1
    assert abs(order.index("a") - order.index("d")) == 1
    drawing = draw_arcs("t", dict(zip("abcd", "ABCD", strict=True)), pairs)
    assert drawing is not None
    assert max(arc.width for arc in drawing.arcs) == 8
    assert {node.label: node.number for node in drawing.nodes}["B"] == 10


def test_a_city_is_the_largest_of_its_name_and_a_state_its_capital() -> None:
    paris, france = find_point("Paris"), find_point("France")
    assert paris is not None
    assert paris == france
    assert round(paris.latitude) == 49
    assert find_point("the Old Customs House") is None


def test_places_that_the_geography_does_not_know_are_told() -> None:
    globe, lost = draw_globe("t", [("1", "Vienna", 4), ("2", "Skarnholm", 2), ("3", "Nairobi", 1)])
    assert lost == ["2"]
    assert [spot.label for spot in globe.spots] == ["Vienna", "Nairobi"]
    assert globe.spots[0].radius > globe.spots[1].radius
    assert load_world().ground.startswith("M")
