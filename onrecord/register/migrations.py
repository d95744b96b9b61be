"""The steps that bring a register to the present tables, each done once, in their order."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, inspect

from onrecord.register import schema, search, sightings, visits
from onrecord.register.schema import metadata
from onrecord.register.wordings import post_everything


def _create_tables(connection: Connection) -> None:
    metadata.create_all(connection)


def _create_index(connection: Connection) -> None:
    search.create_index(connection)


def _create_links(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.links])


def _create_journal(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.judgements, schema.rulings])
    for act in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER IF NOT EXISTS judgements_stay_{act.lower()} "
            f"BEFORE {act} ON judgements "
            "BEGIN SELECT RAISE(ABORT, 'the journal is only added to'); END"
        )


def _create_postings(connection: Connection) -> None:
    """The next run of `add` fills them for what is there already."""
    tables = [schema.heard, schema.heard_terms, schema.sought, schema.sought_terms]
    metadata.create_all(connection, tables=tables)
    connection.exec_driver_sql("DROP TABLE IF EXISTS awaited")


def _add_said(connection: Connection) -> None:
    columns = {column["name"] for column in inspect(connection).get_columns("captures")}
    if "said" not in columns:
        connection.exec_driver_sql("ALTER TABLE captures ADD COLUMN said TEXT")


def _create_wordings(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.wordings])
    post_everything(connection)
    for index in schema.facts.indexes:
        index.create(connection, checkfirst=True)


def _create_doubts(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.doubts])


def _widen_indexes(connection: Connection) -> None:
    for index in (*schema.links.indexes, *schema.entries.indexes):
        index.create(connection, checkfirst=True)
    for narrower in ("links_by_fact", "entries_by_time"):
        connection.exec_driver_sql(f"DROP INDEX IF EXISTS {narrower}")


def _create_removals(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.removals])


def _create_attachments(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.attachments])


def _add_carried(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.carried])
    for table, column in (("documents", "seen"), ("versions", "digest"), ("facts", "known_from")):
        columns = {found["name"] for found in inspect(connection).get_columns(table)}
        if column not in columns:
            connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR")
    for index in schema.versions.indexes:
        index.create(connection, checkfirst=True)


def _create_fetching(connection: Connection) -> None:
    tables = [visits.rounds, visits.addresses, visits.answers, visits.alarms]
    metadata.create_all(connection, tables=tables)


def _create_holds(connection: Connection) -> None:
    metadata.create_all(connection, tables=[visits.holds])


def _create_sightings(connection: Connection) -> None:
    """What was fetched was seen when the site gave it, the rest when it came."""
    metadata.create_all(connection, tables=[sightings.sightings])
    for index in schema.documents.indexes:
        index.create(connection, checkfirst=True)
    found = {column["name"] for column in inspect(connection).get_columns("versions")}
    if "seen_from" not in found:
        connection.exec_driver_sql("ALTER TABLE versions ADD COLUMN seen_from VARCHAR")
    connection.exec_driver_sql("UPDATE versions SET seen_from = recorded_from")
    columns = "document_id, capture_id, at, asked, headers, recorded_at"
    connection.exec_driver_sql(
        f"INSERT INTO sightings ({columns}) SELECT c.document_id, c.id, a.at, a.final, "  # noqa: S608
        "NULLIF(a.headers, '[]'), c.recorded_at FROM captures c "
        "JOIN documents d ON d.id = c.document_id JOIN addresses s ON s.document = d.name "
        "JOIN answers a ON a.address_id = s.id AND a.digest = c.digest AND a.state = 'read' "
        "ORDER BY a.at, a.id"
    )
    connection.exec_driver_sql(
        f"INSERT INTO sightings ({columns}) "  # noqa: S608
        "SELECT document_id, id, recorded_at, NULL, NULL, recorded_at FROM captures "
        "WHERE id NOT IN (SELECT capture_id FROM sightings) ORDER BY id"
    )


def _make_seal(_connection: Connection) -> None:
    """Nothing of the tables: whatever is written seals a register that has no seal yet."""


def _create_twins(connection: Connection) -> None:
    metadata.create_all(connection, tables=[schema.twins])


MIGRATIONS: tuple[tuple[str, Callable[[Connection], None]], ...] = (
    ("0001 tables", _create_tables),
    ("0002 full-text index", _create_index),
    ("0003 links", _create_links),
    ("0004 journal", _create_journal),
    ("0005 postings", _create_postings),
    ("0006 what sources say", _add_said),
    ("0007 wordings", _create_wordings),
    ("0008 doubts", _create_doubts),
    ("0009 wider indexes", _widen_indexes),
    ("0010 removed pages", _create_removals),
    ("0011 attachments", _create_attachments),
    ("0012 carried facts", _add_carried),
    ("0013 fetching", _create_fetching),
    ("0014 holds", _create_holds),
    ("0015 sightings", _create_sightings),
    ("0016 seal", _make_seal),
    ("0017 twins", _create_twins),
)
