"""Writing a register to a backup and putting it back: whole, verified, or not at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from onrecord.acquire.archive import list_kept
from onrecord.config.sources import FILE as SOURCES
from onrecord.errors import InputError
from onrecord.pipeline import bundles
from onrecord.pipeline.bundles import LIST, kept_path, staged
from onrecord.pipeline.verifying import Watch
from onrecord.register.copying import copy_register
from onrecord.register.store import now, open_engine
from onrecord.register.users import FILE_NAME as USERS


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written or put in place: where, how many captures, how many bytes.

    `aside` is where that went which stood there before.
    """

    place: Path
    captures: int
    size: int
    aside: Path | None = None


def write_backup(
    home: Path,
    target: Path,
    *,
    replace: bool = False,
    damaged: bool = False,
    watch: Watch = lambda _part, _done: None,
) -> Kept:
    """Write a register, its seal, its archive and its sources as they are at this moment.

    Others may go on writing. A name that ends in `.tar`, `.tar.gz` or `.tgz` makes one file, any
    other a folder; either takes its name when it is whole and was verified. Users are not
    written. Raises `InputError` where something is there already, unless `replace` is given and
    it is a backup; `RegisterError` where the register is damaged, unless `damaged` is given.
    """
    target = target.absolute()
    _check_target(target, replace)
    with staged(target) as stage:
        _copy_home(home, stage, watch)
        if not damaged:
            bundles.check_whole(stage, home, "--damaged writes it as it is", watch)
        bundles.write_list(stage)
        kept = _measure(target, stage)
        if bundles.is_file(target):
            bundles.pack(stage, target)
        else:
            _put_folder(stage, target)
        bundles.sync_folder(target.parent)
    return kept


def restore_backup(
    source: Path,
    home: Path,
    *,
    replace: bool = False,
    damaged: bool = False,
    watch: Watch = lambda _part, _done: None,
) -> Kept:
    """Put a backup in place as a home, once it was verified there.

    Raises `InputError` where the source is no whole backup or something is at `home` already.
    With `replace` what is there is put aside under another name, and its users stay; nothing is
    deleted. Raises `RegisterError` where the backup is damaged, unless `damaged` is given.
    """
    home = home.absolute()
    if not replace and not bundles.is_empty(home):
        raise InputError(str(home), "something is here already", "--replace puts it aside")
    with staged(home) as stage:
        bundles.unpack(source, stage)
        if not damaged:
            bundles.check_whole(stage, source, "--damaged restores it as it is", watch)
        (stage / LIST).unlink()
        kept = _measure(home, stage)
        aside = None if bundles.is_empty(home) else _put_aside(home, stage)
        stage.replace(home)
        bundles.sync_folder(home.parent)
    return Kept(kept.place, kept.captures, kept.size, aside)


def _check_target(target: Path, replace: bool) -> None:
    if not target.exists() or (not bundles.is_file(target) and bundles.is_empty(target)):
        return
    if not replace:
        raise InputError(str(target), "something is here already", "--replace writes over it")
    if target.is_dir() == bundles.is_file(target) or not (
        target.is_file() or (target / LIST).exists()
    ):
        raise InputError(str(target), "what is here is no backup", "name another place")


def _copy_home(home: Path, stage: Path, watch: Watch) -> None:
    """Copy the register first: the archive holds what it tells of, and perhaps more by then."""
    engine = open_engine(home)
    try:
        copy_register(engine, stage, lambda pages: watch("pages copied", pages))
    finally:
        engine.dispose()
    for digest in list_kept(home):
        bundles.copy_file(kept_path(home, digest), kept_path(stage, digest))
        watch("captures copied", 1)
    if (home / SOURCES).exists():
        bundles.copy_file(home / SOURCES, stage / SOURCES)


def _measure(place: Path, stage: Path) -> Kept:
    size = sum(path.stat().st_size for path in bundles.list_files(stage))
    return Kept(place, sum(1 for _ in list_kept(stage)), size)


def _put_folder(stage: Path, target: Path) -> None:
    """Give a folder its name; an older backup of this name is there until then."""
    if bundles.is_empty(target):
        stage.replace(target)
        return
    older = target.with_name(f".{target.name}.older")
    target.replace(older)
    stage.replace(target)
    shutil.rmtree(older)


def _put_aside(home: Path, stage: Path) -> Path:
    """Give what is in place another name; who may sign in stays."""
    if (home / USERS).exists():
        bundles.copy_file(home / USERS, stage / USERS)
        (stage / USERS).chmod((home / USERS).stat().st_mode)
    moment = now()[:19].replace("-", "").replace(":", "")
    aside = home.with_name(f"{home.name}.before-{moment}")
    home.replace(aside)
    return aside
