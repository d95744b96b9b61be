"""What people say of the register: signed, dated, chained, and only ever added to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from onrecord.model.identity import derive_id

JudgementKind = Literal[
    "same",
    "different",
    "wrong",
    "value",
    "added",
    "confirmed",
    "note",
    "revoke",
    "removed",
    "returned",
]
KINDS: tuple[str, ...] = get_args(JudgementKind)

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the journal.

    `id` derives from what was said, by whom and when; `hash` from that and from the hash of
    the entry before, so that nothing can be changed, taken out or put between unnoticed.
    `number` is its place in this register's journal, `recorded_at` when it came into it.
    """

    number: int
    id: str
    kind: str
    author: str
    made_at: str
    reason: str
    content: Content
    previous: str
    hash: str
    recorded_at: str


def make_judgement_id(kind: str, author: str, made_at: str, reason: str, content: Content) -> str:
    """The id of a judgement, the same in every register."""
    return derive_id("judgement", kind, author, made_at, reason, dump_content(content))


def make_hash(previous: str, identifier: str) -> str:
    """The hash of a judgement of this id that follows the one with hash `previous`."""
    return hashlib.sha256(f"{previous}\n{identifier}".encode()).hexdigest()


def dump_content(content: Content) -> str:
    """A judgement's content as text, the same for the same content."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def find_revoked(journal: Iterable[Judgement]) -> dict[str, Judgement]:
    """The judgements that a later one has revoked and that no still later one has restored.

    Revoking a revocation makes the judgement hold again. Gives what revoked it, by id.
    """
    entries = list(journal)
    revoked: dict[str, Judgement] = {}
    for entry in reversed(entries):
        if entry.kind == "revoke" and entry.id not in revoked:
            revoked[str(entry.content["judgement"])] = entry
    return revoked


def find_active(journal: Sequence[Judgement]) -> list[Judgement]:
    """The judgements that hold, in their order; revocations themselves left out."""
    revoked = find_revoked(journal)
    return [entry for entry in journal if entry.id not in revoked and entry.kind != "revoke"]


def find_break(journal: Iterable[Judgement]) -> int | None:
    """The number of the first entry that is not what was written; None where all are."""
    previous = ""
    for entry in journal:
        said = (entry.kind, entry.author, entry.made_at, entry.reason, entry.content)
        if make_judgement_id(*said) != entry.id or entry.previous != previous:
            return entry.number
        if make_hash(previous, entry.id) != entry.hash:
            return entry.number
        previous = entry.hash
    return None
