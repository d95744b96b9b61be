"""By when: the last day or period by which a deed to come is to be done."""

from __future__ import annotations

from itertools import islice

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated
from onrecord.recognise.objects import Range
from onrecord.recognise.scene import Moment, Scene, Sentence

DUE_REACH = 8  # words before 'will' among which a deadline may stand
ROW_LINES = 3  # lines below a table's cell among which its deadline stands
ROW_REACH = 200  # characters of those lines


def find_due(sentence: Sentence, action: Range, cue: int, published: str | None) -> Dated | None:
    """The last day or period by which: a deadline of the clause, else a time inside the action.

    `cue` is the place of the words that speak of the deed, behind which its clause begins.
    """
    inside = [m for m in sentence.moments if action[0] <= m.start < action[1]]
    opening = [m for m in sentence.moments if m.start <= sentence.start + 2]
    inside.sort(key=lambda moment: lasts_until(sentence, moment))
    near = [
        m
        for m in sentence.moments
        if cue - DUE_REACH < m.start < action[1] and not _in_other_clause(sentence, m, cue)
    ]
    deadlines = [m for m in near if m.time.role == "by"]
    for moment in [
        *(m for m in [*inside, *deadlines] if _ends_by(sentence, m)),
        *inside,
        *opening,
    ]:
        value = _due_value(sentence, moment)
        if value == published and moment.time.role != "by" and moment not in inside:
            continue
        if value is not None and not (
            published and value[: len(published)] < published[: len(value)]
        ):
            return Dated(value, moment.time.span)
    return None


def _in_other_clause(sentence: Sentence, moment: Moment, cue: int) -> bool:
    """Whether 'and' parts a time from the words that speak of the deed behind it."""
    return any(token.tag_ == "CC" for token in sentence.doc[moment.end : cue])


def _ends_by(sentence: Sentence, moment: Moment) -> bool:
    return moment.time.role == "by" and not lasts_until(sentence, moment)


def lasts_until(sentence: Sentence, moment: Moment) -> bool:
    """Whether a time tells how long a thing lasts, not when it is due: 'a strategy until 2035'."""
    first = sentence.doc[moment.start]
    if first.pos_ != "ADP" and moment.start > sentence.start:
        first = sentence.doc[moment.start - 1]
    return first.lower_ in {"until", "till"} and first.head.pos_ in {"NOUN", "PROPN"}


def _due_value(sentence: Sentence, moment: Moment) -> str | None:
    """The value of a time that may be a due date, None where it names something or lasts."""
    first = sentence.doc[moment.start].lower_
    before = sentence.doc[moment.start - 1].lower_ if moment.start > sentence.start else ""
    if moment.time.role == "since" or "from" in {first, before}:
        single = moment.time.start == moment.time.end or moment.time.end is None
        return moment.time.start if single else moment.time.end
    if moment.time.role == "duration" or {first, before} & {"of", "for"}:
        return None
    return moment.time.end


def is_deadline(sentence: Sentence, due: Dated) -> bool:
    """Whether the words say 'by' that day, not 'on' it."""
    return any(m.time.span == due.span and m.time.role == "by" for m in sentence.moments)


def find_row_due(scene: Scene, sentence: Sentence) -> Dated | None:
    """The deadline of a table's row, whose cells stand below one another as lines.

    A column is headed by a word for it ('Deadline'); the cell holds nothing but the time.
    """
    text, end = scene.reading.page.text, sentence.span.end
    if not _has_due_column(scene, sentence):
        return None
    below = text[end : end + ROW_REACH].split("\n")
    offset = end
    for number, line in enumerate(islice(below, ROW_LINES + 1)):
        cell = line.strip(" .\t|")
        if number and cell:
            start = offset + line.index(cell)
            for time in scene.reading.times:
                if time.span.start == start and time.span.text == cell and time.end:
                    return Dated(time.end, time.span)
        offset += len(line) + 1
    return None


def _has_due_column(scene: Scene, sentence: Sentence) -> bool:
    release = scene.reading.page.releases[sentence.release]
    above = scene.reading.page.text[release.start : sentence.span.start]
    headed = load_words("commitments", "deadline.columns")
    return any(line.strip(" :.|").lower() in headed for line in above.split("\n"))
