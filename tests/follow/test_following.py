import random
from datetime import date
from pathlib import Path

import pytest

from bench.follow import build_gold
from onrecord.pipeline.following import Followed, promise_statuses
from onrecord.pipeline.run import add_paths
from onrecord.register.reader import Register
from tests.gold import load_folder

ASOF = date(2025, 12, 31)
PROMISE = (
    "Harbour Council meets in Skarn\n\n4 May 2024\n\n"
    "The Harbour Council met in Skarn on 3 May 2024.\n\n"
    "The Council will publish a report on the dredging of the inner basin by 30 June 2024.\n"
)
ANSWER = (
    "Pilots elect a new board\n\n12 July 2024\n\n"
    "The Harbour Council met in Skarn on 11 July 2024.\n\n"
    "The report on the dredging of the inner basin, published on 20 June, was discussed.\n"
)


def load_statuses(home: Path, asof: date = ASOF) -> dict[str, Followed]:
    register = Register.open(home)
    ids = [row.id for layer in ("commitment", "event") for row in register.each(layer)]
    found = promise_statuses(register, asof, ids)
    register.close()
    return found


@pytest.fixture
def harbour(tmp_path: Path) -> Path:
    folder = tmp_path / "harbour"
    folder.mkdir()
    (folder / "answer.txt").write_text(ANSWER, "utf-8")
    (folder / "promise.txt").write_text(PROMISE, "utf-8")
    return folder


def find_promise(home: Path, asof: date = ASOF) -> Followed:
    register = Register.open(home)
    [promise] = [row.id for row in register.each("commitment")]
    found = promise_statuses(register, asof, [promise])[promise]
    register.close()
    return found


def test_an_answer_is_quoted_with_its_day_and_the_reasons(harbour: Path, tmp_path: Path) -> None:
    add_paths(tmp_path / "home", [harbour])
    followed = find_promise(tmp_path / "home")
    [answer] = followed.answers
    assert (followed.status, followed.day) == ("kept", "2024-06-20")
    assert answer.quotation.text.startswith("The report on the dredging")
    assert answer.quotation.document == "answer"
    assert answer.mark == "machine"
    assert dict(answer.features)["the same verb"] > 0


def test_only_what_was_published_by_the_day_counts(harbour: Path, tmp_path: Path) -> None:
    add_paths(tmp_path / "home", [harbour])
    assert find_promise(tmp_path / "home", date(2024, 5, 20)).status == "open"
    assert find_promise(tmp_path / "home", date(2024, 7, 11)).status == "overdue"
    assert find_promise(tmp_path / "home", date(2024, 7, 12)).status == "kept"


def test_a_page_that_no_longer_tells_it_answers_no_longer(harbour: Path, tmp_path: Path) -> None:
    add_paths(tmp_path / "home", [harbour])
    changed = ANSWER.replace("published on 20 June", "not published so far")
    (harbour / "answer.txt").write_text(changed, "utf-8")
    add_paths(tmp_path / "home", [harbour])
    assert find_promise(tmp_path / "home").status == "overdue"


@pytest.mark.parametrize(("seed", "size"), [(1, 5), (2, 11)])
def test_the_order_in_which_documents_come_changes_nothing(
    tmp_path: Path, seed: int, size: int
) -> None:
    golds = load_folder("brennholt")
    build_gold(tmp_path / "plain", golds)
    shuffled = random.Random(seed).sample(golds, len(golds))
    for start in range(0, len(shuffled), size):
        build_gold(tmp_path / "shuffled", shuffled[start : start + size])
    assert load_statuses(tmp_path / "shuffled") == load_statuses(tmp_path / "plain")
