"""A part as those who speak in it see it: its paragraphs and the ones named in it."""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Entity, Mention, Part
from onrecord.reading.gazetteer import fold_name

LOOK_AHEAD = 4  # characters after a range that tell whether a sentence ends with it
SPEAKERS = ("person", "organisation", "state")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_STOP = re.compile(r"[.!?…][\"”»“'’)\]]*(?=\s+[\"“«„‘'(\[]*[A-Z0-9À-Þ])")
_LAST_WORD = re.compile(r"[\w.]{1,6}$")


@dataclass(frozen=True, slots=True)
class Scene:
    """A part with its paragraphs (ranges of the part) and its mentions in the order of the text.

    `plain` is the text of its parse, of the same length;
    `names` and `surnames` lead from folded names to the entities of the page that bear them;
    `named` are the entities that have a name at all.
    """

    part: Part
    number: int
    plain: str
    lines: tuple[tuple[int, int], ...]
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    tokens: tuple[int, ...]
    entities: Mapping[str, Entity]
    surnames: Mapping[str, str]
    names: Mapping[str, str]
    named: frozenset[str]

    @property
    def text(self) -> str:
        """The part's text as it stands."""
        return self.part.text

    def inside(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin in a range of the part."""
        first = bisect.bisect_left(self.starts, start)
        return self.mentions[first : bisect.bisect_left(self.starts, end)]

    def before(self, at: int, reach: int) -> Sequence[Mention]:
        """The mentions that begin at most `reach` characters before a place, the last first."""
        return self.inside(max(0, at - reach), at)[::-1]

    def place(self, mention: Mention) -> tuple[int, int]:
        """The range of the part that a mention covers."""
        return mention.span.start - self.part.offset, mention.span.end - self.part.offset

    def words(self, start: int, end: int) -> Sequence[Token]:
        """The tokens that begin in a range of the part, without white space."""
        first = bisect.bisect_left(self.tokens, start)
        last = bisect.bisect_left(self.tokens, end)
        return [token for token in self.part.doc[first:last] if not token.is_space]

    def line_of(self, at: int) -> int:
        """The number of the paragraph that holds a place."""
        return max(0, bisect.bisect_right(self.lines, (at, len(self.text))) - 1)


def make_scenes(
    parts: Sequence[Part], mentions: Iterable[Mention], entities: Mapping[str, Entity]
) -> Iterator[Scene]:
    """The scenes of a page's parts, each with the mentions in it."""
    by_part: dict[int, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_part[mention.part].append(mention)
    named = {m.entity for own in by_part.values() for m in own if m.form == "name"}
    speakers = [e for e in entities.values() if e.type in SPEAKERS and e.id in named]
    people = [e for e in speakers if e.type == "person"]
    names = {fold_name(entity.name): entity.id for entity in reversed(speakers)}
    surnames = {fold_name(e.name).split()[-1]: e.id for e in reversed(people) if fold_name(e.name)}
    for number, part in enumerate(parts):
        plain = part.doc.text
        own = sorted(by_part[number], key=lambda m: (m.span.start, -m.span.end))
        yield Scene(
            part,
            number,
            plain,
            tuple(match.span() for match in _LINE.finditer(plain)),
            tuple(own),
            tuple(m.span.start - part.offset for m in own),
            tuple(token.idx for token in part.doc),
            entities,
            surnames,
            names,
            frozenset(named),
        )


def find_stops(text: str, start: int, end: int) -> list[int]:
    """The places in a range at which a sentence is over."""
    return [
        match.end()
        for match in _STOP.finditer(text, start, min(len(text), end + LOOK_AHEAD))
        if match.end() <= end and not _is_abbreviation(text, match.start())
    ]


def _is_abbreviation(text: str, at: int) -> bool:
    if text[at] != ".":
        return False
    word = _LAST_WORD.search(text[max(0, at - 6) : at])
    if word is None:
        return False
    return (len(word[0]) == 1 and word[0].isupper()) or word[0].lower() in _abbreviations()


@functools.cache
def _abbreviations() -> frozenset[str]:
    return load_words("speech", "abbreviations")
