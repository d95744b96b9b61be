"""Pages as HTML: one environment that escapes everything, and what all templates may call."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from onrecord.web import addresses, words
from onrecord.web.auth import visit
from onrecord.web.hidden import show_hidden
from onrecord.web.kinds import BY_LAYER, KINDS, MAIN_SLUGS, SLOT_WORDS
from onrecord.web.past import keep_links, shown_past
from onrecord.web.sessions import Gap
from onrecord.web.statuses import find_status

TEMPLATE_FOLDER = Path(__file__).parent / "templates"

HELPERS: Mapping[str, Any] = {
    "spell_edtf": words.spell_edtf,
    "spell_period": words.spell_period,
    "spell_moment": words.spell_moment,
    "spell_count": words.spell_count,
    "put_marks": words.put_marks,
    "machine_time": words.machine_time,
    "spell_effect": words.spell_effect,
    "shorten": words.shorten,
    "entry_address": addresses.entry_address,
    "release_address": addresses.release_address,
    "source_address": addresses.source_address,
    "quotation_address": addresses.quotation_address,
    "fact_address": addresses.fact_address,
    "difference_address": addresses.difference_address,
    "external_address": addresses.external_address,
    "list_address": addresses.list_address,
    "search_address": addresses.search_address,
    "static_address": addresses.static_address,
    "span_anchor": addresses.span_anchor,
    "fact_anchor": addresses.fact_anchor,
    "find_status": find_status,
    "is_gap": lambda item: isinstance(item, Gap),
    "kinds": KINDS,
    "kind_of": BY_LAYER,
    "main_slugs": MAIN_SLUGS,
    "slot_words": SLOT_WORDS,
    "shown_past": shown_past,
    "visitor": visit.visitor,
    "offers_sign_in": visit.offers_sign_in,
    "csrf_field": visit.csrf_field,
    "csrf_token": visit.csrf_token,
}


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(HELPERS)
    return environment


def compile_templates() -> None:
    """Read and compile all templates, so that no page waits for its own."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def render_page(
    template: str, page: object, *, section: str = "", words: str = "", status: int = 200
) -> HTMLResponse:
    """A page's context under its template; `section` is the list that the menu marks."""
    html = _environment().get_template(template).render(page=page, section=section, words=words)
    return HTMLResponse(show_hidden(keep_links(html)), status)


def render_text(template: str, page: object, **given: Any) -> str:
    """A context under the template of something that is no page: a feed, a drawing."""
    return _environment().get_template(template).render(page=page, **given)
