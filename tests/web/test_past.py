"""Every page, file and answer as of a past day."""

from __future__ import annotations

import re
from html import unescape

import httpx
import pytest

from onrecord.register.reader import Register
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.past import PRESENT, Moment, keep_past
from tests.web.kinds import find_release, list_pages

DAY = "2031-05-20"  # between the announcement of a session and the session
BEFORE = "asof=2031-05-20"
LINK = re.compile(r'<a (?P<now>data-now )?[^>]*?href="(?P<to>/[^"]*)"')
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)


def join(address: str, query: str) -> str:
    path, mark, anchor = address.partition("#")
    return f"{path}{'&' if '?' in path else '?'}{query}{mark}{anchor}"


@pytest.mark.parametrize("past", ["asof=2031-06-05", "known=2031-06-07"])
def test_every_kind_of_page_tells_its_day_and_keeps_it(
    client: httpx.Client, register: Register, past: str
) -> None:
    for address in list_pages(register, entries=1):
        if "asof=" in address or address.startswith(PRESENT):
            continue
        answer = client.get(join(address, past), follow_redirects=True)
        assert answer.status_code in (200, 404), address
        assert 'class="banner past"' in answer.text, address
        for link in LINK.finditer(answer.text):
            to = unescape(link["to"])
            assert (past in to) != bool(link["now"] or to.startswith(PRESENT)), (address, to)
        for opening, fields in FORM.findall(answer.text):
            assert ('method="post"' in opening) or past.partition("=")[0] in fields, address


@pytest.mark.parametrize(
    "address",
    [
        "/events?body=Harbour+Council",
        "/events.csv?body=Harbour+Council",
        "/events.json?body=Harbour+Council",
        "/events.ics?body=Harbour+Council",
        "/events.atom?body=Harbour+Council",
        "/calendar?month=2031-06&body=Harbour+Council",
        "/calendar?month=2031-06&view=agenda",
        "/calendar.ics?body=Harbour+Council",
        "/search?q=presided",
        "/search.csv?q=presided",
        "/search.json?q=presided",
        "/search.atom?q=presided",
        "/releases?source=Harbour+Council",
        "/releases.csv",
        "/releases.atom",
        "/people",
        "/quotes",
        "/offices.json",
        "/network.json?circle=bodies",
        "/timeline.csv?body=Harbour+Council",
        "/map.csv?body=Harbour+Council",
        "/report?body=Harbour+Council",
        "/api/v1/people",
        "/api/v1/quotes",
        "/api/v1/events?body=Harbour+Council",
        "/api/v1/releases?limit=200",
        "/api/v1/search?q=presided",
        "/",
    ],
)
def test_what_was_published_later_is_left_out(client: httpx.Client, address: str) -> None:
    then = client.get(join(address, BEFORE))
    assert then.status_code == 200
    for later in ("Mira Holt", "harbour/held", "Harbour Council met"):
        assert later not in then.text, later


@pytest.mark.parametrize("layer", ["event", "act", "organisation", "person", "place"])
def test_an_entry_is_told_by_what_had_been_published(
    client: httpx.Client, register: Register, layer: str
) -> None:
    rows = register.entries(layer, Query(limit=200))
    later = [row for row in rows if row.first_published != row.last_published][:3]
    for row in later:
        asof = f"asof={row.first_published}"
        told = client.get(join(entry_address(row.id, ".json"), asof)).json()
        assert told["row"]["facts"] < row.facts
        assert told["row"]["last_published"] == row.first_published
        days = {fact["evidence"]["published"] for fact in told["facts"]}
        assert days - {None} == {row.first_published}
    assert later or layer == "act"


def test_statuses_are_judged_on_the_day(client: httpx.Client) -> None:
    for asof, status in (("2031-05-20", "open"), ("2032", "overdue")):
        [row] = client.get(f"/promises.json?body=Harbour+Council&asof={asof}").json()["rows"]
        assert row["status"] == status
        page = client.get(f"/promises?body=Harbour+Council&asof={asof}").text
        assert f"</span> {status}</span>" in page


def test_what_did_not_exist_then_is_told_clearly(client: httpx.Client, register: Register) -> None:
    [person] = register.entries("person", Query(name="Mira Holt"))
    for address in (
        entry_address(person.id),
        release_address(find_release(register, "harbour/held")),
    ):
        answer = client.get(join(address, BEFORE))
        assert answer.status_code == 404
        assert f"On the past day that is shown, {DAY}, it was not on record" in answer.text
        assert f'<a data-now href="{address}">Show the present</a>' in answer.text
    api = client.get(join(f"/api/v1/entries/{person.id}", BEFORE))
    assert (api.status_code, api.headers["content-type"]) == (404, "application/problem+json")


def test_the_register_is_shown_as_it_knew_it(client: httpx.Client) -> None:
    known = f"known={DAY}"
    address = "/api/v1/promises?body=Harbour+Council"
    for query, due in ((known, "2031-06-30"), ("", "2031-12-31")):
        items = client.get(f"{address}&{query}").json()["items"]
        assert [item["entry"]["latest"] for item in items] == [due]
    assert "by 30 June 2031" in client.get(join("/promises", known)).text
    assert client.get(join("/api/v1/search?q=dredging", known)).json()["total"] == 1
    assert client.get(join("/api/v1/search?q=presided", known)).json()["total"] == 0
    assert client.get(join("/releases.json", known)).json()["about"]["rows"] == 1
    assert client.get(join("/api/v1/releases", known)).json()["snapshot"].startswith("2031-05-15")


@pytest.mark.parametrize("address", ["/", "/events", "/map", "/search?q=council", "/report"])
@pytest.mark.parametrize("wrong", ["asof=soon", "known=2031-13", "asof=2031-02-30"])
def test_what_is_no_day_is_said_on_the_page(client: httpx.Client, address: str, wrong: str) -> None:
    answer = client.get(join(address, wrong))
    assert answer.status_code == 400
    name, _, value = wrong.partition("=")
    assert f"{name}: “{value}” is no date" in answer.text
    assert "2024-05-17" in answer.text


def test_a_redirect_keeps_the_day(client: httpx.Client, register: Register) -> None:
    [event] = register.entries("event", Query(limit=1))
    answer = client.get(f"/entry/{event.id}?{BEFORE}")
    assert answer.headers["location"] == f"{entry_address(event.id)}?{BEFORE}"


def test_an_answer_says_of_which_day_it_is(client: httpx.Client) -> None:
    headers = client.get(f"/api/v1/events?limit=2&{BEFORE}").headers
    assert headers["memento-datetime"] == "Tue, 20 May 2031 23:59:59 GMT"
    assert headers["link"] == '</api/v1/events?limit=2>; rel="original"'
    assert "memento-datetime" not in client.get("/api/v1/events?limit=2").headers


def test_an_empty_day_is_the_present(client: httpx.Client) -> None:
    answer = client.get("/events?asof=&known=")
    assert answer.status_code == 200
    assert "Show the present" not in answer.text


def test_filters_have_a_field_of_the_day(client: httpx.Client) -> None:
    for address in ("/events", "/people", "/releases", "/calendar", "/map", "/report", "/search"):
        page = client.get(f"{address}?{BEFORE}").text
        assert page.count('<input id="field-asof" name="asof" value="2031-05-20"') == 1, address


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/events", "/events?asof=2031"),
        ("/events?body=a&b=", "/events?body=a&b=&asof=2031"),
        ("/release/re-1?span=1-2#s1-2", "/release/re-1?span=1-2&asof=2031#s1-2"),
        ("/events?asof=2030", "/events?asof=2030"),
        ("/static/style.css?v=1", "/static/style.css?v=1"),
        ("/review", "/review"),
        ("//elsewhere.example/", "//elsewhere.example/"),
    ],
)
def test_addresses_keep_the_day(address: str, kept: str) -> None:
    assert keep_past(address, Moment(None, None, {"asof": "2031"}, "/")) == kept
