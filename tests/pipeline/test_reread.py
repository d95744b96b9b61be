from __future__ import annotations

import json
import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import RegisterError
from onrecord.pipeline import run as runs
from onrecord.pipeline.judging import Judge
from onrecord.pipeline.run import add_paths, reread
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.journal import load_journal
from onrecord.register.reader import Register
from tests.pipeline.test_run import FIRST, OTHER, dump_facts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "council.txt").write_text(FIRST, encoding="utf-8")
    (folder / "pilots.txt").write_text(OTHER, encoding="utf-8")
    line = {"id": "k1", "text": "The Council of Ports met in Lesk on 3 May.", "date": "2024-05-04"}
    (folder / "more.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    add_paths(tmp_path / "home", [folder])
    shutil.rmtree(folder)
    return tmp_path / "home"


def use_rules(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr(runs, "rules_version", lambda: version)


def test_the_archive_is_read_again_without_the_sources(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dump_facts(home)
    assert (reread(home).read, reread(home).unchanged) == (0, 3)
    use_rules(monkeypatch, "r2")
    summary = reread(home)
    assert (summary.read, summary.reread, summary.failures) == (3, 3, [])
    assert (summary.facts.added, summary.facts.closed) == (0, 0)
    assert summary.facts.same == Register.open(home).count("event")
    assert dump_facts(home) == before


def test_a_run_that_ended_early_goes_on(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_rules(monkeypatch, "r2")
    monkeypatch.setattr(runs, "BATCH_DOCUMENTS", 1)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        reread(home, progress=stop)
    summary = reread(home)
    assert (summary.read, summary.unchanged) == (2, 1)


def test_judgements_survive_another_version_of_the_rules(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, judge = Register.open(home), Judge(home, "Ada Brink")
    first, *_, last = register.entries("event")
    judge.value(first.id, "start", "2024-05-02", "the minutes")
    judge.wrong(last.id, "no event")
    held = dump_facts(home)
    for version in ("r2", "r3"):
        use_rules(monkeypatch, version)
        summary = reread(home)
        assert (summary.read, summary.facts.added, summary.facts.closed) == (3, 0, 0)
        assert dump_facts(home) == held
    found = register.entry(first.id)
    assert found.row.start == "2024-05-02"
    assert [ruling.author for fact in found.facts for ruling in fact.rulings] == ["Ada Brink"]


def test_bytes_that_are_lost_are_told_and_the_rest_is_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = sorted(path for path in (home / "archive").rglob("*") if path.is_file())
    kept[0].unlink()
    use_rules(monkeypatch, "r2")
    summary = reread(home)
    assert (summary.read, len(summary.failures)) == (2, 1)
    assert "the archive does not hold these bytes" in summary.failures[0].reason


def test_there_must_be_a_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register here"):
        reread(tmp_path)


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["wrong", "confirm", "value", "different", "same", "answer", "revoke"]),
        st.integers(0, 9),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=5,
)


def judge_one(home: Path, act: str, one: int, other: int) -> None:
    """A judgement of something that the register tells now, whichever there is."""
    register, judge = Register.open(home), Judge(home, "Ada Brink")
    events = [
        fact.id for row in register.entries("event") for fact in register.facts([row.id])[row.id]
    ]
    names = [row.id for row in register.entries("organisation")]
    pool = names if act == "same" else events
    if act == "revoke":
        for entry in register.ask(load_journal)[:1]:
            judge.revoke(entry.number, "no")
    elif pool:
        first, second = pool[one % len(pool)], pool[other % len(pool)]
        if act in ("same", "different") and first != second:
            getattr(judge, act)(first, second, "so it is")
        elif act in ("wrong", "confirm"):
            getattr(judge, act)(first, "so it is")
        elif act == "value":
            judge.value(first, "start", "2024-05-02", "the minutes")
        elif act == "answer":
            releases = register.releases()
            judge.confirm(first, "read both", answer=releases[other % len(releases)].id)
    judge.close()
    register.close()


def tell_all(home: Path) -> tuple[object, ...]:
    """The facts, pairs in doubt and statuses of a register."""
    register = Register.open(home)
    ids = [row.id for layer in ("event", "commitment") for row in register.entries(layer)]
    doubts = [(d.one.id, d.other.id, d.features) for d in register.doubts().rows]
    statuses = promise_statuses(register, date(2025, 1, 1), ids)
    register.close()
    return dump_facts(home), doubts, statuses


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ACTS)
def test_whatever_people_said_holds_when_all_is_read_again(
    home: Path, monkeypatch: pytest.MonkeyPatch, acts: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory() as scratch, monkeypatch.context() as patch:
        twin = Path(scratch) / "home"
        shutil.copytree(home, twin)
        for act in acts:
            judge_one(twin, *act)
        told = tell_all(twin)
        for version in ("r2", "r3"):
            use_rules(patch, version)
            assert reread(twin).read == 3
            assert tell_all(twin) == told
