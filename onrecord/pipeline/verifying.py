"""Whether a register is as it was written: its pages, texts, quotations, journal and archive."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.acquire.archive import list_kept, load_bytes
from onrecord.errors import RegisterError
from onrecord.register import damage
from onrecord.register.damage import Damage
from onrecord.register.seal import find_broken
from onrecord.register.store import FILE_NAME, Engine, open_engine

Watch = Callable[[str, int], None]


@dataclass(slots=True)
class Verified:
    """What was looked at, how much of it, and what of it is damaged."""

    checked: dict[str, int] = field(default_factory=dict)
    damages: list[Damage] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether all is as it was written."""
        return not self.damages


def verify_home(home: Path, watch: Watch = lambda _part, _done: None) -> Verified:
    """Look at all that a register holds; what cannot be read is named, and the rest looked at.

    `watch` is told how many more pages, texts and captures were looked at. Nothing is changed,
    but that an older register is brought to the present schema. Raises `RegisterError` where
    there is no register.
    """
    began, done = time.monotonic(), Verified()
    if not (home / FILE_NAME).exists():
        raise RegisterError(f"{home}: no register here; 'onrecord add' makes one")
    captures: Mapping[str, list[str]] = {}
    try:
        engine = open_engine(home)
    except RegisterError as error:
        _look_past(home, str(error), done, watch)
    else:
        captures = _look_inside(engine, done, watch)
        engine.dispose()
    _look_at_archive(home, captures, done, watch)
    done.seconds = time.monotonic() - began
    return done


def _look_past(home: Path, why: str, done: Verified, watch: Watch) -> None:
    """Compare the pages of a register that cannot be opened."""
    done.damages.append(Damage("file", why))
    broken = find_broken(home / FILE_NAME, lambda number: watch("pages", number))
    done.checked["pages"] = broken.checked
    done.damages += damage.tell_broken(broken, map(damage.Placed, broken.pages))


def _look_inside(engine: Engine, done: Verified, watch: Watch) -> Mapping[str, list[str]]:
    """Look at a register that opens; gives the captures that it should have."""
    pages, broken = damage.find_broken_pages(engine, lambda number: watch("pages", number))
    done.checked["pages"] = pages
    done.damages += broken
    done.damages += damage.find_complaints(engine)
    with engine.connect() as connection:
        done.checked |= damage.count_told(connection)
        done.damages += damage.find_false_texts(connection, lambda number: watch("texts", number))
        done.damages += damage.find_dangling(connection)
        entries, breaks = damage.find_breaks(connection)
        captures, unlisted = damage.list_captures(connection)
    done.checked["judgements"] = entries
    done.damages += [*breaks, *unlisted]
    return captures


def _look_at_archive(
    home: Path, captures: Mapping[str, list[str]], done: Verified, watch: Watch
) -> None:
    """Look at all bytes that the archive holds, or should."""
    digests = sorted(captures.keys() | set(list_kept(home)))
    done.checked["captures"] = len(digests)
    for digest in digests:
        try:
            load_bytes(home, digest)
        except RegisterError as error:
            documents: Sequence[str | None] = captures.get(digest) or (None,)
            done.damages += [Damage("capture", str(error), document) for document in documents]
        watch("captures", 1)
