"""Headlines: which short line heads the text that follows it, as a sum of named features."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.clean.mastheads import is_byline, is_continued_name, is_institution
from onrecord.clean.rows import Row, tells_fact
from onrecord.clean.wording import tells_title
from onrecord.lexicon.loader import load_words

HEADLINE_SCORE = 3.0  # a line from this sum on heads the text below it
ABOVE_CRUMBS_SCORE = 4.5  # what stands above the crumbs is mostly the site's name
UPPER_SHARE = 0.5  # an upper line heads a lower one when so many of its words are in the text
BODY_ROWS = 4  # rows of running text whose words a headline shares
MAX_WORDS = 45  # words of the longest headline
NEAR_ROWS = 10  # a headline stands at most so many rows above its text
UPPER_WORDS = 5  # words of the shortest headline that a speaker's name parts from its subtitle
KIND_ROWS = 3  # rows above a text among which the name of its kind stands
SIGNATURE_WORDS = 14  # words of the longest signature

_DIGIT = re.compile(r"\d")
_CONTENT = re.compile(r"[^\W\d_]{4,}")


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
        "institution's name": -5.0 if names_institution(line.flat) else 0.0,
        "a byline": -5.0 if is_byline(line.flat) else 0.0,
        "signature": -2.0 if is_signature(rows[at]) else 0.0,
        "stands alone": 0.5 if line.gap else 0.0,
    }
    return {name: value for name, value in features.items() if value}


def is_headline(rows: Sequence[Row], at: int) -> bool:
    """Whether the row by itself scores as a headline."""
    return sum(score_headline(rows, at).values()) >= HEADLINE_SCORE


def _score_length(words: int) -> float:
    if words > MAX_WORDS:
        return -4.0
    return (0.0, 0.0, 0.5, 1.0, 1.5)[words] if words < 5 else 2.0


def share_words(rows: Sequence[Row], at: int) -> float:
    """The share of the line's content words that the next rows of running text hold."""
    below: list[str] = []
    for row in rows[at + 1 : at + 1 + NEAR_ROWS + BODY_ROWS]:
        if row.is_body:
            below.append(row.line.flat)
        if len(below) == BODY_ROWS:
            break
    return shared_part(rows[at].line.flat, *below)


def shared_part(title: str, *texts: str) -> float:
    """The share of a title's content words that the texts hold."""
    own = _content_words(title)
    held = {word for text in texts for word in _content_words(text)}
    return len(own & held) / len(own) if own else 0.0


def _content_words(text: str) -> set[str]:
    return {word[:5] for word in _CONTENT.findall(text.casefold())}


def is_signature(row: Row) -> bool:
    """Whether a short line signs what stands above it."""
    plain = row.line.flat.casefold()
    return len(row.line.words) <= SIGNATURE_WORDS and any(
        plain.startswith(start) for start in load_words("layout", "signature.starts")
    )


def names_institution(flat: str) -> bool:
    """Whether a line is an institution's name or the second line of one."""
    return is_institution(flat) or is_continued_name(flat)


def find_headline(rows: Sequence[Row], body: int, floor: int = 0) -> int | None:
    """The row that heads the running text at row `body`, not above row `floor`.

    It is the nearest short line above that scores as a headline, or one right above that
    one which it only continues; failing these the only line there that could be one.
    """
    marked = _find_marked(rows, body, floor)
    if marked is not None:
        return marked
    best: int | None = None
    least = HEADLINE_SCORE
    seen: list[int] = []
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
        seen.append(at)
        score = sum(score_headline(rows, at).values())
        if score < least or (row.is_teaser and "heading" not in row.line.hints):
            continue
        if best is None or _is_upper(rows, at, best, score):
            best = at
    if best is None:
        best = _find_only(rows, seen, body)
    return best if best is not None or seen else _find_kind(rows, body, floor)


def _find_kind(rows: Sequence[Row], body: int, floor: int) -> int | None:
    """The name of a kind of paper where nothing else stands above its text: 'COMMUNIQUÉ'."""
    for at in range(body - 1, max(floor, body - KIND_ROWS) - 1, -1):
        if rows[at].kind == "label":
            plain = rows[at].line.flat.casefold().strip(" .:*")
            return at if plain in load_words("layout", "headline.kinds") else None
        if rows[at].kind != "stamp":
            return None
    return None


def _find_marked(rows: Sequence[Row], body: int, floor: int) -> int | None:
    """The row above that the page's head calls so too, with no text between."""
    for at in range(body - 1, max(floor, body - NEAR_ROWS) - 1, -1):
        if rows[at].is_body and rows[at].kind != "item":
            return None
        if rows[at].kind == "short" and "headline" in rows[at].line.hints:
            return at
    return None


def _find_only(rows: Sequence[Row], seen: Sequence[int], body: int) -> int | None:
    """The one line of two or more words that names neither a speaker nor an institution."""
    if rows[body].is_teaser or rows[body].kind == "item":
        return None
    free = [at for at in seen if _may_title(rows[at])]
    return free[0] if len(free) == 1 else None


def _may_title(row: Row) -> bool:
    flat = row.line.flat
    if not flat[:1].isupper() or flat.endswith((".", ":", ",", ";")) or _DIGIT.search(flat):
        return False
    return len(row.line.words) > 1 and not (
        names_institution(flat) or is_byline(flat) or is_signature(row)
    )


def _is_upper(rows: Sequence[Row], upper: int, lower: int, score: float) -> bool:
    """Whether the lower of two headlines only continues the upper one."""
    if "headline" in rows[lower].line.hints:
        return False
    if "headline" in rows[upper].line.hints:
        return True
    if rows[lower].line.flat.casefold().startswith(rows[upper].line.flat.casefold()):
        return False
    if _is_named(rows, upper):
        return False
    if _is_stamped(rows, upper, lower):
        return True
    if share_words(rows, upper) < UPPER_SHARE or tells_fact(rows[upper].line.flat):
        return False
    if any(is_byline(row.line.flat) for row in rows[upper + 1 : lower]):
        return len(rows[upper].line.words) >= UPPER_WORDS
    return upper + 1 == lower and score >= sum(score_headline(rows, lower).values()) - 1.0


def _is_stamped(rows: Sequence[Row], upper: int, lower: int) -> bool:
    """Whether a day stands right below the upper line, and that one tells as much as the lower."""
    stamp = rows[upper + 1].stamp
    if upper + 1 >= lower or stamp is None or stamp.day is None or rows[upper + 1].kind != "stamp":
        return False
    if len(rows[upper].line.words) < UPPER_WORDS:
        return False
    shared = share_words(rows, upper)
    return tells_title(rows[upper].line.flat) or shared >= max(
        UPPER_SHARE, share_words(rows, lower)
    )


def _is_named(rows: Sequence[Row], at: int) -> bool:
    """Whether a title without a verb stands whole in the text below it, as a name does."""
    flat = rows[at].line.flat
    if len(rows[at].line.words) < UPPER_WORDS or tells_title(flat):
        return False
    below = rows[at + 1 : at + 1 + NEAR_ROWS + BODY_ROWS]
    name = f"the {flat.casefold()}"
    return any(name in row.line.flat.casefold() for row in below if row.is_body)
