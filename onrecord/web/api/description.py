"""The API's description (OpenAPI 3.1): every answer and every field of it, with its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from onrecord.web.api.meanings import find_meaning
from onrecord.web.problems import MEDIA, Problem

ABOUT = """What institutions did, decided and promised, each value with its quotation.

Everything is read with GET; HEAD and OPTIONS are answered. Every answer has an ETag; under
If-None-Match it is sent again only once it has changed. A list goes on at `cursor`, the `next` of
the page before. Every error is a problem (RFC 9457)."""
WRONG: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": meaning, "content": {MEDIA: {}}}
    for status, meaning in ((400, "It cannot be asked so."), (404, "There is no such thing."))
}
ETAG = {
    "description": "changes whenever the answer may",
    "required": True,
    "schema": {"type": "string", "pattern": '^(W/)?"[^"]*"$'},
}
_TEXT = {"required": True, "schema": {"type": "string"}}
LEADS = {
    "description": "It is at another address.",
    "headers": {
        "Location": {"description": "the text of that moment", **_TEXT},
        "Link": {"description": "the original, its time map, the mementos around", **_TEXT},
        "Vary": {"description": "the header by which the moment was chosen", **_TEXT},
    },
}
UNMADE = ("HTTPValidationError", "ValidationError")  # errors here are problems


def describe_api(api: FastAPI) -> dict[str, Any]:
    """The description, made once."""
    if api.openapi_schema is None:
        told = get_openapi(
            title=api.title,
            version=api.version,
            description=ABOUT,
            routes=api.routes,
            servers=api.servers,
        )
        for operation in _each_operation(told):
            _tell_answers(operation["responses"])
        schemas = told["components"]["schemas"]
        for name in UNMADE:
            schemas.pop(name, None)
        for name, schema in schemas.items():
            _tell_fields(name, schema)
        api.openapi_schema = told
    return api.openapi_schema


def _each_operation(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in told["paths"].values():
        yield from path.values()


def _tell_answers(responses: dict[str, Any]) -> None:
    responses.pop("422", None)
    if "302" in responses:
        responses["302"] = LEADS
    else:
        responses["200"] |= {"description": "What was asked for.", "headers": {"ETag": ETAG}}
        responses["304"] = {
            "description": "It is as it was under that ETag.",
            "headers": {"ETag": ETAG},
        }
    for status in WRONG:
        if str(status) in responses:  # problems, and nothing else
            content = responses[str(status)]["content"]
            responses[str(status)]["content"] = {MEDIA: content[MEDIA]}


def _tell_fields(model: str, schema: dict[str, Any]) -> None:
    for name, field in schema.get("properties", {}).items():
        meaning = find_meaning(model, name)
        if meaning:
            field["description"] = meaning
