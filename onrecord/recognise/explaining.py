"""Why a fact was told, and what was thought of and left out: for whoever writes rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from onrecord.model.reading import Reading
from onrecord.model.text import Span
from onrecord.recognise.acts import find_acts
from onrecord.recognise.anchoring import is_anchored, weigh_anchors
from onrecord.recognise.cast import cast_pronouns
from onrecord.recognise.commitments import KEEP, action_range, weigh_features
from onrecord.recognise.events import Told, find_candidates
from onrecord.recognise.modality import find_undertakings
from onrecord.recognise.scene import Scene, build_scene


@dataclass(frozen=True, slots=True)
class Explained:
    """A fact, or what might have been one (`told` false), with what decided it.

    `quote` are the words that tell it, `evidence` the sentence they stand in; `features` are
    what spoke for it (above nought) and against it, where the rule weighs.
    """

    layer: str
    told: bool
    summary: str
    quote: Span
    evidence: Span
    rule: str
    confidence: float
    features: Mapping[str, float]


def explain_reading(reading: Reading) -> list[Explained]:
    """Every fact of a page and every candidate that was left out, in the order of the text."""
    scene = cast_pronouns(build_scene(reading))
    candidates = find_candidates(scene)
    told = [one for one in candidates if is_anchored(one.event, one.drafts)]
    found = [
        *_explain_offices(reading),
        *(_explain_event(one) for one in candidates),
        *_explain_acts(scene, told),
        *_explain_commitments(scene),
        *_explain_quotes(reading),
    ]
    return sorted(found, key=lambda one: (one.quote.start, one.layer, one.quote.end))


def _explain_event(one: Told) -> Explained:
    event = one.event
    when = event.start.value if event.start else "undated"
    summary = f"{event.kind} {event.status}, {when}"
    features = weigh_anchors(event, one.drafts)
    told = is_anchored(event, one.drafts)
    trigger = event.triggers[0]
    return Explained(
        "event", told, summary, trigger, event.evidence, event.rule, event.confidence, features
    )


def _explain_acts(scene: Scene, told: list[Told]) -> Iterator[Explained]:
    for act in find_acts(scene, told):
        when = act.date.value if act.date else "undated"
        summary = f"{act.kind}, {when}"
        yield Explained(
            "act", True, summary, act.object, act.evidence, act.rule, act.confidence, {}
        )


def _explain_commitments(scene: Scene) -> Iterator[Explained]:
    for sentence in scene.sentences:
        if sentence.headline:
            continue
        for found in find_undertakings(sentence):
            features = weigh_features(scene, sentence, found)
            weight = sum(features.values())
            begin, end = action_range(sentence, found)
            quote = sentence.part.span(sentence.doc[begin:end])
            yield Explained(
                "commitment",
                weight >= KEEP,
                f"said by '{found.rule}', {weight:.1f} of {KEEP:.1f}",
                quote,
                sentence.span,
                f"commitment.{found.rule.replace(' ', '_')}",
                round(max(0.0, min(0.95, 0.4 + weight / 4)), 2),
                features,
            )


def _explain_offices(reading: Reading) -> Iterator[Explained]:
    for office in reading.offices:
        person = reading.entities[office.person].name
        yield Explained(
            "office", True, person, office.office, office.holder, office.rule,
            office.confidence, {},
        )  # fmt: skip


def _explain_quotes(reading: Reading) -> Iterator[Explained]:
    for quote in reading.quotes:
        speaker = reading.entities.get(quote.speaker) if quote.speaker else None
        summary = speaker.name if speaker else "speaker unknown"
        yield Explained(
            "quote", True, summary, quote.quote, quote.quote, quote.rule, quote.confidence, {}
        )
