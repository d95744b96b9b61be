"""The texts that tell what became of a promise: a page of them at a time where there are many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.pipeline.statuses import Answer, Followed
from onrecord.register.views import PAGE_SIZE
from onrecord.web.pager import Pager, make_pager


@dataclass(frozen=True, slots=True)
class Texts:
    """One page of the texts after the first answer: further answers, then those outweighed."""

    answers: tuple[Answer, ...]
    others: tuple[Answer, ...]
    pager: Pager

    @property
    def is_later(self) -> bool:
        """Whether a reader has asked for another page than the first."""
        return self.pager.page > 1


def page_texts(followed: Followed, page: int, address: Callable[[int], str]) -> Texts:
    """Page `page` of what tells of a promise; `address` gives each page's own."""
    further = followed.answers[1:]
    first = (page - 1) * PAGE_SIZE
    shown = slice(first, first + PAGE_SIZE)
    outweighed = slice(max(0, first - len(further)), max(0, first + PAGE_SIZE - len(further)))
    pager = make_pager(len(further) + len(followed.others), page, address)
    return Texts(further[shown], followed.others[outweighed], pager)
