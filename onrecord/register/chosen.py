"""Facts by their own ids, and names by their words."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from onrecord.model.identity import fold_text
from onrecord.register import schema
from onrecord.register.clusters import chunk_ids
from onrecord.register.evidence import load_facts
from onrecord.register.views import FactView


def load_chosen_facts(connection: Connection, ids: Collection[str]) -> dict[str, FactView]:
    """The present accounts of these ids."""
    return {
        fact.id: fact
        for chunk in chunk_ids(set(ids))
        for fact in load_facts(connection, schema.facts.c.own.in_(chunk), current=True)
    }


def find_known_types(connection: Connection, called: str) -> list[str]:
    """The types of the names that the register has in these words."""
    names = schema.names.c
    wanted = select(names.type).where(names.key == fold_text(called))
    return list(connection.scalars(wanted))


def find_own_names(connection: Connection, entry: str) -> list[str]:
    """The ids of the names that make up an entry."""
    names = schema.names.c
    return list(connection.scalars(select(names.own).where(names.entry == entry)))


def find_told(connection: Connection, document: str) -> list[str]:
    """The ids of the present facts of a document."""
    facts, versions, documents = schema.facts.c, schema.versions.c, schema.documents.c
    wanted = (
        select(facts.own)
        .join(schema.versions, versions.id == facts.version_id)
        .join(schema.documents, documents.id == versions.document_id)
        .where(documents.name == document, facts.recorded_to.is_(None))
        .order_by(facts.id)
    )
    return list(connection.scalars(wanted))
