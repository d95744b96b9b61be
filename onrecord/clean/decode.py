"""From bytes to text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from onrecord.errors import InputError

HEAD_LENGTH = 4096  # bytes in which a page declares its charset
SAMPLE_LENGTH = 200_000  # bytes from which an undeclared charset is told
CONTROL_SHARE = 0.02  # a text holds no larger share of control characters

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"BZh", "compressed with bzip2"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.I
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NO_CHARSETS = frozenset({"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7"})
_LATIN = frozenset({"iso8859-1", "ascii"})  # browsers read these names as Windows-1252


def decode_text(body: bytes, where: str, charset: str | None = None) -> str:
    """The text of a plain-text document, every code point of it kept, a mark at its head too.

    Raises `InputError` for a binary file.
    """
    _refuse_binary(body, where)
    marked = _find_mark(body)
    if marked:
        return _check_text(body.decode(marked, "replace"), where)
    return _check_text(_decode_unmarked(body, charset), where)


def decode_html(body: bytes, where: str, charset: str | None = None) -> str:
    """The source of an HTML page by its mark, its transport's charset or its own declaration.

    Raises `InputError` for a binary file.
    """
    _refuse_binary(body, where)
    marked = _find_mark(body)
    if marked:
        return _check_text(body.decode(marked, "replace"), where).removeprefix("\ufeff")
    declared = _DECLARED.search(body[:HEAD_LENGTH])
    own = declared[1].decode("ascii", "replace") if declared else None
    return _check_text(_decode_unmarked(body, charset, own), where)


def _refuse_binary(body: bytes, where: str) -> None:
    for magic, what in _MAGIC:
        if body.startswith(magic):
            raise InputError(where, f"it is {what} and no text", "convert it to text first")


def _find_mark(body: bytes) -> str | None:
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return codec
    half = body[:HEAD_LENGTH]
    zeros = half.count(0)
    if zeros and zeros >= len(half) // 3:
        return "utf-16-le" if half[1::2].count(0) > half[0::2].count(0) else "utf-16-be"
    return None


def _decode_unmarked(body: bytes, *charsets: str | None) -> str:
    """The text by strict UTF-8, which is hardly ever right by chance, else as declared."""
    declared = [codec for codec in map(find_codec, charsets) if codec]
    strict = [codec for codec in declared if codec.startswith("iso2022")] + ["utf-8", *declared]
    for codec in strict:
        try:
            return body.decode(codec)
        except (UnicodeDecodeError, ValueError):
            continue
    best = from_bytes(body[:SAMPLE_LENGTH], cp_exclusion=["utf_7"]).best()
    codec = best.encoding if best else (declared or ["cp1252"])[0]
    return body.decode(codec, "replace")


def find_codec(charset: str | None) -> str | None:
    """Python's name for a declared charset, None where it knows none."""
    if not charset:
        return None
    try:
        name = codecs.lookup(charset.strip()).name
        "a".encode(name)  # 'hex' and the like are codecs of Python, but of no text
    except (LookupError, ValueError):
        return None
    if name in _NO_CHARSETS:  # no page is written in these, which write what is not there
        return None
    return "cp1252" if name in _LATIN else name


def _check_text(text: str, where: str) -> str:
    sample = text[:SAMPLE_LENGTH]
    if len(_CONTROL.findall(sample)) > CONTROL_SHARE * len(sample):
        raise InputError(where, "it is a binary file and no text", "leave it out")
    return text
