"""Two followed sources, one of which asks for a look."""

from __future__ import annotations

from sqlalchemy import Connection

from onrecord.register.alarms import LAYOUT, Alarm, raise_alarm
from onrecord.register.answered import HELD, keep_answer
from onrecord.register.fetching import START, note_address, note_round, point_to, start_round
from tests.web.documents import HOSTILE

BASE = "https://harbours.example"
FIRST, LAST = "2031-06-01T09:00:00.000000Z", "2031-06-07T09:00:00.000000Z"
REASON = f"the site answers 500 {HOSTILE}"
DOUBT = "its headline is gone"
LONG = f"{BASE}/news/{'dredging-' * 30}plan"


def follow_sources(connection: Connection) -> None:
    """Of `harbours.json` three pages, of which one fails and one is held; `fisheries` is well."""
    name = "harbours.json"
    number = start_round(connection, name, LAST).id
    note_round(connection, number, finished_at=LAST, listed=3)
    feed = point_to(connection, name, f"{BASE}/feed.xml", FIRST, kind=START)
    note_address(connection, feed, failing_since=FIRST, failures=4, reason=REASON, visited=LAST)
    read = point_to(connection, name, f"{BASE}/news/june", FIRST)
    note_address(connection, read, visited=FIRST, document="harbour/held")
    failing = point_to(connection, name, LONG, FIRST)
    note_address(connection, failing, visited=LAST, failures=1, failing_since=LAST, reason=REASON)
    held = point_to(connection, name, f"{BASE}/news/{HOSTILE}", FIRST)
    note_address(connection, held, visited=LAST)
    keep_answer(
        connection,
        {
            "address_id": held.id, "at": LAST, "status": 200, "final": held.address,
            "media": "text/html", "headers": "[]", "state": HELD, "doubt": DOUBT,
        },
    )  # fmt: skip
    raise_alarm(
        connection,
        Alarm(name, LAYOUT, f"1 page not as before: {DOUBT} {HOSTILE}", None, 1, LAST),
    )
    well = start_round(connection, "fisheries", FIRST).id
    note_round(connection, well, finished_at=FIRST, listed=1)
    point_to(connection, "fisheries", "https://fisheries.example/1", FIRST)
