"""Pairs of releases, before and after their site changed them, and what the change is."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.model.text import Capture
from onrecord.pipeline.run import add_captures
from onrecord.register.reader import Register
from onrecord.register.retold import Alteration
from onrecord.register.views import FactView

PAIRS = Path(__file__).parents[1] / "golden" / "rewordings" / "pairs.toml"


@dataclass(frozen=True)
class Pair:
    """A release with its text before and after."""

    name: str
    before: str
    after: str
    changes: tuple[str, ...]
    reread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """What a register tells of a pair: the facts of both texts, and those told otherwise."""

    before: tuple[FactView, ...]
    after: tuple[FactView, ...]
    alterations: tuple[Alteration, ...]

    @property
    def changes(self) -> tuple[str, ...]:
        """Layer and kind of every difference."""
        return tuple(
            sorted(f"{one.layer} {kind}" for one in self.alterations for kind in one.kinds)
        )

    @property
    def kept(self) -> tuple[dict[str, FactView], dict[str, FactView]]:
        """The facts of each text that are not told otherwise, by their ids."""
        told = [{one.old.id for one in self.alterations if one.old}]
        told.append({one.new.id for one in self.alterations if one.new})
        sides = zip((self.before, self.after), told, strict=True)
        before, after = ({f.id: f for f in facts if f.id not in ids} for facts, ids in sides)
        return before, after


def load_pairs() -> list[Pair]:
    """The pairs of the collection."""
    data = tomllib.loads(PAIRS.read_text("utf-8"))
    return [_make_pair(one) for one in data["pair"]]


def _make_pair(one: dict[str, Any]) -> Pair:
    text = one["text"].lstrip()
    assert text.count(one["old"]) == 1, one["name"]
    after = text.replace(one["old"], one["new"])
    return Pair(
        one["name"], text, after, tuple(sorted(one["changes"])), tuple(one.get("reread", ()))
    )


def compare_pairs(home: Path, pairs: Sequence[Pair]) -> dict[str, Compared]:
    """What a register in `home` tells of these pairs, given all texts before, then all after."""
    _add(home, ((pair.name, pair.before) for pair in pairs))
    before = _read_facts(home)
    _add(home, ((pair.name, pair.after) for pair in pairs))
    after = _read_facts(home)
    register = Register.open(home)
    told = {one.document: one.alterations for one in register.changes("2000-01-01").rewordings}
    register.close()
    return {
        pair.name: Compared(before[pair.name], after[pair.name], tuple(told.get(pair.name, ())))
        for pair in pairs
    }


def _add(home: Path, texts: Iterable[tuple[str, str]]) -> None:
    captures = [Capture(name, name, text.encode(), "text/plain", "utf-8") for name, text in texts]
    assert add_captures(home, captures).failures == []


def _read_facts(home: Path) -> dict[str, tuple[FactView, ...]]:
    """The facts of each document's present text."""
    register = Register.open(home)
    rows = register.releases()
    found = {row.document: register.release(row.id).facts for row in rows}
    register.close()
    return found
