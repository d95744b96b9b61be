"""Small PDFs for tests: lines of text at given places, in one font."""

from __future__ import annotations

import io
from collections.abc import Sequence
from textwrap import wrap

from pypdf import PdfWriter
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
)

Placed = tuple[float, float, float, str]  # left, height, size, text
LEFT = 72.0
LEADING = 14.0


def print_pdf(pages: Sequence[Sequence[Placed]], password: str = "") -> bytes:
    """A PDF whose pages hold these lines; with a password it is encrypted."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
            NameObject("/Encoding"): NameObject("/WinAnsiEncoding"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(595, 842)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data("\n".join(map(_draw, lines)).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    body = io.BytesIO()
    writer.write(body)
    return body.getvalue()


def _draw(line: Placed) -> str:
    left, height, size, text = line
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {left} {height} Td ({escaped}) Tj ET"


def set_column(top: float, paragraphs: Sequence[Sequence[str]], size: float = 11) -> list[Placed]:
    """Paragraphs given as their lines, one below the other, each set off by half a line more."""
    placed: list[Placed] = []
    height = top
    for paragraph in paragraphs:
        for line in paragraph:
            placed.append((LEFT, height, size, line))
            height -= LEADING
        height -= LEADING * 0.7
    return placed


def fill_lines(text: str, width: int = 80) -> list[str]:
    """A paragraph as lines of so many characters at most."""
    return wrap(text, width, break_on_hyphens=False)
