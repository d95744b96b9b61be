"""Releases of an invented council that try what the pages must bear: markup, rewording, dispute."""

from __future__ import annotations

from typing import Any

from tests.gold import Gold, build_gold

HOSTILE = "<script>document.title = 'taken'</script>"
HOSTILE_NAME = '<img src=x onerror="document.title=1">'

ANNOUNCED = """Harbour Council meets in June

15 May 2031

The Harbour Council will meet in Skarn on 3 June 2031.
It will publish a report on dredging by 30 June 2031.
"""
REWORDED = ANNOUNCED.replace("by 30 June 2031", "by 31 December 2031")
HELD = """Harbour Council met in Skarn

5 June 2031

The Harbour Council met in Skarn on 4 June 2031. Mira Holt, Chair of the Council, presided.
"We have a <b>plan</b> & a budget," said Mira Holt.
"""
MARKED = f"""Council warns of {HOSTILE} in letters

6 June 2031

Mira Holt received {HOSTILE_NAME} of the Fisheries Board in Skarn on 6 June 2031.
"""


def tell_announced(text: str = ANNOUNCED) -> Gold:
    """The announcement of a session, with a promise; `text` may be a reworded one."""
    due = "2031-06-30" if "30 June" in text else "2031-12-31"
    day = "30 June 2031" if "30 June" in text else "31 December 2031"
    return build_gold(
        "harbour/announced",
        text,
        _document(
            headline="Harbour Council meets in June",
            published="2031-05-15",
            ends=f"{day}.",
            entities=[_council("Harbour Council@2", "It"), _town()],
            events=[_session("scheduled", "meet@2", "2031-06-03")],
            commitments=[
                {
                    "actors": ["E1"],
                    "action": f"publish a report on dredging by {day}",
                    "due": due,
                }
            ],
        ),
        "Harbour Council",
    )


def tell_held() -> Gold:
    """The session was held, on another day than was announced."""
    return build_gold(
        "harbour/held",
        HELD,
        _document(
            headline="Harbour Council met in Skarn",
            published="2031-06-05",
            ends="said Mira Holt.",
            entities=[_council("Harbour Council@2"), _town(), _chair()],
            offices=[{"person": "E3", "office": "Chair of the Council"}],
            events=[_session("held", "met@2", "2031-06-04", chairs=["E3"])],
            quotes=[{"speaker": "E3", "quote": "We have a <b>plan</b> & a budget", "direct": True}],
        ),
        "Harbour Council",
    )


def tell_marked() -> Gold:
    """A release whose headline and names are markup."""
    return build_gold(
        "harbour/marked",
        MARKED,
        _document(
            headline=f"Council warns of {HOSTILE} in letters",
            published="2031-06-06",
            ends="on 6 June 2031.",
            entities=[
                _chair(),
                {"id": "E4", "type": "person", "mentions": [HOSTILE_NAME]},
                _town(),
            ],
            events=[
                {
                    **_session("held", "received", "2031-06-06"),
                    "kind": "meeting",
                    "bodies": [],
                    "participants": ["E3", "E4"],
                }
            ],
        ),
    )


def _document(headline: str, published: str, ends: str, **layers: Any) -> dict[str, Any]:
    release = {"headline": headline, "published": published, "begins": headline, "ends": ends}
    return {"releases": [{**release, "main": True}], **layers}


def _council(*mentions: str) -> dict[str, Any]:
    return {"id": "E1", "type": "organisation", "mentions": list(mentions)}


def _town() -> dict[str, Any]:
    return {"id": "E2", "type": "place", "mentions": ["Skarn"]}


def _chair() -> dict[str, Any]:
    return {"id": "E3", "type": "person", "mentions": ["Mira Holt"]}


def _session(status: str, trigger: str, day: str, chairs: tuple[str, ...] | list[str] = ()) -> Any:
    return {
        "id": "V1",
        "kind": "session",
        "status": status,
        "triggers": [trigger],
        "start": day,
        "end": day,
        "places": ["E2"],
        "bodies": ["E1"],
        "chairs": list(chairs),
        "hosts": [],
        "participants": [],
        "theme": None,
        "mode": None,
    }
