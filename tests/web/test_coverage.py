"""What is shown of followed sources: the list, a source, the files, the API."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from onrecord.config.parsing import parse_sources
from onrecord.register.store import open_engine
from tests.web.conftest import start_server
from tests.web.sources import BASE, DOUBT, FIRST, LAST, LONG, REASON

NAME = "harbours.json"  # as if it were a file
FIGURES: dict[str, dict[str, object]] = {
    NAME: {
        "expected": 3, "found": 1, "missing": 2, "waiting": 0, "held": 1, "gone": 0, "failures": 2,
        "failing_since": FIRST, "asked": LAST,
    },
    "fisheries": {
        "expected": 1, "found": 0, "missing": 1, "waiting": 1, "held": 0, "gone": 0, "failures": 0,
        "failing_since": None, "asked": FIRST,
    },
}  # fmt: skip


def find_row(page: str, name: str) -> list[str]:
    """What the cells of a source's row say."""
    [row] = [row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if f">{name}</a>" in row]
    return [unescape(re.sub(r"<.*?>", "", cell)) for cell in re.findall(r"<td.*?</td>", row)]


def test_each_source_is_listed_with_its_figures(client: httpx.Client) -> None:
    page = client.get("/coverage").text
    assert find_row(page, NAME)[:5] == ["3", "1", "2", "1", "0"]
    assert "1 June 2031" in find_row(page, NAME)[5]
    assert "7 June 2031" in find_row(page, NAME)[6]
    assert find_row(page, "fisheries")[:6] == ["1", "0", "1", "0", "0", "–"]
    assert page.index("What asks for a look") < page.index(DOUBT) < page.index("<table")


@pytest.mark.parametrize("name", FIGURES)
def test_the_files_and_the_api_say_what_the_page_says(client: httpx.Client, name: str) -> None:
    listed = {row["name"]: row for row in client.get("/coverage.json").json()}
    api = {row["name"]: row for row in client.get("/api/v1/coverage").json()["items"]}
    assert listed == api
    assert {key: listed[name][key] for key in FIGURES[name]} == FIGURES[name]
    file = client.get(f"/coverage/{name}.json").json()
    assert file == client.get(f"/api/v1/coverage/{name}").json()
    assert file["covered"] == listed[name]


def test_a_source_tells_what_fails_and_what_is_held_and_why(client: httpx.Client) -> None:
    page = unescape(client.get(f"/coverage/{NAME}").text)
    held, failing, starts = (page.index(f'<h2 id="{id_}"') for id_ in ("held", "failing", "starts"))
    assert DOUBT in page[held:failing]
    assert page[failing:starts].count(REASON) == 2
    assert LONG in page[failing:starts]
    assert f"{BASE}/feed.xml" in page[starts:]
    assert "onrecord source accept harbours.json" in page[:held]


def test_a_source_without_trouble_says_so(client: httpx.Client) -> None:
    page = client.get("/coverage/fisheries").text
    assert "Every address that was asked for could be had." in page
    assert "1 not asked for yet" in page
    assert "Held" not in page


@pytest.mark.parametrize("address", ["/coverage/none", "/coverage/none.json", "/coverage/a%2Fb"])
def test_what_is_no_source_is_not_found(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.get(f"/api/v1{address}").status_code == 404


def test_the_first_page_tells_that_a_source_asks_for_a_look(client: httpx.Client) -> None:
    page = client.get("/").text
    assert '<a href="/coverage">2 followed sources</a>' in page
    assert "1 of which asks for a look" in page
    assert "asks for a look" not in client.get("/?asof=2031-05-20").text


@pytest.mark.parametrize("address", ["/coverage", "/coverage/fisheries", "/api/v1/coverage"])
def test_a_past_day_does_not_apply_and_is_not_claimed(client: httpx.Client, address: str) -> None:
    answer = client.get(f"{address}?asof=2031-05-20")
    assert answer.text == client.get(address).text
    assert "memento-datetime" not in answer.headers
    assert "whatever day other pages show" in answer.text or "/api/" in address


def test_a_register_without_sources_says_how_to_declare_one(tmp_path: Path) -> None:
    open_engine(tmp_path, create=True).dispose()
    with httpx.Client(base_url=start_server(tmp_path), timeout=30) as client:
        page = client.get("/coverage").text
        assert "No source is followed yet" in page
        [told] = re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)
        assert parse_sources(unescape(told), tmp_path / "onrecord.toml")
        assert client.get("/coverage.json").json() == []
        assert "followed source" not in client.get("/").text
