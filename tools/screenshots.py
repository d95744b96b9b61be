"""Make the pictures of the documentation: pages of a register of the sample on a fixed day.

`python -m tools.screenshots` writes each picture of `PICTURES` into `docs/pictures/`. It needs
a `chromium` on the path.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import socket
import struct
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote

import numpy as np
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from onrecord.config import sample_folder
from onrecord.pipeline.run import add_paths
from onrecord.register.reader import Register
from onrecord.register.views import Query
from onrecord.web.addresses import difference_address, release_address
from onrecord.web.app import create_app

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
TODAY = date(2025, 12, 31)  # all pages are shown as they are on this day
READER = "Ada Brink"
MOST = 150_000  # bytes of a picture
DESK, PHONE = (1280, 800), (390, 780)
REWORDED = "nlco/2025-02-12-annual-report-v{}.html"
CITY = "brennholt/2023-03-08-tram-line-4-plan"
COLOURS = 256
PIXELS = """async png => {
    const answer = await fetch("data:image/png;base64," + png);
    const picture = await createImageBitmap(await answer.blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas.drawImage(picture, 0, 0);
    const bytes = canvas.getImageData(0, 0, picture.width, picture.height).data;
    let told = "";
    for (let start = 0; start < bytes.length; start += 32768)
        told += String.fromCharCode(...bytes.subarray(start, start + 32768));
    return {width: picture.width, height: picture.height, data: btoa(told)};
}"""
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, the address it shows of a register, and where on the page it begins.

    `select` is what must stand on the page; the picture begins at `top`, where one is named.
    """

    name: str
    find: Callable[[Register], str]
    register: str = "sample"
    size: tuple[int, int] = DESK
    select: str = "main h1"
    top: str = ""


def at(address: str) -> Callable[[Register], str]:
    """A page that has the same address in every register."""
    return lambda _: address


def find_entry(layer: str, path: str, **query: str) -> Callable[[Register], str]:
    """The page of the first entry that a query finds."""

    def find(register: Register) -> str:
        found = register.entries(layer, Query(**query))  # type: ignore[arg-type]
        if not found:
            raise LookupError(f"no {layer} for {query}")
        return f"/{path}/{found[0].id}"

    return find


def find_release(document: str) -> Callable[[Register], str]:
    """The page of a document's release."""

    def find(register: Register) -> str:
        rows = register.releases(Query(limit=1_000))
        return release_address(next(row.id for row in rows if row.document == document))

    return find


def find_rewording(register: Register) -> str:
    """The comparison of the two wordings of the one document there is."""
    [document] = register.changes("2020-01-01").rewordings
    told = document.alterations
    old = next(one.old for one in told if one.old is not None)
    new = next(one.new for one in told if one.new is not None)
    return difference_address(old.evidence.release, new.evidence.release)


PICTURES = (
    Picture("home", at("/")),
    Picture("release", find_release(CITY)),
    Picture("promises", at("/promises?status=overdue")),
    Picture("promise", find_entry("commitment", "promise", words="opened to passengers")),
    Picture("phone", find_entry("commitment", "promise", words="opened to passengers"), size=PHONE),
    Picture("rewording", find_rewording, register="watched"),
    Picture("event", find_entry("event", "event", body="Heads of State", since="2024-11-22")),
    Picture("body", find_entry("organisation", "body", body="Heads of State of the NLCO")),
    Picture("person", find_entry("person", "person", person="Jonas Terell")),
    Picture("search", at(f"/search?q={quote(chr(34) + 'tram line 4' + chr(34))}")),
    Picture("calendar", at("/calendar?month=2024-11")),
    Picture("report", at("/report?from=2023-12-01&to=2024-12-31")),
    Picture("review", at("/review")),
)


def make_registers(folder: Path) -> dict[str, Path]:
    """A register of the sample, and one of a page that was read in two wordings."""
    homes = {name: folder / name for name in ("sample", "watched")}
    add_paths(homes["sample"], [sample_folder()])
    pages = folder / "pages"
    pages.mkdir()
    for number in (1, 2):
        shutil.copy(sample_folder() / REWORDED.format(number), pages / "annual-report.html")
        add_paths(homes["watched"], [pages])
    return homes


@contextlib.contextmanager
def serve_home(home: Path) -> Iterator[str]:
    """Serve a register as it is on the fixed day; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        app = create_app(home, today=lambda: TODAY)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


def take(browser: Browser, site: str, address: str, picture: Picture, folder: Path) -> int:
    """Take one picture; gives its size in bytes."""
    width, height = picture.size
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    try:
        page = context.new_page()
        answer = page.goto(address, wait_until="networkidle")
        if answer is None or not answer.ok:
            raise LookupError(f"{address} answers {answer.status if answer else 'nothing'}")
        page.locator(picture.select).first.wait_for(timeout=10_000)
        if picture.top:
            page.locator(picture.top).first.evaluate("node => node.scrollIntoView()")
        taken = page.screenshot(animations="disabled")
    finally:
        context.close()
    path = folder / f"{picture.name}.png"
    return path.write_bytes(shrink(browser, taken))


def shrink(browser: Browser, png: bytes) -> bytes:
    """The same picture in the 256 colours that it has most of, which is a third of the bytes."""
    page = browser.new_page()
    try:
        found = page.evaluate(PIXELS, base64.b64encode(png).decode())
    finally:
        page.close()
    pixels = np.frombuffer(base64.b64decode(found["data"]), np.uint8)
    colours = pixels.reshape(-1, 4)[:, :3].astype(np.int32)
    packed = colours[:, 0] << 16 | colours[:, 1] << 8 | colours[:, 2]
    kinds, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    spread = np.stack([kinds >> 16, kinds >> 8 & 255, kinds & 255], axis=1)
    palette = spread[np.sort(np.argsort(-counts, kind="stable")[:COLOURS])]
    nearest = np.array([((palette - one) ** 2).sum(axis=1).argmin() for one in spread])
    rows = nearest[places].astype(np.uint8).reshape(found["height"], found["width"])
    return write_png(rows, palette.astype(np.uint8))


def write_png(rows: np.ndarray, palette: np.ndarray) -> bytes:
    """A PNG of rows of places in a palette."""
    height, width = rows.shape
    unfiltered = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(unfiltered, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def main(folder: Path = FOLDER) -> int:
    """Make all pictures; gives how many could not be made or are too large."""
    folder.mkdir(parents=True, exist_ok=True)
    failed = 0
    os.environ["LOGNAME"] = READER  # whose name judgements would bear
    with contextlib.ExitStack() as stack:
        homes = make_registers(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        sites = {name: stack.enter_context(serve_home(home)) for name, home in homes.items()}
        playwright = stack.enter_context(sync_playwright())
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for picture in PICTURES:
            with contextlib.closing(Register.open(homes[picture.register])) as register:
                try:
                    address = picture.find(register)
                    size = take(browser, sites[picture.register], address, picture, folder)
                except Exception as error:  # one page must not keep the others
                    failed += 1
                    print(f"{picture.name}: {error}", file=sys.stderr)
                    continue
            failed += size > MOST
            print(f"{picture.name}.png: {size:,} bytes, {address}")
        browser.close()
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
