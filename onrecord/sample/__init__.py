"""A collection of invented releases: three institutions over three years, annotated.

Every page is ours and every person, body and state in it is made up. Beside a page
`NAME.html` or `NAME.txt` stands `NAME.gold.json`, its annotation, and in each institution's
folder `expected.toml`, what became of its promises and announced events.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder() -> Path:
    """Where the collection's pages lie."""
    return Path(str(files("onrecord.sample")))
