"""Quotations with their speakers: marked texts about invented institutions.

`{Name}` marks a person's name, `{words=Name}` a description of that person, `[Name]` a body.
"""

from __future__ import annotations

import itertools
import re
import time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.reading import Entity, Mention, Part, Quote
from onrecord.model.text import Page, Release, Span
from onrecord.reading.quotes import find_quotes
from onrecord.reading.segment import parse_page

MARKED = re.compile(r"\{(?P<person>[^{}=]+)(?:=(?P<meant>[^{}]+))?\}|\[(?P<body>[^\[\]]+)\]")


def unmark(marked: str) -> tuple[str, list[tuple[int, str, str, str, str]]]:
    text, found, last = "", [], 0
    for match in MARKED.finditer(marked):
        text += marked[last : match.start()]
        words = match["person"] or match["body"]
        name = match["meant"] or words
        kind = "organisation" if match["body"] else "person"
        found.append((len(text), words, name, kind, "description" if match["meant"] else "name"))
        text, last = text + words, match.end()
    return text + marked[last:], found


def read(marked: str, headline: str | None = None) -> list[tuple[str | None, str]]:
    text, found = unmark(marked)
    head = (
        Span.cut(text, text.index(headline), text.index(headline) + len(headline))
        if headline
        else None
    )
    body = head.end if head else 0
    page = Page("p", "", text, (Release(0, len(text), body, head, None, None, True),))
    parts = parse_page(page)
    surnames = {
        name.split()[-1]: name for _, _, name, kind, _ in found if kind == "person" and " " in name
    }
    ids = {name: surnames.get(name, name) for _, _, name, _, _ in found}
    mentions = [
        Mention(Span(at, at + len(words), words), kind, form, ids[name], at, 0)  # type: ignore[arg-type]
        for at, words, name, kind, form in found
    ]
    kinds = {ids[name]: kind for _, _, name, kind, _ in found}
    entities = {
        name: Entity(name, kind, name, tuple(m.span for m in mentions if m.entity == name))  # type: ignore[arg-type]
        for name, kind in kinds.items()
    }
    quotes = find_quotes(page, parts, mentions, entities)
    check_spans(text, quotes)
    return [(quote.speaker, quote.quote.text) for quote in quotes]


def check_spans(text: str, quotes: tuple[Quote, ...]) -> None:
    for quote in quotes:
        assert text[quote.quote.start : quote.quote.end] == quote.quote.text
        if quote.cue:
            assert text[quote.cue.start : quote.cue.end] == quote.cue.text


VASK, LUND = "Elena Vask", "Erik Lund"

SPOKEN = {
    "verb after": (
        "“The sea does not ask for papers,” {Elena Vask} said.",
        [(VASK, "The sea does not ask for papers")],
    ),
    "inverted": (
        "“The sea does not ask for papers,” said {Elena Vask}.",
        [(VASK, "The sea does not ask for papers")],
    ),
    "inverted with an office before the name": (
        '"The sea does not ask for papers," said [NLCO] Secretary for Coastal Affairs {Elena Vask} at a briefing with {Erik Lund}.',
        [(VASK, "The sea does not ask for papers")],
    ),
    "inverted with the name in apposition": (
        '"The sea does not ask for papers," said the Head of the [Harbour Office], {Elena Vask}.',
        [(VASK, "The sea does not ask for papers")],
    ),
    "broken by the speaker": (
        "‘The sea does not ask for papers,’ {Elena Vask} told reporters, ‘and we do not either.’",
        [(VASK, "The sea does not ask for papers"), (VASK, "and we do not either.")],
    ),
    "going on in the next sentence": (
        "“The sea does not ask for papers,” said {Elena Vask}. “That is why we train together.”",
        [(VASK, "The sea does not ask for papers"), (VASK, "That is why we train together.")],
    ),
    "going on after a verb with a pronoun": (
        "“The sea does not ask for papers,” said {Elena Vask}. She continued: “That is why we train together.”",
        [(VASK, "The sea does not ask for papers"), (VASK, "That is why we train together.")],
    ),
    "before a colon": (
        "At the opening, {Elena Vask} stressed: «We shall keep the harbour open all winter».",
        [(VASK, "We shall keep the harbour open all winter")],
    ),
    "low and high marks": (
        "{Elena Vask} noted: „We shall keep the harbour open all winter.“",
        [(VASK, "We shall keep the harbour open all winter.")],
    ),
    "according to": (
        'According to {Elena Vask}, "the harbour will be open all winter".',
        [(VASK, "the harbour will be open all winter")],
    ),
    "in the words of": (
        'In the words of {Elena Vask}, the exercise was "a lesson in patience for everybody".',
        [(VASK, "a lesson in patience for everybody")],
    ),
    "a body speaks": (
        'The [Ministry] said in a statement that it "regrets the loss of two fishing boats".',
        [("Ministry", "regrets the loss of two fishing boats")],
    ),
    "an office-holder speaks": (
        '"We have nothing to add to this," {the spokesman=spokesman} said.',
        [("spokesman", "We have nothing to add to this")],
    ),
    "a pronoun for the subject of the paragraph": (
        'After the talks with {Erik Lund}, {Elena Vask} spoke to the press. "We agreed on all four points," she said.',
        [(VASK, "We agreed on all four points")],
    ),
    "somebody met in a clause between": (
        "{Elena Vask}, who met with {Erik Lund} on Monday, said: “We agreed on all four points.”",
        [(VASK, "We agreed on all four points.")],
    ),
    "somebody thanked before the verb": (
        "{Elena Vask} thanked {Erik Lund} and stressed: “We agreed on all four points.”",
        [(VASK, "We agreed on all four points.")],
    ),
    "two speakers in one paragraph": (
        "“We agreed on all four points,” said {Elena Vask}. {Erik Lund} added: “It took us four hours.”",
        [(VASK, "We agreed on all four points"), (LUND, "It took us four hours.")],
    ),
    "a sentence before without a cue": (
        "{Elena Vask} thanked the crews for their work. “Thanks to you, two men are alive today.”",
        [(VASK, "Thanks to you, two men are alive today.")],
    ),
    "a paragraph of its own after a colon": (
        "Closing the session, {Elena Vask} said:\n\n“We agreed on all four points. It took us four hours.”",
        [(VASK, "We agreed on all four points. It took us four hours.")],
    ),
    "paragraphs that open anew": (
        "{Elena Vask} said: “We agreed on all four points.\n\n“It took us four hours.”\n\nThe talks go on.",
        [(VASK, "We agreed on all four points."), (VASK, "It took us four hours.")],
    ),
    "a statement whose paragraphs open anew": (
        "{Elena Vask} made the following statement:\n\n“We agreed on all.\n\n“It took us four hours.”",
        [(VASK, "We agreed on all.\n\n“It took us four hours.")],
    ),
    "labels with a dash": (
        "Senator {ORLO} (South) (10.12) — I thank the growers.\n\n"
        "Senator {PELLIN} — I thank them as well.",
        [("ORLO", "I thank the growers."), ("PELLIN", "I thank them as well.")],
    ),
    "a statement between marks": (
        "Joint Statement by the [Ministry]\n\nBegin text:\n\nWe shall open the port.\n\n"
        "It will take a year.\n\nEnd text.",
        [("Ministry", "We shall open the port.\n\nIt will take a year.")],
    ),
    "a name with its office on the line above": (
        "Minister for Roads {Elena Vask}\n\n“Works will start in June this year.”",
        [(VASK, "Works will start in June this year.")],
    ),
    "the verb beside the marks before the source behind them": (
        "“We shall not close the border,” {Elena Vask} told reporters, according to the [Ministry].",
        [(VASK, "We shall not close the border")],
    ),
    "paragraphs in one pair of marks": (
        "The [Ministry] makes the following statement:\n\n“The storm did great harm.\n\nThe villages need help.”\n\nMaresk",
        [("Ministry", "The storm did great harm.\n\nThe villages need help.")],
    ),
    "marks inside marks": (
        "“They told us “nobody will come” and we came,” said {Elena Vask}.",
        [(VASK, "They told us “nobody will come” and we came")],
    ),
    "a closing mark forgotten": (
        'As {Elena Vask} put it: "We shall keep the harbour open all winter.\n\nThe session went on.',
        [(VASK, "We shall keep the harbour open all winter.")],
    ),
    "signed below": (
        "“We shall keep the harbour open all winter.”\n— {Elena Vask}, Mayor",
        [(VASK, "We shall keep the harbour open all winter.")],
    ),
    "a full stop before the speaker": (
        "«We shall keep the harbour open all winter.» {Elena Vask} said at a briefing.",
        [(VASK, "We shall keep the harbour open all winter.")],
    ),
    "a part of a sentence": (
        "{Elena Vask} called the courses “the most practical thing that the Organization does”.",
        [(VASK, "the most practical thing that the Organization does")],
    ),
    "a dash before the speaker": (
        '"We shall keep the harbour open all winter", – {Elena Vask} noted.',
        [(VASK, "We shall keep the harbour open all winter")],
    ),
    "a surname later": (
        "{Elena Vask} opened the port. “We shall keep it open all winter,” {Vask} said.",
        [(VASK, "We shall keep it open all winter")],
    ),
    "a speaker quoted by others": (
        '{Erik Lund} met journalists. "We shall keep the harbour open all winter," {Elena Vask} was quoted as saying.',
        [(VASK, "We shall keep the harbour open all winter")],
    ),
    "an office for a name that stands before": (
        "Mayor {Elena Vask} received {Erik Lund}. “We shall keep it open all winter,” the {Mayor=Mayor} said.",
        [(VASK, "We shall keep it open all winter")],
    ),
    "an office for a name in apposition": (
        "The Secretary General of the [Union], {Elena Vask}, met Deputy Secretary General {Erik Lund}."
        " At the end the {Secretary General=Secretary General} said: “We shall keep it open all winter.”",
        [(VASK, "We shall keep it open all winter.")],
    ),
    "a pronoun that goes on from the paragraph before": (
        "{Elena Vask} visited Lesk.\n\nShe was received by Mayor {Erik Lund}. “We read every reform twice,” she noted.",
        [(VASK, "We read every reform twice")],
    ),
    "a question as a quotation": (
        "“Who will pay for the second bridge?” asked {Elena Vask}.",
        [(VASK, "Who will pay for the second bridge?")],
    ),
    "a name with its office on the line below": (
        "The ministers met.\n\n“Today we opened the harbour for everybody.”\n{Elena Vask}, Minister for Harbours of Lesk",
        [(VASK, "Today we opened the harbour for everybody.")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted"), SPOKEN.values(), ids=SPOKEN.keys())
def test_speech_is_found_with_its_speaker(
    marked: str, wanted: list[tuple[str | None, str]]
) -> None:
    assert read(marked) == wanted


NO_SPEECH = [
    'The film "How We Lost the Last Ferry Home" was shown.',
    "The operation “Illegal Nets on the Coast” ended.",
    "They met for a forum entitled “Small harbours and large ships in winter”.",
    "A lecture on the topic “What the sea does to old steel” followed.",
    "The campaign ran under the slogan “no child without a life jacket”.",
    "The so-called “fishing fleet” stayed in port, said {Elena Vask}.",
    "The exercise «Northern Beacon of the Sea 2023» took place.",
    'The resolution "On measures against the loss of nets at sea" was adopted.',
    "The workers' hall and the sailors' mess in the parties' old club are closed.",
    "Contact: [Press Office]\nTel: 12 34 56\nWeb: example.org",
    "Present: {Elena Vask}\nAbsent: {Erik Lund}",
    "The parties agreed as follows:\n\n1. The port is open.\n2. The road is open.",
    'The pipes are 5" and 6" wide in the whole of the new building.',
]


@pytest.mark.parametrize("marked", NO_SPEECH)
def test_names_titles_and_scare_quotes_are_no_speech(marked: str) -> None:
    assert read(marked) == []


def test_each_turn_of_a_transcript_is_one_quotation() -> None:
    marked = (
        "Transcript of the press conference\n\n"
        "Minister of Foreign Affairs {Elena Vask}: Good afternoon, colleagues.\n\nWe had good talks.\n\n"
        "QUESTION: When will the “Port Sell” line open?\n\n"
        "E. {Vask}: It will open in June.\n\n"
        "MR LUND: (via interpreter) I can only agree with that.\n\n"
        "Moderator: One last question, please.\n\n"
        "{Erik Lund}: Thank you all for coming.\n\n* * *\n\nRead also"
    )
    assert read(marked) == [
        (VASK, "Good afternoon, colleagues.\n\nWe had good talks."),
        (None, "When will the “Port Sell” line open?"),
        (VASK, "It will open in June."),
        (LUND, "I can only agree with that."),
        (None, "One last question, please."),
        (LUND, "Thank you all for coming."),
    ]


def test_answers_belong_to_the_one_who_is_interviewed() -> None:
    marked = (
        "Interview with {Elena Vask}\n\nQ: When will the line open?\nA: It will open in June.\n"
        "Q: Are you sure of that?\nA: I am never sure of the sea."
    )
    assert read(marked) == [
        (None, "When will the line open?"),
        (VASK, "It will open in June."),
        (None, "Are you sure of that?"),
        (VASK, "I am never sure of the sea."),
    ]


def test_a_statement_is_quoted_as_a_whole_without_its_signature() -> None:
    marked = (
        "The Chairman, {Elena Vask}, has issued the following statement:\n\n"
        "It is with sorrow that I learned of the loss.\n\nI thank the crews.\n\nMaresk, 3 October"
        "\n\nBackground\n\nThe boat left port on Monday."
    )
    assert read(marked) == [
        (VASK, "It is with sorrow that I learned of the loss.\n\nI thank the crews.")
    ]


def test_a_page_that_is_a_statement_is_one_quotation() -> None:
    marked = (
        "Statement by {Elena Vask} on the storm\n\nI am shocked by the news from Vadul.\n\n"
        "We stand by our neighbours, and I have sent them two ships."
    )
    assert read(marked, headline="Statement by Elena Vask on the storm") == [
        (
            VASK,
            "I am shocked by the news from Vadul.\n\n"
            "We stand by our neighbours, and I have sent them two ships.",
        )
    ]


def test_a_paragraph_set_off_after_a_speech_verb_is_quoted() -> None:
    marked = "In closing, {Elena Vask} said:\n\nWe shall meet again in Lesk.\n\nThe forum ended."
    assert read(marked) == [(VASK, "We shall meet again in Lesk.")]


@pytest.mark.parametrize(
    "unit", ["“x ", '"a ', "“a” b ", "'a ", "“a\n", "A B: c\n", "“we say” said. ", "said: “"]
)
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    words = spacy.blank("en")

    def measure(count: int) -> float:
        text = (unit * count)[:100_000]
        release = Release(0, len(text), 0, None, None, None, True)
        page = Page("p", "", text, (release,))
        part = Part(release, 0, words(text), 0, text)
        start = time.perf_counter()
        find_quotes(page, (part,), (), {})
        return time.perf_counter() - start

    small, large = measure(1000), measure(8000)
    assert large < 8 * 5 * max(small, 0.02)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="“”\"'«»„ab S.,:\n", max_size=120))
def test_any_marks_give_spans_of_the_text_that_do_not_overlap(text: str) -> None:
    if not text.strip():
        return
    page = Page("p", "", text, (Release(0, len(text), 0, None, None, None, True),))
    parts: tuple[Part, ...] = parse_page(page)
    quotes = find_quotes(page, parts, (), {})
    check_spans(text, quotes)
    for one, other in itertools.pairwise(quotes):
        assert one.quote.end <= other.quote.start
