"""The tables of what is fetched of followed sources.

The *addresses* of a source with when they are visited, the distinct *answers* that they gave,
the *rounds* in which the source was asked, the *alarms* that it raised, and the *holds*: hosts
that asked to be left alone for a while.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from onrecord.register.schema import metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    Column("listed", Integer),
    Column("visited", Integer, nullable=False, default=0),
    Column("kept", Integer, nullable=False, default=0),
    Column("gone", Integer, nullable=False, default=0),
    Column("failed", Integer, nullable=False, default=0),
    Index("rounds_by_source", "source"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("own", Text),
    Column("twin_of", Integer),
    Column("document", String),
    Column("said", Text),
    Column("updated", String),
    Column("etag", Text),
    Column("last_modified", String),
    Column("first_seen", String, nullable=False),
    Column("last_seen", String),
    Column("visited", String),
    Column("next_visit", String),
    Column("failures", Integer, nullable=False, default=0),
    Column("failing_since", String),
    Column("reason", Text),
    Column("gone_since", String),
    UniqueConstraint("source", "address"),
    Index("addresses_by_own", "source", "own"),
    Index("addresses_by_visit", "source", "next_visit"),
    Index("addresses_by_document", "document"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address_id", ForeignKey("addresses.id"), nullable=False),
    Column("at", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("final", Text, nullable=False),
    Column("media", String, nullable=False),
    Column("charset", String),
    Column("headers", Text, nullable=False),
    Column("digest", String),
    Column("state", String, nullable=False),
    Column("page", String),
    Column("marks", Text),
    Column("doubt", Text),
    Index("answers_by_address", "address_id"),
    Index("answers_by_state", "state"),
    Index("answers_by_page", "page"),
)

alarms = Table(
    "alarms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("told", Text, nullable=False),
    Column("expected", Integer),
    Column("found", Integer),
    Column("raised_at", String, nullable=False),
    Column("cleared_at", String),
    Column("cleared_by", String),
    Index("alarms_by_source", "source"),
)

holds = Table(
    "holds",
    metadata,
    Column("host", String, primary_key=True),
    Column("until", String, nullable=False),
)
