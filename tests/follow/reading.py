"""All promises and releases of a register as following compares them."""

from __future__ import annotations

from sqlalchemy import Connection, select

from onrecord.follow.links import Heard, ToldAct
from onrecord.follow.promises import Promise, Told, make_promise
from onrecord.follow.terms import Vocabulary
from onrecord.register import schema
from onrecord.register.search import Stemmer
from onrecord.register.told import TextStore

VOCABULARY = Vocabulary.make(Stemmer())


def read_everything(connection: Connection) -> tuple[list[Promise], list[Heard]]:
    """Every promise, and every release with the acts and promises that it tells."""
    store = TextStore(connection)
    versions = set(connection.scalars(select(schema.versions.c.id)))
    texts = {text.id: text for text in store.texts(store.releases_of(versions))}
    promises = [
        make_promise(
            Told(
                row.id, texts[row.release].text, texts[row.release].headline,
                row.start - texts[row.release].start, row.end - texts[row.release].start,
                texts[row.release].published, row.earliest, row.latest,
                texts[row.release].version, row.release, texts[row.release].source,
                row.actors, row.people,
            ),
            VOCABULARY,
        )
        for row in store.promises(versions)
    ]  # fmt: skip
    acts = list(store.acts(versions))
    releases = [
        Heard(
            text.version, text.id, text.text, text.headline, text.published or "", text.source,
            tuple(
                ToldAct(a.kind, a.start - text.start, a.end - text.start, a.earliest, a.latest)
                for a in acts
                if a.release == text.id
            ),
            tuple(p for p in promises if p.told.release == text.id),
        )
        for text in texts.values()
    ]  # fmt: skip
    return promises, releases
