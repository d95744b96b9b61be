"""The descriptor of a folder of tables: a Data Package (version 2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.export.about import About
from onrecord.export.registry import Column, Table
from onrecord.export.staging import DESCRIPTOR
from onrecord.register.coverage import SourceRow

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that an export wrote, how many rows it holds, and of which table."""

    path: Path
    rows: int
    table: Table | None = None


def write_package(
    folder: Path, written: Sequence[Written], about: About, sources: Sequence[SourceRow]
) -> Path:
    """Describe these files, column by column, in the folder's descriptor."""
    path = folder / DESCRIPTOR
    described = describe_package(written, about, sources)
    path.write_text(json.dumps(described, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def describe_package(
    written: Sequence[Written], about: About, sources: Sequence[SourceRow]
) -> dict[str, Any]:
    """A descriptor: resources with schemas, keys and links, sources, and what was asked for."""
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": "onrecord",
        "id": f"urn:onrecord:state:{about.state.stamp}",
        "title": "Register of what institutions did, decided and promised",
        "created": about.state.changed,
        "version": about.state.stamp,
        "contributors": [{"title": about.software, "roles": ["software"]}],
        "sources": [_describe_source(source) for source in sources],
        "licenses": [_describe_licence(about.licence)] if about.licence else None,
        "onrecord:about": about.told | {"rows": {w.path.stem: w.rows for w in written}},
        "resources": [_describe_file(item, about) for item in written],
    }
    return {key: value for key, value in described.items() if value}


def _describe_source(source: SourceRow) -> dict[str, Any]:
    return {
        "title": source.name,
        "onrecord:documents": source.documents,
        "onrecord:releases": source.releases,
    }


def _describe_licence(licence: str) -> dict[str, str]:
    return {"path" if licence.startswith(("https://", "http://")) else "name": licence}


def _describe_file(item: Written, about: About) -> dict[str, Any]:
    table = item.table
    assert table is not None  # noqa: S101 - only files of tables are described
    form = item.path.suffix[1:]
    described: dict[str, Any] = {
        "name": table.name,
        "type": "table",
        "path": item.path.name,
        "title": table.title,
        "description": f"{table.meaning}; {about.told['query']}",
        "format": form,
        "mediatype": MEDIA[form],
        "encoding": "utf-8" if form != "parquet" else None,
        "dialect": {"header": True, "delimiter": ","} if form == "csv" else None,
        "bytes": item.path.stat().st_size,
        "hash": f"sha256:{hash_file(item.path)}",
        "onrecord:rows": item.rows,
        "schema": describe_schema(table),
    }
    return {key: value for key, value in described.items() if value is not None}


def describe_schema(table: Table) -> dict[str, Any]:
    """The columns, key and links of a table (Table Schema)."""
    described: dict[str, Any] = {"fields": [_describe_column(c, table) for c in table.columns]}
    if table.key:
        described["primaryKey"] = [table.key]
    links = list(_each_link(table))
    return described | ({"foreignKeys": links} if links else {})


def _describe_column(column: Column, table: Table) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "description": column.meaning,
        "onrecord:origin": column.origin,
    }
    if column.name == table.key:
        described["constraints"] = {"required": True, "unique": True}
    return described


def _each_link(table: Table) -> Iterator[dict[str, Any]]:
    for link in table.links:
        reference = {"resource": link.table, "fields": [link.target]}
        yield {"fields": [link.column], "reference": reference}


def hash_file(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
