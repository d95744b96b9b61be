"""All routes of the site, those of routers inside routers too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from starlette.routing import Mount


def each_route(routes: Iterable[Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Every path with every method that it answers to."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from each_route(inner.routes, before + route.include_context.prefix)
        elif isinstance(route, Mount):
            yield from each_route(route.routes, before + route.path)
        else:
            for method in sorted(route.methods):
                yield before + route.path, method
