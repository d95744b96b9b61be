"""Pages that their sites took away: marked wherever they are shown, and kept."""

from __future__ import annotations

import httpx
import pytest

SINCE = "2031-06-10T00:00:00.000000Z"


@pytest.fixture(scope="module")
def release(client: httpx.Client) -> str:
    """The id of the release that was taken away."""
    rows = client.get("/releases.json").json()["rows"]
    [row] = [row for row in rows if row["document"] == "harbour/held"]
    return str(row["id"])


def test_a_release_that_was_taken_away_says_so_and_is_shown_as_it_was(
    client: httpx.Client, release: str
) -> None:
    page = client.get(f"/release/{release}").text
    banner = page[page.index('id="removed"') :].partition("</p>")[0]
    assert "Taken from its site." in banner
    assert "Ada Brink says that it was withdrawn on" in banner
    assert "asked for by &lt;b&gt;Mira Holt&lt;/b&gt;" in banner
    assert "Harbour Council met in Skarn" in page
    assert page.count("the site says it is gone") == 1
    assert "8 June 2031, 09:00 UTC</time> to" in page


def test_lists_mark_it_and_no_other(client: httpx.Client, release: str) -> None:
    page = client.get("/releases?source=Harbour+Council").text
    assert page.count("taken from its site") == 1
    before = page[: page.index("taken from its site")]
    assert before.rindex(release) > before.rindex("<article")
    rows = client.get("/releases.json").json()["rows"]
    assert {row["removed"] for row in rows if row["id"] == release} == {SINCE}
    assert {row["removed"] for row in rows if row["id"] != release} == {None}
    assert SINCE in client.get("/releases.csv").text


def test_the_api_tells_since_when_and_why(client: httpx.Client, release: str) -> None:
    told = client.get(f"/api/v1/releases/{release}").json()
    assert told["row"]["removed"] == SINCE
    assert [(one["since"][:10], one["told_by"], one["returned"]) for one in told["removals"]] == [
        ("2031-06-08", "site", "2031-06-09T09:00:00.000000Z"),
        ("2031-06-10", "Ada Brink", None),
    ]


def test_a_past_day_knows_what_was_there_then(client: httpx.Client, release: str) -> None:
    told = client.get(f"/api/v1/releases/{release}?known=2031-06-09").json()
    assert told["row"]["removed"] is None
    told = client.get(f"/api/v1/releases/{release}?known=2031-06-08").json()
    assert told["row"]["removed"] == "2031-06-08T09:00:00.000000Z"
