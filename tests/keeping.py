"""A small register with all that is to be kept safe: texts, facts, bytes, a judgement."""

from __future__ import annotations

import shutil
from pathlib import Path

from onrecord.acquire.archive import keep_bytes
from onrecord.pipeline.judging import Judge
from onrecord.register.store import open_engine
from tests.register.build import TEXT, make_reading, write

NAMES = ("harbour/1", "harbour/2", "harbour/3")


def make_home(home: Path) -> Path:
    """Three documents about three towns, and what a person says of the first."""
    engine = open_engine(home, create=True)
    for number, name in enumerate(NAMES, start=1):
        text = f"{TEXT.replace('Skarn', 'Résavik') if number == 2 else TEXT}\nPage {number}."
        write(engine, make_reading(text, name))
        keep_bytes(home, text.encode())
    engine.dispose()
    judge = Judge(home, "Ada Brink")
    judge.note(find_id(home, "SELECT own FROM facts ORDER BY id"), "Look at this again.")
    judge.close()
    return home


def keep_log(home: Path, copy: Path) -> Path:
    """A copy of a home as a killed process leaves it: its last writes are in the log only."""
    judge = Judge(home, "Ada Brink")
    judge.note(find_id(home, "SELECT own FROM facts ORDER BY id"), "And again.")
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("*-shm"))
    judge.close()
    assert (copy / "register.db-wal").stat().st_size
    return copy


def find_id(home: Path, statement: str) -> str:
    """The first value that a statement gives."""
    engine = open_engine(home)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(statement).scalars().first()
    engine.dispose()
    return str(found)
