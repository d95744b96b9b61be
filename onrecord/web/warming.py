"""What the first request of a kind would wait for, done beforehand in the background."""

from __future__ import annotations

import gc
import threading

from onrecord.web.drawings.globe import load_world
from onrecord.web.templating import compile_templates

NEW_OBJECTS, ROUNDS = 20_000, 20  # made before the collector looks at them, and at older ones


def settle_memory() -> None:
    """Leave what the program itself consists of out of all later garbage collections.

    A page makes thousands of objects; without this some requests would wait until every
    module has been gone through again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, ROUNDS, ROUNDS)


def start_warming() -> threading.Thread:
    """Compile the templates and load the map's places; requests are answered meanwhile."""
    thread = threading.Thread(target=_warm, name="warming", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    compile_templates()
    load_world()
