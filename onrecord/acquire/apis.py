"""Releases that an API's answers in JSON list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from onrecord.acquire.answers import Answer, FetchError
from onrecord.acquire.feeds import TEASER_LENGTH
from onrecord.acquire.fields import USUAL_NAMES
from onrecord.acquire.guarded import open_body, parse_json, strip_markup
from onrecord.acquire.links import tidy_address
from onrecord.acquire.moments import parse_moment
from onrecord.acquire.pointed import Pointed, Portion
from onrecord.config.sources import Api
from onrecord.model.text import Capture

SHOWN_KEYS = 12  # keys of an answer that a message lists
OWN_NAMES: Mapping[str, tuple[str, ...]] = {
    "updated": ("updated", "updated_at", "modified", "modified_at", "date_modified", "lastmod"),
    "teaser": ("teaser", "summary", "excerpt", "abstract", "description", "lead"),
}
NEXT_PATHS = ("next", "links.next", "_links.next.href", "meta.next", "paging.next", "next_page")


def find_api_items(answer: Answer, api: Api) -> Portion:
    """The releases of one answer of an API, in its order, and the address of the next.

    An item whose `text` or `html` field is declared comes with its `Capture`. Raises
    `FetchError` for what is no JSON and where no items are.
    """
    data = parse_json(open_body(answer), answer.address)
    items = _find_array(data, api, answer.address)
    found = [_read_item(item, answer, api) for item in items if isinstance(item, Mapping)]
    following = _find_next(data, answer, api) if items else None
    return Portion(tuple(one for one in found if one), (following,) if following else ())


def _find_array(data: Any, api: Api, where: str) -> list[Any]:
    if api.items:
        found = follow_path(data, api.items)
    elif isinstance(data, Mapping):
        arrays = [value for value in data.values() if isinstance(value, list)]
        found = arrays[0] if len(arrays) == 1 else None
    else:
        found = data
    if not isinstance(found, list):
        keys = ", ".join(map(str, list(data)[:SHOWN_KEYS])) if isinstance(data, Mapping) else ""
        what = f"no array of releases is at {api.items!r}" if api.items else "no array is clear"
        raise FetchError(where, f"{what}; the answer has {keys or 'no keys'}", "set 'items'")
    return found


def follow_path(data: Any, path: str) -> Any:
    """What stands at a dotted path; numbers are places in arrays, `a.b` may be one key."""
    if isinstance(data, Mapping) and path in data:
        return data[path]
    for step in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and step.isdecimal() and int(step) < len(data):
            data = data[int(step)]
        else:
            return None
    return data


def _find_value(item: Mapping[str, Any], slot: str, api: Api) -> str | None:
    own = api.fields.get(slot)
    usual = OWN_NAMES.get(slot) or USUAL_NAMES.get(slot, ())
    for path in (own,) if own else usual:
        value = follow_path(item, path)
        if isinstance(value, Mapping):
            value = value.get("rendered")  # as WordPress gives titles and texts
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip() or None
    return None


def _read_item(item: Mapping[str, Any], answer: Answer, api: Api) -> Pointed | None:
    given = _find_value(item, "address", api)
    key = _find_value(item, "id", api)
    address = tidy_address(answer.final, given) if given else None
    if address is None and key:
        address = f"{answer.address}#{key}"
    if address is None:
        return None
    said = {slot: _find_value(item, slot, api) for slot in ("title", "date", "updated", "teaser")}
    teaser = strip_markup(said["teaser"] or "")[:TEASER_LENGTH]
    title, published = strip_markup(said["title"] or "") or None, parse_moment(said["date"])
    return Pointed(
        address, title, published, teaser or None, parse_moment(said["updated"]),
        _make_capture(item, key or address, address, title, published, api),
    )  # fmt: skip


def _make_capture(
    item: Mapping[str, Any],
    name: str,
    address: str,
    title: str | None,
    published: str | None,
    api: Api,
) -> Capture | None:
    kind = next((kind for kind in ("text", "html") if kind in api.fields), None)
    body = _find_value(item, kind, api) if kind else None
    if body is None:
        return None
    return Capture(
        name,
        address,
        body.encode("utf-8", "replace"),
        "text/html" if kind == "html" else "text/plain",
        "utf-8",
        published=published[:10] if published else None,
        headline=title,
        lang=_find_value(item, "lang", api),
    )


def _find_next(data: Any, answer: Answer, api: Api) -> str | None:
    if api.page:
        return _count_up(answer.address, api.page, api.first)
    for path in (api.next,) if api.next else NEXT_PATHS:
        value = follow_path(data, path)
        if isinstance(value, str) and value.strip():
            return tidy_address(answer.final, value)
    return None


def _count_up(address: str, parameter: str, first: int) -> str:
    """The address with its page number one higher."""
    parts = urlsplit(address)
    pairs = dict(parse_qsl(parts.query, keep_blank_values=True))
    present = pairs.get(parameter, "")
    pairs[parameter] = str((int(present) if present.isdecimal() else first) + 1)
    return urlunsplit(parts._replace(query=urlencode(pairs)))
