"""The text layer of a PDF: its lines page by page, each with its place and size."""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from pypdf import Configuration, PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, PyPdfError

from onrecord.errors import InputError

MAX_PAGES = 600  # pages that are read; a longer paper is refused
MAX_CHARACTERS = 8_000_000  # characters of text in one paper
MAX_SECONDS = 90.0  # that its pages may take together
LEAST_LETTERS = 20  # letters from which a paper has a text layer

LIMITS = Configuration(
    maximum_declared_stream_length=32_000_000,
    array_based_stream_maximum_output_length=32_000_000,
    zlib_maximum_output_length=32_000_000,
    lzw_maximum_output_length=32_000_000,
    run_length_maximum_output_length=32_000_000,
    stream_decoding_work_maximum_length=128_000_000,
    stream_parsing_work_maximum_count=1_000_000,
    page_tree_maximum_entries=5_000,
    page_tree_maximum_depth=50,
    xform_maximum_invocations_per_extraction=500,
)

_LETTER = re.compile(r"[^\W\d_]")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\x00": ""})
_BROKEN = (
    PyPdfError, DependencyError, ValueError, KeyError, TypeError, IndexError, AttributeError,
    OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as it is printed; `left` and `height` in points from the page's lower left corner."""

    text: str
    left: float
    height: float
    size: float


def read_pages(body: bytes, where: str) -> list[list[PrintedLine]]:
    """The lines of every page, in their order.

    Raises `InputError` for a paper that is encrypted, a scan, broken, or too much to read.
    """
    deadline = time.monotonic() + MAX_SECONDS
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it mends is no news to the user
    try:
        with apply_configuration(LIMITS):
            pages = list(_each_page(body, where, deadline))
    except InputError:
        raise
    except (*_BROKEN, RecursionError) as error:
        what = f"the PDF is broken or too much: {error or type(error).__name__}"
        raise InputError(where, what, "save it anew, or convert it to text") from error
    letters = sum(len(_LETTER.findall(line.text)) for page in pages for line in page)
    if letters < LEAST_LETTERS:
        raise InputError(where, "the PDF holds pictures and no text", "read it with OCR first")
    return pages


def _each_page(body: bytes, where: str, deadline: float) -> Iterator[list[PrintedLine]]:
    reader = PdfReader(io.BytesIO(body), strict=False)
    if reader.is_encrypted and not _opens(reader):
        raise InputError(where, "the PDF is encrypted", "save it without its password")
    if len(reader.pages) > MAX_PAGES:
        raise InputError(where, f"the PDF has over {MAX_PAGES} pages", "split it into documents")
    length = 0
    for page in islice(reader.pages, MAX_PAGES):
        lines = _read_page(page, where, deadline)
        length += sum(len(line.text) for line in lines)
        if length > MAX_CHARACTERS:
            raise InputError(where, "the PDF holds too much text", "split it into documents")
        yield lines


def _opens(reader: PdfReader) -> bool:
    """Whether a paper that is locked against changes only can be read without a password."""
    try:
        return bool(reader.decrypt(""))
    except _BROKEN:
        return False


@dataclass(slots=True)
class _Collector:
    """Takes up pieces of text as they are drawn, and closes a line where one ends."""

    where: str
    deadline: float
    lines: list[PrintedLine] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    place: tuple[float, float, float] | None = None

    def take(self, text: str, outer: Sequence[float], inner: Sequence[float], size: float) -> None:
        """Take up a piece that is drawn by these two matrices."""
        self.check()
        for number, part in enumerate(text.split("\n")):
            if number:
                self.end_line()
            if part.strip() and self.place is None:
                self.place = _find_place(outer, inner, size)
            self.parts.append(part)

    def check(self, *_: object) -> None:
        """Stop where the paper takes too long."""
        if time.monotonic() > self.deadline:
            what = f"reading the PDF takes over {MAX_SECONDS:.0f} seconds"
            raise InputError(self.where, what, "convert it to text")

    def end_line(self) -> None:
        """Close the line, if there is one."""
        flat = " ".join("".join(self.parts).translate(_LIGATURES).split())
        if flat and self.place:
            self.lines.append(PrintedLine(flat, *self.place))
        self.parts, self.place = [], None


def _read_page(page: PageObject, where: str, deadline: float) -> list[PrintedLine]:
    collector = _Collector(where, deadline)

    def take(text: str, outer: Any, inner: Any, _font: Any, size: Any) -> None:
        collector.take(text, outer, inner, float(size or 0))

    page.extract_text(visitor_text=take, visitor_operand_before=collector.check)
    collector.end_line()
    return collector.lines


def _find_place(
    outer: Sequence[float], inner: Sequence[float], size: float
) -> tuple[float, float, float]:
    """Left edge, height and size of what is drawn at the origin of two matrices."""
    left = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    height = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    scale = abs(inner[3] * outer[3]) or 1.0
    return round(left, 1), round(height, 1), round(size * scale, 1)
