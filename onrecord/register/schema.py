"""The tables of a register.

A *document* is a page under a name; a *version* is one distinct text of it; a *release* is a
dated or headed piece of that text. A *fact* is an event, act, commitment, office or quote
that one version tells; its *claims* are the values of its slots, each with the quotation it
stands on. A *name* is one way of calling somebody or something; names that mean the same
share an *entry*, and so do facts that tell the same event, act or commitment. A *link* leads
from a promise to the place in a later release that tells what became of it; so that the two
find each other, promises are *sought* and releases *heard* under their words. *Doubts* are
pairs of names or of facts, by their own ids, of which a person should say whether they are
one. *Judgements* are a journal of what people say of all this, which is only ever added to;
*rulings* tell which facts are as they are because of one. The tables of fetching are in `visits`.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()

schema_steps = Table(
    "schema_steps",
    metadata,
    Column("name", String, primary_key=True),
    Column("applied_at", String, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("command", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("started_at", String, nullable=False),
    Column("finished_at", String),
    Column("read", Integer, nullable=False, default=0),
    Column("unchanged", Integer, nullable=False, default=0),
    Column("changed", Integer, nullable=False, default=0),
    Column("unreadable", Integer, nullable=False, default=0),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String, nullable=False, unique=True),
    Column("address", String, nullable=False),
    Column("institution", String),
    Column("digest", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("version_id", Integer),
    Column("seen", String),
    Index("documents_by_address", "address"),
)

unreadable = Table(
    "unreadable",
    metadata,
    Column("name", String, primary_key=True),
    Column("address", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("remedy", String, nullable=False),
    Column("recorded_at", String, nullable=False),
)

twins = Table(
    "twins",
    metadata,
    Column("name", String, primary_key=True),
    Column("address", String, nullable=False),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("digest", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Index("twins_by_document", "document_id"),
)

captures = Table(
    "captures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("digest", String, nullable=False),
    Column("media", String, nullable=False),
    Column("recorded_at", String, nullable=False),
    Column("said", Text),
    UniqueConstraint("document_id", "digest"),
)

removals = Table(
    "removals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("since", String, nullable=False),
    Column("told_by", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("returned", String),
    Index("removals_by_document", "document_id"),
)

versions = Table(
    "versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.id"), nullable=False),
    Column("hash", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("lang", String, nullable=False),
    Column("derived", Boolean, nullable=False),
    Column("furniture", Text, nullable=False),
    Column("recorded_from", String, nullable=False),
    Column("recorded_to", String),
    Column("digest", String),
    Column("seen_from", String),
    Index("versions_by_document", "document_id", "hash"),
    Index("versions_replaced", "document_id", sqlite_where=text("recorded_to IS NOT NULL")),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("address", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("recorded_from", String, nullable=False),
    Column("recorded_to", String),
    Index("attachments_by_version", "version_id"),
)

releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("own", String, nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("body_start", Integer, nullable=False),
    Column("headline", Text),
    Column("published", String),
    Column("main", Boolean, nullable=False),
    Column("current", Boolean, nullable=False),
    Index("releases_by_own", "own"),
    Index("releases_by_version", "version_id"),
    Index("releases_by_day", "current", "main", "published"),
)

names = Table(
    "names",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("key", String, nullable=False),
    Column("label", String, nullable=False),
    Column("own", String, nullable=False, unique=True),
    Column("entry", String, nullable=False),
    UniqueConstraint("type", "key"),
    Index("names_by_entry", "entry"),
)

forms = Table(
    "forms",
    metadata,
    Column("name_id", ForeignKey("names.id"), primary_key=True),
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Column("form", String, primary_key=True),
    Index("forms_by_form", "form", "name_id"),
    Index("forms_by_version", "version_id"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("name_id", ForeignKey("names.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("mentions_by_version", "version_id"),
    Index("mentions_by_name", "name_id"),
)

facts = Table(
    "facts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("own", String, nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("release_id", ForeignKey("releases.id"), nullable=False),
    Column("layer", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("status", String),
    Column("start", String),
    Column("end", String),
    Column("earliest", String),
    Column("latest", String),
    Column("published", String),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("recorded_from", String, nullable=False),
    Column("recorded_to", String),
    Column("entry", String, nullable=False),
    Column("known_from", String),
    Index("facts_by_own", "own"),
    Index("facts_by_version", "version_id"),
    Index("facts_by_entry", "entry"),
    Index("facts_by_time", "layer", "recorded_to", "earliest"),
    Index("facts_by_start", "layer", "start"),
    Index("facts_by_end", "layer", "latest"),
    Index("facts_lasting", "layer", "earliest", sqlite_where=text("latest > earliest")),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fact_id", ForeignKey("facts.id"), nullable=False),
    Column("slot", String, nullable=False),
    Column("value", Text),
    Column("name_id", ForeignKey("names.id")),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Index("claims_by_fact", "fact_id"),
    Index("claims_by_name", "name_id", "slot"),
)

carried = Table(
    "carried",
    metadata,
    Column("version_id", ForeignKey("versions.id"), primary_key=True),
    Column("own", String, primary_key=True),
    Column("kept", String, nullable=False),
    sqlite_with_rowid=False,
)

entries = Table(
    "entries",
    metadata,
    Column("id", String, primary_key=True),
    Column("layer", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("status", String),
    Column("start", String),
    Column("end", String),
    Column("earliest", String),
    Column("latest", String),
    Column("first_published", String),
    Column("last_published", String),
    Column("label", Text, nullable=False),
    Column("facts", Integer, nullable=False),
    Column("releases", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Index(
        "entries_by_day", "layer", "earliest", "id", "latest", "status", "kind", "label"
    ),  # what lists are filtered by, so that rows are fetched of what is shown only
    Index("entries_by_use", "layer", "facts"),
)

links = Table(
    "links",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fact_id", ForeignKey("facts.id"), nullable=False),
    Column("version_id", ForeignKey("versions.id"), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("relation", String, nullable=False),
    Column("published", String, nullable=False),
    Column("earliest", String, nullable=False),
    Column("latest", String, nullable=False),
    Column("features", Text, nullable=False),
    Index("links_by_answer", "fact_id", "relation", "published"),
    Index("links_by_version", "version_id"),
)

heard = Table(
    "heard",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("version_id", Integer, nullable=False),
    Column("day", Integer, nullable=False),
    Column("places", Text, nullable=False),
    Column("terms", LargeBinary, nullable=False),
)

heard_terms = Table(
    "heard_terms",
    metadata,
    Column("term", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("release_id", Integer, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("places", Integer, nullable=False),
    sqlite_with_rowid=False,
)

wordings = Table(
    "wordings",
    metadata,
    Column("word", Integer, primary_key=True),
    Column("fact_id", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

sought = Table(
    "sought",
    metadata,
    Column("fact_id", ForeignKey("facts.id"), primary_key=True),
    Column("day", Integer, nullable=False),
    Column("promise", Text, nullable=False),
    Column("terms", LargeBinary, nullable=False),
)

sought_terms = Table(
    "sought_terms",
    metadata,
    Column("term", Integer, primary_key=True),
    Column("day", Integer, primary_key=True),
    Column("fact_id", Integer, primary_key=True),
    Column("until", Integer, nullable=False),
    Column("own", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

doubts = Table(
    "doubts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("layer", String, nullable=False),
    Column("one", String, nullable=False),
    Column("other", String, nullable=False),
    Column("score", Float, nullable=False),
    Column("features", Text, nullable=False),
    Column("barred", Text),
    Column("recorded_from", String, nullable=False),
    Column("recorded_to", String),
    Index("doubts_by_one", "one"),
    Index("doubts_by_other", "other"),
)

judgements = Table(
    "judgements",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("kind", String, nullable=False),
    Column("author", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Column("recorded_at", String, nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("fact_id", ForeignKey("facts.id"), primary_key=True),
    Column("judgement", ForeignKey("judgements.number"), primary_key=True),
    Column("effect", String, primary_key=True),
    Column("slot", String, nullable=False, default=""),
    Index("rulings_by_judgement", "judgement"),
)
