"""The tables as a research object (RO-Crate 1.1): one archive with where everything is from."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import onrecord
from onrecord.export.about import About
from onrecord.export.package import MEDIA, Written, hash_file
from onrecord.export.registry import Row
from onrecord.export.staging import DESCRIPTOR
from onrecord.model.counts import spell_count

METADATA = "ro-crate-metadata.json"
PROFILE = "https://w3id.org/ro/crate/1.1"
FOLDER = "data/"
BEGINNING = (1980, 1, 1, 0, 0, 0)  # the time of every file in the archive: the same each time
PROGRAM = "#onrecord"
NO_LICENCE = (
    "None is stated: whoever passes this on states one. The words quoted are their publishers'."
)

Node = dict[str, Any]


def write_crate(
    path: Path,
    files: Sequence[Written],
    descriptor: Path,
    releases: Iterable[Row],
    about: About,
) -> None:
    """Pack tables with their descriptor and the crate's metadata, always in the same way."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(_head(METADATA), "w", force_zip64=True) as metadata:
            for piece in _each_piece(files, descriptor, releases, about):
                metadata.write(piece.encode())
        for file in (*(item.path for item in files), descriptor):
            _pack(archive, file)


def _head(name: str) -> zipfile.ZipInfo:
    head = zipfile.ZipInfo(name, BEGINNING)
    head.compress_type = zipfile.ZIP_DEFLATED
    head.external_attr = 0o644 << 16
    return head


def _pack(archive: zipfile.ZipFile, file: Path) -> None:
    head = _head(FOLDER + file.name)
    with file.open("rb") as source, archive.open(head, "w", force_zip64=True) as target:
        while piece := source.read(1 << 20):
            target.write(piece)


def _each_piece(
    files: Sequence[Written], descriptor: Path, releases: Iterable[Row], about: About
) -> Iterator[str]:
    """The metadata, piece by piece: there may be very many releases."""
    ids: list[str] = []
    yield f'{{"@context": "{PROFILE}/context",\n"@graph": [\n'
    yield json.dumps(_describe_metadata(), ensure_ascii=False)
    for row in releases:
        node = _describe_release(row)
        ids.append(node["@id"])
        yield ",\n" + json.dumps(node, ensure_ascii=False)
    for node in _each_node(files, descriptor, ids, about):
        yield ",\n" + json.dumps(node, ensure_ascii=False)
    yield "\n]}\n"


def _describe_metadata() -> Node:
    return {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }


def _describe_release(row: Row) -> Node:
    node: Node = {
        "@id": f"urn:onrecord:{row['id']}",
        "@type": "CreativeWork",
        "name": row["headline"] or row["document"],
        "identifier": row["document"],
        "url": row["address"],
        "datePublished": row["published"],
        "publisher": row["institution"],
        "sha256": row["digest"],
        "description": f"SHA-256 of its text: {row['version']}; read by rules {row['rules']}",
    }
    return {key: value for key, value in node.items() if value}


def _each_node(
    files: Sequence[Written], descriptor: Path, releases: Sequence[str], about: About
) -> Iterator[Node]:
    parts = [FOLDER + item.path.name for item in files] + [FOLDER + descriptor.name]
    yield _describe_root(parts, about)
    for item in files:
        yield _describe_file(item)
    yield {
        "@id": FOLDER + DESCRIPTOR,
        "@type": "File",
        "name": "Descriptor of the tables, column by column (Data Package)",
        "encodingFormat": "application/json",
        "contentSize": str(descriptor.stat().st_size),
        "sha256": hash_file(descriptor),
    }
    yield {
        "@id": PROGRAM,
        "@type": "SoftwareApplication",
        "name": "onrecord",
        "version": onrecord.__version__,
        "softwareVersion": f"{onrecord.__version__}; rules {about.state.rules}",
    }
    yield _describe_making(parts, releases, about)


def _describe_root(parts: Sequence[str], about: About) -> Node:
    changed = about.state.changed or "1970-01-01"
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": "Register of what institutions did, decided and promised",
        "description": "; ".join(f"{name}: {value}" for name, value in about.told.items()),
        "datePublished": changed[: len("2024-05-31")],
        "dateModified": changed,
        "identifier": f"urn:onrecord:state:{about.state.stamp}",
        "license": about.licence or NO_LICENCE,
        "creator": {"@id": PROGRAM},
        "hasPart": [{"@id": part} for part in parts],
        "mentions": {"@id": "#export"},
    }


def _describe_file(item: Written) -> Node:
    return {
        "@id": FOLDER + item.path.name,
        "@type": "File",
        "name": item.table.title if item.table else item.path.name,
        "description": f"{item.table.meaning if item.table else ''}; "
        f"{spell_count(item.rows, 'row')}",
        "encodingFormat": MEDIA[item.path.suffix[1:]],
        "contentSize": str(item.path.stat().st_size),
        "sha256": hash_file(item.path),
    }


def _describe_making(parts: Sequence[str], releases: Sequence[str], about: About) -> Node:
    return {
        "@id": "#export",
        "@type": "CreateAction",
        "name": f"onrecord export: {about.told['query']}",
        "agent": {"@id": PROGRAM},
        "instrument": {"@id": PROGRAM},
        "object": [{"@id": release} for release in releases],
        "result": [{"@id": part} for part in parts],
    }
