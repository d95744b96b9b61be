"""How well a register tells who is who and what is one, against the sample's identities.

A pair is two tellings in different documents (or of one): right where both are one in truth.
B-cubed asks of each telling how much of its set is right, and how much of its true set it has.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from sqlalchemy import text as sql

from onrecord.model.identity import fold_text
from onrecord.register.store import Engine
from tests.gold import Gold

IDENTITIES = Path("tests/golden/identities.toml")
TYPES = ("person", "organisation", "state", "place")


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs and B-cubed of a number of tellings that were found in the register."""

    tellings: int
    found: int
    pairs: int
    precision: float
    recall: float
    cubed_precision: float
    cubed_recall: float


def score_sets(pairs: Iterable[tuple[Hashable, Hashable]], tellings: int) -> Score:
    """Of each telling found its true identity and the entry that the register gives it."""
    found = list(pairs)
    both, true, told = Counter(found), Counter(t for t, _ in found), Counter(e for _, e in found)
    right, wanted, claimed = (_count_pairs(c) for c in (both, true, told))
    count = len(found) or 1
    return Score(
        tellings, len(found), wanted,
        right / claimed if claimed else 1.0,
        right / wanted if wanted else 1.0,
        sum(both[pair] / told[pair[1]] for pair in found) / count,
        sum(both[pair] / true[pair[0]] for pair in found) / count,
    )  # fmt: skip


def _count_pairs(sizes: Mapping[Any, int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


@dataclass(frozen=True, slots=True)
class Telling:
    """A name or event as annotated in a document: its true identity and where it stands."""

    layer: str
    identity: str
    document: str
    kind: str
    places: tuple[tuple[int, int], ...]


def load_tellings(golds: Iterable[Gold], path: Path = IDENTITIES) -> list[Telling]:
    """All tellings of the annotated documents whose identity is known."""
    table = tomllib.loads(path.read_text("utf-8"))
    found = []
    for gold in golds:
        found += list(_name_tellings(gold, table))
        found += list(_event_tellings(gold, table["event"]))
    return found


def _name_tellings(gold: Gold, table: Mapping[str, Any]) -> Iterable[Telling]:
    for entity in gold.reading.entities.values():
        known: dict[str, str] = {}
        for names in table.get(entity.type, {}).get("same", ()):
            known |= {fold_text(name): fold_text(names[0]) for name in names}
        left_out = {fold_text(name) for name in table.get(entity.type, {}).get("left_out", ())}
        forms = [fold_text(span.text) for span in entity.mentions]
        named = any(word[:1].isupper() for span in entity.mentions for word in span.text.split())
        if entity.type not in TYPES or not named or left_out.intersection(forms):
            continue
        identity = next((known[form] for form in forms if form in known), None)
        identity = identity or forms[0]
        places = tuple((span.start, span.end) for span in entity.mentions)
        yield Telling(entity.type, identity, gold.name, entity.type, places)


def _event_tellings(gold: Gold, table: Mapping[str, Any]) -> Iterable[Telling]:
    known = {one: together[0] for together in table["same"] for one in together}
    for event in gold.facts.events:
        id_ = f"{gold.name}#{event.id}"
        if id_ not in table["left_out"]:
            places = tuple((span.start, span.end) for span in event.triggers)
            yield Telling("event", known.get(id_, id_), gold.name, event.kind, places)


def score_register(engine: Engine, tellings: Iterable[Telling]) -> dict[str, Score]:
    """The scores of each layer: of tellings that the register has, whatever it calls them."""
    told = list(tellings)
    scores = {}
    for layer in (*TYPES, "event"):
        wanted = [telling for telling in told if telling.layer == layer]
        rows = _load_rows(engine, layer)
        pairs = []
        for document, of_document in groupby(wanted, key=lambda t: t.document):
            found = _match(list(of_document), rows.get(document, []))
            pairs += [(telling.identity, entry) for telling, entry in found]
        scores[layer] = score_sets(pairs, len(wanted))
    return scores


Row = tuple[int, str, str, int, int]  # number, kind, entry, start, end

_NAMES = """SELECT documents.name, names.id, names.type, names.entry, mentions.start, mentions.end
    FROM mentions JOIN names ON names.id = mentions.name_id
    JOIN documents ON documents.version_id = mentions.version_id WHERE names.type = :layer"""
_EVENTS = """SELECT documents.name, facts.id, facts.kind, facts.entry, claims.start, claims.end
    FROM facts JOIN claims ON claims.fact_id = facts.id AND claims.slot = 'trigger'
    JOIN documents ON documents.version_id = facts.version_id
    WHERE facts.recorded_to IS NULL AND facts.layer = :layer"""


def _load_rows(engine: Engine, layer: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    with engine.connect() as connection:
        statement = sql(_EVENTS if layer == "event" else _NAMES)
        for document, *row in connection.execute(statement, {"layer": layer}):
            found.setdefault(_plain(document), []).append(tuple(row))
    return found


def _plain(document: str) -> str:
    """A document's name without the ending of its file."""
    return document.removesuffix(".html").removesuffix(".txt")


def _match(tellings: list[Telling], rows: list[Row]) -> list[tuple[Telling, str]]:
    """Each telling with the row that stands on most of its places; a row is taken once."""
    scored = []
    for telling in tellings:
        shared: Counter[tuple[int, str, str]] = Counter()
        for number, kind, entry, start, end in rows:
            shared[number, kind, entry] += any(start < e and s < end for s, e in telling.places)
        scored += [(n, key[1] == telling.kind, telling, key) for key, n in shared.items() if n]
    taken: set[int] = set()
    found: dict[int, tuple[Telling, str]] = {}
    for _, _, telling, (number, _, entry) in sorted(
        scored, key=lambda item: (-item[0], not item[1], item[3][0])
    ):
        if number not in taken and id(telling) not in found:
            taken.add(number)
            found[id(telling)] = (telling, entry)
    return list(found.values())


def print_scores(title: str, scores: Mapping[str, Score]) -> None:
    """A table: of each layer pair precision and recall, and B-cubed."""
    print(
        f"{title:<24}{'found':>10}{'pairs':>7}{'precision':>11}{'recall':>8}{'B3 p':>8}{'B3 r':>8}"
    )
    for layer, score in scores.items():
        print(
            f"  {layer:<22}{score.found:>5}/{score.tellings:<4}{score.pairs:>7}"
            f"{score.precision:>11.3f}{score.recall:>8.3f}"
            f"{score.cubed_precision:>8.3f}{score.cubed_recall:>8.3f}"
        )
