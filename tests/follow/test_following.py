import random
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from bench.follow import build_gold
from onrecord.follow.links import find_links, make_ready
from onrecord.pipeline.following import Followed, promise_statuses
from onrecord.pipeline.run import add_paths
from onrecord.register import schema
from onrecord.register.reader import Register
from onrecord.register.store import open_engine, writing
from tests.follow.reading import VOCABULARY, read_everything
from tests.gold import load_sample

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


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("plain") / "home"
    build_gold(home, load_sample())
    return home


@pytest.mark.parametrize(("seed", "size"), [(1, 5), (2, 33)])
def test_the_order_in_which_documents_come_changes_nothing(
    plain: Path, tmp_path: Path, seed: int, size: int
) -> None:
    golds = load_sample()
    shuffled = random.Random(seed).sample(golds, len(golds))
    for start in range(0, len(shuffled), size):
        build_gold(tmp_path / "shuffled", shuffled[start : start + size])
    assert load_statuses(tmp_path / "shuffled") == load_statuses(plain)


def test_holding_every_promise_against_every_release_finds_no_more(plain: Path) -> None:
    engine = open_engine(plain)
    with engine.connect() as connection:
        links = schema.links.c
        kept = connection.execute(select(links.fact_id, links.version_id, links.relation)).all()
        promises, releases = read_everything(connection)
    engine.dispose()
    found = [
        (link.promise, link.version, link.relation)
        for promise in promises
        for heard in releases
        for link in find_links(promise, make_ready(heard), VOCABULARY)
    ]
    assert sorted(found) == sorted(tuple(row) for row in kept)


def test_what_was_never_followed_is_followed_by_the_next_run(harbour: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    add_paths(home, [harbour])
    engine = open_engine(home)
    with writing(engine) as connection:
        for table in (schema.links, schema.heard, schema.heard_terms, schema.sought):
            connection.execute(delete(table))
        connection.execute(delete(schema.sought_terms))
    engine.dispose()
    add_paths(home, [harbour])
    assert find_promise(home).status == "kept"


@pytest.mark.parametrize("year", [2025, 2028, 2032])
def test_a_promise_for_many_years_is_answered_in_any_of_them(tmp_path: Path, year: int) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "promise.txt").write_text(PROMISE.replace("30 June 2024", "30 June 2033"), "utf-8")
    add_paths(tmp_path / "home", [pages])
    answer = ANSWER.replace("2024", str(year))
    (pages / "answer.txt").write_text(answer, "utf-8")
    add_paths(tmp_path / "home", [pages])
    assert find_promise(tmp_path / "home", date(2033, 12, 31)).status == "kept"
