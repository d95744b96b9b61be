"""Which rules read a document: a digest of the code and the words that decide."""

from __future__ import annotations

import functools
import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

import onrecord

PACKAGES = ("clean", "reading", "recognise", "follow", "lexicon", "model")
ENDINGS = (".py", ".toml", ".txt")


@functools.cache
def rules_version() -> str:
    """The version of the rules, like '0.1.0+3f9a12bc'; any change to them changes it."""
    digest = hashlib.sha256()
    root = files("onrecord")
    for package in PACKAGES:
        for name, content in sorted(_sources(root / package, package)):
            digest.update(name.encode() + b"\0" + content + b"\0")
    return f"{onrecord.__version__}+{digest.hexdigest()[:8]}"


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found = []
    for item in folder.iterdir():
        name = f"{path}/{item.name}"
        if item.is_dir():
            found += _sources(item, name)
        elif item.name.endswith(ENDINGS):
            found.append((name, item.read_bytes()))
    return found
