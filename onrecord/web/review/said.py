"""What was just judged, told at the top of the next page with a button that takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.register.journal import load_journal
from onrecord.web.addresses import query_string
from onrecord.web.review.telling import Told, tell_all
from onrecord.web.site import Site

JUDGED = "judged"  # the parameter: '12', or '12-16' for several
MOST_DIGITS = 9
MOST_AT_ONCE = 200  # entries that one submission can have made


@dataclass(frozen=True, slots=True)
class Said:
    """The entries that were just made; `undo` is their range, `back` the page to return to."""

    told: tuple[Told, ...]
    undo: str
    back: str

    @property
    def holds(self) -> bool:
        """Whether they can be taken back: they hold and take nothing back themselves."""
        return all(told.revoked is None for told in self.told)


def load_said(site: Site, given: Mapping[str, str], back: str) -> Said | None:
    """What the address says was just judged; None where it says nothing."""
    numbers = parse_range(given.get(JUDGED, ""))
    if not numbers:
        return None
    told = [t for t in tell_all(site.register.ask(load_journal)) if t.entry.number in numbers]
    return Said(tuple(told), given[JUDGED], back) if told else None


def parse_range(given: str) -> range:
    """The numbers of the journal that '12' or '12-16' means; none for anything else."""
    first, _, last = given.partition("-")
    parts = (first, last or first)
    if not all(part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS for part in parts):
        return range(0)
    low, high = int(parts[0]), int(parts[1])
    return range(low, min(high, low + MOST_AT_ONCE) + 1)


def say_range(numbers: list[int]) -> str:
    """Numbers of the journal as an address carries them."""
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}-{numbers[-1]}"


def add_judged(back: str, numbers: list[int]) -> str:
    """The address of a page that tells of these entries; a place on the page is kept."""
    path, hash_, place = back.partition("#")
    base, _, query = path.partition("?")
    kept = [pair for pair in query.split("&") if pair and not pair.startswith(f"{JUDGED}=")]
    added = query_string({JUDGED: say_range(numbers)}).removeprefix("?")
    return f"{base}?{'&'.join([*kept, added])}{hash_}{place}"


def find_back(given: str) -> str:
    """A page of this site to return to; the review's first page for anything else."""
    safe = given.startswith("/") and not given.startswith(("//", "/\\"))
    return given if safe and given.isprintable() else "/review"
