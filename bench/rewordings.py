"""`python -m bench.rewordings`: what the register tells of releases that their sites changed.

First the pairs that are written for the tests, with what each change is. Then, where the corpus
is, `raw/swiss_modified_pairs.jsonl.gz`: one pair a line, with the texts before and after. What
is counted there is what can be told without an annotation: how many pairs tell facts otherwise,
of which kinds, and of the facts whose sentence stands in both texts, how many keep their id.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.register.rewordings import Compared, Pair, compare_pairs, load_pairs

PAIRS = "swiss_modified_pairs.jsonl.gz"
SIDES = (
    ("before", "after"),
    ("old", "new"),
    ("original", "modified"),
    ("first", "second"),
    ("a", "b"),
)  # names that the two releases of a line may have
TEXTS = ("text", "body", "content")  # and the text in a release
AT_ONCE = 500  # pairs in one register


def main() -> None:
    """Measure both; `--limit` reads so many pairs of the corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--limit", type=int, default=None)
    arguments = parser.parse_args()
    measure_written()
    path = arguments.corpus / "raw" / PAIRS
    if path.exists():
        print()
        measure_corpus(path, arguments.limit)
    else:
        print(f"\n{PAIRS}: not here, left out")


def measure_written() -> None:
    """Print how many of the written pairs are told exactly as they changed."""
    pairs = load_pairs()
    found = _compare(pairs)
    wanted, told, both = Counter[str](), Counter[str](), Counter[str]()
    for pair in pairs:
        one, other = Counter(pair.changes), Counter(found[pair.name].changes)
        wanted, told, both = wanted + one, told + other, both + (one & other)
    exact = sum(found[pair.name].changes == pair.changes for pair in pairs)
    print(
        f"written pairs: {exact} of {len(pairs)} told exactly; changes "
        f"{both.total()} of {wanted.total()} told, {told.total() - both.total()} that are none"
    )
    _print_kept(found.values())


def measure_corpus(path: Path, limit: int | None) -> None:
    """Print what is told of the pairs of a file, by kinds of change."""
    began, number, reworded, kinds = time.monotonic(), 0, 0, Counter[str]()
    compared: list[Compared] = []
    pairs = itertools.islice(read_pairs(path), limit)
    while some := list(itertools.islice(pairs, AT_ONCE)):
        found = list(_compare(some).values())
        number += len(found)
        reworded += sum(bool(one.alterations) for one in found)
        kinds.update(change for one in found for change in one.changes)
        compared += found
    seconds = time.monotonic() - began
    print(f"{path.name}: {number} pairs in {seconds:.0f} s, {reworded} tell facts otherwise")
    for kind, count in kinds.most_common():
        print(f"  {kind:<28}{count:>6}")
    _print_kept(compared)


def _compare(pairs: Sequence[Pair]) -> Mapping[str, Compared]:
    with tempfile.TemporaryDirectory() as scratch:
        return compare_pairs(Path(scratch), pairs)


def _print_kept(compared: Iterable[Compared]) -> None:
    stay, kept = 0, 0
    for one in compared:
        before, after = one.kept
        sentences = {fact.evidence.text for fact in one.after}
        ids = {id_ for id_, fact in before.items() if fact.evidence.text in sentences}
        stay, kept = stay + len(ids), kept + len(ids & after.keys())
    share = f" ({kept / stay:.3f})" if stay else ""
    print(f"facts whose sentence stayed and is not told otherwise: {kept} of {stay} kept{share}")


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a file, one a line. Raises `SystemExit` for lines of another form."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            data = json.loads(line)
            sides = [_find_text(data, names) for names in zip(*SIDES, strict=True)]
            if None in sides:
                raise SystemExit(f"{path}:{number}: no two texts; it has {', '.join(data)}")
            yield Pair(f"pair/{number}", str(sides[0]), str(sides[1]), ())


def _find_text(data: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The text of one side: a field of that name, a release in it, or 'text_before' and such."""
    for name in names:
        value = data.get(name)
        if isinstance(value, str):
            return value
        inner = value if isinstance(value, Mapping) else {}
        joined = [data.get(f"{text}_{name}") or data.get(f"{name}_{text}") for text in TEXTS]
        for found in (*(inner.get(text) for text in TEXTS), *joined):
            if isinstance(found, str):
                return found
    return None


if __name__ == "__main__":
    main()
