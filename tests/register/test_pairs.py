"""Pairs of releases as a site had them before and after: what changed is told, the rest kept."""

from __future__ import annotations

import pytest

from tests.register.rewordings import Compared, Pair, compare_pairs, load_pairs

PAIRS = load_pairs()


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Compared]:
    return compare_pairs(tmp_path_factory.mktemp("pairs"), PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_exactly_what_changed_is_told(pair: Pair, compared: dict[str, Compared]) -> None:
    assert compared[pair.name].before
    assert compared[pair.name].changes == pair.changes


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)
def test_what_is_told_alike_keeps_its_id_and_claims(
    pair: Pair, compared: dict[str, Compared]
) -> None:
    before, after = (
        {
            id_: [(value.slot, value.value, value.entry) for value in fact.values]
            for id_, fact in side.items()
            if fact.layer not in pair.reread
        }
        for side in compared[pair.name].kept
    )
    assert after == before


def test_the_collection_has_every_kind_of_change() -> None:
    kinds = {change.split()[1] for pair in PAIRS for change in pair.changes}
    assert kinds == {
        "date", "deadline", "name", "softened", "firmed", "amount", "status", "quotation",
        "wording", "gone", "new",
    }  # fmt: skip
    assert sum(not pair.changes for pair in PAIRS) >= 3
