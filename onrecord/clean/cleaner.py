"""Cleaning: from what was found to a page with its releases and its furniture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from onrecord.clean.attachments import find_attachments
from onrecord.clean.decode import decode_html, decode_text
from onrecord.clean.head import find_addressed, find_lang, find_published, read_day
from onrecord.clean.insets import move_insets
from onrecord.clean.laid import read_laid
from onrecord.clean.lines import read_lines
from onrecord.clean.markup import find_links, parse_markup, write_lines
from onrecord.clean.pages import Source, build_page
from onrecord.clean.papers import write_pages
from onrecord.clean.pdf import read_pages
from onrecord.clean.roles import find_roles
from onrecord.config.layouts import Layout, parse_layouts
from onrecord.errors import InputError
from onrecord.model.text import Capture, Page

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
PDF_TYPE = "application/pdf"
PDF_MAGIC = b"%PDF-"  # a paper is one whatever its source calls it


def clean_capture(capture: Capture) -> Page:
    """The page of a captured document; raises `InputError` where there is no text in it."""
    source = Source(
        name=capture.name,
        address=capture.address,
        published=read_day(capture.published) if capture.published else None,
        headline=capture.headline,
        lang=capture.lang or "en",
        institution=capture.institution,
    )
    if capture.media == PDF_TYPE or capture.body.startswith(PDF_MAGIC):
        return _build_pdf(capture.body, source)
    if capture.media in HTML_TYPES:
        markup = decode_html(capture.body, capture.address, capture.charset)
        source = source if capture.lang else replace(source, lang="")
        return _build_html(markup, source, parse_layouts(capture.layout or "[]"))
    return _build_text(decode_text(capture.body, capture.address, capture.charset), source)


def clean_text(
    text: str,
    name: str,
    address: str = "",
    published: str | None = None,
    headline: str | None = None,
    lang: str = "en",
    institution: str | None = None,
) -> Page:
    """The page of a plain text, which stays as it is.

    `published` (an ISO 8601 day) and `headline` are what the source says beside the text;
    what the text prints counts first. Raises `InputError` where there is no text.
    """
    return _build_text(text, Source(name, address, published, headline, lang, institution))


def clean_html(markup: str, name: str, address: str = "", published: str | None = None) -> Page:
    """The page of an HTML document, its text made from its blocks.

    Raises `InputError` where there is no text in it.
    """
    return _build_html(markup, Source(name, address, published, lang=""))


def _build_text(text: str, source: Source) -> Page:
    lines = read_lines(text)
    if not lines:
        raise _empty_error(source)
    return build_page(text, lines, source)


def _build_html(markup: str, source: Source, layouts: Sequence[Layout] = ()) -> Page:
    """The page of an HTML document: by the first layout that fits, else in the general way.

    An empty language is left to the markup.
    """
    root = parse_markup(markup, source.address or source.name)
    source = replace(source, lang=source.lang or find_lang(root) or "en", derived=True)
    told = source.published or find_published(root) or find_addressed(source.address)
    source = replace(source, published=told)
    missed: list[str] = []
    for layout in layouts:
        page = read_laid(root, layout, source)
        if isinstance(page, Page):
            return page
        missed.append(f"layout '{layout.name}': {page}")
    return replace(_build_general(root, source), doubt="; ".join(missed) or None)


def _build_general(root: etree._Element, source: Source) -> Page:
    roles = find_roles(root)
    text, lines = write_lines(root, roles)
    if not lines:
        raise _empty_error(source)
    text, lines = move_insets(lines) or (text, lines)
    return replace(
        build_page(text, lines, source),
        links=find_links(root),
        attachments=find_attachments(root, roles, source.address),
    )


def _build_pdf(body: bytes, source: Source) -> Page:
    text, lines = write_pages(read_pages(body, source.address or source.name))
    return build_page(text, lines, replace(source, derived=True))


def _empty_error(source: Source) -> InputError:
    where = source.address or source.name
    return InputError(where, "there is no text in it", "leave it out, or fetch it again")
