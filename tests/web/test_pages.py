"""Every page of the site, as the real server gives it over a real register."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import httpx
import icalendar
import pytest

from onrecord.register.reader import Register
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.app import PAGES
from onrecord.web.kinds import KINDS
from tests.web.documents import HOSTILE, HOSTILE_NAME
from tests.web.kinds import find_release, list_pages
from tests.web.routes import each_route

ROOT = Path(__file__).parents[2]
VOID = {"meta", "link", "input", "br", "img"}
FOREIGN = {"img", "iframe", "object", "embed", "base", "script"}
LEADING = ("href", "src", "action", "formaction", "xlink:href")
SCRIPTED = ("javascript", "data", "vbscript")
LANDMARKS = {"header", "nav", "main", "footer"}
LINKS_FOLLOWED = 2  # of each kind, on each page


class Page(HTMLParser):
    """What a test asks of a page: its tags are closed, its ids, links, labels and headings."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.problems: list[str] = []
        self.title = ""
        self.feed(html)
        self.problems += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and "a" in self.open:
            self.problems.append(f"a link in a link: {attrs}")
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}> closes another")

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["title"] and "svg" not in self.open:
            self.title += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def obeyed(self) -> list[str]:
        """Elements and attributes that no page of ours has: words that were taken for markup."""
        found = []
        for tag, attrs in self.tags:
            own = tag == "script" and str(attrs.get("src", "")).startswith("/static/")
            if tag in FOREIGN and not own:
                found.append(tag)
            found += [f"{tag} {name}" for name in attrs if name[:2] == "on" or name == "style"]
            for name in LEADING:
                scheme = str(attrs.get(name) or "").strip().lower().partition(":")[0]
                if scheme in SCRIPTED:
                    found.append(f"{tag} {name}={attrs[name]}")
        return found

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] or "" for attrs in self.all("a")]


def get_page(client: httpx.Client, address: str, status: int = 200) -> Page:
    answer = client.get(address)
    assert answer.status_code == status, f"{address}: {answer.text[:300]}"
    return Page(answer.text)


@pytest.fixture(scope="module")
def pages(client: httpx.Client, register: Register) -> dict[str, Page]:
    """Every kind of page, by an address of it."""
    return {
        address: get_page(client, address, 404 if address == "/no-such-page" else 200)
        for address in list_pages(register)
    }


def choose_links(page: Page) -> list[str]:
    """Some links of every kind that a page has."""
    kinds: dict[str, list[str]] = {}
    for link in dict.fromkeys(page.links):
        kinds.setdefault(link.split("/")[1] if "/" in link else "#", []).append(link)
    return [link for found in kinds.values() for link in found[:LINKS_FOLLOWED]]


def test_every_page_is_sound_and_has_its_landmarks(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert page.problems == [], address
        assert len(page.all("h1")) == 1, address
        assert page.title.endswith(" · onrecord"), address
        assert {tag for tag, _ in page.tags} >= LANDMARKS, address
        assert len(set(page.ids)) == len(page.ids), f"{address}: an id stands twice"
        assert page.all("html")[0]["lang"] == "en"


def test_every_field_has_a_label_and_every_reference_its_target(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        labelled = {attrs.get("for") for attrs in page.all("label")}
        for attrs in [*page.all("input"), *page.all("select")]:
            inside = attrs.get("type") in ("radio", "checkbox", "hidden")
            assert inside or attrs.get("id") in labelled, f"{address}: {attrs}"
        for name in ("aria-labelledby", "aria-describedby"):
            for _, attrs in page.tags:
                for target in (attrs.get(name) or "").split():
                    assert target in page.ids, f"{address}: {name}={target}"


def test_every_table_has_a_caption_and_headed_columns(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        assert len(page.all("caption")) == len(page.all("table")), address
        assert all(attrs.get("scope") for attrs in page.all("th")), address


def test_every_anchor_has_its_place(pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        anchors = {link[1:] for link in page.links if link.startswith("#")}
        assert anchors <= set(page.ids), address


def test_every_kind_of_link_on_every_kind_of_page_resolves(
    client: httpx.Client, pages: dict[str, Page]
) -> None:
    chosen = {
        urljoin(address, link.partition("#")[0])
        for address, page in pages.items()
        for link in choose_links(page)
        if not link.startswith(("#", "http"))
    }
    for target in sorted(chosen):
        assert client.get(target, follow_redirects=True).status_code == 200, target


def test_words_of_a_release_lead_to_a_fact_and_back(
    client: httpx.Client, register: Register
) -> None:
    page = get_page(client, release_address(find_release(register, "harbour/held")))
    anchors = [link[1:] for link in page.links if link.startswith("#")]
    to_facts = {anchor for anchor in anchors if anchor.startswith("f-")}
    to_words = {anchor for anchor in anchors if re.fullmatch(r"s\d+-\d+", anchor)}
    assert len(to_facts) == 3, "an event, an office and a statement"
    assert to_facts <= set(page.ids)
    assert to_words <= set(page.ids)
    assert len(to_words) >= len(to_facts)


def test_markup_in_a_release_is_shown_and_never_obeyed(
    client: httpx.Client, register: Register
) -> None:
    person = next(r for r in register.each("person") if r.label == HOSTILE_NAME)
    meeting = register.entries("event", Query(person=person.id))[0]
    addresses = (
        release_address(find_release(register, "harbour/marked")),
        entry_address(person.id),
        entry_address(meeting.id),
        "/people?name=img",
        "/releases",
        "/",
        "/search?q=script+letters",
        "/events?words=%3Cscript%3E%22%27",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%20onfocus=",
    )
    for address in addresses:
        answer = client.get(address)
        page = Page(answer.text)
        assert page.problems == [], address
        assert page.obeyed == [], address
    assert HOSTILE not in client.get("/releases").text
    assert "&lt;script&gt;" in client.get("/releases").text


def test_every_answer_carries_the_headers(client: httpx.Client) -> None:
    for address in ("/", "/none", "/events.csv", "/static/style.css", "/events?from=x"):
        headers = client.get(address).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/none", 404),
        ("/event/ev-none", 404),
        ("/person/nobody", 404),
        ("/entry/nobody", 404),
        ("/release/re-none", 404),
        ("/release/re-none/diff/re-none", 404),
        ("/events?from=soon", 400),
        ("/promises?asof=later", 400),
        ("/events?page=0", 400),
        ("/search?q=%22%22", 400),
        ("/search?q=-without", 400),
        ("/search?q=a&sort=size", 400),
        ("/search?q=" + "x" * 900, 400),
    ],
)
def test_what_cannot_be_shown_is_a_page_in_the_same_design(
    client: httpx.Client, address: str, status: int
) -> None:
    page = get_page(client, address, status)
    assert page.problems == []
    assert len(page.all("h1")) == 1
    assert {tag for tag, _ in page.tags} >= LANDMARKS


@pytest.mark.parametrize(
    ("address", "status"),
    [("/event/ev-none.json", 404), ("/events.json?from=x", 400), ("/promises.csv?asof=x", 400)],
)
def test_what_cannot_be_sent_as_data_is_told_as_data(
    client: httpx.Client, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]
    assert answer.json()["detail"]


def test_a_list_is_the_same_as_page_and_as_files(client: httpx.Client, register: Register) -> None:
    for kind in KINDS:
        total = register.count(kind.layer)
        assert len(client.get(f"/{kind.slug}.json").json()["rows"]) == total
        rows = list(csv.DictReader(io.StringIO(client.get(f"/{kind.slug}.csv").text)))
        assert len(rows) == total
    query = "body=Harbour+Council&from=2031"
    found = client.get(f"/events.json?{query}").json()["rows"]
    assert [row["start"] for row in found] == sorted(row["start"] for row in found)
    assert found
    assert all("Harbour Council" in row["bodies"] for row in found)
    for row in found:
        assert row["id"] in client.get(f"/events?{query}").text


def test_events_are_a_calendar_too(client: httpx.Client) -> None:
    answer = client.get("/events.ics?body=Harbour+Council")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.text)
    assert len(calendar.walk("VEVENT")) >= 1


def test_an_entry_is_the_same_as_page_and_as_data(client: httpx.Client, register: Register) -> None:
    row = register.entries("person", Query(limit=1))[0]
    data = client.get(entry_address(row.id, ".json")).json()
    assert data["row"]["id"] == row.id
    assert all(fact["evidence"]["text"] for fact in data["facts"])


def test_an_id_leads_to_its_page_whatever_address_it_is_asked_at(
    client: httpx.Client, register: Register
) -> None:
    row = register.entries("organisation", Query(limit=1))[0]
    for address in (f"/entry/{row.id}", f"/person/{row.id}", f"/event/{row.id}"):
        answer = client.get(address)
        assert answer.status_code == 308
        assert answer.headers["location"] == entry_address(row.id)
    answer = client.get(f"/entry/{row.id}.json")
    assert answer.headers["location"] == entry_address(row.id, ".json")


def test_an_account_leads_to_the_entry_it_was_joined_into(
    client: httpx.Client, register: Register
) -> None:
    row = next(row for row in register.each("event") if row.facts > 1)
    for fact in register.entry(row.id).facts:
        answer = client.get(f"/event/{fact.id}", follow_redirects=True)
        assert answer.url.path == entry_address(row.id)


def test_a_former_text_says_so_and_what_changed(client: httpx.Client, register: Register) -> None:
    view = register.release(find_release(register, "harbour/announced"))
    former, present = (version.releases[0] for version in view.versions)
    assert "A former text" in client.get(release_address(former)).text
    answer = client.get(f"/release/{present}/diff/{former}").text
    assert re.search(r"<del[^>]*><span[^>]*>[^<]*</span>30<", answer)
    assert re.search(r"<ins[^>]*><span[^>]*>[^<]*</span>31<", answer)
    same = client.get(f"/release/{present}/diff/{present}").text
    assert "The two texts are the same" in same
    other = find_release(register, "harbour/held")
    assert client.get(f"/release/{present}/diff/{other}").status_code == 404


def test_a_promise_has_a_status_on_the_day_asked_for(client: httpx.Client) -> None:
    before = client.get("/promises.json?body=Harbour+Council&asof=2031-06-10").json()["rows"]
    after = client.get("/promises.json?body=Harbour+Council&asof=2032").json()["rows"]
    assert [row["status"] for row in before] == ["open"]
    assert [row["status"] for row in after] == ["overdue"]
    page = client.get("/promises?body=Harbour+Council&asof=2032&status=overdue").text
    assert "publish a report on dredging" in page
    assert "publish a report" not in client.get("/promises?asof=2032&status=open").text


def test_a_search_marks_what_it_found(client: httpx.Client) -> None:
    page = client.get('/search?q="Harbour Council" dredging').text
    assert "<mark>dredging</mark>" in page
    assert "1 release" in page
    newest = client.get("/search?q=council&sort=date").text
    days = re.findall(r'<p class="quiet"><time datetime="([^"]+)"', newest)
    assert days == sorted(days, reverse=True)


def test_a_filter_by_id_is_told_by_name(client: httpx.Client, register: Register) -> None:
    row = next(row for row in register.each("organisation") if row.label == "Harbour Council")
    page = client.get(f"/events?body={row.id}").text
    assert re.search(rf'value="{row.id}" checked[^>]*> Harbour Council', page)


def test_failures_are_listed_with_their_reasons(client: httpx.Client) -> None:
    page = client.get("/failures").text
    assert "holds no text" in page
    assert "read it with OCR first" in page
    assert "pages/&lt;scan&gt;.pdf" in page
    assert client.get("/failures.json").json()[0]["name"] == "harbour/scan"
    assert "1 unreadable" in client.get("/").text


def test_pages_of_a_list_do_not_overlap(client: httpx.Client, register: Register) -> None:
    total = register.count("event")
    found: list[str] = []
    for page in range(1, total // 50 + 2):
        found += re.findall(r'<th role="rowheader" scope="row"><a href="([^"]+)"',
                            client.get(f"/events?page={page}").text)  # fmt: skip
    assert len(found) == len(set(found)) == total
    assert "no page 999" in client.get("/events?page=999").text


def test_the_site_tells_that_it_is_well(client: httpx.Client) -> None:
    assert client.get("/health").json()["status"] == "ok"


def test_every_address_of_the_server_is_documented() -> None:
    """Also the files: each ending stands in the table of endings."""
    documented = (ROOT / "docs" / "reference" / "pages.md").read_text("utf-8")
    paths = [path for page in PAGES for path, _ in each_route(page.router.routes)]
    assert len(paths) > 100
    for path in paths:
        plain, _, ending = re.sub(r"\{\w+\}", "ID", path).partition(".")
        assert f"`{plain}`" in documented, path
        assert not ending or f"`.{ending}`" in documented, path
