"""What a backup is made of: files in a folder or one tar file, with a list by which it is whole."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from onrecord import __version__
from onrecord.acquire.archive import FOLDER as ARCHIVE
from onrecord.acquire.archive import list_kept
from onrecord.config.sources import FILE as SOURCES
from onrecord.errors import InputError, RegisterError
from onrecord.pipeline.verifying import Watch, verify_home
from onrecord.register.seal import FILE_NAME as SEAL
from onrecord.register.store import FILE_NAME as REGISTER
from onrecord.register.store import now

LIST = "backup.json"  # a folder or file without it is no backup
UNFINISHED = ".unfinished"
TAR, PRESSED = ".tar", (".tar.gz", ".tgz")
LISTED = (REGISTER, SEAL, SOURCES)

_KEPT = re.compile(rf"{ARCHIVE}/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}")


def is_file(target: Path) -> bool:
    """Whether a backup of this name is one file."""
    return target.name.endswith((TAR, *PRESSED))


def is_empty(place: Path) -> bool:
    """Whether there is nothing at a place, or a folder that holds nothing."""
    return not place.exists() or (place.is_dir() and next(place.iterdir(), None) is None)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A folder beside the target, that is removed at the end where it is still there.

    Raises `RegisterError` where the disk is full or may not be written.
    """
    stage = target.with_name(f".{target.name}{UNFINISHED}")
    try:
        stage.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir()
        yield stage
    except OSError as error:
        told = error.strerror or str(error)
        raise RegisterError(f"{target}: cannot be written: {told}; nothing was changed") from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        pack_path(stage).unlink(missing_ok=True)


def pack_path(stage: Path) -> Path:
    """Where a folder is packed before the pack takes its name."""
    return stage.with_name(f"{stage.name}{TAR}")


def list_files(folder: Path) -> list[Path]:
    """The files of a register in a folder, but for users, the list of a backup first."""
    named = [folder / name for name in (LIST, *LISTED)]
    kept = [kept_path(folder, digest) for digest in list_kept(folder)]
    return [path for path in (*named, *kept) if path.is_file()]


def kept_path(folder: Path, digest: str) -> Path:
    """Where bytes are kept under their hash."""
    return folder / ARCHIVE / digest[:2] / digest


def write_list(stage: Path) -> None:
    """Say what a backup holds; it is none before."""
    files = {name: _hash(stage / name) for name in LISTED if (stage / name).exists()}
    captures = sum(1 for _ in list_kept(stage))
    told = {"onrecord": __version__, "made_at": now(), "captures": captures, "files": files}
    (stage / LIST).write_text(json.dumps(told, indent=2) + "\n", "utf-8")


def pack(stage: Path, target: Path) -> None:
    """Put all files into one, the list first; it takes its name when it is whole."""
    packed = pack_path(stage)
    with packed.open("wb") as file:
        pressed = target.name.endswith(PRESSED)
        with tarfile.open(fileobj=file, mode="w:gz" if pressed else "w") as tar:
            for path in list_files(stage):
                tar.add(path, path.relative_to(stage).as_posix())
        file.flush()
        os.fsync(file.fileno())
    packed.replace(target)


def unpack(source: Path, stage: Path) -> None:
    """Put the files of a backup into a folder; anything else that is in it is left.

    Raises `InputError` where it is no whole backup: files are missing or not those listed.
    """
    try:
        if source.is_dir():
            for path in list_files(source):
                copy_file(path, stage / path.relative_to(source))
        else:
            _unpack_tar(source, stage)
        told = json.loads((stage / LIST).read_text("utf-8"))
        listed, captures = dict(told["files"]), int(told["captures"])
        false = [name for name, digest in listed.items() if _hash(stage / name) != digest]
    except FileNotFoundError as error:
        missing = Path(str(error.filename)).name
        raise InputError(str(source), f"it is no whole backup: {missing} is missing") from error
    except (tarfile.TarError, EOFError, ValueError, LookupError, TypeError) as error:
        raise InputError(str(source), f"it is no whole backup: {error}") from error
    if false or REGISTER not in listed:
        what = ", ".join(false) or REGISTER
        raise InputError(str(source), f"it is no whole backup: {what} is not what is listed")
    if sum(1 for _ in list_kept(stage)) != captures:
        raise InputError(str(source), "it is no whole backup: captures are missing")


def _unpack_tar(source: Path, stage: Path) -> None:
    with tarfile.open(source) as tar:
        for member in tar:
            known = member.name in (LIST, *LISTED) or _KEPT.fullmatch(member.name)
            content = tar.extractfile(member) if known and member.isreg() else None
            if content is not None:
                _pour(content, stage / member.name)


def copy_file(source: Path, target: Path) -> None:
    """Copy one file to where it is to be."""
    with source.open("rb") as content:
        _pour(content, target)


def _pour(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file)
        file.flush()
        os.fsync(file.fileno())


def check_whole(stage: Path, what: Path, remedy: str, watch: Watch) -> None:
    """Raise `RegisterError` where what was copied from `what` is damaged."""
    found = verify_home(stage, watch)
    if not found.whole:
        first = found.damages[0]
        whose = "".join(f"{known}: " for known in (first.document, first.id) if known)
        told = first.told.replace(f"{stage}{os.sep}", "")
        more = f", and {len(found.damages) - 1} more" if len(found.damages) > 1 else ""
        raise RegisterError(
            f"{what} is damaged: {whose}{told}{more}; nothing was written ({remedy})"
        )


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
