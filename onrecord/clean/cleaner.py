"""Cleaning: from what was found to a page with its releases and its furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.clean.dates import is_month_first
from onrecord.clean.decode import decode_html, decode_text
from onrecord.clean.head import find_lang, find_published, read_day
from onrecord.clean.lines import Line, read_lines
from onrecord.clean.markup import iter_links, parse_markup, write_lines
from onrecord.clean.releases import Draft, draft_releases, find_main
from onrecord.clean.rows import Row, read_rows
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page, Release, Span


HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def clean_capture(capture: Capture) -> Page:
    """The page of a captured document; raises `InputError` where there is no text in it."""
    day = read_day(capture.published) if capture.published else None
    if capture.media in HTML_TYPES:
        source = decode_html(capture.body, capture.address, capture.charset)
        return clean_html(
            source, capture.name, capture.address, day, capture.headline, capture.institution
        )
    text = decode_text(capture.body, capture.address, capture.charset)
    return clean_text(
        text,
        capture.name,
        capture.address,
        day,
        capture.headline,
        institution=capture.institution,
    )


def clean_html(
    source: str,
    name: str,
    address: str = "",
    published: str | None = None,
    headline: str | None = None,
    institution: str | None = None,
) -> Page:
    """The page of an HTML document, its text made from its blocks.

    Raises `InputError` where there is no text in it.
    """
    root = parse_markup(source, address or name)
    text, lines = write_lines(root)
    if not lines:
        raise InputError(
            address or name, "there is no text in it", "leave it out, or fetch it again"
        )
    page = build_page(
        text,
        lines,
        name,
        address=address,
        published=published or find_published(root),
        headline=headline,
        lang=find_lang(root) or "en",
        institution=institution,
        derived=True,
    )
    return replace(page, links=tuple(dict.fromkeys(iter_links(root))))


def clean_text(
    text: str,
    name: str,
    address: str = "",
    published: str | None = None,
    headline: str | None = None,
    lang: str = "en",
    institution: str | None = None,
) -> Page:
    """The page of a plain text, which stays as it is.

    `published` (an ISO 8601 day) and `headline` are what the source says beside the text;
    what the text prints counts first. Raises `InputError` where there is no text.
    """
    lines = read_lines(text)
    if not lines:
        raise InputError(
            address or name, "there is no text in it", "leave it out, or fetch it again"
        )
    return build_page(
        text,
        lines,
        name,
        address=address,
        published=published,
        headline=headline,
        lang=lang,
        institution=institution,
    )


def build_page(
    text: str,
    lines: Sequence[Line],
    name: str,
    *,
    address: str = "",
    published: str | None = None,
    headline: str | None = None,
    lang: str = "en",
    institution: str | None = None,
    derived: bool = False,
) -> Page:
    """The page of lines that are already known, with their hints."""
    rows = read_rows(_hint_headline(lines, headline), is_month_first(text))
    drafts = draft_releases(rows) or [Draft(0, len(rows), 0)]
    main = find_main(drafts, rows)
    releases = tuple(
        _build_release(text, rows, draft, n in main, published) for n, draft in enumerate(drafts)
    )
    furniture = tuple(_name_rest(text, rows, drafts))
    return Page(name, address, text, releases, furniture, lang, derived, institution)


def _hint_headline(lines: Sequence[Line], headline: str | None) -> Sequence[Line]:
    wanted = " ".join((headline or "").split())
    return [
        Line(line.start, line.end, line.flat, line.gap, "headline")
        if wanted and line.flat == wanted
        else line
        for line in lines
    ]


def _build_release(
    text: str, rows: Sequence[Row], draft: Draft, main: bool, published: str | None
) -> Release:
    start, end = rows[draft.start].line.start, rows[draft.end - 1].line.end
    head = rows[draft.headline].line if draft.headline is not None else None
    body, stamp, day, labelled, dateline = rows[draft.body].line.start, None, None, False, None
    place = None
    for at in draft.stamps:
        row = rows[at]
        if row.stamp is None:
            continue
        if row.stamp.date and not day:
            stamp = _cut(text, row.line, row.stamp.date)
            day, labelled = row.stamp.day, row.stamp.labelled
        if row.stamp.kind == "dateline":
            dateline = Span.cut(text, row.line.start, row.line.start + row.stamp.end)
        elif row.stamp.place:
            place = _cut(text, row.line, row.stamp.place)
    first = rows[draft.body]
    if first.stamp:
        body = first.line.start + first.stamp.end
        if draft.headline is None:
            start = body
    report = any(
        (s := rows[at].stamp) is not None and s.kind in ("line", "time", "glued") and not s.labelled
        for at in draft.stamps
    )
    return Release(
        start,
        end,
        body,
        Span.cut(text, head.start, head.end) if head else None,
        day.isoformat() if day else (published if main else None),
        stamp,
        main,
        place,
        report,
        dateline,
    )


def _cut(text: str, line: Line, span: tuple[int, int]) -> Span:
    return Span.cut(text, line.start + span[0], line.start + span[1])


def _name_rest(text: str, rows: Sequence[Row], drafts: Sequence[Draft]):
    inside = {at for draft in drafts for at in range(draft.start, draft.end)}
    for at, row in enumerate(rows):
        if at not in inside:
            yield row.name or "other", Span.cut(text, row.line.start, row.line.end)
