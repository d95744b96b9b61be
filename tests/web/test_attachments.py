"""Files and pictures of a page are named on the page of its release, and lead to its site."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import httpx

from onrecord.model.text import Attachment
from onrecord.register.reader import Register
from onrecord.register.store import open_engine
from tests.web.conftest import start_server, write_gold
from tests.web.documents import HOSTILE, tell_held

PLAN = Attachment("file", "https://harbour.example/plan.pdf", f"The plan {HOSTILE}")
QUAY = Attachment("picture", "pictures/quay.jpg", "The quay")


def test_a_release_names_what_stands_on_its_page(tmp_path: Path) -> None:
    gold = tell_held()
    page = dataclasses.replace(gold.reading.page, attachments=(PLAN, QUAY))
    reading = dataclasses.replace(gold.reading, page=page)
    engine = open_engine(tmp_path, create=True)
    write_gold(engine, [dataclasses.replace(gold, reading=reading)], "2031-06-07T10:00:00.000000Z")
    identifier = Register(engine).releases()[0].id
    engine.dispose()
    with httpx.Client(base_url=start_server(tmp_path), timeout=30) as client:
        html = client.get(f"/release/{identifier}").text
        assert '<a href="https://harbour.example/plan.pdf" rel="noreferrer">The plan' in html
        assert HOSTILE not in html
        assert "The quay" in html
        assert 'href="pictures/quay.jpg"' not in html
        told = client.get(f"/api/v1/releases/{identifier}").json()["attachments"]
        assert told == [dataclasses.asdict(PLAN), dataclasses.asdict(QUAY)]
        assert client.get(f"/release/{identifier}.json").json()["attachments"] == told
