import pytest

from onrecord.errors import InputError
from onrecord.register.reader import Register
from onrecord.register.search import parse_query, split_marks
from onrecord.register.store import Engine
from tests.register.build import TEXT, make_reading, write

ELSEWHERE = TEXT.replace("Harbour Council", "Fisheries Board").replace("Skarn", "Résavik")


@pytest.fixture
def register(engine: Engine) -> Register:
    write(engine, make_reading(TEXT, "harbour/1", "2024-05-04"))
    write(engine, make_reading(ELSEWHERE, "fisheries/1", "2024-05-06"))
    return Register(engine)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("harbour", ["harbour/1"]),
        ("councils meeting", ["harbour/1"]),
        ('"harbour council met"', ["harbour/1"]),
        ('"council harbour"', []),
        ("resavik", ["fisheries/1"]),
        ("dredging -harbour", ["fisheries/1"]),
        ("nowhere", []),
        ("harbour (", ["harbour/1"]),
        ("harbour*", ["harbour/1"]),
        ('harbour "', ["harbour/1"]),
    ],
)
def test_words_find_releases(register: Register, words: str, found: list[str]) -> None:
    assert [row.document for row in register.search(words)] == found
    assert register.count_search(words) == len(found)


def test_newest_first_is_by_day(register: Register) -> None:
    found = register.search("dredging", newest=True)
    assert [row.document for row in found] == ["fisheries/1", "harbour/1"]
    assert [row.document for row in register.search("dredging", newest=True, limit=1)] == [
        "fisheries/1"
    ]


def test_a_passage_marks_the_words_of_the_text(register: Register) -> None:
    [row] = register.search("published skarn")
    marked = row.passage[1::2]
    assert set(marked) == {"publish", "Skarn"}
    assert "".join(row.passage).strip("…") in TEXT


@pytest.mark.parametrize("words", ["", "   ", '""', "-", "-harbour", "()"])
def test_nothing_to_look_for_is_said(words: str) -> None:
    with pytest.raises(InputError, match="nothing to look for"):
        parse_query(words)


def test_marks_split_a_text_into_outside_and_match() -> None:
    assert split_marks("a \ue000b\ue001 c") == ("a ", "b", " c")
