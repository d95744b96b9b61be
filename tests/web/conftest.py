"""A register of annotated releases, served to the tests by the real server."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from onrecord.model.text import Unreadable
from onrecord.pipeline.following import follow_touched
from onrecord.pipeline.resolving import resolve_touched
from onrecord.register.captured import Source
from onrecord.register.claims import Touched
from onrecord.register.reader import Register
from onrecord.register.removed import mark_removed, mark_returned
from onrecord.register.store import Connection, Engine, open_engine, writing
from onrecord.register.writer import record_unreadable, write_document
from onrecord.web.app import serve
from tests.gold import Gold, load_folder
from tests.web.documents import REWORDED, tell_announced, tell_held, tell_marked
from tests.web.sources import follow_sources

FAILURE = Unreadable("harbour/scan", "pages/<scan>.pdf", "holds no text", "read it with OCR first")


SITE = "https://releases.example/"


def write_gold(engine: Engine, documents: Sequence[Gold], moment: str, site: str = SITE) -> None:
    """Add annotated documents in one transaction, as if found at `site`."""
    touched = Touched()
    with writing(engine) as connection:
        for gold in documents:
            page = gold.reading.page
            source = Source(
                page.name, site + page.name, page.version, "text/plain", page.institution
            )
            write_document(
                connection,
                source,
                gold.reading,
                gold.facts,
                rules="1",
                moment=moment,
                touched=touched,
            )
        resolve_touched(connection, touched)
        follow_touched(connection, touched)


def mark_absences(connection: Connection, document: str) -> None:
    """A page that its site took away for a day, and that a person says was withdrawn then."""
    mark_removed(connection, document, "2031-06-08T09:00:00.000000Z", "the site says it is gone")
    mark_returned(connection, document, "2031-06-09T09:00:00.000000Z")
    since = "2031-06-10T00:00:00.000000Z"
    mark_removed(connection, document, since, "asked for by <b>Mira Holt</b>", "Ada Brink")


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one institution of the sample, and releases that are hard to show."""
    folder = tmp_path_factory.mktemp("web")
    engine = open_engine(folder, create=True)
    write_gold(engine, [tell_announced()], "2031-05-15T10:00:00.000000Z")
    later = [*load_folder("nlco"), tell_announced(REWORDED), tell_held(), tell_marked()]
    write_gold(engine, later, "2031-06-07T10:00:00.000000Z")
    with writing(engine) as connection:
        record_unreadable(connection, FAILURE, "2031-06-07T10:00:00.000000Z")
        follow_sources(connection)
        mark_absences(connection, "harbour/held")
    engine.dispose()
    return folder


@pytest.fixture(scope="session")
def register(home: Path) -> Iterator[Register]:
    opened = Register.open(home)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def served(home: Path) -> str:
    """Where the real server shows the register, on a free port."""
    return start_server(home)


def start_server(home: Path, **options: Any) -> str:
    """Serve a home until the tests end, with `options` as `serve` has; gives its address."""
    ready: queue.Queue[str] = queue.Queue()
    options = {"port": 0, "on_ready": ready.put, **options}
    server = threading.Thread(target=serve, args=(home,), kwargs=options, daemon=True)
    server.start()
    return ready.get(timeout=30)


@pytest.fixture(scope="session")
def client(served: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served, timeout=30) as opened:
        yield opened
