"""Search narrowed by year, source, kind and body, with how many releases each choice leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from onrecord.register import schema, search
from onrecord.register.texts import make_row, select_rows
from onrecord.register.views import PAGE_SIZE, ReleaseRow

COUNTED = 600  # releases in which choices are counted, at most
CHOICES = 12  # of each facet


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a search is narrowed by: a year, a source, a kind of event, the entry of a body."""

    year: str | None = None
    source: str | None = None
    kind: str | None = None
    body: str | None = None

    @property
    def given(self) -> dict[str, str]:
        """The choices that were made."""
        pairs = (
            ("year", self.year),
            ("source", self.source),
            ("kind", self.kind),
            ("body", self.body),
        )
        return {name: value for name, value in pairs if value}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, what it is called, and in how many of the releases it is."""

    facet: str
    value: str
    label: str
    number: int


_SOURCE = (
    "coalesce(nullif(documents.institution, ''), nullif(substr(documents.name, 1, "
    "instr(documents.name, '/') - 1), ''), documents.name)"
)
_OWN_FACTS = (
    "FROM facts WHERE facts.version_id = releases.version_id AND facts.release_id = releases.id "
    "AND facts.recorded_to IS NULL"
)
_CONDITIONS: Mapping[str, str] = {
    "year": "substr(releases.published, 1, 4) = :year",
    "source": (
        "releases.version_id IN (SELECT versions.id FROM versions JOIN documents "  # noqa: S608
        f"ON documents.id = versions.document_id WHERE {_SOURCE} = :source)"
    ),
    "kind": (
        f"EXISTS (SELECT 1 {_OWN_FACTS} AND facts.kind = :kind "
        "AND facts.layer || '' = 'event')"  # looked up by version, not by this
    ),
    "body": (
        "releases.id IN (SELECT facts.release_id FROM names JOIN claims "
        "ON claims.name_id = names.id JOIN facts ON facts.id = claims.fact_id "
        "WHERE names.entry = :body AND facts.recorded_to IS NULL)"
    ),
}
_MATCH = (
    "FROM release_index JOIN releases ON releases.id = release_index.rowid "
    "WHERE release_index MATCH :query"
)
_FACETS: Mapping[str, str] = {
    "year": (
        "SELECT substr(published, 1, 4) AS value, substr(published, 1, 4), count(*) AS number "
        "FROM hits WHERE published IS NOT NULL GROUP BY 1 ORDER BY 1 DESC"
    ),
    "source": (
        f"SELECT {_SOURCE} AS value, {_SOURCE}, count(*) AS number FROM hits "  # noqa: S608
        "JOIN versions ON versions.id = hits.version_id "
        "JOIN documents ON documents.id = versions.document_id "
        "GROUP BY 1 ORDER BY 3 DESC, 1"
    ),
    "kind": (
        "SELECT facts.kind AS value, facts.kind, count(DISTINCT hits.id) AS number FROM hits "
        "JOIN facts ON facts.version_id = hits.version_id AND facts.release_id = hits.id "
        "WHERE facts.recorded_to IS NULL AND facts.layer || '' = 'event' "
        "GROUP BY 1 ORDER BY 3 DESC, 1"
    ),
    "body": (
        "SELECT entries.id AS value, entries.label, count(DISTINCT hits.id) AS number FROM hits "
        "JOIN facts ON facts.version_id = hits.version_id AND facts.release_id = hits.id "
        "JOIN claims ON claims.fact_id = facts.id JOIN names ON names.id = claims.name_id "
        "JOIN entries ON entries.id = names.entry "
        "WHERE facts.recorded_to IS NULL AND entries.layer || '' = 'organisation' "
        "GROUP BY 1 ORDER BY 3 DESC, 1"
    ),
}


def _where(narrowed: Narrowed) -> str:
    return "".join(f" AND {_CONDITIONS[name]}" for name in narrowed.given)


def _values(words: str, narrowed: Narrowed) -> dict[str, object]:
    return {"query": search.parse_query(words), **narrowed.given}


def count_releases(connection: Connection, words: str, narrowed: Narrowed) -> int:
    """How many releases have these words and choices."""
    statement = text(f"SELECT count(*) {_MATCH}{_where(narrowed)}")
    return int(connection.execute(statement, _values(words, narrowed)).scalar_one())


def search_releases(
    connection: Connection,
    words: str,
    narrowed: Narrowed,
    *,
    newest: bool = False,
    limit: int = PAGE_SIZE,
    offset: int = 0,
) -> list[ReleaseRow]:
    """Releases with these words and choices, best or newest first, passages marked."""
    ids = _find_ids(connection, words, narrowed, newest=newest, limit=limit, offset=offset)
    return load_passages(connection, words, ids)


def load_passages(connection: Connection, words: str, ids: Sequence[int]) -> list[ReleaseRow]:
    """These releases in this order, each with the passage that matches the words best."""
    passages = _cut_passages(connection, words, ids)
    wanted = select_rows().where(schema.releases.c.id.in_(ids))
    by_id = {row.id: row for row in connection.execute(wanted)}
    return [make_row(by_id[release], passages[release]) for release in ids]


def _find_ids(
    connection: Connection,
    words: str,
    narrowed: Narrowed,
    *,
    newest: bool,
    limit: int,
    offset: int,
) -> list[int]:
    order = "releases.published DESC, releases.id DESC" if newest else "score, releases.id"
    statement = text(
        "SELECT releases.id, bm25(release_index, :headline_weight, :body_weight) AS score "
        f"{_MATCH}{_where(narrowed)} ORDER BY {order} LIMIT :limit OFFSET :offset"
    )
    weights = {"headline_weight": search.HEADLINE_WEIGHT, "body_weight": search.BODY_WEIGHT}
    given = _values(words, narrowed) | weights | {"limit": limit, "offset": offset}
    return [row[0] for row in connection.execute(statement, given)]


def _cut_passages(
    connection: Connection, words: str, ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """The passage that matches best in each of these releases; cutting is what costs."""
    numbers = ", ".join(str(int(id_)) for id_ in ids)
    statement = text(
        "SELECT rowid, snippet(release_index, 1, :open, :close, '…', :tokens) "  # noqa: S608
        f"FROM release_index WHERE release_index MATCH :query AND rowid IN ({numbers})"
    )
    marks = {"open": search.OPEN_MARK, "close": search.CLOSE_MARK, "tokens": search.SNIPPET_TOKENS}
    rows = connection.execute(statement, marks | {"query": search.parse_query(words)})
    return {row[0]: search.split_marks(row[1]) for row in rows}


def count_choices(connection: Connection, words: str, narrowed: Narrowed) -> list[Choice]:
    """What the search can be narrowed by further, counted in some of the releases found."""
    return list(_each_choice(connection, words, narrowed))


def _each_choice(connection: Connection, words: str, narrowed: Narrowed) -> Iterator[Choice]:
    found = (
        "WITH hits AS MATERIALIZED (SELECT releases.id, releases.version_id, releases.published "
        f"{_MATCH}{_where(narrowed)} LIMIT :counted) "
    )
    given = _values(words, narrowed) | {"counted": COUNTED, "choices": CHOICES}
    for facet, counting in _FACETS.items():
        statement = text(f"{found}{counting} LIMIT :choices")
        for value, label, number in connection.execute(statement, given):
            yield Choice(facet, value, label, number)
