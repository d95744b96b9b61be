"""Documents that stand one a line in a JSONL file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, BinaryIO

from onrecord.acquire.media import MAX_BYTES
from onrecord.model.text import Capture, Unreadable

SHOWN_FIELDS = 12  # fields of a line that a message lists

USUAL_NAMES: Mapping[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "article",
        "fulltext",
        "full_text",
        "plain_text",
        "maintext",
        "raw_text",
    ),
    "html": ("html", "raw_html", "body_html", "content_html", "source_html", "page"),
    "id": ("id", "document", "doc_id", "_id", "uid", "uuid", "name", "key", "slug"),
    "date": (
        "date",
        "published",
        "published_at",
        "publish_date",
        "date_published",
        "datePublished",
        "pub_date",
        "pubDate",
        "publication_date",
        "date_publish",
        "timestamp",
        "created",
        "created_at",
    ),
    "title": ("title", "headline", "heading", "subject"),
    "address": ("url", "address", "link", "uri", "href", "source_url", "canonical_url"),
    "institution": (
        "institution",
        "source",
        "publisher",
        "organisation",
        "organization",
        "agency",
        "site",
        "domain",
    ),
    "lang": ("lang", "language", "locale"),
}


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Which fields of a line hold what; None leaves it to the usual names.

    A name with dots ('data.text') leads into nested objects.
    """

    text: str | None = None
    html: str | None = None
    id: str | None = None
    date: str | None = None
    title: str | None = None
    address: str | None = None
    institution: str | None = None
    lang: str | None = None


def read_jsonl(
    stream: BinaryIO, stem: str, address: str, chosen: FieldMap | None = None
) -> Iterator[Capture | Unreadable]:
    """The documents of a JSONL file, one a line, blank lines left out."""
    chosen = chosen or FieldMap()
    for number, line in enumerate(iter_lines(stream), start=1):
        name, place = f"{stem}:{number}", f"{address}:{number}"
        if line is None:
            yield Unreadable(
                name, place, f"the line has over {MAX_BYTES} bytes", "split the document"
            )
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _read_line(line, name, place, chosen)


def iter_lines(stream: BinaryIO, limit: int = MAX_BYTES) -> Iterator[bytes | None]:
    """The lines of a stream; None stands for one that is longer than `limit`."""
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limit)
        yield None


def _read_line(line: bytes, name: str, place: str, chosen: FieldMap) -> Capture | Unreadable:
    try:
        data = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Unreadable(name, place, "the line is not in UTF-8", "save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        return Unreadable(name, place, f"the line is not JSON: {error}", "write one object a line")
    if not isinstance(data, dict):
        return Unreadable(name, place, "the line is no JSON object", "write one object a line")
    return _make_capture(data, name, place, chosen)


def _make_capture(
    data: Mapping[str, Any], name: str, place: str, chosen: FieldMap
) -> Capture | Unreadable:
    values = {field.name: find_value(data, field.name, chosen) for field in fields(FieldMap)}
    kind = "text" if values["text"] or not values["html"] else "html"
    body = values[kind]
    if body is None or not body.strip():
        return Unreadable(name, place, *_explain_missing(data, body, chosen))
    return Capture(
        name=values["id"] or name,
        address=values["address"] or place,
        body=body.encode("utf-8", "replace"),
        media=f"text/{'plain' if kind == 'text' else 'html'}",
        charset="utf-8",
        published=values["date"],
        headline=values["title"],
        institution=values["institution"],
        lang=values["lang"],
    )


def find_value(data: Mapping[str, Any], slot: str, chosen: FieldMap) -> str | None:
    """What a line holds for a slot, by the field that was chosen for it or the usual names."""
    own = getattr(chosen, slot)
    if slot in ("text", "html") and own is None and (chosen.text or chosen.html):
        return None
    names = (own,) if own else [name for name in USUAL_NAMES[slot] if name in data]
    for field in names:
        value = _follow_path(data, field)
        if isinstance(value, str) or (slot not in ("text", "html") and type(value) in (int, float)):
            return str(value)
    return None


def _follow_path(data: Any, path: str) -> Any:
    if isinstance(data, Mapping) and path in data:
        return data[path]
    for step in path.split("."):
        data = data.get(step) if isinstance(data, Mapping) else None
    return data


def _explain_missing(
    data: Mapping[str, Any], body: str | None, chosen: FieldMap
) -> tuple[str, str]:
    if body is not None:
        return "the field with the text is empty", "leave the line out"
    wanted = chosen.text or chosen.html
    what = f"no field {wanted!r} with text" if wanted else "no field with the text"
    names = [str(key) for key in list(data)[:SHOWN_FIELDS]]
    listed = ", ".join(names) + (", …" if len(data) > SHOWN_FIELDS else "")
    return f"{what}; the line has {listed or 'no fields'}", "say which field holds the text"
