"""A document read again to say why its facts were told."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.clean.cleaner import clean_capture
from onrecord.errors import InputError
from onrecord.model.text import Capture, Unreadable
from onrecord.reading.reader import read_page
from onrecord.recognise.explaining import Explained, explain_reading


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every fact and every candidate of one document."""

    document: str
    facts: tuple[Explained, ...]


def explain_capture(capture: Capture) -> Explanation | Unreadable:
    """Clean and read one capture and say why; a page that cannot be read comes with its reason."""
    try:
        page = clean_capture(capture)
    except InputError as error:
        return Unreadable(capture.name, capture.address, error.what, error.remedy)
    return Explanation(capture.name, tuple(explain_reading(read_page(page))))
