"""Full-text search over releases: stems, exact phrases, highlights on the original text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from onrecord.errors import InputError

OPEN_MARK, CLOSE_MARK = "\ue000", "\ue001"  # private-use characters: no release holds them
SNIPPET_TOKENS = 40
REMEMBERED = 100_000  # words whose stems are kept at once
HEADLINE_WEIGHT, BODY_WEIGHT = 4.0, 1.0

_TERM = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Hit:
    """A release that a search found, with the passage that matches best.

    `passage` and `headline` are split at the matches: pieces at odd places are matches.
    """

    release: int
    headline: tuple[str, ...]
    passage: tuple[str, ...]
    score: float


def create_index(connection: Connection) -> None:
    """The index's tables, over a view that cuts each release out of its version's text."""
    connection.execute(
        text(
            "CREATE VIEW release_texts AS SELECT releases.id AS id, "
            "coalesce(releases.headline, '') AS headline, "
            "substr(versions.text, releases.body_start + 1, "
            "releases.end - releases.body_start) AS body "
            "FROM releases JOIN versions ON versions.id = releases.version_id"
        )
    )
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE release_index USING fts5(headline, body, "
            "content='release_texts', content_rowid='id', "
            "tokenize='porter unicode61 remove_diacritics 2')"
        )
    )


def index_past(connection: Connection) -> None:
    """An index over the releases that this connection sees as current, in its own file."""
    connection.execute(
        text(
            "CREATE VIRTUAL TABLE main.release_index USING fts5(headline, body, "
            "tokenize='porter unicode61 remove_diacritics 2')"
        )
    )
    connection.execute(
        text(
            "INSERT INTO main.release_index(rowid, headline, body) "
            "SELECT releases.id, coalesce(releases.headline, ''), substr(versions.text, "
            "releases.body_start + 1, releases.end - releases.body_start) "
            "FROM releases JOIN versions ON versions.id = releases.version_id "
            "WHERE releases.current"
        )
    )


def index_release(connection: Connection, release: int) -> None:
    """Put a release that has just been written into the index."""
    connection.execute(
        text(
            "INSERT INTO release_index(rowid, headline, body) "
            "SELECT id, headline, body FROM release_texts WHERE id = :id"
        ),
        {"id": release},
    )


def unindex_release(connection: Connection, release: int) -> None:
    """Take a release out of the index; its text must still stand in its version."""
    connection.execute(
        text(
            "INSERT INTO release_index(release_index, rowid, headline, body) "
            "SELECT 'delete', id, headline, body FROM release_texts WHERE id = :id"
        ),
        {"id": release},
    )


def parse_query(words: str) -> str:
    """A reader's words as an FTS5 expression: all words, stems, "exact phrases", -without.

    Raises `InputError` where there is nothing to look for.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in _TERM.finditer(words):
        term = match[1] if match[1] is not None else match[2]
        negative = match[2] is not None and term.startswith("-") and len(term) > 1
        cleaned = re.sub(r"[^\w\s'’-]", " ", term[1:] if negative else term).strip(" -'’")
        if cleaned:
            (unwanted if negative else wanted).append('"' + cleaned.replace('"', "") + '"')
    if not wanted:
        raise InputError(repr(words), "nothing to look for", "give at least one word")
    expression = " AND ".join(wanted)
    return f"({expression})" + "".join(f" NOT {term}" for term in unwanted)


def count_hits(connection: Connection, words: str) -> int:
    """How many releases match."""
    statement = text(
        "SELECT count(*) FROM release_index JOIN releases ON releases.id = release_index.rowid "
        "WHERE release_index MATCH :query"
    )
    return int(connection.execute(statement, {"query": parse_query(words)}).scalar_one())


class Stemmer:
    """The stem of a word as the index has it; every word is worked out once."""

    def __init__(self) -> None:
        self._connection = sqlite3.connect(":memory:", check_same_thread=False)
        self._stems: dict[str, str] = {}
        for statement in _STEM_TABLES:
            self._connection.execute(statement)

    def __call__(self, word: str) -> str:
        """The stem of a folded word."""
        if word not in self._stems:
            self.learn([word])
        return self._stems[word]

    def learn(self, words: Iterable[str]) -> None:
        """Work out the stems of many words at once."""
        new = sorted(set(words) - self._stems.keys())
        if not new:
            return
        if len(self._stems) > REMEMBERED:
            self._stems.clear()
        self._connection.executemany(_STEM_WORD, enumerate(new))
        found = dict(self._connection.execute(_STEMS).fetchall())
        self._connection.execute("DELETE FROM stemmed")
        self._stems |= {word: found.get(number, word) for number, word in enumerate(new)}


_STEM_TABLES = (
    "CREATE VIRTUAL TABLE stemmed USING fts5("
    "word, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE stems USING fts5vocab('stemmed', 'instance')",
)
_STEMS = "SELECT doc, min(term) FROM stems GROUP BY doc"
_STEM_WORD = "INSERT INTO stemmed(rowid, word) VALUES (?, ?)"

DAY_SQL = (
    "coalesce(releases.published, (SELECT max(main.published) FROM releases AS main "
    "WHERE main.version_id = releases.version_id AND main.current AND main.main))"
)

_FOUND = (
    "SELECT release_index.rowid, "
    "highlight(release_index, 0, :open, :close), "
    "snippet(release_index, 1, :open, :close, '…', :tokens), "
    "bm25(release_index, :headline_weight, :body_weight) AS score "
    "FROM release_index JOIN releases ON releases.id = release_index.rowid "
    "WHERE release_index MATCH :query "
)
_BEST_FIRST = text(_FOUND + "ORDER BY score, releases.id LIMIT :limit OFFSET :offset")
_NEWEST_FIRST = text(
    _FOUND + "ORDER BY releases.published DESC, releases.id DESC LIMIT :limit OFFSET :offset"
)


def find_releases(
    connection: Connection, words: str, *, newest: bool = False, limit: int = 50, offset: int = 0
) -> list[Hit]:
    """Releases that match, best first (or newest first), with highlighted passages."""
    rows = connection.execute(
        _NEWEST_FIRST if newest else _BEST_FIRST,
        {
            "open": OPEN_MARK,
            "close": CLOSE_MARK,
            "tokens": SNIPPET_TOKENS,
            "headline_weight": HEADLINE_WEIGHT,
            "body_weight": BODY_WEIGHT,
            "query": parse_query(words),
            "limit": limit,
            "offset": offset,
        },
    )
    return [Hit(row[0], split_marks(row[1]), split_marks(row[2]), -row[3]) for row in rows]


def split_marks(marked: str) -> tuple[str, ...]:
    """A marked text in pieces: outside, match, outside, match, … ."""
    return tuple(re.split(f"[{OPEN_MARK}{CLOSE_MARK}]", marked))
