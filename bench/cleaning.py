"""`python -m bench.cleaning`: cleaning beside other extractors, on the same pages in one run.

    python -m bench.cleaning [--corpus FOLDER] [--pages N] [--no-peers]

The others are installed into var/peers from requirements-peers.lock, which needs a network
once. Title and day count when they are exact, the text by the similarity of its words. Pages
a second are those of one core.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from bench.pages import Known, list_corpus, list_forms, list_sample, list_site
from onrecord.clean.cleaner import clean_capture
from onrecord.clean.decode import decode_html
from onrecord.errors import InputError
from tests.clean.golden import cut_body, find_main

ROOT = Path(__file__).parents[1]
PEERS = ROOT / "var" / "peers"
LOCK = ROOT / "requirements-peers.lock"
PAGES = 300  # of each set at most

Found = tuple[str | None, str | None, str | None]


def main() -> None:
    """Measure all sets that are at hand."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=Path("../shared/corpus"))
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--no-peers", action="store_true")
    arguments = parser.parse_args()
    sets: dict[str, Callable[[], list[Known]]] = {
        "forms": list_forms,
        "test site": list_site,
        "sample": list_sample,
        "kremlin": lambda: list_corpus(arguments.corpus / "raw"),
    }
    print(f"{'set':<11}{'by':<17}{'pages':>6}{'title':>8}{'date':>8}{'body':>8}{'pages/s':>9}")
    for name, load in sets.items():
        pages = load()[: arguments.pages]
        if pages:
            _measure_set(name, pages, peers=not arguments.no_peers)
        else:
            print(f"{name:<11}not here, left out")


def _measure_set(name: str, pages: Sequence[Known], *, peers: bool) -> None:
    ways: list[tuple[str, Sequence[Known]]] = [("onrecord", pages)]
    if all(page.layout for page in pages):
        laid = [replace(page, capture=replace(page.capture, layout=page.layout)) for page in pages]
        ways.append(("onrecord, layout", laid))
    for way, known in ways:
        _clean_page(known[0])
        began = time.process_time()
        found = [_clean_page(page) for page in known]
        _print_row(name, way, pages, found, time.process_time() - began)
    for way, (seconds, found) in (_ask_peers(pages) if peers else {}).items():
        _print_row(name, way, pages, found, seconds)


def _clean_page(known: Known) -> Found:
    try:
        page = clean_capture(known.capture)
    except InputError:
        return None, None, None
    main = find_main(page)
    if main is None:
        return None, None, None
    return main.headline.text if main.headline else None, main.published, cut_body(page, main)


def _print_row(
    name: str, way: str, pages: Sequence[Known], found: Sequence[Found], seconds: float
) -> None:
    titles = [_same(known.title, one[0]) for known, one in zip(pages, found, strict=True)]
    days = [known.published == one[1] for known, one in zip(pages, found, strict=True)]
    bodies = [compare_texts(known.text, one[2]) for known, one in zip(pages, found, strict=True)]
    columns = (
        sum(titles) / len(pages) if any(one[0] for one in found) else None,
        sum(days) / len(pages),
        sum(bodies) / len(pages) if any(one[2] for one in found) else None,
    )
    shown = "".join(f"{value:>8.3f}" if value is not None else f"{'–':>8}" for value in columns)
    print(f"{name:<11}{way:<17}{len(pages):>6}{shown}{len(pages) / seconds:>9.0f}", flush=True)


def _same(wanted: str, found: str | None) -> bool:
    return " ".join(wanted.split()) == " ".join((found or "").split())


def compare_texts(wanted: str, found: str | None) -> float:
    """The similarity of two texts by their words, 1 where these are the same."""
    pair = wanted.split(), (found or "").split()
    return SequenceMatcher(None, *pair, autojunk=False).ratio()


def _ask_peers(pages: Sequence[Known]) -> dict[str, tuple[float, list[Found]]]:
    python = _find_peers()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "pages.jsonl"
        path.write_text("\n".join(map(_spell_page, pages)), "utf-8")
        command = [str(python), str(ROOT / "bench" / "peers.py"), str(path)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    told = json.loads(answer.stdout)
    return {name: (one["seconds"], one["found"]) for name, one in told.items()}


def _spell_page(known: Known) -> str:
    capture = known.capture
    html = decode_html(capture.body, capture.address, capture.charset)
    return json.dumps({"address": capture.address, "html": html})


def _find_peers() -> Path:
    """The interpreter of the environment with the others, which is made where there is none."""
    python = PEERS / "bin" / "python"
    done = PEERS / ".installed"
    if not done.exists():
        print(f"installing {LOCK.name} into {PEERS.relative_to(ROOT)}", file=sys.stderr)
        venv.create(PEERS, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*command, "--require-hashes", "-r", str(LOCK)], check=True)  # noqa: S603 - our own command
        done.touch()
    return python


if __name__ == "__main__":
    main()
