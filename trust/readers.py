"""People who read a site: they open a page, read it, follow a link, search, download now and then.

What a reader does comes of a seed and of the pages it is given. Each answer is looked at: it has
to be whole and well formed, whatever is being written meanwhile.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

import httpx

START = "/"
WORDS = ("council", "agreement", "harbour", "minister", "working group", "timetable", "plan")
SEARCHES, DOWNLOADS, RETURNS = 0.15, 0.03, 0.1  # of the steps; the rest follow a link
LINK = re.compile(r'<a [^>]*?href="(/[^"]*)"')
WHOLE_LIST = re.compile(r"/[a-z]+\.[a-z]+(\?|$)")
FILE = re.compile(r"\.(csv|json|jsonl|jsonld|xlsx|docx|ics|atom|bib|svg)$")
LEFT_OUT = ("/sign", "/review", "/account", "/static")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its reader saw it: how long until the whole answer, and what was wrong."""

    address: str
    is_page: bool
    milliseconds: float
    fault: str = ""


class Reader:
    """One reader; `seed` decides where it goes."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self._links: tuple[str, ...] = ()
        self._files: tuple[str, ...] = ()

    def choose(self) -> str:
        """Where to go next."""
        told = self._chance.random()
        if not self._links or told < RETURNS:
            return START
        if told < RETURNS + SEARCHES:
            return f"/search?q={self._chance.choice(WORDS).replace(' ', '+')}"
        if self._files and told < RETURNS + SEARCHES + DOWNLOADS:
            return self._chance.choice(self._files)
        return self._chance.choice(self._links)

    def think(self, mean: float) -> float:
        """Seconds that it reads before it goes on: between a half and one and a half of a mean."""
        return self._chance.uniform(0.5 * mean, 1.5 * mean)

    async def ask(self, client: httpx.AsyncClient, address: str) -> Asked:
        """Go to an address, and remember where its page leads."""
        began = time.perf_counter()
        try:
            answer = await client.get(address)
        except httpx.HTTPError as error:
            return Asked(address, True, _since(began), f"{type(error).__name__}: {error}")
        took = _since(began)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        fault = find_fault(answer.status_code, answer.headers, answer.content)
        if is_page and not fault:
            self._remember(answer.text)
        return Asked(address, is_page, took, fault)

    def _remember(self, page: str) -> None:
        found = sorted({unescape(link).partition("#")[0] for link in LINK.findall(page)})
        wanted = [link for link in found if not link.startswith(LEFT_OUT)]
        files = [link for link in wanted if _is_file(link)]
        self._files = tuple(link for link in files if not WHOLE_LIST.match(link))
        self._links = tuple(link for link in wanted if not _is_file(link))


def _since(began: float) -> float:
    return 1000 * (time.perf_counter() - began)


def _is_file(link: str) -> bool:
    return FILE.search(link.partition("?")[0]) is not None or link.startswith("/api")


def find_fault(status: int, headers: Mapping[str, str], content: bytes) -> str:
    """What is wrong with an answer; empty where it is whole and well formed."""
    if status != httpx.codes.OK:
        return f"answered {status}"
    if not content:
        return "nothing in it"
    media = headers.get("content-type", "").partition(";")[0]
    try:
        return next(_each_fault(media, content), "")
    except (ValueError, ElementTree.ParseError) as error:
        return f"not well formed {media}: {error}"


def _each_fault(media: str, content: bytes) -> Iterator[str]:
    if media == "text/html":
        text = content.decode()
        if not text.rstrip().endswith("</html>") or text.count("<h1") != 1:
            yield "a page that is not whole"
    elif media == "application/x-ndjson" or media.endswith("jsonl"):
        for line in content.decode().splitlines():
            json.loads(line)
    elif media.endswith("json"):
        json.loads(content)
    elif media.endswith("xml"):
        ElementTree.fromstring(content)  # noqa: S314 - our own server's
    elif media == "text/csv":
        lengths = {len(row) for row in csv.reader(io.StringIO(content.decode())) if row}
        if len(lengths) != 1:
            yield "rows of different lengths"
    elif media == "text/calendar" and not content.rstrip().endswith(b"END:VCALENDAR"):
        yield "a calendar that is not whole"
