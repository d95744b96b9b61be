"""The files and pictures of a page, kept with the text they stand beside."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select, update

from onrecord.model.text import Attachment, Page
from onrecord.register import schema
from onrecord.register.claims import insert_many

_TABLE = schema.attachments
_PRESENT = (
    select(_TABLE.c.id, _TABLE.c.kind, _TABLE.c.address, _TABLE.c.label)
    .where(_TABLE.c.version_id == bindparam("version"), _TABLE.c.recorded_to.is_(None))
    .order_by(_TABLE.c.number, _TABLE.c.id)
)
_CLOSE = update(_TABLE).where(_TABLE.c.id == bindparam("row")).values(recorded_to=bindparam("now"))


def keep_attachments(connection: Connection, version: int, page: Page, moment: str) -> None:
    """Keep what stands beside a text; what is there no longer is closed and stays as history."""
    held = {
        Attachment(row.kind, row.address, row.label): row.id
        for row in connection.execute(_PRESENT, {"version": version})
    }
    now = dict.fromkeys(page.attachments)
    for one, row in held.items():
        if one not in now:
            connection.execute(_CLOSE, {"row": row, "now": moment})
    rows = [
        {
            "version_id": version,
            "number": number,
            "kind": one.kind,
            "address": one.address,
            "label": one.label,
            "recorded_from": moment,
            "recorded_to": None,
        }
        for number, one in enumerate(now)
        if one not in held
    ]
    if rows:
        insert_many(connection, _TABLE, rows)


def load_attachments(connection: Connection, version: int) -> tuple[Attachment, ...]:
    """What stands beside a text, in the order of the page."""
    rows = connection.execute(_PRESENT, {"version": version})
    return tuple(Attachment(row.kind, row.address, row.label) for row in rows)
