"""Acts: what an institution is reported to have adopted, signed, decided, set up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Act, Dated, Filler
from onrecord.recognise.actors import AGREEING, fill_atoms, find_actors, parties_in
from onrecord.recognise.atoms import Atom
from onrecord.recognise.deed import Deed
from onrecord.recognise.deeds import find_deeds
from onrecord.recognise.events import Told, events_of
from onrecord.recognise.frame import is_body
from onrecord.recognise.grammar import (
    base_form,
    find_subject,
    governing_verb,
    is_passive,
    is_verb,
)
from onrecord.recognise.objects import Range
from onrecord.recognise.scene import Scene, Sentence

MARKS = 3  # tokens of an item's number: '(iv)', '12.'
LONGEST_MARK = 4  # letters in one
BARE = 2  # words of a bare definite like 'the document'
CONFIDENCE: dict[str, float] = {
    "act.active": 0.8,
    "act.passive": 0.8,
    "act.clause": 0.75,
    "act.phrase": 0.75,
    "act.noun": 0.6,
    "act.list": 0.75,
    "act.force": 0.75,
}


def find_acts(scene: Scene, told: Sequence[Told]) -> Iterator[Act]:
    """The acts of a page in the order of the text, bare repetitions left out."""
    seen: dict[tuple[int, str, str], int] = {}
    for deed in find_deeds(scene):
        release = deed.sentence.release
        key = release, deed.kind, " ".join(deed.object.text.lower().split())
        known = any(of[:2] == key[:2] and verb != deed.verb.i for of, verb in seen.items())
        if key in seen or (known and _is_bare(deed)):
            continue
        seen[key] = deed.verb.i
        yield _build_act(scene, deed, told)


def _is_bare(deed: Deed) -> bool:
    """'The document': the text told of before, named again."""
    words = deed.object.text.lower().split()
    return len(words) == BARE and words[0] in {"the", "this", "both", "these"}


# ---------------------------------------------------------------- who, when, at what


def _build_act(scene: Scene, deed: Deed, told: Sequence[Told]) -> Act:
    sentence = deed.sentence
    source = next(
        (
            s
            for s in scene.sentences
            if s.part.doc is deed.verb.doc and s.start <= deed.verb.i < s.end
        ),
        sentence,
    )
    date = find_date(source, deed.verb, deed.range if source is sentence else None)
    event = find_event(source, told, date)
    return Act(
        kind=deed.kind,
        object=deed.object,
        actors=_find_doers(scene, source, deed) or _sides_of(source, deed, event),
        event=event.event.id if event else None,
        date=date or (event.event.start if event else None) or _stamp(scene, sentence),
        evidence=sentence.span,
        trigger=source.part.span(deed.verb),
        rule=deed.rule,
        confidence=CONFIDENCE[deed.rule],
        release=sentence.release,
    )


def _find_doers(scene: Scene, source: Sentence, deed: Deed) -> tuple[Filler, ...]:
    about = deed.range if source is deed.sentence else None
    found = find_actors(source, deed.verb, deed.kind, about)
    if not found and about is None and deed.kind in AGREEING:
        found = fill_atoms(parties_in(deed.sentence, deed.range))
    if found or not _opens_with(source, deed.verb):
        return found
    return fill_atoms(listing_body(scene, source))


def _sides_of(sentence: Sentence, deed: Deed, told: Told | None) -> tuple[Filler, ...]:
    """Who met, where it is 'the sides', 'both countries' or 'they' that agreed or signed."""
    subject = find_subject(deed.verb) if is_verb(deed.verb) else None
    if told is None or subject is None or is_passive(deed.verb):
        return ()
    if base_form(subject) not in load_words("acts", "sides.heads") or subject.i < sentence.start:
        return ()
    if any(c.lower_ == "of" for c in subject.children) and base_form(subject) != "head":
        return ()  # 'the heads of the companies', 'the ministers of the two countries'
    event = told.event
    return event.bodies if event.kind == "session" and event.bodies else event.participants


def _opens_with(sentence: Sentence, verb: Token) -> bool:
    """Whether the line of a list begins with the verb, its subject standing above."""
    marks = sentence.doc[sentence.start : verb.i]
    numbered = (
        1 < len(marks) <= MARKS
        and marks[-1].text in {")", "."}
        and all(len(token) <= LONGEST_MARK for token in marks)
    )
    return (len(marks) <= 1 or numbered) and not is_passive(verb)


def listing_body(scene: Scene, sentence: Sentence) -> list[Atom]:
    """The body that a list of decisions is of: in the line that opens it, else in the headline."""
    before = [s for s in scene.sentences[: sentence.number] if s.release == sentence.release]
    opened = [s for s in before if s.doc[s.end - 1].text == ":"]
    for above in [*opened[::-1], *(s for s in before if s.headline)]:
        bodies = [atom for atom in above.atoms if is_body(atom)]
        if bodies:
            return bodies[:1]
    return []


def find_date(sentence: Sentence, verb: Token, about: Range | None = None) -> Dated | None:
    """The time that the verb's own clause gives, not one that names its object."""
    for moment in sentence.moments:
        before = sentence.doc[moment.start - 1] if moment.start > sentence.start else None
        if before is not None and before.lower_ in load_words("acts", "held.lasting"):
            continue
        if about is not None and about[0] < moment.start < about[1] and not _is_set(before):
            continue  # 'approved the programme 2024-2027'
        root = sentence.doc[moment.start : moment.end].root
        if moment.time.role == "at" and moment.time.start and governing_verb(root) == verb:
            return Dated(moment.time.start, moment.time.span)
    return None


def _is_set(before: Token | None) -> bool:
    return before is not None and before.lower_ in {"on", "in", "at", "last", "this"}


def find_event(sentence: Sentence, told: Sequence[Told], date: Dated | None) -> Told | None:
    """The gathering at which it was done: in the same sentence, else the one told of before."""
    here = [t for t in events_of(told, sentence.number) if t.event.status == "held"]
    if here:
        return here[0]
    before = [
        t
        for t in told
        if t.event.release == sentence.release
        and t.event.status == "held"
        and t.event.kind in {"session", "meeting", "consultations", "ceremony", "conference"}
        and t.drafts[0].sentence.number < sentence.number
    ]
    if date is not None:
        before = [t for t in before if t.event.start and t.event.start.value == date.value]
    return max(before, key=lambda t: len(t.drafts), default=None)


def _stamp(scene: Scene, sentence: Sentence) -> Dated | None:
    release = scene.reading.page.releases[sentence.release]
    if release.day_report and release.published and release.stamp:
        return Dated(release.published, release.stamp)
    return None
