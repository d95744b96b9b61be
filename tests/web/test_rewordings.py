"""What sites reworded, as it is shown: the list, the comparison, the feed, the API, the promise."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import httpx
import pytest

ATOM = {"a": "http://www.w3.org/2005/Atom"}
FILTERED = (
    ("", True),
    ("?kind=deadline", True),
    ("?kind=softened", False),
    ("?source=Harbour+Council", True),
    ("?source=Nobody", False),
    ("?from=2031-06-01&to=2031-06-30", True),
    ("?from=2031-07", False),
)


@pytest.mark.parametrize(("query", "found"), FILTERED)
def test_rewordings_are_listed_by_source_kind_and_day(
    client: httpx.Client, query: str, found: bool
) -> None:
    page = client.get(f"/rewordings{query}")
    assert page.status_code == 200
    assert ("Harbour Council meets in June" in page.text) is found
    items = client.get(f"/rewordings.json{query}").json()["items"]
    assert bool(items) is found


@pytest.mark.parametrize("query", ["?kind=sideways", "?from=soon", "?before=x"])
def test_what_cannot_be_asked_is_said(client: httpx.Client, query: str) -> None:
    assert client.get(f"/rewordings{query}").status_code == 400
    assert client.get(f"/rewordings.json{query}").status_code == 400


def test_a_rewording_leads_to_the_comparison_with_the_facts_above_the_words(
    client: httpx.Client,
) -> None:
    page = client.get("/rewordings").text
    [address] = re.findall(r'href="(/release/re-\w+/diff/re-\w+)"', page)
    shown = client.get(address).text
    told = shown.index("deadline put off from 2031-06-30 to 2031-12-31")
    assert told < shown.index("<del")
    assert "1 fact told otherwise" in shown
    assert shown.count("in the older text") == shown.count("in the newer text") == 1


def test_the_feed_has_both_wordings(client: httpx.Client) -> None:
    root = ET.fromstring(client.get("/rewordings.atom").content)
    [entry] = root.findall("a:entry", ATOM)
    assert entry.findtext("a:updated", namespaces=ATOM) == "2031-06-07T10:00:00.000000Z"
    summary = entry.findtext("a:summary", namespaces=ATOM) or ""
    assert "by 30 June 2031" in summary
    assert "by 31 December 2031" in summary
    assert client.get("/rewordings.atom?kind=softened").text.count("<entry>") == 0


def test_the_api_gives_the_differences(client: httpx.Client) -> None:
    answer = client.get("/api/v1/rewordings?kind=deadline").json()
    [item] = answer["items"]
    assert answer["next"] is None
    [change] = item["changes"]
    [difference] = change["differences"]
    assert (difference["kind"], difference["old"], difference["new"]) == (
        "deadline",
        ["2031-06-30"],
        ["2031-12-31"],
    )
    assert change["was"]["text"] != change["now"]["text"]
    assert client.get("/api/v1/rewordings?kind=none").status_code == 400


def test_a_promise_tells_that_its_wording_was_changed(client: httpx.Client) -> None:
    rows = client.get("/promises.json?words=dredging").json()["rows"]
    [row] = [row for row in rows if "2031-12-31" in row.values()]
    page = client.get(f"/promise/{row['id']}").text
    assert "Its wording was changed" in page
    first = page[page.index("As first worded") :]
    assert "by 30 June 2031" in first[: first.index("</figure>")]
