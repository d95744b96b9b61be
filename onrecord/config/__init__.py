"""Settings: where a register lives, and where the sample does. Importing this reads nothing."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

HOME_VARIABLE = "ONRECORD_HOME"
DEFAULT_HOME = "onrecord-home"


def find_home(given: Path | None) -> Path:
    """The register's folder: what is given, else `ONRECORD_HOME`, else `./onrecord-home`."""
    return given or Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)


def sample_folder() -> Path:
    """Where the bundled collection of invented releases lies.

    Three institutions over three years. Beside a page `NAME.html` or `NAME.txt` stands
    `NAME.gold.json`, its annotation, and in each institution's folder `expected.toml`, what
    became of its promises and announced events.
    """
    return Path(str(files("onrecord") / "sample"))
