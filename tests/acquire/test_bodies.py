"""Bodies as they come over the wire, in any pieces."""

from __future__ import annotations

import gzip
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.acquire.answers import FetchError
from onrecord.acquire.bodies import read_body

WHERE = "https://weirs.example/a"
MOST = 10**6


def pack(body: bytes, encoding: str) -> bytes:
    """A body packed as `encoding` says; 'bare' is deflate without its frame."""
    if encoding == "gzip":
        return gzip.compress(body, mtime=0)
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS if encoding == "bare" else zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def name_encoding(encoding: str) -> str:
    return "deflate" if encoding == "bare" else encoding


@example(body=b"", sizes=[1], encoding="bare")
@given(
    body=st.binary(max_size=3000),
    sizes=st.lists(st.integers(1, 700), max_size=20),
    encoding=st.sampled_from(["gzip", "deflate", "bare", ""]),
)
def test_a_body_is_the_same_in_whatever_pieces_it_comes(
    body: bytes, sizes: list[int], encoding: str
):
    sent, pieces = pack(body, encoding) if encoding else body, []
    for size in sizes:
        pieces.append(sent[:size])
        sent = sent[size:]
    assert read_body([*pieces, sent], name_encoding(encoding), WHERE, MOST, MOST) == body


@given(
    body=st.binary(min_size=1, max_size=300), cut=st.integers(1, 300), data=st.sampled_from("gd")
)
def test_a_packed_body_that_breaks_off_is_never_taken_for_whole(body: bytes, cut: int, data: str):
    encoding = "gzip" if data == "g" else "deflate"
    sent = pack(body, encoding)
    with pytest.raises(FetchError) as caught:
        read_body([sent[: max(1, len(sent) - cut)]], encoding, WHERE, MOST, MOST)
    assert caught.value.passing


def test_of_a_bomb_no_more_is_unpacked_than_there_is_room_for():
    sent = pack(bytes(5_000_000), "gzip")
    assert len(sent) < 10_000
    with pytest.raises(FetchError, match="unpacks to over 1000000 bytes"):
        read_body([sent], "gzip", WHERE, MOST, MOST)


def test_a_body_of_just_the_most_is_taken_and_one_byte_more_is_not():
    assert len(read_body([bytes(60), bytes(40)], "", WHERE, 100, 100)) == 100
    with pytest.raises(FetchError, match="over 100 bytes"):
        read_body([bytes(60), bytes(41)], "", WHERE, 100, 1000)
    with pytest.raises(FetchError, match="unpacks to over 100 bytes"):
        read_body([pack(bytes(101), "gzip")], "gzip", WHERE, 100, 100)
    assert len(read_body([pack(bytes(100), "gzip")], "gzip", WHERE, 100, 100)) == 100


def test_what_stands_behind_a_packed_body_is_passed_over():
    sent = pack(b"The weir is open.", "gzip")
    assert read_body([sent, b"\x00" * 20], "gzip", WHERE, MOST, MOST) == b"The weir is open."


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_an_empty_body_is_whole_however_it_is_called(encoding: str):
    assert read_body([], encoding, WHERE, MOST, MOST) == b""


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("gzip, gzip", "packed 2 times"),
        ("gzip,deflate,gzip", "packed 3 times"),
        ("br", "packed as 'br'"),
        ("zstd", "packed as 'zstd'"),
    ],
)
def test_what_is_packed_otherwise_than_asked_is_refused(encoding: str, told: str):
    with pytest.raises(FetchError, match=told):
        read_body([b"body"], encoding, WHERE, MOST, MOST)
