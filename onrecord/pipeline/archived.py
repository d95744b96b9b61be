"""Captures out of a register's archive, as they were when they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.acquire.archive import load_bytes
from onrecord.errors import RegisterError
from onrecord.model.text import Capture, Unreadable
from onrecord.register.archived import Archived

SAID = ("charset", "published", "headline", "institution", "lang", "layout")


def said_of(capture: Capture) -> dict[str, str]:
    """What a capture's source says beside the bytes."""
    told = {name: getattr(capture, name) for name in SAID}
    return {name: value for name, value in told.items() if value is not None}


def load_archived(home: Path, documents: Iterable[Archived]) -> Iterator[Capture | Unreadable]:
    """The captures of these documents; one whose bytes are lost comes with the reason."""
    for document in documents:
        try:
            body = load_bytes(home, document.digest)
        except RegisterError as error:
            remedy = "add the document again"
            yield Unreadable(document.name, document.address, str(error), remedy)
            continue
        said = document.said.get
        yield Capture(
            document.name, document.address, body, document.media, said("charset"),
            said("published"), said("headline"), said("institution"), said("lang"),
            layout=said("layout"),
        )  # fmt: skip
