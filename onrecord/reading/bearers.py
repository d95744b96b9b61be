"""Who bears an office by which a speaker is called: 'the Mayor' is Mayor Karin Hollis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Mention
from onrecord.reading.scene import Scene

SEARCHED_NAMES = 60  # persons named before a quotation whose offices are compared
OFFICE_REACH = 90  # characters between an office and the name in apposition to it
_BREAK = re.compile(r"[.;:\n]")
_APPOSED = re.compile(r",\s+(?:the\s+)?(\S.*)")
_OFFICE_END = re.compile(r"\s*(?:of\b|for\b|,|and\b)")
_ARTICLE = re.compile(r"^(?:the|its|their|our)\s+", re.IGNORECASE)


def find_bearer(scene: Scene, entity: str | None, at: int) -> str | None:
    """The named person who bears the office that is all the text calls this entity by.

    The entity itself where it has a name, is no person, or nobody fits.
    """
    known = scene.entities.get(entity or "")
    if known is None or known.type != "person" or known.id in scene.named:
        return entity
    office = _ARTICLE.sub("", known.name)
    for beside in (_stands_before, _stands_around):
        for mention in _named_persons(scene, at):
            if beside(scene, mention, office):
                return mention.entity
    return entity


def _named_persons(scene: Scene, at: int) -> Iterator[Mention]:
    """The persons named before a place, the last first, then those after it."""
    people = [m for m in scene.mentions if m.type == "person" and m.form == "name"]
    before = [m for m in people if scene.place(m)[0] < at]
    yield from before[::-1][:SEARCHED_NAMES]
    yield from people[len(before) :][:SEARCHED_NAMES]


def _stands_before(scene: Scene, mention: Mention, office: str) -> bool:
    """'Mayor Karin Hollis'."""
    start = scene.place(mention)[0]
    before = scene.plain[max(0, start - OFFICE_REACH) : start].rstrip()
    return before.endswith(office) and _is_whole(before[: -len(office)])


def _stands_around(scene: Scene, mention: Mention, office: str) -> bool:
    """'the Secretary General of the Union, Ann Orme' or 'Ann Orme, Secretary General of …'."""
    start, end = scene.place(mention)
    before = _BREAK.split(scene.plain[max(0, start - OFFICE_REACH) : start])[-1]
    at = before.rfind(office)
    if at >= 0 and before.rstrip().endswith(",") and _is_whole(before[:at]):
        return before[at + len(office) :].lstrip().startswith(("of ", ",", "for "))
    after = _APPOSED.match(scene.plain, end, end + OFFICE_REACH)
    return (
        after is not None
        and _OFFICE_END.match(after[1].removeprefix(office) + " ") is not None
        and (after[1].startswith(office))
    )


def _is_whole(before: str) -> bool:
    """Whether no word such as 'Deputy' makes it another office."""
    last = before.split()[-1:] or [""]
    return last[0].strip("-").lower() not in load_words("speech", "lesser")
