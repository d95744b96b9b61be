"""The order of reading: parse, names, aliases, times, offices, quotations."""

from __future__ import annotations

from onrecord.model.reading import Reading
from onrecord.model.text import Page
from onrecord.reading.aliases import join_mentions
from onrecord.reading.contacts import parse_contacts
from onrecord.reading.holdings import find_holdings
from onrecord.reading.names import find_mentions, learn_context
from onrecord.reading.offices import find_offices
from onrecord.reading.quotes import find_quotes
from onrecord.reading.segment import parse_page
from onrecord.reading.sheet import make_sheets
from onrecord.reading.times import find_page_times


def read_page(page: Page) -> Reading:
    """The page with its parse and everything named in it; the same page reads the same for ever.

    Signatures and contact blocks only give persons and their offices.
    """
    parts = parse_page(page)
    sheets = make_sheets((*parts, *parse_contacts(page)))
    context = learn_context(sheets)
    found = find_mentions(sheets, context)
    holdings = find_holdings(sheets, context, found)
    entities, named = join_mentions(found, holdings, page.text)
    mentions = tuple(mention for mention in named if mention.part < len(parts))
    return Reading(
        page=page,
        parts=parts,
        entities=entities,
        mentions=mentions,
        offices=find_offices(holdings, named, entities),
        times=find_page_times(page, parts),
        quotes=tuple(find_quotes(page, parts, mentions, entities)),
    )
