from sqlalchemy import func, select

from onrecord.register import schema
from onrecord.register.reader import Register
from onrecord.register.removed import (
    BY_SITE,
    load_history,
    load_removals,
    mark_removed,
    mark_returned,
)
from onrecord.register.store import Engine, writing
from onrecord.register.views import Removal
from tests.register.build import make_reading, write

NAME = "harbour/1"
FIRST, SECOND, THIRD = (f"2024-06-0{day}T08:00:00.000000Z" for day in (1, 2, 3))


def test_a_missing_page_is_marked_with_the_moment_it_was_first_missed(engine: Engine) -> None:
    write(engine, make_reading())
    with writing(engine) as connection:
        assert mark_removed(connection, NAME, FIRST, "the site answered 410")
        assert not mark_removed(connection, NAME, SECOND, "the site answered 404")
        found = load_removals(connection)
    assert found == {NAME: Removal(NAME, FIRST, BY_SITE, "the site answered 410")}


def test_a_page_that_returns_is_marked_no_more_and_its_history_stays(engine: Engine) -> None:
    write(engine, make_reading())
    with writing(engine) as connection:
        mark_removed(connection, NAME, FIRST, "the site answered 404")
        assert mark_returned(connection, NAME, SECOND)
        assert not mark_returned(connection, NAME, THIRD)
        assert load_removals(connection, [NAME]) == {}
        assert mark_removed(connection, NAME, THIRD, "withdrawn by its author", "Ida Moen")
        history = load_history(connection, NAME)
    assert [(r.since, r.told_by, r.returned) for r in history] == [
        (FIRST, BY_SITE, SECOND),
        (THIRD, "Ida Moen", None),
    ]


def test_what_the_register_does_not_hold_cannot_be_marked(engine: Engine) -> None:
    with writing(engine) as connection:
        assert not mark_removed(connection, "harbour/none", FIRST, "the site answered 404")
        assert not mark_returned(connection, "harbour/none", SECOND)
        assert load_removals(connection) == {}


def test_nothing_of_a_removed_page_is_deleted(engine: Engine) -> None:
    write(engine, make_reading())
    tables = (schema.versions, schema.releases, schema.facts, schema.claims, schema.captures)
    counts = [select(func.count()).select_from(table) for table in tables]
    with writing(engine) as connection:
        before = [connection.scalar(count) for count in counts]
        mark_removed(connection, NAME, FIRST, "the site answered 404")
        assert [connection.scalar(count) for count in counts] == before
        assert connection.scalar(select(schema.facts.c.recorded_to)) is None


def test_a_past_knows_the_removals_of_its_time(engine: Engine) -> None:
    write(engine, make_reading())
    with writing(engine) as connection:
        mark_removed(connection, NAME, FIRST, "the site answered 404")
        mark_returned(connection, NAME, THIRD)
    register = Register(engine)
    marked = {
        moment: bool(register.at(moment).ask(load_removals))
        for moment in ("2024-05-31", FIRST, SECOND, THIRD)
    }
    assert marked == {"2024-05-31": False, FIRST: True, SECOND: True, THIRD: False}
