"""A small PDF with a text layer, written by hand."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

LINE = 85  # characters of a line
TOP, LEADING = 760, 16  # points


def write_pdf(title: str, stamp: str, paragraphs: Sequence[str]) -> bytes:
    """One page: title, stamp and paragraphs, each line a text of its own."""
    lines: list[tuple[int, str]] = [(16, title), (0, ""), (10, stamp), (0, "")]
    for paragraph in paragraphs:
        lines += [(11, line) for line in textwrap.wrap(paragraph, LINE)] + [(0, "")]
    shown = [
        f"BT /F1 {size} Tf 60 {TOP - LEADING * at} Td ({_escape(line)}) Tj ET"
        for at, (size, line) in enumerate(lines)
        if line
    ]
    content = "\n".join(shown).encode("cp1252")
    return _write_objects(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            b"<< /Title (%s) >>" % _escape(title).encode("cp1252"),
        ]
    )


def _write_objects(objects: Sequence[bytes]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count = len(objects) + 1
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
        + b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\n" % count
        + b"startxref\n%d\n%%%%EOF\n" % len(body)
    )


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
