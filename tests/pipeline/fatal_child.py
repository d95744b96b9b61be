"""A reading process in which some texts are fatal: what they say happens."""

import os
import signal
import time

from onrecord.model.text import Capture, Unreadable
from onrecord.pipeline.child import main


def read(capture: Capture) -> Unreadable:
    match capture.body:
        case b"exit":
            os._exit(3)
        case b"crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case b"killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"stall":
            time.sleep(600)
        case b"swell":
            bytearray(8 * 1024**3)
    return Unreadable(capture.name, capture.address, "read")


def prepare() -> None:
    """No parser is needed to die."""


if __name__ == "__main__":
    main(read, prepare)
