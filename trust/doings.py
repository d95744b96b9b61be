"""What is killed: the product's own ways of writing, each as one task that can be done again.

Documents are read once, before any process is started; what is killed is all that comes after
reading, which is where something could be lost.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.acquire.discover import find_captures
from onrecord.config import sample_folder
from onrecord.export.about import Selection
from onrecord.export.files import export_register
from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline import judging, run
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.pipeline.judging import Judge
from onrecord.register.journal import load_journal
from onrecord.register.reader import Register
from onrecord.register.store import open_engine, writing
from onrecord.register.views import Query

DOCUMENTS = 10
BATCH = 3  # documents written in one transaction, so that a run has several
REWORDED = 3  # documents that the register holds with another text
OLDEST = Path(__file__).parents[1] / "tests" / "register" / "homes" / "0003.tar.gz"
ASOF = date(2025, 12, 31)


@functools.cache
def read_documents() -> tuple[tuple[Capture, Extract | Unreadable], ...]:
    """Pages of the bundled collection as they are read, and some in an older wording."""
    found = [c for c in find_captures([sample_folder() / "nlco"]) if isinstance(c, Capture)]
    pages = found[:DOCUMENTS]
    return tuple(
        (page, extract_capture(page)) for page in (*pages, *map(_reword, pages[:REWORDED]))
    )


def _reword(page: Capture) -> Capture:
    """A page as it might have been before."""
    body = page.body.replace(b"2024", b"2023").replace(b" will ", b" intends to ")
    return Capture(page.name, page.address, body, page.media, charset=page.charset)


def _at_hand(
    captures: Iterable[Capture | Unreadable], _jobs: int
) -> Iterator[tuple[Capture, Extract | Unreadable] | Unreadable]:
    """What was read before, instead of reading it in processes of its own."""
    read = {capture.digest: extract for capture, extract in read_documents()}
    for capture in captures:
        yield capture if isinstance(capture, Unreadable) else (capture, read[capture.digest])


def prepare() -> None:
    """Read what there is to read, and write small batches from now on."""
    read_documents()
    run.read_all = _at_hand  # type: ignore[assignment, attr-defined]
    run.BATCH_DOCUMENTS = BATCH


# ---------------------------------------------------------------- what a register is before


def begin_older(home: Path) -> None:
    """A register with documents of which some are to be reworded."""
    pages = [capture for capture, _ in read_documents()]
    run.add_captures(home, [*pages[DOCUMENTS:], *pages[REWORDED:5]])


def begin_whole(home: Path) -> None:
    """A register with all documents."""
    run.add_captures(home, [capture for capture, _ in read_documents()[:DOCUMENTS]])


def begin_other_rules(home: Path) -> None:
    """A register that older rules have read otherwise."""
    begin_whole(home)
    engine = open_engine(home)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE documents SET rules = 'older'")
        connection.exec_driver_sql("UPDATE facts SET confidence = 0.5 WHERE id % 3 = 0")
    engine.dispose()


def begin_old(home: Path) -> None:
    """A register as an early version of the program has written it."""
    with tarfile.open(OLDEST) as tar:
        tar.extractall(home, filter="data")


# ---------------------------------------------------------------- what is done to it


def do_add(home: Path) -> None:
    """Add all documents."""
    run.add_captures(home, [capture for capture, _ in read_documents()[:DOCUMENTS]])


def do_reread(home: Path) -> None:
    """Read all documents again."""
    run.reread(home)


def do_export(home: Path) -> None:
    """Write the register into a folder beside it."""
    register = Register.open(home)
    export_register(register, home / "export", "csv", Selection(Query(), ASOF))
    register.close()


def do_migrate(home: Path) -> None:
    """Bring a register to the present schema."""
    open_engine(home).dispose()


def do_judge(home: Path) -> None:
    """Judge what was not judged before the process was killed, always at the same moments."""
    engine = open_engine(home)
    with engine.connect() as connection:
        done = len(load_journal(connection))
    engine.dispose()
    judge = Judge(home, "Ada Brink")
    for number, say in enumerate(JUDGEMENTS):
        judging.now = functools.partial(_tell_moment, number)  # type: ignore[attr-defined]
        if number >= done:
            say(judge, _choose_facts(home))
    judge.close()


def _tell_moment(number: int) -> str:
    return f"2030-01-01T00:00:{number:02}.000000Z"


@functools.cache
def _choose_facts(home: Path) -> Mapping[str, list[str]]:
    """The facts of each layer that the register had before anybody judged, in a fixed order."""
    engine = open_engine(home)
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT layer, own FROM facts WHERE recorded_from < '2030' GROUP BY own ORDER BY own"
        )
        for layer, own in rows:
            found.setdefault(layer, []).append(own)
    engine.dispose()
    return found


Facts = Mapping[str, list[str]]
JUDGEMENTS: tuple[Callable[[Judge, Facts], object], ...] = (
    lambda judge, facts: judge.wrong(facts["event"][0], "There was none."),
    lambda judge, facts: judge.confirm(facts["event"][1], "There was one."),
    lambda judge, facts: judge.same(facts["event"][2], facts["event"][3], "They are one."),
    lambda judge, facts: judge.value(facts["event"][4], "start", "2024-02-01", "It says so."),
    lambda judge, facts: judge.note(facts["act"][0], "Look again."),
    lambda judge, facts: judge.different(facts["event"][2], facts["event"][3], "They are two."),
    lambda judge, _: judge.revoke(1, "There was one."),
    lambda judge, facts: judge.wrong(facts["act"][0], "Nobody did."),
)


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that writes: what there is before it, and what it does."""

    begin: Callable[[Path], None]
    do: Callable[[Path], None]


DOINGS: Mapping[str, Doing] = {
    "add": Doing(begin_older, do_add),
    "reread": Doing(begin_other_rules, do_reread),
    "judge": Doing(begin_whole, do_judge),
    "export": Doing(begin_whole, do_export),
    "migrate": Doing(begin_old, do_migrate),
}
COUNTED = ("sqlite3", "posix", "_io", "zlib")  # modules whose calls are what can be lost
CALLS = "calls"


def perform(given: dict[str, Any]) -> None:
    """Begin or do something; killed at a call of SQLite or of the system where one is named.

    Else the calls are counted, and their number written beside the home.
    """
    home, doing = Path(given["home"]), DOINGS[given["doing"]]
    if given["act"] == "begin":
        doing.begin(home)
        return
    calls = 0

    def count(_frame: object, event: str, called: Any) -> None:
        nonlocal calls
        if event != "c_call" or _owner(called) not in COUNTED:
            return
        calls += 1
        if calls == given.get("call"):
            os.kill(os.getpid(), signal.SIGKILL)

    if "call" in given:
        sys.setprofile(count)
    doing.do(home)
    sys.setprofile(None)
    home.with_name(CALLS).write_text(str(calls))


def _owner(called: Any) -> str:
    """The module of a function in C, or of the kind of thing that it is a method of."""
    return called.__module__ or type(getattr(called, "__self__", None)).__module__
