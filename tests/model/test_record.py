"""The record of a document: each thing that is told stands under its name."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model.fact import Act, Commitment, Dated, Event, Facts, Filler
from onrecord.model.reading import Entity, Office, Quote, Reading
from onrecord.model.record import to_record, used_entities
from onrecord.model.text import Page, Release, Span

TEXT = (
    "Council meets\n"
    "Ida Holm opened the session of the Harbour Council online in Skarn on 3 May 2031 on pilots. "
    "It adopted the plan. The Port Office will publish it by June 2031. "
    "“We build,” said Mira Lund of Tarvia. Bo Lind and the Dock Union came to Brae."
)


def cut(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words), words)


def told(words: str) -> dict[str, object]:
    span = cut(words)
    return {"start": span.start, "end": span.end, "text": words}


def name(id_: str, type_: str, words: str) -> Entity:
    return Entity(id_, type_, words, (cut(words),))  # type: ignore[arg-type]


NAMES = {
    id_: name(id_, type_, words)
    for id_, type_, words in (
        ("e9", "state", "Tarvia"),
        ("e8", "place", "Brae"),
        ("e7", "person", "Mira Lund"),
        ("e6", "organisation", "Dock Union"),
        ("e5", "person", "Bo Lind"),
        ("e4", "organisation", "Port Office"),
        ("e3", "place", "Skarn"),
        ("e2", "organisation", "Harbour Council"),
        ("e1", "person", "Ida Holm"),
    )
}
SENTENCE = cut("It adopted the plan.")


def fill(id_: str) -> tuple[Filler, ...]:
    return (Filler(id_, NAMES[id_].mentions[0]),)


EVENT = Event(
    id="V1", kind="session", status="held", triggers=(cut("session"),),
    start=Dated("2031-05-03", cut("3 May 2031")), end=Dated("2031-05-04", cut("3 May 2031")),
    places=fill("e3"), bodies=fill("e2"), chairs=fill("e1"), hosts=fill("e6"),
    participants=fill("e5"), theme=cut("pilots"), mode="online", evidence=SENTENCE,
    rule="a rule", confidence=0.5, release=0,
)  # fmt: skip
ACT = Act(
    "adopted", cut("the plan"), fill("e2"), "V1", Dated("2031-05-03", cut("3 May 2031")),
    SENTENCE, cut("adopted"), "act rule", 0.25, 0,
)  # fmt: skip
DEED = Commitment(
    fill("e4"), cut("publish it by June 2031"), Dated("2031-06", cut("June 2031")),
    SENTENCE, cut("will"), "deed rule", 0.75, 0,
)  # fmt: skip
READING = Reading(
    Page("harbour/1", "1.txt", TEXT,
         (Release(0, len(TEXT), 14, cut("Council meets"), "2031-05-04", None, True),)),
    (), NAMES, (),
    offices=(Office("e1", cut("opened"), cut("Ida Holm"), "office rule", 0.125),),
    quotes=(Quote(cut("We build,"), "e7", cut("said"), True, "quote rule", 1.0),),
)  # fmt: skip


def test_everything_that_is_told_stands_under_its_name() -> None:
    record = to_record(READING, Facts((EVENT,), (ACT,), (DEED,)))
    common = {"evidence": told("It adopted the plan."), "release": 0}
    assert record.pop("entities")[0] == {
        "id": "e1", "type": "person", "name": "Ida Holm", "mentions": [told("Ida Holm")],
    }  # fmt: skip
    assert record == {
        "document": "harbour/1",
        "lang": "en",
        "releases": [
            {
                "headline": "Council meets", "published": "2031-05-04",
                "start": 0, "end": len(TEXT), "main": True,
            }
        ],
        "offices": [
            {"person": "e1", "office": told("opened"), "rule": "office rule", "confidence": 0.125}
        ],
        "events": [
            {
                "id": "V1", "kind": "session", "status": "held", "triggers": [told("session")],
                "start": "2031-05-03", "end": "2031-05-04", "places": ["e3"], "bodies": ["e2"],
                "chairs": ["e1"], "hosts": ["e6"], "participants": ["e5"],
                "theme": told("pilots"), "mode": "online", "rule": "a rule", "confidence": 0.5,
            } | common
        ],
        "acts": [
            {
                "kind": "adopted", "object": told("the plan"), "actors": ["e2"], "event": "V1",
                "date": "2031-05-03", "trigger": told("adopted"), "rule": "act rule",
                "confidence": 0.25,
            } | common
        ],
        "commitments": [
            {
                "actors": ["e4"], "action": told("publish it by June 2031"), "due": "2031-06",
                "trigger": told("will"), "rule": "deed rule", "confidence": 0.75,
            } | common
        ],
        "quotes": [
            {
                "speaker": "e7", "quote": told("We build,"), "direct": True,
                "rule": "quote rule", "confidence": 1.0,
            }
        ],
    }  # fmt: skip


def test_what_is_not_told_is_null() -> None:
    bare = replace(EVENT, start=None, end=None, theme=None, mode=None, places=())
    [event] = to_record(READING, Facts((bare,)))["events"]
    assert [event[key] for key in ("start", "end", "theme", "mode")] == [None] * 4
    assert event["places"] == []
    release = replace(READING.page.releases[0], headline=None, published=None, main=False)
    page = replace(READING.page, releases=(release,))
    [listed] = to_record(replace(READING, page=page), Facts())["releases"]
    assert (listed["headline"], listed["published"], listed["main"]) == (None, None, False)


def test_only_names_that_fill_a_slot_are_listed_as_they_are_first_mentioned() -> None:
    facts = Facts((EVENT,), (), (DEED,))
    used = [entity.id for entity in used_entities(READING, facts)]
    assert used == ["e1", "e2", "e3", "e4", "e7", "e5", "e6"]
    silent = replace(READING, offices=(), quotes=(replace(READING.quotes[0], speaker=None),))
    assert list(used_entities(silent, Facts())) == []
    holding = replace(silent, offices=READING.offices)
    assert [entity.id for entity in used_entities(holding, Facts())] == ["e1"]
    acted = replace(ACT, actors=fill("e9"))
    assert [entity.id for entity in used_entities(silent, Facts((), (acted,)))] == ["e9"]
    assert [entity.id for entity in used_entities(silent, Facts((), (), (DEED,)))] == ["e4"]


def test_a_name_stands_where_it_is_first_mentioned_whatever_the_order_of_its_mentions() -> None:
    twice = replace(NAMES["e4"], mentions=(cut("Port Office"), cut("Council")))
    reading = replace(READING, entities=NAMES | {"e4": twice})
    used = [entity.id for entity in used_entities(reading, Facts((EVENT,), (), (DEED,)))]
    assert used[0] == "e4"
