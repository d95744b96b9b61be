from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.register.alignment import Alignment, split_sentences
from onrecord.register.firmness import find_amounts, find_firmness
from onrecord.register.pairing import pair_facts, place_facts
from onrecord.register.retold import Alteration, retell_facts, turn_difference
from onrecord.register.views import FactView, Quotation, Value

BODIES = ("Harbour Council", "Fisheries Board", "Port Authority")
DAYS = {"3 May 2024": "2024-05-03", "9 June 2024": "2024-06-09", "1 July 2024": "2024-07-01"}
MODALS = ("will", "intends to", "may")
DEEDS = ("publish a report on dredging", "deepen two basins of the outer port", "pay 40 crews")
PLAIN = ("The weather was calm.", "Ships of all sizes call here.", "Nobody was hurt.")


@st.composite
def sentences(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["met", "promise", "plain"]))
    body, day = draw(st.sampled_from(BODIES)), draw(st.sampled_from(sorted(DAYS)))
    if kind == "plain":
        return draw(st.sampled_from(PLAIN))
    if kind == "met":
        return f"The {body} met on {day}."
    modal, deed = draw(st.sampled_from(MODALS)), draw(st.sampled_from(DEEDS))
    return f"The {body} {modal} {deed} by {day}."


texts = st.lists(sentences(), max_size=7).map(" ".join)


def quote(text: str, start: int, words: str) -> Quotation:
    at = text.index(words, start)
    return Quotation("p/1", "re-1", "v", at, at + len(words), words, None, "a")


def read_text(text: str) -> list[FactView]:
    """The sessions and the firm or planned promises of a text, as a reader of it finds them."""
    found = []
    for sentence in split_sentences(text):
        words = text[sentence.start : sentence.end].rstrip()
        deed = next((deed for deed in DEEDS if deed in words), None)
        if " met on " not in words and (deed is None or " may " in words):
            continue
        body = next(body for body in BODIES if body in words)
        day = next(day for day in DAYS if day in words)
        slots = [("start", day, DAYS[day]), ("body", body, body), ("trigger", "met", "met")]
        if deed:
            slots = [("due", day, DAYS[day]), ("actor", body, body), ("action", deed, deed)]
        values = tuple(
            Value(slot, value, f"or-{value}" if slot in ("body", "actor") else None,
                  quote(text, sentence.start, quoted))
            for slot, quoted, value in slots
        )  # fmt: skip
        layer, kind = ("commitment", "commitment") if deed else ("event", "session")
        found.append(
            FactView(f"{layer}-{sentence.start}", "en", layer, kind, None, DAYS[day], DAYS[day],
                     "r", 1.0, None, quote(text, sentence.start, words), values, "t", None)
        )  # fmt: skip
    return found


def retell(old: str, new: str) -> list[Alteration]:
    return retell_facts((old, new), read_text(old), read_text(new))


@settings(deadline=None)
@given(texts, texts)
def test_pairing_is_one_to_one_and_leaves_nobody_out(old: str, new: str) -> None:
    alignment = Alignment(old, new)
    facts = read_text(old), read_text(new)
    pairs = list(pair_facts(alignment, *(place_facts(alignment, s, facts[s]) for s in (0, 1))))
    for side in (0, 1):
        found = [placed.fact.id for pair in pairs if (placed := pair[side]) is not None]
        assert sorted(found) == sorted(fact.id for fact in facts[side])


@settings(deadline=None)
@given(texts)
def test_an_unchanged_text_gives_no_difference(text: str) -> None:
    assert retell(text, text) == []


@settings(deadline=None)
@given(texts, texts)
def test_exchanging_the_texts_exchanges_the_sides(old: str, new: str) -> None:
    there, back = retell(old, new), retell(new, old)
    assert {_outline(a) for a in there} == {_outline(a, turned=True) for a in back}


def _outline(alteration, turned: bool = False) -> tuple[object, ...]:
    sides = [(f.id if f else None) for f in (alteration.old, alteration.new)]
    quotes = [(q.start if q else None) for q in (alteration.was, alteration.now)]
    told = [turn_difference(d) if turned else d for d in alteration.differences]
    if turned:
        sides.reverse()
        quotes.reverse()
    return (*sides, *quotes, tuple(sorted((d.kind, d.slot, d.old, d.new) for d in told)))


@settings(deadline=None)
@given(st.lists(sentences(), max_size=6), st.randoms(use_true_random=False))
def test_sentences_in_another_order_are_the_same_facts(found: list[str], chance) -> None:
    moved = list(dict.fromkeys(found))
    other = list(moved)
    chance.shuffle(other)
    assert retell(" ".join(moved), " ".join(other)) == []


CASES: Sequence[tuple[str, str, str]] = (
    ("The Harbour Council met on 3 May 2024.", "The Harbour Council met on 9 June 2024.", "date"),
    (
        "The Port Authority will publish a report on dredging by 3 May 2024.",
        "The Port Authority intends to publish a report on dredging by 3 May 2024.",
        "softened",
    ),
    (
        "The Port Authority will publish a report on dredging by 3 May 2024.",
        "The Port Authority may publish a report on dredging by 3 May 2024.",
        "softened",
    ),
    (
        "The Port Authority may pay 40 crews by 3 May 2024.",
        "The Port Authority will pay 40 crews by 3 May 2024.",
        "firmed",
    ),
    (
        "The Port Authority will pay 40 crews by 3 May 2024.",
        "The Port Authority will pay 40 crews by 1 July 2024.",
        "deadline",
    ),
    (
        "The Port Authority will pay 40 crews by 3 May 2024.",
        "The Fisheries Board will pay 40 crews by 3 May 2024.",
        "name name",
    ),
    ("The Harbour Council met on 3 May 2024.", "The weather was calm.", "gone"),
    ("The weather was calm.", "The Harbour Council met on 3 May 2024.", "new"),
)


@pytest.mark.parametrize(("old", "new", "kinds"), CASES)
def test_each_kind_of_difference_is_told(old: str, new: str, kinds: str) -> None:
    found = [d.kind for a in retell(old, new) for d in a.differences]
    assert " ".join(found) == kinds


def test_a_softened_promise_quotes_the_sentence_that_took_its_place() -> None:
    old = "The Port Authority will publish a report on dredging by 3 May 2024."
    new = "Rain fell. The Port Authority may publish a report on dredging by 3 May 2024."
    [alteration] = retell(old, new)
    assert alteration.new is None
    assert alteration.now is not None
    assert alteration.now.text == new.removeprefix("Rain fell. ")
    assert alteration.what == "promise: softened from “will” to “may”"


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The Board will publish it.", "will"),
        ("The Board said it would like to publish it.", "would like to"),
        ("In May the Board is expected to publish it.", "is expected to"),
        ("By May publish it.", None),
    ],
)
def test_the_words_before_a_deed_say_how_firm_it_is(sentence: str, words: str | None) -> None:
    found = find_firmness(sentence, sentence.index("publish"))
    assert (found and found[1]) == words


def test_amounts_are_no_dates() -> None:
    text = "It gives €1.5 million for two boats and 40 crews from 3 May 2024 on, and 5 in 2025."
    assert sorted(find_amounts(text, ["3 May 2024"])) == ["40", "5", "two", "€1.5 million"]
