from sqlalchemy import func, select

from onrecord.model.text import Unreadable
from onrecord.register import schema
from onrecord.register.reader import Register
from onrecord.register.store import Engine, writing
from onrecord.register.writer import load_known, record_unreadable
from tests.register.build import TEXT, make_facts, make_reading, write

SOFTENED = TEXT.replace(
    "It will publish a report on dredging by 30 June 2024.", "A report on dredging is in work."
)


def count_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in schema.metadata.tables.items()
        }


def test_a_document_is_new_once_and_then_unchanged(engine: Engine) -> None:
    assert write(engine, make_reading()) == "new"
    before = count_rows(engine)
    assert write(engine, make_reading(), moment="2024-06-01T00:00:00Z") == "unchanged"
    assert count_rows(engine) == before


def test_every_stored_value_is_quoted_from_its_version(engine: Engine) -> None:
    write(engine, make_reading())
    register = Register(engine)
    facts = [
        fact
        for layer in ("event", "commitment")
        for row in register.entries(layer)
        for fact in register.facts([row.id])[row.id]
    ]
    assert len(facts) == 2
    quotations = [value.quotation for fact in facts for value in fact.values]
    quotations += [fact.evidence for fact in facts]
    assert len(quotations) > 10
    for quotation in quotations:
        assert TEXT[quotation.start : quotation.end] == quotation.text
        assert quotation.published == "2024-05-04"


def test_a_rewording_is_a_new_version_and_the_old_promise_stays_as_history(engine: Engine) -> None:
    write(engine, make_reading())
    register = Register(engine)
    old_release = register.releases()[0].id
    assert write(engine, make_reading(SOFTENED), moment="2024-05-09T00:00:00Z") == "changed"

    assert register.entries("commitment") == []
    [new] = register.releases()
    assert new.id != old_release
    view = register.release(new.id)
    assert [v.recorded_to for v in view.versions] == ["2024-05-09T00:00:00Z", None]
    former = register.release(old_release)
    assert not former.current
    assert former.text == TEXT
    promise = [fact for fact in former.facts if fact.layer == "commitment"]
    assert [fact.recorded_to for fact in promise] == ["2024-05-09T00:00:00Z"]


def test_a_text_that_comes_back_is_held_again(engine: Engine) -> None:
    write(engine, make_reading())
    write(engine, make_reading(SOFTENED), moment="2024-05-09T00:00:00Z")
    assert write(engine, make_reading(), moment="2024-05-10T00:00:00Z") == "changed"
    register = Register(engine)
    assert len(register.entries("commitment")) == 1
    view = register.release(register.releases()[0].id)
    assert [v.recorded_to is None for v in view.versions] == [False, False, True]


def test_other_rules_keep_what_they_find_again_and_end_what_they_do_not(engine: Engine) -> None:
    reading = make_reading()
    write(engine, reading)
    fewer = make_facts(reading)
    fewer = type(fewer)(fewer.events, (), ())
    assert write(engine, reading, fewer, rules="r2", moment="2024-07-01T00:00:00Z") == "reread"
    table = schema.facts.c
    with engine.connect() as connection:
        rows = connection.execute(select(table.layer, table.recorded_to)).all()
        held = {row.layer: row.recorded_to for row in rows}
        first = connection.scalars(select(table.recorded_from)).all()
    assert held == {"event": None, "commitment": "2024-07-01T00:00:00Z"}
    assert set(first) == {"2024-05-05T00:00:00Z"}
    assert Register(engine).count("commitment") == 0


def test_search_finds_the_present_text_only(engine: Engine) -> None:
    write(engine, make_reading())
    register = Register(engine)
    assert register.count_search('"publish a report"') == 1
    write(engine, make_reading(SOFTENED), moment="2024-05-09T00:00:00Z")
    assert register.count_search('"publish a report"') == 0
    assert register.count_search("dredging") == 1


def test_a_document_that_becomes_readable_leaves_the_list_of_failures(engine: Engine) -> None:
    failure = Unreadable("harbour/1", "pages/harbour/1.txt", "it is empty", "fetch it again")
    with writing(engine) as connection:
        record_unreadable(connection, failure, "2024-05-04T00:00:00Z")
        record_unreadable(connection, failure, "2024-05-05T00:00:00Z")
    register = Register(engine)
    assert [(f.name, f.reason) for f in register.failures()] == [("harbour/1", "it is empty")]
    write(engine, make_reading())
    assert register.failures() == []


def test_what_is_known_is_the_last_bytes_and_rules(engine: Engine) -> None:
    write(engine, make_reading())
    write(engine, make_reading(SOFTENED), rules="r2")
    with engine.connect() as connection:
        [known] = load_known(connection).items()
    assert known[0] == "harbour/1"
    assert (known[1].digest, known[1].rules) == (make_reading(SOFTENED).page.version, "r2")
