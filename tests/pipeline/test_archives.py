"""Web archives in a register: each change of a page a version, and nothing twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.pipeline.run import Summary, add_paths, reread
from onrecord.register import schema
from onrecord.register.sightings import page_sightings
from onrecord.register.store import open_engine
from tests.acquire.warcs import SITE, Page, write_archive

EARLY, LATE, LAST = "2031-05-03T10:00:00Z", "2031-05-04T11:30:00Z", "2031-06-01T00:00:00Z"


def page(day: str) -> bytes:
    return f"""<html><body><h1>Harbour Council to meet in Skarn</h1><p>3 May 2031</p>
    <p>The Harbour Council will meet in Skarn on {day} 2031.</p></body></html>""".encode()


FIRST, SECOND, THIRD = page("9 May"), page("16 May"), page("23 May")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def add(home: Path, name: str, *pages: tuple[str, bytes]) -> Summary:
    path = write_archive(
        home.parent / f"{name}.warc.gz", [Page("/news/1", at, body) for at, body in pages]
    )
    return add_paths(home, [path])


def read_versions(home: Path) -> list[tuple[str, str, bool]]:
    """The moments and meeting days of the document's texts, and whether each is the present."""
    engine = open_engine(home)
    with engine.connect() as connection:
        rows = connection.execute(schema.versions.select().order_by(schema.versions.c.id)).all()
    engine.dispose()
    return [
        (row.seen_from, row.text.split(" on ")[1].split(" 2031")[0], row.recorded_to is None)
        for row in rows
    ]


def read_moments(home: Path) -> list[str]:
    engine = open_engine(home)
    with engine.connect() as connection:
        found = [one.at[:10] for one in page_sightings(connection, ("", 0), 100)[0]]
    engine.dispose()
    return found


def test_each_change_of_a_page_is_a_version_dated_as_the_archive_is(home: Path) -> None:
    summary = add(home, "a", (EARLY, FIRST), (LATE, SECOND), (LAST, FIRST))
    assert (summary.read, summary.changed, summary.failures) == (3, 2, [])
    assert read_versions(home) == [
        ("2031-05-03T10:00:00.000000Z", "9 May", False),
        ("2031-05-04T11:30:00.000000Z", "16 May", False),
        ("2031-06-01T00:00:00.000000Z", "9 May", True),
    ]
    engine = open_engine(home)
    with engine.connect() as connection:
        [document] = connection.execute(schema.documents.select()).all()
        assert (document.name, document.address) == (
            "www.harbour.example/news/1", f"{SITE}/news/1",
        )  # fmt: skip
        first = page_sightings(connection, ("", 0), 1)[0][0]
        assert first.headers == (("content-type", "text/html; charset=utf-8"),)
        assert first.asked == f"{SITE}/news/1"
        assert first.said == {"charset": "utf-8"}
    engine.dispose()


def test_an_archive_that_is_known_changes_nothing(home: Path) -> None:
    pages = ((EARLY, FIRST), (LATE, SECOND), (LAST, FIRST))
    add(home, "a", *pages)
    before = (read_versions(home), read_moments(home))
    again = add(home, "a", *pages)
    assert (again.unchanged, again.read, again.older) == (3, 0, 0)
    part = add(home, "b", *pages[:2])
    assert (part.unchanged, part.read, part.older) == (2, 0, 0)
    assert (read_versions(home), read_moments(home)) == before


def test_an_archive_that_goes_on_adds_what_is_new(home: Path) -> None:
    add(home, "a", (EARLY, FIRST))
    summary = add(home, "b", (EARLY, FIRST), (LATE, SECOND), (LAST, FIRST))
    assert (summary.unchanged, summary.changed) == (1, 2)
    assert [day for _, day, _ in read_versions(home)] == ["9 May", "16 May", "9 May"]


def test_what_is_older_than_the_present_text_never_takes_its_place(home: Path) -> None:
    add(home, "a", (LATE, SECOND), (LAST, THIRD))
    summary = add(home, "b", (EARLY, FIRST))
    assert (summary.older, summary.read, summary.documents) == (1, 0, 1)
    assert [day for _, day, now in read_versions(home) if now] == ["23 May"]
    assert read_moments(home) == ["2031-05-03", "2031-05-04", "2031-06-01"]
    again = add(home, "b", (EARLY, FIRST))
    assert (again.older, again.unchanged) == (0, 1)


def test_reading_again_is_no_new_sighting(home: Path) -> None:
    add(home, "a", (EARLY, FIRST), (LATE, SECOND))
    before = read_moments(home)
    engine = open_engine(home)
    with engine.begin() as connection:
        connection.execute(schema.documents.update().values(rules="others"))
    engine.dispose()
    assert reread(home).reread == 1
    assert read_moments(home) == before
