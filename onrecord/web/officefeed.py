"""The feed of an office, whoever holds it: what each holder did and said while in office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.errors import InputError, NotFoundError
from onrecord.pipeline.offices import Holder, OfficeView, find_holders
from onrecord.register.views import EntryView, Query
from onrecord.web.feeds import LENGTH, Item, tell_lines
from onrecord.web.lines import load_lines
from onrecord.web.site import Site

FOLLOWED = ("event", "quote", "office")  # layers of what a holder did and said


def find_office(site: Site, view: EntryView) -> OfficeView | None:
    """The office that an entry gives somebody, with all its holders; None where none is found."""
    phrases = [value.value for fact in reversed(view.facts) for value in fact.of("office")]
    for phrase in dict.fromkeys(phrases):
        try:
            found = find_holders(site.register, phrase)
        except (InputError, NotFoundError):
            continue
        own = next((office for office in found if _tells(office, view)), None)
        if own is not None:
            return own
    return None


def _tells(office: OfficeView, view: EntryView) -> bool:
    """Whether the entry is among what shows the office's holders."""
    own = {(fact.evidence.version, fact.evidence.start) for fact in view.facts}
    return any(
        (shown.quotation.version, shown.quotation.start) in own
        for holder in office.holders
        for shown in holder.evidence
    )


def tell_office(site: Site, office: OfficeView) -> Iterator[Item]:
    """Events and statements of each holder while in office, and what tells of the office."""
    told: set[str] = set()
    for holder in office.holders:
        for item in _tell_holder(site, holder, _is_last(holder, office)):
            if item.id not in told:
                told.add(item.id)
                yield item


def _is_last(holder: Holder, office: OfficeView) -> bool:
    """Whether nobody is known to have come after, so that the holder is taken to be in office."""
    return not (holder.left or holder.until) and holder.last == max(
        other.last for other in office.holders
    )


def _tell_holder(site: Site, holder: Holder, lasting: bool) -> Iterator[Item]:
    since = holder.appointed or holder.first
    until = None if lasting else holder.left or holder.until or holder.last
    query = Query(person=holder.person, since=since, until=until, latest=True, limit=LENGTH)
    for layer in FOLLOWED:
        lines = load_lines(site, layer, query)
        for item in tell_lines(lines):
            yield replace(item, title=f"{holder.name}: {item.title}")
