"""What an export is of: what was asked for, and of which state of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import onrecord
from onrecord.follow.status import STATUSES
from onrecord.register.reader import Register
from onrecord.register.state import State, find_state
from onrecord.register.views import Query

SOFTWARE = "onrecord"
FILTERS: Mapping[str, str] = {
    "body": "body",
    "person": "person",
    "place": "place",
    "name": "name",
    "kind": "kind",
    "status": "status",
    "since": "from",
    "until": "to",
    "words": "words",
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries an export holds, the day of the promises' statuses, and as known when.

    `query` takes the filters of lists; its `status` is one of events or one of promises.
    """

    query: Query
    asof: date
    known: str | None = None

    @property
    def filters(self) -> dict[str, str]:
        """The filters given, by the names that commands and addresses have for them."""
        given = {told: getattr(self.query, name) for name, told in FILTERS.items()}
        return {told: value for told, value in given.items() if value}

    @property
    def promises(self) -> tuple[Query, str | None] | None:
        """The query for promises and their status; None where no promise can have the status."""
        status = self.query.status
        if status is not None and status not in STATUSES:
            return None
        return replace(self.query, status=None), status


@dataclass(frozen=True, slots=True)
class About:
    """What an export says of itself; the same for the same register and the same question."""

    selection: Selection
    state: State
    licence: str | None = None

    @property
    def software(self) -> str:
        """The program and its version."""
        return f"{SOFTWARE} {onrecord.__version__}"

    @property
    def told(self) -> dict[str, str]:
        """All of it as names and texts."""
        return dict(self._each())

    def _each(self) -> Iterator[tuple[str, str]]:
        filters = self.selection.filters
        yield "query", "&".join(f"{k}={v}" for k, v in filters.items()) or "everything"
        yield "asof", self.selection.asof.isoformat()
        if self.selection.known:
            yield "known", self.selection.known
        yield "snapshot", self.state.changed or ""
        yield "stamp", self.state.stamp
        yield "rules", self.state.rules
        yield "software", self.software
        if self.licence:
            yield "licence", self.licence


def tell_selection(register: Register, selection: Selection, licence: str | None = None) -> About:
    """What an export of this selection says of itself."""
    return About(selection, register.ask(find_state), licence)
