"""Furniture: the lines of a page that belong to no release, named by what they are."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from onrecord.clean.lines import Line
from onrecord.lexicon.loader import load_table, load_words

PHRASE_WORDS = 8  # words of the longest phrase in the word list
ARROWED_PARTS = 3  # sections that arrows part from which a line is a trail of crumbs
CRUMB_PART = 6  # words of the longest of such sections
CRUMB_WORDS = 30  # a trail of crumbs has at most so many words
TITLE_WORDS = 5  # words of the shortest title at the end of a trail
MENU_WORDS = 22  # a line of titles with fewer words may be a headline
SMALL_LENGTH = 3  # letters of the longest word that a title writes small
MENU_SHARE = 0.8  # share of its words that begin with a capital
CAPTION_WORDS = 45  # words of the longest caption
CONTACT_WORDS = 30  # a longer line with an address in it is running text

_FRINGE = " \t:;,.>»›«‹<|–—-•·→←▶►▼▲↑↓…+*()[]\u00a0"
_ARROW = re.compile(r"\s(?:>|»|›|→|>>)\s")
_CRUMB = re.compile(r"\s(?:>|»|›|→|/|\||::|•|·|>>|\\)\s")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+")
_PHONE = re.compile(r"(?:\+|\(\+|\b00)\d[\d\s()./-]{6,}\d|\(\d{2,5}\)\s?\d[\d\s-]{4,}\d")
_NUMBER = re.compile(r"\d{3}[-.\s]\d{3}[-.\s]\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?")
_LINK = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
_PAGER = re.compile(r"^(?:page\s)?\d{1,4}(?:\s?(?:of|/|\s)\s?(?:\d{1,4}|…|\.{3}))*$", re.IGNORECASE)
_CREDIT = re.compile(
    r"[(\[](?:photos?|images?|pictures?|credits?|file photo|courtesy)\b[^()\[\]]{0,80}[)\]]$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"(?:^|[.!?)…]\s)(?:photos?|photographs?|images?|pictures?|foto)"
    r"(?:\scredits?|\sby|\scourtesy)?\s?[:/©]\s?[^.:;]{2,60}$",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:About|ABOUT) (?:(?:the|THE) )?[A-Z][^.!?:]{2,80}:?")
_MARKS = re.compile(r"^[\W_]+$")


@functools.cache
def _phrases() -> Mapping[str, str]:
    table = load_table("layout")["furniture"]
    return {phrase: kind for kind, phrases in reversed(table.items()) for phrase in phrases}


@functools.cache
def _starts() -> Mapping[str, list[tuple[str, str]]]:
    """The beginnings of furniture lines with their kinds, by their first character."""
    known: dict[str, list[tuple[str, str]]] = {}
    for kind, starts in load_table("layout")["starts"].items():
        for start in starts:
            known.setdefault(start[0], []).append((start, kind))
    return known


@functools.cache
def _endings() -> tuple[tuple[str, str], ...]:
    table = load_table("layout")["endings"]
    return tuple((end, kind) for kind, ends in table.items() for end in ends)


def name_furniture(line: Line) -> str | None:
    """What a line is besides release text ('menu', 'share', 'contact', …), None where nothing."""
    plain = line.flat.casefold()
    return (
        _name_phrase(plain)
        or _name_start(plain)
        or _name_row(plain)
        or _name_pattern(line)
        or _name_ending(line, plain)
        or _name_titles(line)
    )


def is_trail(plain: str) -> bool:
    """Whether a string, lower case, is nothing but words of menus."""
    return bool(_name_phrase(plain) or _name_row(plain))


def _name_phrase(plain: str) -> str | None:
    phrases = _phrases()
    return phrases.get(plain) or phrases.get(plain.strip(_FRINGE))


def _name_start(plain: str) -> str | None:
    bare = plain.lstrip(" •·-–—|>*")
    for start, kind in _starts().get(bare[:1], ()):
        whole = not start[-1].isalpha() or not bare[len(start) : len(start) + 1].isalpha()
        if bare.startswith(start) and whole:
            return kind
    return None


def _name_row(plain: str) -> str | None:
    """The kind of the first phrase where the line is nothing but a row of phrases."""
    words = [word for word in (word.strip(_FRINGE) for word in plain.split()) if word]
    if not 1 < len(words) <= CRUMB_WORDS * 2:
        return None
    first: str | None = None
    at = 0
    while at < len(words):
        kind, size = _longest_phrase(words, at)
        if not kind:
            return None
        first = first or kind
        at += size
    return first


def _longest_phrase(words: list[str], at: int) -> tuple[str | None, int]:
    phrases = _phrases()
    for size in range(min(PHRASE_WORDS, len(words) - at), 0, -1):
        kind = phrases.get(" ".join(words[at : at + size]))
        if kind:
            return kind, size
    return None, 0


def _name_pattern(line: Line) -> str | None:
    flat = line.flat
    if _MARKS.match(flat):
        return "mark"
    if _PAGER.match(flat):
        return "pager"
    if _LINK.match(flat):
        return "link"
    if _CREDIT.search(flat) or (len(line.words) <= CAPTION_WORDS and _CREDITED.search(flat)):
        return "photo"
    if _NUMBER.fullmatch(flat):
        return "contact"
    if len(line.words) <= CONTACT_WORDS and (_MAIL.search(flat) or _PHONE.search(flat)):
        return "contact"
    if _ABOUT.fullmatch(flat):
        return "about"
    return _name_crumbs(flat)


def _name_crumbs(flat: str) -> str | None:
    parts = [part.strip() for part in _CRUMB.split(flat)]
    if len(parts) < 2 or len(flat.split()) > CRUMB_WORDS:
        return None
    known = sum(part.casefold().strip(_FRINGE) in _phrases() for part in parts)
    return "breadcrumb" if known or _is_arrowed(flat, parts) else None


def _is_arrowed(flat: str, parts: list[str]) -> bool:
    """Whether arrows part a line three times or more into names of sections."""
    short = all(len(part.split()) <= CRUMB_PART for part in parts)
    return short and len(parts) >= ARROWED_PARTS and len(_ARROW.findall(flat)) == len(parts) - 1


def find_title(flat: str) -> int | None:
    """Where the title at the end of a trail of crumbs begins, None where none is long enough."""
    marks = list(_CRUMB.finditer(flat))
    if not marks or len(flat[marks[-1].end() :].split()) < TITLE_WORDS:
        return None
    return marks[-1].end()


def _name_ending(line: Line, plain: str) -> str | None:
    if len(line.words) > 8:
        return None
    return next((kind for end, kind in _endings() if plain.endswith(end)), None)


def _name_titles(line: Line) -> str | None:
    """A long line in which nearly every word is a title's is a menu run together."""
    words = [word for word in line.words if word[:1].isalpha()]
    if words and words[0].casefold() == "home" and len(words) > 3:
        sections = {word.casefold() for word in words} & load_words("layout", "sections.words")
        titled = sum(word[0].isupper() or len(word) <= SMALL_LENGTH for word in words)
        if sections and len(words) <= MENU_WORDS and titled >= MENU_SHARE * len(words):
            return "menu"
    if len(words) < MENU_WORDS or line.flat.endswith((".", "!", "?", ":", ";", ",")):
        return None
    capital = sum(word[0].isupper() for word in words)
    return "menu" if MENU_SHARE * len(words) <= capital and not line.flat.isupper() else None
