"""The pages of a long list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from onrecord.register.views import PAGE_SIZE


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page of a list stands among all; addresses are None where there is no such page."""

    page: int
    pages: int
    total: int
    first: int
    last: int
    start: str | None
    previous: str | None
    following: str | None
    end: str | None


def make_pager(total: int, page: int, address: Callable[[int], str]) -> Pager:
    """The pager of page `page` out of `total` items; `address` gives each page's own."""
    pages = max(1, -(-total // PAGE_SIZE))
    return Pager(
        page=page,
        pages=pages,
        total=total,
        first=min(total, (page - 1) * PAGE_SIZE + 1),
        last=min(total, page * PAGE_SIZE),
        start=address(1) if page > 1 else None,
        previous=address(min(page - 1, pages)) if page > 1 else None,
        following=address(page + 1) if page < pages else None,
        end=address(pages) if page < pages else None,
    )


def page_params(params: Mapping[str, object], page: int) -> dict[str, object]:
    """The parameters of page `page` of a list under these filters."""
    return {**params, "page": page if page > 1 else None}
