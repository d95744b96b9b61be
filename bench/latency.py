"""How long pages and searches of a register take over loopback."""

from __future__ import annotations

import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from bench.process import onrecord

REQUESTS = 200
PAGES = {
    "home": "/",
    "releases": "/releases",
    "events": "/events?from=2000-01-01",
    "events of a body": "/events?body=Committee",
    "promises": "/promises",
    "people": "/people",
    "search": "/search?q=harbour",
    "search, phrase": "/search?q=%22joint+training%22",
}
LINKED = {
    "release": ("/releases", r'href="(/release/[^"/#]+)"'),
    "event": ("/events", r'href="(/event/[^"#]+)"'),
    "person": ("/people", r'href="(/person/[^"#]+)"'),
    "body": ("/bodies", r'href="(/body/[^"#]+)"'),
}


def measure_latency(home: Path) -> None:
    """Print median and 95th percentile of 200 requests for each kind of page."""
    with _server(home) as base, httpx.Client(base_url=base, timeout=30) as client:
        print(f"{'page':<20}{'median ms':>10}{'p95 ms':>9}")
        for name, address in {**PAGES, **dict(_find_links(client))}.items():
            times = sorted(_time(client, address) for _ in range(REQUESTS))
            p95 = times[int(len(times) * 0.95)]
            print(f"{name:<20}{statistics.median(times) * 1000:>10.1f}{p95 * 1000:>9.1f}")


def _find_links(client: httpx.Client) -> Iterator[tuple[str, str]]:
    for name, (page, pattern) in LINKED.items():
        found = re.search(pattern, client.get(page).text)
        if found:
            yield name, found[1]


def _time(client: httpx.Client, address: str) -> float:
    began = time.perf_counter()
    client.get(address).raise_for_status()
    return time.perf_counter() - began


@contextmanager
def _server(home: Path) -> Iterator[str]:
    process = subprocess.Popen(  # noqa: S603 - our own command
        onrecord("serve", "--home", home, "--port", "0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        if found is None:
            raise RuntimeError("the server did not say its address")
        yield found[0].rstrip("/")
    finally:
        process.terminate()
        process.wait()
