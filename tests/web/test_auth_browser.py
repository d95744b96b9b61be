"""Signing in with a real browser: without a mouse, narrow, with and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import start_server
from tests.web.test_auth import EDITOR, make_home
from tests.web.test_browser import NARROW, browser, open_page

pytestmark = pytest.mark.browser

__all__ = ["browser"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> str:
    home: Path = make_home(tmp_path_factory.mktemp("browsed"))
    return start_server(home)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    opened = open_page(browser, site, script=request.param, size=NARROW)
    yield opened
    opened.context.close()


def test_an_editor_signs_in_with_the_keyboard_and_out_again(page: Page) -> None:
    page.goto("/review/session")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.get_by_label("Name").focus()
    page.keyboard.type(EDITOR[0])
    page.keyboard.press("Tab")
    page.keyboard.type("a wrong password")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Password")).to_have_accessible_description(
        "The name or the password is wrong."
    )
    page.keyboard.type(EDITOR[1])
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/session")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_in_and_the_account_have_no_fault_of_access(browser: Browser, site: str) -> None:
    page = open_page(browser, site, size=NARROW)
    page.goto("/account")
    found = [Axe().run(page).response["violations"]]
    page.get_by_label("Name").fill(EDITOR[0])
    page.get_by_label("Password").fill(EDITOR[1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/account")
    found.append(Axe().run(page).response["violations"])
    page.context.close()
    assert found == [[], []]
