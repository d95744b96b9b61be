"""Calendar, timeline, network, map, the first page and a narrowed search."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html import unescape

import httpx
import pytest

from onrecord.follow.status import STATUSES
from onrecord.register.reader import Register
from onrecord.web.lines import each_followed, find_followed
from onrecord.web.site import Site


def strip(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_month_shows_each_event_on_its_day_and_each_promise_when_it_is_due(
    client: httpx.Client,
) -> None:
    page = client.get("/calendar?month=2031-06&body=Harbour+Council").text
    days = dict(
        re.findall(r'<td role="cell"[^>]*><time[^>]*datetime="([^"]+)">(.*?)</td>', page, re.S)
    )
    assert len(days) % 7 == 0
    assert "Session: Harbour Council" in strip(days["2031-06-04"] + days["2031-06-03"])
    december = client.get("/calendar?month=2031-12&body=Harbour+Council").text
    assert "publish a report on dredging" in strip(december)
    assert 'href="/calendar?body=Harbour+Council&amp;month=2031-05"' in page


def test_an_agenda_leaves_out_empty_days(client: httpx.Client) -> None:
    page = client.get("/calendar?month=2031-05&view=agenda").text
    assert "Agenda from May 2031" in page
    assert "Session: Harbour Council" in page
    assert "<table" not in page


@pytest.mark.parametrize(
    "address",
    ["/calendar?month=soon", "/calendar?view=week", "/network?circle=cats", "/map?from=x"],
)
def test_what_cannot_be_drawn_is_told(client: httpx.Client, address: str) -> None:
    assert client.get(address).status_code == 400


def test_who_meets_whom_is_the_same_as_drawing_table_and_file(client: httpx.Client) -> None:
    page = client.get("/network").text
    assert 'class="arc"' in page
    rows = client.get("/network.json").json()["rows"]
    assert rows
    first = rows[0]
    assert first["one"] in strip(page)
    assert first["other"] in strip(page)
    link = unescape(re.findall(r'href="(/events\?person=[^"]+)"', page)[0])
    found = client.get(link.replace("/events?", "/events.json?")).json()["about"]["rows"]
    assert found == first["events"]


@pytest.mark.parametrize("name", ["timeline", "network", "map"])
def test_every_picture_can_be_downloaded(client: httpx.Client, name: str) -> None:
    drawing = ET.fromstring(client.get(f"/{name}.svg").content)
    assert drawing.attrib["role"] == "img"
    table = client.get(f"/{name}.csv")
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == int(table.headers["x-onrecord-rows"]) + 1
    page = client.get(f"/{name}").text
    for form in ("svg", "csv", "json"):
        assert f'href="/{name}.{form}"' in page


def test_the_first_page_tells_what_is_overdue_and_what_is_covered(client: httpx.Client) -> None:
    page = client.get("/").text
    coverage = strip(page[page.index('id="coverage"') :])
    assert "Harbour Council" in coverage
    assert "Last added to 7 June 2031, 10:00 UTC" in coverage
    assert 'id="overdue"' in page
    assert 'id="coming"' in page


def test_a_search_is_narrowed_by_choices_that_say_how_many_they_leave(client: httpx.Client) -> None:
    page = client.get("/search?q=session").text
    choices = re.findall(
        r'<li><a href="(/search\?q=session&amp;[^"]+)">[^<]+</a> <span class="quiet">(\d+)</span>',
        page,
    )
    assert {re.findall(r"(year|source|kind|body)=", address)[0] for address, _ in choices} >= {
        "year", "kind", "body",
    }  # fmt: skip
    for address, number in choices:
        narrowed = client.get(unescape(address).replace("/search?", "/search.json?")).json()
        assert narrowed["about"]["rows"] == int(number), address
    chosen = client.get(unescape(choices[0][0])).text
    assert 'class="chosen"' in chosen
    assert 'href="/search?q=session"' in chosen


def test_a_status_is_found_alike_by_the_register_and_one_by_one(register: Register) -> None:
    from datetime import date

    from onrecord.register.views import Query

    site = Site(register)
    for day in (date(2023, 6, 1), date(2024, 6, 1), date(2032, 1, 1)):
        for status in STATUSES:
            found = find_followed(site, Query(status=status), day)
            lines = list(each_followed(site, Query(), day))
            told = [
                line.row.id for line in lines if line.followed and line.followed.status == status
            ]
            assert found == told, (day, status)
