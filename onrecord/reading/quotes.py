"""Speech that a page gives, with those who speak it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from onrecord.model.reading import Entity, Mention, Part, Quote
from onrecord.model.text import Page, Span
from onrecord.reading.attributions import (
    EARLY_RULES,
    FAR_RULES,
    LATE_RULES,
    Setting,
    Spoken,
    ends_open,
)
from onrecord.reading.bearers import find_bearer
from onrecord.reading.marks import Stretch, find_stretches
from onrecord.reading.scene import Scene, make_scenes
from onrecord.reading.speechlike import count_words, is_name, is_sentence
from onrecord.reading.statements import find_statements
from onrecord.reading.turns import Block, find_turns

LEAST_WORDS = 4  # words in a quotation
LEAST_TURN_WORDS = 3  # words in a turn of a transcript


def find_quotes(
    _page: Page,
    parts: Sequence[Part],
    mentions: Iterable[Mention],
    entities: Mapping[str, Entity],
) -> tuple[Quote, ...]:
    """The page's quotations, statements and turns in their order; none inside another.

    `speaker` is the id of an entity, None where the text does not tell.
    """
    found: list[Quote] = []
    for scene in make_scenes(parts, mentions, entities):
        found += _read_scene(scene)
    return tuple(sorted(found, key=lambda quote: quote.quote.start))


def _read_scene(scene: Scene) -> list[Quote]:
    stretches = find_stretches(scene.text, scene.lines)
    blocks = find_turns(scene) or _free_blocks(find_statements(scene), stretches)
    free = [s for s in stretches if not any(b.start <= s.start and s.end <= b.end for b in blocks)]
    quotes = [_quote_block(scene, block) for block in blocks if _is_long_turn(scene, block)]
    return quotes + [_make_quote(scene, spoken) for spoken in find_spoken(scene, free)]


def _free_blocks(blocks: Sequence[Block], stretches: Sequence[Stretch]) -> tuple[Block, ...]:
    """The blocks that do not stand inside of a quotation."""
    return tuple(
        block
        for block in blocks
        if not any(s.left < block.start and block.end <= s.right for s in stretches)
    )


def _is_long_turn(scene: Scene, block: Block) -> bool:
    return count_words(scene.text[block.start : block.end]) >= LEAST_TURN_WORDS


def _quote_block(scene: Scene, block: Block) -> Quote:
    whole = find_stretches(scene.text, [(block.start, block.end)])
    start, end = block.start, block.end
    if len(whole) == 1 and whole[0].left == start and whole[0].right == end:
        start, end = whole[0].start, whole[0].end
    return Quote(
        scene.part.cut(start, end),
        find_bearer(scene, block.speaker, block.start),
        _span(scene, block.cue),
        True,
        block.rule,
        0.9,
    )


def _make_quote(scene: Scene, spoken: Spoken) -> Quote:
    stretch = spoken.stretch
    return Quote(
        scene.part.cut(stretch.start, stretch.end),
        spoken.speaker,
        _span(scene, spoken.cue),
        True,
        spoken.rule,
        spoken.confidence,
    )


def _span(scene: Scene, place: tuple[int, int] | None) -> Span | None:
    return scene.part.cut(*place) if place and place[0] < place[1] else None


def find_spoken(scene: Scene, stretches: Sequence[Stretch]) -> list[Spoken]:
    """Those of the stretches that are speech, each with its speaker."""
    found: list[Spoken] = []
    last: Spoken | None = None
    for at, stretch in enumerate(stretches):
        setting = _set_stretch(scene, stretches, at, last)
        spoken = _attribute(setting)
        if spoken is None:
            continue
        last = spoken
        if count_words(scene.text[stretch.start : stretch.end]) >= LEAST_WORDS:
            found.append(spoken)
    return found


def _set_stretch(
    scene: Scene, stretches: Sequence[Stretch], at: int, last: Spoken | None
) -> Setting:
    stretch = stretches[at]
    line = scene.lines[scene.line_of(stretch.left)]
    close = scene.lines[scene.line_of(stretch.right - 1)]
    before = stretches[at - 1] if at and stretches[at - 1].right > line[0] else None
    after = stretches[at + 1] if at + 1 < len(stretches) else None
    if after and after.left >= close[1]:
        after = None
    return Setting(scene, stretch, (line[0], close[1]), before, after, last)


def _attribute(setting: Setting) -> Spoken | None:
    text = setting.scene.text[setting.stretch.start : setting.stretch.end]
    if is_name(setting.scene, setting.stretch):
        return None
    rules = LATE_RULES if ends_open(setting) else EARLY_RULES
    near = [found for rule in rules if (found := rule(setting))]
    if near:
        return _settle(setting, *next((found for found in near if found[0]), near[0]))
    if not is_sentence(setting.scene, setting.stretch) or count_words(text) < LEAST_WORDS:
        return None
    for rule in FAR_RULES:
        found = rule(setting)
        if found:
            return _settle(setting, *found)
    return Spoken(setting.stretch, None, None, "no speaker", 0.4)


def _settle(
    setting: Setting, speaker: str | None, cue: tuple[int, int] | None, rule: str, confidence: float
) -> Spoken:
    bearer = find_bearer(setting.scene, speaker, setting.stretch.left)
    return Spoken(setting.stretch, bearer, cue, rule, confidence)
