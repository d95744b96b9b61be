"""Bytes as text."""

from __future__ import annotations

import pytest

from onrecord.clean.decode import decode_html, decode_text
from onrecord.errors import InputError

TEXT = "Смолен – Ålesund «порт», naïve café, встреча прошла вчера в порту города."


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_unicode_is_told_by_its_marks_and_zeros(codec: str):
    assert decode_text(TEXT.encode(codec), "x").lstrip("\ufeff") == TEXT


def test_a_mark_at_the_head_counts_as_a_code_point():
    assert decode_text(b"\xef\xbb\xbfLesk\r\n", "x") == "\ufeffLesk\r\n"


@pytest.mark.parametrize(
    ("body", "charset", "text"),
    [
        ("Встреча".encode("cp1251"), "windows-1251", "Встреча"),
        ("café".encode(), "iso-8859-1", "café"),
        ("“café”".encode("cp1252"), "iso-8859-1", "“café”"),
        (b"plain", "no-such-charset", "plain"),
        ("会議".encode("iso2022_jp"), "iso-2022-jp", "会議"),
    ],
)
def test_a_declared_charset_is_believed_where_strict_utf8_fails(
    body: bytes, charset: str, text: str
):
    assert decode_text(body, "x", charset) == text


def test_a_page_declares_its_charset_in_meta_or_xml():
    for declared in ('<meta charset="koi8-r">', '<?xml version="1.0" encoding="koi8-r"?>'):
        assert "Встреча" in decode_html((declared + "Встреча").encode("koi8-r"), "x")


def test_an_undeclared_charset_is_guessed():
    body = ("Встреча министров прошла вчера в порту. " * 20).encode("cp1251")
    assert decode_text(body, "x").startswith("Встреча министров")


@pytest.mark.parametrize(
    "body", [b"%PDF-1.7 x", b"\x89PNG\r\n", b"PK\x03\x04abc", b"\x1f\x8b\x08", bytes(range(32)) * 9]
)
def test_a_binary_file_is_refused(body: bytes):
    with pytest.raises(InputError, match=r"x: it is "):
        decode_text(body, "x")


@pytest.mark.parametrize("charset", ["hex", "rot13", "base64", "zlib", "undefined"])
def test_a_declared_codec_that_is_of_no_text_is_passed_over(charset: str) -> None:
    assert decode_text("Rátót".encode(), "page", charset) == "Rátót"
    assert isinstance(decode_text("Rátót met".encode("cp1250"), "page", charset), str)


@pytest.mark.parametrize(
    "charset", ["unicode_escape", "raw-unicode-escape", "punycode", "idna", "utf-7"]
)
def test_a_charset_that_writes_what_is_not_there_is_passed_over(charset: str) -> None:
    body = f"<meta charset={charset}><p>caf\xe9 \\ud800 +2AA- \\u0041".encode("latin-1")
    text = decode_html(body, "page")
    assert "\\ud800 +2AA- \\u0041" in text


def test_no_text_holds_a_lone_surrogate() -> None:
    bodies = ["a\ud800b".encode(codec, "surrogatepass") for codec in ("utf-8", "utf-16", "utf-32")]
    bodies.append(b"+/v8-" + b"Council +2AA- met " * 20_000 + b"\xff")
    for body in bodies:
        decode_text(body, "page").encode("utf-8")
