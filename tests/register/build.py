"""Small documents for tests of the register: a text, with what stands where in it."""

from __future__ import annotations

from onrecord.model.fact import Commitment, Dated, Event, Facts, Filler
from onrecord.model.reading import Entity, EntityType, Mention, Reading
from onrecord.model.text import Page, Release, Span
from onrecord.pipeline.resolving import resolve_touched
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.store import Engine, writing
from onrecord.register.writer import Outcome, write_document

TEXT = (
    "Harbour Council meets in Skarn\n"
    "On 3 May 2024 the Harbour Council met in Skarn. "
    "It will publish a report on dredging by 30 June 2024."
)


NAMED: tuple[tuple[str, EntityType, str], ...] = (
    ("E1", "organisation", "Harbour Council"),
    ("E1", "organisation", "Fisheries Board"),
    ("E2", "place", "Skarn"),
    ("E2", "place", "Résavik"),
)


def find_span(text: str, words: str) -> Span:
    """Where these words stand in a text."""
    start = text.index(words)
    return Span.cut(text, start, start + len(words))


def make_reading(text: str = TEXT, name: str = "harbour/1", day: str = "2024-05-04") -> Reading:
    """A page of one release that names a council and a town."""
    headline = find_span(text, text.splitlines()[0])
    release = Release(0, len(text), headline.end + 1, headline, day, None, True)
    page = Page(name, f"pages/{name}.txt", text, (release,))
    entities = {
        local: Entity(local, kind, words, (find_span(text, words),))
        for local, kind, words in NAMED
        if words in text
    }
    mentions = tuple(
        Mention(e.mentions[0], e.type, "name", e.id, e.mentions[0].start, 0)
        for e in entities.values()
    )
    return Reading(page, (), entities, mentions)


def make_facts(reading: Reading, *, rule: str = "body met") -> Facts:
    """The council's session and its promise, where the text tells them."""
    text = reading.page.text
    council, town = reading.entities["E1"].name, reading.entities["E2"].name
    events, commitments = [], []
    if f"met in {town}" in text:
        day = find_span(text, "3 May 2024")
        events.append(
            Event(
                id="V1",
                kind="session",
                status="held",
                triggers=(find_span(text, "met"),),
                start=Dated("2024-05-03", day),
                end=Dated("2024-05-03", day),
                places=(Filler("E2", find_span(text, town)),),
                bodies=(Filler("E1", find_span(text, council)),),
                chairs=(),
                hosts=(),
                participants=(),
                theme=None,
                mode=None,
                evidence=find_span(text, f"On 3 May 2024 the {council} met in {town}."),
                rule=rule,
                confidence=0.9,
                release=0,
            )
        )
    if "will publish" in text:
        sentence = find_span(text, "It will publish a report on dredging by 30 June 2024.")
        commitments.append(
            Commitment(
                actors=(Filler("E1", find_span(text, "It")),),
                action=find_span(text, "publish a report on dredging by 30 June 2024"),
                due=Dated("2024-06-30", find_span(text, "30 June 2024")),
                evidence=sentence,
                trigger=find_span(text, "will"),
                rule="will do",
                confidence=0.8,
                release=0,
            )
        )
    return Facts(tuple(events), (), tuple(commitments))


def write(
    engine: Engine,
    reading: Reading,
    facts: Facts | None = None,
    *,
    rules: str = "r1",
    moment: str = "2024-05-05T00:00:00Z",
) -> Outcome:
    """Write one document in a transaction of its own and bring its entries up to date."""
    source = Source(reading.page.name, reading.page.address, reading.page.version, "text/plain")
    touched = Touched()
    with writing(engine) as connection:
        outcome = write_document(
            connection,
            source,
            reading,
            facts or make_facts(reading),
            rules=rules,
            moment=moment,
            touched=touched,
        )
        resolve_touched(connection, touched)
    return outcome
