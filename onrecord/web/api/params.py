"""The parameters of the API, each with a schema that says exactly what is accepted."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from inspect import Parameter
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import AfterValidator, WithJsonSchema

from onrecord.config.checks import LONGEST_NAME
from onrecord.errors import TimeError
from onrecord.model.time import earliest_day
from onrecord.register.differing import KINDS
from onrecord.web.api.cursors import ID_CURSOR, NUMBER_CURSOR
from onrecord.web.forms import DAY_HINT, LABELS, LONGEST_VALUE, PARAMS
from onrecord.web.kinds import Kind

PAGE, MOST = 50, 200  # items of a page of an answer
LONGEST_ID = 100  # characters
YEAR, MONTH = "^[1-9][0-9]{3}$", "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"
DAYS = {
    "type": "string",
    "anyOf": [{"format": "date"}, {"pattern": MONTH}, {"pattern": YEAR}],
}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[1-9][0-9]{3}(-[0-9]{2})?")
MEANINGS: Mapping[str, str] = {
    "words": "words that stand in what it is called",
    "body": "a body's or state's name, part of it, or its id",
    "person": "a person's name, part of it, or its id",
    "place": "a place's name, part of it, or its id",
    "name": "a name, part of it, or its id",
    "kind": "a kind of the codebook",
    "status": "a status",
    "source": "an institution or a folder of documents",
    "since": f"from this day on: {DAY_HINT}",
    "until": f"up to this day: {DAY_HINT}",
    "asof": "by what had been published by this day, promises judged on it",
    "known": "by what the register itself held at the end of this day",
}

Limit = Annotated[int, Query(ge=1, le=MOST, description="items of a page")]
Identifier = Annotated[str, Path(max_length=LONGEST_ID, description="a permanent id")]
SourceName = Annotated[
    str, Path(max_length=LONGEST_NAME, description="a source's name in `onrecord.toml`")
]
Newest = Annotated[bool, Query(description="newest first, else best first")]
Words = Annotated[
    str,
    Query(
        min_length=1,
        max_length=LONGEST_VALUE,
        description='all of these words in any form, "exact phrases", -without; '
        "where nothing is left to look for, nothing is found",
    ),
]


def _check_day(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        earliest_day(value)
    except TimeError as error:
        raise ValueError(f"no day: write it like {DAY_HINT}") from error
    if not _DAY.fullmatch(value):
        raise ValueError(f"no day: write it like {DAY_HINT}")
    return value


def _check_among(options: tuple[str, ...]) -> Callable[[str | None], str | None]:
    def check_among(value: str | None) -> str | None:
        if value is not None and value not in options:
            raise ValueError(f"none of {', '.join(options)}")
        return value

    return check_among


def _optional(check: Callable[[str | None], str | None], schema: Mapping[str, Any]) -> Any:
    return Annotated[str | None, AfterValidator(check), WithJsonSchema(dict(schema))]


def _check_pattern(pattern: str) -> Callable[[str | None], str | None]:
    def check_pattern(value: str | None) -> str | None:
        if value is not None and not re.fullmatch(pattern.removesuffix("$"), value):
            raise ValueError("none: use `next` of the page before")
        return value

    return check_pattern


CURSOR = "`next` of the page before"
Day = Annotated[str | None, AfterValidator(_check_day), WithJsonSchema(DAYS)]
IdCursor = Annotated[
    str | None,
    AfterValidator(_check_pattern(ID_CURSOR)),
    WithJsonSchema({"type": "string", "pattern": ID_CURSOR}),
    Query(description=CURSOR),
]
NumberCursor = Annotated[
    str | None,
    AfterValidator(_check_pattern(NUMBER_CURSOR)),
    WithJsonSchema({"type": "string", "pattern": NUMBER_CURSOR}),
    Query(description=CURSOR),
]

Source = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "maxLength": LONGEST_VALUE}),
    AfterValidator(lambda value: _accept(value)),
    Query(description=MEANINGS["source"]),
]
Change = Annotated[
    str | None,
    AfterValidator(_check_among(KINDS)),
    WithJsonSchema({"type": "string", "enum": list(KINDS)}),
    Query(description="a kind of difference"),
]
Since = Annotated[Day, Query(alias=PARAMS["since"], description=MEANINGS["since"])]
Until = Annotated[Day, Query(alias=PARAMS["until"], description=MEANINGS["until"])]


def check_past(
    _asof: Annotated[Day, Query(alias="asof", description=MEANINGS["asof"])] = None,
    _known: Annotated[Day, Query(alias="known", description=MEANINGS["known"])] = None,
) -> None:
    """What every address takes: the day as of which the register is shown."""


def make_parameter(name: str, kind: Kind | None) -> Parameter:
    """A filter of a list as the parameter of a function, for checking and for the description."""
    options = {"kind": kind.kinds, "status": kind.statuses}.get(name, ()) if kind else ()
    told = Query(alias=PARAMS.get(name, name), description=MEANINGS.get(name, LABELS.get(name)))
    accepted: Any = _optional(_accept, {"type": "string", "maxLength": LONGEST_VALUE})
    if name in PARAMS:
        accepted = Day
    elif options:
        accepted = _optional(_check_among(options), {"type": "string", "enum": list(options)})
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[accepted, told]
    )


def _accept(value: str | None) -> str | None:
    if value is not None and len(value) > LONGEST_VALUE:
        raise ValueError(f"longer than {LONGEST_VALUE} characters")
    return value
