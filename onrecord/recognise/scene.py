"""A reading made easy to question: sentences with what is named and dated in them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from spacy.tokens import Doc, Token

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import LONGEST_SENTENCE, Mention, Office, Part, Reading, TimeMention
from onrecord.model.text import Release, Span
from onrecord.recognise.atoms import Atom, build_atoms

DASHES = frozenset({"-", "–", "—", ":", "."})
SENTENCE_ENDS = frozenset({".", "!", "?", ":", ";", '"', "'", "…"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A time mention with its tokens."""

    start: int
    end: int
    time: TimeMention


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of a diary that gives day and place of what follows it."""

    time: TimeMention
    places: tuple[Atom, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its atoms and moments, in their order.

    `found` holds what was once looked for in it, for each event would ask for the same again.
    """

    part: Part
    number: int
    start: int
    end: int
    atoms: tuple[Atom, ...]
    nested: tuple[Atom, ...]
    moments: tuple[Moment, ...]
    headline: bool
    pronouns: tuple[Atom, ...] = ()
    heading: Heading | None = None
    opening: bool = False
    found: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def doc(self) -> Doc:
        """The parse of the part."""
        return self.part.doc

    @property
    def span(self) -> Span:
        """The sentence as it stands in the page."""
        return self.part.span(self.doc[self.start : self.end])

    @property
    def release(self) -> int:
        """The index of the release."""
        return self.part.index

    def tokens(self) -> Iterator[Token]:
        """The words."""
        return iter(self.doc[self.start : self.end])

    def atom_at(self, i: int) -> Atom | None:
        """The top-level atom that holds a token, or the pronoun that stands there."""
        found = next((a for a in self.atoms if a.start <= i < a.end), None)
        return found or next((a for a in self.pronouns if a.start == i), None)

    def moment_at(self, i: int) -> Moment | None:
        """The time that holds a token."""
        return next((m for m in self.moments if m.start <= i < m.end), None)


@dataclass(frozen=True, slots=True)
class Scene:
    """A reading with its sentences, body text and headlines only."""

    reading: Reading
    sentences: tuple[Sentence, ...]
    quoted: tuple[tuple[int, int], ...]

    def in_quote(self, offset: int) -> bool:
        """Whether a page offset lies in direct speech."""
        at = bisect_left(self.quoted, (offset + 1, 0))
        return at > 0 and self.quoted[at - 1][0] <= offset < self.quoted[at - 1][1]

    def speaker_at(self, offset: int) -> str | None:
        """Who speaks at a page offset, where direct speech stands there."""
        for quote in self.reading.quotes:
            if quote.quote.start <= offset < quote.quote.end:
                return quote.speaker
        return None


def build_scene(reading: Reading) -> Scene:
    """The scene of a reading; stamps and bylines above the body are left out."""
    quoted = sorted((q.quote.start, q.quote.end) for q in reading.quotes if q.direct)
    return Scene(reading, tuple(_find_sentences(reading)), tuple(quoted))


def _find_sentences(reading: Reading) -> Iterator[Sentence]:
    mentions, moments = _by_part(reading)
    offices = _by_holder(reading.offices)
    number = 0
    for index, part in enumerate(reading.parts):
        atoms, nested = build_atoms(part, mentions[index], offices)
        times = _find_moments(part, moments[index])
        heading: Heading | None = None
        fresh = index == 0 or reading.parts[index - 1].index != part.index
        for start, end in _bounds(part):
            inside = tuple(m for m in times if start <= m.start < end)
            if not _is_text(part, start, end) and not _is_title_line(part, (start, end), inside):
                continue
            here = tuple(a for a in atoms if start <= a.start < end)
            diary = heading is not None
            if _is_body(part, end) and is_day_heading(part, (start, end), inside, here, diary):
                heading = Heading(inside[0].time, here)
                continue
            yield Sentence(
                part,
                number,
                start,
                end,
                here,
                tuple(a for a in nested if start <= a.start < end),
                inside,
                _is_headline(part, start),
                heading=heading,
                opening=fresh and not _is_headline(part, start),
            )
            fresh = fresh and _is_headline(part, start)
            number += 1


def is_day_heading(
    part: Part,
    bounds: tuple[int, int],
    moments: Sequence[Moment],
    atoms: Sequence[Atom],
    diary: bool = False,
) -> bool:
    """Whether the sentence is nothing but a day, with an hour or a place perhaps ('7 May.').

    A line of several days heads something only in a diary, where a day was headed before.
    """
    if len(moments) != 1 or moments[0].time.start is None or moments[0].time.grain != "day":
        return False
    if any(not _may_head(atom) for atom in atoms) or moments[0].start > bounds[0] + 1:
        return False
    held = set(range(moments[0].start, moments[0].end))
    held |= {i for atom in atoms for i in range(atom.start, atom.end)}
    rest = [t for t in part.doc[bounds[0] : bounds[1]] if t.i not in held and not t.is_punct]
    if any(not t.is_space and not _is_clock(t) for t in rest):
        return False
    whole_line = bounds[1] >= len(part.doc) or "\n" in part.doc[bounds[1]].text
    return diary or not whole_line or moments[0].time.start == moments[0].time.end


def _may_head(atom: Atom) -> bool:
    return atom.type in {"place", "state"} or (
        atom.type == "organisation" and atom.end - atom.start == 1
    )


def _is_clock(token: Token) -> bool:
    return token.like_num or ":" in token.text or token.lower_ in {"a.m.", "p.m.", "am", "pm", "h"}


def _by_part(
    reading: Reading,
) -> tuple[Mapping[int, list[Mention]], Mapping[int, list[TimeMention]]]:
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    moments: defaultdict[int, list[TimeMention]] = defaultdict(list)
    datelines = [line for r in reading.page.releases if (line := dateline_of(r)) is not None]
    for mention in reading.mentions:
        if not any(line.overlaps(mention.span) for line in datelines):
            mentions[mention.part].append(mention)
    for time in reading.times:
        if not any(line.overlaps(time.span) for line in datelines):
            moments[time.part].append(time)
    return mentions, moments


def _by_holder(offices: Sequence[Office]) -> Mapping[tuple[int, int], list[Span]]:
    found: defaultdict[tuple[int, int], list[Span]] = defaultdict(list)
    for office in offices:
        found[office.holder.start, office.holder.end].append(office.office)
    return found


def _bounds(part: Part) -> Iterator[tuple[int, int]]:
    """The token ranges of sentences, one that was cut in the middle of a line put together."""
    doc = part.doc
    open_at: int | None = None
    for sentence in doc.sents:
        start, end = sentence.start, sentence.end
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        start = _past_dateline(part, start, end)
        if start >= end or not any(t.is_alpha or t.like_num for t in doc[start:end]):
            continue
        first = start if open_at is None else open_at
        short = end - first < LONGEST_SENTENCE
        open_at = first if short and _goes_on(doc, end, sentence.end) else None
        if open_at is None:
            yield first, end
    if open_at is not None:
        yield open_at, end


def dateline_of(release: Release) -> Span | None:
    """The dateline of a press office, which has its place in capitals or first."""
    line = release.dateline
    if line is None:
        return None
    first = line.text.split(",")[0].strip(" –—-")
    return line if first.lower() not in load_words("events", "title.weekdays") else None


def _past_dateline(part: Part, start: int, end: int) -> int:
    """The first token after a press office's 'Bern, 12.03.2021 -'."""
    line = dateline_of(part.release)
    if line is None or not line.start <= part.offset + part.doc[start].idx < line.end:
        return start
    while start < end and (
        part.offset + part.doc[start].idx < line.end or part.doc[start].text in DASHES
    ):
        start += 1
    return start


def _goes_on(doc: Doc, end: int, next_start: int) -> bool:
    """Whether the line goes on: in small letters without a full stop, or after 'Hon.'."""
    if next_start >= len(doc) or next_start != end:
        return False
    if _ends_in_title(doc, end):
        return True
    if doc[end - 1].text in SENTENCE_ENDS:
        return False
    return bool(doc[next_start].text[:1].islower())


def _ends_in_title(doc: Doc, end: int) -> bool:
    """Whether the last words are a short title of address ('Hon.', 'H.E.')."""
    last = doc[end - 1]
    if last.text == "." and end > 1 and not doc[end - 2].whitespace_:
        last = doc[end - 2]
    return last.lower_.removesuffix(".") in load_words("events", "title.short")


def _is_text(part: Part, start: int, end: int) -> bool:
    headline = part.release.headline
    at = part.offset + part.doc[start].idx
    if headline is not None and headline.start <= at < headline.end:
        return True
    return _is_body(part, end)


def _is_title_line(part: Part, bounds: tuple[int, int], moments: Sequence[Moment]) -> bool:
    """Whether a line above the body is more than a stamp ('5th session, 8 March 2023')."""
    headline = part.release.headline
    if headline is None or part.offset + part.doc[bounds[0]].idx < headline.end:
        return False
    dated = any(m.time.grain == "day" for m in moments)
    return dated and any(
        t.lower_ in load_words("events", "title.words") for t in part.doc[bounds[0] : bounds[1]]
    )


def _is_body(part: Part, end: int) -> bool:
    return part.offset + part.doc[end - 1].idx >= part.release.body_start


def _is_headline(part: Part, start: int) -> bool:
    headline = part.release.headline
    return (
        headline is not None and headline.start <= part.offset + part.doc[start].idx < headline.end
    )


def _find_moments(part: Part, times: Sequence[TimeMention]) -> list[Moment]:
    found = []
    for time in times:
        tokens = part.tokens(time.span)
        if tokens is not None:
            found.append(Moment(tokens.start, tokens.end, time))
    return sorted(found, key=lambda m: m.start)
