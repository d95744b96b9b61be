"""The HTTP API: described, in pages, with one shape of error."""

from __future__ import annotations

import re
from datetime import date

import httpx
import pytest

from onrecord.follow.status import STATUSES
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.reader import Register
from onrecord.web.forms import PARAMS
from onrecord.web.kinds import KINDS
from onrecord.web.problems import MEDIA


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
        ("/api/v1/search?q=council&cursor=65762d61", 400),
        ("/api/v1/events?from=2031-02-30", 400),
        ("/api/v1/events?from=+2031", 400),
        ("/api/v1/entries/" + "e" * 101, 400),
        ("/api/v1/promises?asof=later", 400),
    ],
)
def test_every_error_is_a_problem(client: httpx.Client, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json().keys() == {"type", "title", "status", "detail", "instance"}
    assert answer.json()["status"] == status


def test_a_cursor_that_was_tampered_with_is_refused(client: httpx.Client) -> None:
    for address in (
        "/api/v1/events?limit=1",
        "/api/v1/releases?limit=1",
        "/api/v1/search?q=council&limit=1",
    ):
        cursor = client.get(address).json()["next"]
        assert client.get(f"{address}&cursor={cursor}").status_code == 200
        for wrong in (cursor[:-1], f"{cursor}x", cursor.upper() + "Z", f"{cursor}27"):
            answer = client.get(f"{address}&cursor={wrong}")
            assert answer.status_code == 400, wrong
            assert "cursor" in answer.json()["detail"]


def test_nothing_to_look_for_finds_nothing(client: httpx.Client) -> None:
    page = client.get('/api/v1/search?q=""').json()
    assert (page["items"], page["next"], page["total"]) == ([], None, 0)


def test_what_can_only_be_read_refuses_writes(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = client.request(method, "/api/v1/events")
        assert answer.status_code == 405
        assert answer.json()["status"] == 405
        assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


def test_options_tell_what_can_be_done(client: httpx.Client) -> None:
    answer = client.options("/api/v1/entries/ev-none")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert client.options("/api/v1/none").status_code == 404


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for address in ("/api/v1/events", "/api/v1/events?limit=0", "/api/v1/none"):
        get, head = client.get(address), client.head(address)
        assert head.content == b""
        assert head.status_code == get.status_code
        for name in ("content-type", "content-length", "etag"):
            assert head.headers.get(name) == get.headers.get(name)


def test_what_was_seen_is_not_sent_again(client: httpx.Client) -> None:
    address = "/api/v1/events?limit=3"
    tag = client.get(address).headers["etag"]
    for seen in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        answer = client.get(address, headers={"If-None-Match": seen})
        assert (answer.status_code, answer.content) == (304, b""), seen
        assert answer.headers["etag"] == tag
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
    assert client.get("/api/v1/events?limit=4").headers["etag"] != tag


def test_the_description_names_every_address_and_parameter(client: httpx.Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert re.fullmatch(r"3\.1\.\d", told["openapi"])
    assert {f"/{kind.slug}" for kind in KINDS} < set(told["paths"])
    for path, operations in told["paths"].items():
        for parameter in operations["get"].get("parameters", ()):
            assert parameter.get("description"), f"{path}: {parameter['name']}"
        assert "422" not in operations["get"]["responses"]
        for status in operations["get"]["responses"].keys() & {"400", "404"}:
            assert list(operations["get"]["responses"][status]["content"]) == [MEDIA]


def test_every_field_of_every_answer_is_described(client: httpx.Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    for model, schema in told["components"]["schemas"].items():
        for name, field in schema["properties"].items():
            assert field.get("description"), f"{model}.{name}"


def test_every_filter_of_a_page_is_one_of_the_api(client: httpx.Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    for kind in KINDS:
        names = {
            parameter["name"] for parameter in told["paths"][f"/{kind.slug}"]["get"]["parameters"]
        }
        own = {PARAMS.get(name, name) for name in kind.filters}
        assert own | {"cursor", "limit", "name", "asof", "known"} == names


def test_promises_of_a_status_are_all_that_have_it_page_by_page(
    client: httpx.Client, register: Register
) -> None:
    day = date(2023, 6, 30)
    then = register.at(published=str(day))
    ids = sorted(row.id for row in then.each("commitment"))
    statuses = promise_statuses(then, day, ids)
    address = f"/api/v1/promises?asof={day}&limit=3"
    for status in STATUSES:
        found = list_all(client, f"{address}&status={status}")
        assert found == [id_ for id_ in ids if statuses[id_].status == status]
