import gzip
import re
from itertools import product

import pytest

from onrecord.web.addresses import STATIC_FOLDER

MOST_BYTES = 60_000  # of everything that a first visit fetches besides the page, compressed
STYLE = (STATIC_FOLDER / "style.css").read_text(encoding="utf-8")
GROUNDS = ("paper", "card")
MARKS = ("event", "act", "commitment", "office", "quote", "lit", "added", "removed")
TONES = ("ink", "quiet", "link", "good", "coming", "warn", "bad")


def colours(scheme: str) -> dict[str, str]:
    light, dark = re.split(r"@media \(prefers-color-scheme: dark\)", STYLE, maxsplit=1)
    block = light if scheme == "light" else dark[: dark.index("/* The page */")]
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read_on_every_ground(scheme: str) -> None:
    found = colours(scheme)
    pairs = [*product(TONES, GROUNDS), *product(("ink", "link"), MARKS)]
    weak = {p: contrast(found[p[0]], found[p[1]]) for p in pairs}
    assert {pair: round(value, 2) for pair, value in weak.items() if value < 4.5} == {}
    assert contrast(found["edge"], found["paper"]) >= 3
    assert contrast(found["edge"], found["card"]) >= 3


def test_what_is_shipped_is_light() -> None:
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in STATIC_FOLDER.iterdir()}
    assert sum(sizes.values()) < MOST_BYTES, sizes


def test_nothing_comes_from_elsewhere() -> None:
    for file in STATIC_FOLDER.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE), file.name
        assert "@import" not in text
