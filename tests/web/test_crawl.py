"""Every internal link of the whole site answers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from tests.web.conftest import start_server

OF_A_SORT = 4  # files, and pages under a filter, that are asked for
LINK = re.compile(r'<a [^>]*?href="([^"]*)"')


@pytest.fixture(scope="module")
def crawler(sample_home: Path) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=start_server(sample_home), timeout=30) as client:
        yield client


def test_every_internal_link_of_the_sample_site_answers(crawler: httpx.Client) -> None:
    """Of files and of pages under a filter some of each kind: there is no end to them."""
    waiting, seen, broken = ["/"], {"/"}, {}
    sorts: Counter[tuple[str, str, str]] = Counter()
    while waiting:
        address = waiting.pop()
        answer = crawler.get(address)
        if answer.status_code != 200:
            broken[address] = answer.status_code
        if "?" in address or not answer.headers["content-type"].startswith("text/html"):
            continue
        for link in LINK.findall(answer.text):
            target = urldefrag(urljoin(address, unescape(link)))[0]
            if target.startswith("/") and target not in seen:
                seen.add(target)
                sort = find_sort(target)
                sorts[sort] += 1
                whole = sort[1:] == ("", "") and sort[0] != "review"  # a page for every entry again
                if whole or sorts[sort] <= OF_A_SORT:
                    waiting.append(target)
    assert broken == {}
    assert sum(number for sort, number in sorts.items() if sort[1:] == ("", "")) > 500


def find_sort(address: str) -> tuple[str, str, str]:
    """What an address is of: its first part, its ending, the names of its filters."""
    path, _, query = address.partition("?")
    names = "&".join(pair.partition("=")[0] for pair in query.split("&"))
    return path.split("/")[1].partition(".")[0], path.partition(".")[2], names
