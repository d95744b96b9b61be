from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.difference import compare_texts

WORDS = st.lists(st.sampled_from(["the", "council", "met", "in", "May", ".", "\n", "\n\n", " "]))
TEXTS = WORDS.map(" ".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_put_together_again(older: str, newer: str) -> None:
    changes = compare_texts(older, newer).changes
    assert "".join(c.text for c in changes if c.kind != "added") == older
    assert "".join(c.text for c in changes if c.kind != "removed") == newer


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert compare_texts(text, text).places == 0


def test_a_changed_word_is_one_place() -> None:
    found = compare_texts("It is due by 30 June.\n\nDone.", "It is due by 31 June.\n\nDone.")
    assert [(c.kind, c.text) for c in found.changes if c.number] == [
        ("removed", "30"),
        ("added", "31"),
    ]
    assert found.places == 1
    assert found.count_words("added") == 1
