"""Archives and packed files that are made to do harm: refused with a reason, the rest read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import random
import stat
import sys
import tarfile
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest

from onrecord.acquire import discover, members, unpacking
from onrecord.acquire.discover import find_captures
from onrecord.acquire.media import MAX_BYTES
from onrecord.model.text import Capture, Unreadable
from tests.acquire.test_discover import PAGE, split_found

MB = 1_000_000
TIGHT_BYTES = 50_000  # a file may have in tests with tight bounds


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds a thousandth of the real ones, so that a bomb of a megabyte is one."""
    monkeypatch.setattr(unpacking, "FREE_BYTES", 100_000)
    monkeypatch.setattr(discover, "MAX_BYTES", TIGHT_BYTES)


def pack_tar(
    path: Path, mode: Literal["w", "w:gz", "w:bz2", "w:xz"], *files: tuple[str, bytes]
) -> Path:
    with tarfile.open(path, mode) as archive:
        for name, body in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return path


def pack_zip(path: Path, *files: tuple[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return path


BOMB = b" " * MB
PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress,
}  # fmt: skip


@pytest.mark.parametrize("ending", PACK)
@pytest.mark.usefixtures("tight")
def test_a_packed_archive_that_unpacks_to_too_much_ends_with_the_reason(
    tmp_path: Path, ending: str
) -> None:
    plain = pack_tar(tmp_path / "p.tar", "w", ("a.txt", PAGE), ("b.txt", BOMB), ("c.txt", PAGE))
    bomb = tmp_path / f"bomb.tar.{ending}"
    bomb.write_bytes(PACK[ending](plain.read_bytes()))
    captures, unreadable = split_found(bomb)
    assert [one.name for one in captures] == ["a"]
    assert "unpacks to over 250 times its size" in unreadable[-1].reason
    assert [one.name for one in split_found(plain)[0]] == ["a", "c"]


@pytest.mark.usefixtures("tight")
def test_the_members_of_a_zip_share_one_allowance(tmp_path: Path) -> None:
    files = [(f"{number}.jsonl", (b" " * 999 + b"\n") * 600) for number in range(20)]
    path = pack_zip(tmp_path / "bomb.zip", ("a.txt", PAGE), *files)
    captures, unreadable = split_found(path)
    allowed = 100_000 + 250 * path.stat().st_size
    assert [one.name for one in captures] == ["a"]
    assert len(unreadable) == 20 - allowed // 600_000
    assert {"unpacks to over" in one.reason for one in unreadable} == {True}


@pytest.mark.usefixtures("tight")
def test_what_is_packed_in_a_packed_archive_shares_its_allowance(tmp_path: Path) -> None:
    inner = gzip.compress((b" " * 99 + b"\n") * 400_000)
    path = pack_tar(tmp_path / "bomb.tgz", "w:gz", ("a.txt", PAGE), ("b.jsonl.gz", inner))
    assert len(inner) > 10 * path.stat().st_size
    captures, unreadable = split_found(path)
    assert [one.name for one in captures] == ["a"]
    assert "unpacks to over" in unreadable[0].reason


@pytest.mark.usefixtures("tight")
def test_lines_that_unpack_to_too_much_are_read_up_to_the_bound(tmp_path: Path) -> None:
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(
        gzip.compress(b'{"text": "The port opened."}\n' + (b" " * 99 + b"\n") * 100_000)
    )
    captures, unreadable = split_found(path)
    assert [one.name for one in captures] == ["bomb:1"]
    assert "unpacks to over" in unreadable[0].reason


def test_a_page_that_unpacks_to_a_gigabyte_is_refused_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    piece = gzip.compress(b" " * 10 * MB)
    path.write_bytes(piece * 100)
    (tmp_path / "z.txt").write_bytes(b"The port opened.")
    tracemalloc.start()
    captures, unreadable = split_found(tmp_path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert [one.name for one in captures] == ["z"]
    assert f"over {MAX_BYTES} bytes" in unreadable[0].reason
    assert peak < 4 * MAX_BYTES


def test_members_of_a_packed_file_are_read_as_one() -> None:
    for ending, pack in PACK.items():
        packed = io.BytesIO(pack(b"The port ") + b"\0" * 512 + pack(b"") + pack(b"opened."))
        stream = unpacking.unpack_stream(packed, unpacking.Allowance(ending, 0))
        assert stream.read() == b"The port opened.", ending


def test_xz_that_asks_for_gigabytes_of_memory_is_refused(tmp_path: Path) -> None:
    head = bytearray(lzma.compress(PAGE))
    end = 12 + 4 * (head[12] + 1) - 4  # of the first block's header, where its checksum stands
    assert head[14:16] == b"\x21\x01"  # LZMA2, with one byte for the size of its dictionary
    head[16] = 36  # 1 GiB
    head[end : end + 4] = zlib.crc32(head[12:end]).to_bytes(4, "little")
    (tmp_path / "a.tar.xz").write_bytes(head)
    assert "memory usage limit" in split_found(tmp_path)[1][0].reason.lower()


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_is_unpacked_in_the_usual_way_only(tmp_path: Path, packing: int) -> None:
    path = pack_zip(tmp_path / "p.zip", ("a.txt", PAGE), packing=packing)
    assert "packed in a way that is not read" in split_found(path)[1][0].reason


KINDS = {
    "a symbolic link": tarfile.SYMTYPE, "a hard link": tarfile.LNKTYPE,
    "a character device": tarfile.CHRTYPE, "a block device": tarfile.BLKTYPE,
    "a pipe": tarfile.FIFOTYPE,
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_links_and_devices_in_a_tar_are_refused(tmp_path: Path, kind: str) -> None:
    with tarfile.open(tmp_path / "p.tar", "w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.type, entry.linkname, entry.devmajor, entry.devminor = KINDS[kind], "/etc/hosts", 1, 5
        archive.addfile(entry)
    captures, unreadable = split_found(tmp_path / "p.tar")
    assert not captures
    assert unreadable[0].reason == "it is a link or a special file"


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_links_and_devices_in_a_zip_are_refused(tmp_path: Path, mode: int) -> None:
    with zipfile.ZipFile(tmp_path / "p.zip", "w") as archive:
        entry = zipfile.ZipInfo("a.txt")
        entry.create_system, entry.external_attr = 3, (mode | 0o644) << 16
        archive.writestr(entry, "/etc/hosts")
    captures, unreadable = split_found(tmp_path / "p.zip")
    assert not captures
    assert unreadable[0].reason == "it is a link or a special file"


OUTSIDE = (
    "../a.txt",
    "x/../../a.txt",
    "/etc/a.txt",
    "C:\\a.txt",
    "x\\..\\..\\a.txt",
    "\\\\host\\a.txt",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_out_of_an_archive_is_refused(tmp_path: Path, name: str) -> None:
    tar = pack_tar(tmp_path / "p.tar", "w", (name, PAGE))
    packed = pack_zip(tmp_path / "p.zip", (name, PAGE))
    for path in (tar, packed):
        captures, unreadable = split_found(path)
        assert not captures
        assert unreadable[0].reason == "its name leads out of the archive"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.tar", "p.zip"]


def test_a_sparse_file_in_a_tar_is_refused(tmp_path: Path) -> None:
    entry = tarfile.TarInfo("a.jsonl")
    entry.type = tarfile.GNUTYPE_SPARSE
    header = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    header[386:410] = b"00000000000\0" + b"00000000000\0"  # a hole only
    header[483:495] = b"77777777777\0"  # that is eight gigabytes long
    total = sum(header[:148]) + 8 * 32 + sum(header[156:512])
    header[148:156] = b"%06o\0 " % total
    (tmp_path / "p.tar").write_bytes(bytes(header) + b"\0" * 1024)
    captures, unreadable = split_found(tmp_path / "p.tar")
    assert not captures
    assert unreadable[0].reason == "it is a sparse file"


def test_a_header_of_a_tar_is_read_within_bounds(tmp_path: Path) -> None:
    names = {"comment": "x" * 2 * members.HEADER_BYTES}
    with tarfile.open(tmp_path / "p.tar", "w", format=tarfile.PAX_FORMAT) as archive:
        for name, headers in (("a.txt", {}), ("b.txt", names)):
            entry = tarfile.TarInfo(name)
            entry.size, entry.pax_headers = len(PAGE), headers
            archive.addfile(entry, io.BytesIO(PAGE))
    captures, unreadable = split_found(tmp_path / "p.tar")
    assert [one.name for one in captures] == ["a"]
    assert f"a header of over {members.HEADER_BYTES} bytes" in unreadable[0].reason


def test_no_more_files_of_an_archive_are_read_than_the_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "MOST_MEMBERS", 3)
    path = pack_zip(tmp_path / "p.zip", *((f"{number}.txt", PAGE) for number in range(5)))
    captures, unreadable = split_found(path)
    assert len(captures) == 3
    assert "it holds over 3 files; the rest is not read" in unreadable[0].reason


def test_a_list_of_files_beyond_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(members, "LIST_BYTES", 3000)
    path = pack_zip(tmp_path / "p.zip", *((f"{number}.txt", PAGE) for number in range(80)))
    assert "list of files has over 3000 bytes" in split_found(path)[1][0].reason


@pytest.mark.parametrize("pack", [pack_zip, lambda path, file: pack_tar(path, "w", file)])
def test_archives_in_archives_are_told_and_not_unpacked(
    tmp_path: Path, pack: Callable[[Path, tuple[str, bytes]], Path]
) -> None:
    ending = "zip" if pack is pack_zip else "tar"
    body = pack(tmp_path / f"0.{ending}", ("page.html", PAGE)).read_bytes()
    for level in range(1, 11):
        inner = f"{level - 1}.{ending}"
        body = pack(tmp_path / f"{level}.{ending}", (inner, body)).read_bytes()
    captures, unreadable = split_found(tmp_path / f"10.{ending}")
    assert not captures
    assert [one.reason for one in unreadable] == ["it is an archive inside an archive"]


def bend_archives(tmp_path: Path, count: int) -> Iterator[Path]:
    whole = [
        pack_zip(tmp_path / "p.zip", ("a.html", PAGE), ("b.jsonl", b'{"text": "It opened."}')),
        pack_tar(tmp_path / "p.tar", "w", ("a.html", PAGE), ("b" * 120 + ".txt", PAGE)),
        pack_tar(tmp_path / "p.tgz", "w:gz", ("a.html", PAGE)),
        pack_tar(tmp_path / "p.txz", "w:xz", ("a.html", PAGE)),
    ]
    pick = random.Random(1)
    for number in range(count):
        path = whole[number % len(whole)]
        body = bytearray(path.read_bytes())
        for _ in range(pick.randint(1, 6)):
            body[pick.randrange(len(body))] = pick.choice((0, 1, 0x30, 0xFF, pick.randrange(256)))
        bent = path.with_stem(f"bent{number}")
        bent.write_bytes(body[: pick.randint(1, len(body))] if pick.random() < 0.2 else body)
        yield bent


def test_a_bent_archive_gives_pages_or_reasons_and_never_an_error(tmp_path: Path) -> None:
    for path in bend_archives(tmp_path, 600):
        found = list(find_captures([path]))
        assert found
        assert all(isinstance(one, Capture) or one.reason for one in found), path


def test_names_that_are_no_unicode_are_spelled(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.txt")).write_bytes(PAGE)
    (tmp_path / "n.jsonl").write_text(r'{"id": "a\ud800", "title": "\udfff", "text": "It opened."}')
    found = list(find_captures([tmp_path]))
    assert [one.name for one in found] == ["bad\\udcff", "a\\ud800"]
    assert not any(isinstance(one, Unreadable) for one in found)
    assert "bad\\udcff.txt" in found[0].address
    assert found[1].headline == "\\udfff"  # type: ignore[union-attr]


def test_a_file_that_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    captures, unreadable = split_found(tmp_path)
    assert not captures
    assert {one.reason for one in unreadable} == {"it is no file that can be read"}


LINE = b'{"text": "The Harbour Council met in Skarn on 3 May 2024."}\n'


def test_many_lines_are_read_one_at_a_time_and_a_bad_one_is_told_with_its_number(
    tmp_path: Path,
) -> None:
    count, bad = 4_000, 2_345
    with (tmp_path / "n.jsonl").open("wb") as file:
        for number in range(1, count + 1):
            file.write(b'{"text": \xff\n' if number == bad else LINE)
    tracemalloc.start()
    seen, told = 0, []
    for one in find_captures([tmp_path / "n.jsonl"]):
        seen += 1
        told += [one] if isinstance(one, Unreadable) else []
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seen == count
    assert [one.name for one in told] == [f"n:{bad}"]
    assert peak < 200 * count + MB  # the names, which no two documents share


def test_a_line_of_fifty_megabytes_is_told_or_read_and_the_rest_is_read(tmp_path: Path) -> None:
    with (tmp_path / "n.jsonl").open("wb") as file:
        file.write(b'{"text": "' + b"x" * 50 * MB + b"\n" + LINE)
        file.write(b'{"text": "' + b"x" * 70 * MB + b'"}\n' + LINE)
    found = list(find_captures([tmp_path / "n.jsonl"]))
    assert [isinstance(one, Capture) for one in found] == [False, True, False, True]
    assert "not JSON" in found[0].reason  # type: ignore[union-attr]
    assert "over 67108864 bytes" in found[2].reason  # type: ignore[union-attr]


def test_json_that_is_nested_without_end_is_told(tmp_path: Path) -> None:
    (tmp_path / "n.jsonl").write_bytes(b'{"text": ' + b"[" * 200_000 + b"\n" + LINE)
    found = list(find_captures([tmp_path / "n.jsonl"]))
    assert [isinstance(one, Capture) for one in found] == [False, True]
    assert sys.getrecursionlimit() < 200_000
