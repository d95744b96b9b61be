"""A fact added by hand on the words of one of the machine's takes its place."""

from __future__ import annotations

from pathlib import Path

from onrecord.pipeline.judging import Judge, Slot
from onrecord.register.reader import Register
from tests.pipeline.test_judging import home, reread, the_id

__all__ = ["home"]

SENTENCE = "It will publish a report on dredging by 30 June 2024."


def add_promise(judge: Judge) -> str:
    slots = [
        Slot("action", "publish a report on dredging"),
        Slot("actor", "Harbour Council", type="organisation"),
    ]
    return judge.add("commitment", "harbour/1", SENTENCE, slots, "the machine missed who").id


def test_an_added_fact_takes_the_place_of_the_machines_on_the_same_words(
    judge: Judge, register: Register
) -> None:
    machine = the_id(register, "commitment")
    add_promise(judge)
    promise = the_id(register, "commitment")
    assert promise != machine
    assert [fact.rule for fact in register.entry(promise).facts] == ["by hand"]
    [former] = register.entry(machine, history=True).facts
    assert [(ruling.effect, ruling.author) for ruling in former.rulings] == [
        ("replaced", "Ada Brink")
    ]


def test_it_stays_replaced_when_the_text_is_read_again(
    home: Path, judge: Judge, register: Register
) -> None:
    add_promise(judge)
    promise = the_id(register, "commitment")
    for rules in ("r2", "r3"):
        reread(home, rules=rules)
    assert the_id(register, "commitment") == promise


def test_the_machines_comes_back_when_the_added_one_is_taken_back(
    judge: Judge, register: Register
) -> None:
    machine = the_id(register, "commitment")
    judge.revoke(add_promise(judge), "it was right")
    assert the_id(register, "commitment") == machine


def test_a_fact_that_a_person_confirmed_stays_beside_an_added_one(
    judge: Judge, register: Register
) -> None:
    judge.confirm(the_id(register, "commitment"), "read")
    add_promise(judge)
    assert len(register.entries("commitment")) == 2


def test_facts_on_other_words_and_of_other_layers_stay(judge: Judge, register: Register) -> None:
    event = the_id(register, "event")
    quote = "Harbour Council met in Skarn"
    judge.add("act", "harbour/1", quote, [Slot("object", "met")], "an act", kind="decided")
    assert the_id(register, "event") == event
    slots = [Slot("trigger", "Skarn"), Slot("start", "2024-05-03")]
    judge.add("event", "harbour/1", quote, slots, "", kind="visit", status="held")
    assert len(register.entries("event")) == 2
