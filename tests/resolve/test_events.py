from __future__ import annotations

import pytest

from tests.telling import Told, group_facts, make_register, tell

COUNCIL = {"bodies": ["Harbour Council"]}
TWO = {"participants": ["Andrei Morvan", "Elena Vask"], "places": ["Maresk"]}
OTHER_TWO = {"participants": ["Andrei Morvan", "Oskar Nym"], "places": ["Maresk"]}


def event(start: str | None, kind: str = "session", words: str = "", **more) -> Told:
    return Told(kind, start, words=words, **{"names": COUNCIL, **more})


SAME = {
    "the same body on the same day": (
        event("2024-03-01", status="scheduled"),
        event("2024-03-01"),
    ),
    "both sides of a meeting": (
        event("2024-02-06", "meeting", names=TWO),
        event(
            "2024-02-06", "meeting", names={**TWO, "participants": ["Vask Elena", "Andrei Morvan"]}
        ),
    ),
    "kinds of one family": (event("2024-03-01", "meeting"), event("2024-03-01", "session")),
    "courses over the same days": (
        event("2023-03-14", "training", end="2023-03-25", names={"places": ["Port Sell"]}),
        event("2023-03-14", "training", end="2023-03-25", names={"places": ["Port Sell"]}),
    ),
    "an announcement for a quarter": (
        event("2023-36", names={**COUNCIL, "places": ["Maresk"]}, status="scheduled"),
        event("2023-11-09", names={**COUNCIL, "places": ["Maresk"]}),
    ),
    "an announcement for a month, by its title": (
        event("2023-09", "exercise", "The {} “Northern Light-2023” comes.", names={}),
        event("2023-09-11", "exercise", "In the {} “Northern Light-2023” ships met.", names={}),
    ),
    "a postponement": (
        event("2024-10-10", "exercise", "The {} “Flood 7” comes.", status="scheduled", names={}),
        event("2024-10-10", "exercise", "The {} “Flood 7” waits.", status="postponed", names={}),
    ),
}
SAME |= {
    "a body with and without what it is part of, in one place": (
        event("2024-03-01", names={**COUNCIL, "places": ["Orlin"]}),
        event("2024-03-01", names={"bodies": ["Harbour Council of the NLU"], "places": ["Orlin"]}),
    ),
    "a hall and the town that it stands in": (
        event("2024-03-01", names={**COUNCIL, "places": ["Orlin Congress Centre"]}),
        event("2024-03-01", names={**COUNCIL, "places": ["Orlin"]}),
    ),
    "a hall and a town": (
        event("2024-03-01", names={**COUNCIL, "places": ["Sailors Palace"]}),
        event("2024-03-01", names={**COUNCIL, "places": ["Orlin"]}),
    ),
    "a body of the Organization": (
        event("2024-03-01", names={"bodies": ["Council of Harbour Masters"]}),
        event("2024-03-01", names={"bodies": ["Council of Harbour Masters of the Organization"]}),
    ),
    "two signings at one place": (
        event("2024-03-01", "ceremony", "The signing {} was short.", names={"places": ["Orlin"]}),
        event("2024-03-01", "ceremony", "The signing {} began.", names={"places": ["Orlin"]}),
    ),
}
DIFFERENT = {
    "another day": (event("2024-03-01"), event("2024-03-02")),
    "another body": (
        event("2024-03-01", names={"bodies": ["Harbour Council"], "places": ["Orlin"]}),
        event("2024-03-01", names={"bodies": ["Youth Council"], "places": ["Orlin"]}),
    ),
    "one side with another counterpart": (
        event("2024-02-06", "meeting", names=TWO),
        event("2024-02-06", "meeting", names=OTHER_TWO),
    ),
    "another number in the series": (
        event("2024-03-01", words="The VII {} began."),
        event("2024-03-01", words="The VIII {} began."),
    ),
    "another title": (
        event("2023-09-11", "exercise", "The {} “Northern Light-2023” came."),
        event("2023-09-11", "exercise", "The {} “Southern Light-2023” came."),
    ),
    "another kind": (event("2024-03-01", "session"), event("2024-03-01", "training")),
    "a quarter and a body only": (event("2023-36", status="scheduled"), event("2023-11-09")),
    "two ceremonies of one people at one place": (
        event("2024-03-01", "ceremony", "They signed it: the signing {}.", names=TWO),
        event("2024-03-01", "ceremony", "A wreath laying {} began.", names=TWO),
    ),
    "one body in two towns": (
        event("2024-03-01", names={**COUNCIL, "places": ["Orlin"]}),
        event("2024-03-01", names={**COUNCIL, "places": ["Maresk"]}),
    ),
    "a body with and without what it is part of, and no place": (
        event("2024-03-01"),
        event("2024-03-01", names={"bodies": ["Harbour Council of the NLU"]}),
    ),
    "nothing but a day and a place": (
        event("2024-03-01", names={"places": ["Orlin"]}),
        event("2024-03-01", names={"places": ["Orlin"]}),
    ),
    "no day": (event(None), event(None)),
}


@pytest.mark.parametrize("case", SAME)
def test_two_releases_tell_the_same_event(tmp_path, case):
    one, other = SAME[case]
    engine = make_register(tmp_path, [[tell("a", one)], [tell("b", other)]])
    assert group_facts(engine, "event") == [["a", "b"]]


@pytest.mark.parametrize("case", DIFFERENT)
def test_two_releases_tell_different_events(tmp_path, case):
    one, other = DIFFERENT[case]
    engine = make_register(tmp_path, [[tell("a", one)], [tell("b", other)]])
    assert group_facts(engine, "event") == []


def test_events_of_one_release_stay_apart_whatever_joins_them(tmp_path):
    page = tell("a", event("2024-03-01"), event("2024-03-02"))
    month = tell("b", event("2024-03", names={**COUNCIL, "places": ["Orlin"]}))
    engine = make_register(tmp_path, [[page, month]])
    assert group_facts(engine, "event") == []


def test_a_teaser_and_the_article_on_one_page_join(tmp_path):
    engine = make_register(tmp_path, [[tell("a", event("2024-03-01"), event("2024-03-01"))]])
    assert group_facts(engine, "event") == [["a", "a"]]


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        ("the Plan of Joint Training for 2024", "a joint training plan for 2024", True),
        ("the Plan of Joint Training for 2024", "the Plan of Joint Training for 2025", False),
        ("the Plan of Joint Training for 2024", "the budget of the Union for 2024", False),
    ],
)
def test_acts_join_by_day_kind_and_wording(tmp_path, one, other, joined):
    pages = [
        tell(name, event("2024-03-01", acts=[("approved", wording)]))
        for name, wording in (("a", one), ("b", other))
    ]
    engine = make_register(tmp_path, [pages])
    assert group_facts(engine, "act") == ([["a", "b"]] if joined else [])


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        (
            ("open a duty line for captains", "2024-10-01"),
            ("open a duty line for captains", None),
            True,
        ),
        (
            ("open a duty line for captains", "2024-10-01"),
            ("open a duty line for captains", "2025-03-01"),
            False,
        ),
        (
            ("open a duty line for captains", "2024-10-01"),
            ("publish the first report on incidents", "2024-10-01"),
            False,
        ),
    ],
)
def test_promises_join_by_actor_deed_and_due_day(tmp_path, one, other, joined):
    pages = [
        tell(name, event("2024-03-01", "session", promises=[promise]))
        for name, promise in (("a", one), ("b", other))
    ]
    engine = make_register(tmp_path, [pages])
    assert group_facts(engine, "commitment") == ([["a", "b"]] if joined else [])


def test_an_office_is_one_for_all_spellings_of_its_holder(tmp_path):
    pages = [
        tell("a", event("2024-03-01", offices={"Pavel Zhurin": "Secretary General of the Union"})),
        tell("b", event("2024-04-01", offices={"Pavel Zhourin": "secretary general of the Union"})),
        tell("c", event("2024-05-01", offices={"Pavel Zhurin": "Mayor"})),
    ]
    engine = make_register(tmp_path, [[page] for page in pages])
    assert group_facts(engine, "office") == [["a", "b"]]
