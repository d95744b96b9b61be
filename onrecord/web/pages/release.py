"""A release: its text with the facts marked in it, its versions, and what changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from onrecord.errors import NotFoundError
from onrecord.register.neighbours import find_neighbours
from onrecord.register.rewordings import compare_versions
from onrecord.register.views import Quotation, ReleaseRow, ReleaseView, VersionRow
from onrecord.web.addresses import entry_address, external_address
from onrecord.web.api.mementos import tell_ways
from onrecord.web.citations import Citation, cite_release
from onrecord.web.difference import Difference, compare_texts
from onrecord.web.downloads import save_as
from onrecord.web.highlight import Paragraph, Piece, split_marks, split_paragraphs
from onrecord.web.lines import Name
from onrecord.web.marking import Numbered, mark_release, number_facts
from onrecord.web.rewordings import Changed, tell_changed
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import shorten

TITLE_LENGTH = 120  # characters
LONGEST_OFFSET = 10  # digits
BIBTEX = "application/x-bibtex; charset=utf-8"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Version:
    """A text of the document; `release` is this release in it, where there is one."""

    row: VersionRow
    release: str | None
    shown: bool


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """The context of a release: `headline` and `stamps` stand above the `paragraphs`.

    `before` and `after` are its neighbours in time from the same source.
    """

    title: str
    release: ReleaseView
    headline: tuple[Piece, ...]
    stamps: tuple[Paragraph, ...]
    paragraphs: tuple[Paragraph, ...]
    facts: tuple[Numbered, ...]
    names: tuple[Name, ...]
    versions: tuple[Version, ...]
    citation: Citation
    before: ReleaseRow | None
    after: ReleaseRow | None

    def holds(self, quotation: Quotation) -> bool:
        """Whether the words stand in this release, and not elsewhere on its page."""
        return self.release.start <= quotation.start and quotation.end <= self.release.end


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """The context of two texts compared, the older first; `changes` are those of their facts."""

    title: str
    older: ReleaseView
    newer: ReleaseView
    difference: Difference
    changes: tuple[Changed, ...]


@router.get("/release/{identifier}.json")
def send_release(identifier: str, site: OnSite) -> Response:
    """A release with its text, facts and mentions as JSON."""
    return JSONResponse(asdict(site.register.release(identifier)))


@router.get("/release/{identifier}.bib")
def send_citation(identifier: str, request: Request, site: OnSite) -> Response:
    """How a release is cited, as BibTeX."""
    release = site.register.release(identifier)
    cited = cite_release(request, release, title_release(release.row))
    return Response(cited.bibtex, media_type=BIBTEX, headers=save_as(f"{release.row.id}.bib"))


@router.get("/release/{identifier}")
def show_release(identifier: str, request: Request, site: OnSite) -> Response:
    """A release; `span` lights the words from one character of the text to another."""
    release = site.register.release(identifier)
    span = read_span(request.query_params.get("span", ""), release)
    page = make_page(site, request, release, span)
    answer = render_page("release.html", page, section="releases")
    if external_address(release.address):
        answer.headers["Link"] = tell_ways(request, release.address)
    return answer


def read_span(given: str, release: ReleaseView) -> tuple[int, int] | None:
    """The words asked for, as 'START-END' in the version's text; None where they are not here."""
    start, _, end = given.partition("-")
    if not all(
        part.isascii() and part.isdigit() and len(part) < LONGEST_OFFSET for part in (start, end)
    ):
        return None
    first, last = int(start), int(end)
    return (first, last) if release.start <= first < last <= release.end else None


@router.get("/release/{identifier}/diff/{other}")
def show_difference(identifier: str, other: str, site: OnSite) -> Response:
    """The words that differ between two releases, the one recorded first as the older."""
    page = compare_releases(site, identifier, other)
    return render_page("difference.html", page, section="releases")


def make_page(
    site: Site, request: Request, release: ReleaseView, span: tuple[int, int] | None = None
) -> ReleasePage:
    """A release's context, the words of `span` lit."""
    facts = number_facts(release.facts)
    marks = mark_release(release, facts, span)
    before, after = site.register.ask(find_neighbours, release.row.id)
    title = title_release(release.row)
    start, end = _find_headline(release)
    lead = _cut_lead(release.text, end, release.body_start - release.start)
    stamps = (
        *split_paragraphs(lead[:start], release.start, marks),
        *split_paragraphs(lead[end:], release.start + end, marks),
    )
    body = release.text[len(lead) :]
    return ReleasePage(
        title=title,
        release=release,
        headline=split_marks(lead[start:end], release.start + start, marks),
        stamps=stamps,
        paragraphs=split_paragraphs(body, release.start + len(lead), marks),
        facts=facts,
        names=_find_names(release),
        versions=tuple(_each_version(release)),
        citation=cite_release(request, release, title),
        before=before,
        after=after,
    )


def title_release(row: ReleaseRow) -> str:
    """A release's headline; where it has none, the beginning of its text."""
    return shorten(row.headline or row.opening or row.document, TITLE_LENGTH)


def _find_headline(release: ReleaseView) -> tuple[int, int]:
    """Where the headline stands in the release's text; an empty stretch where there is none."""
    headline = release.row.headline
    at = release.text.find(headline) if headline else -1
    if at < 0 or not headline or at + len(headline) > release.body_start - release.start:
        return 0, 0
    return at, at + len(headline)


def _cut_lead(text: str, headline_end: int, body_start: int) -> str:
    """What stands above the running text; a dateline on the same line is part of that."""
    line = text.rfind("\n", 0, body_start) + 1
    return text[: max(headline_end, line)]


def _find_names(release: ReleaseView) -> tuple[Name, ...]:
    """Everybody and everything named in the release, each once, in the order of the text."""
    found = {mention.entry: mention.label for mention in release.mentions}
    return tuple(Name(label, entry_address(entry)) for entry, label in found.items())


def _each_version(release: ReleaseView) -> Iterator[Version]:
    """All versions; the same release in another is the one at the same place on the page."""
    own = next((v.releases for v in release.versions if v.hash == release.version), ())
    place = own.index(release.row.id) if release.row.id in own else 0
    for row in release.versions:
        other = row.releases[min(place, len(row.releases) - 1)] if row.releases else None
        yield Version(row, other, row.hash == release.version)


def compare_releases(site: Site, one: str, other: str) -> DifferencePage:
    """Two texts of one document compared. Raises `NotFoundError` for two documents."""
    pair = [site.register.release(one), site.register.release(other)]
    if pair[0].row.document != pair[1].row.document:
        raise NotFoundError(f"{other}: no text of the document that {one} stands in")
    older, newer = sorted(pair, key=lambda release: (release.recorded_from, release.current))
    compared = site.register.ask(compare_versions, older.row.id, newer.row.id)
    return DifferencePage(
        title=f"What changed: {title_release(newer.row)}",
        older=older,
        newer=newer,
        difference=compare_texts(older.text, newer.text),
        changes=tuple(map(tell_changed, compared.alterations)) if compared else (),
    )
