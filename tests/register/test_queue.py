"""What waits for judgement: in order, from a key on, without what was judged."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.pipeline.judging import Judge
from onrecord.register.chosen import load_chosen_facts
from onrecord.register.queue import (
    UNSURE,
    Wanted,
    count_unjudged,
    count_unsure,
    load_unjudged,
    load_unsure,
)
from onrecord.register.reader import Register

ALL = 10_000


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    shutil.copytree(sample_home, tmp_path / "home")
    return tmp_path / "home"


def test_every_unsure_fact_comes_with_a_reason_that_is_so(sample_home: Path) -> None:
    register = Register.open(sample_home)
    rows = register.ask(load_unsure, Wanted(), "", ALL)
    facts = register.ask(load_chosen_facts, [row.fact for row in rows])
    assert len(rows) == len(facts) == register.ask(count_unsure, Wanted())
    for row in rows:
        fact, told = facts[row.fact], " ".join(row.reasons)
        assert row.reasons
        assert ("confidence" in told) == (
            fact.layer in ("event", "commitment") and fact.confidence < UNSURE
        )
        assert ("without a day" in told) == (
            fact.layer == "event" and not fact.start and not fact.of("place")
        )
        assert ("who does it" in told) == (fact.layer == "act" and not fact.of("actor"))
        assert ("who says it" in told) == (fact.layer == "quote" and not fact.of("speaker"))
    register.close()


@pytest.mark.parametrize("load", [load_unsure, load_unjudged])
def test_a_queue_goes_from_new_to_old_and_on_from_any_key(
    sample_home: Path, load: Callable[..., list[Any]]
) -> None:
    register = Register.open(sample_home)
    rows = register.ask(load, Wanted(), "", ALL)
    days = [row.key.partition("/")[0] for row in rows]
    assert days == sorted(days, reverse=True)
    for place in (0, 1, len(rows) // 2, len(rows) - 1):
        assert register.ask(load, Wanted(), rows[place].key, 3) == rows[place : place + 3]
    register.close()


def test_filters_narrow_the_queue(sample_home: Path) -> None:
    register = Register.open(sample_home)
    whole = {row.fact for row in register.ask(load_unsure, Wanted(), "", ALL)}
    for wanted in (Wanted(layer="act"), Wanted(source="nlco"), Wanted(body="council")):
        rows = register.ask(load_unsure, wanted, "", ALL)
        facts = register.ask(load_chosen_facts, [row.fact for row in rows]).values()
        assert 0 < len(rows) == register.ask(count_unsure, wanted) < len(whole)
        for fact in facts:
            assert not wanted.layer or fact.layer == wanted.layer
            assert not wanted.source or fact.evidence.document.startswith("nlco/")
            named = " ".join(value.value for value in fact.values if value.entry).casefold()
            assert wanted.body in named
    register.close()


def test_what_was_judged_leaves_and_comes_back_when_taken_back(home: Path) -> None:
    register, judge = Register.open(home), Judge(home, "Ada Brink")
    facts = register.ask(count_unsure, Wanted())
    links = register.ask(count_unjudged, Wanted())
    unsure = register.ask(load_unsure, Wanted(), "", 1)[0]
    link = register.ask(load_unjudged, Wanted(), "", 1)[0]
    made = [judge.confirm(unsure.fact, ""), judge.wrong(link.fact, "", answer=link.answer)]
    assert register.ask(count_unsure, Wanted()) == facts - 1
    assert register.ask(count_unjudged, Wanted()) == links - 1
    assert register.ask(load_unjudged, Wanted(), "", 1)[0] != link
    for entry in made:
        judge.revoke(entry.number, "")
    assert register.ask(count_unsure, Wanted()) == facts
    assert register.ask(load_unjudged, Wanted(), "", 1)[0] == link
    judge.close()
    register.close()


@pytest.mark.parametrize("key", ["x", "2024-01-01/1", "2024-01-01/a/b", "/1/2/3"])
def test_a_key_that_is_none_is_refused(sample_home: Path, key: str) -> None:
    register = Register.open(sample_home)
    with pytest.raises(InputError, match="no place in the queue"):
        register.ask(load_unsure, Wanted(), key)
    register.close()
