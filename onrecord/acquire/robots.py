"""What a site's robots.txt allows (RFC 9309)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from onrecord.acquire.answers import FetchError
from onrecord.acquire.pace import Clock, HostError

AGENT = "onrecord"  # the name under which rules are looked for
KEPT_SECONDS = 86_400.0  # a day
RETRY_SECONDS = 600.0  # after which rules that could not be had are asked for again
MOST_BYTES = 512 * 1024  # read of a robots.txt; the rest is passed over
LONGEST_DELAY = 3600.0  # an hour between two requests: what asks for more gets this

Ask = Callable[[str], tuple[int, bytes]]  # of an address: the status, 0 where none came; the body


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of a site, `None` where it allows everything; `refused` where they are unknown."""

    rules: Protego | None
    refused: str | None
    until: float


class Robots:
    """The rules of every site asked so far, each kept for a day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._known: dict[str, _Rules] = {}

    def check(self, address: str, ask: Ask) -> float:
        """The seconds that a site wants between two requests, 0 where it does not say.

        Raises `FetchError` where the rules forbid the address, `HostError` where they cannot be
        had: a site whose robots.txt fails (5xx, no answer) is not fetched; one that has none
        (4xx) allows all.
        """
        rules = self._find(address, ask)
        if rules.refused:
            what = f"robots.txt cannot be had ({rules.refused}), so nothing is fetched"
            raise HostError(urlsplit(address).netloc.lower(), what, "it is tried again later")
        if rules.rules is None:
            return 0.0
        if not rules.rules.can_fetch(address, AGENT):
            raise FetchError(address, "robots.txt forbids it", "leave it out")
        return min(rules.rules.crawl_delay(AGENT) or 0.0, LONGEST_DELAY)

    def _find(self, address: str, ask: Ask) -> _Rules:
        parts = urlsplit(address)
        site = f"{parts.scheme}://{parts.netloc}".lower()
        known = self._known.get(site)
        if known is None or known.until <= self._clock.time():
            known = self._load(f"{site}/robots.txt", ask)
            self._known[site] = known
        return known

    def _load(self, address: str, ask: Ask) -> _Rules:
        status, body = ask(address)
        now = self._clock.time()
        if status == 0 or status == 429 or status >= 500:
            return _Rules(None, str(status or "no answer"), now + RETRY_SECONDS)
        if status != 200:
            return _Rules(None, None, now + KEPT_SECONDS)
        text = body[:MOST_BYTES].decode("utf-8-sig", "replace")
        return _Rules(Protego.parse(text), None, now + KEPT_SECONDS)
