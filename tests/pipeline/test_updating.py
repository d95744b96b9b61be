"""Following a source: what is published, what is held back, and what is one document."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.pipeline.settling import accept_source
from onrecord.register.alarms import LAYOUT, YIELD
from tests.acquire.answering import Reply
from tests.pipeline.river import HOLLOW, NAME, River, draw_page, follow_river

PAGES = [draw_page(number) for number in range(6)]
INTERRUPTED = 9  # the exit code of a process that ends between fetching and reading


@pytest.fixture
def river(tmp_path: Path) -> Iterator[River]:
    with follow_river(tmp_path / "home") as running:
        yield running


def count_versions(river: River) -> dict[str, int]:
    return {path: len(one.versions) for path, one in river.held().items()}


# What is new and what has changed


def test_new_pages_are_read_and_known_ones_only_asked_for(river: River):
    river.publish(*PAGES[:2])
    done = river.visit()
    assert (done.listed, done.fresh, done.fine) == (2, 2, True)
    assert count_versions(river) == {"/0": 1, "/1": 1}
    done = river.visit()
    assert (done.fresh, done.changed, done.same) == (0, 0, 2)
    river.publish(*PAGES[:3])
    done = river.visit()
    assert (done.fresh, done.same) == (1, 2)
    assert count_versions(river) == {"/0": 1, "/1": 1, "/2": 1}


def test_a_page_that_was_reworded_has_a_further_version(river: River):
    river.publish(*PAGES[:2])
    river.visit()
    river.give("/0", draw_page(0, "It takes effect on 1 July 2030."))
    done = river.visit()
    assert (done.changed, done.same) == (1, 1)
    before, after = river.held()["/0"].versions
    assert "1 June 2030" in before[0].text
    assert "1 July 2030" in after[0].text


def test_a_page_that_is_not_due_is_not_asked_for(river: River):
    river.publish(*PAGES[:2])
    river.visit()
    done = river.visit(days=0.1)
    assert (done.listed, done.fresh, done.same) == (2, 0, 0)
    assert river.web.targets == ["/feed"]


# Doubt


def test_pages_that_lost_their_text_are_held_back_until_they_have_it_again(river: River):
    river.publish(*PAGES)
    river.visit()
    for number in range(6):
        river.give(f"/{number}", HOLLOW.encode())
    done = river.visit()
    assert (done.held, done.fine, [alarm.kind for alarm in done.alarms]) == (6, False, [LAYOUT])
    assert river.covered().held == 6
    assert set(count_versions(river).values()) == {1}
    for number, page in enumerate(PAGES):
        river.give(f"/{number}", page)
    done = river.visit()
    assert (done.same, done.held, done.alarms) == (6, 0, [])
    assert river.covered().held == 0
    assert set(count_versions(river).values()) == {1}


def test_a_new_page_unlike_those_before_it_is_held_back(river: River):
    river.publish(*PAGES)
    river.visit()
    river.name("/5", "/6", "/7")
    river.give("/6", HOLLOW.encode())
    river.give("/7", draw_page(7))
    done = river.visit()
    assert (done.fresh, done.held, [alarm.kind for alarm in done.alarms]) == (1, 1, [LAYOUT])
    assert "/6" not in river.held()
    assert "/7" in river.held()


def test_a_source_that_is_accepted_is_read_as_it_is(river: River):
    river.publish(*PAGES)
    river.visit()
    bare = [f"<p>Works at lock {number} go on, the Board said.</p>" for number in range(7)]
    river.publish(*(page.encode() for page in bare[:6]))
    assert river.visit().held == 6
    assert accept_source(river.home, NAME, "Ada", river.clock) == 6
    assert river.covered().alarms == ()
    done = river.visit()
    assert (done.held, done.alarms) == (0, [])
    assert set(count_versions(river).values()) == {2}
    river.publish(*(page.encode() for page in bare))
    done = river.visit()
    assert (done.fresh, done.held) == (1, 0)


def test_of_twins_that_were_held_one_is_read_when_they_are_accepted(river: River):
    river.publish(*PAGES)
    river.visit()
    river.name("/0", "/9", "/9/print")
    river.give("/9", b"<p>Works go on.</p>")
    river.give("/9/print", b"<p>Works go on.</p>")
    assert river.visit().held == 2
    accept_source(river.home, NAME, "Ada", river.clock)
    river.visit()
    assert set(river.held()) == {"/0", "/1", "/2", "/3", "/4", "/5", "/9"}


def test_what_a_list_names_that_lost_most_of_it_is_not_published(river: River):
    river.publish(*PAGES[:5])
    river.visit()
    river.name("/0", "/7")
    river.give("/7", draw_page(7))
    done = river.visit()
    assert [(alarm.kind, alarm.expected, alarm.found) for alarm in done.alarms] == [(YIELD, 5, 2)]
    assert (done.held, "/7" in river.held()) == (1, False)
    river.name("/0", "/1", "/2", "/3", "/4", "/7")
    done = river.visit()
    assert (done.alarms, "/7" in river.held()) == ([], True)


def test_lists_that_were_accepted_are_measured_by_what_they_are_since(river: River):
    river.publish(*PAGES[:5])
    for _ in range(4):
        assert river.visit(days=1).fine
    river.name("/0", "/1")
    assert not river.visit().fine
    accept_source(river.home, NAME, "Ada", river.clock)
    assert river.visit().fine


def test_lists_that_cannot_be_had_raise_no_alarm_and_show_since_when(river: River):
    river.publish(*PAGES[:2])
    river.visit()
    river.web.pages["/feed"] = Reply(500)
    done = river.visit()
    assert (done.unreached, done.fine, done.alarms) == (True, False, [])
    assert (river.covered().failing_since or "").startswith("2030-03-25")
    river.publish(*PAGES[:2])
    assert river.visit().fine
    assert river.covered().failing_since is None


# One document


def test_pages_with_the_same_text_are_one_document(river: River):
    furniture = draw_page(0).replace(b"<nav>", b"<nav><a href='/print'>Print</a>")
    river.name("/0", "/0/print")
    river.give("/0", PAGES[0])
    river.give("/0/print", furniture)
    done = river.visit()
    assert (done.fresh, done.twins) == (1, 1)
    assert set(river.held()) == {"/0"}
    assert (river.covered().expected, river.covered().missing) == (1, 0)


def test_a_page_that_moved_is_the_document_that_it_was(river: River):
    river.publish(*PAGES[:2])
    river.visit()
    river.lead("/0", "/archive/0")
    river.give("/archive/0", PAGES[0])
    river.name("/archive/0", "/1")
    river.visit()
    assert count_versions(river) == {"/0": 1, "/1": 1}
    river.give("/archive/0", draw_page(0, "It takes effect on 1 July 2030."))
    river.visit()
    assert sorted(count_versions(river).values()) == [1, 2]


def test_a_page_is_where_it_says_that_it_is(river: River):
    head = f"<link rel='canonical' href='{river.web.base}/board/0'>"
    river.name("/0?from=list")
    river.give("/0?from=list", draw_page(0, head=head))
    river.give("/board/0", draw_page(0, head=head))
    river.visit()
    river.name("/board/0", "/0?from=list")
    river.visit()
    assert count_versions(river) == {"/board/0": 1}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_taken_away_is_kept_and_marked_until_it_is_back(river: River, status: int):
    river.publish(*PAGES[:2])
    river.visit()
    river.web.pages["/0"] = Reply(status)
    assert river.visit().gone == 1
    gone = river.held()["/0"]
    assert (gone.gone, len(gone.versions)) == (True, 1)
    assert not river.held()["/1"].gone
    river.give("/0", PAGES[0])
    river.visit(days=5)
    assert not river.held()["/0"].gone
    assert count_versions(river) == {"/0": 1, "/1": 1}


# Interruptions and patience


def test_what_was_fetched_and_not_read_is_read_by_the_next_update(river: River):
    river.publish(*PAGES[:3])
    child = os.fork()
    if child == 0:
        try:
            river.visit(progress=lambda _: os._exit(INTERRUPTED))
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == INTERRUPTED
    assert river.held() == {}
    river.web.pages["/0"] = Reply(500)
    river.visit()
    assert count_versions(river) == {"/0": 1, "/1": 1, "/2": 1}


def test_a_host_that_asked_to_be_left_alone_is_left_alone_by_the_next_update(river: River):
    river.publish(*PAGES[:2])
    river.web.pages["/0"] = Reply(429, headers=[("retry-after", "7200")])
    done = river.visit()
    assert done.fresh == 0
    done = river.visit(days=1 / 24)
    assert river.web.asked == []
    assert (done.unreached, done.failures[0][0]) == (True, river.web.base.removeprefix("http://"))
    river.give("/0", PAGES[0])
    assert river.visit(days=1 / 12).fresh == 2
