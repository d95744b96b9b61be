from pathlib import Path

import pytest

from bench.follow import Case, build_gold, check_statuses
from tests.gold import load_sample

RIGHT = 0.93  # of the statuses, where names, events and promises are as annotated


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    home: Path = tmp_path_factory.mktemp("follow") / "home"
    build_gold(home, load_sample())
    return check_statuses(home)


def test_most_statuses_of_the_sample_are_right(cases: list[Case]) -> None:
    assert sum(case.right for case in cases) / len(cases) >= RIGHT


def test_nothing_is_said_to_be_kept_that_was_not(cases: list[Case]) -> None:
    wrong = [
        case.expected["quote"]
        for case in cases
        if case.found.startswith("kept") and not case.expected["status"].startswith("kept")
    ]
    assert wrong == []
