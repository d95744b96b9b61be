"""Promises and answers as short releases of invented institutions."""

from __future__ import annotations

from onrecord.follow.links import Heard, Link, find_links, make_ready
from onrecord.follow.promises import Promise, Told, make_promise
from onrecord.follow.terms import Vocabulary


def stem(word: str) -> str:
    """A stem good enough for short texts."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


VOCABULARY = Vocabulary.make(stem)


def promise_of(
    text: str,
    *,
    headline: str = "",
    published: str = "2024-03-01",
    due: tuple[str, str] | None = ("2024-06-30", "2024-06-30"),
    source: str = "harbour",
    actors: tuple[str, ...] = (),
    release: int = 1,
) -> Promise:
    """The promise marked by [brackets] in a release's text."""
    start = text.index("[")
    end = text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    full = f"{headline}\n\n{plain}" if headline else plain
    offset = len(full) - len(plain)
    told = Told(
        1, full, headline, start + offset, end + offset, published,
        due[0] if due else None, due[1] if due else None, release, release, source, actors,
    )  # fmt: skip
    return make_promise(told, VOCABULARY)


def links_of(
    promise: Promise,
    text: str,
    *,
    published: str = "2024-06-20",
    source: str = "harbour",
    promises: tuple[Promise, ...] = (),
) -> list[Link]:
    """What a later release tells of a promise."""
    heard = Heard(2, 2, text, "", published, source, (), promises)
    return find_links(promise, make_ready(heard), VOCABULARY)


def relations(*arguments: object, **options: object) -> list[str]:
    """The relations of the links of a later release."""
    return [link.relation for link in links_of(*arguments, **options)]  # type: ignore[arg-type]
