"""The first ten minutes of two jobs: coding statements, and watching promises."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.test_browser import browser, open_page
from tests.web.test_reach import press_until

__all__ = ["browser"]
pytestmark = pytest.mark.browser


class Mouse:
    """A reader who points."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, role: Any, name: str) -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()

    def fill(self, name: str, value: str) -> None:
        self.page.get_by_role("textbox", name=name, exact=True).fill(value)

    def choose(self, name: str, value: str) -> None:
        self.page.get_by_role("combobox", name=name, exact=True).select_option(value)


class Keyboard(Mouse):
    """A reader who has no mouse."""

    def press(self, role: Any, name: str) -> None:
        press_until(self.page, role, name)

    def fill(self, name: str, value: str) -> None:
        press_until(self.page, "textbox", name, press="")
        self.page.keyboard.type(value)

    def choose(self, name: str, value: str) -> None:
        press_until(self.page, "combobox", name, press="")
        self.page.keyboard.type(value)


@pytest.fixture(params=[Mouse, Keyboard])
def reader(
    request: pytest.FixtureRequest, script: bool, browser: Browser, served: str
) -> Iterator[Mouse]:
    page = open_page(browser, served, script=script)
    page.goto("/")
    yield request.param(page)
    page.context.close()


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def shown_rows(page: Page, what: str) -> int:
    """How many rows the list says that it has."""
    told = re.search(rf"(\d+) {what}\b", page.locator("#main").inner_text())
    assert told is not None
    return int(told[1])


def test_a_researcher_takes_home_a_table_whose_cells_lead_to_the_words(reader: Mouse) -> None:
    page = reader.page
    reader.press("link", "Events")
    reader.fill("Body or state", "Harbour Council")
    reader.choose("Kind", "session")
    reader.press("button", "Filter")
    page.wait_for_url("**kind=session**")
    count = shown_rows(page, "events?")
    address = page.get_by_role("link", name="CSV").first.get_attribute("href")
    assert address is not None
    table = list(csv.DictReader(io.StringIO(page.request.get(address).text())))
    assert len(table) == count > 0
    assert {row["kind"] for row in table} == {"session"}
    assert all(row["quote"] and row["documents"] for row in table)

    reader.press("link", "Session: Harbour Council")
    expect(page.get_by_role("heading", level=2, name="What is known")).to_be_visible()
    reader.press("link", "In the text of source 1")
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_watcher_sees_what_became_of_a_promise_and_subscribes(reader: Mouse) -> None:
    page = reader.page
    reader.press("link", "Promises")
    reader.choose("Status", "kept")
    reader.press("button", "Filter")
    page.wait_for_url("**status=kept**")
    assert shown_rows(page, "promises?") > 0
    expect(page.locator("tbody .status").first).to_contain_text("kept")
    feed = page.get_by_role("link", name="feed (Atom)").first.get_attribute("href")
    calendar = page.get_by_role("link", name="calendar (ICS)").first.get_attribute("href")
    assert "status=kept" in str(feed)
    assert "BEGIN:VEVENT" in page.request.get(str(calendar)).text()
    first = page.locator("tbody th").first.inner_text()

    reader.press("link", first)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(re.escape(first[:20])))
    release = page.locator(".verdict .answer a").first.inner_text()
    reader.press("link", release)
    expect(page.locator(":target")).to_be_in_viewport()
