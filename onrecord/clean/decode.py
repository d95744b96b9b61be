"""From bytes to text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from onrecord.clean.charsets import MOST_STRANGE, find_codec, measure_strangeness
from onrecord.errors import InputError

HEAD_LENGTH = 4096  # bytes in which a page declares its charset
SAMPLE_LENGTH = 200_000  # bytes from which an undeclared charset is told
CONTROL_SHARE = 0.02  # a text holds no larger share of control characters
ZERO_SHARE = 0.01  # share of zeros in the bytes of UTF-16: spaces and marks at least
ONE_SIDED = 20  # of so many such zeros at most one is in the other half of a pair
SOUND_TO_STRAY = 4  # undeclared UTF-8 has so many sound letters for each stray byte
FEW_SHARE = 0.06  # other bytes in an undeclared text of which are marks and names in English
FIRST_LETTER = 0xA0  # below it Windows-1252 has marks of print
ESCAPE = b"\x1b"  # with which texts in ISO-2022 change over

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
_STRAY = re.compile("[\udc80-\udcff]{1,4}")
_SOUND = re.compile("[\x80-\ud7ff\ue000-\U0010ffff]")
_ASCII = bytes(range(128))
_SURROGATE = re.compile("[\ud800-\udfff]")


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
    """The codec that a mark at the head tells, or zeros in every other place of the text."""
    for mark, codec in _MARKS:
        if body.startswith(mark):
            return codec
    head = body[:HEAD_LENGTH]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < max(2, ZERO_SHARE * len(head)) or ONE_SIDED * min(even, odd) > even + odd:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_unmarked(body: bytes, *charsets: str | None) -> str:
    """The text by what its bytes are, where they tell, else as it is declared."""
    declared = [codec for codec in map(find_codec, charsets) if codec]
    if "iso2022_jp" in declared and ESCAPE in body:
        return body.decode("iso2022_jp", "replace")
    text = _read_utf8(body, "utf-8" in declared)
    if text is not None:
        return text
    likely = [codec for codec in declared if not codec.startswith(("utf-", "iso2022"))]
    found = [body.decode(codec, "replace") for codec in likely]
    found.sort(key=lambda text: measure_strangeness(text[:SAMPLE_LENGTH]))
    for text in (*found[:1], *_iter_guesses(body)):
        if measure_strangeness(text[:SAMPLE_LENGTH]) <= MOST_STRANGE:
            return text
    return found[0] if found else body.decode("cp1252", "replace")


def _read_utf8(body: bytes, declared: bool) -> str | None:
    """The text as UTF-8, which is hardly ever right by chance, its stray bytes mended.

    None where the bytes are not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "surrogateescape")
    stray = sum(1 for _ in _STRAY.finditer(text))
    sound = sum(1 for _ in _SOUND.finditer(text))
    if sound < stray * (1 if declared else SOUND_TO_STRAY):
        return None
    return _STRAY.sub(_mend_bytes, text)


def _mend_bytes(stray: re.Match[str]) -> str:
    """What bytes that are no UTF-8 stand for: marks and accents pasted from Windows-1252."""
    body = bytes(ord(one) - 0xDC00 for one in stray[0])
    beside = stray.string[max(0, stray.start() - 1) : stray.start()]
    beside += stray.string[stray.end() : stray.end() + 1]
    accent = len(body) == 1 and beside.isascii()
    pasted = accent or max(body) < FIRST_LETTER
    return body.decode("cp1252", "replace") if pasted else "\ufffd"


def _iter_guesses(body: bytes) -> Iterator[str]:
    """The text by character sets that nobody declared, the likeliest first."""
    sample = body[:SAMPLE_LENGTH]
    if len(sample.translate(None, _ASCII)) <= FEW_SHARE * len(sample):
        yield body.decode("cp1252", "replace")
    best = from_bytes(sample, cp_exclusion=["utf_7"]).best()
    if best:
        yield body.decode(best.encoding, "replace")


def _check_text(text: str, where: str) -> str:
    text = _SURROGATE.sub("\ufffd", text)
    sample = text[:SAMPLE_LENGTH]
    if len(_CONTROL.findall(sample)) > CONTROL_SHARE * len(sample):
        raise InputError(where, "it is a binary file and no text", "leave it out")
    return text
