from __future__ import annotations

from onrecord.model.fact import Facts
from onrecord.register.reader import Register
from onrecord.register.store import Engine
from tests.register.build import TEXT, make_facts, make_reading, write

LATER = TEXT.replace("met in Skarn", "met in Skarn.").replace("Skarn..", "Skarn.")
SOFTENED = TEXT.replace(
    "It will publish a report on dredging by 30 June 2024.", "A report on dredging is in work."
)


def test_new_documents_and_rewordings_are_told_with_the_facts_that_changed(engine: Engine) -> None:
    write(engine, make_reading(), moment="2024-05-05T08:00:00.000000Z")
    write(engine, make_reading(SOFTENED), moment="2024-05-09T08:00:00.000000Z")
    register = Register(engine)
    first = register.changes("2024-05-01", "2024-05-08")
    assert [(d.name, d.facts) for d in first.documents] == [("harbour/1", 2)]
    assert (first.rewordings, first.facts) == ((), ())
    second = register.changes("2024-05-06")
    assert second.documents == ()
    [document] = second.rewordings
    assert [alteration.what for alteration in document.alterations] == ["promise gone"]
    assert document.alterations[0].old
    assert "30 June" in document.alterations[0].old.evidence.text
    assert register.changes("2024-05-10").rewordings == ()


def test_a_date_that_moved_and_a_name_that_went_are_named(engine: Engine) -> None:
    reading = make_reading()
    write(engine, reading, moment="2024-05-05T08:00:00.000000Z")
    text = TEXT.replace("On 3 May 2024", "On 4 May 2024").replace("met in Skarn.", "met.")
    moved = make_reading(text)
    facts = make_facts(reading)
    shift = {"start": "2024-05-04", "end": "2024-05-04"}
    write(engine, moved, _moved(moved, facts, **shift), moment="2024-05-09T08:00:00.000000Z")
    [document] = Register(engine).changes("2024-05-06").rewordings
    [alteration] = document.alterations
    assert alteration.what.startswith("event: date put off from 2024-05-03 to 2024-05-04")
    assert "place “Skarn” gone" in alteration.what


def _moved(reading, facts: Facts, start: str, end: str) -> Facts:
    from dataclasses import replace

    from onrecord.model.fact import Dated
    from tests.register.build import find_span

    text = reading.page.text
    day = find_span(text, "4 May 2024")
    event = replace(
        facts.events[0], start=Dated(start, day), end=Dated(end, day), places=(),
        evidence=find_span(text, "On 4 May 2024 the Harbour Council met."),
    )  # fmt: skip
    return Facts((event,), (), facts.commitments)


def test_what_newer_rules_found_and_lost_is_told_apart_from_rewordings(engine: Engine) -> None:
    reading = make_reading()
    facts = make_facts(reading)
    write(engine, reading, Facts(facts.events), moment="2024-05-05T08:00:00.000000Z")
    write(engine, reading, Facts((), (), facts.commitments), rules="r2",
          moment="2024-07-01T08:00:00.000000Z")  # fmt: skip
    found = Register(engine).changes("2024-06-01")
    assert (found.documents, found.rewordings) == ((), ())
    assert [(a.why, a.alteration.what) for a in found.facts] == [
        ("rules", "event gone"),
        ("rules", "promise added"),
    ]
