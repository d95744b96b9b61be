"""Lists, entries and reports as files and feeds: they obey the filters and say what they are."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET

import docx
import httpx
import icalendar
import pytest
from openpyxl import load_workbook

from onrecord.register.reader import Register
from onrecord.register.views import EntryRow, Query
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.downloads import About, find_media, send_rows
from tests.web.kinds import find_release

ATOM = "{http://www.w3.org/2005/Atom}"


def find_body(register: Register) -> EntryRow:
    return next(row for row in register.each("organisation") if row.label == "Harbour Council")


@pytest.mark.parametrize(
    "address",
    ["/", "/events", "/events.csv", "/promises.json", "/events.ics", "/search?q=council", "/none"],
)
def test_head_is_answered_as_get_is_without_a_body(client: httpx.Client, address: str) -> None:
    head, get = client.head(address), client.get(address)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert get.content
    for name in ("content-type", "etag", "x-onrecord-rows"):
        assert head.headers.get(name) == get.headers.get(name), name


def test_what_was_seen_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/events?page=1").headers["etag"]
    assert client.get("/events?page=1", headers={"If-None-Match": tag}).status_code == 304
    again = client.get("/events?page=1", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/acts", headers={"If-None-Match": tag}).status_code == 200
    assert "etag" not in client.get("/none").headers


def test_files_say_what_was_asked_how_many_rows_and_as_of_when(client: httpx.Client) -> None:
    address = "/events.json?body=Harbour+Council&from=2031"
    answer = client.get(address)
    told = answer.json()
    assert told["about"]["query"] == {"body": "Harbour Council", "from": "2031"}
    assert told["about"]["rows"] == len(told["rows"])
    assert told["about"]["snapshot"].startswith("2031-06-07T10:00")
    assert answer.headers["x-onrecord-query"] == address
    table = client.get(address.replace(".json", ".csv"))
    assert table.headers["x-onrecord-rows"] == str(len(told["rows"]))
    assert table.headers["x-onrecord-snapshot"] == told["about"]["snapshot"]


def test_a_spreadsheet_is_given_no_formula() -> None:
    rows: list[dict[str, object]] = [{"words": "=1+1"}, {"words": "@sum"}, {"words": "plain"}]
    answer = send_rows(iter(rows), ["words"], "csv", "x", About("/x.csv", {}, 3, None))
    assert answer.media_type == "text/csv; charset=utf-8"
    text = "".join(list_pieces(answer))
    assert [row["words"] for row in csv.DictReader(io.StringIO(text))] == [
        "'=1+1",
        "'@sum",
        "plain",
    ]


def list_pieces(answer: object) -> list[str]:
    import anyio

    async def collect() -> list[str]:
        return [piece async for piece in answer.body_iterator]  # type: ignore[attr-defined]

    return anyio.run(collect)


@pytest.mark.parametrize(
    "address",
    [
        "/releases.atom",
        "/events.atom?body=Harbour+Council",
        "/promises.atom?asof=2032&status=overdue",
        "/people.atom",
        "/search.atom?q=council",
    ],
)
def test_every_list_and_search_can_be_followed(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids)
    days = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
    assert days == sorted(days, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == days[0]
    for entry in entries:
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert client.head(link.attrib["href"], follow_redirects=True).status_code == 200


def test_a_name_and_a_promise_have_feeds(client: httpx.Client, register: Register) -> None:
    body = find_body(register)
    feed = ET.fromstring(client.get(entry_address(body.id, ".atom")).content)
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert any("publish a report on dredging" in str(title) for title in titles)
    assert "Session: Harbour Council" in titles
    page = client.get(entry_address(body.id)).text
    assert f'href="{entry_address(body.id, ".atom")}"' in page


def test_a_calendar_keeps_its_ids_and_counts_its_changes(
    client: httpx.Client, register: Register
) -> None:
    body = find_body(register)
    text = client.get(entry_address(body.id, ".ics")).text
    events = {str(e["UID"]): e for e in icalendar.Calendar.from_ical(text).walk("VEVENT")}
    promise = register.entries("commitment", Query(name=body.id))[0]
    due = events[f"{promise.id}@onrecord"]
    assert due["STATUS"] == "CONFIRMED"
    session = next(e for uid, e in events.items() if uid.startswith("ev-"))
    revised, since = int(str(due["SEQUENCE"])), int(str(session["SEQUENCE"]))
    assert revised > 0
    assert revised >= since, "the promise was reworded later"
    assert str(due.decoded("DTSTART")) == "2031-12-31"
    assert client.get(entry_address(promise.id, ".ics")).text.count("BEGIN:VEVENT") == 1
    assert client.get("/calendar.ics?body=Harbour+Council").text.count("BEGIN:VEVENT") >= 2


def test_a_release_and_an_entry_are_cited(client: httpx.Client, register: Register) -> None:
    release = find_release(register, "harbour/held")
    page = client.get(release_address(release)).text
    assert "<summary>Cite</summary>" in page
    assert "“Harbour Council met in Skarn”, 5 June 2031" in page
    bibtex = client.get(release_address(release, ".bib")).text
    assert bibtex.startswith("@online{" + release)
    assert "date = {2031-06-05}" in bibtex
    body = find_body(register)
    assert "{{Harbour Council (body)}}" in client.get(entry_address(body.id, ".bib")).text


def test_any_words_of_a_release_have_a_permanent_link(
    client: httpx.Client, register: Register
) -> None:
    view = register.release(find_release(register, "harbour/held"))
    start = view.start + view.text.index("presided")
    span = f"{start}-{start + len('presided')}"
    page = client.get(f"{release_address(view.row.id)}?span={span}").text
    assert f'id="s{span}"' in page
    for wrong in ("", "x", "5", "9-3", "0-99999999999999", f"{view.end}-{view.end + 4}"):
        address = f"{release_address(view.row.id)}?span={wrong}"
        assert client.get(address).status_code == 200


def test_a_report_is_a_page_a_document_and_a_workbook(
    client: httpx.Client, register: Register
) -> None:
    body = find_body(register)
    query = f"body={body.id}&asof=2032"
    page = client.get(f"/report?{query}").text
    assert "Report on Harbour Council" in page
    assert "publish a report on dredging" in page
    assert "overdue" in page
    document = docx.Document(io.BytesIO(client.get(f"/report.docx?{query}").content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "overdue" in cells
    assert any("publish a report on dredging" in cell for cell in cells)
    book = load_workbook(io.BytesIO(client.get(f"/report.xlsx?{query}").content))
    assert book.sheetnames == ["About", "Decisions", "Promises"]
    head, first = list(book["Promises"].iter_rows(values_only=True))[:2]
    row = dict(zip(head, first, strict=True))
    assert (row["Deadline"], row["Status"]) == ("2031-12-31", "overdue")
    assert row["Responsible"] == "Harbour Council"


def test_a_report_on_a_period_and_one_on_a_session(
    client: httpx.Client, register: Register
) -> None:
    page = client.get("/report?from=2031-05&to=2031-05").text
    assert "publish a report on dredging" in page
    assert "publish a report" not in client.get("/report?from=2030&to=2030").text
    session = register.entries("event", Query(name=find_body(register).id))[0]
    assert "Report on Session" in client.get(f"/report?event={session.id}").text
    assert client.get("/report?body=Nobody+Whatsoever").status_code == 400
    assert client.get("/report.docx").status_code == 400


URN = re.compile(r"urn:onrecord:[A-Za-z0-9%/.=&+:_-]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def check_feed(text: bytes) -> ET.Element:
    """A feed as RFC 4287 wants it, with stable ids."""
    feed = ET.fromstring(text)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert URN.fullmatch(element.findtext(f"{ATOM}id") or "")
        assert MOMENT.fullmatch(element.findtext(f"{ATOM}updated") or "")
        for published in element.findall(f"{ATOM}published"):
            assert MOMENT.fullmatch(published.text or "")
        assert element.findtext(f"{ATOM}title")
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert set(links) == {"self", "alternate"}
    assert all(address.startswith("http://") for address in links.values())
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "onrecord"
    return feed


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "xlsx", "jsonld"])
def test_a_list_is_the_same_rows_in_every_form(client: httpx.Client, form: str) -> None:
    address = "/promises.{}?body=Harbour+Council&asof=2032"
    rows = client.get(address.format("json")).json()["rows"]
    answer = client.get(address.format(form))
    assert answer.headers["content-type"].partition(";")[0] == find_media(address.format(form))
    assert answer.headers["x-onrecord-rows"] == str(len(rows))
    assert answer.headers["x-onrecord-stamp"]
    assert answer.headers["x-onrecord-rules"] == "1"
    assert read_ids(form, answer) == [row["id"] for row in rows]


def read_ids(form: str, answer: httpx.Response) -> list[object]:
    if form == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(answer.text))]
    if form == "json":
        return [row["id"] for row in answer.json()["rows"]]
    if form == "jsonl":
        return [json.loads(line)["id"] for line in answer.text.splitlines()]
    if form == "jsonld":
        return [node["identifier"] for node in answer.json()["@graph"][1:]]
    book = load_workbook(io.BytesIO(answer.content))
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert "body=Harbour Council" in str(about["query"])
    return [cell.value for cell in book["promises"]["A"][1:]]


def test_an_entry_is_linked_data_whose_addresses_lead_somewhere(
    client: httpx.Client, register: Register
) -> None:
    promise = register.entries("commitment", Query(name=find_body(register).id))[0]
    told = client.get(entry_address(promise.id, ".jsonld") + "?asof=2032").json()
    assert told["@id"] == f"urn:onrecord:{promise.id}"
    assert told["@type"] == ["PlanAction", "onrecord:Promise"]
    assert told["onrecord:status"] == "overdue"
    assert told["agent"][0]["name"] == "Harbour Council"
    [quotation, *_] = told["onrecord:evidence"]
    assert "dredging" in quotation["text"]
    releases = {release["@id"]: release for release in told["subjectOf"]}
    release = releases[quotation["isBasedOn"]["@id"]]
    for address in (told["url"], release["url"]):
        assert client.get(address).status_code == 200
    assert release["citation"].startswith("https://releases.example/")


def test_pages_say_in_which_other_forms_they_are(client: httpx.Client, register: Register) -> None:
    body = entry_address(find_body(register).id)
    for address in ("/events?body=Harbour+Council", body, "/search?q=council"):
        page = client.get(address).text
        links = dict(
            re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]*" href="([^"]+)"', page)
        )
        assert "application/atom+xml" in links
        for media, href in links.items():
            answer = client.get(html.unescape(href))
            assert answer.headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    "address",
    [
        "/releases.atom",
        "/events.atom?body=Harbour+Council",
        "/promises.atom?asof=2032&status=overdue",
        "/people.atom",
        "/search.atom?q=%22council%22+-none",
    ],
)
def test_a_feed_has_stable_ids_and_says_when_it_changed(client: httpx.Client, address: str) -> None:
    feed = check_feed(client.get(address).content)
    path, _, query = address.partition("?")
    turned = f"{path}?{'&'.join(reversed(query.split('&')))}&page="
    again = check_feed(client.get(turned).content)
    assert again.findtext(f"{ATOM}id") == feed.findtext(f"{ATOM}id")


def test_a_promise_is_new_in_its_feed_once_it_is_overdue(client: httpx.Client) -> None:
    address = "/promises.atom?body=Harbour+Council&asof={}"
    before, after = (check_feed(client.get(address.format(day)).content) for day in (2031, 2032))
    assert before.findtext(f"{ATOM}updated", "") < "2032"
    assert after.findtext(f"{ATOM}updated", "").startswith("2032-01-01")


def test_an_office_is_followed_whoever_holds_it(client: httpx.Client, register: Register) -> None:
    found = 0
    for row in register.entries("office", Query(limit=200)):
        feed = check_feed(client.get(entry_address(row.id, ".atom")).content)
        titles = [entry.findtext(f"{ATOM}title", "") for entry in feed.findall(f"{ATOM}entry")]
        found += any(": Session: " in title or ": Meeting: " in title for title in titles)
    assert found
