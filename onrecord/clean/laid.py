"""Pages by a declared layout: the release first as it is declared, the rest beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile

from lxml import etree

from onrecord.clean.attachments import find_attachments
from onrecord.clean.datelines import parse_dateline
from onrecord.clean.dates import find_dates
from onrecord.clean.insets import place_lines
from onrecord.clean.lines import Line, find_offset
from onrecord.clean.markup import find_links, write_lines
from onrecord.clean.pages import Source, reports_day
from onrecord.clean.parts import STAMP, TEASER, Parts, Value, find_parts
from onrecord.clean.stamps import Stamp, parse_stamp
from onrecord.config.layouts import Layout
from onrecord.model.text import Page, Release, Span


def read_laid(root: etree._Element, layout: Layout, source: Source) -> Page | str:
    """The page by its layout; where the layout finds no text, title or date, what is missing."""
    parts = find_parts(root, layout)
    if isinstance(parts, str):
        return parts
    text, groups = _write_groups(root, parts)
    if not groups.body:
        return "no text that a reader sees"
    releases = [
        *_read_teasers(text, groups.rest),
        _build_release(text, groups, parts, source.published),
    ]
    return Page(
        name=source.name,
        address=source.address,
        text=text,
        releases=tuple(sorted(releases, key=lambda one: one.start)),
        furniture=tuple(_name_rest(text, groups, releases)),
        lang=source.lang,
        derived=True,
        institution=source.institution,
        links=find_links(root),
        attachments=find_attachments(root, parts.roles, source.address),
    )


@dataclass(frozen=True, slots=True)
class _Groups:
    """The lines of a page by what they are, each where it stands in the text."""

    before: Sequence[Line]
    title: Sequence[Line]
    stamps: Sequence[Line]
    body: Sequence[Line]
    after: Sequence[Line]

    @property
    def rest(self) -> Iterator[Line]:
        """The lines that are no part of the release."""
        yield from self.before
        yield from self.after


def _write_groups(root: etree._Element, parts: Parts) -> tuple[str, _Groups]:
    """The text with what belongs to the release together, and its lines."""
    _, lines = write_lines(root, parts.roles, parts.labels)
    title = [line for line in lines if "headline" in line.hints]
    title = [_join_title(title)] if title else []
    stamps = [line for line in lines if line.furniture == STAMP]
    body = [line for line in lines if _is_body(line)]
    before = list(takewhile(_is_beside, lines))
    after = [line for line in lines[len(before) :] if _is_beside(line)]
    text, placed = place_lines([before, title, stamps, body, after])
    return text, _Groups(*placed)


def _is_beside(line: Line) -> bool:
    return line.furniture not in (None, STAMP)


def _is_body(line: Line) -> bool:
    return line.furniture is None and "headline" not in line.hints


def _join_title(lines: Sequence[Line]) -> Line:
    return replace(lines[0], flat=" ".join(line.flat for line in lines), gap=True)


def _build_release(text: str, groups: _Groups, parts: Parts, published: str | None) -> Release:
    first, last = groups.body[0], groups.body[-1]
    start = next(line.start for line in (*groups.title, *groups.stamps, first))
    lead = parse_dateline(first.flat)
    lead = lead if lead and lead.place else None
    return Release(
        start=start,
        end=last.end,
        body_start=find_offset(text, first, lead.end) if lead else first.start,
        headline=next((_cut_line(text, line) for line in groups.title), None),
        published=parts.date.day if parts.date else published,
        stamp=_find_stamp(text, groups.stamps, parts.date),
        main=True,
        place_line=_find_quote(text, groups.stamps, parts.place),
        day_report=any(map(reports_day, _iter_stamps(groups.stamps))),
        dateline=Span.cut(text, first.start, find_offset(text, first, lead.end)) if lead else None,
    )


def _cut_line(text: str, line: Line) -> Span:
    return Span.cut(text, line.start, line.end)


def _iter_stamps(lines: Sequence[Line]) -> Iterator[Stamp]:
    for line in lines:
        stamp = parse_stamp(line.flat)
        if stamp:
            yield stamp


def _find_stamp(text: str, lines: Sequence[Line], value: Value | None) -> Span | None:
    """The words of the declared date in the stamp, None where it prints no such day."""
    for line in lines if value else ():
        for date in find_dates(line.flat):
            if value and value.day in (str(date.day), str(date.swapped)):
                return Span.cut(text, line.start + date.start, line.start + date.end)
    return _find_quote(text, lines, value)


def _find_quote(text: str, lines: Sequence[Line], value: Value | None) -> Span | None:
    for line in lines if value else ():
        at = line.flat.find(value.text) if value else -1
        if at >= 0 and value:
            return Span.cut(text, line.start + at, line.start + at + len(value.text))
    return None


def _read_teasers(text: str, lines: Iterable[Line]) -> Iterator[Release]:
    """The declared teasers: each a release, headed where more than one line is no stamp."""
    named = ((line.furniture or "", line) for line in lines)
    teasers = [pair for pair in named if pair[0].startswith(TEASER)]
    for _, group in groupby(teasers, key=lambda pair: pair[0]):
        told = [(line, parse_stamp(line.flat)) for _, line in group]
        body = [line for line, stamp in told if not (stamp and stamp.kind == "line")]
        if body:
            yield _build_teaser(text, body, [line for line, _ in told])


def _build_teaser(text: str, body: Sequence[Line], lines: Sequence[Line]) -> Release:
    dated = ((line, date) for line in lines for date in find_dates(line.flat))
    line, date = next(dated, (None, None))
    headed = len(body) > 1
    return Release(
        start=body[0].start,
        end=body[-1].end,
        body_start=body[headed].start,
        headline=_cut_line(text, body[0]) if headed else None,
        published=date.day.isoformat() if date else None,
        stamp=Span.cut(text, line.start + date.start, line.start + date.end)
        if line and date
        else None,
        main=False,
    )


def _name_rest(
    text: str, groups: _Groups, releases: Sequence[Release]
) -> Iterator[tuple[str, Span]]:
    """The lines outside the releases, each with its name."""
    for line in groups.rest:
        if not any(one.start <= line.start and line.end <= one.end for one in releases):
            name = (line.furniture or "").partition(" ")[0]
            yield name, _cut_line(text, line)
