"""Settings: where a register lives. Importing this reads nothing."""

from __future__ import annotations

import os
from pathlib import Path

HOME_VARIABLE = "ONRECORD_HOME"
DEFAULT_HOME = "onrecord-home"


def find_home(given: Path | None) -> Path:
    """The register's folder: what is given, else `ONRECORD_HOME`, else `./onrecord-home`."""
    return given or Path(os.environ.get(HOME_VARIABLE) or DEFAULT_HOME)
