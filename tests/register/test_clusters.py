from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.register.store import Engine
from tests.gold import Gold
from tests.telling import (
    Told,
    add_batch,
    group_facts,
    list_doubts,
    list_entries,
    list_facts,
    list_names,
    make_register,
    tell,
)

PERSONS = (
    "Pavel Zhurin",
    "Pavel Zhourin|Zhourin",
    "Zhurin Pavel",
    "P. Zhurin",
    "Peter Zhurin",
    "Zhourin",
    "Ruta Selin|R. Selin",
    "Ruta Seline",
)
BODIES = (
    "Committee of Chiefs of Coastal Guards",
    "Coastal Guard Chiefs Committee|CCCG",
    "Centre for Civil Crisis Games|CCCG",
    "CCCG",
    "Permanent Council",
    "Permanent Council of the NLCO|Permanent Council",
    "Permanent Council of the Northern Littoral Cooperation Organization|NLCO",
    "Permanent Council of the Bridge Union|Permanent Council",
    "Northern Littoral Cooperation Organization|NLCO",
    "NLCO",
)
DAYS = ("2023-05-25", "2023-05-28", "2023-05", "2023-34", "2023-22", "2023-40", "2023", None)
ENDS = {"2023-05-25": "2023-05-25", "2023-05-28": "2023-06-03"}

told = st.builds(
    lambda kind, start, last, words, body, person, other, place, thing: Told(
        kind,
        start,
        words=words,
        end=ENDS.get(start or "", start) if last else start,
        names={"bodies": body, "participants": [person, other], "places": [place]},
        offices={person: "Secretary General of the NLCO"},
        acts=[("approved", thing)],
        promises=[("publish the " + thing, start)],
    ),
    kind=st.sampled_from(["session", "meeting", "training"]),
    start=st.sampled_from(DAYS),
    last=st.booleans(),
    words=st.sampled_from(["The VII {} began.", "The fourth {} began.", "“Grey Net” {}.", ""]),
    body=st.lists(st.sampled_from(BODIES), max_size=2, unique=True),
    person=st.sampled_from(PERSONS),
    other=st.sampled_from(PERSONS),
    place=st.sampled_from(["Maresk", "Orlin"]),
    thing=st.sampled_from(["Plan of Joint Training", "Joint Training Plan", "Budget for 2024"]),
)
documents = st.lists(
    st.tuples(st.lists(told, min_size=1, max_size=2), st.sampled_from(["2023-05-20", None])),
    min_size=2,
    max_size=7,
).map(
    lambda found: [tell(f"doc/{n}", *items, published=day) for n, (items, day) in enumerate(found)]
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents, st.randoms(use_true_random=False))
def test_the_order_and_the_batches_of_documents_change_nothing(found, chance):
    whole = _build([found])
    for _ in range(2):
        shuffled = list(found)
        chance.shuffle(shuffled)
        cut = chance.randint(0, len(shuffled))
        batches = [shuffled[:cut], *([document] for document in shuffled[cut:])]
        assert _build(batches) == whole


def _build(batches: list[list[Gold]]) -> tuple[Sequence[tuple[object, ...]], ...]:
    with tempfile.TemporaryDirectory() as home:
        engine = make_register(Path(home), batches)
        found = _list_all(engine)
        engine.dispose()
    return found


def _list_all(engine: Engine) -> tuple[Sequence[tuple[object, ...]], ...]:
    return (list_names(engine), list_facts(engine), list_entries(engine), list_doubts(engine))


def _session(day: str, **names) -> Told:
    return Told("session", day, names={"bodies": ["Harbour Council"], **names})


def test_a_new_version_leaves_the_entries_as_if_it_had_been_the_only_one(tmp_path):
    other = tell("b", _session("2024-03-01", places=["Orlin"]))
    old = tell("a", _session("2024-03-01", places=["Orlin"]), _session("2024-03-05"))
    new = tell("a", _session("2024-03-08", places=["Orlin"]), _session("2024-03-05"))
    changed = make_register(tmp_path / "changed", [[old, other], [new]])
    fresh = make_register(tmp_path / "fresh", [[other, new]])
    assert _list_renamed(changed, list_facts) == sorted(list_facts(fresh))
    assert _list_renamed(changed, list_entries) == sorted(list_entries(fresh))
    assert _list_renamed(changed, list_doubts) == sorted(list_doubts(fresh))


def _list_renamed(engine: Engine, listed) -> list[tuple[object, ...]]:
    """What is listed, claims that were carried on under the ids that their own text gives them."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT kept, own FROM carried")
        own = {kept: own for kept, own in rows}  # noqa: C416
    return sorted(tuple(own.get(value, value) for value in row) for row in listed(engine))


def test_what_a_page_once_told_leads_to_what_it_tells_now(tmp_path):
    old = tell("a", _session("2024-03-01", places=["Orlin"]))
    new = tell("a", _session("2024-03-01", places=["Orlin"], chairs=["Ilse Hartvig"]))
    engine = make_register(tmp_path, [[old], [new]])
    (_, entry), *_ = list_facts(engine)
    with engine.connect() as connection:
        entries = connection.exec_driver_sql("SELECT DISTINCT entry FROM facts WHERE layer='event'")
        assert list(entries.scalars()) == [entry]


def test_a_page_that_shows_acronym_and_long_form_joins_events_told_before(tmp_path):
    short = tell("a", Told("session", "2024-03-01", names={"bodies": ["PCB"]}))
    long = tell("b", Told("session", "2024-03-01", names={"bodies": ["Port Control Board"]}))
    both = tell("c", Told("session", None, names={"bodies": ["Port Control Board|PCB"]}))
    engine = make_register(tmp_path, [[short, long]])
    assert group_facts(engine, "event") == []
    add_batch(engine, [both])
    assert group_facts(engine, "event") == [["a", "b"]]


def test_adding_the_same_documents_again_changes_nothing(tmp_path):
    found = [tell("a", _session("2024-03-01")), tell("b", _session("2024-03-01"))]
    engine = make_register(tmp_path, [found])
    before = _list_all(engine)
    add_batch(engine, found, rules="2")
    assert _list_all(engine) == before
