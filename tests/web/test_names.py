"""Pages of names: sessions in sequence, offices over time, what happened, what is outstanding."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.register.reader import Register
from onrecord.register.references import find_naming, find_referring, load_contexts
from onrecord.register.store import open_engine
from onrecord.register.views import EntryRow, Query
from onrecord.web.addresses import entry_address
from onrecord.web.lines import make_line
from onrecord.web.sessions import Gap, Session, count_session, order_sessions
from tests.gold import build_gold
from tests.web.conftest import start_server, write_gold


def tell_session(number: str, day: str, chair: str) -> str:
    return f"""The Reef Commission meets

{day}

The {number} session of the Reef Commission was held in Skarn on {day}, chaired by {chair}.
The Commission approved the chart of {number} reefs.
"""


SESSIONS = (("4th", "3 March 2030", "Ada Brink"), ("5th", "4 March 2031", "Ada Brink"),
            ("8th", "7 March 2034", "Ole Sand"))  # fmt: skip
DAYS = {"3 March 2030": "2030-03-03", "4 March 2031": "2031-03-04", "7 March 2034": "2034-03-07"}


@pytest.fixture(scope="module")
def commission(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A body of which the sixth and the seventh session are not in the register."""
    home = tmp_path_factory.mktemp("commission")
    engine = open_engine(home, create=True)
    documents = [
        build_gold(
            f"reef/{number}", tell_session(number, day, chair), _annotate(number, day, chair)
        )
        for number, day, chair in SESSIONS
    ]
    write_gold(engine, documents, "2034-04-01T10:00:00.000000Z")
    engine.dispose()
    return home


def _annotate(number: str, day: str, chair: str) -> dict[str, object]:
    release = {
        "headline": "The Reef Commission meets",
        "published": DAYS[day],
        "begins": "The Reef Commission meets",
        "ends": f"{number} reefs.",
        "main": True,
    }
    event = {
        "id": "V1", "kind": "session", "status": "held", "triggers": ["session"],
        "start": DAYS[day], "end": DAYS[day], "places": ["E2"], "bodies": ["E1"],
        "chairs": ["E3"], "hosts": [], "participants": [], "theme": None, "mode": None,
    }  # fmt: skip
    act = {
        "kind": "approved", "object": f"the chart of {number} reefs", "actors": ["E1"],
        "event": "V1", "date": DAYS[day],
    }  # fmt: skip
    return {
        "releases": [release],
        "entities": [
            {"id": "E1", "type": "organisation", "mentions": ["Reef Commission@2"]},
            {"id": "E2", "type": "place", "mentions": ["Skarn"]},
            {"id": "E3", "type": "person", "mentions": [chair]},
        ],
        "events": [event],
        "acts": [act],
    }


@pytest.fixture(scope="module")
def reefs(commission: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=start_server(commission), timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def known(commission: Path) -> Iterator[Register]:
    register = Register.open(commission)
    yield register
    register.close()


def find(register: Register, layer: str, label: str) -> EntryRow:
    return next(row for row in register.each(layer) if row.label == label)


def test_a_body_shows_its_sessions_in_sequence_and_tells_the_gaps(
    reefs: httpx.Client, known: Register
) -> None:
    page = reefs.get(entry_address(find(known, "organisation", "Reef Commission").id)).text
    table = page[page.index('<table role="table" class="sequence">') :]
    numbers = re.findall(r'class="ordinal">(?:<span[^>]*>Number </span>)?([\d–]+)', table)
    assert numbers == ["4", "5", "6–7", "8"]
    assert "not in the register" in table
    assert "the chart of 8th reefs" in table


def test_a_body_shows_who_chaired_when(reefs: httpx.Client, known: Register) -> None:
    page = reefs.get(entry_address(find(known, "organisation", "Reef Commission").id)).text
    chairs = re.sub(r"<[^>]+>", "", page[page.index('id="chairs"') : page.index('class="circle"')
                    if 'class="circle"' in page else len(page)])  # fmt: skip
    assert re.search(r"Ada Brink\s+2 sessions, 3 March 2030 to 4 March 2031", chairs)
    assert re.search(r"Ole Sand\s+1 session, 7 March 2034", chairs)


def test_a_place_shows_what_happened_there_and_who_met(
    reefs: httpx.Client, known: Register
) -> None:
    page = reefs.get(entry_address(find(known, "place", "Skarn").id)).text
    assert "Events there" in page
    circle = page[page.index('id="circle"') :]
    assert "Bodies that met there" in circle
    assert re.search(r"Reef Commission</a>.*?3 events", circle, re.DOTALL)


def test_a_session_shows_what_was_decided(reefs: httpx.Client, known: Register) -> None:
    session = known.entries("event", Query(newest=True, limit=1))[0]
    page = reefs.get(entry_address(session.id)).text
    assert "the chart of 8th reefs" in page[page.index('id="acts"') :]


def test_numbers_are_read_from_the_words_around_a_session(known: Register) -> None:
    lines = [make_line(row, ()) for row in known.each("event")]
    contexts = known.ask(load_contexts, [line.row.id for line in lines])
    assert sorted(count_session(found) or 0 for found in contexts.values()) == [4, 5, 8]
    ordered = order_sessions([lines[2], lines[0]], contexts, {})
    assert [item.number for item in ordered if isinstance(item, Session)] == [4, 8]
    assert [item for item in ordered if isinstance(item, Gap)] == [Gap(5, 7)]


def test_every_fact_that_names_a_body_is_found_at_once(known: Register) -> None:
    body = find(known, "organisation", "Reef Commission").id
    naming = known.ask(find_naming, body)
    for layer in ("event", "act"):
        own = [row.id for row in naming if row.layer == layer]
        assert sorted(own) == sorted(row.id for row in known.each(layer, Query(name=body)))
    days = [row.earliest for row in naming if row.layer == "event"]
    assert days == sorted(days, reverse=True)  # type: ignore[type-var]


def test_what_names_a_thing_in_its_sentence_refers_to_it(known: Register) -> None:
    place = find(known, "place", "Skarn").id
    events = {row.id for row in known.each("event")}
    assert events <= set(known.ask(find_referring, place, 50)) | events


def test_a_person_has_a_timeline_of_offices_with_its_table_and_file(
    client: httpx.Client, register: Register
) -> None:
    person = find(register, "person", "Mira Holt")
    page = client.get(entry_address(person.id)).text
    assert '<ol class="lanes">' in page
    assert "Offices of Mira Holt" in page
    drawing = ET.fromstring(client.get(entry_address(person.id, ".svg")).content)
    assert drawing.tag.endswith("svg")
    assert "Chair of the Council" in "".join(drawing.itertext())


def test_a_body_shows_what_is_outstanding(client: httpx.Client, register: Register) -> None:
    body = find(register, "organisation", "Harbour Council")
    page = client.get(entry_address(body.id)).text
    outstanding = page[page.index('id="outstanding"') :]
    assert "publish a report on dredging" in outstanding[:1500]
