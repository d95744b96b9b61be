"""One address at least of every kind of page."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.register.reader import Register
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, list_address, release_address
from onrecord.web.kinds import KINDS

FIXED = (
    "/",
    "/releases",
    "/releases?from=2024",
    "/releases?source=Harbour+Council",
    "/search",
    "/search?q=council",
    "/failures",
    "/coverage",
    "/coverage/harbours.json",
    "/coverage/fisheries",
    "/calendar?month=2031-06",
    "/calendar?month=2031-05&view=agenda",
    "/timeline",
    "/timeline?body=Harbour+Council",
    "/network",
    "/network?circle=bodies",
    "/map",
    "/report",
    "/report?body=Harbour+Council",
    "/search?q=council&source=nlco",
)


def find_release(register: Register, document: str) -> str:
    return next(r.id for r in register.releases(Query(limit=200)) if r.document == document)


def list_pages(register: Register, entries: int = 2) -> Iterator[str]:
    """Addresses of every kind of page; of each layer so many entries."""
    yield from FIXED
    yield from list_layers(register, entries)
    yield "/promises?asof=2032&status=overdue"
    release = find_release(register, "harbour/announced")
    yield release_address(release)
    view = register.release(release)
    yield f"/release/{release}/diff/{view.versions[0].releases[0]}"
    yield release_address(find_release(register, "harbour/marked"))
    yield f"{release_address(release)}?span={view.start}-{view.end}"
    yield from list_review_pages(register)
    yield "/no-such-page"


def list_layers(register: Register, entries: int) -> Iterator[str]:
    """The list of each layer, and of each so many entries."""
    for kind in KINDS:
        yield list_address(kind.slug)
        for row in register.entries(kind.layer, Query(limit=entries, newest=True)):
            yield entry_address(row.id)


def list_review_pages(register: Register) -> Iterator[str]:
    """Addresses of every kind of page of the review."""
    yield from ("/review", "/review/joins", "/review/links", "/review/facts", "/review/notes")
    yield from ("/review/facts?layer=event&source=nlco", "/review/history", "/review/session")
    yield f"/review/release/{register.releases(Query(limit=1))[0].id}"
    for layer in ("event", "commitment", "person", "organisation"):
        yield f"/review/entry/{register.entries(layer, Query(limit=1))[0].id}"
