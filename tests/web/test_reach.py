"""Whether everybody can use every kind of page: axe, narrow screens, the keyboard alone, weight."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from onrecord.register.reader import Register
from onrecord.web.addresses import STATIC_FOLDER
from tests.web.kinds import list_pages
from tests.web.test_browser import NARROW, browser, open_page

pytestmark = pytest.mark.browser
__all__ = ["browser"]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_BYTES = 60_000  # of everything that a first visit fetches, compressed
AXE = Axe().axe_script


@pytest.fixture(scope="module")
def addresses(register: Register) -> list[str]:
    return list(dict.fromkeys(list_pages(register, entries=1)))


def find_violations(page: Page) -> list[str]:
    """What axe finds wrong, with the elements."""
    page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, served: str, addresses: list[str]
) -> None:
    page = open_page(browser, served)
    wrong = {}
    for address in addresses:
        page.goto(address)
        wrong[address] = find_violations(page)
    page.context.close()
    assert {address: found for address, found in wrong.items() if found} == {}


def test_nor_in_the_dark_on_a_narrow_screen_with_everything_open(
    browser: Browser, served: str, addresses: list[str]
) -> None:
    context = browser.new_context(base_url=served, viewport=NARROW, color_scheme="dark")  # type: ignore[arg-type]
    page = context.new_page()
    wrong = {}
    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        wrong[address] = find_violations(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width != NARROW["width"]:
            wrong[address].append(f"{width} pixels wide")
    context.close()
    assert {address: found for address, found in wrong.items() if found} == {}


def test_a_first_visit_is_light(client: httpx.Client, addresses: list[str]) -> None:
    shipped = sum(len(gzip.compress(file.read_bytes())) for file in STATIC_FOLDER.iterdir())
    sizes = {a: len(gzip.compress(client.get(a).content)) + shipped for a in addresses}
    assert {address: size for address, size in sizes.items() if size > MOST_BYTES} == {}


def test_the_keyboard_alone_finds_a_session_its_decisions_and_the_words(
    browser: Browser, served: str
) -> None:
    page = open_page(browser, served, script=False)
    page.goto("/")
    press_until(page, "link", "Bodies")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bodies")
    press_until(page, "textbox", "Name", press="")
    page.keyboard.type("harbour council")
    page.keyboard.press("Enter")
    press_until(page, "link", "Harbour Council")
    expect(page.get_by_role("heading", level=1)).to_have_text("Harbour Council")
    press_until(page, "link", "Session: Harbour Council")
    expect(page.get_by_role("heading", level=2, name="What is known")).to_be_visible()
    press_until(page, "link", "In the text of source 1")
    words = page.locator(":target")
    expect(words).to_be_in_viewport()
    page.context.close()


def press_until(page: Page, role: Any, name: str, press: str = "Enter") -> None:
    """Tab until the first element of this role and name has the focus, then press a key."""
    wanted = page.get_by_role(role, name=name, exact=True).first.element_handle()
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("element => document.activeElement === element", wanted):
            if press:
                page.keyboard.press(press)
            return
    pytest.fail(f"no {role} “{name}” is reached with the Tab key")
