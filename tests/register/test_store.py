from pathlib import Path

import pytest
from sqlalchemy import insert, select

from onrecord.errors import RegisterError
from onrecord.register import schema
from onrecord.register.store import FILE_NAME, MIGRATIONS, Engine, open_engine, writing


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
