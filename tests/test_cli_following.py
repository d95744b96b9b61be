"""The commands that follow sources: what they say, and how they end."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from onrecord.cli import main
from onrecord.commands import updating
from onrecord.commands.updating import parse_interval, repeat_update
from onrecord.errors import InputError
from onrecord.register.store import open_engine
from tests.acquire.answering import Reply
from tests.pipeline.river import BEGIN, River, draw_page, follow_river
from tests.site.following import SimulatedClock

DECLARED = """
[[source]]
name = "locks"
feeds = ["{base}/feed"]
allow = ["127.0.0.1"]
pace = 0.2

[[source]]
name = "weirs"
feeds = ["{base}/weirs"]
allow = ["127.0.0.1"]
pace = 0.2
"""


@dataclass(frozen=True)
class Done:
    code: int
    told: str
    complained: str


Run = Callable[..., Done]


@pytest.fixture
def river(tmp_path: Path) -> Iterator[River]:
    """Two sources, of which one points to two releases and the other cannot be had."""
    with follow_river(tmp_path) as running:
        running.publish(draw_page(0), draw_page(1))
        declared = DECLARED.format(base=running.web.base)
        (tmp_path / "onrecord.toml").write_text(declared, "utf-8")
        yield running


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process, on a home."""

    def run_here(home: Path, *arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments, "--home", str(home)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return run_here


def test_an_update_tells_what_each_source_gave(river: River, run: Run):
    done = run(river.home, "update", "locks")
    assert (done.code, done.complained) == (0, "")
    assert done.told == "locks: 2 new\n"
    assert run(river.home, "update", "locks").told == "locks: nothing to do\n"


def test_an_update_that_misses_a_page_is_fine_and_says_which(river: River, run: Run):
    river.web.pages["/1"] = Reply(403)
    done = run(river.home, "update", "locks")
    assert (done.code, done.told.splitlines()) == (
        0,
        ["locks: 1 new, 1 failed", f"  {river.web.base}/1: the site answers 403 Forbidden"],
    )
    rows = json.loads(run(river.home, "coverage", "--json").told)
    assert [(row["name"], row["expected"], row["found"], row["missing"]) for row in rows] == [
        ("locks", 2, 1, 1)
    ]
    assert [one["address"] for one in rows[0]["failing"]] == [f"{river.web.base}/1"]


def test_a_source_that_cannot_be_asked_ends_the_update_with_1(river: River, run: Run):
    river.web.pages["/weirs"] = Reply(429, headers=[("retry-after", "7200")])
    done = run(river.home, "update", "weirs")
    assert done.code == 1
    assert "the site answers 429" in done.told
    assert "failing since" in run(river.home, "coverage").told


def test_an_alarm_is_told_until_somebody_accepts_the_source(river: River, run: Run):
    river.visit()
    for number in range(2):
        river.give(f"/{number}", b"<p>Please wait</p>")
    river.visit()
    done = run(river.home, "update", "locks")
    assert done.code == 1
    assert "ALARM: 2 pages not as before: its headline is gone" in done.told
    assert "'onrecord source accept locks'" in done.told
    assert "locks: 2 pages not as before" in run(river.home, "coverage").told
    done = run(river.home, "source", "accept", "locks", "--by", "Ada")
    assert (done.code, done.told) == (
        0,
        "locks: accepted as it is; 2 held pages are read by the next 'onrecord update'\n",
    )
    assert run(river.home, "update", "locks").code == 0
    assert "not as before" not in run(river.home, "coverage").told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("update", "locks", "quays"), "quays: there is no such source (one of locks, weirs)"),
        (("update", "--every", "soon"), "--every: 'soon' is no interval (write it like 30m, 1h"),
        (("update", "--every", "1s"), "--every: '1s' is no interval"),
        (("update", "--config", "nowhere.toml"), "nowhere.toml: it cannot be read"),
        (("update", "--jobs", "many"), "'--jobs'"),
    ],
)
def test_a_wrong_call_is_one_line_and_exit_code_2(
    river: River, run: Run, arguments: tuple[str, ...], told: str
):
    done = run(river.home, *arguments)
    assert (done.code, done.told) == (2, "")
    assert told in done.complained
    assert done.complained.count("\n") == 1
    assert river.web.asked == []


def test_without_sources_an_update_says_where_to_declare_them(tmp_path: Path, run: Run):
    done = run(tmp_path, "update")
    assert done.code == 2
    assert "onrecord.toml: no source is declared (onrecord source add)" in done.complained


def test_all_that_is_wrong_with_the_sources_is_told_at_once(river: River, run: Run):
    (river.home / "onrecord.toml").write_text('[[source]]\nname = "a"\npace = "x"\nlits = []\n')
    done = run(river.home, "update")
    assert done.code == 2
    assert "onrecord.toml:3" in done.complained
    assert "onrecord.toml:4" in done.complained


@pytest.mark.parametrize("command", [("coverage",), ("source", "accept", "locks")])
def test_without_a_register_there_is_nothing_to_tell(
    tmp_path: Path, run: Run, command: tuple[str, ...]
):
    done = run(tmp_path, *command)
    assert (done.code, done.told) == (2, "")
    assert "no register here" in done.complained


def test_a_source_that_is_not_followed_cannot_be_accepted(tmp_path: Path, run: Run):
    open_engine(tmp_path, create=True).dispose()
    assert "no source is followed yet" in run(tmp_path, "coverage").told
    assert run(tmp_path, "coverage", "--json").told.strip() == "[]"
    done = run(tmp_path, "source", "accept", "locks")
    assert done.code == 2
    assert "locks: there is no such source" in done.complained


@pytest.mark.parametrize(
    ("text", "seconds"), [("30m", 1800), ("1h", 3600), (" 2d ", 172_800), ("1m", 60)]
)
def test_an_interval_is_a_number_and_a_unit(text: str, seconds: int):
    assert parse_interval(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "h", "1", "1w", "0m", "-1h", "1.5h", "1h30m", "\u0661h", "9" * 7 + "h"]
)
def test_what_is_no_interval_is_refused(text: str):
    with pytest.raises(InputError, match="is no interval"):
        parse_interval(text)


class BriefClock(SimulatedClock):
    """Ends whoever waits for the third time, as a person would."""

    def __init__(self) -> None:
        super().__init__(BEGIN)
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        if len(self.waits) == 3:
            raise KeyboardInterrupt
        super().sleep(seconds)


def test_a_service_goes_on_after_an_error_and_begins_at_its_intervals(
    capsys: pytest.CaptureFixture[str],
):
    clock = BriefClock()
    takes, begun = [600.0, 0.0, 9000.0], []

    def update_once() -> None:
        begun.append(clock.now - BEGIN)
        clock.now += takes[len(begun) - 1]
        if len(begun) == 2:
            raise InputError("onrecord.toml", "no source is declared")

    with pytest.raises(KeyboardInterrupt):
        repeat_update(update_once, 3600.0, clock)
    assert begun == [0.0, 3600.0, 7200.0]
    assert clock.waits == [3000.0, 3600.0, 0.0]
    assert "onrecord: onrecord.toml: no source is declared" in capsys.readouterr().err


def test_a_service_updates_and_waits(river: River, run: Run, monkeypatch: pytest.MonkeyPatch):
    waiting = BriefClock()
    waiting.waits = [0.0, 0.0]
    monkeypatch.setattr(updating, "SystemClock", lambda: waiting)
    done = run(river.home, "update", "locks", "--every", "1h")
    assert (done.code, done.told) == (130, "locks: 2 new\n")
    assert waiting.waits[2] == 3600.0
