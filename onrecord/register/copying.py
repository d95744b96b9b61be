"""A copy of a register as it is at one moment, made while others go on writing."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from sqlalchemy import Engine

from onrecord.register.seal import FILE_NAME as SEAL
from onrecord.register.seal import Progress, read_first_page, seal_path
from onrecord.register.store import FILE_NAME, writing

STEP = 4096  # pages between two words of progress


def copy_register(engine: Engine, folder: Path, progress: Progress = lambda _: None) -> None:
    """Copy a register and its seal into a folder, page by page, as they are now.

    The copy has the register's own seal, and so does not hide what was damaged before. Others
    are kept from writing for a moment at the beginning. `progress` is told of copied pages.
    """
    path, target = Path(engine.url.database or ""), folder / FILE_NAME
    with closing(engine.raw_connection()) as pooled:
        source = cast(sqlite3.Connection, pooled.driver_connection)
        with writing(engine):
            shutil.copyfile(seal_path(path), folder / SEAL)
            first = read_first_page(path)
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM schema_steps").fetchone()  # what is seen stays
        try:
            _copy_pages(source, target, progress)
        finally:
            source.execute("ROLLBACK")
    with target.open("rb+") as file:  # SQLite counts a copy as a change in the first page
        file.write(first)
        os.fsync(file.fileno())


def _copy_pages(source: sqlite3.Connection, target: Path, progress: Progress) -> None:
    done = 0

    def tell(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        progress(total - remaining - done)
        done = total - remaining

    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=STEP, progress=tell)
