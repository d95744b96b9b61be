"""From a capture to what its text says: the first four stages, without any state."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from onrecord.clean.cleaner import clean_capture, clean_text
from onrecord.errors import InputError, OnrecordError
from onrecord.model.fact import Facts
from onrecord.model.reading import Reading
from onrecord.model.record import to_record
from onrecord.model.text import Capture, Page, Unreadable
from onrecord.pipeline.stretches import STRETCH_LENGTH, read_stretches


@dataclass(frozen=True, slots=True)
class Extract:
    """What one document says; `reading` comes without its parse, so it can be sent and kept."""

    reading: Reading
    facts: Facts

    def to_record(self) -> dict[str, Any]:
        """The document's record, in the format that the reference describes."""
        record = to_record(self.reading, self.facts)
        if self.reading.page.derived:
            record["text"] = self.reading.page.text
        return record


def extract_page(page: Page) -> Extract:
    """Read a cleaned page and recognise its facts: the same output for the same input."""
    if len(page.text) > STRETCH_LENGTH:
        return Extract(*read_stretches(page, _read_whole))
    reading, facts = _read_whole(page)
    return Extract(dataclasses.replace(reading, parts=()), facts)


def _read_whole(page: Page) -> tuple[Reading, Facts]:
    from onrecord.reading.reader import read_page  # loads the parser, which a run does without
    from onrecord.recognise.recogniser import recognise

    reading = read_page(page)
    return reading, recognise(reading)


def extract_text(text: str, *, name: str = "text", published: str | None = None) -> Extract:
    """Read a plain text; `published` is its day where the text itself prints none.

    Raises `InputError` where the text holds nothing to read.
    """
    return extract_page(clean_text(text, name, published=published))


def extract_capture(capture: Capture) -> Extract | Unreadable:
    """Clean, read and recognise one capture; a failure comes back as a value with its reason.

    An error that nobody foresaw is a failure of this document, not of the run: this is the
    outermost edge of a document's way. Only a lack of memory is raised, as `MemoryError`.
    """
    try:
        return extract_page(clean_capture(capture))
    except InputError as error:
        return Unreadable(capture.name, capture.address, error.what, error.remedy)
    except OnrecordError as error:
        return Unreadable(capture.name, capture.address, str(error))
    except MemoryError:
        raise
    except Exception as error:
        reason = f"reading failed: {type(error).__name__}: {error}"
        return Unreadable(capture.name, capture.address, reason, "report this with the document")
