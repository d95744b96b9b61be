"""What other extractors find on pages: run by `bench.cleaning` in an environment of their own.

Reads JSON lines `{"address", "html"}` from the file that is named, and prints one JSON object:
for each extractor its seconds and `[title, day, text]` of each page.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import htmldate
import newspaper
import trafilatura
from trafilatura.settings import Document

Found = tuple[str | None, str | None, str | None]


def ask_trafilatura(address: str, html: str) -> Found:
    """Title, day and text by trafilatura with metadata."""
    page = trafilatura.bare_extraction(
        html, url=address, with_metadata=True, include_comments=False
    )
    if not isinstance(page, Document):
        return None, None, None
    return page.title, page.date, page.text


def ask_newspaper(address: str, html: str) -> Found:
    """Title, day and text by newspaper4k."""
    article = newspaper.Article(address)
    article.download(input_html=html)
    article.parse()
    day = article.publish_date
    return article.title, day.strftime("%Y-%m-%d") if day else None, article.text


def ask_htmldate(address: str, html: str) -> Found:
    """The first day of publication by htmldate."""
    return None, htmldate.find_date(html, url=address, original_date=True), None


ASKED: dict[str, Callable[[str, str], Found]] = {
    "trafilatura": ask_trafilatura,
    "newspaper4k": ask_newspaper,
    "htmldate": ask_htmldate,
}


def ask_safely(ask: Callable[[str, str], Found], page: dict[str, str]) -> Found:
    """What is found, nothing where the extractor fails."""
    try:
        return ask(page["address"], page["html"])
    except Exception:  # whatever another program raises is a page that it did not read
        return None, None, None


def main() -> None:
    """Ask all extractors for all pages."""
    logging.disable(logging.CRITICAL)
    pages = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    result = {}
    for name, ask in ASKED.items():
        ask_safely(ask, pages[0])
        began = time.process_time()
        found = [ask_safely(ask, page) for page in pages]
        result[name] = {"seconds": time.process_time() - began, "found": found}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
