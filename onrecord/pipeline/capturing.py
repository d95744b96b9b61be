"""The capture that an answer of a source makes, and the name of its document."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from urllib.parse import unquote, urlsplit

from onrecord.acquire.answers import Answer
from onrecord.acquire.media import split_ending
from onrecord.config.layouts import spell_layouts
from onrecord.config.sources import DEFAULT_LANG, Declared
from onrecord.model.text import Capture
from onrecord.register.answered import Kept
from onrecord.register.fetching import Address

FEWER_LETTERS = 160  # of the name that an address gives its document


def make_capture(source: Declared, row: Address, answer: Answer | Kept, body: bytes) -> Capture:
    """The capture of an answer, with what its source says of it."""
    told = row.told
    return Capture(
        name=row.document or row.address,
        address=row.own or row.address,
        body=body,
        media=answer.media,
        charset=answer.charset,
        published=told.get("published"),
        headline=told.get("headline"),
        institution=source.institution,
        lang=None if source.lang == DEFAULT_LANG else source.lang,
        at=answer.at,
        asked=answer.final,
        headers=_find_headers(answer),
        layout=spell_layouts(source.layout, date.fromisoformat(answer.at[:10])),
    )


def _find_headers(answer: Answer | Kept) -> tuple[tuple[str, str], ...] | None:
    """The headers of an answer, None of what a list or feed has given with the rest."""
    told = json.loads(answer.headers) if isinstance(answer, Kept) else answer.headers
    return tuple((name, value) for name, value in told) or None


def name_document(source: str, address: str) -> str:
    """A document's name: the source's, and the path of its address without the ending."""
    parts = urlsplit(address)
    steps = [step for step in unquote(parts.path).split("/") if step.strip(".")]
    path = split_ending("/".join(steps))[0] or "index"
    query = f"?{parts.query}" if parts.query else ""
    name = "".join(letter for letter in path + query if letter.isprintable())
    if len(name) > FEWER_LETTERS:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        name = f"{name[:FEWER_LETTERS]}-{digest}"
    return f"{source}/{name}"
