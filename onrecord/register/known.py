"""The register as it was known at a moment: every query answered from what it then held.

A connection to the past sees views in the place of the tables, which hold what was recorded
by the moment and hide what ended later; summaries are drawn anew. Who is who is told as it is
known today.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select

from onrecord.errors import InputError
from onrecord.register import schema
from onrecord.register.entries import draw_facts, draw_names
from onrecord.register.store import BUSY_SECONDS

FIRST_MOMENT = "T00:00:00.000000Z"
LAST_MOMENT = "T23:59:59.999999Z"
CHUNK = 400  # rows in one statement


def find_moment(asof: str) -> str:
    """The moment that a day (its end) or an ISO 8601 time in UTC means, as it is stored.

    Raises `InputError` for what is neither.
    """
    try:
        if len(asof) == len("2024-05-31"):
            return f"{date.fromisoformat(asof).isoformat()}{LAST_MOMENT}"
        moment = datetime.fromisoformat(asof.replace("Z", "+00:00"))
        return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    except ValueError as error:
        raise InputError(asof, "no day or moment", "write it like 2024-05-31") from error


def open_known(engine: Engine, moment: str) -> Engine:
    """An engine that reads the register of another as it was known at a moment."""
    past = create_engine(engine.url, connect_args={"timeout": BUSY_SECONDS})

    def make_views(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA temp_store=MEMORY")
        for name, statement in VIEWS.items():
            cursor.execute(f"CREATE TEMP VIEW {name} AS {statement.format(moment=moment)}")
        cursor.execute("CREATE TEMP TABLE entries AS SELECT * FROM main.entries WHERE 0")
        cursor.close()

    def draw_entries(connection: Connection) -> None:
        if not connection.info.get("drawn"):
            connection.info["drawn"] = True
            _draw_entries(connection)
            connection.commit()

    event.listen(past, "connect", make_views)
    event.listen(past, "engine_connect", draw_entries)
    return past


def _draw_entries(connection: Connection) -> None:
    facts = schema.facts
    told = select(facts).order_by(facts.c.entry, facts.c.published, facts.c.own)
    rows = draw_facts(connection, connection.execute(told.where(facts.c.recorded_to.is_(None))))
    rows += draw_names(connection, facts.c.recorded_to.is_(None))
    for start in range(0, len(rows), CHUNK):
        connection.execute(insert(schema.entries), rows[start : start + CHUNK])


def _mask(table: str, columns: str) -> str:
    """A table with two recorded times: what had begun, with an end only where it had ended."""
    return (
        f"SELECT {columns}, recorded_from, "  # noqa: S608 - columns and tables of the schema
        "CASE WHEN recorded_to <= '{moment}' THEN recorded_to END AS recorded_to "
        f"FROM main.{table} WHERE recorded_from <= '{{moment}}'"
    )


def _columns(table: Any, *without: str) -> str:
    names = (column.name for column in table.columns if column.name not in without)
    return ", ".join(f'"{name}"' for name in names)


_TIMES = ("recorded_from", "recorded_to")
_SHOWN = (
    "id IN (SELECT max(r.id) FROM main.releases r JOIN main.versions v ON v.id = r.version_id "
    "WHERE v.recorded_from <= '{moment}' AND (v.recorded_to IS NULL OR v.recorded_to > '{moment}') "
    "GROUP BY r.version_id, r.number) "
    "AND (current OR version_id NOT IN "
    "(SELECT id FROM main.versions WHERE recorded_to IS NULL))"
)
VIEWS = {
    "facts": _mask("facts", _columns(schema.facts, *_TIMES)),
    "versions": _mask("versions", _columns(schema.versions, *_TIMES)),
    "releases": (
        f"SELECT {_columns(schema.releases, 'current')}, {_SHOWN} AS current "  # noqa: S608
        "FROM main.releases "
        "WHERE version_id IN (SELECT id FROM main.versions WHERE recorded_from <= '{moment}')"
    ),
    "documents": (
        f"SELECT {_columns(schema.documents, 'digest', 'version_id')}, "  # noqa: S608
        "coalesce((SELECT c.digest FROM main.captures c WHERE c.document_id = documents.id "
        "AND c.recorded_at <= '{moment}' ORDER BY c.id DESC LIMIT 1), digest) AS digest, "
        "(SELECT max(v.id) FROM main.versions v WHERE v.document_id = documents.id "
        "AND v.recorded_from <= '{moment}') AS version_id FROM main.documents AS documents "
        "WHERE id IN (SELECT document_id FROM main.versions WHERE recorded_from <= '{moment}')"
    ),
    "captures": "SELECT * FROM main.captures WHERE recorded_at <= '{moment}'",
    "unreadable": "SELECT * FROM main.unreadable WHERE recorded_at <= '{moment}'",
    "judgements": "SELECT * FROM main.judgements WHERE recorded_at <= '{moment}'",
    "rulings": (
        "SELECT * FROM main.rulings WHERE judgement IN "
        "(SELECT number FROM main.judgements WHERE recorded_at <= '{moment}')"
    ),
}
