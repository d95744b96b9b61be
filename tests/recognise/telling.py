"""A short text in, its facts out, written so that a test can name them."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.clean.cleaner import clean_text
from onrecord.model.fact import Event, Facts, Filler
from onrecord.model.reading import Reading
from onrecord.reading.reader import read_page
from onrecord.recognise.recogniser import recognise

PUBLISHED = "2024-05-16"
HEADLINE = "Notes of the week"


@dataclass(frozen=True)
class Telling:
    """The facts of a text with the names of who fills their slots."""

    reading: Reading
    facts: Facts

    def names(self, fillers: tuple[Filler, ...]) -> set[str]:
        return {self.reading.entities[filler.entity].name for filler in fillers}

    def event(self, kind: str) -> Event:
        found = [event for event in self.facts.events if event.kind == kind]
        assert len(found) == 1, f"{len(found)} of kind {kind} in {self.facts.events}"
        return found[0]

    def dates(self, event: Event) -> tuple[str | None, str | None]:
        return (
            event.start.value if event.start else None,
            event.end.value if event.end else None,
        )

    def acts(self) -> set[tuple[str, str]]:
        return {(act.kind, " ".join(act.object.text.split())) for act in self.facts.acts}

    def commitments(self) -> set[tuple[str, str | None]]:
        return {
            (" ".join(c.action.text.split()), c.due.value if c.due else None)
            for c in self.facts.commitments
        }


def tell(text: str, published: str = PUBLISHED) -> Telling:
    """What a body of running text tells, published on a Thursday in May unless said otherwise."""
    reading = read_page(clean_text(f"{HEADLINE}\n\n{text}", "test", published=published))
    return Telling(reading, recognise(reading))
