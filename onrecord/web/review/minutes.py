"""A session as a person enters it: checked, and written as a text that can be quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.errors import InputError
from onrecord.model.text import Capture
from onrecord.model.time import latest_day
from onrecord.register.targets import CHOICES
from onrecord.web.review.days import read_days
from onrecord.web.review.filling import find_places
from onrecord.web.words import spell_period

INSTITUTION = "by hand"  # the source of documents that were typed in
FOLDER = "by-hand/"  # in which they are
ROWS, MOST_ROWS = 4, 60  # rows of a new form, and of any
LONGEST_TEXT = 200_000  # characters
LONGEST_FIELD = 2000
SLUG_LENGTH = 40
KINDS = CHOICES[("event", "kind")]
STATUSES = CHOICES[("event", "status")]
ACTS = CHOICES[("act", "kind")]
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A decision as it was typed."""

    number: int
    kind: str = "decided"
    decision: str = ""
    responsible: str = ""
    deadline: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was typed in it."""
        return not (self.decision or self.responsible or self.deadline)


@dataclass(frozen=True, slots=True)
class Typed:
    """A session as it was typed."""

    body: str = ""
    kind: str = "session"
    status: str = "held"
    day: str = ""
    place: str = ""
    chair: str = ""
    published: str = ""
    text: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision with its quotation: from `start` to `end` of the minutes' text."""

    row: Row
    due: tuple[str, str] | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Minutes:
    """A session ready to be written: its text, the words of the event, its decisions."""

    typed: Typed
    days: tuple[str, str]
    published: str
    head: str
    opening: tuple[int, int]
    text: str
    decisions: tuple[Decision, ...]

    def capture(self) -> Capture:
        """The text as a document of its own."""
        body = self.text.encode()
        mark = hashlib.sha256(body).hexdigest()[:8]
        slug = _NOT_PLAIN.sub("-", self.typed.body.casefold()).strip("-")[:SLUG_LENGTH]
        name = f"{FOLDER}{self.published}-{slug}-{mark}"
        return Capture(
            name, name, body, "text/plain", "utf-8", self.published, self.head, INSTITUTION, "en"
        )


def read_typed(given: Mapping[str, str]) -> Typed:
    """What was sent, as it was typed; more rows where more were asked for."""
    fields = {name: " ".join(given.get(name, "").split())[:LONGEST_FIELD] for name in (
        "body", "kind", "status", "day", "place", "chair", "published"
    )}  # fmt: skip
    text = given.get("text", "").replace("\r\n", "\n").strip()[:LONGEST_TEXT]
    number = _count_rows(given)
    rows = tuple(_read_row(given, place) for place in range(1, number + 1))
    plain = Typed()
    fields["kind"] = fields["kind"] or plain.kind
    fields["status"] = fields["status"] or plain.status
    return Typed(**fields, text=text, rows=rows)


def _count_rows(given: Mapping[str, str]) -> int:
    sent = sum(name.startswith("decision-") for name in given)
    return min(MOST_ROWS, max(ROWS, sent + (ROWS if "more" in given else 0)))


def _read_row(given: Mapping[str, str], place: int) -> Row:
    def read(name: str) -> str:
        return " ".join(given.get(f"{name}-{place}", "").split())[:LONGEST_FIELD]

    kind = read("kind")
    return Row(
        place, kind if kind in ACTS else "decided", read("decision"), read("responsible"),
        read("deadline"),
    )  # fmt: skip


def make_minutes(typed: Typed, today: date) -> tuple[Minutes | None, dict[str, str]]:
    """The minutes, or what is wrong with what was typed, by field."""
    wrong: dict[str, str] = {}
    if not typed.body:
        wrong["body"] = "say which body met"
    for name, value, known in (("kind", typed.kind, KINDS), ("status", typed.status, STATUSES)):
        if value not in known:
            wrong[name] = "choose one of the list"
    days = _read_days("day", typed.day or "", None, wrong)
    published = _find_published(typed, days, today, wrong)
    dues = {
        row.number: _read_days(f"deadline-{row.number}", row.deadline, published, wrong)
        for row in typed.rows
        if row.deadline
    }
    for row in typed.rows:
        if not row.empty and not row.decision:
            wrong[f"decision-{row.number}"] = "say what was decided"
    if wrong or days is None:
        return None, wrong
    return _write(typed, days, published, dues), {}


def _read_days(
    name: str, words: str, published: str | None, wrong: dict[str, str]
) -> tuple[str, str] | None:
    try:
        return read_days(words, published)
    except InputError as error:
        wrong[name] = f"{error.what}; {error.remedy}"
        return None


def _find_published(
    typed: Typed, days: tuple[str, str] | None, today: date, wrong: dict[str, str]
) -> str:
    """The day of the minutes: the one given, else that of the session, else today."""
    if typed.published:
        found = _read_days("published", typed.published, None, wrong)
        return str(latest_day(found[1])) if found else str(today)
    return min(str(latest_day(days[1])), str(today)) if days else str(today)


def _write(
    typed: Typed,
    days: tuple[str, str],
    published: str,
    dues: Mapping[int, tuple[str, str] | None],
) -> Minutes:
    """The text: what was typed of the session, the minutes, and decisions not found in them."""
    head = f"{typed.kind.capitalize()} of {typed.body}"
    where = f", {typed.place}" if typed.place else ""
    chair = f" Chair: {typed.chair}." if typed.chair else ""
    opening = f"{head}, {spell_period(*days)}{where}.{chair}"
    lines = [head, "", opening]
    start = len(head) + 2
    if typed.text:
        lines += ["", typed.text]
    text = "\n".join(lines)
    decisions = []
    for row in typed.rows:
        if row.empty:
            continue
        place = _find_line(typed, row, text, start + len(opening))
        if place is None:
            line = _write_row(row)
            place = len(text) + 2, len(text) + 2 + len(line)
            text = f"{text}\n\n{line}"
        decisions.append(Decision(row, dues.get(row.number), *place))
    at = start, start + len(opening)
    return Minutes(typed, days, published, head, at, f"{text}\n", tuple(decisions))


def _find_line(typed: Typed, row: Row, text: str, after: int) -> tuple[int, int] | None:
    """The line of the minutes that tells a decision with all that was typed of it."""
    if not typed.text:
        return None
    for start, end in find_places(row.decision, text):
        if start < after:
            continue
        first = text.rfind("\n", 0, start) + 1
        stop = text.find("\n", end)
        last = stop if stop >= 0 else len(text)
        if all(words in text[first:last] for words in (row.responsible, row.deadline)):
            return first, last
    return None


def _write_row(row: Row) -> str:
    end = "" if row.decision.endswith((".", "!", "?")) else "."
    responsible = f" Responsible: {row.responsible}." if row.responsible else ""
    deadline = f" Deadline: {row.deadline}." if row.deadline else ""
    return f"{row.kind.capitalize()}: {row.decision}{end}{responsible}{deadline}"
