from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from onrecord.errors import RegisterError
from onrecord.pipeline import run as runs
from onrecord.pipeline.judging import Judge
from onrecord.pipeline.run import add_paths, reread
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
