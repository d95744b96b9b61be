"""How often a host is asked, and how long is waited."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

from onrecord.acquire.answers import FetchError

LONGEST_WAIT = 120.0  # seconds that a run waits for a host; for longer ones it goes on elsewhere
LONGEST_HOLD = 86_400.0  # a day: a later `Retry-After` is taken for a mistake
STRIKES = 5  # times without any answer after which a host is left alone for the run


class HostError(FetchError):
    """A whole host that cannot be asked at present; nothing is wrong with the address."""

    def __init__(self, host: str, what: str, remedy: str) -> None:
        self.host = host
        super().__init__(host, what, remedy, passing=True)


class Clock(Protocol):
    """What tells the time and waits."""

    def time(self) -> float:
        """The seconds since 1970, UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The clock of this machine."""

    def time(self) -> float:
        """The seconds since 1970, UTC."""
        return time.time()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


def spell_moment(seconds: float) -> str:
    """A moment as the register keeps it: UTC, ISO 8601 with microseconds."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_retry(value: str | None, now: float) -> float | None:
    """The seconds that a `Retry-After` asks to wait, capped; None where it says nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_HOLD)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max(moment.timestamp() - now, 0.0), LONGEST_HOLD)


Keep = Callable[[str, float], None]  # of a host: until when it is to be left alone


class Pace:
    """When each host was asked last, which are to be left alone, and which do not answer.

    `held` says until when hosts are to be left alone from before; `keep` is told of each new
    hold, so that whoever comes later can keep to it.
    """

    def __init__(
        self, clock: Clock, held: Mapping[str, float] | None = None, keep: Keep = lambda *_: None
    ) -> None:
        self._clock = clock
        self._asked: dict[str, float] = {}
        self._held = dict(held or {})
        self._keep = keep
        self._strikes: dict[str, int] = {}

    def wait(self, host: str, seconds: float) -> None:
        """Wait until a host may be asked, and note that it is asked then.

        Raises `HostError` for a host that asked for more patience than a run has, or that
        has given no answer time and again.
        """
        if self._strikes.get(host, 0) >= STRIKES:
            what = "it does not answer; it is left alone for this run"
            raise HostError(host, what, "it is tried again next time")
        now = self._clock.time()
        asked = self._asked.get(host)
        ready = max(now if asked is None else asked + seconds, self._held.get(host, now))
        if ready - now > max(LONGEST_WAIT, seconds):
            what = f"it asks to be left alone until {spell_moment(ready)[:16]}Z"
            raise HostError(host, what, "it is tried again then")
        if ready > now:
            self._clock.sleep(ready - now)
        self._asked[host] = self._clock.time()

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        until = self._clock.time() + seconds
        self._held[host] = max(until, self._held.get(host, until))
        self._keep(host, self._held[host])

    def strike(self, host: str) -> None:
        """Note that a host gave no answer."""
        self._strikes[host] = self._strikes.get(host, 0) + 1

    def answered(self, host: str) -> None:
        """Note that a host has answered."""
        self._strikes.pop(host, None)
