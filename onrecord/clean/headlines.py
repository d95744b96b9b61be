"""Headlines: which short line heads the text that follows it, as a sum of named features."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.clean.rows import Row, tells_fact
from onrecord.lexicon.loader import load_words

HEADLINE_SCORE = 3.0  # a line from this sum on heads the text below it
ABOVE_CRUMBS_SCORE = 4.5  # what stands above the crumbs is mostly the site's name
UPPER_SHARE = 0.5  # an upper line heads a lower one when so many of its words are in the text
BODY_ROWS = 4  # rows of running text whose words a headline shares
MAX_WORDS = 45  # words of the longest headline
NEAR_ROWS = 8  # a headline stands at most so many rows above its text
SIGNATURE_WORDS = 14  # words of the longest signature

_CONTENT = re.compile(r"[^\W\d_]{4,}")
_INSTITUTION = re.compile(
    r"(?:The\s)?(?:[A-Z][\w'’-]+\s){0,4}"
    r"(?:Ministry|Embassy|Office|Department|Government|Secretariat|Mission|City|Council|Commission"
    r"|Agency|Organi[sz]ation|Assembly|Parliament|Committee|Bank|Union|Authority|Service|Inspectorate"
    r"|Conference|Forum|Administration|Desk|Cabinet|Bureau|Municipality|County|Institute|Directorate)"
    r"(?:\s(?:of|for|the|and|to|in|on|[A-Z][\w'’-]*|[-–—|]))*"
)
_SMALL = re.compile(r"\b(?:Of|For|The|And|To|In|On|At|By|With|From)\b")


def score_headline(rows: Sequence[Row], at: int) -> Mapping[str, float]:
    """The features of the row as a headline of the running text below it."""
    line = rows[at].line
    words = len(line.words)
    features = {
        "length": _score_length(words),
        "shared words": 4 * share_words(rows, at) if words > 2 else 0.0,
        "marked up": 6.0 if "headline" in line.hints else 0.0,
        "a heading": 2.0 if "heading" in line.hints else 0.0,
        "a mere link": -1.5 if "linked" in line.hints and "heading" not in line.hints else 0.0,
        "no final stop": 1.0 if not line.flat.endswith((".", ":", ",", ";")) else -1.0,
        "begins lower": -2.0 if line.flat[:1].islower() else 0.0,
        "institution's name": -3.0 if is_institution(line.flat) else 0.0,
        "signature": -2.0 if is_signature(rows[at]) else 0.0,
        "stands alone": 0.5 if line.gap else 0.0,
    }
    return {name: value for name, value in features.items() if value}


def _score_length(words: int) -> float:
    if words > MAX_WORDS:
        return -4.0
    return (0.0, 0.0, 0.5, 1.0, 1.5)[words] if words < 5 else 2.0


def is_institution(flat: str) -> bool:
    """Whether a line is nothing but the name of an institution."""
    if flat.isupper():
        flat = _SMALL.sub(lambda match: match[0].lower(), flat.title())
    return _INSTITUTION.fullmatch(flat) is not None


def share_words(rows: Sequence[Row], at: int) -> float:
    """The share of the line's content words that the next rows of running text hold."""
    own = {word[:5] for word in _CONTENT.findall(rows[at].line.flat.casefold())}
    below: set[str] = set()
    seen = 0
    for row in rows[at + 1 : at + 1 + NEAR_ROWS + BODY_ROWS]:
        if row.is_body:
            below |= {word[:5] for word in _CONTENT.findall(row.line.flat.casefold())}
            seen += 1
        if seen == BODY_ROWS:
            break
    return len(own & below) / len(own) if own else 0.0


def is_signature(row: Row) -> bool:
    """Whether a short line signs what stands above it."""
    plain = row.line.flat.casefold()
    return len(row.line.words) <= SIGNATURE_WORDS and any(
        plain.startswith(start) for start in load_words("layout", "signature.starts")
    )


def find_headline(rows: Sequence[Row], body: int, floor: int = 0) -> int | None:
    """The row that heads the running text at row `body`, not above row `floor`.

    It is the nearest short line above that scores as a headline, or one right above that
    one which it only continues.
    """
    best: int | None = None
    least = HEADLINE_SCORE
    for at in range(body - 1, max(floor, body - NEAR_ROWS) - 1, -1):
        row = rows[at]
        if row.is_body and row.kind != "item":
            break
        if row.kind == "furniture" and best is not None:
            break
        if row.name == "breadcrumb":
            least = ABOVE_CRUMBS_SCORE
        if row.kind != "short" or row.is_teaser != rows[body].is_teaser:
            continue
        score = sum(score_headline(rows, at).values())
        if score < least or (row.is_teaser and "heading" not in row.line.hints):
            continue
        if best is None or _is_upper(rows, at, best, score):
            best = at
    return best


def _is_upper(rows: Sequence[Row], upper: int, lower: int, score: float) -> bool:
    """Whether the lower of two headlines only continues the upper one."""
    if "headline" in rows[lower].line.hints:
        return False
    if "headline" in rows[upper].line.hints:
        return True
    if rows[lower].line.flat.startswith(rows[upper].line.flat):
        return False
    near = upper + 1 == lower and score >= sum(score_headline(rows, lower).values()) - 1.0
    return (
        near and share_words(rows, upper) >= UPPER_SHARE and not tells_fact(rows[upper].line.flat)
    )
