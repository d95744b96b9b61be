"""Who speaks a quotation: rules that look at the words around it, the surest first."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onrecord.reading.marks import Stretch
from onrecord.reading.scene import Scene, find_stops
from onrecord.reading.speakers import Cue, find_cues, find_subject_before
from onrecord.reading.speechlike import count_words
from onrecord.reading.statements import find_announcer

CUE_REACH = 600  # characters around a quotation in which its cue stands
NAME_LINE_WORDS = 14  # words of a line that is only a name with its office, at most
CLOSE_AFTER = 12  # words after a quotation within which its reporting verb stands
CLOSING_VERBS = frozenset(
    [
        "say",
        "add",
        "note",
        "stress",
        "conclude",
        "state",
        "emphasize",
        "emphasise",
        "underline",
        "declare",
        "remark",
    ]
)
_WORD = re.compile(r"\w+")
_SIGNED = re.compile(r"\s*[—–-]\s*\S")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A stretch with its speaker, the place of its cue and the rule that told them."""

    stretch: Stretch
    speaker: str | None
    cue: tuple[int, int] | None
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Setting:
    """A stretch among its neighbours: the paragraph's range and what was spoken before."""

    scene: Scene
    stretch: Stretch
    line: tuple[int, int]
    before: Stretch | None
    after: Stretch | None
    spoken: Spoken | None

    @property
    def last(self) -> str | None:
        """Who spoke last."""
        return self.spoken.speaker if self.spoken else None

    @property
    def floor(self) -> int:
        """Where the words of this stretch's own paragraph begin that no stretch holds."""
        start = max(self.line[0], self.stretch.left - CUE_REACH)
        return max(start, self.before.right) if self.before else start


Attribution = tuple[str | None, tuple[int, int] | None, str, float]
SpeakerRule = Callable[[Setting], Attribution | None]


def ends_open(setting: Setting) -> bool:
    """Whether the sentence goes on after the marks: a comma before or after the closing one."""
    text, stretch = setting.scene.text, setting.stretch
    inside = text[stretch.start : stretch.right].rstrip("\"”“»'’ ")
    after = text[stretch.right : stretch.right + 2]
    return inside[-1:] in (",", "?", "!", "…") or after[:1] == "," or after.strip()[:1].islower()


def _frame_before(setting: Setting) -> tuple[int, int]:
    floor, left = setting.floor, setting.stretch.left
    stops = find_stops(setting.scene.text, floor, left + 1)
    return (stops[-1] if stops else floor), left


def _frame_after(setting: Setting) -> tuple[int, int]:
    start = setting.stretch.right
    end = min(start + CUE_REACH, setting.after.left if setting.after else setting.line[1])
    stops = find_stops(setting.scene.text, start, end)
    return start, (stops[0] if stops else end)


def by_words_before(setting: Setting) -> Attribution | None:
    """'X said: "…"', 'according to X, "…"'."""
    start, end = _frame_before(setting)
    if not _WORD.search(setting.scene.text, start, end):
        return None
    cues = find_cues(setting.scene, start, end, setting.last)
    if not cues:
        return _by_colon(setting, start, end)
    cue = next((cue for cue in reversed(cues) if cue.entity), cues[-1])
    return cue.entity or setting.last, (cue.start, cue.end), "words before", 0.9


def _by_colon(setting: Setting, start: int, end: int) -> Attribution | None:
    if not setting.scene.text[start:end].rstrip().endswith(":"):
        return None
    speaker = find_announcer(setting.scene, start, end)
    return (speaker, (start, end), "name before", 0.7) if speaker else None


def by_words_after(setting: Setting) -> Attribution | None:
    """'"…," said X', '"…," X said'."""
    start, end = _frame_after(setting)
    frame = setting.scene.text[start:end]
    if not _WORD.search(frame) or (setting.after and frame.rstrip().endswith(":")):
        return None
    cue = _choose_after(setting, find_cues(setting.scene, start, end, setting.last))
    if cue is None:
        return None
    return cue.entity or setting.last, (cue.start, cue.end), "words after", 0.9


def _choose_after(setting: Setting, cues: Sequence[Cue]) -> Cue | None:
    scene, right = setting.scene, setting.stretch.right
    near = [c for c in cues if len(scene.words(right, c.start)) <= CLOSE_AFTER or c.entity]
    cue = next((c for c in near if c.entity), near[0] if near else None)
    if cue is None or ends_open(setting):
        return cue
    following = scene.words(cue.end, cue.end + 20)
    bare = not following or following[0].is_punct or following[0].pos_ in ("ADP", "SCONJ", "ADV")
    return cue if cue.verb in CLOSING_VERBS and bare else None


def by_quote_before(setting: Setting) -> Attribution | None:
    """'"…," said X. "…"': the stretch goes on with what X said."""
    spoken, before = setting.spoken, setting.before
    if spoken is None or before is None or spoken.stretch is not before:
        return None
    return spoken.speaker, spoken.cue, "goes on", 0.8


def by_sentence_before(setting: Setting) -> Attribution | None:
    """'X thanked the hosts. "…"': the last who is said to speak in the same paragraph."""
    end = setting.stretch.left
    start = max(setting.line[0], end - CUE_REACH)
    cues = [c for c in find_cues(setting.scene, start, end, setting.last) if c.entity]
    if not cues:
        return None
    return cues[-1].entity, (cues[-1].start, cues[-1].end), "sentence before", 0.6


def by_paragraph_before(setting: Setting) -> Attribution | None:
    """A paragraph of its own after 'X said:' or after what X said."""
    scene = setting.scene
    number = scene.line_of(setting.stretch.left) - 1
    if number < 0 or scene.text[setting.line[0] : setting.stretch.left].strip():
        return None
    start, end = scene.lines[number]
    start = max(start, end - CUE_REACH)
    announced = scene.text[start:end].rstrip().endswith(":")
    if announced:
        speaker = find_announcer(scene, start, end)
        return (speaker, (start, end), "paragraph before", 0.8) if speaker else None
    if setting.spoken and setting.spoken.stretch.right > start:
        return setting.spoken.speaker, setting.spoken.cue, "goes on", 0.7
    cues = [c for c in find_cues(scene, start, end, setting.last) if c.entity]
    return (
        (cues[-1].entity, (cues[-1].start, cues[-1].end), "paragraph before", 0.5) if cues else None
    )


def by_name_above(setting: Setting) -> Attribution | None:
    """A paragraph of its own under a line that is only a name with its office."""
    scene = setting.scene
    number = scene.line_of(setting.stretch.left) - 1
    if number < 0 or scene.text[setting.line[0] : setting.stretch.left].strip():
        return None
    return _by_name_line(scene, number, "name above")


def by_name_below(setting: Setting) -> Attribution | None:
    """A paragraph of its own over a line that is only a name with its office."""
    scene, stretch = setting.scene, setting.stretch
    number = scene.line_of(stretch.right - 1) + 1
    line = setting.line
    alone = scene.text[line[0] : stretch.left] + scene.text[stretch.right : line[1]]
    if number >= len(scene.lines) or alone.strip():
        return None
    return _by_name_line(scene, number, "name below")


def _by_name_line(scene: Scene, number: int, rule: str) -> Attribution | None:
    start, end = scene.lines[number]
    line = scene.text[start:end].strip()
    if not line or count_words(line) > NAME_LINE_WORDS or line[-1] in '.!?:;,”"':
        return None
    named = [m for m in scene.inside(start, end) if m.type == "person" and m.form == "name"]
    if len(named) != 1 or any(t.pos_ in ("VERB", "AUX") for t in scene.words(start, end)):
        return None
    return named[0].entity, (start, end), rule, 0.7


def by_line_after(setting: Setting) -> Attribution | None:
    """A quotation set alone, with a dash and a name on the same or the next line."""
    scene = setting.scene
    number = scene.line_of(setting.stretch.right - 1)
    rest = setting.stretch.right, min(scene.lines[number][1], setting.stretch.right + CUE_REACH)
    following = scene.lines[number + 1] if number + 1 < len(scene.lines) else rest
    for start, end in (rest, following):
        if _SIGNED.match(scene.text, start, end):
            speaker = find_announcer(scene, start, min(end, start + CUE_REACH))
            if speaker:
                return speaker, (start, end), "signed", 0.7
    return None


def by_person_before(setting: Setting) -> Attribution | None:
    """The last person of whom something is said before the quotation."""
    speaker = setting.last or find_subject_before(setting.scene, setting.stretch.left, ("person",))
    return (speaker, None, "person before", 0.4) if speaker else None


EARLY_RULES: tuple[SpeakerRule, ...] = (by_words_before, by_words_after, by_quote_before)
LATE_RULES: tuple[SpeakerRule, ...] = (by_words_after, by_words_before, by_quote_before)
FAR_RULES: tuple[SpeakerRule, ...] = (
    by_line_after,
    by_name_below,
    by_name_above,
    by_sentence_before,
    by_paragraph_before,
    by_person_before,
)
