"""The command `export`: the register as files, all of it or what the filters leave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any, get_args

import typer

from onrecord.commands.listing import OPTIONS
from onrecord.commands.options import check_choice, make_option, open_home, out, parse_day
from onrecord.export.about import Selection
from onrecord.export.files import export_register
from onrecord.follow.status import STATUSES
from onrecord.model.counts import spell_count
from onrecord.model.fact import ActKind, EventKind, EventStatus
from onrecord.register.views import Query


class Format(StrEnum):
    """What `export` can write."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"
    xlsx = "xlsx"
    sqlite = "sqlite"
    crate = "ro-crate"
    jsonld = "jsonld"
    ics = "ics"
    warc = "warc"


KINDS = (*get_args(EventKind), *get_args(ActKind), "direct", "reported")
ALL_STATUSES = tuple(dict.fromkeys((*get_args(EventStatus), *STATUSES)))
FILTERS = ("body", "person", "place", "kind", "status", "since", "until", "words")
GIVEN: Mapping[str, Any] = {
    "folder": Annotated[Path, typer.Argument(help="Where the files are written.")],
    "home": OPTIONS["home"],
    "form": Annotated[Format, typer.Option("--format", help="What to write.")],
    **{name: OPTIONS[name] for name in (*FILTERS, "asof", "known")},
    "licence": make_option("--licence", "The licence that the files name: an address or a name."),
}
DEFAULTS: Mapping[str, Any] = {"folder": Parameter.empty, "form": Format.csv}


def make_export() -> Any:
    """The command, with the filters of lists."""

    def export(folder: Path, home: Path | None, form: Format, **given: str | None) -> None:
        licence = given.pop("licence")
        selection = make_selection(given)
        with open_home(home, selection.known) as register:
            for written in export_register(register, folder, form.value, selection, licence):
                out.print(
                    f"{written.path}: {spell_count(written.rows, 'row')}",
                    markup=False,
                    highlight=False,
                )

    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=given, default=DEFAULTS.get(name))
        for name, given in GIVEN.items()
    ]
    export.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    export.__annotations__ = dict(GIVEN)
    export.__doc__ = "Write the register, or what the filters leave of it, as files."
    return export


def make_selection(given: Mapping[str, Any]) -> Selection:
    """What an export holds. Raises `InputError` for a filter that cannot be used."""
    filters: dict[str, Any] = {name: given.get(name) for name in FILTERS}
    check_choice("--kind", filters["kind"], KINDS)
    check_choice("--status", filters["status"], ALL_STATUSES)
    filters["since"] = parse_day("--from", filters["since"])
    filters["until"] = parse_day("--to", filters["until"])
    known = parse_day("--known", given.get("known"))
    day = parse_day("--asof", given.get("asof")) or known
    return Selection(Query(**filters), date.fromisoformat(day) if day else date.today(), known)


export = make_export()
