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
from onrecord.register.matching import find_latest
from onrecord.register.views import EntryView, Query
from onrecord.web.feeds import LENGTH, Item, tell_lines
from onrecord.web.lines import TITLES, load_chosen
from onrecord.web.site import Site

FOLLOWED = ("event", "quote", "office")  # layers of what a holder did and said
FOLLOWED_HOLDERS = 6  # the last of an office: a feed tells what is new
LATEST = 100  # facts that give it, out of which the last holders are told


def find_office(site: Site, view: EntryView) -> OfficeView | None:
    """The office that an entry gives somebody, with its last holders; None where none is found."""
    phrases = [value.value for fact in reversed(view.facts) for value in fact.of("office")]
    names = site.remember("offices", lambda: load_offices(site.register))
    own = {fact.id for fact in view.facts}
    for phrase in dict.fromkeys(phrases):
        try:
            found = find_holdings(phrase, names)
        except (InputError, NotFoundError):
            continue
        for called, given in found:
            if any(each.fact in own for each in given):
                last = sorted(given, key=lambda each: each.published or "")[-LATEST:]
                return view_office(site.register, called, last)
    return None


def tell_office(site: Site, office: OfficeView) -> Iterator[Item]:
    """Events and statements of the last holders while in office, and what tells of the office."""
    told: dict[str, str] = {}
    for holder in sorted(office.holders, key=lambda h: h.last)[-FOLLOWED_HOLDERS:]:
        query = _ask_holder(holder, _is_last(holder, office))
        for ids in site.register.ask(find_latest, FOLLOWED, query).values():
            told |= {id_: holder.name for id_ in ids if id_ not in told}
    lines = load_chosen(site, list(told), slots=TITLES)
    for line, item in zip(lines, tell_lines(lines), strict=True):
        yield replace(item, title=f"{told[line.row.id]}: {item.title}")


def _is_last(holder: Holder, office: OfficeView) -> bool:
    """Whether nobody is known to have come after, so that the holder is taken to be in office."""
    return not (holder.left or holder.until) and holder.last == max(
        other.last for other in office.holders
    )


def _ask_holder(holder: Holder, lasting: bool) -> Query:
    since = holder.appointed or holder.first
    until = None if lasting else holder.left or holder.until or holder.last
    return Query(person=holder.person, since=since, until=until, limit=LENGTH)
