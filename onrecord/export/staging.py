"""Writing a folder so that a reader never takes a half-written one for a whole one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

UNFINISHED = ".unfinished"
DESCRIPTOR = "datapackage.json"  # a folder without it is no whole one


@contextmanager
def whole_file(path: Path) -> Iterator[IO[str]]:
    """A text file that takes its name only once it has been written to the end."""
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to write into, whose files come to stand in `folder` once all are written.

    A folder that is not there yet takes its name as a whole. In one that is there the
    descriptor is taken away first and put back last; files of other names stay. What a
    killed run leaves behind has a name that begins with a dot, and the next run removes it.
    """
    folder = folder.absolute()
    unfinished = folder.with_name(f".{folder.name}{UNFINISHED}")
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    try:
        yield unfinished
        _keep_folder(unfinished)
        if _is_free(folder):
            unfinished.replace(folder)
        else:
            _move_files(unfinished, folder)
        _sync(folder.parent)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _is_free(folder: Path) -> bool:
    return not folder.exists() or (folder.is_dir() and next(folder.iterdir(), None) is None)


def _keep_folder(folder: Path) -> None:
    for path in folder.iterdir():
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _move_files(unfinished: Path, folder: Path) -> None:
    (folder / DESCRIPTOR).unlink(missing_ok=True)
    for path in sorted(unfinished.iterdir(), key=lambda path: (path.name == DESCRIPTOR, path.name)):
        path.replace(folder / path.name)
    _sync(folder)
