"""Who met, chaired, hosted and took part: slots filled from the grammar of one sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.attach import Placed, find_owner, is_simultaneous
from onrecord.recognise.grammar import (
    OBJECTS,
    base_form,
    child_of,
    find_object,
    find_subject,
    find_tense,
    is_passive,
)
from onrecord.recognise.phrases import group_of, lists_led_by, load_cues
from onrecord.recognise.scene import Atom, Sentence
from onrecord.recognise.trigger import Trigger
from onrecord.recognise.verb_triggers import counterpart_of, is_parliament, is_presiding

PEOPLE = frozenset({"person", "organisation", "state"})
TWO_SIDED = frozenset({"meeting", "call", "consultations"})
GATHERED = frozenset({"meeting", "call", "consultations", "visit", "session"})
PART_VERBS = ("take", "participate", "arrive", "speak", "represent", "meet", "travel", "come")


@dataclass(frozen=True, slots=True)
class Frame:
    """One placed trigger among the others of its sentence."""

    own: Placed
    rivals: Sequence[Placed]

    @property
    def trigger(self) -> Trigger:
        """The trigger."""
        return self.own.trigger

    @property
    def sentence(self) -> Sentence:
        """Its sentence."""
        return self.own.trigger.sentence

    def owns(self, at: int) -> bool:
        """Whether the phrase of this token tells of this trigger."""
        return find_owner(self.rivals, self.sentence.doc[at]) is self.own

    def sets(self, at: int) -> bool:
        """Whether this token's phrase tells when or where this trigger's event was."""
        return find_owner(self.rivals, self.sentence.doc[at], setting=True) is self.own


Filled = Iterator[tuple[str, list[Atom]]]
SlotRule = Callable[[Frame], Filled]


def fill_slots(frame: Frame) -> dict[str, list[Atom]]:
    """The atoms of each slot, every entity once and in the first slot that claims it."""
    slots: dict[str, list[Atom]] = {}
    taken: set[str] = set()
    for rule in SLOT_RULES:
        for slot, atoms in rule(frame):
            for atom in atoms:
                if atom.entity not in taken and atom.type in PEOPLE | {"place", "operation"}:
                    taken.add(atom.entity)
                    slots.setdefault(slot, []).append(atom)
    return slots


# ---------------------------------------------------------------- phrases that name the slot


def _chairs(frame: Frame) -> Filled:
    for begin, group in lists_led_by(frame.sentence, "chair.before"):
        if frame.owns(begin) and not _heads_delegation(frame, begin):
            yield "chairs", group


def _chairs_after(frame: Frame) -> Filled:
    """'with B in the chair', 'B presiding'."""
    sentence = frame.sentence
    for atom in sentence.atoms:
        if _is_followed(sentence, atom.end, "chair.after") and _same_clause(frame, atom.start):
            yield "chairs", [atom]


def _is_followed(sentence: Sentence, at: int, key: str) -> bool:
    doc = sentence.doc
    if at < sentence.end and doc[at].text == ",":
        at += 1
    for words in (w for found in load_cues(key).values() for w in found):
        if tuple(t.lower_ for t in doc[at : min(at + len(words), sentence.end)]) == words:
            return True
    return False


def _heads_delegation(frame: Frame, begin: int) -> bool:
    doc, at = frame.sentence.doc, begin - 1
    if frame.sentence.doc[begin].lower_ not in {"headed", "led"}:
        return False
    if at > frame.sentence.start and doc[at].text == ",":
        at -= 1
    atom = frame.sentence.atom_at(at)
    return atom is not None and atom.type == "organisation"


def _hosts(frame: Frame) -> Filled:
    for begin, group in lists_led_by(frame.sentence, "host.before"):
        if frame.owns(begin):
            yield "hosts", group


def _participants(frame: Frame) -> Filled:
    for begin, group in lists_led_by(frame.sentence, "participant.before"):
        if frame.owns(begin) or _same_clause(frame, begin):
            yield "participants", group


def _same_clause(frame: Frame, at: int) -> bool:
    return len(frame.rivals) == 1 and frame.own.role in {"verb", "subject", "object", "complement"}


# ---------------------------------------------------------------- grammar around verbs


def _verb_sides(frame: Frame) -> Filled:
    """Subject and object of a verb that is the event: 'A met B', 'A was received by B'."""
    if frame.trigger.noun:
        return
    verb, sentence = frame.trigger.token, frame.sentence
    subject = list_at(sentence, find_subject(verb))
    if frame.trigger.rule == "verb.convened":
        yield "bodies", subject
        return
    if frame.trigger.rule == "verb.attended":
        subject = [*(subject if base_form(verb) != "be" or _is_present(verb) else []), *_named_after(sentence, verb)]
    if is_presiding(verb):
        yield "chairs", list_at(sentence, find_subject(verb))
        return
    yield "participants", subject
    if frame.trigger.kind == "visit" and not is_passive(verb):
        return
    if frame.trigger.rule in {"verb.attended", "verb.travelled", "verb.deed"}:
        if frame.trigger.rule == "verb.deed":
            yield from _further_with(frame, verb)
        return
    other = counterpart_of(sentence, verb)
    if frame.trigger.rule == "verb.addressed":
        yield "bodies", [other] if other else []
    elif other is not None and frame.owns(other.start):
        yield "participants", group_of(sentence, other)
    yield from _further_with(frame, verb)


def _named_after(sentence: Sentence, verb: Token) -> list[Atom]:
    """'The speakers were B and C', 'A took part, as did B'."""
    doc = sentence.doc
    start = verb.i if base_form(verb) == "be" and not _is_present(verb) else sentence.end
    for at in range(verb.i + 1, sentence.end - 1):
        if doc[at].lower_ == "as" and doc[at + 1].lower_ in {"did", "was", "were"}:
            start = at + 1
    first = next((a for a in sentence.atoms if a.start > start), None)
    return group_of(sentence, first) if first is not None else []


def _is_present(verb: Token) -> bool:
    return any(c.lower_ == "present" for c in verb.children)


def _further_with(frame: Frame, verb: Token) -> Filled:
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "with":
            inner = child_of(child, frozenset({"pobj"}))
            yield "participants", list_at(frame.sentence, inner)


def _holders(frame: Frame) -> Filled:
    """The subject of a verb whose object the event is: 'the Council held a meeting'."""
    trigger = frame.trigger
    if not trigger.noun or trigger.verb is None or frame.own.role != "object":
        return
    if is_passive(trigger.verb) or _is_agreed(trigger.verb):
        return
    subject = list_at(frame.sentence, find_subject(trigger.verb))
    yield holder_slot(trigger, base_form(trigger.verb), subject), subject


def _is_agreed(verb: Token) -> bool:
    """'agreed to hold': those who agree need not be those who hold."""
    return find_tense(verb) == "infinitive" and base_form(verb.head) in {"agree", "decide", "propose"}


def holder_slot(trigger: Trigger, lemma: str, subject: Sequence[Atom]) -> str:
    """The slot of who 'held', 'hosted', 'attended' an event of that kind."""
    kinds = {atom.type for atom in subject}
    if lemma in load_words("events", "chair.verbs"):
        return "chairs"
    if lemma in load_words("events", "host.verbs"):
        return "places" if kinds and kinds <= {"place"} else "hosts"
    if lemma in {"give", "offer"} and trigger.kind == "ceremony":
        return "hosts"
    if lemma in {"open", "lead", "close"} and any(map(_is_chair, subject)):
        return "chairs"
    if lemma in load_words("events", "host.own") | {"have"}:
        return _own_slot(trigger, kinds, subject)
    return "participants"


def _is_chair(atom: Atom) -> bool:
    words = {word.lower().strip(",") for word in atom.words.split()}
    return bool(words & load_words("events", "chair.offices"))


def _own_slot(trigger: Trigger, kinds: set[str], subject: Sequence[Atom]) -> str:
    if trigger.kind in {"session", "meeting"} and len(subject) == 1 and is_body(subject[0]):
        return "bodies" if not _has_with(trigger) else "participants"
    if trigger.kind in GATHERED | {"briefing"} or kinds == {"person"}:
        return "participants"
    return "hosts"


def _has_with(trigger: Trigger) -> bool:
    near = list(trigger.token.children) + list(trigger.verb.children if trigger.verb else ())
    return any(child.lower_ in {"with", "between"} for child in near)


def is_body(atom: Atom) -> bool:
    """Whether the atom means a body that meets: a committee, a council, a cabinet."""
    if is_parliament(atom):
        return True
    if atom.type != "organisation" or atom.mention.form == "group":
        return False
    words = {word.lower().strip(",.") for word in atom.mention.span.text.split()}
    return atom.mention.form == "acronym" or bool(words & load_words("events", "body.heads"))


def _attenders(frame: Frame) -> Filled:
    """The subject of 'took part in', 'arrived for', 'spoke at'."""
    verb = frame.trigger.verb
    if not frame.trigger.noun or verb is None or frame.own.role != "complement":
        return
    subject = list_at(frame.sentence, find_subject(verb))
    slot = "chairs" if base_form(verb) == "preside" else "participants"
    yield slot, [atom for atom in subject if atom.type in PEOPLE]


def _meeting_with(frame: Frame) -> Filled:
    """'At a meeting with B, A said': A met B."""
    trigger = frame.trigger
    if not trigger.noun or trigger.verb is None or frame.own.role not in {"adverbial", "inner"}:
        return
    if frame.own.role == "inner" and not is_simultaneous(trigger):
        return
    subject = list_at(frame.sentence, find_subject(trigger.verb))
    if trigger.kind in {"meeting", "call"} and _has_with(trigger):
        yield "participants", subject
    elif is_simultaneous(trigger) and base_form(trigger.verb) in load_words("events", "speech.verbs"):
        yield "participants", [atom for atom in subject if atom.type == "person"]
    if trigger.kind == "briefing" and base_form(trigger.verb) in load_words(
        "events", "speech.verbs"
    ):
        yield "participants", subject
    if trigger.kind in {"session", "meeting"} and _is_own(trigger):
        yield "bodies", [atom for atom in subject if is_body(atom)]


def _is_own(trigger: Trigger) -> bool:
    return any(c.dep_ == "poss" and c.lower_ in {"its", "their"} for c in trigger.token.children)


# ---------------------------------------------------------------- grammar around nouns


def _noun_with(frame: Frame) -> Filled:
    """'a meeting with B', 'held talks in Paris with B'."""
    if frame.trigger.kind not in TWO_SIDED | {"visit", "briefing"} or not frame.trigger.noun:
        return
    sentence = frame.sentence
    for atom in sentence.atoms:
        if atom.type in PEOPLE and _led_by(sentence, atom, {"with"}) and frame.owns(atom.start - 1):
            yield "participants", group_of(sentence, atom)


def _led_by(sentence: Sentence, atom: Atom, words: set[str]) -> bool:
    at = atom.start - 1
    while at > sentence.start and sentence.doc[at].tag_ in {"DT", "PRP$", "JJ", "NN", "NNP", "POS"}:
        at -= 1
    return at >= sentence.start and sentence.doc[at].lower_ in words


def _noun_of(frame: Frame) -> Filled:
    """'a meeting of the Committee', 'the visit of the President'."""
    trigger, sentence = frame.trigger, frame.sentence
    if not trigger.noun or trigger.end + 1 >= sentence.end:
        return
    if sentence.doc[trigger.end].lower_ != "of":
        return
    atom = next((a for a in sentence.atoms if 0 <= a.start - trigger.end - 1 <= 3), None)
    if atom is None:
        return
    group = group_of(sentence, atom)
    if is_body(atom) and trigger.kind in {"session", "meeting", "consultations", "conference"}:
        yield "bodies", group
    elif trigger.kind not in {"conference", "training", "operation", "ceremony"}:
        yield "participants", group


def _noun_owner(frame: Frame) -> Filled:
    """'the Council meeting', 'the President's visit'."""
    trigger, sentence = frame.trigger, frame.sentence
    if not trigger.noun:
        return
    at = trigger.start - 1
    possessive = at >= sentence.start and sentence.doc[at].tag_ == "POS"
    atom = sentence.atom_at(at - possessive)
    if atom is None or atom.end < trigger.start - possessive:
        return
    if trigger.kind in {"session", "meeting"} and atom.type == "organisation":
        yield "bodies", [atom]
    elif possessive and trigger.kind in GATHERED:
        yield "participants", [atom]


def _noun_possessor(frame: Frame) -> Filled:
    """'his visit', 'their talks': the pronoun's own mention."""
    trigger = frame.trigger
    if not trigger.noun:
        return
    for child in trigger.token.children:
        atom = frame.sentence.atom_at(child.i) if child.dep_ == "poss" else None
        if atom is not None and atom.end <= trigger.token.i:
            body = trigger.kind in {"session", "meeting"} and is_body(atom)
            yield ("bodies" if body else "participants"), [atom]


def _gathered(frame: Frame) -> Filled:
    """'the seminar brought together B', 'the talks involved B'."""
    trigger = frame.trigger
    if trigger.noun and trigger.verb is not None and frame.own.role == "subject":
        lemma = base_form(trigger.verb)
        if lemma in load_words("events", "participant.gathering"):
            yield "participants", list_at(frame.sentence, find_object(trigger.verb))


def list_at(sentence: Sentence, head: Token | None) -> list[Atom]:
    """The list of atoms that a noun phrase with that head begins."""
    if head is None:
        return []
    atom = sentence.atom_at(head.i) or _atom_of_phrase(sentence, head)
    return group_of(sentence, atom) if atom is not None else []


def _atom_of_phrase(sentence: Sentence, head: Token) -> Atom | None:
    """'the delegation of B', 'B and his colleague': the atom that stands for an unnamed head."""
    for child in head.children:
        if child.dep_ in OBJECTS | {"appos", "conj"}:
            found = sentence.atom_at(child.i)
            if found is not None:
                return found
    return None


SLOT_RULES: tuple[SlotRule, ...] = (
    _chairs,
    _chairs_after,
    _hosts,
    _noun_of,
    _noun_owner,
    _noun_possessor,
    _verb_sides,
    _holders,
    _noun_with,
    _participants,
    _attenders,
    _meeting_with,
    _gathered,
)
