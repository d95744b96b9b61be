"""Pages that a person says were withdrawn, or are there again: the judgements put into effect."""

from __future__ import annotations

from sqlalchemy import Connection

from onrecord.model.judgement import Judgement
from onrecord.register.removed import (
    mark_removed,
    mark_returned,
    take_back_removal,
    take_back_return,
)

MARKING = ("removed", "returned")  # kinds of judgements


def mark_document(
    connection: Connection, judgement: Judgement, moment: str, *, holds: bool
) -> None:
    """Mark a document as a judgement says; one that no longer `holds` is undone at a moment."""
    document, since = str(judgement.content["document"]), str(judgement.content["since"])
    if judgement.kind == "removed" and holds:
        mark_removed(connection, document, since, judgement.reason, judgement.author)
        return
    if judgement.kind == "removed":
        take_back_removal(connection, document, since, moment)
    elif holds:
        mark_returned(connection, document, since)
    else:
        take_back_return(connection, document, since)
