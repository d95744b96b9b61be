"""The smallest pages that once could not be read, and pages that are made to do harm."""

import json
import os
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from onrecord.model.text import Capture
from onrecord.pipeline import run
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.pipeline.run import add_paths
from onrecord.pipeline.workers import read_all
from onrecord.register.reader import Register

PROSE = "The Harbour Council met in Skarn on 3 May 2024 and approved the plan.\n"

SMALLEST = {
    "a charset that is no text's": (b"Council met", "hex"),
    "a link at the end of a text": (b"- ENDS - It was agreed that\n\n" + PROSE.encode(), None),
    "a place that breaks off": (b"It agreed that the council will be the fifth round in", None),
    "a known acronym at the end": (b"He came back to work for the AU", None),
    "an acronym of a broken encoding": ("A phase of operation ‚ÄúGrey Net‚Äù".encode(), None),
    "lone surrogates": ((PROSE + "\ud800 \udfff").encode("utf-8", "surrogatepass"), None),
    "zero bytes": (PROSE.replace(" ", "\0 ", 1).encode(), None),
    "overrides and characters of no width": (
        f"\u202e{PROSE}\u200b\u2066{PROSE}\u2069".encode(),
        None,
    ),
    "combining characters": (f"A{chr(0x301) * 3000} {PROSE}".encode(), None),
    "nested marks": (b"(" * 900 + PROSE.encode() + b")" * 900, None),
    "one word": (b"&" * 3000, None),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_a_bad_text_is_read_or_refused_with_every_offset_right(name: str) -> None:
    body, charset = SMALLEST[name]
    result = extract_capture(Capture("bad", "bad", body, "text/plain", charset))
    assert isinstance(result, Extract)
    check_spans(result)


def check_spans(result: Extract) -> None:
    text = result.reading.page.text
    found = list(iter_spans(result.to_record()))
    assert all(text[start:end] == quoted for start, end, quoted in found)


def iter_spans(value: object) -> list[tuple[int, int, str]]:
    if isinstance(value, list):
        return [span for item in value for span in iter_spans(item)]
    if not isinstance(value, dict):
        return []
    own = (
        [(value["start"], value["end"], value["text"])]
        if set(value) == {"start", "end", "text"}
        else []
    )
    return own + [span for item in value.values() for span in iter_spans(item)]


MARKUP = {
    "a billion laughs": '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>',
    "an external entity": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><p>&a;</p>',
    "a long attribute": f'<p title="{"a" * 1_000_000}">',
    "hundreds of levels": "<div>" * 240,
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
}


@pytest.mark.parametrize("name", MARKUP)
def test_bad_markup_is_read_and_loads_nothing(name: str) -> None:
    body = (MARKUP[name] + f"<p>{PROSE}</p>").encode()
    result = extract_capture(Capture("bad", "bad", body, "text/html"))
    assert isinstance(result, Extract)
    text = result.reading.page.text
    assert "Harbour Council" in text
    assert "haha" not in text
    assert "alert" not in text
    check_spans(result)


def test_markup_of_a_hundred_thousand_levels_is_refused_or_read() -> None:
    body = ("<div>" * 100_000 + PROSE).encode()
    result = extract_capture(Capture("bad", "bad", body, "text/html"))
    assert isinstance(result, Extract) or "too deeply" in result.reason


ODD_FIELDS = {
    "id": "a\ud800\0\x1b[2J", "title": "x\udfff\u202e", "date": "\ud800", "url": "\ud800",
    "source": "Q\ud800", "lang": "\ud800",
}  # fmt: skip


def test_names_and_fields_that_no_database_holds_are_kept_spelled(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    Path(os.fsdecode(os.fsencode(pages) + b"/bad\xff\n.txt")).write_text(PROSE)
    line = json.dumps({**ODD_FIELDS, "text": PROSE + "\u200b\u202eports\ud800 are open"})
    (pages / "n.jsonl").write_text(line)
    escaped = b"<meta charset=unicode_escape><p>" + PROSE.encode() + rb" caf" + b"\xe9 \\ud800</p>"
    (pages / "escape.html").write_bytes(escaped)
    summary = add_paths(tmp_path / "home", [pages])
    assert summary.read == 3, summary.failures
    with closing(Register.open(tmp_path / "home")) as register:
        kept = [register.release(row.id) for row in register.releases()]
    assert {one.row.document for one in kept} == {"a\\ud800\0\x1b[2J", "bad\\udcff\n", "escape"}
    assert all("Harbour Council met" in one.text for one in kept)


def test_a_document_that_kills_its_process_is_listed_in_the_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = partial(read_all, child="tests.pipeline.fatal_child")
    monkeypatch.setattr(run, "read_all", reading)
    for name in ("crash", "exit"):
        (tmp_path / f"{name}.txt").write_text(name)
    summary = add_paths(tmp_path / "home", [tmp_path / "crash.txt", tmp_path / "exit.txt"])
    with closing(Register.open(tmp_path / "home")) as register:
        told = {one.name: one.reason for one in register.failures()}
    assert told == {one.name: one.reason for one in summary.failures}
    assert "SIGSEGV" in told["crash"]
    assert "exit code 3" in told["exit"]
