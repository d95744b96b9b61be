"""A reading made easy to question: sentences with what is named and dated in them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from onrecord.model.reading import Mention, Office, Part, Reading, TimeMention
from onrecord.model.text import Span

SENTENCE_ENDS = frozenset({".", "!", "?", ":", ";", '"', "'", "…"})
OFFICE_GAP = 4  # characters between a name and its office: comma, dash, bracket, spaces


@dataclass(frozen=True, slots=True)
class Atom:
    """A name or description with the office words around it: one thing in a clause.

    `start` and `end` are tokens of the part's document, `end` exclusive.
    """

    start: int
    end: int
    mention: Mention
    words: str = ""

    @property
    def entity(self) -> str:
        """The id of the entity that is meant."""
        return self.mention.entity

    @property
    def type(self) -> str:
        """The type of what is meant."""
        return self.mention.type


@dataclass(frozen=True, slots=True)
class Moment:
    """A time mention with its tokens."""

    start: int
    end: int
    time: TimeMention


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its atoms and moments, in their order."""

    part: Part
    number: int
    start: int
    end: int
    atoms: tuple[Atom, ...]
    nested: tuple[Atom, ...]
    moments: tuple[Moment, ...]
    headline: bool
    pronouns: tuple[Atom, ...] = ()
    heading: TimeMention | None = None

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
        heading: TimeMention | None = None
        for start, end in _bounds(part):
            if not _is_text(part, start, end):
                continue
            inside = tuple(m for m in times if start <= m.start < end)
            if is_day_heading(part, start, end, inside):
                heading = inside[0].time
                continue
            yield Sentence(
                part,
                number,
                start,
                end,
                tuple(a for a in atoms if start <= a.start < end),
                tuple(a for a in nested if start <= a.start < end),
                inside,
                _is_headline(part, start),
                heading=heading,
            )
            number += 1


def is_day_heading(part: Part, start: int, end: int, moments: Sequence[Moment]) -> bool:
    """Whether the sentence is nothing but a day ('7 May.'), which dates what follows it."""
    if len(moments) != 1 or moments[0].time.start is None or moments[0].time.grain != "day":
        return False
    covered = range(moments[0].start, moments[0].end)
    rest = [t for t in part.doc[start:end] if t.i not in covered and not t.is_punct]
    if any(not t.is_space for t in rest):
        return False
    whole_line = end >= len(part.doc) or "\n" in part.doc[end].text
    return not whole_line or moments[0].time.start == moments[0].time.end


def _by_part(
    reading: Reading,
) -> tuple[Mapping[int, list[Mention]], Mapping[int, list[TimeMention]]]:
    mentions: defaultdict[int, list[Mention]] = defaultdict(list)
    moments: defaultdict[int, list[TimeMention]] = defaultdict(list)
    for mention in reading.mentions:
        mentions[mention.part].append(mention)
    for time in reading.times:
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
        if start >= end or not any(t.is_alpha or t.like_num for t in doc[start:end]):
            continue
        first = start if open_at is None else open_at
        open_at = first if _goes_on(doc, end, sentence.end) else None
        if open_at is None:
            yield first, end
    if open_at is not None:
        yield open_at, end


def _goes_on(doc: Doc, end: int, next_start: int) -> bool:
    """Whether the line goes on in small letters without a full stop."""
    if next_start >= len(doc) or next_start != end or doc[end - 1].text in SENTENCE_ENDS:
        return False
    return bool(doc[next_start].text[:1].islower())


def _is_text(part: Part, start: int, end: int) -> bool:
    last = part.offset + part.doc[end - 1].idx
    return last >= part.release.body_start or _is_headline(part, start)


def _is_headline(part: Part, start: int) -> bool:
    headline = part.release.headline
    return (
        headline is not None and headline.start <= part.offset + part.doc[start].idx < headline.end
    )


def build_atoms(
    part: Part, mentions: Sequence[Mention], offices: Mapping[tuple[int, int], list[Span]]
) -> tuple[list[Atom], list[Atom]]:
    """The mentions that stand free, each with its office words, and those inside others."""
    ranges = [_range(part, mention, offices) for mention in mentions]
    ranked = sorted(
        (atom for atom in ranges if atom is not None),
        key=lambda a: (a.start, -(a.end - a.start), len(a.mention.span.text)),
    )
    free: list[Atom] = []
    nested: list[Atom] = []
    reach = -1
    for atom in ranked:
        (free if atom.start >= reach else nested).append(atom)
        reach = max(reach, atom.end)
    return free, nested


def _range(
    part: Part, mention: Mention, offices: Mapping[tuple[int, int], list[Span]]
) -> Atom | None:
    span = mention.span
    start, end = span.start, span.end
    for office in sorted(offices.get((start, end), ()), key=lambda o: _distance(o, span)):
        if -OFFICE_GAP <= office.start - end <= OFFICE_GAP or start - office.end <= OFFICE_GAP:
            start, end = min(start, office.start), max(end, office.end)
    tokens = part.tokens(Span(start, end, part.text[start - part.offset : end - part.offset]))
    return Atom(tokens.start, tokens.end, mention, tokens.text) if tokens is not None else None


def _distance(office: Span, name: Span) -> int:
    return max(office.start - name.end, name.start - office.end, 0)


def _find_moments(part: Part, times: Sequence[TimeMention]) -> list[Moment]:
    found = []
    for time in times:
        tokens = part.tokens(time.span)
        if tokens is not None:
            found.append(Moment(tokens.start, tokens.end, time))
    return sorted(found, key=lambda m: m.start)
