"""Lists: releases told from other links, and the next page."""

from __future__ import annotations

import pytest
from lxml import html

from onrecord.acquire.anchors import MOST_LINKS
from onrecord.acquire.lists import find_list_items, find_shape
from onrecord.acquire.paging import find_next
from onrecord.acquire.pointed import Pointed
from tests.acquire.asking import BASE, make_answer

TITLES = (
    "The council opens the new eastern pier",
    "Talks with the fishing fleet on quotas for spring",
    "Statement on the storm of Tuesday night",
)
MENU = """<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About the council</a></li>
<li><a href="/news">News</a></li><li><a href="/news/archive">All the news of former years</a></li>
</ul></nav>"""
FOOT = """<footer><p><a href="/privacy">How we handle what you tell us</a> 1 January 2020</p>
<a href="https://other.example/a">A partner of ours</a> <a href="/year.pdf">Report</a></footer>"""


def draw(form: str, before: str = "", after: str = "") -> str:
    items = "".join(
        form.format(n=number, title=title, day=number + 1) for number, title in enumerate(TITLES)
    )
    return f"<html><body>{MENU}{before}{items}{after}{FOOT}</body></html>"


ROWS = draw(
    '<li><span class="date">{day} May 2024</span> <a href="/news/2024/{n}-x">{title}</a>'
    ' <a href="/topics/{n}">Ports</a></li>',
    "<div class='page with-sidebar'><h1>News</h1><ul>",
    "</ul></div>",
)
CARDS = draw(
    '<article class="post-{n} topic-{n}"><header class="entry-header"><a href="/n?id={n}">'
    '<img alt="" src="/{n}.jpg"></a><h2><a href="/n?id={n}">{title}</a></h2></header>'
    '<time datetime="2024-05-0{day}">May</time><p>The council said today that work on it is'
    ' done.</p><a href="/n?id={n}">Read more</a></article>',
    "<main>",
    "</main><aside><h3>Often read</h3><a href='/n?id=9'>What everyone liked to read</a></aside>",
)
TABLE = draw(
    '<tr><td>0{day}.05.2024</td><td><a href="/r/{n}.html">{title}</a></td></tr>',
    "<form><table>",
    "</table></form>",
)
UNDATED = draw('<div><a href="/r/{n}.html">{title}</a></div>', "<div>", "</div>")


@pytest.mark.parametrize(
    ("page", "addresses", "days"),
    [
        (ROWS, ["/news/2024/0-x", "/news/2024/1-x", "/news/2024/2-x"], True),
        (CARDS, ["/n?id=0", "/n?id=1", "/n?id=2"], True),
        (TABLE, ["/r/0.html", "/r/1.html", "/r/2.html"], True),
        (UNDATED, ["/r/0.html", "/r/1.html", "/r/2.html"], False),
    ],
)
def test_releases_are_told_from_navigation(page: str, addresses: list[str], days: bool):
    items = find_list_items(make_answer(page)).items
    assert [item.address.removeprefix(BASE) for item in items] == addresses
    assert [item.title for item in items] == list(TITLES)
    wanted = ["2024-05-01", "2024-05-02", "2024-05-03"] if days else [None] * 3
    assert [item.published for item in items] == wanted


def test_a_card_has_its_teaser():
    items = find_list_items(make_answer(CARDS)).items
    assert {item.teaser for item in items} == {"The council said today that work on it is done."}


def test_a_day_above_several_releases_dates_them():
    page = draw(
        '<div><a href="/a/{n}">{title}</a></div>',
        "<div><h3>Friday, 3 May 2024</h3>",
        "<h3>2 May 2024</h3><div><a href='/a/7'>A meeting of the pilots in Skarn</a></div></div>",
    )
    items = find_list_items(make_answer(page)).items
    assert [item.published for item in items] == ["2024-05-03"] * 3 + ["2024-05-02"]


def test_a_release_drawn_larger_than_the_others_is_one_too():
    first = "<section><h2><a href='/news/2024/9-x'>The largest ship so far</a></h2></section>"
    items = find_list_items(make_answer(ROWS.replace("<h1>News</h1>", first))).items
    assert items[0] == Pointed(f"{BASE}/news/2024/9-x", title="The largest ship so far")
    assert len(items) == 4


def test_an_address_stands_once_and_paths_can_be_chosen():
    page = (
        "<a href='/a/1'>One</a><a href='/a/1#x'>One</a><a href='/b/2'>Two</a><a href='/a/p'>P</a>"
    )
    found = find_list_items(make_answer(page), ["/a/*"], ["/a/p"]).items
    assert [item.address for item in found] == [f"{BASE}/a/1"]


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body>{MENU}<h1>About</h1><p>We are what <a href='/law'>the law</a> says.",
        "<html><body></body></html>",
        "plain words, no markup",
    ],
)
def test_a_page_without_a_list_gives_nothing(page: str):
    assert find_list_items(make_answer(page)).items == ()


OWN = "<a href='/news/2024/0-x'>The council opens the new eastern pier</a>"
BESIDE = (
    "",
    "<a href='/news/2024/0-x/print'>Print version</a>",
    "<a href='/news/2024/0-x?print=1'>[ Print ]</a>",
    "<a href='/topics/ports'>Ports</a>",
    "<a href='/news/2024/0-x'>Read more</a>",
)
FORMS = (
    "<ul><li>1 May 2024 {}</li></ul>",
    "<article><time datetime='2024-05-01'>May</time>{}</article>",
    "<table><tr><td>01.05.2024</td><td>{}</td></tr></table>",
)


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("form", FORMS)
def test_a_list_of_one_release_has_it_whatever_stands_beside_its_link(form: str, beside: str):
    item = form.format(f"{OWN} {beside}")
    page = f"<html><body>{MENU}<div><h1>News</h1>{item}</div>{FOOT}</body></html>"
    wanted = Pointed(f"{BASE}/news/2024/0-x", TITLES[0], "2024-05-01")
    assert find_list_items(make_answer(page)).items == (wanted,)


def test_a_print_version_beside_a_release_is_no_release():
    beside = "<a href='/news/2024/0-x/print'>Print version</a> <a href=\"/topics/0\""
    page = ROWS.replace('<a href="/topics/0"', beside, 1)
    assert "Print version" in page
    assert find_list_items(make_answer(page)).items == find_list_items(make_answer(ROWS)).items


def test_a_list_of_two_releases_with_their_print_versions_has_two():
    rows = [
        f"<li>{n + 1} May 2024 <a href='/n/{n}'>{TITLES[n]}</a> <a href='/n/{n}/p'>Print</a></li>"
        for n in range(2)
    ]
    page = f"<html><body>{MENU}<main><ul>{''.join(rows)}</ul></main>{FOOT}</body></html>"
    items = find_list_items(make_answer(page)).items
    assert [(one.address.removeprefix(BASE), one.published) for one in items] == [
        ("/n/0", "2024-05-01"),
        ("/n/1", "2024-05-02"),
    ]


@pytest.mark.parametrize(
    "item",
    [
        "<li><a href='/law'>The law by which the council was founded</a></li>",
        "<li>1 May 2024 <a href='/law'>The law</a></li>",
        "<p>Since 1 May 2024 <a href='/law'>another law than before holds</a> here.</p>",
    ],
)
def test_a_single_link_that_is_no_release_is_none(item: str):
    page = f"<html><body>{MENU}<main><h1>About</h1><ul>{item}</ul></main>{FOOT}</body></html>"
    assert find_list_items(make_answer(page)).items == ()


def test_links_stand_to_the_base_that_the_page_names():
    page = ROWS.replace("<body>", "<head><base href='https://harbours.example/en/'></head><body>")
    page = page.replace("/news/2024", "news/2024")
    assert find_list_items(make_answer(page)).items[0].address == f"{BASE}/en/news/2024/0-x"


PAGES = "<a href='?page=1'>1</a> <b>2</b> <a href='?page=3'>3</a> <a href='?page=9'>9</a>"


@pytest.mark.parametrize(
    ("own", "links", "wanted"),
    [
        ("/news", "<a rel='next' href='/news/older'>x</a>", "/news/older"),
        ("/news", "<link rel='next' href='/news?page=2'>", "/news?page=2"),
        ("/news", "<a href='?page=2'>Next »</a>", "/news?page=2"),
        ("/news", "<a href='?page=2'>»</a>", "/news?page=2"),
        ("/news", "<a href='?page=2' aria-label='Next page'><i></i></a>", "/news?page=2"),
        ("/news", "<a href='/news/page/2'>Older posts</a>", "/news/page/2"),
        ("/news", "<ul><li class='pager-next'><a href='?p=2'>more</a></li></ul>", "/news?p=2"),
        ("/news?page=2", PAGES, "/news?page=3"),
        ("/news", "1 <a href='/news?page=2'>2</a> <a href='/news?page=3'>3</a>", "/news?page=2"),
        ("/news", "1 <a href='?start=20'>2</a> <a href='?start=40'>3</a>", "/news?start=20"),
        ("/news/page/3", "<a href='/news/page/2'>2</a> 3 <a href='/news/page/4'>4</a>",
         "/news/page/4"),
        ("/news?page=9", "<a href='?page=8'>8</a> <b>9</b>", None),
        ("/news", "<a href='/news'>Next</a>", None),
        ("/news", "<a href='https://other.example/2'>Next</a>", None),
        ("/news", "<a href='/next-steps'>Next steps for the port</a>", None),
        ("/news", "<a rel='prev' href='?page=1'>»</a>", None),
        ("/news", "<a href='/2023'>2023</a> <a href='/2024'>2024</a>", None),
    ],
)  # fmt: skip
def test_the_next_page_is_found(own: str, links: str, wanted: str | None):
    root = html.document_fromstring(f"<html><body>{links}</body></html>")
    found = find_next(root, BASE + own, BASE + own)
    assert found == (BASE + wanted if wanted else None)


@pytest.mark.parametrize(
    ("address", "shape"),
    [
        ("/news/2024/05/pier-opens", "news/#/#/*"),
        ("/pier", "*"),
        ("/index.php?id=3&lang=en", "index.php?id&lang"),
        ("/", "*"),
    ],
)
def test_addresses_of_one_kind_have_one_shape(address: str, shape: str):
    assert find_shape(BASE + address) == shape


@pytest.mark.parametrize(
    ("page", "most"),
    [
        ("<div>" * 50_000 + "<a href='/a'>A</a>", 0),
        (
            "".join(f"<a href='/a/{n}'>A title of some words {n}</a>" for n in range(6_000)),
            MOST_LINKS,
        ),
        ("<a href='/b'>" * 20_000, 0),
        ("<li><a href='/a'>A</a><span>1 May 2024</span>" * 20_000, 0),
    ],
)
def test_hostile_pages_give_bounded_lists(page: str, most: int):
    assert len(find_list_items(make_answer(page)).items) == most
