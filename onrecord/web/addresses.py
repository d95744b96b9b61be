"""Every address of the site, built in one place."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

from onrecord.model.identity import layer_of
from onrecord.register.views import Quotation
from onrecord.web.kinds import BY_LAYER

STATIC_FOLDER = Path(__file__).parent / "static"
REMEMBERED = 4096  # addresses that are not made again
DIGEST_LENGTH = 12  # characters of a file's hash that tell its versions apart


def list_address(slug: str, params: Mapping[str, object] | None = None, ending: str = "") -> str:
    """A list, as a page or with an ending ('.csv'), under the filters that are not empty."""
    return f"/{slug}{ending}{query_string(params or {})}"


def query_string(params: Mapping[str, object]) -> str:
    """Filters as the part of an address that follows the path, with its question mark."""
    given = {key: value for key, value in params.items() if value not in (None, "")}
    return "?" + urlencode(given) if given else ""


@functools.lru_cache(REMEMBERED)
def entry_address(identifier: str, ending: str = "") -> str:
    """The page of an entry or a release, by what its id says it is."""
    layer = layer_of(identifier)
    if layer == "release":
        return release_address(identifier, ending)
    if layer is None:
        return f"/entry/{quote(identifier, safe='')}{ending}"
    return f"/{BY_LAYER[layer].path}/{quote(identifier, safe='')}{ending}"


@functools.lru_cache(REMEMBERED)
def release_address(identifier: str, ending: str = "") -> str:
    """A release's page."""
    return f"/release/{quote(identifier, safe='')}{ending}"


def source_address(name: str, ending: str = "") -> str:
    """The page of a followed source."""
    return f"/coverage/{quote(name, safe='')}{ending}"


def quotation_address(quotation: Quotation) -> str:
    """The words themselves, lit in the page of their release; holds whatever rules find there."""
    span = f"{quotation.start}-{quotation.end}"
    return f"{release_address(quotation.release)}?span={span}#s{span}"


def fact_address(release: str, fact: str) -> str:
    """A fact's card beside the text of its release."""
    return f"{release_address(release)}#{fact_anchor(fact)}"


def difference_address(one: str, other: str) -> str:
    """The words that differ between two texts of a release."""
    return f"{release_address(one)}/diff/{quote(other, safe='')}"


def search_address(words: str, params: Mapping[str, object] | None = None) -> str:
    """The search for these words."""
    return f"/search{query_string({'q': words, **(params or {})})}"


def span_anchor(start: int, end: int) -> str:
    """The anchor of a stretch of text."""
    return f"s{start}-{end}"


def fact_anchor(identifier: str) -> str:
    """The anchor of a fact's card."""
    return f"f-{identifier}"


def external_address(address: str) -> str | None:
    """The address itself where a reader may be sent to it: the web's, and nothing else."""
    return address if address.startswith(("https://", "http://")) else None


@functools.cache
def static_address(name: str) -> str:
    """A shipped file, under an address that changes with its content."""
    digest = hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:DIGEST_LENGTH]}"
