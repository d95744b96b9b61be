"""Reading web archives."""

from __future__ import annotations

import gzip
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest

from onrecord.acquire import records, responses
from onrecord.acquire.discover import find_captures
from onrecord.acquire.sources import find_saved
from onrecord.config.sources import Declared
from onrecord.model.text import Capture, Unreadable
from tests.acquire.warcs import SITE, Page, write_archive, write_wacz

EARLY, LATE, LAST = "2031-05-03T10:00:00Z", "2031-05-04T11:30:00Z", "2031-06-01T00:00:00Z"


def page(words: str) -> bytes:
    return f"<html><body><h1>Harbour Council</h1><p>{words}</p></body></html>".encode()


ONE, TWO = page("The basin opens on 5 May."), page("The basin opens on 9 May.")


def split_found(*paths: Path) -> tuple[list[Capture], list[Unreadable]]:
    found = list(find_captures(paths))
    captures = [one for one in found if isinstance(one, Capture)]
    return captures, [one for one in found if isinstance(one, Unreadable)]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_page_comes_as_it_was_recorded(tmp_path: Path, packed: bool, version: str) -> None:
    path = write_archive(
        tmp_path / ("a.warc.gz" if packed else "a.warc"),
        [
            Page("/news/basin.html", EARLY, ONE, 'text/html; charset="Windows-1251"'),
            Page("/papers/1.pdf?full=1", LATE, b"%PDF-1.7 none", "application/pdf"),
            Page("/note", LAST, b"A note.", "text/plain"),
        ],
        packed=packed,
        version=version,
    )
    captures, unreadable = split_found(path)
    assert unreadable == []
    assert [(c.name, c.address, c.media, c.charset, c.at) for c in captures] == [
        (
            "www.harbour.example/news/basin", f"{SITE}/news/basin.html", "text/html",
            "windows-1251", "2031-05-03T10:00:00.000000Z",
        ),
        (
            "www.harbour.example/papers/1.pdf?full=1", f"{SITE}/papers/1.pdf?full=1",
            "application/pdf", None, "2031-05-04T11:30:00.000000Z",
        ),
        (
            "www.harbour.example/note", f"{SITE}/note", "text/plain", None,
            "2031-06-01T00:00:00.000000Z",
        ),
    ]  # fmt: skip
    assert captures[0].body == ONE
    assert captures[0].headers == (("content-type", 'text/html; charset="Windows-1251"'),)


def test_captures_of_an_address_come_in_order_of_time_whatever_file_they_are_in(
    tmp_path: Path,
) -> None:
    later = write_archive(tmp_path / "a.warc.gz", [Page("/x", LAST, ONE), Page("/x", LATE, TWO)])
    early = write_archive(tmp_path / "b.warc.gz", [Page("/x", EARLY, ONE), Page("/y", LAST, TWO)])
    captures, _ = split_found(later, early)
    assert [(c.name[-1], str(c.at)[:10], c.body) for c in captures] == [
        ("x", "2031-05-03", ONE),
        ("x", "2031-05-04", TWO),
        ("x", "2031-06-01", ONE),
        ("y", "2031-06-01", TWO),
    ]


def test_what_is_as_it_was_is_given_once_and_a_revisit_is_a_return(tmp_path: Path) -> None:
    path = write_archive(
        tmp_path / "a.warc.gz",
        [
            Page("/x", EARLY, ONE),
            Page("/x", "2031-05-03T12:00:00Z", ONE),
            Page("/x", "2031-05-03T13:00:00Z", kind="revisit", refers=("/x", EARLY)),
            Page("/x", LATE, TWO),
            Page("/x", LAST, kind="revisit", refers=("/x", EARLY)),
        ],
    )
    captures, unreadable = split_found(path)
    assert unreadable == []
    assert [(str(c.at)[:10], c.body) for c in captures] == [
        ("2031-05-03", ONE),
        ("2031-05-04", TWO),
        ("2031-06-01", ONE),
    ]


def test_a_revisit_of_what_is_not_here_is_told(tmp_path: Path) -> None:
    path = write_archive(
        tmp_path / "a.warc.gz",
        [
            Page("/x", LAST, kind="revisit", refers=("/x", EARLY)),
            Page("/p.png", LAST, media="image/png", kind="revisit", refers=("/p.png", EARLY)),
        ],
    )
    captures, [told] = split_found(path)
    assert captures == []
    assert told.reason == "the record that it repeats is not here"
    assert told.address.startswith(f"{path}@")


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    path = write_archive(
        tmp_path / "a.warc.gz",
        [
            Page("/gone", EARLY, page("Not found"), status="404 Not Found"),
            Page("/moved", EARLY, b"", status="301 Moved", headers=(("Location", "/x"),)),
            Page("/style.css", EARLY, b"p {}", "text/css"),
            Page("/p.png", EARLY, b"\x89PNG", "image/png"),
            Page("/robots.txt", EARLY, b"User-agent: *", "text/plain"),
            Page("dns:www.harbour.example", EARLY, b"10.0.0.1", "text/dns", kind="resource"),
            Page("/x", EARLY, ONE),
        ],
    )
    captures, unreadable = split_found(path)
    assert [c.name for c in captures] == ["www.harbour.example/x"]
    assert unreadable == []


def chunk(body: bytes) -> bytes:
    pieces = [body[:10], body[10:]]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


CHUNKED, GZIPPED = ("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (chunk(ONE), (CHUNKED,)),
        (gzip.compress(ONE), (GZIPPED,)),
        (chunk(gzip.compress(ONE)), (CHUNKED, GZIPPED)),
        (zlib.compress(ONE), (("Content-Encoding", "deflate"),)),
        (ONE, (CHUNKED, GZIPPED)),  # as crawlers keep it that unpack what they fetch
        (ONE, (("Content-Encoding", "br"),)),
    ],
)
def test_bodies_are_unpacked(
    tmp_path: Path, body: bytes, headers: tuple[tuple[str, str], ...]
) -> None:
    path = write_archive(tmp_path / "a.warc.gz", [Page("/x", EARLY, body, headers=headers)])
    [capture], unreadable = split_found(path)
    assert unreadable == []
    assert capture.body == ONE


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (Page("/b", EARLY, chunk(ONE)[:-60], headers=(CHUNKED,)), "its body breaks off"),
        (Page("/b", EARLY, gzip.compress(ONE)[:-9], headers=(GZIPPED,)), "its body breaks off"),
        (Page("/b", EARLY, b"\x0b\x02br", headers=(("Content-Encoding", "br"),)), "packed as 'br'"),
        (Page("/b", EARLY, b"  \n"), "it is empty"),
        (Page("/b", "May 2031", ONE), "is no moment"),
        (Page("/b", EARLY, ONE, extra=(("WARC-Truncated", "length"),)), "cut short"),
        (Page("/b", EARLY, ONE, extra=(("WARC-Segment-Number", "1"),)), "in segments"),
        (
            Page("/b", EARLY, ONE, extra=(("WARC-Block-Digest", "sha1:" + "A" * 32),)),
            "not those that were archived",
        ),
    ],
)
def test_a_broken_record_is_told_by_its_place_and_the_rest_is_read(
    tmp_path: Path, record: Page, reason: str
) -> None:
    pages = [Page("/a", EARLY, ONE), record, Page("/c", LAST, TWO)]
    path = write_archive(tmp_path / "a.warc.gz", pages)
    captures, [told] = split_found(path)
    assert [c.name[-2:] for c in captures] == ["/a", "/c"]
    assert reason in told.reason
    body = path.read_bytes()
    offset = int(told.address.removeprefix(f"{path}@"))
    assert body[offset : offset + 2] == b"\x1f\x8b"
    assert zlib.decompressobj(31).decompress(body[offset:]).count(b"WARC-Type: response") == 1


def find_starts(body: bytes) -> list[int]:
    return [at for at in range(len(body)) if body.startswith(b"\x1f\x8b\x08", at)]


def test_damage_costs_the_record_that_it_strikes(tmp_path: Path) -> None:
    pages = [Page(f"/{name}", EARLY, page(name * 3000)) for name in "abcd"]
    path = write_archive(tmp_path / "a.warc.gz", pages)
    body = bytearray(path.read_bytes())
    start = find_starts(bytes(body))[2]
    body[start + 60 : start + 90] = bytes(30)
    path.write_bytes(body)
    captures, [told] = split_found(path)
    assert [c.name[-1] for c in captures] == ["a", "c", "d"]
    assert told.address == f"{path}@{start}"
    assert told.reason.startswith("the record is broken: ")


def test_damage_of_a_file_that_is_not_packed_costs_a_record_too(tmp_path: Path) -> None:
    pages = [Page(f"/{name}", EARLY, page(name)) for name in "abc"]
    path = write_archive(tmp_path / "a.warc", pages, packed=False)
    body = path.read_bytes()
    at = body.index(b"/b\r\n")
    length = body.index(b"Content-Length: ", at) + len("Content-Length: ")
    path.write_bytes(body[:length] + b"1" + body[length:])
    captures, unreadable = split_found(path)
    assert [c.name[-1] for c in captures] == ["a", "c"]
    assert len(unreadable) == 1


def test_an_archive_that_breaks_off_gives_what_it_has(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", [Page("/a", EARLY, ONE), Page("/b", LAST, TWO)])
    path.write_bytes(path.read_bytes()[:-20])
    captures, [told] = split_found(path)
    assert [c.name[-1] for c in captures] == ["a"]
    assert "breaks off" in told.reason


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.warc.gz", b"", "it is empty"),
        ("a.warc", b"<html>no archive</html>", "no record begins here"),
        ("a.warc.gz", gzip.compress(b"no archive"), "no record begins here"),
        ("a.warc", b"WARC/1.1\r\nWARC-Type: response\r\n\r\n", "how long it is"),
        ("a.warc", b"WARC/1.1\r\n" + b"A: " + b"x" * 99_999, "too long"),
        ("a.wacz", b"PK no zip", "no zip that can be read"),
    ],
)
def test_what_is_no_web_archive_is_told(
    tmp_path: Path, name: str, body: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    captures, [told] = split_found(path)
    assert captures == []
    assert reason in told.reason


def test_records_packed_as_one_are_told_with_what_helps(tmp_path: Path) -> None:
    plain = write_archive(tmp_path / "a.warc", [Page("/a", EARLY, ONE)], packed=False)
    path = tmp_path / "b.warc.gz"
    path.write_bytes(gzip.compress(plain.read_bytes()))
    _, [told] = split_found(path)
    assert told.reason == "the record is broken: its records are packed as one piece"
    assert "recompress" in told.remedy


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_the_archives_in_a_wacz_are_read(tmp_path: Path, packing: int) -> None:
    early = write_archive(tmp_path / "1.warc.gz", [Page("/x", LATE, TWO), Page("/y", LAST, TWO)])
    late = write_archive(tmp_path / "2.warc", [Page("/x", EARLY, ONE)], packed=False)
    members = {
        "archive/1.warc.gz": early.read_bytes(),
        "archive/2.warc": late.read_bytes(),
        "pages/pages.jsonl": b"{}",
        "extra/3.warc": late.read_bytes(),
    }
    captures, unreadable = split_found(write_wacz(tmp_path / "a.wacz", members, packing))
    assert unreadable == []
    assert [(c.name[-1], c.body) for c in captures] == [("x", ONE), ("x", TWO), ("y", TWO)]


def test_members_of_a_wacz_that_lead_out_or_unpack_to_bombs_are_refused(tmp_path: Path) -> None:
    good = write_archive(tmp_path / "1.warc.gz", [Page("/x", EARLY, ONE)]).read_bytes()
    members = {
        "archive/../../evil.warc.gz": good,
        "archive/1.warc.gz": good,
        "archive/bomb.warc": bytes(records.GREAT_BYTES + 1),
    }
    path = write_wacz(tmp_path / "a.wacz", members, zipfile.ZIP_DEFLATED)
    captures, unreadable = split_found(path)
    assert [c.name for c in captures] == ["www.harbour.example/x"]
    assert [(one.address, one.reason) for one in unreadable] == [
        (f"{path}!archive/../../evil.warc.gz", "its name leads out of the archive"),
        (f"{path}!archive/bomb.warc", "it unpacks to far more than a web archive does"),
    ]


def test_great_records_and_bombs_cost_no_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    great = 24 * 1024 * 1024
    monkeypatch.setattr(records, "GREAT_BYTES", great // 2)
    monkeypatch.setattr(responses, "MAX_BYTES", 1024 * 1024)
    packed = gzip.compress(bytes(great))
    path = write_archive(
        tmp_path / "a.warc.gz",
        [
            Page("/film.mp4", EARLY, bytes(great), "video/mp4"),
            Page("/bomb", EARLY, packed, headers=(GZIPPED,)),
            Page("/x", LAST, ONE),
        ],
    )
    tracemalloc.start()
    captures, unreadable = split_found(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < great // 6
    assert [c.name[-1] for c in captures] == ["x"]
    assert ["next to nothing" in one.reason for one in unreadable] == [True, False]
    assert "it unpacks to over" in unreadable[1].reason


def test_a_source_takes_from_its_archives_what_it_wants_under_its_own_names(
    tmp_path: Path,
) -> None:
    pages = [
        Page("/news/1.html", EARLY, ONE),
        Page("/", EARLY, TWO),
        Page("https://other.example/news/2", LATE, TWO),
    ]
    path = write_archive(tmp_path / "a.warc.gz", pages)
    source = Declared(
        "harbour", institution="Harbour Council", lists=("https://harbour.example/news",),
        archives=(path,), include=("/news/*",),
    )  # fmt: skip
    found = [one for one in find_saved(source) if isinstance(one, Capture)]
    assert [(one.name, one.institution) for one in found] == [
        ("news/1", "Harbour Council"),
        ("other.example/news/2", "Harbour Council"),
    ]


def test_a_folder_may_hold_archives_among_its_pages(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("A note.")
    write_archive(tmp_path / "a.warc.gz", [Page("/x", EARLY, ONE)])
    captures, _ = split_found(tmp_path)
    assert [c.name for c in captures] == ["b", "www.harbour.example/x"]
