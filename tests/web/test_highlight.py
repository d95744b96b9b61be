from itertools import pairwise
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.highlight import (
    Mark,
    Piece,
    Ref,
    is_wrapped,
    settle_marks,
    split_marks,
    split_paragraphs,
)

OFFSET = 100
TEXTS = st.text("ab \n", max_size=40)


Role = Literal["head", "value", "name"]


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    ends = st.integers(OFFSET - 5, OFFSET + len(text) + 5)
    spans = draw(st.lists(st.tuples(ends, ends), max_size=8))
    roles: st.SearchStrategy[Role] = st.sampled_from(["head", "value", "name"])
    return text, [Mark(min(s), max(s), draw(roles), (Ref(f"f{n}", n),))
                  for n, s in enumerate(spans) if s[0] != s[1]]  # fmt: skip


def draw_pieces(pieces: tuple[Piece, ...]) -> str:
    """Pieces as text with brackets, so that a test can be read."""
    drawn = {"open": "[", "close": "]"}
    return "".join(drawn.get(piece.step, piece.text) for piece in pieces)


def cover(pieces: tuple[Piece, ...]) -> dict[Mark, list[int]]:
    """Which characters each mark stands on, counted from the text's beginning."""
    at = 0
    stack: list[Mark | None] = []
    covered: dict[Mark, list[int]] = {}
    for piece in pieces:
        if piece.step == "text":
            for mark in filter(None, stack):
                covered.setdefault(mark, []).extend(range(at, at + len(piece.text)))
            at += len(piece.text)
        elif piece.step == "open":
            stack.append(piece.mark)
        else:
            assert stack.pop() is piece.mark
    assert not stack
    return covered


@given(marked_texts())
def test_pieces_nest_and_each_mark_stands_on_its_own_characters(
    marked: tuple[str, list[Mark]],
) -> None:
    text, marks = marked
    pieces = split_marks(text, OFFSET, marks)
    assert "".join(piece.text for piece in pieces) == text
    expected = {
        mark: list(range(max(mark.start - OFFSET, 0), min(mark.end - OFFSET, len(text))))
        for mark in marks
    }
    assert cover(pieces) == {mark: places for mark, places in expected.items() if places}


@given(marked_texts())
def test_a_cut_mark_has_one_first_opening_and_one_last_closing(
    marked: tuple[str, list[Mark]],
) -> None:
    text, marks = marked
    pieces = split_marks(text, OFFSET, marks)
    for mark in marks:
        if OFFSET <= mark.start < OFFSET + len(text):
            assert sum(piece.first for piece in pieces if piece.mark is mark) == 1
        if OFFSET < mark.end <= OFFSET + len(text):
            assert sum(piece.last for piece in pieces if piece.mark is mark) == 1


@given(marked_texts())
def test_paragraphs_keep_every_word_and_lose_only_white_space(
    marked: tuple[str, list[Mark]],
) -> None:
    text, marks = marked
    paragraphs = split_paragraphs(text, OFFSET, marks)
    kept = "".join(piece.text for p in paragraphs for piece in p.pieces)
    assert "".join(kept.split()) == "".join(text.split())


@given(marked_texts())
def test_links_never_lie_inside_links(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    settled = settle_marks(
        [
            m if m.role != "head" else Mark(m.start, m.end, "head", m.refs, shown=m.refs)
            for m in marks
        ]
    )
    depth = 0
    for piece in split_marks(text, OFFSET, settled):
        if piece.mark is None:
            continue
        link = piece.mark.role == "name" or piece.mark.linked
        number = piece.mark.role == "head" and not piece.mark.linked and piece.last
        if number:
            assert depth == 0, "a number is a link of its own"
        if link:
            depth += 1 if piece.step == "open" else -1
            assert depth <= 1


def test_crossing_marks_are_cut_where_they_cross() -> None:
    crossing = [Mark(0, 5, "value"), Mark(3, 8, "value")]
    assert draw_pieces(split_marks("abcdefgh", 0, crossing)) == "[abc[de]][fgh]"


def test_nested_marks_stay_whole() -> None:
    nested = [Mark(2, 4, "head"), Mark(0, 8, "value")]
    assert draw_pieces(split_marks("abcdefgh", 0, nested)) == "[ab[cd]efgh]"


def test_blank_lines_part_paragraphs_and_else_lines_do() -> None:
    assert len(split_paragraphs("one\ntwo\n\nthree", 0, [])) == 2
    assert len(split_paragraphs("one\ntwo\nthree\n", 0, [])) == 3


def test_line_breaks_are_kept_unless_a_tool_made_them() -> None:
    address = "Skarn\nDock Street 4\nHarbour House"
    wrapped = "\n".join(["a line that a program broke at its width, as they all do here"] * 4)
    assert not is_wrapped(address)
    assert is_wrapped(wrapped)
    kept = [p.kept for p in split_paragraphs(f"{address}\n\n{wrapped}", 0, [])]
    assert kept == [True, False]


def test_a_mark_across_paragraphs_stands_in_each() -> None:
    text = "one\n\ntwo"
    first, second = split_paragraphs(text, 0, [Mark(0, len(text), "value")])
    assert draw_pieces(first.pieces) == "[one]"
    assert draw_pieces(second.pieces) == "[two]"


def test_a_name_in_a_longer_name_gives_way() -> None:
    names = [Mark(0, 20, "name", address="/a"), Mark(15, 20, "name", address="/b")]
    assert [mark.address for mark in settle_marks(names)] == ["/a"]


def test_a_short_head_is_a_link_and_a_long_one_is_not() -> None:
    one = (Ref("f", 1),)
    short, long = Mark(0, 3, "head", one, shown=one), Mark(10, 200, "head", one, shown=one)
    assert [mark.linked for mark in settle_marks([short, long])] == [True, False]


def test_many_marks_take_time_in_proportion() -> None:
    marks = [Mark(n, n + 3, "value") for n in range(5000)]
    pieces = split_marks("x" * 5003, 0, marks)
    opened = [piece for piece in pieces if piece.step == "open" and piece.first]
    starts = [piece.mark.start for piece in opened if piece.mark]
    assert all(one <= other for one, other in pairwise(starts))
