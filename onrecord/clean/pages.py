"""Pages: lines put together as releases and furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.clean.dates import is_month_first
from onrecord.clean.drafts import Draft, find_main
from onrecord.clean.lines import Line, find_offset, trim_span
from onrecord.clean.releases import LEAD_ROWS, draft_releases
from onrecord.clean.rows import Row
from onrecord.clean.settle import read_rows
from onrecord.clean.stamps import Stamp
from onrecord.model.text import Page, Release, Span

REPORTING = frozenset({"line", "time", "place", "glued", "tail"})  # stamps like a day report's


@dataclass(frozen=True, slots=True)
class Source:
    """What is known of a text beside the text itself."""

    name: str
    address: str = ""
    published: str | None = None
    headline: str | None = None
    lang: str = "en"
    institution: str | None = None
    derived: bool = False


def build_page(text: str, lines: Sequence[Line], source: Source) -> Page:
    """The page of a text whose lines are known."""
    rows = read_rows(mark_headline(lines, source.headline), is_month_first(text))
    drafts = draft_releases(rows) or [Draft(0, len(rows), 0)]
    main = find_main(drafts, rows)
    releases = tuple(
        build_release(text, rows, draft, number in main, source.published)
        for number, draft in enumerate(drafts)
    )
    return Page(
        name=source.name,
        address=source.address,
        text=text,
        releases=releases,
        furniture=tuple(name_furniture_spans(text, rows, releases)),
        lang=source.lang,
        derived=source.derived,
        institution=source.institution,
    )


def mark_headline(lines: Sequence[Line], headline: str | None) -> Sequence[Line]:
    """The lines with a hint on the one that the source calls the headline."""
    wanted = " ".join((headline or "").split())
    places = [at for at, line in enumerate(lines) if wanted and line.flat == wanted]
    if not places:
        return lines
    at = places[-1]
    marked = replace(lines[at], hints=lines[at].hints | {"headline"}, furniture=None)
    return [*lines[:at], marked, *lines[at + 1 :]]


def build_release(
    text: str, rows: Sequence[Row], draft: Draft, main: bool, published: str | None
) -> Release:
    """The release of a draft; `published` is the day that the source gives."""
    start, body, end = _find_edges(text, rows, draft)
    stamps = list(_order_stamps(rows, draft, told=main and published is not None))
    dated = next(((line, stamp) for line, stamp in stamps if stamp.date), None)
    day = dated[1].day.isoformat() if dated and dated[1].day else None
    lead = next((pair for pair in stamps if _is_dateline(pair[1])), None)
    place = next((pair for pair in stamps if _has_place(pair[1])), None)
    return Release(
        start=start,
        end=end,
        body_start=body,
        headline=_cut_headline(text, rows, draft),
        published=day or (published if main else None),
        stamp=_cut_span(text, dated[0], dated[1].date) if dated else None,
        main=main,
        place_line=_cut_span(text, place[0], place[1].place) if place else None,
        day_report=any(reports_day(stamp) for _, stamp in stamps),
        dateline=_cut_span(text, lead[0], (0, lead[1].end)) if lead else None,
    )


def _order_stamps(rows: Sequence[Row], draft: Draft, told: bool) -> Iterator[tuple[Line, Stamp]]:
    """The stamps of a draft: those from its headline on first, then the nearest above it.

    Where the source has told the day, a day below the text counts only if it says that it is
    that of the publication.
    """
    inside = [at for at in draft.stamps if at >= draft.start]
    above = [at for at in draft.stamps if at < draft.start]
    for at in [*inside, *reversed(above)]:
        stamp = rows[at].stamp
        if stamp and not (told and at > draft.body + LEAD_ROWS and not stamp.labelled):
            yield rows[at].line, stamp


def _find_edges(text: str, rows: Sequence[Row], draft: Draft) -> tuple[int, int, int]:
    first, last = rows[draft.body], rows[draft.end - 1]
    start, body, end = rows[draft.start].line.start, first.line.start, last.line.end
    if first.stamp and first.kind == "stamped" and first.stamp.kind != "tail":
        body = find_offset(text, first.line, first.stamp.end)
        start = start if draft.headline is not None else body
    top = rows[draft.start]
    if top.stamp and top.stamp.kind == "trail":
        start = find_offset(text, top.line, top.stamp.end)
    if draft.end - 1 == draft.start and last.stamp and last.stamp.kind == "tail":
        end = find_offset(text, last.line, last.stamp.end)
    return start, body, max(end, body + 1)


def _cut_headline(text: str, rows: Sequence[Row], draft: Draft) -> Span | None:
    if draft.headline is None:
        return None
    row = rows[draft.headline]
    if row.stamp and row.stamp.kind == "tail":
        return _cut_span(text, row.line, (0, row.stamp.end))
    if row.stamp and row.stamp.kind in ("glued", "trail", "dateline"):
        return _cut_span(text, row.line, (row.stamp.end, len(row.line.flat)))
    return Span.cut(text, row.line.start, row.line.end)


def _cut_span(text: str, line: Line, span: tuple[int, int] | None) -> Span | None:
    if span is None:
        return None
    start, end = (find_offset(text, line, at) for at in span)
    start, end = trim_span(text, start, end)
    return Span.cut(text, start, end) if start < end else None


def _is_dateline(stamp: Stamp) -> bool:
    """Whether a stamp is a press office's: before the text, or a line that begins with a place."""
    return stamp.kind == "dateline" or _leads_with_place(stamp)


def _leads_with_place(stamp: Stamp) -> bool:
    return bool(stamp.kind == "line" and stamp.place and stamp.date and stamp.place < stamp.date)


def _has_place(stamp: Stamp) -> bool:
    return bool(stamp.place) and not stamp.labelled and not _is_dateline(stamp)


def reports_day(stamp: Stamp) -> bool:
    """Whether a stamp is like a day report's: its day is that of what is told."""
    return stamp.kind in REPORTING and not stamp.labelled and not _leads_with_place(stamp)


def name_furniture_spans(
    text: str, rows: Sequence[Row], releases: Sequence[Release]
) -> Iterator[tuple[str, Span]]:
    """What stands outside the releases, row by row, with its name."""
    edges = sorted((release.start, release.end) for release in releases)
    number = 0
    for row in rows:
        at, end = row.line.start, row.line.end
        while number < len(edges) and edges[number][1] <= at:
            number += 1
        near = number
        while at < end:
            inside = edges[near] if near < len(edges) and edges[near][0] < end else (end, end)
            piece = trim_span(text, at, inside[0])
            if piece[0] < piece[1]:
                yield _name_row(row), Span.cut(text, *piece)
            at, near = max(at, inside[1]), near + 1


def _name_row(row: Row) -> str:
    if row.name:
        return row.name
    if row.stamp:
        return "stamp"
    return "teaser" if row.is_teaser else "other"
