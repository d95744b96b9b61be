"""What an editor judges and enters, without JavaScript, over the real server and register."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.register.chosen import load_chosen_facts
from onrecord.register.journal import load_journal
from onrecord.register.reader import Register
from onrecord.register.views import Query
from tests.web.conftest import start_server
from tests.web.visitor import Visitor


@pytest.fixture(scope="module")
def desk_home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample's register that may be written to."""
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(sample_home, home)
    return home


@pytest.fixture(scope="module")
def desk_client(desk_home: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=start_server(desk_home), timeout=60) as client:
        yield client


@pytest.fixture
def editor(desk_client: httpx.Client) -> Visitor:
    return Visitor(desk_client)


@pytest.fixture
def desk(desk_home: Path) -> Iterator[Register]:
    register = Register.open(desk_home)
    yield register
    register.close()


def last_entry(register: Register) -> tuple[str, str]:
    entry = register.ask(load_journal)[-1]
    return entry.kind, entry.author


def test_the_first_page_counts_what_waits(editor: Visitor) -> None:
    editor.open("/review")
    for title in ("The same or not", "Promises and answers", "Unsure facts", "Notes"):
        assert title in editor.words
    assert "waiting" in editor.words


@pytest.mark.parametrize(
    ("queue", "button", "kind", "told"),
    [
        ("facts", "Right", "confirmed", "is right"),
        ("facts", "Wrong", "wrong", "is wrong"),
        ("links", "Right", "confirmed", "a release answers"),
        ("links", "Wrong", "wrong", "a release does not answer"),
        ("joins", "Different", "different", "are different"),
        ("joins", "Same", "same", "are the same"),
    ],
)
def test_what_was_judged_leaves_the_queue_and_the_next_one_opens(
    editor: Visitor, desk: Register, queue: str, button: str, kind: str, told: str
) -> None:
    editor.open(f"/review/{queue}")
    fields = {"facts": ("fact",), "links": ("fact", "answer"), "joins": ("one", "other")}[queue]
    first = [editor.hidden(field) for field in fields]
    editor.press(button, {"reason": "read both texts"})
    assert editor.status == 200
    assert told in editor.said
    assert "read both texts" in editor.said
    assert last_entry(desk)[0] == kind
    assert [editor.hidden(field) for field in fields] != first
    assert [Visitor(editor.client).open(f"/review/{queue}").hidden(f) for f in fields] != first


def test_an_undone_judgement_comes_back_into_the_queue(editor: Visitor, desk: Register) -> None:
    fact = editor.open("/review/facts").hidden("fact")
    editor.press("Wrong").press("Undo")
    assert "took back entry" in editor.said
    assert Visitor(editor.client).open("/review/facts").hidden("fact") == fact
    editor.press("Restore")
    assert Visitor(editor.client).open("/review/facts").hidden("fact") != fact
    assert fact not in desk.ask(load_chosen_facts, [fact])


def test_a_queue_is_narrowed_and_the_address_keeps_the_place(editor: Visitor) -> None:
    editor.open("/review/facts?layer=commitment&source=nlco")
    assert "Promise" in editor.words
    skip = Visitor(editor.client).open("/review/facts?layer=commitment&source=nlco")
    place = skip.markup.split('data-key="n"')[0].rsplit('href="', 1)[1].split('"')[0]
    there = Visitor(editor.client).open(place.replace("&amp;", "&"))
    assert "layer=commitment" in there.address
    assert there.hidden("fact") != editor.hidden("fact")
    assert "nothing" in Visitor(editor.client).open("/review/facts?body=nobody+such").words.lower()


def test_no_place_in_the_queue_is_told(editor: Visitor) -> None:
    assert editor.open("/review/facts?at=somewhere").status == 400
    assert editor.open("/review/joins?at=somewhere").status == 400


def find_layer(register: Register, layer: str) -> str:
    return register.entries(layer, Query(limit=200, newest=True))[0].id


def test_a_value_is_corrected_in_plain_words_and_shown_as_it_is_kept(
    editor: Visitor, desk: Register
) -> None:
    entry = find_layer(desk, "commitment")
    editor.open(f"/review/entry/{entry}")
    fact = editor.hidden("fact")
    editor.press("Correct", {"slot": "due", "value": "3 May 2031", "reason": "the minutes say so"})
    assert "is 3 May 2031" in editor.said
    assert desk.ask(load_chosen_facts, [fact])[fact].start == "2031-05-03"
    assert "Due corrected by" in editor.words


def test_what_cannot_be_kept_is_told_with_what_was_typed(editor: Visitor, desk: Register) -> None:
    editor.open(f"/review/entry/{find_layer(desk, 'commitment')}")
    editor.press("Correct", {"slot": "due", "value": "one day", "reason": "heard it"})
    assert editor.status == 400
    assert "this is no date" in editor.words
    assert 'value="one day"' in editor.markup
    assert 'value="heard it"' in editor.markup
    editor.press("Try again", {"value": "4 May 2031"})
    assert "is 4 May 2031" in editor.said


def test_a_note_waits_until_it_is_dealt_with(editor: Visitor, desk: Register) -> None:
    person = desk.entries("person", Query(limit=1))[0].id
    editor.open(f"/review/entry/{person}").press("Leave the note", {"reason": "spelt otherwise"})
    assert "spelt otherwise" in editor.open("/review/notes").words
    editor.press("Dealt with")
    assert "Nothing waits here" in editor.open("/review/notes").words


def test_two_names_are_joined_by_the_address_of_a_page(editor: Visitor, desk: Register) -> None:
    one, other = (row.id for row in desk.entries("person", Query(limit=2)))
    editor.open(f"/review/entry/{one}")
    editor.press("The same", {"other": f"http://localhost/person/{other}", "reason": "one person"})
    assert "are the same" in editor.said
    assert desk.entry(one, facts=False).row.id == desk.entry(other, facts=False).row.id
    editor.press("Undo")
    assert desk.entry(one, facts=False).row.id != desk.entry(other, facts=False).row.id


def find_words(register: Register) -> tuple[str, str]:
    """A release, and words that stand in it once."""
    release = register.release(register.releases(Query(limit=1))[0].id)
    line = next(line for line in release.text.split("\n") if len(line) > 120)
    return release.row.id, line[:100]


def test_a_fact_is_added_on_words_of_the_text(editor: Visitor, desk: Register) -> None:
    release, words = find_words(desk)
    editor.open(f"/review/release/{release}")
    given = {
        "words": words.replace(" ", "\n", 1), "actor": "Harbour Council; Mira Holt",
        "due": "end of June 2031", "reason": "missed",
    }  # fmt: skip
    editor.press("Add the promise", given)
    assert "promise added by hand" in editor.said
    assert "Due June 2031" in editor.said
    added = [f for f in desk.release(release).facts if f.rule == "by hand"]
    assert [f.evidence.text for f in added] == [words]
    assert [v.value for v in added[0].of("actor")] == ["Harbour Council", "Mira Holt"]
    assert [v.entry[:2] for v in added[0].of("actor") if v.entry] == ["or", "pe"]
    assert f"#f-{added[0].id}" in editor.address or added[0].id in editor.markup
    editor.press("Undo")
    assert not [f for f in desk.release(release).facts if f.rule == "by hand"]


def test_a_quote_is_added_with_its_speaker(editor: Visitor, desk: Register) -> None:
    release, words = find_words(desk)
    editor.open(f"/review/release/{release}")
    given = {
        "words": words, "kind": "direct", "quote": words[:40].strip(), "speaker": "Mira Holt",
        "reason": "missed",
    }  # fmt: skip
    editor.press("Add the statement", given)
    [added] = [f for f in desk.release(release).facts if f.rule == "by hand"]
    assert added.evidence.text == words
    assert [v.value for v in added.of("quote")] == [words[:40].strip()]
    assert [v.value for v in added.of("speaker")] == ["Mira Holt"]
    editor.press("Undo")


def test_words_that_stand_twice_are_asked_about(editor: Visitor, desk: Register) -> None:
    release, _ = find_words(desk)
    editor.open(f"/review/release/{release}")
    given = {"words": "the", "kind": "decided", "object": "", "reason": "kept"}
    editor.press("Add the act", given)
    assert editor.status == 400
    assert "say which are meant" in editor.words
    places = editor.markup.count('type="radio" name="start"')
    assert places == desk.release(release).text.count("the")
    editor.press("Add the act")
    assert "act added by hand" in editor.said
    editor.press("Undo")


def test_words_that_do_not_stand_in_the_text_are_refused(editor: Visitor, desk: Register) -> None:
    release, _ = find_words(desk)
    editor.open(f"/review/release/{release}")
    editor.press("Add the office", {"words": "no such words here", "person": "", "office": "Chair"})
    assert editor.status == 400
    assert "do not stand in the text" in editor.words
    assert "this is needed" in editor.words
    assert "no such words here" in editor.markup
    assert 'value="Chair"' in editor.markup


def test_the_history_says_who_and_when_and_takes_back(editor: Visitor, desk: Register) -> None:
    editor.open("/review/facts").press("Right", {"reason": "looked again"})
    editor.open("/review/history")
    entry = desk.ask(load_journal)[-1]
    assert "looked again" in editor.words
    assert entry.author in editor.words
    assert f'datetime="{entry.made_at[:19]}' in editor.markup
    editor.press("Undo")
    assert "took back entry" in editor.said
    assert "Nothing by nobody" in editor.open("/review/history?by=nobody").words
    assert editor.open("/review/history?before=x").status == 400


def test_a_page_elsewhere_is_not_returned_to(editor: Visitor) -> None:
    editor.open("/review/facts").press("Right", {"back": "//evil.example/"})
    assert editor.address.startswith("/review?judged=")
