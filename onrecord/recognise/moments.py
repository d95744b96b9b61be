"""When: the times that belong to a trigger in its sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated
from onrecord.model.time import latest_day
from onrecord.recognise.frame import Frame
from onrecord.recognise.grammar import (
    SUBJECTS,
    base_form,
    child_of,
    climb_tree,
    governing_verb,
    is_verb,
)
from onrecord.recognise.scene import Moment, Sentence
from onrecord.recognise.trigger import Trigger

PAIR = 2
LENGTH_REACH = 6  # words before a noun among which 'two-day' stands
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
RANGE_GAP = 3  # words between the first day and 'till' the last
NAMING = frozenset({"of", "for", "dated", "from"})
ATTRIBUTES = frozenset({"nummod", "compound", "amod", "nmod", "npadvmod"})
QUALIFIED = frozenset({"DT", "JJ", "PRP$"})  # what stands before a year that qualifies a noun
AROUND = frozenset({"before", "after", "since", "following", "ahead"})
TO_WHEN = frozenset({"to", "until", "till"})


def find_days(frame: Frame) -> tuple[Dated | None, Dated | None]:
    """The trigger's first and last day, one of them by how long it lasts ('a two-day visit')."""
    start, end = find_times(frame)
    length = _length_of(frame)
    known = start or end
    if known is None or length < PAIR or not DAY.fullmatch(known.value):
        return start, end
    if start is not None and end is not None and start.value != end.value:
        return start, end
    verb, day = frame.trigger.verb, date.fromisoformat(known.value)
    span = timedelta(days=length - 1)
    if verb is not None and base_form(verb) in load_words("events", "frame.ending"):
        return replace(known, value=(day - span).isoformat()), known
    return known, replace(known, value=(day + span).isoformat())


def _length_of(frame: Frame) -> int:
    """How many days the words before the noun say that it lasts; nought where they do not."""
    trigger = frame.trigger
    if not trigger.noun or frame.own.role == "inner":
        return 0
    edge = max(trigger.sentence.start, trigger.start - LENGTH_REACH)
    for token in trigger.sentence.doc[edge : trigger.token.i]:
        if token.lower_ in {"day", "days"} and token.i > edge + 1 and token.nbor(-1).text == "-":
            return _count(token.nbor(-2))
    return 0


def _count(token: Token) -> int:
    if token.text.isdigit() and len(token.text) < PAIR:
        return int(token.text)
    return NUMBERS.index(token.lower_) + 1 if token.lower_ in NUMBERS else 0


def find_times(frame: Frame) -> tuple[Dated | None, Dated | None]:
    """The first and last day the sentence gives the trigger."""
    own = [m for m in frame.sentence.moments if _dates(frame, m)]
    own = own or [m for m in frame.sentence.moments if _is_shared(frame, m)]
    moved = find_move(frame)
    if moved is not None:
        return moved
    if not own:
        return None, next(
            (end for m in frame.sentence.moments if (end := _lasts_to(frame, m))), None
        )
    best = min(own, key=lambda m: _distance(frame, m))
    first, last = best.time.start, best.time.end
    start = Dated(first, best.time.span) if first else None
    end = Dated(last, best.time.span) if last else None
    if last != first and last is not None:
        return start, end
    later = _until(frame, best)
    if later is not None:
        return start, later
    if best.time.role == "since":
        return start, None
    return _one_sided(frame, start, end)


def _one_sided(
    frame: Frame, start: Dated | None, end: Dated | None
) -> tuple[Dated | None, Dated | None]:
    """What began on a day has only its first, what ended only its last."""
    verb = frame.trigger.verb
    if verb is None or frame.own.role not in {"subject", "object", "complement"}:
        return start, end
    lemma = base_form(verb)
    if lemma in load_words("events", "frame.ending") and _lasts(frame):
        return None, end
    if lemma in load_words("events", "frame.starting") and _lasts(frame):
        return start, None
    return start, end


def _lasts(frame: Frame) -> bool:
    """Whether it is of a kind that runs over days."""
    return frame.trigger.kind in {"training", "exercise", "operation", "visit"} or (
        frame.trigger.rule == "noun.it"
    )


def _dates(frame: Frame, moment: Moment) -> bool:
    if moment.time.role not in {"at", "since"} or moment.time.start is None:
        return False
    if is_in_name(frame.trigger, moment) or is_of_another(frame.trigger, moment):
        return False
    return frame.sets(_anchor(frame.sentence, moment).i)


def is_of_another(trigger: Trigger, moment: Moment) -> bool:
    """Whether the time is that of another noun or of what was before or after ('before …')."""
    anchor = _anchor(trigger.sentence, moment)
    return _qualifies_other(trigger, moment) or _is_of_before(trigger, anchor)


def _qualifies_other(trigger: Trigger, moment: Moment) -> bool:
    """'the 1988 earthquake', 'the autumn call-up': the time of another noun, right before it."""
    doc = trigger.sentence.doc
    root = doc[moment.start : moment.end].root
    if moment.start == trigger.sentence.start or root.dep_ not in ATTRIBUTES:
        return False
    head, before = root.head, doc[moment.start - 1]
    if head.i < moment.end or head.pos_ not in {"NOUN", "PROPN"} or before.tag_ not in QUALIFIED:
        return False
    daypart = head.lower_ in load_words("times", "kinds.daypart")
    return not daypart and not trigger.start <= head.i < trigger.end


def _is_of_before(trigger: Trigger, anchor: Token) -> bool:
    """'before the transfer of the presidency on 1 July': the day of what comes after."""
    noun = False
    for above in climb_tree(anchor):
        if trigger.start <= above.i < trigger.end or is_verb(above):
            return False
        if noun and above.lower_ in AROUND:
            return True
        noun = noun or (above.pos_ in {"NOUN", "PROPN"} and above.i < anchor.i)
    return False


def find_move(frame: Frame) -> tuple[Dated | None, Dated | None] | None:
    """The days to which an event was moved ('has been postponed to 26 May')."""
    verb = frame.trigger.verb
    if verb is None or base_form(verb) not in load_words("events", "status.moved"):
        return None
    if frame.own.role not in {"subject", "object"}:
        return None
    for moment in frame.sentence.moments:
        anchor = _anchor(frame.sentence, moment)
        if anchor.lower_ in TO_WHEN and governing_verb(anchor) == verb and moment.time.end:
            first = moment.time.start or moment.time.end
            return Dated(first, moment.time.span), Dated(moment.time.end, moment.time.span)
    return None


def _lasts_to(frame: Frame, moment: Moment) -> Dated | None:
    """'The course, which lasts until 9 May, …', 'the drill continues to 9 May': its last day."""
    time = moment.time
    verb = governing_verb(_anchor(frame.sentence, moment))
    if verb is None or time.role == "at" or time.end is None or time.grain != "day":
        return None
    if base_form(verb) not in load_words("events", "frame.lasting"):
        return None
    told = verb == frame.trigger.verb and frame.own.role == "subject"
    clause = verb.i in frame.own.clauses
    return Dated(time.end, time.span) if told or clause else None


def _is_shared(frame: Frame, moment: Moment) -> bool:
    """'On 5 May he visited B and met A': the time of the first verb is the second's too."""
    verb = frame.trigger.verb
    if verb is None or moment.time.role != "at" or moment.time.start is None:
        return False
    if frame.own.role not in {"verb", "object", "subject", "complement"}:
        return False
    if verb.dep_ != "conj" or child_of(verb, SUBJECTS) is not None or moment.end > verb.i:
        return False
    anchor = _anchor(frame.sentence, moment)
    return governing_verb(anchor) == verb.head and not is_in_name(frame.trigger, moment)


def _anchor(sentence: Sentence, moment: Moment) -> Token:
    """The word through which the phrase hangs in the sentence: its preposition or its head."""
    for at in range(moment.start - 1, max(sentence.start, moment.start - 3) - 1, -1):
        if sentence.doc[at].tag_ == "IN":
            return sentence.doc[at]
        if sentence.doc[at].tag_ != "DT":
            break
    if sentence.doc[moment.start].tag_ == "IN":
        return sentence.doc[moment.start]
    root: Token = sentence.doc[moment.start : moment.end].root
    return root


def is_in_name(trigger: Trigger, moment: Moment) -> bool:
    """Whether the time is part of a name ('the Plan for 2023', 'the Treaty of 1992')."""
    sentence, doc = trigger.sentence, trigger.sentence.doc
    if any(
        atom.start <= moment.start and moment.end <= atom.end
        for atom in (*sentence.atoms, *sentence.nested)
        if atom.type in {"instrument", "organisation", "operation"}
    ):
        return True
    if moment.end < sentence.end and doc[moment.end].text in load_words("events", "moment.named"):
        return True
    at = moment.start
    first = doc[at].lower_
    if first not in NAMING:
        at -= 1
        if at < sentence.start or doc[at].lower_ not in NAMING:
            return False
    if doc[at].lower_ == "from" and _is_range(moment):
        return False
    before = doc[at - 1] if at > sentence.start else None
    if before is None or before.pos_ not in {"NOUN", "PROPN"}:
        return False
    if before.lower_ in load_words("times", "kinds.daypart"):
        return False  # 'on the evening of 5 May'
    return not trigger.start <= before.i < trigger.end


def _is_range(moment: Moment) -> bool:
    return moment.time.start != moment.time.end or moment.time.role == "since"


def _distance(frame: Frame, moment: Moment) -> tuple[int, int]:
    token = frame.trigger.token
    anchor = _anchor(frame.sentence, moment)
    inside = any(above.i == token.i for above in climb_tree(anchor))
    near = moment.start - frame.trigger.end if moment.start >= token.i else token.i - moment.end
    return (0 if inside or 0 <= moment.start - frame.trigger.end <= 1 else 1), near


def _until(frame: Frame, moment: Moment) -> Dated | None:
    """The end that stands apart: 'from 1 May … till 3 May'."""
    for later in frame.sentence.moments:
        if later.start >= moment.end and later.start - moment.end <= RANGE_GAP:
            if _follows_at_once(frame.sentence, moment, later):
                return Dated(later.time.end or "", later.time.span)
            word = frame.sentence.doc[later.start].lower_
            before = frame.sentence.doc[later.start - 1].lower_
            if {word, before} & {"to", "till", "until", "through", "–", "-"} and later.time.end:
                return Dated(later.time.end, later.time.span)
    return next((end for end in map(partial(_lasting, frame), frame.sentence.moments) if end), None)


def _lasting(frame: Frame, later: Moment) -> Dated | None:
    """'started on 5 May and will run until 9 May': the end that the second verb tells."""
    verb = governing_verb(_anchor(frame.sentence, later))
    if verb is None or verb.dep_ != "conj" or verb.head != frame.trigger.verb:
        return None
    lasts = base_form(verb) in load_words("events", "frame.lasting") and later.time.role != "at"
    return Dated(later.time.end, later.time.span) if lasts and later.time.end else None


def _follows_at_once(sentence: Sentence, moment: Moment, later: Moment) -> bool:
    """'on 30 June and 1 July': two days, the second next to the first."""
    one, two = moment.time, later.time
    if one.grain != "day" or two.grain != "day" or not one.end or not two.end:
        return False
    if sentence.doc[moment.end].lower_ not in {"and", "&"} or later.start != moment.end + 1:
        return False
    return (latest_day(two.end) - latest_day(one.end)).days == 1
