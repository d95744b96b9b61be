"""The feed of an office, whoever holds it: what each holder did and said while in office."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from onrecord.errors import InputError, NotFoundError
from onrecord.pipeline.offices import (
    Holder,
    OfficeView,
    find_holdings,
    load_offices,
    view_office,
)
from onrecord.register.views import EntryView, Query
from onrecord.web.feeds import LENGTH, Item, tell_lines
from onrecord.web.lines import load_lines
from onrecord.web.site import Site

FOLLOWED = ("event", "quote", "office")  # layers of what a holder did and said
FOLLOWED_HOLDERS = 6  # the last of an office: a feed tells what is new


def find_office(site: Site, view: EntryView) -> OfficeView | None:
    """The office that an entry gives somebody, with all its holders; None where none is found."""
    phrases = [value.value for fact in reversed(view.facts) for value in fact.of("office")]
    names = site.remember("offices", lambda: load_offices(site.register))
    own = {fact.id for fact in view.facts}
    for phrase in dict.fromkeys(phrases):
        try:
            found = find_holdings(site.register, phrase, names)
        except (InputError, NotFoundError):
            continue
        for called, facts in found:
            if any(fact.id in own for fact in facts):
                return view_office(site.register, called, facts)
    return None


def tell_office(site: Site, office: OfficeView) -> Iterator[Item]:
    """Events and statements of the last holders while in office, and what tells of the office."""
    told: set[str] = set()
    for holder in sorted(office.holders, key=lambda h: h.last)[-FOLLOWED_HOLDERS:]:
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
