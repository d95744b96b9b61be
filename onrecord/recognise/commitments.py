"""Commitments: checkable deeds to come that an institution or office-holder took upon itself."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Commitment, Dated, Filler
from onrecord.recognise.actors import fill_atoms
from onrecord.recognise.deadlines import find_due, find_row_due, is_deadline
from onrecord.recognise.frame import list_at
from onrecord.recognise.grammar import base_form, find_object, find_subject, is_passive, is_verb
from onrecord.recognise.modality import Undertaking, find_undertakings, is_sum, next_deed
from onrecord.recognise.objects import Range, phrase_after, subject_phrase
from onrecord.recognise.scene import Scene, Sentence
from onrecord.recognise.trigger import Trigger
from onrecord.recognise.triggers import find_triggers

INTO = 2  # words of 'into force'
INTO_USE = frozenset({"force", "effect", "service", "operation", "use"})
KEEP = 1.0  # sum of features from which a deed to come is a commitment

RULE_WEIGHT: dict[str, float] = {
    "will": 0.6,
    "is to": 0.7,
    "plans to": 0.8,
    "tasked to": 1.0,
    "pledged": 1.2,
    "please": 0.4,
    "agreed to": 0.0,
    "has to": 0.4,
}


def find_commitments(scene: Scene) -> Iterator[Commitment]:
    """The commitments of a page in the order of the text."""
    seen: set[str] = set()
    for sentence in scene.sentences:
        if sentence.headline:
            continue
        for found in find_undertakings(sentence):
            weight = weigh_undertaking(scene, sentence, found)
            commitment = _build(scene, sentence, found, weight)
            key = " ".join(commitment.action.text.lower().split())
            if weight >= KEEP and key not in seen:
                seen.add(key)
                yield commitment


def weigh_undertaking(scene: Scene, sentence: Sentence, found: Undertaking) -> float:
    """How much speaks for a checkable deed of somebody who can be held to it."""
    return sum(weigh_features(scene, sentence, found).values())


def weigh_features(scene: Scene, sentence: Sentence, found: Undertaking) -> dict[str, float]:
    """What speaks for a commitment and against it, each thing by its name."""
    deed = found.deed
    due = _due_of(scene, sentence, found)
    force = _comes_into_use(deed)
    vague = (
        not force
        and base_form(deed) in load_words("commitments", "deed.vague")
        and found.rule != "pledged"
    )
    dated = base_form(deed) in load_words("commitments", "deed.dated")
    actor = _has_actor(scene, sentence, found)
    money = _is_payment(deed)
    passive = is_passive(deed)
    features = {
        f"said by '{found.rule}'": RULE_WEIGHT[found.rule],
        "actor": 0.5 * actor,
        "no actor": -0.3 * (not actor and not passive),
        "object": 0.2 * (find_object(deed) is not None),
        "due": 0.4 * (due is not None),
        "deadline": 0.3 * (due is not None and is_deadline(sentence, due)),
        "aimless": -1.5 * _is_aimless(deed),
        "vague": (-0.6 if due is not None or found.rule == "tasked to" else -1.5)
        * (vague and not (dated and due is not None) and not money),
        "talk": -1.5 * (base_form(deed) in load_words("commitments", "deed.talk") and not money),
        "payment": 0.3 * money,
        "gathering": -2.0 * is_gathering(sentence, found),
        "into use": 0.3 * force,
        "passive deed": (0.4 if _is_checkable(deed) else -0.6) * passive,
    }
    return {name: value for name, value in features.items() if value}


def _due_of(scene: Scene, sentence: Sentence, found: Undertaking) -> Dated | None:
    published = scene.reading.page.releases[sentence.release].published
    told = find_due(sentence, action_range(sentence, found), found.cue.i, published)
    return told or find_row_due(scene, sentence)


def _comes_into_use(deed: Token) -> bool:
    """'will enter into force', 'will go into service'."""
    after = [t.lower_ for t in deed.doc[deed.i + 1 : deed.i + 3]]
    return len(after) == INTO and after[0] == "into" and after[1] in INTO_USE


def _is_aimless(deed: Token) -> bool:
    """A verb that tells a deed of somebody only with an object ('run night buses')."""
    known = load_words("commitments", "deed.transitive")
    return base_form(deed) in known and find_object(deed) is None and not is_passive(deed)


def _is_payment(deed: Token) -> bool:
    """Whether a sum is to be given or received ('will receive 2.4 million in grants')."""
    paid = find_object(deed)
    known = load_words("commitments", "deed.payments")
    return paid is not None and base_form(deed) in known and is_sum(paid)


def _is_checkable(deed: Token) -> bool:
    return base_form(deed) in load_words("commitments", "passive.verbs")


def _has_actor(scene: Scene, sentence: Sentence, found: Undertaking) -> bool:
    if find_holders(scene, sentence, found):
        return True
    actor = found.actor
    if actor is None:
        return found.rule == "please"
    return base_form(actor) in load_words("commitments", "actor.heads")


def is_gathering(sentence: Sentence, found: Undertaking) -> bool:
    """Whether the deed is a gathering to come: an event, not a commitment."""
    deed = found.deed
    words = load_words("commitments", "deed.gatherings")
    heads = [found.actor] if is_passive(deed) else [find_object(deed)]
    if any(t is not None and base_form(t) in words for t in heads):
        return True
    actor = found.actor.i if found.actor is not None else -1
    return any(t.token.i in {deed.i, actor} and not _is_stage(t) for t in find_triggers(sentence))


def _is_stage(trigger: Trigger) -> bool:
    """'The second phase of the works': a part of anything, not only of a gathering."""
    return trigger.generic and base_form(trigger.token) in load_words("events", "generic.parts")


def find_holders(scene: Scene, sentence: Sentence, found: Undertaking) -> tuple[Filler, ...]:
    """Who is held to it; for 'we' and 'I' in direct speech, who speaks."""
    actor = found.actor
    if actor is None:
        return ()
    if actor.lower_ in {"we", "i"}:
        return _speaker(scene, sentence, actor)
    return fill_atoms(list_at(sentence, actor))


def _speaker(scene: Scene, sentence: Sentence, pronoun: Token) -> tuple[Filler, ...]:
    span = sentence.part.span(pronoun)
    speaker = scene.speaker_at(span.start)
    return (Filler(speaker, span),) if speaker else ()


def action_range(sentence: Sentence, found: Undertaking) -> Range:
    """From the verb of the deed to the end of its object and circumstances.

    A deed without a doer ('the credit will be granted') is told with its subject.
    """
    start = found.deed.i + (found.rule == "pledged")
    begin, end = phrase_after(sentence, start, found.deed)
    end = max(_before_speaker(found.deed, _before_next(sentence, found, end)), begin + 1)
    if found.actor is not None and _is_told_whole(sentence, found):
        begin = subject_phrase(sentence, found.actor, found.cue)[0]
    return begin, end


def _before_speaker(deed: Token, end: int) -> int:
    """The end without who said it ('will be completed by May |, the Vice President said')."""
    said = deed.head
    if deed.dep_ != "ccomp" or said.i < end or not is_verb(said):
        return end
    subject = find_subject(said)
    if subject is None or not deed.i < subject.left_edge.i < end:
        return end
    first = int(subject.left_edge.i)
    return first - 1 if deed.doc[first - 1].text == "," else first


def _before_next(sentence: Sentence, found: Undertaking, end: int) -> int:
    """The end without the next deed and what joins it ('…, | and to open a school by June')."""
    further = next_deed(sentence, found.deed)
    if further is None:
        return end
    end = min(end, further.left_edge.i)
    while sentence.doc[end - 1].tag_ in {"CC", "TO", ","} and end > found.deed.i + 1:
        end -= 1
    return end


def _is_told_whole(sentence: Sentence, found: Undertaking) -> bool:
    actor = found.actor
    if actor is None or found.rule not in {"will", "is to"} or actor.i > found.deed.i:
        return False
    if is_passive(found.deed):
        return True
    acts = list_at(sentence, actor) or base_form(actor) in load_words("commitments", "actor.heads")
    return not acts and actor.pos_ == "NOUN" and find_object(found.deed) is None


def _build(scene: Scene, sentence: Sentence, found: Undertaking, weight: float) -> Commitment:
    action = action_range(sentence, found)
    return Commitment(
        actors=find_holders(scene, sentence, found),
        action=sentence.part.span(sentence.doc[action[0] : action[1]]),
        due=_due_of(scene, sentence, found),
        evidence=sentence.span,
        trigger=sentence.part.span(found.cue),
        rule=f"commitment.{found.rule.replace(' ', '_')}",
        confidence=round(min(0.95, 0.4 + weight / 4), 2),
        release=sentence.release,
    )
