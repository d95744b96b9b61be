"""Statements set off as a whole, without marks: after 'the following statement:' or a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.lexicon.loader import load_words
from onrecord.reading.marks import find_stretches
from onrecord.reading.scene import SPEAKERS, Scene
from onrecord.reading.speakers import find_cues, is_listed
from onrecord.reading.turns import Block, trim_block

CUE_REACH = 600  # characters of a paragraph before its closing colon that announce speech
FIRST_PERSON_SHARE = 0.02  # words of a speech that are 'I', 'we' or 'our', at least
LEAST_FIRST_PERSON = 2
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BULLET = re.compile(r"\s*(?:[-–—•*▪●]|\(?\d{1,2}[.)]|[a-z]\))\s")
_HEADED = re.compile(
    r"['’]s? (?:\w+ ){0,3}(?:statement|speech|remarks|message|address)\b"
    r"|\b(?:statement|speech|remarks|message|address)\b.{0,60}\b(?:by|of)\b"
)
_WE_THE = re.compile(r"\b[Ww]e, (?:the )?(?=[A-Z])")
_OF_GROUP = re.compile(
    r"\b(?:[Ss]tatement|[Dd]eclaration|[Cc]ommuniqu[ée])(?: .{0,60}?\b[Bb]y| [Oo]f| [Ff]rom)"
    r" (?:the )?(?=[A-Z])"
)
OWN_REACH = 250  # characters in which those who speak may name themselves
_MARKS = '"“„«‘'
_CLOSED = '.!?…"”»’)'


def find_statements(scene: Scene) -> tuple[Block, ...]:
    """The blocks that a line ending in a colon, or the headline, announces as speech."""
    announced = tuple(_find_marked(scene)) or tuple(_find_announced(scene))
    if announced:
        return announced
    headed = _find_headed(scene)
    return (headed,) if headed else ()


def _find_marked(scene: Scene) -> Iterator[Block]:
    """What stands between 'Begin text' and 'End text'; its speaker is told above."""
    opened: int | None = None
    for number, (start, end) in enumerate(scene.lines):
        line = scene.plain[start:end].strip().rstrip(":. ").lower()
        if line in load_words("speech", "statements.opens"):
            opened = number
        elif opened is not None and line in load_words("speech", "statements.closes"):
            yield from _read_marked(scene, opened, start)
            opened = None
    if opened is not None:
        yield from _read_marked(scene, opened, len(scene.text))


def _read_marked(scene: Scene, opened: int, stop: int) -> Iterator[Block]:
    if opened + 1 >= len(scene.lines):
        return
    first, last = trim_block(scene, scene.lines[opened + 1][0], stop)
    above = scene.lines[max(0, opened - 1)]
    speaker = _find_headed_group(scene) or _find_own_name(scene, first)
    speaker = speaker or _find_agent(scene, *above)
    if first < last:
        yield Block(first, last, speaker, above, "statement between marks")


def _find_headed_group(scene: Scene) -> str | None:
    """The body or group whose statement the headline says it is."""
    headline = scene.part.release.headline
    if headline is None or headline.start < scene.part.offset:
        return None
    start = headline.start - scene.part.offset
    match = _OF_GROUP.search(scene.plain, start, start + len(headline.text))
    found = scene.inside(match.end(), match.end() + 1) if match else ()
    return next((m.entity for m in found if m.type == "organisation"), None)


def _find_own_name(scene: Scene, start: int) -> str | None:
    """'We, the Ministers of X,': those who speak name themselves in the first sentence."""
    match = _WE_THE.search(scene.plain, start, start + OWN_REACH)
    if match is None:
        return None
    found = [m for m in scene.inside(match.end(), match.end() + 2) if m.type in SPEAKERS]
    return found[0].entity if found else None


def _find_agent(scene: Scene, start: int, end: int) -> str | None:
    """Who released it: the first named behind 'by', the widest where several start there."""
    at = scene.plain.find(" by ", start, end)
    found = [m for m in scene.inside(at if at >= 0 else start, end) if m.type in SPEAKERS]
    return found[0].entity if found else None


def _find_announced(scene: Scene) -> Iterator[Block]:
    covered = 0
    for number, (start, end) in enumerate(scene.lines[:-1]):
        line = scene.plain[max(start, end - CUE_REACH) : end].rstrip()
        if start < covered or not line.endswith(":"):
            continue
        begins = scene.lines[number + 1][0]
        if _opens_list(scene.text, begins):
            continue
        block = _read_announced(scene, number, line)
        if block:
            covered = block.end
            yield block


def _read_announced(scene: Scene, number: int, line: str) -> Block | None:
    start, end = scene.lines[number]
    start = max(start, end - CUE_REACH)
    begins = scene.lines[number + 1][0]
    if _names_statement(line):
        first, last = _trim_signature(scene, *trim_block(scene, begins, len(scene.text)))
        speaker = find_announcer(scene, start, end)
        return (
            Block(first, last, speaker, (start, end), "statement set off") if first < last else None
        )
    if not _ends_in_speech(scene, start, end):
        return None
    first, last = scene.lines[number + 1]
    return Block(first, last, find_announcer(scene, start, end), (start, end), "paragraph set off")


def _opens_list(text: str, at: int) -> bool:
    return text[at] in _MARKS or _BULLET.match(text, at) is not None


def _names_statement(line: str) -> bool:
    low = " " + line.lower().rstrip(": ")
    words = set(_WORD.findall(low))
    if words.isdisjoint(load_words("speech", "statements.nouns")):
        return False
    return any(
        low.endswith(" " + cue) or (f" {cue} " in low and "follow" in cue)
        for cue in load_words("speech", "statements.cues")
    )


def _ends_in_speech(scene: Scene, start: int, end: int) -> bool:
    words = [token for token in scene.words(start, end) if token.is_alpha]
    return any(
        token.tag_.startswith("VB") and is_listed(token.lemma_, "plain_verbs")
        for token in words[-4:]
    ) and _speaks_self(scene, end)


def _speaks_self(scene: Scene, end: int) -> bool:
    number = scene.line_of(end) + 1
    if number >= len(scene.lines):
        return False
    start, stop = scene.lines[number]
    return any(is_listed(word, "first_person") for word in _WORD.findall(scene.text[start:stop]))


def find_announcer(scene: Scene, start: int, end: int) -> str | None:
    """Who makes the statement that a line announces: its subject, a person where one is named."""
    for cue in find_cues(scene, start, end, None):
        if cue.entity:
            return cue.entity
    return _name_speaker(scene, start, end)


def _name_speaker(scene: Scene, start: int, end: int) -> str | None:
    found = scene.inside(start, end)
    for wanted in (("person",), SPEAKERS):
        for mention in found:
            if mention.type in wanted:
                return mention.entity
    return None


def _trim_signature(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """The range without short last lines that close no sentence: a place, a name, a date."""
    lines = [(a, min(b, end)) for a, b in scene.lines if start <= a < end]
    while len(lines) > 1:
        begins, ends = lines[-1]
        line = scene.text[begins:ends].rstrip()
        if not line or line[-1] in _CLOSED:
            break
        lines.pop()
    return (start, len(scene.text[: lines[-1][1]].rstrip())) if lines else (start, end)


def _find_headed(scene: Scene) -> Block | None:
    release = scene.part.release
    if release.headline is None or not _heads_statement(release.headline.text):
        return None
    start = max(release.body_start, release.headline.end) - scene.part.offset
    if not 0 <= start < len(scene.text):
        return None
    first, last = _trim_signature(scene, *trim_block(scene, start, len(scene.text)))
    if first >= last or not _is_spoken(scene.text[first:last]):
        return None
    head = release.headline.start - scene.part.offset
    speaker = _find_own_name(scene, first) or _name_speaker(
        scene, head, release.headline.end - scene.part.offset
    )
    cue = (head, release.headline.end - scene.part.offset) if head >= 0 else None
    return Block(first, last, speaker, cue, "statement as a whole")


def _heads_statement(headline: str) -> bool:
    low = headline.lower().lstrip('"“ ')
    if any(low.startswith(head) for head in load_words("speech", "statements.heads")):
        return True
    return _HEADED.search(low) is not None


def _is_spoken(text: str) -> bool:
    """Whether a text speaks of itself in the first person, outside of marks."""
    kept = list(text)
    for stretch in find_stretches(text, [(0, len(text))]):
        kept[stretch.start : stretch.end] = " " * (stretch.end - stretch.start)
    words = _WORD.findall("".join(kept))
    own = sum(is_listed(word, "first_person") for word in words)
    return own >= LEAST_FIRST_PERSON and own >= FIRST_PERSON_SHARE * len(words)
