"""What is asked of a site: every kind of page and file, of what the register has most of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import select

from onrecord.register import schema
from onrecord.register.matching import FACT_LAYERS, NAME_LAYERS
from onrecord.register.reader import Register
from onrecord.register.views import Query
from onrecord.web.addresses import entry_address, release_address
from onrecord.web.kinds import KINDS

COMMON, RARE, PHRASE = "council", "timetable", '"working group"'
LEDGER = ("open", "due", "kept", "kept late", "overdue", "cancelled", "postponed", "superseded")
FEEDS = ("events", "acts", "promises", "people", "releases")
FIXED = (
    "/", "/releases", "/releases?page=300", "/releases?from=2010&to=2012", "/releases.atom",
    "/search", "/failures", "/report", "/review",
    "/calendar?month=2015-06", "/calendar?month=2015-06&view=agenda",
    "/timeline", "/timeline.svg", "/timeline.csv", "/network", "/network?circle=bodies",
    "/network?circle=states", "/network.svg", "/network.csv", "/map", "/map.svg", "/map.csv",
    "/events?page=200", "/events?from=2000-01-01", "/events?kind=meeting&status=held",
    "/events?status=scheduled", "/events?words=council", "/acts?words=plan",
    "/quotes?words=harbour", "/promises?words=report", "/people?name=vask",
    "/bodies?name=council", "/bodies?name=a", "/places?name=sk", "/people?from=2010&to=2012",
    "/events?body=council", "/events?body=Committee&from=2010", "/events?person=vask",
    "/events?place=skarn", "/events?body=council&place=skarn&from=2000&to=2020",
    "/acts?body=council&from=2010", "/acts?person=vask", "/promises?body=council",
    "/promises?person=vask", "/promises?body=council&status=overdue", "/offices?person=vask",
    "/quotes?person=vask",
)  # fmt: skip
API = "/api/v1"


def list_cases(home: Path) -> list[str]:
    """The addresses, each once."""
    register = Register.open(home)
    try:
        return list(dict.fromkeys(_each_case(register)))
    finally:
        register.close()


def _each_case(register: Register) -> Iterator[str]:
    yield from FIXED
    for kind in KINDS:
        yield f"/{kind.slug}"
        yield f"{API}/{kind.slug}"
    for slug in FEEDS:
        yield f"/{slug}.atom"
    for status in LEDGER:
        yield f"/promises?status={status.replace(' ', '+')}"
    yield "/promises?asof=2015-01-01&status=overdue"
    yield "/promises.atom?status=overdue"
    yield f"{API}/releases"
    yield f"{API}/promises?status=due"
    yield from _searches()
    yield from _entries(register)
    yield from _releases(register)


def _searches() -> Iterator[str]:
    for words in (COMMON, RARE, PHRASE.replace(" ", "+").replace('"', "%22")):
        yield f"/search?q={words}"
        yield f"{API}/search?q={words}"
    yield f"/search?q={COMMON}&sort=date"
    yield f"/search?q={COMMON}&year=2015"
    yield f"/search?q={COMMON}&kind=session"
    yield f"/search?q={RARE}&year=2015&kind=session"
    yield f"/search?q={COMMON}&page=100"
    yield f"/search.atom?q={COMMON}"


def find_busiest(register: Register, layer: str) -> str | None:
    """The entry of a layer that most facts tell or name."""
    table = schema.entries.c
    wanted = select(table.id).where(table.layer == layer).order_by(table.facts.desc(), table.id)
    return register.ask(lambda connection: connection.scalar(wanted.limit(1)))


def _entries(register: Register) -> Iterator[str]:
    for layer in (*NAME_LAYERS, *FACT_LAYERS):
        entry = find_busiest(register, layer)
        if entry is None:
            continue
        yield entry_address(entry)
        yield entry_address(entry, ".atom")
        yield f"{API}/entries/{entry}"
        if layer in ("person", "organisation", "state", "place"):
            yield f"/events?name={entry}"
        if layer in ("person", "organisation", "state"):
            field = "person" if layer == "person" else "body"
            yield f"/events?{field}={entry}"
            yield f"/promises?{field}={entry}"
            yield f"/promises?{field}={entry}&status=overdue"
        if layer == "organisation":
            yield f"/report?body={entry}"
            yield f"/report?body={entry}&from=2015&to=2016"
            yield f"/timeline?body={entry}"
            yield f"/network?body={entry}"
            yield f"/map?body={entry}"
            yield f"/calendar?month=2015-06&body={entry}"
            yield f"/search?q={COMMON}&body={entry}"
        if layer == "person":
            yield entry_address(entry, ".svg")
        if layer == "event":
            yield f"/report?event={entry}"


def _releases(register: Register) -> Iterator[str]:
    rows = register.releases(Query(limit=1, offset=1000))
    if not rows:
        return
    release = rows[0].id
    yield release_address(release)
    yield f"/release/{release}.json"
    yield f"/release/{release}.bib"
    yield f"/release/{release}/diff/{release}"
    yield f"{API}/releases/{release}"


FILES = (
    "/releases.csv", "/releases.json", "/events.csv", "/acts.json", "/promises.csv",
    "/promises.csv?status=overdue", "/people.csv", "/events.ics", "/promises.ics",
    "/calendar.ics", f"/search.csv?q={COMMON}", "/events.csv?from=2015&to=2015",
)  # fmt: skip
