from onrecord.model.reading import LONGEST_SENTENCE
from onrecord.reading.segment import LONGEST_WORD, load_pipeline


def test_a_word_without_an_end_is_cut_and_every_character_kept() -> None:
    text = "He met " + "&" * 1000 + "\n" + "(" * 450 + " and left."
    doc = load_pipeline()(text)
    assert doc.text == text
    assert max(len(token) for token in doc) <= LONGEST_WORD


def test_no_sentence_is_longer_than_the_rules_can_look_through() -> None:
    doc = load_pipeline()("the council met and " * 200)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST_SENTENCE


def test_a_sentence_that_is_too_long_ends_at_a_pause() -> None:
    doc = load_pipeline()("the council met, " * 100)
    assert {sentence[-1].text for sentence in doc.sents} == {","}
