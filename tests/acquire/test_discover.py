"""Finding documents on disk."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Literal

import pytest

from onrecord.acquire import fields, media
from onrecord.acquire.discover import find_captures
from onrecord.acquire.fields import FieldMap
from onrecord.model.text import Capture, Unreadable

Mode = Literal["w", "w:gz", "w:xz"]

PAGE = b"<html><body><p>The port opened.</p></body></html>"


def split_found(*paths: Path | str, chosen: FieldMap | None = None):
    found = list(find_captures(paths, chosen))
    captures = [one for one in found if isinstance(one, Capture)]
    return captures, [one for one in found if isinstance(one, Unreadable)]


def write_files(folder: Path, **files: bytes) -> None:
    for name, body in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def test_a_folder_gives_its_documents_in_order_named_by_their_paths(tmp_path: Path):
    write_files(
        tmp_path, b_dot_txt=b"B", a_dot_html=PAGE, deep__c_dot_txt_dot_gz=gzip.compress(b"C"),
        README=b"<!DOCTYPE html>" + PAGE, a_dot_gold_dot_json=b"{}", x_dot_toml=b"",
        _dot_hidden=b"x",
        _dot_git__d_dot_txt=b"D",
    )  # fmt: skip
    captures, unreadable = split_found(tmp_path)
    assert [(one.name, one.media) for one in captures] == [
        ("README", "text/html"),
        ("a", "text/html"),
        ("b", "text/plain"),
        ("deep/c", "text/plain"),
    ]
    assert captures[3].body == b"C"
    assert captures[3].address.endswith("deep/c.txt.gz")
    assert not unreadable


def test_names_are_never_shared(tmp_path: Path):
    write_files(tmp_path, a_dot_html=PAGE, a_dot_txt=b"A", b_dot_txt=b"B")
    captures, _ = split_found(tmp_path, tmp_path / "a.txt", tmp_path / "b.txt")
    assert [one.name for one in captures] == ["a", "a.txt", "b", "a.txt-2", "b.txt"]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("empty.txt", b" \r\n", "empty"),
        ("broken.txt.gz", gzip.compress(b"x" * 999)[:-12], "data is broken"),
        ("none.html.gz", b"no gzip at all", "data is broken"),
        ("broken.tar", b"no archive" * 99, "archive is broken"),
        ("broken.zip", b"PK\x03\x04 no archive", "archive is broken"),
        ("report.docx", b"PK", "ending in .docx"),
    ],
)
def test_what_cannot_be_read_is_told_and_the_rest_is_read(
    tmp_path: Path, name: str, body: bytes, reason: str
):
    (tmp_path / name).write_bytes(body)
    (tmp_path / "z.txt").write_bytes(b"Z")
    captures, unreadable = split_found(tmp_path)
    assert [one.name for one in captures] == ["z"]
    assert len(unreadable) == 1
    assert reason in unreadable[0].reason
    assert unreadable[0].remedy
    assert "\n" not in unreadable[0].reason


@pytest.mark.parametrize("path", ["no/such/file", "https://harbours.example/news", "a\0b"])
def test_a_path_that_names_nothing_is_told(path: str):
    captures, unreadable = split_found(path)
    assert not captures
    assert len(unreadable) == 1


def test_a_folder_without_documents_is_told(tmp_path: Path):
    assert "no document" in split_found(tmp_path)[1][0].reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_told(tmp_path: Path):
    (tmp_path / "a.txt").write_bytes(b"A")
    (tmp_path / "a.txt").chmod(0)
    assert "permission" in split_found(tmp_path)[1][0].reason


def make_tar(path: Path, mode: Mode) -> None:
    with tarfile.open(path, mode) as archive:
        for name in ("one.html", "./deep/two.txt", "../out.txt", "/abs.txt", ".hidden", "in.zip"):
            entry = tarfile.TarInfo(name)
            entry.size = len(PAGE)
            archive.addfile(entry, io.BytesIO(PAGE))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)


@pytest.mark.parametrize(
    ("name", "mode"),
    [("p.tar", "w"), ("p.tar.gz", "w:gz"), ("p.tgz", "w:gz"), ("p.tar.xz", "w:xz")],
)
def test_a_tar_gives_its_pages_and_refuses_what_leads_out_of_it(
    tmp_path: Path, name: str, mode: Mode
):
    make_tar(tmp_path / name, mode)
    captures, unreadable = split_found(tmp_path / name)
    assert [one.name for one in captures] == ["one", "deep/two"]
    assert captures[0].address == f"{tmp_path / name}!one.html"
    assert captures[0].body == PAGE
    reasons = [one.reason for one in unreadable]
    assert len(reasons) == 4
    assert reasons[0] == reasons[1] == "its name leads out of the archive"
    assert "inside an archive" in reasons[2]
    assert "link" in reasons[3]


def test_a_tar_that_breaks_off_gives_what_stands_before(tmp_path: Path):
    path = tmp_path / "p.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("one.txt", "two.txt"):
            entry = tarfile.TarInfo(name)
            entry.size = 5000
            archive.addfile(entry, io.BytesIO(b"x" * 5000))
    path.write_bytes(path.read_bytes()[:8000])
    captures, unreadable = split_found(path)
    assert [one.name for one in captures] == ["one"]
    assert unreadable
    assert "broken" in unreadable[-1].reason


def test_a_zip_gives_its_pages(tmp_path: Path):
    path = tmp_path / "p.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("news/one.html", PAGE)
        archive.writestr("news/list.jsonl", '{"text": "The port opened."}\n')
        archive.writestr("../out.html", PAGE)
        archive.writestr("__MACOSX/one.html", PAGE)
    captures, unreadable = split_found(path)
    assert [one.name for one in captures] == ["news/one", "news/list:1"]
    assert len(unreadable) == 1


def test_a_document_beyond_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from onrecord.acquire import discover

    monkeypatch.setattr(discover, "MAX_BYTES", 10)
    write_files(
        tmp_path, a_dot_txt=b"x" * 11, b_dot_txt_dot_gz=gzip.compress(b"x" * 99), c_dot_txt=b"C"
    )
    captures, unreadable = split_found(tmp_path)
    assert [one.name for one in captures] == ["c"]
    assert len(unreadable) == 2


def write_lines(path: Path, *rows: object) -> Path:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as stream:
        stream.write(text)
    return path


def test_jsonl_fields_are_found_by_their_usual_names(tmp_path: Path):
    path = write_lines(
        tmp_path / "news.jsonl.gz",
        {"id": 7, "url": "https://h.example/7", "title": "Port", "date": "2023-03-14"}
        | {"body": "It opened.", "source": "Council", "lang": "en"},
        "",
        {"html": "<p>It opened.</p>"},
    )  # fmt: skip
    captures, unreadable = split_found(path)
    assert not unreadable
    first, second = captures
    assert (first.name, first.address, first.headline) == ("7", "https://h.example/7", "Port")
    assert (first.published, first.institution, first.lang) == ("2023-03-14", "Council", "en")
    assert (first.body, first.media) == (b"It opened.", "text/plain")
    assert (second.name, second.media) == ("news:3", "text/html")
    assert second.address == f"{path}:3"


def test_jsonl_fields_can_be_chosen(tmp_path: Path):
    path = write_lines(
        tmp_path / "n.jsonl", {"text": "no", "data": {"raw": "It opened."}, "key": "k"}
    )
    captures, _ = split_found(path, chosen=FieldMap(text="data.raw", id="key"))
    assert [(one.name, one.body) for one in captures] == [("k", b"It opened.")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"headline": "Port", "note": 3}, "no field with the text; the line has headline, note"),
        ({"text": ""}, "the field with the text is empty"),
        ({"text": 3}, "no field with the text; the line has text"),
        ([1], "no JSON object"),
        ('{"text": ', "not JSON"),
    ],
)
def test_a_line_without_text_is_told_and_the_rest_is_read(tmp_path: Path, row: object, reason: str):
    path = write_lines(tmp_path / "n.jsonl", row, {"text": "It opened."})
    captures, unreadable = split_found(path)
    assert [one.name for one in captures] == ["n:2"]
    assert unreadable[0].name == "n:1"
    assert reason in unreadable[0].reason


def test_lines_with_the_same_id_are_told_apart(tmp_path: Path):
    path = write_lines(tmp_path / "n.jsonl", {"id": "a", "text": "A"}, {"id": "a", "text": "B"})
    names = [one.name for one in split_found(path)[0]]
    assert len(set(names)) == 2
    assert names[0] == "a"


def test_a_line_beyond_the_limit_is_passed_over():
    lines = list(fields.iter_lines(io.BytesIO(b"x" * 50 + b"\nok\n"), limit=10))
    assert lines == [None, b"ok\n"]


@pytest.mark.parametrize(
    ("body", "name", "kind"),
    [
        (b"The port opened.", "stdin", "text/plain"),
        (b"<!doctype html><html><p>The port opened.", "stdin", "text/html"),
        (b'{"text": "The port opened."}\n', "stdin:1", "text/plain"),
    ],
)
def test_a_dash_is_standard_input(
    monkeypatch: pytest.MonkeyPatch, body: bytes, name: str, kind: str
):
    stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(body)))
    monkeypatch.setattr(sys, "stdin", stream)
    captures, _ = split_found("-")
    assert [(one.name, one.media) for one in captures] == [(name, kind)]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.HTML", ("a", ".html")),
        ("a.b.txt.gz", ("a.b", ".txt.gz")),
        ("x/p.tar.xz", ("x/p", ".tar.xz")),
        ("notes", ("notes", "")),
        (".txt", (".txt", "")),
        ("a.docx", ("a.docx", "")),
    ],
)
def test_endings_are_split_off_whole(name: str, parts: tuple[str, str]):
    assert media.split_ending(name) == parts
