"""HTML: the text that is made of a page, and what its structure says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.clean.cleaner import clean_capture, clean_html
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page
from tests.clean.test_cleaner import check_cover


def page_of(body: str, head: str = "") -> Page:
    return clean_html(f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body>", "p")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One  <b>big</b>\n port.</p><p>Two.</p>", "One big port.\n\nTwo."),
        ("<ul><li>One</li><li>Two</li></ul><p>End</p>", "One\nTwo\n\nEnd"),
        ("<table><tr><th>A</th><td>B</td></tr></table>", "A\nB"),
        ("<dl><dt>A</dt><dd>B</dd></dl>", "A\nB"),
        ("<p>One<br>Two<br/>Three</p><p>Four</p>", "One\nTwo\nThree\n\nFour"),
        ("<div>Own <div>inner</div> tail</div>", "Own\n\ninner\n\ntail"),
        ("<p>a<script>x()</script>b</p><style>p{}</style><template>t</template>", "ab"),
        ("<p>Seen</p><p hidden>No</p><div style='display: none'>No</div>", "Seen"),
        ("<p>Seen</p><noscript>No</noscript>", "Seen"),
        ("<p>Sm&ouml;rg&nbsp;&amp; &lt;b&gt;</p><!-- no -->", "Smörg & <b>"),
        ("<ul><li><p>One</p><p>More</p></li><li>Two</li></ul>", "One\n\nMore\n\nTwo"),
        ("<pre>One\n  Two</pre>", "One\nTwo"),
        ("<h1>Head</h1>loose text<p>Body", "Head\n\nloose text\n\nBody"),
    ],
)  # fmt: skip
def test_blocks_become_lines(markup: str, text: str):
    assert page_of(markup).text == text


ARTICLE = """
<header><h2>Council of Harbours</h2><nav><a href=/>Home</a></nav></header>
<div class="breadcrumbs"><a href=/>Start</a> / News</div>
<main><article><h1>Dredging plan approved</h1><div class=date>14 March 2023</div>
<p>The Council of Harbours met in Lesk on Tuesday and approved the plan of dredging for 2024,
and the fees of pilots for the same year, as the Chair had asked.</p>
<ul><li>plan of dredging</li><li>fees of pilots</li></ul>
<div class="share-buttons">Tell others</div></article>
<aside class=related><h3>Read also</h3>
<ul><li><a href=/x>Rules of the port</a></li></ul></aside></main>
<section class=latest><div class=teaser><h3><a href=/y>Ferry runs again</a></h3>
<p>12 March 2023</p><p>The ferry to Dravik runs again since Monday.</p></div></section>
<footer><p>The Council sits at Quay 4. It is open daily.</p></footer>
"""


def test_structure_tells_release_from_furniture():
    page = page_of(ARTICLE, "<title>Dredging plan approved | Council of Harbours</title>")
    main, teaser = page.releases
    assert page.text[main.start : main.end].startswith("Dredging plan approved")
    assert page.text[main.start : main.end].endswith("fees of pilots")
    assert (main.main, main.published, main.day_report) == (True, "2023-03-14", True)
    assert teaser.headline is not None
    assert teaser.headline.text == "Ferry runs again"
    assert (teaser.main, teaser.published) == (False, "2023-03-12")
    names = {span.text: name for name, span in page.furniture}
    assert names["Tell others"] == "share"
    assert names["Rules of the port"] == "related"
    assert names["Start / News"] == "breadcrumb"
    assert page.derived
    assert page.links == ("/", "/x", "/y")


PARAGRAPH = "<p>The Council of Harbours met in Lesk and approved the plan of dredging.</p>"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2023-03-14T23:20:00+02:00">',
        '<meta name="DC.date.issued" content="14 March 2023">',
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-03-14"}]}</script>',
    ],
)
def test_markup_dates_a_page_that_prints_no_date(head: str):
    (release,) = page_of("<h1>Dredging plan approved</h1>" + PARAGRAPH, head).releases
    assert release.published == "2023-03-14"
    assert release.stamp is None


def test_the_printed_date_counts_before_that_of_the_markup():
    head = '<meta property="article:published_time" content="2023-03-15">'
    body = f"<h1>Dredging plan approved</h1><p>14 March 2023</p>{PARAGRAPH}"
    (release,) = page_of(body, head).releases
    assert release.published == "2023-03-14"


def test_the_cells_of_a_table_of_decisions_stay_in_the_release():
    rows = "".join(
        f"<tr><td>23/{n}</td><td>The plan of pier {n} is approved.</td><td>31 May 2023</td></tr>"
        for n in range(5)
    )
    page = page_of(
        f"<h1>Decisions</h1><p>2 March 2023</p><p>All were present.</p><table>{rows}</table>"
    )
    (release,) = page.releases
    assert release.published == "2023-03-02"
    assert release.end == len(page.text)


def test_an_old_page_laid_out_in_tables_is_read_by_its_lines():
    page = page_of(
        "<table><tr><td><a href=/>Home</a><br><a href=/n>News</a></td>"
        "<td><b>Port of Lesk opened</b><br>5.5.2025<br>"
        "The Minister opened the port of Lesk on Monday.<br>He met the pilots.</td></tr></table>"
    )
    (release,) = page.releases
    assert release.headline is not None
    assert release.headline.text == "Port of Lesk opened"
    assert release.published == "2025-05-05"


def test_nesting_is_no_matter_until_the_parser_gives_up():
    deep = "<div>" * 1500 + PARAGRAPH + "</div>" * 1500
    assert page_of(deep).text.startswith("The Council of Harbours")
    with pytest.raises(InputError, match="nested too deeply"):
        page_of("<p>One</p>" + "<div>" * 5000 + PARAGRAPH)


@pytest.mark.parametrize(
    "markup", ["", "<!-- a -->", "<html><body><script>x</script></body>", "<img>"]
)
def test_a_page_without_text_is_refused(markup: str):
    with pytest.raises(InputError):
        clean_html(markup, "p")


def test_a_page_is_read_in_the_charset_that_it_declares():
    markup = "<html lang=fr><meta charset=windows-1251><p>Встреча прошла в Лесске.</p>"
    page = clean_capture(Capture("p", "p.html", markup.encode("cp1251"), "text/html"))
    assert page.text == "Встреча прошла в Лесске."
    assert page.lang == "fr"


HEAD = "Dredging plan approved by the Council"
TITLE = f"<title>{HEAD}</title>"
DAY = "2023-03-14"


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<article><h1>{HEAD}</h1><time datetime={DAY}></time>{PARAGRAPH}</article>", ""),
        (
            f"<article><h1>{HEAD}</h1><time datetime={DAY}>a year ago</time>{PARAGRAPH}</article>",
            "",
        ),
        (
            f"<div class=item><div><h2>{HEAD}</h2></div><dl><dt>Details</dt><dd>Published: 14 March"
            f" 2023</dd></dl><div itemprop=articleBody>{PARAGRAPH * 2}</div></div>",
            TITLE,
        ),
        (f"<h1>Press releases</h1><h2>{HEAD}</h2><p>14 March 2023</p>{PARAGRAPH}", ""),
        (f"<h1>Ministry of Harbours</h1><h2>{HEAD}</h2><p>14 March 2023</p>{PARAGRAPH}", TITLE),
        (
            f"<div class=t><h1>{HEAD}</h1><span>14 March 2023</span></div>"
            f"<main>{PARAGRAPH * 2}</main>",
            "",
        ),
        (
            f"<article><div><div>14</div><div>March 2023</div></div><h1>{HEAD}</h1>{PARAGRAPH}"
            "</article>",
            "",
        ),
        (
            f"<article><h1>{HEAD}</h1><p>14 March 2023</p><div class=related-box><h4>Read also</h4>"
            f"<a href=/x>Rules of the port</a></div>{PARAGRAPH}</article>",
            "",
        ),
        (
            f"<p class=context>Press release</p><h1>{HEAD}</h1><dl><dt>From:</dt><dd>The Rt Hon Ada "
            f"Mell MP</dd><dt>Published</dt><dd>14 March 2023</dd></dl>{PARAGRAPH}",
            "",
        ),
        (
            f"<header><a href=/>Harbours</a></header><nav aria-label=breadcrumb><ol><li>Home</li>"
            f"<li>{HEAD}</li></ol></nav><h1>{HEAD}</h1><p>14 March 2023 | News</p>{PARAGRAPH}"
            "<ul class=share-links><li>Facebook</li></ul>",
            "",
        ),
    ],
)
def test_usual_markups_give_one_release_with_headline_and_day(body: str, head: str):
    page = page_of(body, head)
    (release,) = page.releases
    assert release.main
    assert release.headline is not None
    assert release.headline.text == HEAD
    assert release.published == DAY
    assert page.text[: release.end].endswith("plan of dredging.")


def test_related_news_inside_an_article_do_not_end_it():
    box = "<div class=related><h4>Read also</h4><a href=/x>Rules of the port</a></div>"
    page = page_of(f"<article><h1>{HEAD}</h1>{PARAGRAPH}{box}{PARAGRAPH}</article>")
    (release,) = page.releases
    assert page.text[: release.end].count("approved the plan of dredging.") == 2


def test_a_listing_of_dated_links_is_as_many_items():
    entries = (
        ("12.03.2023", "The ferry to Dravik was opened again on Monday"),
        ("10.03.2023", "The pilots held their yearly meeting in the Hall of Pilots"),
        ("09.03.2023", "The Council of Harbours approved the plan of dredging"),
    )
    inline = "".join(f"<li><b>{day}</b> <a href=/x>{told}</a></li>" for day, told in entries)
    parted = "".join(f"<div>{day}</div><a href=/x>{told}</a>" for day, told in entries)
    for body in (f"<h1>News</h1><ul>{inline}</ul>", f"<h1>News</h1><div>{parted}</div>"):
        page = page_of(body)
        told = [page.text[one.start : one.end] for one in page.releases]
        assert told == [told for _, told in entries]
        assert [one.published for one in page.releases] == [
            "2023-03-12",
            "2023-03-10",
            "2023-03-09",
        ]


WORDS = st.sampled_from(
    ["The port opened.", "Home", "a  b", "14 March 2023", "Share", "The Council met in Lesk."]
)
TAGS = st.sampled_from(
    (
        *("p", "div", "span", "li", "ul", "td", "tr", "table", "h1", "h2", "b", "a", "nav"),
        *("main", "article", "aside", "footer", "dl", "dd", "br", "pre", "form"),
    )
)
TREES = st.recursive(
    WORDS,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=14,
)


@settings(deadline=None)
@given(st.lists(TREES, min_size=1, max_size=4))
def test_every_character_that_a_reader_sees_is_kept_and_named(trees: list[str]):
    markup = "".join(trees)
    seen = re.sub(r"<[^>]*>", "", markup)
    if not seen.strip():
        return
    page = page_of(markup)
    assert sorted(re.sub(r"\s", "", page.text)) == sorted(re.sub(r"\s", "", seen))
    assert all(line == " ".join(line.split()) for line in page.text.split("\n"))
    check_cover(page)
