import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_every_kind_of_page_is_documented() -> None:
    from onrecord.web.kinds import KINDS

    documented = (ROOT / "docs" / "reference" / "pages.md").read_text("utf-8")
    for kind in KINDS:
        assert f"`/{kind.slug}`" in documented, kind.slug
        assert f"/{kind.path}/ID" in documented or kind.path in (
            "person",
            "body",
            "state",
            "place",
            "instrument",
            "operation",
            "series",
        ), kind.path
