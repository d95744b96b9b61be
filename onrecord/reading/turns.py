"""Transcripts: turns of labelled speakers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.gazetteer import fold_name
from onrecord.reading.scene import SPEAKERS, Scene
from onrecord.reading.speakers import find_cues, is_listed

LEAST_TURNS = 2  # labelled lines from which a text is a transcript
NAME_WORDS = 5  # words in the name of a speaker whom nothing else names, at most
LABEL_WORDS = 12  # words in a label at most

_LABEL = re.compile(
    r"[ \t>*•–—-]*(?P<label>[^\n:]{1,120}?)[ \t]*(?P<note>\([^)\n]{1,60}\))?[ \t]*:"
    r"(?=\s|$|[A-Z“\"])"
    r"|[ \t>*]*(?P<short>Q|A|Question|Answer)[ \t]*\d{0,2}[ \t]*[.–—-](?=\s)"
    r"|[ \t]*(?P<bare>Q)(?=[ \t]+[A-Z“\"])"
)
_DASHED = re.compile(
    r"[ \t;*]*(?P<label>(?:[A-Z][A-Za-z]{0,14}\.?[ \t]){0,3}[A-Z][A-Z'’-]{2,20})"
    r"(?P<note>(?:[ \t]*\([^)\n]{1,40}\)){0,3})[ \t]*[–—-]{1,2}(?=[ \t])"
)
_NOTE = re.compile(r"\s*(?:\([^()\n]{1,60}\)\s*)+")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a turn: its range in the part, where the speech begins, who speaks."""

    start: int
    end: int
    speech: int
    text: str
    entity: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Speech without marks: its range in the part, its speaker, what announces it."""

    start: int
    end: int
    speaker: str | None
    cue: tuple[int, int] | None
    rule: str


def find_turns(scene: Scene) -> tuple[Block, ...]:
    """The turns of a transcript, each up to the next label; nothing where the part is none."""
    labels = [label for line in scene.lines if (label := _read_label(scene, *line))]
    if not _is_transcript(scene, labels):
        return ()
    turns = [label for label in labels if label.known or label.entity or _is_like_name(label.text)]
    return tuple(_cut_turns(scene, turns))


def _is_transcript(scene: Scene, labels: Sequence[Label]) -> bool:
    """Whether known speakers take turns, or unknown ones who ask and answer."""
    counts = Counter(label.text for label in labels)
    known = [label for label in labels if label.known]
    if len(known) >= LEAST_TURNS:
        taken = len({label.text for label in known}) > 1 or len(known) > LEAST_TURNS
        if taken:
            return True
    again = [x for x in labels if counts[x.text] > 1 and (x.entity or _is_like_name(x.text))]
    asked = "?" in scene.text[labels[0].speech : labels[-1].start] if labels else False
    return asked and len({label.text for label in again} | {label.text for label in known}) > 1


def _is_like_name(text: str) -> bool:
    """Whether a label that nothing else names has a few words, as names do."""
    return 2 <= len(text.split()) <= NAME_WORDS


def _read_label(scene: Scene, start: int, end: int) -> Label | None:
    match = _match_dashed(scene.plain, start, end) or _LABEL.match(scene.plain, start, end)
    if match is None:
        return None
    group = str(next(g for g in ("short", "bare", "label") if match.groupdict().get(g)))
    text = match[group].strip(" \t*_")
    if not text or _is_no_label(text) or not _is_label(text):
        return None
    begins, ends = match.start(group), match.end() - 1
    questioner = _is_questioner(text)
    entity = None if questioner else _find_labelled(scene, begins, ends, text)
    known = questioner or is_listed(text, "labels.answerers") or _is_named(scene, entity)
    if not known and not all(word[0].isupper() for word in text.split() if len(word) > 3):
        return None
    return Label(begins, ends, match.end(), fold_name(text), entity, known)


def _match_dashed(text: str, start: int, end: int) -> re.Match[str] | None:
    """'Senator ORLO (West) —': a title and a name in capitals, or a questioner, with a dash."""
    match = _DASHED.match(text, start, end)
    if match is None:
        return None
    words = match["label"].lower().replace(".", "").split()
    titled = len(words) > 1 and is_listed(words[0], "labels.titles")
    return match if titled or is_listed(words[0], "labels.questioners") else None


def _is_no_label(text: str) -> bool:
    first = text.split()[0].lower()
    return is_listed(text, "labels.not_labels") or is_listed(first, "labels.announcing")


def _is_label(text: str) -> bool:
    words = text.split()
    if len(words) > LABEL_WORDS or text[-1] in '.?!;"”':
        return False
    return text[0].isupper() and not any(mark in text for mark in '"“”«»?!;')


def _is_questioner(text: str) -> bool:
    words = _NAME_WORD.findall(text.lower())
    return is_listed(text, "labels.questioners") or (
        0 < len(words) <= 3
        and is_listed(words[0], "labels.questioners")
        and text[:1].isupper()
        and not any(word[:1].isupper() for word in text.split()[1:] if not text.isupper())
    )


def _is_named(scene: Scene, entity: str | None) -> bool:
    """Whether the label means a person with a name of their own, not the holder of an office."""
    found = scene.entities.get(entity or "")
    return found is not None and found.type == "person" and fold_name(found.name) in scene.names


def _find_labelled(scene: Scene, start: int, end: int, text: str) -> str | None:
    inside = [
        m for m in scene.inside(start, end) if m.type in SPEAKERS and scene.place(m)[1] <= end
    ]
    persons = [m for m in inside if m.type == "person" and m.form == "name"]
    if persons:
        return persons[-1].entity if _ends_label(scene, persons[-1].span.end, end) else None
    covering = [m for m in inside if scene.place(m) == (start, start + len(text))]
    return covering[0].entity if covering else _find_by_surname(scene, text)


def _ends_label(scene: Scene, page_end: int, end: int) -> bool:
    """Whether nothing but an office follows the name in its label."""
    rest = scene.plain[page_end - scene.part.offset : end].strip()
    return not rest or rest[0] in ",()–-"


def _find_by_surname(scene: Scene, text: str) -> str | None:
    known = scene.names.get(fold_name(text))
    if known:
        return known
    words = [w.strip(".") for w in _NAME_WORD.findall(fold_name(text))]
    names = [w for w in words if len(w) > 1 and not is_listed(w, "labels.titles")]
    if not names or any(w[:1].islower() for w in text.split() if len(w) > 3):
        return None
    return scene.surnames.get(names[-1])


def _cut_turns(scene: Scene, labels: Sequence[Label]) -> Iterator[Block]:
    answering = _find_answerer(scene, labels)
    bounds = [label.start for label in labels[1:]] + [len(scene.text)]
    for label, bound in zip(labels, bounds, strict=True):
        note = _NOTE.match(scene.text, label.speech, bound)
        start = note.end() if note else label.speech
        if label is labels[-1]:
            bound = _end_last(scene, labels, start)
        start, end = trim_block(scene, start, bound)
        speaker = label.entity
        if is_listed(label.text, "labels.answerers"):
            speaker = speaker or answering
        if start < end:
            yield Block(start, end, speaker, (label.start, label.end), "turn of a transcript")


def _end_last(scene: Scene, labels: Sequence[Label], start: int) -> int:
    """Where the last turn ends: before a paragraph that tells what one of the speakers said."""
    speakers = {label.entity for label in labels if label.entity}
    for begins, ends in scene.lines[scene.line_of(start) + 1 :]:
        cues = find_cues(scene, begins, ends, None)
        own = any(is_listed(token.lower_, "first_person") for token in scene.words(begins, ends))
        if not own and any(c.entity in speakers and is_listed(c.verb, "plain_verbs") for c in cues):
            return begins
    return len(scene.text)


def _find_answerer(scene: Scene, labels: Sequence[Label]) -> str | None:
    """Who is interviewed: the one labelled most, else the first person named before."""
    counts = Counter(label.entity for label in labels if label.entity)
    if counts:
        return counts.most_common(1)[0][0]
    above = scene.inside(0, labels[0].start)
    return next((m.entity for m in above if m.type == "person" and m.form == "name"), None)


def trim_block(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The range without white space around it, closing notes and what follows an end mark."""
    text = scene.text
    stop = end
    for number in range(scene.line_of(start), len(scene.lines)):
        begins, ends = scene.lines[number]
        if begins >= end:
            break
        line = text[begins:ends].strip()
        if begins > start and (is_listed(line, "labels.ends") or is_rule(line)):
            stop = begins
            break
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def is_rule(line: str) -> bool:
    """Whether a line is drawn rather than written."""
    return len(line) > 1 and not any(char.isalnum() for char in line)
