"""Turn what institutions publish into a register of what they did, decided and promised.

>>> import onrecord
>>> record = onrecord.read("The Harbour Council met in Skarn on 3 May 2024.")
>>> record["events"][0]["start"]
'2024-05-03'
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.register.reader import Register

__version__ = "0.1.0"
__all__ = ["open_register", "read"]


def read(text: str, *, name: str = "text", published: str | None = None) -> dict[str, Any]:
    """What a plain text says: its releases, entities, offices, events, acts, commitments, quotes.

    The record has the form of one line of `onrecord extract`; offsets count code points of
    `text`. `published` is an ISO 8601 day, used where the text prints none. The same text
    always gives the same record. Raises `onrecord.errors.InputError` for an empty text.
    """
    from onrecord.pipeline.extract import extract_text

    return extract_text(text, name=name, published=published).to_record()


def open_register(home: str | Path) -> Register:
    """The register in folder `home`, for queries.

    Raises `onrecord.errors.RegisterError` where there is none.
    """
    from onrecord.register.reader import Register

    return Register.open(home)
