"""Headlines: which short line heads the text that follows it, as a sum of named features."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.clean.rows import Row
from onrecord.lexicon.loader import load_words

HEADLINE_SCORE = 3.0  # a line from this sum on heads the text below it
BODY_ROWS = 4  # rows of running text whose words a headline shares
MAX_WORDS = 45  # words of the longest headline
NEAR_ROWS = 8  # a headline stands at most so many rows above its text

_CONTENT = re.compile(r"[^\W\d_]{4,}")
_INSTITUTION = re.compile(
    r"^(?:The\s)?(?:[A-Z][\w'’-]+\s){0,4}(?:Ministry|Embassy|Office|Department|Government|Secretariat|"
    r"Mission|City|Council|Commission|Agency|Organi[sz]ation|Assembly|Parliament|Committee|Bank|Union)"
    r"(?:\s(?:of|for|the|and|to|in|on|[A-Z][\w'’-]*|[-–—|]))*$"
)


def score_headline(rows: Sequence[Row], at: int) -> Mapping[str, float]:
    """The features of the row as a headline of the running text below it."""
    row = rows[at]
    words = len(row.line.words)
    features = {
        "length": _score_length(words),
        "shared words": 4 * _shared_words(rows, at),
        "marked up": 4.0 if row.line.hint == "headline" else 0.0,
        "no final stop": 1.0 if not row.line.flat.endswith((".", ":", ",", ";")) else -1.0,
        "begins lower": -2.0 if row.line.flat[:1].islower() else 0.0,
        "institution's name": -2.0 if _INSTITUTION.match(row.line.flat) else 0.0,
        "signature": -2.0 if is_signature(row) else 0.0,
        "stands alone": 0.5 if row.line.gap else 0.0,
    }
    return {name: value for name, value in features.items() if value}


def _score_length(words: int) -> float:
    if words > MAX_WORDS:
        return -4.0
    return (0.0, 0.0, 0.0, 0.5, 1.0)[words] if words < 5 else 2.0


def _shared_words(rows: Sequence[Row], at: int) -> float:
    """The share of the line's content words that the next rows of running text hold."""
    own = set(_CONTENT.findall(rows[at].line.flat.casefold()))
    if not own:
        return 0.0
    below: set[str] = set()
    seen = 0
    for row in rows[at + 1 : at + 1 + NEAR_ROWS + BODY_ROWS]:
        if row.is_body:
            below |= {_stem(word) for word in _CONTENT.findall(row.line.flat.casefold())}
            seen += 1
        if seen == BODY_ROWS:
            break
    return sum(_stem(word) in below for word in own) / len(own)


def _stem(word: str) -> str:
    return word[:5]


def is_signature(row: Row) -> bool:
    """Whether a short line signs what stands above it."""
    plain = row.line.flat.casefold()
    return len(row.line.words) <= 14 and any(
        plain.startswith(start) for start in load_words("layout", "signature.starts")
    )


def find_headline(rows: Sequence[Row], body: int, floor: int = 0) -> int | None:
    """The row that heads the running text at row `body`, not above row `floor`."""
    best: int | None = None
    top = max(floor, body - NEAR_ROWS)
    for at in range(body - 1, top - 1, -1):
        row = rows[at]
        if row.is_body:
            break
        if row.kind != "short":
            if best is not None and row.kind == "furniture":
                break
            continue
        score = sum(score_headline(rows, at).values())
        if score >= HEADLINE_SCORE and (best is None or _is_joined(rows, at, best, score)):
            best = at
    return best


def _is_joined(rows: Sequence[Row], upper: int, lower: int, score: float) -> bool:
    """Whether a headline stands in two parts, the upper one heading the lower."""
    return upper + 1 == lower and score >= sum(score_headline(rows, lower).values()) - 1.0
