"""How fast a folder becomes a register, in how much memory, and what the second run costs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.collection import write_collection
from bench.process import folder_mib, onrecord, run_measured

SIZES = (1_000, 12_000)
JOBS = 2
REAL = ("kremlin_pages.tar.xz", "swiss_releases_en.jsonl.gz")


def measure_reading(corpus: Path, keep: Path, sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line for each collection; the largest register is left in `keep`."""
    print(f"{'collection':<28}{'docs/s':>8}{'peak MiB':>10}{'MiB':>8}{'again s':>9}  summary")
    for name in REAL:
        path = corpus / "raw" / name
        if path.exists():
            with tempfile.TemporaryDirectory() as scratch:
                _measure(name, path, Path(scratch) / "home")
        else:
            print(f"{name:<28}not here, left out")
    with tempfile.TemporaryDirectory() as scratch:
        for size in sizes:
            path = Path(scratch) / f"{size}.jsonl"
            write_collection(path, size)
            last = size == max(sizes)
            _measure(f"invented {size}", path, keep if last else Path(scratch) / f"home{size}")


def _measure(name: str, path: Path, home: Path) -> None:
    command = onrecord("add", "--quiet", "--jobs", str(JOBS), "--home", home, path)
    first = run_measured(command)
    again = run_measured(command)
    summary = first.output.splitlines()[0] if first.output else "nothing printed"
    documents = int(summary.split()[0]) if summary.split()[0].isdigit() else 0
    print(
        f"{name:<28}{documents / first.seconds:>8.1f}{first.peak_mib:>10.0f}"
        f"{folder_mib(home):>8.0f}{again.seconds:>9.1f}  {summary}",
        flush=True,
    )
