"""Filters as a reader gives them in an address, checked, and as the fields of a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from onrecord.errors import InputError, TimeError
from onrecord.model.identity import layer_of
from onrecord.model.time import earliest_day, latest_day
from onrecord.register.matching import NAME_LAYERS
from onrecord.register.views import PAGE_SIZE, Query
from onrecord.web.kinds import Kind

LONGEST_VALUE = 400  # characters
LAST_PAGE = 100_000
DAY_HINT = "2024, 2024-05 or 2024-05-17"
ASOF, KNOWN = "asof", "known"

LABELS: Mapping[str, str] = {
    "words": "Words of the title",
    "body": "Body or state",
    "person": "Person",
    "place": "Place",
    "name": "Name",
    "kind": "Kind",
    "status": "Status",
    "source": "Source",
    "since": "From",
    "until": "To",
}
PARAMS: Mapping[str, str] = {"since": "from", "until": "to"}
RELEASE_FIELDS = ("source", "since", "until")
NAME_FIELDS = ("body", "person", "place", "name")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a filter form; `meant` is the name that an id in it stands for."""

    param: str
    label: str
    value: str
    options: tuple[str, ...] = ()
    hint: str = ""
    error: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for: the query, the form that shows it, and which page of the answer."""

    query: Query
    fields: tuple[Field, ...]
    page: int = 1

    @property
    def params(self) -> dict[str, object]:
        """The filters as the parameters of an address, without the page."""
        return {field.param: field.value for field in self.fields if field.value}

    @property
    def errors(self) -> tuple[Field, ...]:
        """The fields that cannot be used."""
        return tuple(field for field in self.fields if field.error)


def read_filters(
    given: Mapping[str, str], kind: Kind | None = None, names: tuple[str, ...] = RELEASE_FIELDS
) -> Filters:
    """The filters of a list, out of an address's parameters; unknown ones are passed over.

    A field that cannot be used carries its error and is left out of the query.
    """
    names = kind.filters if kind else names
    if kind and not kind.is_name and given.get("name"):
        names = (*names, "name")
    fields = tuple(_read_field(name, given, kind) for name in names)
    asof = read_asof(given, date.max)[1]
    usable = {
        name: _parse(name, field.value)
        for name, field in zip(names, fields, strict=True)
        if field.value and not field.error
    }
    page = read_page(given)
    query = replace(Query(), **usable, offset=(page - 1) * PAGE_SIZE)  # type: ignore[arg-type]
    return Filters(query, (*fields, asof), page)


def check_filters(filters: Filters) -> Filters:
    """The filters themselves; raises `InputError` where a field cannot be used."""
    for field in filters.errors:
        raise InputError(field.param, field.error, field.hint)
    return filters


def read_page(given: Mapping[str, str]) -> int:
    """Which page of a list is asked for. Raises `InputError` for what is no page's number."""
    value = given.get("page", "1") or "1"
    if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= LAST_PAGE):
        raise InputError("page", f"{value[:20]!r} is no page", "a number from 1 on")
    return int(value)


def read_asof(given: Mapping[str, str], today: date) -> tuple[date, Field]:
    """The day as of which the register is shown, and its field; today where none is given."""
    value = _strip(given.get(ASOF, ""))
    error = _check_day(value) if value else ""
    field = Field(ASOF, "As of", value, hint=DAY_HINT, error=error)
    return (latest_day(value) if value and not error else today), field


def read_day(name: str, value: str) -> date:
    """The last day that a parameter's value means. Raises `InputError` for what is no day."""
    error = _check_day(_strip(value))
    if error:
        raise InputError(name, error, DAY_HINT)
    return latest_day(_strip(value))


def _read_field(name: str, given: Mapping[str, str], kind: Kind | None) -> Field:
    param = PARAMS.get(name, name)
    value = _strip(given.get(param, ""))
    options = {"kind": kind.kinds, "status": kind.statuses}.get(name, ()) if kind else ()
    hint = DAY_HINT if name in PARAMS else ""
    return Field(param, LABELS[name], value, options, hint, _check(name, value, options))


def _strip(value: str) -> str:
    return " ".join(value.split())


def _check(name: str, value: str, options: tuple[str, ...]) -> str:
    if not value:
        return ""
    if len(value) > LONGEST_VALUE:
        return f"longer than {LONGEST_VALUE} characters"
    if options and value not in options:
        return f"“{value}” is none of {', '.join(options)}"
    return _check_day(value) if name in PARAMS else ""


def _check_day(value: str) -> str:
    try:
        earliest_day(value)
    except TimeError:
        return f"“{value}” is no date"
    return ""


def _parse(name: str, value: str) -> str:
    bounds: Mapping[str, Callable[[str], date]] = {"since": earliest_day, "until": latest_day}
    return bounds[name](value).isoformat() if name in bounds else value


def name_fields(filters: Filters, find_label: Callable[[str], str | None]) -> Filters:
    """The filters with the names that ids in their fields stand for."""
    fields = tuple(
        replace(field, meant=find_label(field.value) or field.value)
        if field.param in NAME_FIELDS and layer_of(field.value) in NAME_LAYERS
        else field
        for field in filters.fields
    )
    return replace(filters, fields=fields)
