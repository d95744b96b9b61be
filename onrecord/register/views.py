"""What a reader of the register is given: frozen rows, each value with its quotation."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model.text import Attachment

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Query:
    """Which entries are wanted. All conditions given must hold.

    `body`, `person`, `place` and `name` are a name or part of one, or an entry's id; `kind`,
    `status` as in the codebook; `since` and `until` are ISO days that the entry's time must
    touch; `words` stand in the entry's label. `asof` asks for what was recorded by then, the
    end of a day or a moment in UTC.
    `source` is an institution or a folder of documents, and limits releases only.
    `newest` turns the order of time round, `latest` puts first what was told last.
    """

    body: str | None = None
    person: str | None = None
    place: str | None = None
    name: str | None = None
    kind: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    words: str | None = None
    source: str | None = None
    asof: str | None = None
    newest: bool = False
    latest: bool = False
    limit: int = PAGE_SIZE
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of one version of one document, with the day they were published."""

    document: str
    release: str
    version: str
    start: int
    end: int
    text: str
    published: str | None
    address: str


@dataclass(frozen=True, slots=True)
class Value:
    """A slot's value: what it says, the entry it names (if any) and the quotation it stands on."""

    slot: str
    value: str
    entry: str | None
    quotation: Quotation


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person has said of a fact: `effect` is what it did, `slot` the value it gave.

    The effects are 'value', 'added' and 'confirmed'; on what is not shown any more 'withdrew'
    (called wrong), 'replaced' (by a fact added on its words) and 'based' (the machine's reading,
    before a value was corrected).
    """

    judgement: int
    effect: str
    slot: str
    author: str
    made_at: str
    reason: str


@dataclass(frozen=True, slots=True)
class FactView:
    """One document's account of an event, act, commitment, office or quote."""

    id: str
    entry: str
    layer: str
    kind: str
    status: str | None
    start: str | None
    end: str | None
    rule: str
    confidence: float
    headline: str | None
    evidence: Quotation
    values: tuple[Value, ...]
    recorded_from: str
    recorded_to: str | None
    rulings: tuple[Ruling, ...] = ()

    def of(self, *slots: str) -> tuple[Value, ...]:
        """The values of these slots, in the order of the text."""
        return tuple(value for value in self.values if value.slot in slots)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry in a list."""

    id: str
    layer: str
    kind: str
    status: str | None
    start: str | None
    end: str | None
    earliest: str | None
    latest: str | None
    first_published: str | None
    last_published: str | None
    label: str
    facts: int
    releases: int
    confidence: float


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with every account of it, oldest release first."""

    row: EntryRow
    facts: tuple[FactView, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """A release in a list; `passage` and the headline's pieces mark matches of a search.

    `removed` is since when its page is not on its site any more.
    """

    id: str
    document: str
    headline: str | None
    published: str | None
    institution: str | None
    main: bool
    opening: str
    passage: tuple[str, ...] = ()
    removed: str | None = None


@dataclass(frozen=True, slots=True)
class MentionView:
    """A name in the text; offsets are those of the version's text."""

    start: int
    end: int
    entry: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A distinct text of a document, and when the register held it as the present one."""

    hash: str
    recorded_from: str
    recorded_to: str | None
    releases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """A document that is not where it was: since which moment, who told so, and why.

    `told_by` is 'site' or a person; `returned` the moment from which it was there again.
    """

    document: str
    since: str
    told_by: str
    reason: str
    returned: str | None = None


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release with its text, facts and mentions; offsets are those of the version's text.

    `removals` are the times at which its page was not on its site, the first one first.
    """

    row: ReleaseRow
    text: str
    start: int
    end: int
    body_start: int
    version: str
    address: str
    digest: str
    recorded_from: str
    current: bool
    facts: tuple[FactView, ...]
    mentions: tuple[MentionView, ...]
    versions: tuple[VersionRow, ...]
    siblings: tuple[ReleaseRow, ...]
    attachments: tuple[Attachment, ...] = ()
    removals: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read."""

    name: str
    address: str
    reason: str
    remedy: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a register holds."""

    documents: int
    releases: int
    unreadable: int
    first_published: str | None
    last_published: str | None
    entries: dict[str, int]
