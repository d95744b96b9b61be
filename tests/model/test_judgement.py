"""The journal's chain, and which judgements hold."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onrecord.model.judgement import (
    Judgement,
    dump_content,
    find_active,
    find_break,
    find_revoked,
    make_hash,
    make_judgement_id,
)


def write_journal(*entries: tuple[str, dict[str, Any]]) -> list[Judgement]:
    journal: list[Judgement] = []
    for number, (kind, content) in enumerate(entries, 1):
        previous = journal[-1].hash if journal else ""
        said = (kind, "Ada Brink", f"2031-05-0{number}", "seen", content)
        one = make_judgement_id(*said)
        journal.append(Judgement(number, one, *said, previous, make_hash(previous, one), "now"))
    return journal


def note(text: str) -> tuple[str, dict[str, Any]]:
    return "note", {"text": text}


def revoke(judgement: Judgement) -> tuple[str, dict[str, Any]]:
    return "revoke", {"judgement": judgement.id}


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_journal_as_it_was_written_is_whole(count: int) -> None:
    assert find_break(write_journal(*(note(str(number)) for number in range(count)))) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "wrong"},
        {"author": "Bo Lind"},
        {"made_at": "2031-06-01"},
        {"reason": ""},
        {"content": {"text": "else"}},
        {"id": "ju-aaaaaaaaaaaaaaaa"},
        {"previous": ""},
        {"hash": "0"},
    ],
)
def test_a_changed_entry_is_found_by_its_number(change: dict[str, Any]) -> None:
    journal = write_journal(note("1"), note("2"), note("3"))
    journal[1] = replace(journal[1], **change)
    assert find_break(journal) == 2


def test_an_entry_that_was_taken_out_or_moved_is_found() -> None:
    one, two, three = write_journal(note("1"), note("2"), note("3"))
    assert find_break([one, three]) == 3
    assert find_break([two, three]) == 2
    assert find_break([two, one, three]) == 2


def test_the_order_of_what_is_said_changes_no_id() -> None:
    assert dump_content({"b": 1, "a": "ü"}) == '{"a":"ü","b":1}'
    assert make_hash("a", "b") != make_hash("b", "a")


def test_what_is_revoked_holds_no_longer_and_what_is_restored_does() -> None:
    first = write_journal(note("1"), note("2"))
    once = write_journal(note("1"), note("2"), revoke(first[0]))
    assert find_revoked(once) == {first[0].id: once[2]}
    assert find_active(once) == [first[1]]
    twice = write_journal(note("1"), note("2"), revoke(first[0]), revoke(once[2]))
    assert find_revoked(twice) == {once[2].id: twice[3]}
    assert find_active(twice) == first
