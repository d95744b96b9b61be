"""The HTTP API: described, in pages, with one shape of error."""

from __future__ import annotations

import re

import httpx
import pytest

from onrecord.register.reader import Register
from onrecord.web.kinds import KINDS


def list_all(client: httpx.Client, address: str) -> list[str]:
    """The ids of all items, page by page."""
    found: list[str] = []
    cursor = ""
    while True:
        page = client.get(f"{address}&cursor={cursor}").json()
        found += [item["entry"]["id"] for item in page["items"]]
        if page["next"] is None:
            return found
        cursor = page["next"]


def test_every_layer_is_listed_whole_page_by_page(client: httpx.Client, register: Register) -> None:
    for kind in KINDS:
        ids = list_all(client, f"/api/v1/{kind.slug}?limit=40")
        assert ids == sorted(row.id for row in register.each(kind.layer)), kind.slug


def test_filters_are_those_of_the_pages(client: httpx.Client) -> None:
    address = "/api/v1/promises?body=Harbour+Council&limit=1"
    for asof, status in (("2031-06-10", "open"), ("2032", "overdue")):
        page = client.get(f"{address}&asof={asof}&status={status}").json()
        assert [item["followed"]["status"] for item in page["items"]] == [status]
        assert page["snapshot"]
        assert client.get(f"{address}&asof={asof}&status=kept").json()["items"] == []


def test_releases_and_a_search_go_on_where_the_page_before_ended(client: httpx.Client) -> None:
    for address, size in (("/api/v1/releases?limit=7", 7), ("/api/v1/search?q=council&limit=5", 5)):
        found: list[str] = []
        page = client.get(address).json()
        while True:
            found += [item["release"]["id"] for item in page["items"]]
            if page["next"] is None:
                break
            assert len(page["items"]) == size
            page = client.get(f"{address}&cursor={page['next']}").json()
        assert len(found) == len(set(found)) > size


def test_an_entry_and_a_release_have_their_quotations(client: httpx.Client) -> None:
    event = client.get("/api/v1/events?body=Harbour+Council").json()["items"][0]
    entry = client.get(f"/api/v1/entries/{event['entry']['id']}").json()
    assert entry["facts"][0]["evidence"]["text"]
    release = client.get(f"/api/v1/releases/{entry['facts'][0]['evidence']['release']}").json()
    fact = entry["facts"][0]["evidence"]
    text = release["text"][fact["start"] - release["start"] : fact["end"] - release["start"]]
    assert text == fact["text"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/none", 404),
        ("/api/v1/entries/ev-none", 404),
        ("/api/v1/releases/re-none", 404),
        ("/api/v1/events?from=soon", 400),
        ("/api/v1/events?kind=party", 400),
        ("/api/v1/events?limit=0", 400),
        ("/api/v1/events?limit=many", 400),
        ("/api/v1/events?cursor=%21", 400),
        ("/api/v1/releases?cursor=ZXYtYQ", 400),
        ("/api/v1/search", 400),
        ("/api/v1/search?q=%22%22", 400),
        ("/api/v1/promises?asof=later", 400),
    ],
)
def test_every_error_is_a_problem(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "detail", "instance"}
    assert answer.json()["status"] == status


def test_what_can_only_be_read_refuses_writes(client: httpx.Client) -> None:
    answer = client.post("/api/v1/events")
    assert answer.status_code == 405
    assert answer.json()["status"] == 405


def test_the_description_names_every_address_and_parameter(client: httpx.Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert re.fullmatch(r"3\.1\.\d", told["openapi"])
    assert {f"/{kind.slug}" for kind in KINDS} < set(told["paths"])
    for path, operations in told["paths"].items():
        for parameter in operations["get"].get("parameters", ()):
            assert parameter.get("description"), f"{path}: {parameter['name']}"
        assert "422" not in operations["get"]["responses"]
