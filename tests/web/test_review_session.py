"""A session entered by hand: one form, one document, facts that are quoted from it."""

from __future__ import annotations

from datetime import date

import pytest

from onrecord.register.journal import load_journal
from onrecord.register.reader import Register
from onrecord.register.references import find_acts
from onrecord.register.views import Query
from onrecord.web.review.minutes import Row, Typed, make_minutes
from tests.web.test_review import desk, desk_client, desk_home, editor
from tests.web.visitor import Visitor

__all__ = ["desk", "desk_client", "desk_home", "editor"]

TODAY = date(2031, 6, 1)
GIVEN = {
    "body": "Ferry Board", "day": "3–5 May 2025", "place": "Port Ardan", "chair": "Mira Holt",
    "decision-1": "to dredge the north basin", "responsible-1": "Harbour Office",
    "deadline-1": "1 September 2025", "decision-2": "the fees for 2026", "kind-2": "approved",
}  # fmt: skip
MINUTE = """The Board met in the customs house.

1. The Board approved the fees for 2032.

2. The Harbour Office is to dredge the north basin by 1 September 2031."""


def test_one_submission_writes_session_decisions_and_deadlines(
    editor: Visitor, desk: Register
) -> None:
    before = len(desk.ask(load_journal))
    editor.open("/review/session").press("Record the session", GIVEN)
    assert editor.status == 200
    assert len(desk.ask(load_journal)) == before + 4
    event = editor.address.split("/entry/")[1].split("?")[0]
    view = desk.entry(event)
    assert (view.row.start, view.row.end, view.row.status) == ("2025-05-03", "2025-05-05", "held")
    told = {value.slot: value.value for value in view.facts[0].values}
    assert (told["body"], told["place"], told["chair"]) == (
        "Ferry Board",
        "Port Ardan",
        "Mira Holt",
    )
    acts = [desk.entry(act) for act in desk.ask(find_acts, [event])[event]]
    assert sorted(act.row.kind for act in acts) == ["approved", "decided"]
    [promise] = desk.entries("commitment", Query(body="Harbour Office"))
    assert promise.start == "2025-09-01"
    [release] = desk.releases(Query(source="by hand"))
    assert release.published == "2025-05-05"
    facts = desk.release(release.id).facts
    assert sorted(fact.layer for fact in facts if fact.rule == "by hand") == [
        "act", "act", "commitment", "event",
    ]  # fmt: skip
    assert [
        fact for fact in facts if fact.layer in ("event", "act") and fact.rule != "by hand"
    ] == []


def test_a_session_that_is_taken_back_is_told_by_nothing(editor: Visitor, desk: Register) -> None:
    given = GIVEN | {"body": "Pilot Board", "text": "The Board approved a pilot fee for 2027."}
    editor.open("/review/session").press("Record the session", given).press("Undo")
    assert "took back entry" in editor.said
    assert desk.entries("organisation", Query(name="Pilot Board")) == []
    [release] = [row for row in desk.releases(Query(source="by hand")) if "Pilot" in row.opening]
    assert desk.release(release.id).facts == ()
    editor.press("Restore")
    assert {fact.rule for fact in desk.release(release.id).facts} >= {"by hand"}
    assert len(desk.entries("organisation", Query(name="Pilot Board"))) == 1


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(editor: Visitor, desk: Register) -> None:
    before = len(desk.ask(load_journal))
    given = GIVEN | {"day": "one day", "deadline-1": "soon", "text": "A minute of the session."}
    editor.open("/review/session").press("Record the session", given)
    assert editor.status == 400
    assert editor.words.count("this is no date") == 2
    for typed in ("Ferry Board", "one day", "to dredge the north basin", "soon"):
        assert f'value="{typed}"' in editor.markup
    assert "A minute of the session." in editor.markup
    assert len(desk.ask(load_journal)) == before


def test_more_rows_keep_what_was_typed(editor: Visitor) -> None:
    editor.open("/review/session").press("More rows", GIVEN)
    assert 'name="decision-8"' in editor.markup
    assert 'value="to dredge the north basin"' in editor.markup


def make(**given: object) -> Typed:
    dredging = ("decided", "dredge the north basin", "Harbour Office", "1 September 2031")
    rows = Row(1, "approved", "the fees for 2032"), Row(2, *dredging)
    plain = {"body": "Ferry Board", "day": "3 May 2031", "rows": rows}
    return Typed(**(plain | given))  # type: ignore[arg-type]


def test_decisions_are_quoted_from_the_minutes_where_they_stand_in_them() -> None:
    minutes, wrong = make_minutes(make(text=MINUTE), TODAY)
    assert minutes is not None
    assert wrong == {}
    quotes = [minutes.text[found.start : found.end] for found in minutes.decisions]
    assert quotes == MINUTE.split("\n\n")[1:]
    assert minutes.decisions[1].due == ("2031-09-01", "2031-09-01")


def test_decisions_that_the_minutes_do_not_tell_are_written_below_them() -> None:
    minutes, _ = make_minutes(make(text="The Board met."), TODAY)
    assert minutes is not None
    quotes = [minutes.text[found.start : found.end] for found in minutes.decisions]
    assert quotes == [
        "Approved: the fees for 2032.",
        "Decided: dredge the north basin. Responsible: Harbour Office. Deadline: 1 September 2031.",
    ]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"body": ""}, "body"),
        ({"day": ""}, "day"),
        ({"kind": "dance"}, "kind"),
        ({"rows": (Row(3, responsible="Mira Holt"),)}, "decision-3"),
        ({"published": "never"}, "published"),
    ],
)
def test_what_cannot_be_entered_is_named(given: dict[str, object], field: str) -> None:
    minutes, wrong = make_minutes(make(**given), TODAY)
    assert minutes is None
    assert list(wrong) == [field]


def test_minutes_of_a_session_to_come_are_dated_today() -> None:
    minutes, _ = make_minutes(make(day="3 May 2032", status="scheduled"), TODAY)
    assert minutes is not None
    assert minutes.published == "2031-06-01"
