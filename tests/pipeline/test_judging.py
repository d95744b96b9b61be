from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from onrecord.errors import InputError, NotFoundError, WithdrawnError
from onrecord.model.fact import Facts
from onrecord.model.reading import Reading
from onrecord.pipeline.judging import Judge, Slot
from onrecord.pipeline.resolving import resolve_touched
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.journal import check_journal, dump_journal, load_journal
from onrecord.register.reader import Register
from onrecord.register.rulings import settle_facts
from onrecord.register.store import Engine, now, open_engine, writing
from onrecord.register.views import Query
from onrecord.register.writer import write_document
from tests.register.build import TEXT, make_facts, make_reading
from tests.telling import Told, add_batch, group_facts, group_names, make_register, tell


def write(engine: Engine, reading: Reading, facts: Facts | None = None, rules: str = "r1") -> None:
    """Write a document as a run does: facts, then what people ruled, then entries."""
    source = Source(reading.page.name, reading.page.address, reading.page.version, "text/plain")
    touched, since = Touched(), now()
    with writing(engine) as connection:
        write_document(
            connection, source, reading, facts or make_facts(reading),
            rules=rules, moment=now(), touched=touched,
        )  # fmt: skip
        settle_facts(connection, touched, since=since, moment=now())
        resolve_touched(connection, touched)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    engine = open_engine(tmp_path / "home", create=True)
    write(engine, make_reading())
    engine.dispose()
    return tmp_path / "home"


def the_id(register: Register, layer: str) -> str:
    [row] = register.entries(layer)
    return row.id


def reread(home: Path, facts: Facts | None = None, text: str = TEXT, rules: str = "r2") -> None:
    engine = open_engine(home)
    write(engine, make_reading(text), facts, rules)
    engine.dispose()


def count_facts(home: Path) -> int:
    engine = open_engine(home)
    with engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()
    engine.dispose()
    return int(found)


def test_a_fact_called_wrong_is_gone_and_stays_gone_when_read_again(
    home: Path, judge: Judge, register: Register
) -> None:
    promise = the_id(register, "commitment")
    judge.value(promise, "due", "2024-07-31", "the annex says July")
    judge.wrong(promise, "this is a plan of somebody else")
    assert register.entries("commitment") == []
    with pytest.raises(WithdrawnError, match=r"by Ada Brink on .*: this is a plan of somebody"):
        register.entry(promise)
    assert register.entry(promise, history=True).facts[-1].recorded_to
    rows = count_facts(home)
    for rules in ("r2", "r3"):
        reread(home, rules=rules)
    assert register.entries("commitment") == []
    assert count_facts(home) == rows


def test_a_judgement_taken_back_gives_back_what_the_machine_found(
    judge: Judge, register: Register
) -> None:
    promise = the_id(register, "commitment")
    wrong = judge.wrong(promise, "misread")
    judge.revoke(wrong.number, "it was right after all")
    assert [row.id for row in register.entries("commitment")] == [promise]
    value = judge.value(promise, "due", "2024-07-31", "the annex says July")
    assert register.entries("commitment")[0].start == "2024-07-31"
    judge.revoke(value.id, "the annex was a draft")
    assert register.entries("commitment")[0].start == "2024-06-30"


def test_a_value_given_by_a_person_is_shown_with_its_name_and_survives_new_rules(
    home: Path, judge: Judge, register: Register
) -> None:
    event = the_id(register, "event")
    judge.value(event, "start", "2024-05-02", "the minutes say so")
    judge.value(event, "place", "Résavik", "it met on the ship")
    for facts in (None, make_facts(make_reading(), rule="another rule")):
        reread(home, facts, rules=f"r{facts is None}")
        [row] = register.entries("event")
        [fact] = register.facts([row.id])[row.id]
        assert (row.id, row.start, row.end) == (event, "2024-05-02", "2024-05-02")
        assert [value.value for value in fact.of("place")] == ["Résavik"]
        assert [value.quotation.text for value in fact.of("place")] == ["Skarn"]
        assert {(r.slot, r.author) for r in fact.rulings} == {
            ("start", "Ada Brink"),
            ("place", "Ada Brink"),
        }


def test_what_a_person_corrected_stays_where_new_rules_find_nothing(
    home: Path, judge: Judge, register: Register
) -> None:
    promise = the_id(register, "commitment")
    judge.value(promise, "due", "2024-07-31", "the annex says July")
    found = make_facts(make_reading())
    reread(home, Facts(found.events, (), ()))
    assert [row.start for row in register.entries("commitment")] == ["2024-07-31"]


def test_a_confirmed_fact_is_not_read_away(home: Path, judge: Judge, register: Register) -> None:
    promise = the_id(register, "commitment")
    sure = judge.confirm(promise, "checked against the minutes")
    reread(home, Facts(make_facts(make_reading()).events, (), ()))
    [row] = register.entries("commitment")
    [fact] = register.facts([row.id])[row.id]
    assert [r.effect for r in fact.rulings] == ["confirmed"]
    judge.revoke(sure.number, "not checked")
    reread(home, Facts(make_facts(make_reading()).events, (), ()), rules="r4")
    assert register.entries("commitment") == []


def test_a_fact_added_by_hand_is_quoted_sure_and_stays(
    home: Path, judge: Judge, register: Register
) -> None:
    added = judge.add(
        "act",
        "harbour/1",
        "the Harbour Council met in Skarn",
        [Slot("object", "Harbour Council met"), Slot("date", "2024-05-03"),
         Slot("actor", "Harbour Council", type="organisation")],
        "the meeting decided to meet",
        kind="decided",
    )  # fmt: skip
    [row] = register.entries("act")
    [fact] = register.facts([row.id])[row.id]
    assert (fact.rule, fact.confidence, fact.start) == ("by hand", 1.0, "2024-05-03")
    assert [r.author for r in fact.rulings] == ["Ada Brink"]
    for value in fact.values:
        assert TEXT[value.quotation.start : value.quotation.end] == value.quotation.text
    reread(home)
    assert [r.id for r in register.entries("act")] == [row.id]
    reread(home, text=f"{TEXT} More was said.")
    assert [r.id for r in register.entries("act")] == [row.id]
    judge.revoke(added.number, "no")
    assert register.entries("act") == []


def test_a_judgement_holds_in_a_new_text_where_its_words_still_stand(
    home: Path, judge: Judge, register: Register
) -> None:
    judge.wrong(the_id(register, "commitment"), "misread")
    reread(home, text=f"{TEXT} More was said.")
    assert register.entries("commitment") == []


def test_what_was_judged_is_among_the_changes(judge: Judge, register: Register) -> None:
    promise = the_id(register, "commitment")
    judge.value(promise, "due", "2024-09-30", "the annex")
    judge.wrong(promise, "no promise")
    judge.revoke(2, "it is one")
    found = register.changes(now()[:10])
    assert [entry.kind for entry in found.judgements] == ["value", "wrong", "revoke"]
    assert [(a.why, a.alteration.what) for a in found.facts] == [
        ("judgement", "promise: deadline put off from 2024-06-30 to 2024-09-30"),
        ("judgement", "promise gone"),
        ("judgement", "promise added"),
    ]


def test_a_reworded_page_says_why_its_id_is_gone(home: Path, register: Register) -> None:
    promise = the_id(register, "commitment")
    softened = TEXT.replace("It will publish a report on dredging by 30 June 2024.", "So it is.")
    reread(home, text=softened)
    with pytest.raises(WithdrawnError, match="harbour/1 was reworded and tells it no more"):
        register.entry(promise)


def test_the_same_and_the_different_win_over_likeness_in_any_order(tmp_path: Path) -> None:
    alike = tell("a", Told("meeting", "2024-03-01", names={"participants": ["Pavel Zhurin"]}))
    near = tell("b", Told("meeting", "2024-03-05", names={"participants": ["Pavel Zhourin"]}))
    other = tell("c", Told("meeting", "2024-03-09", names={"participants": ["Ruta Selin"]}))
    engine = make_register(tmp_path / "one", [[alike, near, other]])
    assert group_names(engine, "person") == {frozenset({"pavel zhurin", "pavel zhourin"})}
    judge = Judge(tmp_path / "one", "Ada Brink")
    apart = judge.different("Pavel Zhurin", "Pavel Zhourin", "father and son")
    assert group_names(engine, "person") == set()
    judge.same("Ruta Selin", "Pavel Zhourin", "a pen name")
    assert group_names(engine, "person") == {frozenset({"ruta selin", "pavel zhourin"})}
    with engine.connect() as connection:
        journal = "\n".join(dump_journal(connection))
    (tmp_path / "journal.jsonl").write_text(journal, "utf-8")

    fresh = make_register(tmp_path / "two", [])
    second = Judge(tmp_path / "two", "Somebody")
    assert len(second.import_file(tmp_path / "journal.jsonl")) == 2
    for document in (other, near, alike):
        add_batch(fresh, [document])
    assert group_names(fresh, "person") == group_names(engine, "person")
    judge.revoke(apart.number, "one man")
    assert len(next(iter(group_names(engine, "person")))) == 3


def test_facts_are_joined_and_parted_by_a_persons_word(tmp_path: Path) -> None:
    def session(name: str, day: str):
        return tell(name, Told("session", day, names={"bodies": ["Harbour Council"]}))

    engine = make_register(
        tmp_path,
        [[session("a", "2024-03-01"), session("b", "2024-03-01")], [session("c", "2024-05-02")]],
    )
    assert group_facts(engine, "event") == [["a", "b"]]
    register, judge = Register(engine), Judge(tmp_path, "Ada Brink")
    of = {f.evidence.document: f.id for r in register.entries("event")
          for f in register.facts([r.id])[r.id]}  # fmt: skip
    parted = judge.different(of["a"], of["b"], "morning and evening")
    assert group_facts(engine, "event") == []
    judge.same(of["b"], of["c"], "the day was misprinted")
    assert group_facts(engine, "event") == [["b", "c"]]
    add_batch(engine, [session("d", "2024-03-01")])
    judge.revoke(parted.number, "one session")
    [group] = group_facts(engine, "event")
    assert set(group) >= {"a", "b", "c"}
    assert register.entry(of["a"]).row.id == register.entry(of["c"]).row.id


def test_the_journal_goes_out_and_in_and_twice_is_once(
    home: Path, judge: Judge, register: Register, tmp_path: Path
) -> None:
    judge.wrong(the_id(register, "commitment"), "misread")
    judge.value(the_id(register, "event"), "status", "postponed", "storm")
    judge.note(the_id(register, "event"), "see the diary")
    judge.revoke(3, "no diary")
    engine = open_engine(home)
    with engine.connect() as connection:
        journal = load_journal(connection)
        check_journal(connection)
        lines = list(dump_journal(connection))
    (tmp_path / "out.jsonl").write_text("\n".join(lines), "utf-8")
    assert judge.import_file(tmp_path / "out.jsonl") == []

    write(open_engine(tmp_path / "other", create=True), make_reading())
    other = Judge(tmp_path / "other", "Somebody Else")
    assert [j.id for j in other.import_file(tmp_path / "out.jsonl")] == [j.id for j in journal]
    assert other.import_file(tmp_path / "out.jsonl") == []
    twin = Register.open(tmp_path / "other")
    assert twin.entries("commitment") == []
    assert twin.entries("event") == register.entries("event")
    assert twin.entries("event", Query(status="postponed"))


def test_a_journal_that_was_changed_is_refused(
    home: Path, judge: Judge, register: Register, tmp_path: Path
) -> None:
    judge.wrong(the_id(register, "commitment"), "misread")
    judge.note(the_id(register, "event"), "seen")
    engine = open_engine(home)
    with engine.connect() as connection:
        lines = list(dump_journal(connection))
    for number, forged in enumerate([[lines[1]], [lines[0].replace("misread", "fine"), lines[1]]]):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("\n".join(forged), "utf-8")
        with pytest.raises(InputError, match="not what was exported"):
            judge.import_file(path)
    with pytest.raises(IntegrityError, match="only added to"), writing(engine) as connection:
        connection.exec_driver_sql("UPDATE judgements SET author = 'me'")


def test_what_cannot_be_said_is_refused(judge: Judge, register: Register) -> None:
    event, promise = the_id(register, "event"), the_id(register, "commitment")
    with pytest.raises(InputError, match="different things"):
        judge.same(event, promise, "no")
    with pytest.raises(InputError, match="no slot of this event"):
        judge.value(event, "colour", "red", "no")
    with pytest.raises(InputError, match="'party' is none"):
        judge.value(event, "kind", "party", "no")
    with pytest.raises(NotFoundError):
        judge.wrong("ev-nothing", "no")
    with pytest.raises(InputError, match="quote it exactly"):
        judge.add("act", "harbour/1", "never said", [], "no", kind="decided")


def test_a_release_that_a_person_calls_the_answer_is_one_though_no_machine_linked_it(
    home: Path, judge: Judge, register: Register
) -> None:
    text = "Harbour news\n\nThe lights on the pier were mended.\n"
    engine = open_engine(home)
    write(engine, make_reading(text, "harbour/2", "2024-06-20"), Facts((), (), ()))
    promise = the_id(register, "commitment")
    before = promise_statuses(register, date(2024, 12, 1), [promise])[promise]
    assert (before.status, before.answers) == ("overdue", ())
    [answer] = [r for r in register.releases() if r.document == "harbour/2"]
    said = judge.confirm(promise, "it is in the annex", answer=answer.id)
    followed = promise_statuses(register, date(2024, 12, 1), [promise])[promise]
    assert followed.status == "kept"
    [told] = followed.answers
    assert (told.mark, told.quotation.release) == ("confirmed", answer.id)
    assert text[told.quotation.start : told.quotation.end] == told.quotation.text
    assert promise_statuses(register, date(2024, 6, 1), [promise])[promise].status == "open"
    judge.revoke(said.number, "another pier")
    assert promise_statuses(register, date(2024, 12, 1), [promise])[promise] == before
