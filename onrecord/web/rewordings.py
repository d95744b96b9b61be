"""Rewordings as the site tells them: to pages, to feeds and to programs alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from onrecord.register.differing import Difference
from onrecord.register.retold import Alteration
from onrecord.register.rewordings import Rewording
from onrecord.register.views import Quotation
from onrecord.web.addresses import difference_address, list_address, release_address
from onrecord.web.feeds import NEVER, Item
from onrecord.web.words import shorten

TITLE_LENGTH = 160  # characters
SLUG = "rewordings"
KIND_WORDS: Mapping[str, str] = {
    "date": "date moved",
    "deadline": "deadline moved",
    "name": "name gone or added",
    "softened": "promise softened",
    "firmed": "promise made firmer",
    "amount": "amount changed",
    "status": "status changed",
    "quotation": "quotation reworded",
    "wording": "other words",
    "gone": "fact gone",
    "new": "fact new",
}
NO_FACTS = "other words, the same facts"


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that is told otherwise: what differs, in which words it was told and is told.

    `old` and `new` are ids of facts; None where the text tells no such fact.
    """

    layer: str
    kinds: tuple[str, ...]
    what: str
    differences: tuple[Difference, ...]
    was: Quotation | None
    now: Quotation | None
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class Reworded:
    """A page that its site reworded, with what it tells otherwise.

    `difference` is the address of the page that shows both texts in one; None where either
    text has no release.
    """

    document: str
    address: str
    institution: str | None
    headline: str | None
    published: str | None
    recorded_before: str
    recorded_at: str
    release_before: str | None
    release: str | None
    difference: str | None
    kinds: tuple[str, ...]
    changes: tuple[Changed, ...]

    @property
    def title(self) -> str:
        """What it is called."""
        return shorten(self.headline or self.document, TITLE_LENGTH)


def tell_rewording(rewording: Rewording) -> Reworded:
    """A rewording as the site tells it."""
    before, after = rewording.before.release, rewording.after.release
    return Reworded(
        document=rewording.document,
        address=rewording.address,
        institution=rewording.institution,
        headline=rewording.headline,
        published=rewording.published,
        recorded_before=rewording.before.recorded_at,
        recorded_at=rewording.after.recorded_at,
        release_before=before,
        release=after,
        difference=difference_address(after, before) if before and after else None,
        kinds=rewording.kinds,
        changes=tuple(tell_changed(alteration) for alteration in rewording.alterations),
    )


def tell_changed(alteration: Alteration) -> Changed:
    """An alteration as the site tells it."""
    return Changed(
        layer=alteration.layer,
        kinds=alteration.kinds,
        what=alteration.what,
        differences=alteration.differences,
        was=alteration.was,
        now=alteration.now,
        old=alteration.old.id if alteration.old else None,
        new=alteration.new.id if alteration.new else None,
    )


@dataclass(frozen=True, slots=True)
class Worded:
    """A change of a promise's wording: when its page first had it, and what became of it then."""

    recorded_before: str
    recorded_at: str
    changed: Changed
    difference: str | None


def tell_worded(step: tuple[Rewording, Alteration]) -> Worded:
    """A step of a promise's wording as the site tells it."""
    told = tell_rewording(step[0])
    changed = tell_changed(step[1])
    return Worded(told.recorded_before, told.recorded_at, changed, told.difference)


def tell_items(rewordings: Iterable[Rewording]) -> Iterator[Item]:
    """Rewordings as items of a feed, each with what differs and both wordings."""
    for rewording in rewordings:
        told = tell_rewording(rewording)
        lines = [_spell_changed(changed) for changed in told.changes] or [NO_FACTS]
        page = release_address(told.release) if told.release else list_address(SLUG)
        yield Item(
            id=f"urn:onrecord:reworded:{told.release or told.document}",
            title=f"Reworded: {told.title}",
            address=told.difference or page,
            day=told.published or NEVER,
            text=" · ".join(lines),
            updated=told.recorded_at,
        )


def _spell_changed(changed: Changed) -> str:
    sides = (("was", changed.was), ("now", changed.now))
    quoted = [f"{side} “{' '.join(q.text.split())}”" for side, q in sides if q is not None]
    return f"{changed.what}: {', '.join(quoted)}" if quoted else changed.what
