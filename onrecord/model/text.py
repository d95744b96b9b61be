"""Texts and places in them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, fields

from onrecord.errors import EvidenceError

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A quotation: a half-open range of a page's text, with the words that stand there.

    Offsets count Unicode code points; `text == page.text[start:end]` for ever.
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or not self.text:
            raise EvidenceError(f"a span of {self.start}:{self.end} cannot quote {self.text!r}")

    @classmethod
    def cut(cls, text: str, start: int, end: int) -> Span:
        """The span of `text[start:end]`."""
        return cls(start, end, text[start:end])

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of one document as they were found.

    `name` is how the document is called in records (a path without its ending);
    `address` is where it was found (a URL or a path); `media` is a MIME type;
    `charset` is what the transport said of the encoding, where it said anything;
    `published`, `headline` and `institution` are what the source says beside the bytes
    (fields of a JSONL line, say), where it says so; so is `lang`. `at` is the moment (UTC)
    at which a site or web archive had these bytes, `asked` the address that gave them, and
    `headers` are those of its answer, where there is one. `layout` is how its site sets its
    pages, as `onrecord.config.layouts` spells it. Lone surrogates in these texts, which no
    file and no database holds, are written out (backslash, 'udcff').
    """

    name: str
    address: str
    body: bytes
    media: str
    charset: str | None = None
    published: str | None = None
    headline: str | None = None
    institution: str | None = None
    lang: str | None = None
    at: str | None = None
    asked: str | None = None
    headers: tuple[tuple[str, str], ...] | None = None
    layout: str | None = None

    def __post_init__(self) -> None:
        _spell_surrogates(self)

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Release:
    """A dated or headed piece of a page's text.

    `start` and `end` enclose headline and body in the page's text. `published` is an
    ISO 8601 day, `stamp` the quotation it was derived from (None where the source said
    it beside the text). `place_line` is the place of a stamp like a day report's;
    `day_report` says that such a stamp (date, time or place line under the headline)
    stands there, so that its date is the main event's. `dateline` is a press office's
    ('Bern, 12.03.2021 -'), which dates 'today' only. `body_start` is where the running
    text begins, after headline and stamps.
    """

    start: int
    end: int
    body_start: int
    headline: Span | None
    published: str | None
    stamp: Span | None
    main: bool
    place_line: Span | None = None
    day_report: bool = False
    dateline: Span | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a page links to, or a picture on it: `kind` is 'file' or 'picture'.

    `address` is whole where the page's own is; `label` is the link's text or the caption.
    """

    kind: str
    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A cleaned document: its text, the releases in it, and the boilerplate by name.

    Every character of `text` that can be seen lies in a release or in one of `furniture`'s
    spans, each given with its name ('menu', 'contact', 'share', 'teaser').
    `derived` is true where `text` is not the document as given but made from it (HTML).
    `doubt` says what a declared layout missed, where the page was read in the general way.
    """

    name: str
    address: str
    text: str
    releases: tuple[Release, ...]
    furniture: tuple[tuple[str, Span], ...] = ()
    lang: str = "en"
    derived: bool = False
    institution: str | None = None
    links: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    doubt: str | None = None

    @property
    def version(self) -> str:
        """The SHA-256 of the text, in hexadecimal: the id of this version of the page."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that could not be read: why, and what would help."""

    name: str
    address: str
    reason: str
    remedy: str = ""

    def __post_init__(self) -> None:
        _spell_surrogates(self)


def _spell_surrogates(told: Capture | Unreadable) -> None:
    for field in fields(told):
        value = getattr(told, field.name)
        if isinstance(value, str) and _SURROGATE.search(value):
            spelled = value.encode("utf-8", "backslashreplace").decode("utf-8")
            object.__setattr__(told, field.name, spelled)
