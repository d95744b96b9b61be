from pathlib import Path

import pytest
from sqlalchemy import insert, select

from onrecord.errors import RegisterError
from onrecord.register import schema
from onrecord.register.migrations import MIGRATIONS
from onrecord.register.sightings import page_sightings
from onrecord.register.store import FILE_NAME, Engine, open_engine, writing


def test_a_missing_register_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register here; 'onrecord add' makes one"):
        open_engine(tmp_path)


def test_a_file_that_is_no_register_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"these are no tables" * 100)
    with pytest.raises(RegisterError, match="cannot be opened as a register"):
        open_engine(tmp_path)
    assert path.read_bytes() == b"these are no tables" * 100


def test_a_register_of_a_newer_version_is_refused(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        connection.execute(
            insert(schema.schema_steps).values(name="9999 from the future", applied_at="x")
        )
    with pytest.raises(RegisterError, match="9999 from the future"):
        open_engine(tmp_path)


@pytest.mark.usefixtures("engine")
def test_opening_again_applies_no_migration_twice(tmp_path: Path) -> None:
    again = open_engine(tmp_path)
    with again.connect() as connection:
        names = connection.scalars(select(schema.schema_steps.c.name)).all()
    again.dispose()
    assert sorted(names) == sorted(name for name, _ in MIGRATIONS)


def test_captures_of_an_older_register_are_seen_as_their_site_gave_them(tmp_path: Path) -> None:
    engine = open_engine(tmp_path, create=True)
    with writing(engine) as connection:
        for statement in (
            "INSERT INTO documents (id, name, address, digest, rules) VALUES "
            "(1, 'a/1', 'https://a.example/1', 'two', 'r'), (2, 'b', 'b.txt', 'three', 'r')",
            "INSERT INTO captures (id, document_id, digest, media, recorded_at) VALUES "
            "(1, 1, 'one', 'text/html', '2031-05-02'), (2, 1, 'two', 'text/html', '2031-05-04'), "
            "(3, 2, 'three', 'text/plain', '2031-05-05')",
            "INSERT INTO addresses (id, source, address, kind, document, first_seen, failures) "
            "VALUES (1, 'a', 'https://a.example/1', 'page', 'a/1', '2031-05-01', 0)",
            "INSERT INTO answers (address_id, at, status, final, media, headers, digest, state) "
            "SELECT 1, column1, 200, 'https://a.example/1', 'text/html', '[[\"x\", \"y\"]]', "
            "column2, column3 FROM (VALUES ('2031-05-01', 'one', 'read'), "
            "('2031-05-03', 'two', 'read'), ('2031-05-06', 'one', 'read'), "
            "('2031-05-07', 'two', 'held'))",
            "DROP TABLE sightings",
            "ALTER TABLE versions DROP COLUMN seen_from",
            "DELETE FROM schema_steps WHERE name LIKE '0015%'",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    again = open_engine(tmp_path)
    with again.connect() as connection:
        found = page_sightings(connection, ("", 0), 10)[0]
    again.dispose()
    assert [(one.at, one.digest, one.headers) for one in found] == [
        ("2031-05-01", "one", (("x", "y"),)),
        ("2031-05-03", "two", (("x", "y"),)),
        ("2031-05-05", "three", None),
        ("2031-05-06", "one", (("x", "y"),)),
    ]


def test_a_failed_write_leaves_nothing(engine: Engine) -> None:
    def fail() -> None:
        with writing(engine) as connection:
            connection.execute(
                insert(schema.runs).values(command="add", rules="r", started_at="now")
            )
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with engine.connect() as connection:
        assert connection.execute(select(schema.runs)).all() == []
