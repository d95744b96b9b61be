"""What the first request of a kind would wait for, done beforehand in the background."""

from __future__ import annotations

import threading

from onrecord.web.drawings.globe import load_world
from onrecord.web.templating import compile_templates


def start_warming() -> threading.Thread:
    """Compile the templates and load the map's places; requests are answered meanwhile."""
    thread = threading.Thread(target=_warm, name="warming", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    compile_templates()
    load_world()
