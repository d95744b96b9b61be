"""Memento (RFC 7089): an address is asked for as of a moment, and its time map tells all."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import httpx
import pytest

from onrecord.web.api.mementos import spell_date, stamp_moment

ORIGINAL = "https://releases.example/harbour/announced"
QUERY = f"url={quote(ORIGINAL, safe='')}"
GATE = f"/api/v1/timegate?{QUERY}"
FIRST, SECOND = "Thu, 15 May 2031 10:00:00 GMT", "Sat, 07 Jun 2031 10:00:00 GMT"


def parse_links(header: str) -> dict[str, tuple[str, str]]:
    """The target and the moment of each link, by its relation."""
    found = re.findall(r'<([^>]*)>((?:; \w+="[^"]*")*)', header)
    told = [(target, dict(re.findall(r'(\w+)="([^"]*)"', params))) for target, params in found]
    return {params["rel"]: (target, params.get("datetime", "")) for target, params in told}


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (None, SECOND),
        ("Sun, 01 Jan 2040 00:00:00 GMT", SECOND),
        (SECOND, SECOND),
        ("Sat, 07 Jun 2031 09:59:59 GMT", FIRST),
        ("Sat, 07 Jun 2031 12:00:00 +0200", SECOND),
        (FIRST, FIRST),
        ("Mon, 01 Jan 2001 00:00:00 GMT", FIRST),
    ],
)
def test_a_time_gate_leads_to_what_was_said_then(
    client: httpx.Client, asked: str | None, given: str
) -> None:
    headers = {"Accept-Datetime": asked} if asked else {}
    answer = client.get(GATE, headers=headers)
    assert answer.status_code == 302
    assert answer.headers["vary"].lower() == "accept-datetime"
    assert "memento-datetime" not in answer.headers
    memento = client.get(answer.headers["location"])
    assert memento.status_code == 200
    assert memento.headers["memento-datetime"] == given
    told = memento.json()
    assert ("by 30 June 2031" in told["text"]) is (given == FIRST)
    assert ("by 31 December 2031" in told["text"]) is (given == SECOND)
    assert told["original"] == ORIGINAL


def test_a_memento_leads_to_original_gate_map_and_neighbours(client: httpx.Client) -> None:
    first = client.get(GATE, headers={"Accept-Datetime": FIRST}, follow_redirects=True)
    links = parse_links(first.headers["link"])
    assert links["original"] == (ORIGINAL, "")
    assert client.get(links["timegate"][0]).status_code == 302
    assert client.get(links["timemap"][0]).status_code == 200
    assert links["first memento"] == (str(first.url), FIRST)
    following = client.get(links["last next memento"][0])
    assert following.headers["memento-datetime"] == links["last next memento"][1] == SECOND
    back = parse_links(following.headers["link"])
    assert back["first prev memento"] == (str(first.url), FIRST)


def test_the_time_map_is_told_as_links_and_as_json(client: httpx.Client) -> None:
    answer = client.get(f"/api/v1/timemaps/link?{QUERY}")
    assert answer.headers["content-type"].startswith("application/link-format")
    links = parse_links(answer.text)
    assert list(links) == ["original", "self", "timegate", "first memento", "last memento"]
    assert [links[rel][1] for rel in ("first memento", "last memento")] == [FIRST, SECOND]
    assert f'from="{FIRST}"; until="{SECOND}"' in answer.text
    told = client.get(f"/api/v1/timemaps/json?{QUERY}").json()
    assert told["original_uri"] == ORIGINAL
    assert [m["uri"] for m in told["mementos"]["list"]] == [
        links[rel][0] for rel in ("first memento", "last memento")
    ]
    assert told["mementos"]["last"] == told["mementos"]["list"][-1]
    for uri in (told["timegate_uri"], *told["timemap_uri"].values()):
        assert client.get(uri).status_code in (200, 302)


def test_an_address_that_never_changed_has_one_memento(client: httpx.Client) -> None:
    address = quote("http://releases.example/harbour/held", safe="")
    links = parse_links(client.get(f"/api/v1/timemaps/link?url={address}").text)
    assert links["first last memento"][1] == SECOND
    assert links["original"][0] == "https://releases.example/harbour/held"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (GATE, {"Accept-Datetime": "soon"}, 400),
        (GATE, {"Accept-Datetime": "Sat, 31 Jun 2031 10:00:00 GMT"}, 400),
        (GATE, {"Accept-Datetime": "Sat, 07 Jun 2031 10:00:00"}, 400),
        ("/api/v1/timegate", {}, 400),
        ("/api/v1/timegate?url=harbour", {}, 400),
        ("/api/v1/timegate?url=https%3A%2F%2Freleases.example%2Fnone", {}, 404),
        ("/api/v1/timemaps/link?url=https%3A%2F%2Freleases.example%2Fnone", {}, 404),
        (f"/api/v1/mementos/20310607100001?{QUERY}", {}, 404),
        (f"/api/v1/mementos/2031?{QUERY}", {}, 400),
    ],
)
def test_what_cannot_be_asked_is_a_problem(
    client: httpx.Client, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_page_of_a_release_leads_to_its_time_gate(client: httpx.Client) -> None:
    rows = client.get("/releases.json").json()["rows"]
    [row] = [row for row in rows if row["document"] == "harbour/announced"]
    links = parse_links(client.get(f"/release/{row['id']}").headers["link"])
    assert links["original"][0] == ORIGINAL
    assert urlsplit(links["timegate"][0])._replace(scheme="", netloc="").geturl() == GATE


def test_moments_are_spelled_as_headers_and_addresses_have_them() -> None:
    assert spell_date("2031-06-07T10:00:00Z") == SECOND
    assert stamp_moment("2031-06-07T10:00:00Z") == "20310607100000"
