import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.docsite import find_outside

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation, built as `make docs` builds it."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_is_built_without_a_warning_and_has_every_page(site: Path) -> None:
    for page in (ROOT / "docs").rglob("*.md"):
        assert (site / page.relative_to(ROOT / "docs").with_suffix(".html")).exists(), page.name


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    assert list(find_outside(site)) == []


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("cli", "onrecord judge add"),
        ("cli", "could not be read"),
        ("python", "open_register"),
        ("errors", "WithdrawnError"),
        ("lexicon", "commitments.toml"),
        ("changes", "0.1.0"),
    ],
)
def test_pages_made_from_the_code_are_there(site: Path, page: str, said: str) -> None:
    assert said in (site / "reference" / f"{page}.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.html", '<script src="https://cdn.example/x.js"></script>', True),
        ("a.html", "<link rel=stylesheet href=//fonts.example/css>", True),
        ("a.html", '<img alt="" src="../pictures/a.png">', False),
        ("a.html", '<a href="https://www.example.org/">a link is not loaded</a>', False),
        ("a.css", "@font-face{src:url(https://fonts.example/a.woff2)}", True),
        ("a.css", "a{background:url(data:image/png;base64,AAAA)}", False),
    ],
)
def test_what_a_page_would_load_from_elsewhere_is_seen(
    tmp_path: Path, name: str, text: str, found: bool
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert bool(list(find_outside(tmp_path))) is found
