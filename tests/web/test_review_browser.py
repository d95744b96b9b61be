"""An editor at work in a real browser: with the mouse, with keys, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.register.reader import Register
from onrecord.register.views import Query
from tests.web.conftest import start_server
from tests.web.kinds import list_review_pages
from tests.web.test_browser import NARROW, browser, open_page, watch_page
from tests.web.test_reach import find_violations
from tests.web.test_review import desk, desk_home

pytestmark = pytest.mark.browser
__all__ = ["browser", "desk", "desk_home"]


@pytest.fixture(scope="module")
def desk_served(desk_home: Path) -> str:
    return start_server(desk_home)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, desk_served: str) -> Iterator[Page]:
    opened = open_page(browser, desk_served, script=request.param)
    yield opened
    opened.context.close()


@pytest.fixture
def scripted(browser: Browser, desk_served: str) -> Iterator[Page]:
    with watch_page(browser, desk_served) as opened:
        yield opened


def find_fact(page: Page) -> str:
    return page.locator("#judge input[name=fact]").input_value()


def test_an_editor_judges_a_fact_and_takes_it_back(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Review").click()
    page.get_by_role("link", name="Unsure facts").first.click()
    first = find_fact(page)
    page.get_by_label("Reason").fill("not what it says")
    page.get_by_role("button", name="Wrong").click()
    said = page.get_by_role("status").first
    expect(said).to_contain_text("is wrong")
    assert find_fact(page) != first
    said.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").first).to_contain_text("took back")
    page.goto("/review/facts")
    assert find_fact(page) == first


def test_single_keys_judge_skip_and_undo(scripted: Page) -> None:
    scripted.goto("/review/facts")
    first = find_fact(scripted)
    scripted.keyboard.press("n")
    scripted.wait_for_url("**at=*")
    second = find_fact(scripted)
    assert second != first
    scripted.keyboard.press("r")
    scripted.wait_for_url("**judged=*")
    expect(scripted.get_by_role("status").first).to_contain_text("is right")
    expect(scripted.get_by_role("heading", name="Is this what the text says?")).to_be_focused()
    scripted.keyboard.press("u")
    expect(scripted.get_by_role("status").first).to_contain_text("took back")


def test_single_keys_can_be_turned_off_and_stay_off(scripted: Page) -> None:
    scripted.goto("/review/facts")
    first = find_fact(scripted)
    expect(scripted.locator(".key").first).to_be_visible()
    scripted.get_by_label("Single keys").uncheck()
    expect(scripted.locator(".key").first).to_be_hidden()
    scripted.keyboard.press("n")
    scripted.reload()
    expect(scripted.get_by_label("Single keys")).not_to_be_checked()
    scripted.keyboard.press("n")
    assert find_fact(scripted) == first
    scripted.get_by_label("Single keys").check()


def test_a_letter_that_is_typed_judges_nothing(scripted: Page) -> None:
    scripted.goto("/review/facts")
    first = find_fact(scripted)
    scripted.get_by_label("Reason").press_sequentially("rwn")
    expect(scripted.get_by_label("Reason")).to_have_value("rwn")
    assert find_fact(scripted) == first


def test_the_keyboard_alone_goes_through_the_queue(page: Page) -> None:
    page.goto("/review/joins")
    one = page.locator("#judge input[name=one]").input_value()
    page.get_by_label("Reason").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Same")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("are different")
    other = page.locator("#judge input[name=other]")
    assert (one, other.count()) != ("", 0)


def select_words(page: Page, words: str) -> None:
    """Select words of the text as a mouse would."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.getElementById("text"), 4);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }""",
        words,
    )


def find_plain_words(page: Page) -> str:
    """Words of the text on which no fact stands."""
    found: str = page.evaluate(
        """() => {
            const walker = document.createTreeWalker(document.getElementById("text"), 4);
            while (walker.nextNode()) {
                const words = walker.currentNode.data.trim();
                const parent = walker.currentNode.parentElement.tagName;
                if (words.length > 25 && parent === "P") return words;
            }
        }"""
    )
    return found


def test_selected_words_become_a_fact_that_is_marked(scripted: Page, desk: Register) -> None:
    release = desk.releases(Query(limit=3))[2].id
    scripted.goto(f"/review/release/{release}")
    words = find_plain_words(scripted)
    select_words(scripted, words)
    scripted.keyboard.press("a")
    expect(scripted.locator("[data-taken]")).to_contain_text("Taken")
    scripted.locator("details.add[data-layer=event] > summary").click()
    scripted.locator("details.add[data-layer=commitment] > summary").click()
    form = scripted.locator("details.add[data-layer=commitment]")
    expect(form.get_by_label("Words of the text")).to_have_value(" ".join(words.split()))
    form.get_by_label("Who").fill("Harbour Council")
    form.get_by_label("Due").fill("3 May 2031")
    form.get_by_label("Due").press("Tab")
    expect(form.get_by_text("= 3 May 2031")).to_be_visible()
    form.get_by_role("button", name="Add the promise").click()
    expect(scripted.get_by_role("status").first).to_contain_text("promise added by hand")
    card = scripted.locator(".fact:target")
    expect(card).to_contain_text("Harbour Council")
    marked = scripted.locator("#text mark.commitment", has_text=words[:20])
    expect(marked.first).to_be_visible()
    scripted.get_by_role("button", name="Undo").click()
    expect(scripted.get_by_role("status").first).to_contain_text("took back")


def test_an_officer_enters_a_session_with_the_keyboard_alone(page: Page) -> None:
    page.goto("/review/session")
    page.get_by_label("Body").focus()
    for typed in ("Quay Board", "4 June 2025", "Port Ardan", "Mira Holt"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    for _ in range(4):  # kind, status, the day of the minutes, their text
        page.keyboard.press("Tab")
    for typed in ("mend the eastern quay", "", "Harbour Office", "1 August 2025"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Session: Quay Board")
    expect(page.get_by_role("status").first).to_contain_text("Due 1 August 2025")
    page.get_by_role("link", name="its page").click()
    expect(page.get_by_text("mend the eastern quay").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Undo").click()


def test_every_page_of_the_review_can_be_used_by_everybody_on_a_narrow_screen(
    browser: Browser, desk_served: str, desk: Register
) -> None:
    """Axe, in the dark, with everything open; and nothing is wider than the screen."""
    context = browser.new_context(
        base_url=desk_served,
        viewport=NARROW,  # type: ignore[arg-type]
        color_scheme="dark",
    )
    page = context.new_page()
    wrong = {}
    for address in list_review_pages(desk):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        wrong[address] = find_violations(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, address
    context.close()
    assert {address: found for address, found in wrong.items() if found} == {}
