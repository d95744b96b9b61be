from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onrecord.errors import InputError, NotFoundError
from onrecord.register.pasts import KEPT, Pasts
from onrecord.register.reader import Register
from onrecord.register.store import Engine
from onrecord.register.views import Query
from tests.register.build import TEXT, make_facts, make_reading, write

SOFTENED = TEXT.replace(
    "It will publish a report on dredging by 30 June 2024.", "A report on dredging is in work."
)
ELSEWHERE = TEXT.replace("Harbour Council", "Fisheries Board").replace("Skarn", "Résavik")


@pytest.fixture
def register(engine: Engine) -> Register:
    write(engine, make_reading(), moment="2024-05-05T08:00:00Z")
    write(engine, make_reading(SOFTENED), moment="2024-05-09T08:00:00Z")
    write(
        engine, make_reading(ELSEWHERE, "fisheries/1", "2024-05-06"), moment="2024-06-01T08:00:00Z"
    )
    return Register(engine)


@pytest.mark.parametrize(
    ("asof", "events", "promises", "bodies", "releases"),
    [
        ("2024-05-04", 0, 0, 0, 0),
        ("2024-05-05T07:59:59Z", 0, 0, 0, 0),
        ("2024-05-05", 1, 1, 1, 1),
        ("2024-05-09T08:00:01Z", 1, 0, 1, 1),
        ("2024-06-01", 2, 1, 2, 2),
    ],
)
def test_lists_hold_what_was_recorded_by_then(
    register: Register, asof: str, events: int, promises: int, bodies: int, releases: int
) -> None:
    query = Query(asof=asof)
    found = [register.entries(layer, query) for layer in ("event", "commitment", "organisation")]
    assert [len(rows) for rows in found] == [events, promises, bodies]
    assert [register.count(layer, query) for layer in ("event", "commitment")] == [events, promises]
    assert len(list(register.each("event", query))) == events
    assert (len(register.releases(query)), register.count_releases(query)) == (releases, releases)
    assert register.at(asof).counts().releases == releases


def test_today_is_the_present(register: Register) -> None:
    for layer in ("event", "commitment", "organisation", "place"):
        assert register.entries(layer, Query(asof="9999-12-31")) == register.entries(layer)


def test_filters_and_order_hold_in_the_past_too(register: Register) -> None:
    asof = "2024-06-01"
    assert register.count("event", Query(asof=asof, body="Fisheries")) == 1
    assert register.count("event", Query(asof="2024-05-31", body="Fisheries")) == 0
    assert register.count("commitment", Query(asof="2024-05-05", body="Harbour")) == 1
    assert register.count("commitment", Query(asof="2024-05-05", since="2024-07-01")) == 0


def test_the_text_and_the_facts_of_the_past_are_shown(register: Register) -> None:
    past = register.at("2024-05-05")
    [release] = past.releases()
    view = past.release(release.id)
    assert view.text == TEXT
    assert view.current
    assert [version.recorded_to for version in view.versions] == [None]
    [promise] = past.entries("commitment")
    assert past.entry(promise.id).facts[0].recorded_to is None
    assert past.facts([promise.id])[promise.id]
    with pytest.raises(NotFoundError):
        register.entry(promise.id)
    with pytest.raises(NotFoundError):
        past.release(register.releases(Query(limit=1))[0].id)


def test_search_finds_the_texts_of_the_past(register: Register) -> None:
    assert register.count_search('"publish a report"') == 1
    past = register.at("2024-05-05")
    assert (past.count_search('"publish a report"'), past.count_search("resavik")) == (1, 0)
    assert [row.document for row in past.search("dredging")] == ["harbour/1"]
    assert register.at("2024-05-09").count_search('"publish a report"') == 0


def test_what_newer_rules_no_longer_find_was_known_before(engine: Engine) -> None:
    reading = make_reading()
    write(engine, reading, moment="2024-05-05T08:00:00Z")
    fewer = make_facts(reading)
    write(
        engine,
        reading,
        type(fewer)(fewer.events, (), ()),
        rules="r2",
        moment="2024-07-01T00:00:00Z",
    )
    register = Register(engine)
    assert register.count("commitment") == 0
    assert register.count("commitment", Query(asof="2024-06-30")) == 1
    assert len(register.at("2024-06-30").releases()) == 1


def test_no_day_is_said(register: Register) -> None:
    with pytest.raises(InputError, match="no day or moment"):
        register.at("soon")


@pytest.mark.parametrize(
    ("published", "events", "bodies", "releases"),
    [("2024-05-01", 0, 0, 0), ("2024-05-05", 1, 1, 1), ("2024-05-06", 2, 2, 2)],
)
def test_lists_hold_what_had_been_published_by_then(
    register: Register, published: str, events: int, bodies: int, releases: int
) -> None:
    past = register.at(published=published)
    assert (past.count("event"), past.count("organisation")) == (events, bodies)
    assert len(past.entries("event")) == events
    counts = past.counts()
    assert (counts.releases, counts.documents) == (releases, releases)
    assert past.count_search("council OR board") == len(past.search("council OR board"))
    assert past.count_search("dredging") == releases
    assert past.home == register.home


def test_both_days_bound_the_past(register: Register) -> None:
    past = register.at("2024-05-05", published="2024-05-06")
    assert (past.count("event"), past.count("commitment")) == (1, 1)
    assert register.at("2024-06-01", published="2024-05-05").count("event") == 1
    assert register.at("2024-05-04", published="2024-05-06").count("event") == 0


def test_nothing_published_later_is_the_present(register: Register) -> None:
    assert register.at(published="2025-01-01") is register


def test_a_past_is_drawn_once_and_anew_after_a_write(register: Register, engine: Engine) -> None:
    past = register.at("2024-05-20")
    assert register.at("2024-05-20") is past
    assert past.stamp() != register.stamp()
    write(engine, make_reading(TEXT, "harbour/2", "2024-05-07"), moment="2024-05-10T00:00:00Z")
    again = register.at("2024-05-20")
    assert again is not past
    assert (past.count_releases(), again.count_releases()) == (1, 2)


def test_many_may_ask_for_pasts_at_once(register: Register) -> None:
    days = [f"2024-05-{day:02}" for day in (4, 5, 9, 10, 11, 12)] * 5
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda day: register.at(day).count("event"), days))
    assert found == [0, 1, 1, 1, 1, 1] * 5


def test_the_files_of_a_past_go_with_it(register: Register) -> None:
    past = register.at("2024-05-05")
    folder = Path(str(past._engine.url.database)).parent
    assert folder.is_dir()
    register.close()
    del past
    gc.collect()
    assert not folder.exists()


def test_only_the_last_pasts_are_kept() -> None:
    pasts: Pasts[str] = Pasts()
    opened: list[str] = []

    def ask(name: str, stamp: str = "1") -> str:
        return pasts.find(name, stamp, lambda: opened.append(name) or name)  # type: ignore[func-returns-value]

    for number in range(KEPT + 1):
        ask(str(number))
    ask(str(KEPT))
    assert len(opened) == KEPT + 1
    ask("0")
    assert opened[-1] == "0"
    ask("0", "2")
    assert opened.count("0") == 3
