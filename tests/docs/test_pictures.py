import re
import struct
from pathlib import Path

import pytest

from tools.screenshots import FOLDER, MOST, PICTURES

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
MADE = {picture.name: picture for picture in PICTURES}
USED = [
    (page, alt, (page.parent / target).resolve())
    for page in PAGES
    for alt, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text("utf-8"))
]


def test_every_picture_in_the_documentation_is_made_by_the_script_and_each_made_is_used() -> None:
    assert {target for _, _, target in USED} == {FOLDER / f"{name}.png" for name in MADE}
    assert {path.stem for path in FOLDER.glob("*.png")} == set(MADE)


def test_every_picture_is_described_in_words() -> None:
    for page, alt, target in USED:
        assert len(alt.split()) >= 4, f"{page.name}: {target.name}"


@pytest.mark.parametrize("name", MADE)
def test_a_picture_is_small_and_of_the_size_that_the_script_gives_it(name: str) -> None:
    picture = (FOLDER / f"{name}.png").read_bytes()
    assert len(picture) <= MOST
    assert struct.unpack(">II", picture[16:24]) == MADE[name].size
