"""How the site draws its pages: two designs of the news, and one of the other sections."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape

from tests.site.pdf import write_pdf
from tests.site.plan import INSTITUTION, SitePage, find_eras, find_special, say_day

MENU = (("/", "Home"), ("/news", "News"), ("/events", "Events"), ("/about", "About us"))
ADDED = ("/open-data", "Open data")
REPAIRS = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Site under repair</title>"
    "</head><body><h1>We will be back soon</h1><p>The site of the Meril Rivers Commission is "
    "being repaired. Please try again tomorrow. We apologise for any inconvenience caused to our "
    "visitors.</p></body></html>"
)

Layout = Callable[[SitePage, date, str, bool], str]


def draw_page(page: SitePage, day: date, base: str, path: str) -> bytes:
    """The bytes of a page on a day, at one of its addresses."""
    said = page.says(day)
    if page.media == "application/pdf":
        return write_pdf(page.title, say_day(page.bears), said)
    twin = path in page.twins
    layout = _draw_act if page.source != "news" else _choose_news(day)
    markup = layout(page, day, base, twin and path.endswith("/print"))
    return markup.encode(page.charset)


def _choose_news(day: date) -> Layout:
    return _draw_renewed if "layout" in find_eras(day) else _draw_classic


def _draw_classic(page: SitePage, day: date, base: str, bare: bool) -> str:
    menu = "" if bare else f"<div id='top'>{_draw_menu(day)}</div>"
    return _draw_frame(
        page,
        day,
        base,
        f"{menu}<div id='middle'>{_draw_teasers(page, base)}<h1>{escape(page.title)}</h1>"
        f"<div class='date'>{say_day(page.bears)}</div>{_draw_text(page, day)}</div>",
    )


def _draw_renewed(page: SitePage, day: date, base: str, bare: bool) -> str:
    head = "" if bare else f"<header><nav>{_draw_menu(day)}</nav></header>"
    return _draw_frame(
        page,
        day,
        base,
        f"{head}<main>{_draw_teasers(page, base)}<article class='story'>"
        f"<h1>{escape(page.title)}</h1><p class='stamp'><time datetime='{page.bears}'>"
        f"{say_day(page.bears)}</time></p><div class='rich'>{_draw_text(page, day)}</div>"
        "</article></main>",
    )


def _draw_act(page: SitePage, day: date, base: str, bare: bool) -> str:
    nav = "" if bare else f"<nav>{_draw_menu(day)}</nav>"
    files = "".join(
        f"<li><a href='{base}{path}'>{escape(name)}</a></li>" for name, path in page.attachments
    )
    listed = f"<h2>Attachments</h2><ul class='attachments'>{files}</ul>" if files else ""
    return _draw_frame(
        page,
        day,
        base,
        f"{nav}<main><article><h1>{escape(page.title)}</h1>"
        f"<p class='meta'>Published {say_day(page.bears)}</p>{_draw_text(page, day)}{listed}"
        "</article></main>",
    )


def _draw_frame(page: SitePage, day: date, base: str, middle: str) -> str:
    eras = find_eras(day)
    # A page in another character set than it is said to have does not tell of it itself.
    charset = "" if page.charset != "utf-8" else "<meta charset='utf-8'>"
    street = "Old Mill Quay 3" if "footer" in eras else "Custom House Square 1"
    return (
        f"<!doctype html>\n<html lang='en'>\n<head>{charset}<title>{escape(page.title)} | "
        f"{INSTITUTION}</title>\n<link rel='canonical' href='{base}{page.address(day)}'></head>\n"
        f"<body>{middle}\n<footer><p>{INSTITUTION}, {street}, Castelorn</p></footer></body>\n"
        "</html>\n"
    )


def _draw_menu(day: date) -> str:
    entries = [*MENU, ADDED] if "menu" in find_eras(day) else MENU
    rows = "".join(f"<li><a href='{path}'>{name}</a></li>" for path, name in entries)
    return f"<ul>{rows}</ul>"


def _draw_text(page: SitePage, day: date) -> str:
    if find_special(day) == "hollow":
        return ""
    wrapped = "wrapping" in find_eras(day)
    return "\n".join(f"<p>{_wrap_words(escape(one), wrapped)}</p>" for one in page.says(day))


def _wrap_words(text: str, wrapped: bool) -> str:
    return "\n   " + text.replace(". ", ".\n   ").replace(", ", ",  ") + "\n" if wrapped else text


def _draw_teasers(page: SitePage, base: str) -> str:
    rows: Sequence[str] = [
        f"<div class='teaser'><p class='date'>{say_day(one.published)}</p>"
        f"<p><a href='{base}{one.path}'>{escape(one.title)}</a></p></div>"
        for one in page.teasers
    ]
    return f"<div class='teasers'>{''.join(rows)}</div>" if rows else ""
