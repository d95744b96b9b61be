"""What reading a page gives: parsed parts, entities with their mentions, offices, times, quotes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from onrecord.model.text import Page, Release, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens

LONGEST_SENTENCE = 200  # tokens: the longest of real releases have half as many

EntityType = Literal[
    "person", "organisation", "state", "place", "instrument", "operation", "series"
]
MentionForm = Literal["name", "acronym", "description", "group", "pronoun"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one release with its parse.

    `text` is the page's text from `offset` on, as it stands; `doc` is the parse of a text
    of the same length in which odd spaces and quotation marks are plain, so a token at
    `idx` stands at `offset + idx` in the page. `index` is the place of `release` among the
    page's releases. A very long release has several parts; a part never ends inside a line
    that a parse can hold.
    """

    release: Release
    index: int
    doc: Doc
    offset: int
    text: str

    def span(self, tokens: Tokens | Token) -> Span:
        """The page's span that these tokens cover."""
        from spacy.tokens import Token  # a register is read without loading the parser

        if isinstance(tokens, Token):
            return self.cut(tokens.idx, tokens.idx + len(tokens))
        return self.cut(tokens.start_char, tokens.end_char)

    def cut(self, start: int, end: int) -> Span:
        """The page's span of these offsets into the part."""
        return Span(self.offset + start, self.offset + end, self.text[start:end])

    def tokens(self, span: Span) -> Tokens | None:
        """The tokens a page span touches, widened to whole ones; None where it lies outside."""
        start, end = span.start - self.offset, span.end - self.offset
        if start < 0 or end > len(self.text):
            return None
        found: Tokens | None = self.doc.char_span(start, end, alignment_mode="expand")
        return found


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names something.

    `form` is 'name', 'acronym', 'description' (a definite description such as 'the
    Organization' or an office-holder such as 'the Turkish foreign minister'), 'group'
    (an unnamed but particular group: 'environment ministers of twelve countries') or
    'pronoun'. `head` is the page offset of the head word's first character.
    """

    span: Span
    type: EntityType
    form: MentionForm
    entity: str
    head: int
    part: int


@dataclass(frozen=True, slots=True)
class Entity:
    """What the mentions of one page mean together; `name` is the fullest form."""

    id: str
    type: EntityType
    name: str
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A person with an office the text gives them; `holder` is the mention it stands beside."""

    person: str
    office: Span
    holder: Span
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A phrase that names a time, as EDTF (`start` and `end` are equal for a single one).

    `grain` is 'day', 'month', 'quarter', 'season', 'half', 'year' or 'week'; `role` tells
    a moment ('on', 'in'), a deadline ('by', 'before', 'until'), a beginning ('since',
    'from … on') or a duration that dates nothing.
    """

    span: Span
    start: str | None
    end: str | None
    grain: str
    role: Literal["at", "by", "since", "duration"]
    rule: str
    part: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Speech that the text gives: without its quotation marks, with its speaker where known."""

    quote: Span
    speaker: str | None
    cue: Span | None
    direct: bool
    rule: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A page with its parse and everything named in it."""

    page: Page
    parts: tuple[Part, ...]
    entities: Mapping[str, Entity]
    mentions: tuple[Mention, ...]
    offices: tuple[Office, ...] = ()
    times: tuple[TimeMention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
