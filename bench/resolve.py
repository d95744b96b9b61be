"""How well it is told who is who, and what it costs to add a release to a growing register.

    python -m bench.resolve [SIZE ...]

Printed first are pair precision, pair recall and B-cubed of persons, bodies, states, places and
events on the sample collection: as its annotations have them, and as its pages are read. Then
the cost at 100, 1,000 and 5,000 documents, or the sizes given; 0 leaves it out. Those
documents are invented: forty institutions with their heads, officials and bodies, each
release with events, acts, a promise, offices and a quotation. Printed are the seconds of
processor time to write and to resolve one more release, and 64 more.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bench.identity import load_tellings, print_scores, score_register
from onrecord.config import sample_folder
from onrecord.model.fact import Act, Commitment, Dated, Event, Facts, Filler
from onrecord.model.reading import Entity, EntityType, Mention, Office, Quote, Reading
from onrecord.model.text import Page, Release, Span
from onrecord.pipeline.resolving import resolve_touched
from onrecord.pipeline.run import add_paths
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.store import Engine, now, open_engine, writing
from onrecord.register.writer import write_document
from tests.gold import load_sample
from tests.telling import make_register

SIZES = (100, 1_000, 5_000)
BATCH = 64
SINGLE_RUNS = 9
INSTITUTIONS, YEARS = 40, 10
KINDS = ("session", "meeting", "visit", "consultations", "conference", "training")
GIVEN = ("Andrei", "Elena", "Pavel", "Ruta", "Jonas", "Ilse", "Marek", "Sofia", "Tomas", "Lena")
SYLLABLES = ("mor", "van", "zel", "kir", "dol", "bran", "tav", "lesk", "hart", "vig", "sor", "nym")
TOPICS = ("Safety", "Transport", "Fisheries", "Energy", "Health", "Trade", "Borders", "Budget")


def make_word(pick: random.Random) -> str:
    """An invented proper name."""
    return "".join(pick.choices(SYLLABLES, k=pick.choice((2, 3)))).capitalize()


@dataclass(frozen=True, slots=True)
class Institution:
    """Who and what the releases of one institution name."""

    name: str
    acronym: str
    people: tuple[str, ...]
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    states: tuple[str, ...]


def make_institution(number: int) -> Institution:
    """The institution of that number, always the same."""
    pick = random.Random(number)  # noqa: S311
    words = [make_word(pick) for _ in range(2)]
    name = f"{words[0]} {words[1]} Cooperation Organization"
    return Institution(
        name=name,
        acronym="".join(word[0] for word in name.split()),
        people=tuple(f"{pick.choice(GIVEN)} {make_word(pick)}" for _ in range(25)),
        bodies=tuple(
            f"Committee on {topic} of the {words[0]} {words[1]} Cooperation" for topic in TOPICS
        ),
        places=tuple(make_word(pick) for _ in range(6)),
        states=tuple(f"Republic of {make_word(pick)}a" for _ in range(4)),
    )


class Writer:
    """A text that grows piece by piece, and the names in it."""

    def __init__(self) -> None:
        self.text = ""
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []

    def put(self, piece: str) -> Span:
        """Append a piece; its span."""
        start = len(self.text)
        self.text += piece
        span = Span(start, len(self.text), piece)
        self.text += " "
        return span

    def name(self, type_: EntityType, name: str, short: str | None = None) -> Filler:
        """Append a name, and its short form in brackets where one is given."""
        spans = [self.put(name)] + ([self.put(short)] if short else [])
        held = self.entities.get(name)
        known = held.mentions if held else ()
        self.entities[name] = Entity(name, type_, name, (*known, *spans))
        self.mentions += [Mention(s, type_, "name", name, s.start, 0) for s in spans]
        return Filler(name, spans[0])


def make_document(number: int, seed: int = 0) -> tuple[str, Reading, Facts]:
    """The document of that number: its name, reading and facts."""
    pick = random.Random(f"{seed}/{number}")  # noqa: S311
    source = make_institution(pick.randrange(INSTITUTIONS))
    day = date(2015, 1, 1) + timedelta(days=pick.randrange(365 * YEARS))
    writer = Writer()
    events = [
        make_event(writer, source, day + timedelta(days=n), pick) for n in (0, -pick.randrange(90))
    ]
    events.append(make_event(writer, source, day + timedelta(days=100), pick, coarse=True))
    body = writer.name("organisation", source.bodies[0])
    acts = tuple(make_act(writer, body, day, pick) for _ in range(2))
    action = writer.put(f"publish the report number {number} on {pick.choice(TOPICS)} of the year")
    head = writer.name("person", source.people[0], source.people[0].split()[1])
    owner = writer.name("organisation", source.name, source.acronym)
    due = Dated(str(day + timedelta(days=pick.randrange(30, 400))), action)
    promise = Commitment((owner,), action, due, action, action, "bench", 1.0, 0)
    office = writer.put(f"Secretary General of the {source.acronym}")
    said = writer.put(f"We shall do number {number} of what we said in {day.year}")
    page = Page(f"bench/{seed}-{number}", "", writer.text, (_release(writer.text, day),))
    reading = Reading(
        page=page,
        parts=(),
        entities=writer.entities,
        mentions=tuple(writer.mentions),
        offices=(Office(head.entity, office, head.span, "bench"),),
        quotes=(Quote(said, head.entity, head.span, True, "bench"),),
    )
    return page.name, reading, Facts(tuple(events), acts, (promise,))


def _release(text: str, day: date) -> Release:
    return Release(0, len(text), 0, None, str(day), None, True)


def make_event(
    writer: Writer, source: Institution, day: date, pick: random.Random, coarse: bool = False
) -> Event:
    """An event of an institution on that day, or announced for that month."""
    kind = pick.choice(KINDS)
    trigger = writer.put(kind)
    when = Dated(str(day)[:7] if coarse else str(day), trigger)
    people = [writer.name("person", name) for name in pick.sample(source.people, 3)]
    return Event(
        id=str(trigger.start),
        kind=kind,  # type: ignore[arg-type]
        status="scheduled" if coarse else "held",
        triggers=(trigger,),
        start=when,
        end=when,
        places=(writer.name("place", pick.choice(source.places)),),
        bodies=(writer.name("organisation", pick.choice(source.bodies)),),
        chairs=(people[0],),
        hosts=(),
        participants=(*people[1:], writer.name("state", pick.choice(source.states))),
        theme=None,
        mode=None,
        evidence=trigger,
        rule="bench",
        confidence=1.0,
        release=0,
    )


def make_act(writer: Writer, body: Filler, day: date, pick: random.Random) -> Act:
    """A decision of a body on that day."""
    thing = writer.put(f"the plan of {pick.choice(TOPICS)} number {pick.randrange(1000)}")
    return Act(
        "approved", thing, (body,), None, Dated(str(day), thing), thing, thing, "bench", 1.0, 0
    )


def add_documents(engine: Engine, numbers: Sequence[int], seed: int = 0) -> tuple[float, float]:
    """Add documents in one transaction; the seconds that writing and resolving took."""
    documents = [make_document(number, seed) for number in numbers]
    touched = Touched()
    with writing(engine) as connection:
        began = time.process_time()
        for name, reading, facts in documents:
            source = Source(name, name, reading.page.version, "text/plain")
            write_document(
                connection, source, reading, facts, rules="1", moment=now(), touched=touched
            )
        written = time.process_time()
        resolve_touched(connection, touched)
        resolved = time.process_time()
    return written - began, resolved - written


def measure_identity() -> None:
    """Print the scores of two registers of the sample: of its annotations, and of its pages."""
    golds = load_sample()
    tellings = load_tellings(golds)
    with tempfile.TemporaryDirectory() as scratch:
        annotated, read = Path(scratch) / "annotated", Path(scratch) / "read"
        engine = make_register(annotated, [golds])
        print_scores("as annotated", score_register(engine, tellings))
        engine.dispose()
        add_paths(read, [sample_folder()])
        engine = open_engine(read)
        print_scores("as read", score_register(engine, tellings))
        engine.dispose()


def measure_cost(sizes: Sequence[int]) -> None:
    """Grow one register through the sizes, and measure at each."""
    print("documents   one: write  resolve    64: write  resolve   (seconds; one: median)")
    with tempfile.TemporaryDirectory() as home:
        engine = open_engine(Path(home), create=True)
        held, extra = 0, 10**6
        for size in sizes:
            while held < size:
                more = range(held, min(size, held + BATCH))
                add_documents(engine, more)
                held = more.stop
            singles = [add_documents(engine, [extra + n]) for n in range(SINGLE_RUNS)]
            extra += SINGLE_RUNS
            batch = add_documents(engine, range(extra, extra + BATCH))
            extra += BATCH
            one = [statistics.median(column) for column in zip(*singles, strict=True)]
            print(f"{size:9,}  {one[0]:11.3f} {one[1]:8.3f} {batch[0]:12.3f} {batch[1]:8.3f}")
        engine.dispose()


if __name__ == "__main__":
    measure_identity()
    wanted = [int(size) for size in sys.argv[1:]] or SIZES
    if any(wanted):
        measure_cost(wanted)
