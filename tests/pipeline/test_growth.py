"""Growing registers: a collection after another under fresh names and years, and its ratios."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.worlds import YEARS, Teller
from onrecord.model.text import Capture
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.pipeline.verifying import verify_home
from onrecord.register.reader import Register
from onrecord.register.views import Query
from trust.growth import Size, count_documents, grow_register, print_growth, probe_register

PAGES = {
    "2024-05-03": "The Harbour Council met in Skarn on 3 May 2024. Ida Holm took the chair. "
    "The council will publish a report on dredging by 30 June 2024.",
    "2024-07-01": "On 1 July 2024 the Harbour Council published its report on dredging.",
}


@pytest.fixture(scope="module")
def teller() -> Teller:
    read = (
        extract_capture(Capture(day, day, page.encode(), "text/plain", published=day))
        for day, page in PAGES.items()
    )
    return Teller([extract for extract in read if isinstance(extract, Extract)])


@pytest.fixture(scope="module")
def home(teller: Teller, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two collections of four releases."""
    home = tmp_path_factory.mktemp("growth")
    grow_register(home, teller, 4, 6)
    grow_register(home, teller, 4, 8)
    return home


def _list_days(home: Path) -> list[str]:
    register = Register.open(home)
    try:
        return sorted(row.published or "" for row in register.releases(Query(limit=50)))
    finally:
        register.close()


def test_every_collection_lies_in_years_of_its_own(home: Path):
    years = [2024, 2023, *(2024 - YEARS - turn for turn in (2, 3))]
    assert _list_days(home) == sorted(
        f"{year}-{day}" for year in years for day in ("05-03", "07-01")
    )


def test_what_is_grown_is_whole_with_its_archive(home: Path):
    verified = verify_home(home)
    assert verified.damages == []
    assert verified.checked["captures"] == 8


def test_probes_are_the_same_documents_of_the_first_years(teller: Teller, tmp_path: Path):
    grow_register(tmp_path, teller, 4, 2)
    figures = probe_register(tmp_path, teller, 1)
    assert set(figures) == {
        "adding in batches, ms a document", "adding one by one, ms a document",
    }  # fmt: skip
    assert min(_list_days(tmp_path)) > str(2024 - YEARS)


@pytest.mark.parametrize(("releases", "documents"), [(0, 0), (1, 1), (2, 2), (3, 3), (8, 8)])
def test_documents_are_told_until_there_are_as_many_releases(
    teller: Teller, releases: int, documents: int
):
    assert count_documents(teller.extracts, releases) == documents


def test_what_grows_too_much_is_marked_and_counted(capsys: pytest.CaptureFixture[str]):
    first = Size(10, {"adding": 10.0, "memory": 100.0}, {"/": 10.0, "/slow": 10.0, "/quick": 0.5})
    last = Size(100, {"adding": 14.0, "memory": 130.0}, {"/": 13.0, "/slow": 99.0, "/quick": 1.5})
    assert print_growth(first, last) == 2
    marked = [line.split() for line in capsys.readouterr().out.splitlines() if line.endswith("!")]
    assert marked == [
        ["adding", "10.0", "14.0", "1.40", "!"],
        ["/slow", "10.0", "99.0", "9.90", "!"],
    ]
