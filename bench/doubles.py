"""`python -m bench.doubles HOME`: events of one kind on one day that stand as several entries.

Each line is a group of entries of a kind that a body holds, or a place sees, on a day; most
such groups are one event that was told twice and not joined.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import text as sql

from onrecord.register.store import open_engine

_SHARED = """
    SELECT n.label, e.kind, e.earliest, group_concat(DISTINCT e.id)
    FROM entries e
    JOIN facts f ON f.entry = e.id AND f.recorded_to IS NULL
    JOIN claims c ON c.fact_id = f.id AND c.slot IN ('body', 'place')
    JOIN names n ON n.id = c.name_id
    WHERE e.layer = 'event' AND e.earliest = e.latest
    GROUP BY n.entry, e.kind, e.earliest
    HAVING count(DISTINCT e.id) > 1
    ORDER BY count(DISTINCT e.id) DESC, e.earliest
"""
_TOLD = """
    SELECT e.label, group_concat(DISTINCT d.name)
    FROM entries e JOIN facts f ON f.entry = e.id AND f.recorded_to IS NULL
    JOIN versions v ON v.id = f.version_id JOIN documents d ON d.id = v.document_id
    WHERE e.id = :id GROUP BY e.id
"""


def find_doubles(connection: Connection) -> Iterator[tuple[str, str, str, list[str]]]:
    """Body or place, kind, day and the entries of each group."""
    for label, kind, day, ids in connection.execute(sql(_SHARED)):
        yield label, kind, day, sorted(ids.split(","))


def main() -> None:
    """Print all groups of a register, the largest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    engine = open_engine(parser.parse_args().home)
    with engine.connect() as connection:
        for label, kind, day, ids in find_doubles(connection):
            print(f"{day}  {kind}  {label}: {len(ids)}")
            for id_ in ids:
                entry, documents = connection.execute(sql(_TOLD), {"id": id_}).one()
                print(f"    {id_}  {entry}  [{documents}]")


if __name__ == "__main__":
    main()
