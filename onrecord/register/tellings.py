"""The releases of a text of a page, with what makes each the same in another text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from onrecord.model.text import Page
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.sameness import Told, fold_release


@dataclass(frozen=True, slots=True)
class ToldRelease:
    """A release of a text, with what makes it the same in another."""

    own: str
    start: int
    end: int
    headline: str | None
    published: str | None
    told: Told


def load_releases(connection: Connection, texts: Mapping[int, str]) -> dict[int, list[ToldRelease]]:
    """The releases of these versions as they were read last, in the order of the text."""
    table = schema.releases.c
    found: dict[int, dict[int, ToldRelease]] = {number: {} for number in texts}
    for chunk in chunk_ids(texts):
        rows = connection.execute(
            select(schema.releases).where(table.version_id.in_(chunk)).order_by(table.id)
        )
        for row in rows:
            if row.number == 0:  # they were read again
                found[row.version_id].clear()
            body = fold_release(texts[row.version_id][row.start : row.end])
            told = Told(row.main, row.published, body)
            found[row.version_id][row.number] = ToldRelease(
                row.own, row.start, row.end, row.headline, row.published, told
            )
    return {number: [by[n] for n in sorted(by)] for number, by in found.items()}


def tell_page(page: Page) -> Iterator[Told]:
    """The releases of a page that was just read, as `load_releases` tells them of stored ones."""
    for release in page.releases:
        body = fold_release(page.text[release.start : release.end])
        yield Told(release.main, release.published, body)
