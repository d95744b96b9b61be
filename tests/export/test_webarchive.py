"""The register's bytes as a web archive, and a register made of it again."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from onrecord.acquire.archive import load_bytes
from onrecord.errors import InputError
from onrecord.export.about import Selection
from onrecord.export.files import export_register
from onrecord.model.text import Capture
from onrecord.pipeline.run import add_captures, add_paths
from onrecord.register import schema
from onrecord.register.reader import Register
from onrecord.register.sightings import sightings
from onrecord.register.store import Connection, open_engine
from onrecord.register.views import Query

SITE = "https://harbour.example"
HEAD = (
    ("content-type", "text/html; charset=Windows-1252"),
    ("content-encoding", "gzip"),
    ("content-length", "77"),
    ("x-office", "Büro für Häfen"),
)


def page(day: str) -> bytes:
    return f"""<html><body><h1>Harbour Council to meet in Skarn</h1><p>3 May 2031</p>
    <p>The Harbour Council will meet in Skärn on {day} 2031.</p>
    <p>It promised to publish a report by 30 June 2031.</p></body></html>""".encode("cp1252")


def capture(day: str, at: str) -> Capture:
    return Capture(
        "harbour/news/1", f"{SITE}/news/1", page(day), "text/html", "windows-1252",
        institution="Harbour Council", at=at, asked=f"{SITE}/n?id=1", headers=HEAD,
    )  # fmt: skip


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages that were fetched and changed twice, a note added by hand, a line with an address."""
    folder = tmp_path_factory.mktemp("captures")
    texts = folder / "texts"
    texts.mkdir()
    (texts / "a note.txt").write_text("4 May 2031\n\nIlse Hartvig met Oleg Tarn in Skarn.\n")
    line = {"text": "The basin opened on 5 May 2031.", "url": f"{SITE}/x", "date": "2031-05-06"}
    (texts / "lines.jsonl").write_text(json.dumps({**line, "title": "Basin\nopens"}))
    home = folder / "home"
    add_paths(home, [texts])
    for day, at in (("9 May", "03T10"), ("16 May", "04T11"), ("9 May", "05T12")):
        add_captures(home, [capture(day, f"2031-05-{at}:00:00.250000Z")])
    return home


@pytest.fixture(scope="module")
def archive(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    register = Register.open(home)
    folder = tmp_path_factory.mktemp("exported")
    [written] = export_register(register, folder, "warc", Selection(Query(), date(2031, 7, 1)))
    register.close()
    assert (written.path.name, written.rows) == ("captures.warc.gz", 5)
    return written.path


def read_rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a register holds, without its own numbers and the times at which it learned it."""
    engine = open_engine(home)
    with engine.connect() as connection:
        found = dict(_each_table(connection))
    engine.dispose()
    return found


def _each_table(connection: Connection):
    d, c, v, s = schema.documents.c, schema.captures.c, schema.versions.c, sightings.c
    r, f, k = schema.releases.c, schema.facts.c, schema.claims.c
    versions = v.hash, v.seen_from, v.digest, v.recorded_to.is_(None)
    asked = {
        "documents": select(d.name, d.address, d.institution, d.digest, d.seen, d.rules),
        "captures": select(d.name, c.digest, c.media, c.said).join_from(
            schema.captures, schema.documents
        ),
        "sightings": select(d.name, c.digest, s.at, s.asked, s.headers)
        .join_from(sightings, schema.captures)
        .join(schema.documents, d.id == s.document_id),
        "versions": select(d.name, *versions, v.text, v.lang, v.furniture).join_from(
            schema.versions, schema.documents
        ),
        "releases": select(
            *versions, r.own, r.start, r.end, r.headline, r.published, r.main, r.current
        ).join_from(schema.releases, schema.versions),
        "facts": select(
            *versions, f.own, f.layer, f.kind, f.status, f.start, f.end, f.rule, f.entry,
            f.evidence_start, f.recorded_to.is_(None),
        ).join_from(schema.facts, schema.versions),
        "claims": select(*versions, f.own, k.slot, k.value, k.start, k.end)
        .join_from(schema.claims, schema.facts)
        .join(schema.versions),
    }  # fmt: skip
    for name, statement in asked.items():
        yield name, sorted(map(tuple, connection.execute(statement)), key=repr)


def test_a_register_made_of_it_is_the_same_row_by_row(
    home: Path, archive: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    summary = add_paths(again, [archive])
    assert (summary.failures, summary.older) == ([], 0)
    before, after = read_rows(home), read_rows(again)
    for table, rows in before.items():
        assert rows, table
        assert after[table] == rows, table
    assert len(before["versions"]) == 5
    for row in before["captures"]:
        assert load_bytes(again, str(row[1])) == load_bytes(home, str(row[1]))


def test_it_is_what_warcio_calls_a_sound_archive(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checker = Checker(argparse.Namespace(inputs=[str(archive)], verbose=True))
    assert checker.process_all() == 0
    told = capsys.readouterr().out
    assert told.count("digest pass") == 11
    assert "failed" not in told


def read_records(archive: Path) -> list[tuple[dict[str, str], dict[str, str], bytes]]:
    with archive.open("rb") as file:
        return [
            (
                dict(record.rec_headers.headers),
                dict(record.http_headers.headers) if record.http_headers else {},
                record.raw_stream.read(),
            )
            for record in ArchiveIterator(file)
        ]


def test_each_capture_has_target_date_head_and_digest(archive: Path) -> None:
    info, *others = read_records(archive)
    assert info[0]["WARC-Type"] == "warcinfo"
    assert b"format: WARC File Format 1.1\r\n" in info[2]
    captures = [record for record in others if record[0]["WARC-Type"] != "metadata"]
    told = sorted(
        (head["WARC-Type"], head["WARC-Target-URI"], head["Content-Type"])
        for head, _, _ in captures
    )
    answer = ("response", f"{SITE}/n?id=1", "application/http; msgtype=response")
    assert told == [
        ("resource", "https://harbour.example/x", "text/plain; charset=utf-8"),
        ("resource", "urn:onrecord:document:a%20note", "text/plain"),
        *[answer] * 3,
    ]
    dates = [head["WARC-Date"] for head, _, _ in captures if head["WARC-Type"] == "response"]
    assert dates == [f"2031-05-{at}:00:00.250000Z" for at in ("03T10", "04T11", "05T12")]
    assert all(head["WARC-Payload-Digest"].startswith("sha1:") for head, _, _ in captures)
    http = next(http for head, http, _ in captures if head["WARC-Type"] == "response")
    assert http["x-crawler-content-encoding"] == "gzip"
    assert http["content-length"] == str(len(page("9 May")))
    ids = [head["WARC-Record-ID"] for head, _, _ in (info, *others)]
    assert len(set(ids)) == len(ids)


def test_under_a_filter_it_is_refused(home: Path, tmp_path: Path) -> None:
    register = Register.open(home)
    chosen = Selection(Query(since="2031-01-01"), date(2031, 7, 1))
    with pytest.raises(InputError, match="it holds everything that was captured"):
        export_register(register, tmp_path / "out", "warc", chosen)
    assert not (tmp_path / "out").exists()
    register.close()


def test_as_known_on_a_day_it_holds_what_was_captured_by_then(home: Path, tmp_path: Path) -> None:
    register = Register.open(home)
    day = "2001-01-01"
    past = Selection(Query(), date(2001, 1, 1), day)
    [written] = export_register(register.at(day), tmp_path / "out", "warc", past)
    register.close()
    assert written.rows == 0
    assert len(read_records(written.path)) == 1
