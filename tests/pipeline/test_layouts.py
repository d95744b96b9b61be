"""Sources with a declared layout: what it misses is held back, and read once it is mended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from onrecord.config.layouts import Layout, Slot
from onrecord.config.sources import Declared
from onrecord.model.text import Capture
from onrecord.pipeline.archived import load_archived
from onrecord.pipeline.updating import update_sources
from onrecord.register.archived import load_documents
from onrecord.register.store import open_engine
from tests.site.following import SimulatedClock, find_moment
from tests.site.server import serve_site

WRONG = Layout("old", body=("#text",), title=Slot("h1"))
RIGHT = Layout("classic", body=("#middle > p",), title=Slot("h1"), date=Slot("div.date"))
DAY = date(2025, 1, 16)


def test_a_page_that_no_layout_fits_is_held_until_the_layout_is_mended(tmp_path: Path):
    clock = SimulatedClock(find_moment(DAY))
    with serve_site(stall=0.2) as site:
        site.day = DAY
        source = Declared(
            "meril", lists=(f"{site.base}/news",), allow=("127.0.0.1",), pace=0.0, layout=(WRONG,)
        )
        (first,) = update_sources(tmp_path, [source], clock=clock)
        mended = replace(source, layout=(WRONG, RIGHT))
        (second,) = update_sources(tmp_path, [mended], clock=clock)
    assert first.held >= 2
    assert (first.fresh, [one.kind for one in first.alarms]) == (0, ["layout"])
    assert "layout 'old': no text at '#text'" in first.alarms[0].told
    assert second.alarms == []
    with open_engine(tmp_path).connect() as connection:
        documents = load_documents(connection)
    assert {one.name for one in documents} == {  # the third was the print version of one
        "meril/news/flood-centre-opens",
        "meril/news/quell-drost-meeting",
    }
    for capture in load_archived(tmp_path, documents):
        assert isinstance(capture, Capture)
        assert "#middle > p" in (capture.layout or "")


def test_a_saved_page_that_no_layout_fits_is_read_and_told(tmp_path: Path):
    folder = tmp_path / "saved"
    folder.mkdir()
    page = "<h1>Council opens the quay</h1><p>3 May 2021</p><p>It was opened in Lesk on Monday.</p>"
    (folder / "page.html").write_text(page, "utf-8")
    source = Declared("lesk", folders=(folder,), layout=(WRONG,))
    (done,) = update_sources(tmp_path / "home", [source], clock=SimulatedClock(find_moment(DAY)))
    assert done.fresh == 1
    assert [reason for _, reason in done.failures] == ["layout 'old': no text at '#text'"]
