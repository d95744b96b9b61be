"""What a reader does, in a real browser: with and without JavaScript, with the keyboard alone."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from onrecord.register.reader import Register
from onrecord.web.addresses import release_address
from tests.web.kinds import find_release

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium")
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium on the path: install it to run the browser tests")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield opened
        opened.close()


def open_page(browser: Browser, served: str, *, script: bool = True, size: object = WIDE) -> Page:
    """A fresh page in a window of that size, with or without scripts."""
    context = browser.new_context(base_url=served, java_script_enabled=script, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(10_000)
    return page


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, served: str) -> Iterator[Page]:
    opened = open_page(browser, served, script=request.param)
    yield opened
    opened.context.close()


@contextlib.contextmanager
def watch_page(browser: Browser, served: str) -> Iterator[Page]:
    """A fresh page; an error of the script or of the policy on it is a failure at the end."""
    opened = open_page(browser, served)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    opened.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    yield opened
    opened.context.close()
    assert problems == []


@pytest.fixture
def scripted(browser: Browser, served: str) -> Iterator[Page]:
    with watch_page(browser, served) as opened:
        yield opened


def test_a_reader_finds_a_release_and_goes_from_text_to_fact_and_back(page: Page) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill('"Harbour Council" presided')
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Harbour Council met in Skarn").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Council met in Skarn")
    page.locator(".body").get_by_role("link", name="met").click()
    card = page.locator(".fact:target")
    expect(card).to_contain_text("Event: session")
    expect(card).to_be_in_viewport()
    card.get_by_role("heading").get_by_role("link").click()
    words = page.locator("mark:target")
    expect(words).to_contain_text("met")
    expect(words).to_be_in_viewport()


def test_a_reader_opens_a_person_and_the_words_behind_an_office(page: Page) -> None:
    page.goto("/people?name=mira")
    page.get_by_role("link", name="Mira Holt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mira Holt")
    offices = page.get_by_role("region", name="Offices")
    expect(offices).to_contain_text("Chair of the Council")
    offices.get_by_text("1 source").click()
    expect(offices.get_by_role("blockquote")).to_contain_text("Mira Holt, Chair of the Council")
    offices.get_by_role("link", name="harbour/held").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Harbour Council met in Skarn")


def test_a_reader_filters_events_and_takes_the_filter_off(page: Page) -> None:
    page.goto("/events")
    page.get_by_label("Body or state").fill("harbour council")
    page.get_by_label("From").fill("2031")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("table")).to_contain_text("Harbour Council")
    assert "body=harbour+council" in page.url
    page.get_by_role("link", name="Clear").click()
    assert page.url.endswith("/events")


def test_the_keyboard_alone_goes_from_text_to_fact_and_back(page: Page, register: Register) -> None:
    page.goto(release_address(find_release(register, "harbour/held")))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator("a.to-fact:focus").count():
            break
    expect(page.locator("a.to-fact:focus")).to_be_in_viewport()
    page.keyboard.press("Enter")
    card = page.locator(".fact:target")
    expect(card).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(card.locator("a.to-text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".release :target")).to_be_in_viewport()


def test_a_fact_and_its_words_light_up_together(scripted: Page, register: Register) -> None:
    scripted.goto(release_address(find_release(register, "harbour/held")))
    card = scripted.locator(".fact.event")
    card.hover()
    expect(scripted.locator("mark.event.lit")).to_contain_text("met")
    scripted.locator("mark.event").hover()
    expect(card).to_have_class(re.compile(r"\blit\b"))
    scripted.locator(".kicker").hover()
    expect(scripted.locator(".lit")).to_have_count(0)
    card.locator("a").first.focus()
    expect(scripted.locator("mark.event.lit")).to_have_count(1)


def test_markup_in_a_release_does_nothing(scripted: Page, register: Register) -> None:
    scripted.goto(release_address(find_release(register, "harbour/marked")))
    expect(scripted.get_by_role("heading", level=1)).to_contain_text("<script>document.title")
    assert scripted.title().endswith("· onrecord")


@pytest.mark.parametrize(
    "path", ["/", "/releases", "/events", "/promises", "/people", "/search?q=council"]
)
def test_nothing_runs_over_a_narrow_screen(browser: Browser, served: str, path: str) -> None:
    page = open_page(browser, served, size=NARROW)
    page.goto(path)
    for details in page.locator("details").all()[:3]:
        details.evaluate("element => { element.open = true }")
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    page.context.close()


def test_a_release_and_an_entry_fit_a_narrow_screen(
    browser: Browser, served: str, register: Register
) -> None:
    page = open_page(browser, served, size=NARROW)
    for document in ("harbour/held", "harbour/marked", "nlco/2023-11-16-chs-session-maresk"):
        release = register.release(find_release(register, document))
        for path in (release_address(release.row.id), f"/entry/{release.facts[0].entry}"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"], path
    page.context.close()


def test_text_can_be_twice_as_large(browser: Browser, served: str, register: Register) -> None:
    page = open_page(browser, served, size={"width": 640, "height": 800})
    page.goto(release_address(find_release(register, "harbour/held")))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 640
    page.context.close()
