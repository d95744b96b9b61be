"""Full-text search over releases: stems, exact phrases, highlights on the original text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from onrecord.errors import InputError

OPEN_MARK, CLOSE_MARK = "\ue000", "\ue001"  # private-use characters: no release holds them
SNIPPET_TOKENS = 40
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
    statement = text("SELECT count(*) FROM release_index WHERE release_index MATCH :query")
    return int(connection.execute(statement, {"query": parse_query(words)}).scalar_one())


class Stemmer:
    """The stem of a word as the index has it; every word is worked out once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stems: dict[str, str] = {}
        for statement in _STEM_TABLES:
            connection.execute(text(statement))

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
        rows = [{"row": number, "word": word} for number, word in enumerate(new)]
        self._connection.execute(text(_STEM_WORD), rows)
        found = {number: str(term) for number, term in self._connection.execute(_STEMS)}
        self._connection.execute(text("DELETE FROM temp.stemmed"))
        self._stems |= {word: found.get(number, word) for number, word in enumerate(new)}


_STEM_TABLES = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stemmed USING fts5("
    "word, tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.stems USING fts5vocab('temp', 'stemmed', 'instance')",
)
_STEMS = text("SELECT doc, min(term) FROM temp.stems GROUP BY doc")
_STEM_WORD = "INSERT INTO temp.stemmed(rowid, word) VALUES (:row, :word)"


Alternatives = Sequence[str]


def find_sharing(
    connection: Connection,
    first: Sequence[Alternatives],
    others: Sequence[Alternatives],
    since: str,
    until: str,
) -> list[int]:
    """Current releases that share two words: one of `first`, and another of either.

    A word is given with its alternatives ('2', 'two'). The releases were published after
    `since` and not after `until`; one without a day has that of its page's main release.
    """
    pairs = []
    for place, word in enumerate(first):
        rest = [*first[place + 1 :], *others]
        if rest:
            pairs.append(f"({_any([word])} AND {_any(rest)})")
    if not pairs:
        return []
    values = {"query": " OR ".join(pairs), "since": since, "until": until}
    return [row[0] for row in connection.execute(_SHARING, values)]


def _any(words: Sequence[Alternatives]) -> str:
    return "(" + " OR ".join(f'"{form}"' for forms in words for form in forms) + ")"


DAY_SQL = (
    "coalesce(releases.published, (SELECT max(main.published) FROM releases AS main "
    "WHERE main.version_id = releases.version_id AND main.current AND main.main))"
)
_SHARING = text(
    "SELECT releases.id FROM release_index JOIN releases ON releases.id = release_index.rowid "  # noqa: S608
    "WHERE release_index MATCH :query AND releases.current AND "
    + DAY_SQL
    + " > :since AND "
    + DAY_SQL
    + " <= :until ORDER BY releases.id"
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
