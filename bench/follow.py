"""`python -m bench.follow`: statuses of the sample's promises against what is known of them."""

from __future__ import annotations

import argparse
import re
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.config import sample_folder
from onrecord.pipeline.following import Followed, follow_touched, promise_statuses
from onrecord.pipeline.resolving import resolve_touched
from onrecord.pipeline.run import add_paths
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.reader import Register
from onrecord.register.store import open_engine, writing
from onrecord.register.views import FactView
from onrecord.register.writer import write_document

ASOF = date(2025, 12, 31)
MOMENT = "2026-01-01T00:00:00.000000Z"
LAYERS = {"commitment": ("action",), "event": ("trigger",)}
BATCH = 16  # documents written at once


@dataclass(frozen=True, slots=True)
class Case:
    """A promise or announced event of which the outcome is known, and what was found."""

    expected: Mapping[str, str]
    entry: str | None
    followed: Followed | None

    @property
    def found(self) -> str:
        """The status that was found, or why there is none."""
        if self.entry is None:
            return "not in the register"
        return self.followed.status if self.followed else "not followed"

    @property
    def right(self) -> bool:
        """Whether the status is that which is known."""
        return self.found == self.expected["status"]


def build_gold(home: Path, golds: Sequence[Any]) -> None:
    """A register out of annotated documents, in the order given."""
    engine = open_engine(home, create=True)
    for start in range(0, len(golds), BATCH):
        touched = Touched()
        with writing(engine) as connection:
            for gold in golds[start : start + BATCH]:
                page = gold.reading.page
                source = Source(
                    page.name, page.address, page.version, "text/plain", page.institution
                )
                write_document(
                    connection, source, gold.reading, gold.facts,
                    rules="gold", moment=MOMENT, touched=touched,
                )  # fmt: skip
            resolve_touched(connection, touched)
            follow_touched(connection, touched)
    engine.dispose()


def load_expected() -> list[Mapping[str, str]]:
    """What is known of every promise and announced event of the sample."""
    return [
        item
        for file in sorted(sample_folder().glob("*/expected.toml"))
        for item in tomllib.loads(file.read_text(encoding="utf-8"))["followed"]
    ]


def check_statuses(home: Path, asof: date = ASOF) -> list[Case]:
    """The statuses in a register beside those that are known."""
    register = Register.open(home)
    facts: dict[tuple[str, str], list[FactView]] = {}
    for layer in LAYERS:
        ids = [row.id for row in register.each(layer)]
        for views in register.facts(ids).values():
            for view in views:
                facts.setdefault((layer, view.evidence.document), []).append(view)
    expected = load_expected()
    entries = [_find_entry(register, facts, item) for item in expected]
    statuses = promise_statuses(register, asof, [entry for entry in entries if entry])
    register.close()
    return [
        Case(item, entry, statuses.get(entry or ""))
        for item, entry in zip(expected, entries, strict=True)
    ]


def _find_entry(
    register: Register, facts: Mapping[tuple[str, str], list[FactView]], item: Mapping[str, str]
) -> str | None:
    scored = [
        ((fact.status in ("scheduled", "postponed"), overlap), fact.entry)
        for fact in facts.get((item["kind"], item["made_in"]), [])
        if (overlap := _overlap(register, fact, item)) > 0
    ]
    return max(scored)[1] if scored else None


def _overlap(register: Register, fact: FactView, item: Mapping[str, str]) -> int:
    release = register.release(fact.evidence.release)
    return max(
        (
            min(end, value.quotation.end) - max(start, value.quotation.start)
            for value in fact.of(*LAYERS[fact.layer])
            for start, end in _places(release.text, release.start, item["quote"])
        ),
        default=0,
    )


def _places(text: str, offset: int, quote: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\s+".join(map(re.escape, quote.split())), text):
        yield match.start() + offset, match.end() + offset


def print_report(cases: Sequence[Case], *, verbose: bool) -> None:
    """How many are right, and each that is not."""
    for case in cases:
        if not case.right or verbose:
            item = case.expected
            known, quote = item["status"], " ".join(item["quote"].split())[:70]
            print(f"{known:>10} -> {case.found:<12} {item['made_in']}: {quote}")
            for answer in case.followed.answers if case.followed else ():
                words = " ".join(answer.quotation.text.split())[:110]
                print(f"{'':>14}{answer.relation} {answer.quotation.document}: {words}")
    for kind in LAYERS:
        own = [case for case in cases if case.expected["kind"] == kind]
        print(f"{kind}: {sum(case.right for case in own)} of {len(own)} statuses right")
    present = [case for case in cases if case.entry]
    right = sum(case.right for case in cases)
    print(
        f"all: {right} of {len(cases)} ({right / len(cases):.3f}); of those in the register "
        f"{right} of {len(present)} ({right / max(1, len(present)):.3f})"
    )
    wrong = [
        c
        for c in cases
        if c.found in ("kept", "kept late") and not c.expected["status"].startswith("kept")
    ]
    late = [c for c in cases if c.found == "kept" and c.expected["status"] == "kept late"]
    print(f"wrongly kept: {len(wrong)}; kept for kept late: {len(late)}")
    print(Counter((c.expected["status"], c.found) for c in cases if not c.right))


def main() -> None:
    """Measure on a register in `--home`, on one made of the sample, or of its annotations."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--gold", action="store_true", help="from the annotations, not by reading")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = arguments.home or Path(scratch) / "home"
        if arguments.home is None and arguments.gold:
            from tests.gold import load_sample

            build_gold(home, load_sample())
        elif arguments.home is None:
            add_paths(home, [sample_folder()])
        print_report(check_statuses(home), verbose=arguments.verbose)


if __name__ == "__main__":
    main()
