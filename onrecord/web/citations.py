"""How a release or an entry is cited: in words, and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from onrecord.register.views import ReleaseView
from onrecord.web.addresses import external_address, release_address
from onrecord.web.lines import Line
from onrecord.web.words import spell_edtf

_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_ESCAPES = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
HASH_SHOWN = 12  # characters of a text's hash that tell it from others


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in words, its BibTeX, and where that is kept as a file."""

    text: str
    bibtex: str
    address: str


def cite_release(request: Request, release: ReleaseView, title: str) -> Citation:
    """A release, by its source, with the text's hash and its permanent address here."""
    row = release.row
    link = _absolute(request, release_address(row.id))
    source = external_address(release.address)
    day = spell_edtf(row.published) if row.published else "undated"
    author = row.institution or row.document.rpartition("/")[0] or row.document
    parts = [f"{author}, “{title}”, {day}", source, f"text {release.version[:HASH_SHOWN]}", link]
    fields = {
        "author": "{" + _escape(author) + "}",
        "title": "{" + _escape(title) + "}",
        "year": (row.published or "")[:4],
        "date": row.published or "",
        "url": source or link,
        "note": _escape(f"Text SHA-256 {release.version}; onrecord: {link}"),
    }
    text = ", ".join(filter(None, parts)) + "."
    return Citation(text, _bibtex(row.id, fields), release_address(row.id, ".bib"))


def cite_entry(request: Request, line: Line, one: str) -> Citation:
    """An entry, by its permanent address here, with the last document that tells it."""
    link = _absolute(request, line.address)
    fact = line.facts[-1] if line.facts else None
    told = f"told by {fact.evidence.document}" if fact else ""
    day = spell_edtf(line.row.last_published) if line.row.last_published else ""
    title = f"{line.title} ({one})"
    text = ", ".join(filter(None, (f"“{title}”", told, day, f"onrecord: {link}"))) + "."
    fields = {
        "title": "{" + _escape(title) + "}",
        "year": (line.row.last_published or "")[:4],
        "date": line.row.last_published or "",
        "url": link,
        "note": _escape(told),
    }
    return Citation(text, _bibtex(line.row.id, fields), f"{line.address}.bib")


def _absolute(request: Request, address: str) -> str:
    return str(request.base_url).rstrip("/") + address


def _escape(text: str) -> str:
    line = " ".join(text.split())
    return _SPECIAL.sub(lambda match: _ESCAPES.get(match[0], "\\" + match[0]), line)


def _bibtex(key: str, fields: Mapping[str, str]) -> str:
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "@online{" + key + ",\n" + ",\n".join(lines) + "\n}\n"
