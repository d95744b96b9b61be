"""Whom the pronouns of a text mean, by who was named just before and in what part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Mention
from onrecord.recognise.atoms import Atom
from onrecord.recognise.grammar import SUBJECTS, base_form, find_subject, governing_verb
from onrecord.recognise.scene import Scene, Sentence

HE = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "their", "them", "themselves", "theirs"})
WE = frozenset({"we", "i", "our", "my", "us", "me"})
ACTING = frozenset({"organisation", "state"})
OFFICE_ENDS = frozenset({"of", "to", "for", "at", "in", "on", ","})  # after an office's own name
PAIR = 2
HEADED = frozenset({"state", "government"})  # 'heads of state' are persons who were named
PAIR_WORDS = 4  # words of 'two heads of state'
MEMORY = 6  # sentences after which a name is no longer what a pronoun means


@dataclass
class Memory:
    """Who was named lately: the subjects first."""

    people: list[Atom] = field(default_factory=list)
    bodies: list[Atom] = field(default_factory=list)
    several: list[Atom] = field(default_factory=list)
    named: dict[str, bool] = field(default_factory=dict)
    recent: list[Atom] = field(default_factory=list)
    names: frozenset[str] = frozenset()
    release: int = -1
    since: int = 0


def cast_pronouns(scene: Scene) -> Scene:
    """The scene with an atom for each pronoun whose meaning can be told."""
    names = _named(scene)
    memory = Memory(names=names)
    found = []
    for sentence in scene.sentences:
        if sentence.release != memory.release:
            memory = Memory(names=names, release=sentence.release)
        sentence = _name_holders(scene, sentence, memory)
        sentence = replace(sentence, pronouns=tuple(_cast(scene, sentence, memory)))
        sentence = _drop_pairs(sentence, memory)
        found.append(sentence)
        _remember(memory, sentence)
    return replace(scene, sentences=tuple(found))


def _name_holders(scene: Scene, sentence: Sentence, memory: Memory) -> Sentence:
    """The sentence with 'the Minister' as the one of that office who was named last."""
    atoms = []
    for atom in sentence.atoms:
        holder = _holder_of(scene, atom, memory) if _is_unnamed(atom, memory) else None
        if holder is None:
            atoms.append(atom)
        else:
            atoms.append(replace(atom, mention=replace(atom.mention, entity=holder)))
    for atom in atoms:
        if atom.type == "person" and atom.mention.form == "name":
            memory.named.pop(atom.entity, None)
            memory.named[atom.entity] = is_subject(sentence, atom)
    return replace(sentence, atoms=tuple(atoms))


def _drop_pairs(sentence: Sentence, memory: Memory) -> Sentence:
    """The sentence without 'the two ministers' as a group of its own where they are known."""
    if max(len(memory.several), len(memory.recent)) < PAIR:
        return sentence
    words = load_words("events", "pair.words")
    known = {pronoun.start for pronoun in sentence.pronouns}
    kept = [
        a
        for a in sentence.atoms
        if not (
            a.mention.form == "group"
            and a.end - a.start <= PAIR_WORDS
            and (a.end - a.start == 1 or known & set(range(a.start, a.end)))
            and _is_bare_pair(sentence, a, words)
        )
    ]
    return replace(sentence, atoms=tuple(kept))


def _is_bare_pair(sentence: Sentence, atom: Atom, words: frozenset[str]) -> bool:
    """'the ministers', 'the two heads of state': a group with no name in it."""
    text = [t.lower_ for t in sentence.doc[atom.start : atom.end]]
    if len(text) <= PAIR:
        return text[-1] in words
    return text[0] in {"two", "both"} and text[1] in words and text[2:3] == ["of"]


def _is_unnamed(atom: Atom, memory: Memory) -> bool:
    if atom.type != "person" or atom.mention.form != "description":
        return False
    return atom.entity not in memory.names


def _named(scene: Scene) -> frozenset[str]:
    return frozenset(
        m.entity for m in scene.reading.mentions if m.type == "person" and m.form == "name"
    )


def _holder_of(scene: Scene, atom: Atom, memory: Memory) -> str | None:
    """The person whose office ends in the same word: one named before, the protagonist if several.

    Where nobody was named yet ('Minister receives envoy'), the one of the page with just that.
    """
    holders = [
        office.person
        for office in scene.reading.offices
        if _is_office(atom.name, office.office.text)
    ]
    known = [person for person in holders if person in memory.named]
    if known:
        return known[0]
    return _only_holder(scene, atom.name.lower())


def _only_holder(scene: Scene, text: str) -> str | None:
    """The first person of the page whose office is the description, the only one of its kind."""
    held = [(o.person, " ".join(o.office.text.lower().split())) for o in scene.reading.offices]
    exact = [person for person, office in held if office == text]
    if exact:
        return exact[0]
    longer = {person for person, office in held if office.startswith(f"{text} of ")}
    return longer.pop() if len(longer) == 1 else None


def _is_office(text: str, office: str) -> bool:
    """Whether a description is an office or a short form of it."""
    mine, whole = text.lower(), office.lower().replace(",", " , ")
    if " of " in mine:
        return mine == office.lower()
    words = whole.split()
    own = next((n for n, word in enumerate(words) if word in OFFICE_ENDS), len(words))
    return set(mine.split()) <= set(words) and words[max(0, own - 1)] == mine.split()[-1]


def _cast(scene: Scene, sentence: Sentence, memory: Memory) -> Iterator[Atom]:
    for token in sentence.tokens():
        for atom in _resolve(scene, sentence, memory, token):
            yield _stand_in(sentence, token, atom)


def _stand_in(sentence: Sentence, token: Token, meant: Atom) -> Atom:
    """The pronoun as an atom: its own place, the meaning and name of what it stands for."""
    span, mention = sentence.part.span(token), meant.mention
    stands = replace(mention, span=span, form="pronoun", head=span.start)
    return Atom(token.i, token.i + 1, stands, meant.name)


def _resolve(scene: Scene, sentence: Sentence, memory: Memory, token: Token) -> Sequence[Atom]:
    word = token.lower_
    if word in HE:
        here = _before(sentence, token, {"person"})
        acting = [a for a in here if is_subject(sentence, a)]
        return _one(acting, memory.people) or here[:1]
    if word in IT:
        return _one(
            _subject_ahead(sentence, token) or _before(sentence, token, ACTING), memory.bodies
        )
    if word in THEY:
        return _several(sentence, token) or memory.several
    if _is_pair(token):
        found = _several(sentence, token) or memory.several or memory.recent[-PAIR:]
        two = any(t.lower_ in {"two", "both"} for t in token.lefts)
        return found if two or (len(found) == PAIR and _fits_pair(scene, token, found)) else ()
    if word in WE:
        return _speaker(scene, sentence, token)
    return ()


def _one(here: Sequence[Atom], before: Sequence[Atom]) -> Sequence[Atom]:
    return here[:1] or before[:1]


def _before(sentence: Sentence, token: Token, types: Iterable[str]) -> list[Atom]:
    """The atoms of these types before the word, subjects first, then the nearest."""
    wanted = frozenset(types)
    found = [a for a in sentence.atoms if a.end <= token.i and a.type in wanted]
    return sorted(found, key=lambda a: (not is_subject(sentence, a), -a.start))


def is_subject(sentence: Sentence, atom: Atom) -> bool:
    """Whether the atom holds the head of a subject."""
    return any(
        t.dep_ in SUBJECTS and not atom.start <= t.head.i < atom.end
        for t in sentence.doc[atom.start : atom.end]
    )


def _subject_ahead(sentence: Sentence, token: Token) -> list[Atom]:
    """'At its meeting, the Board …': the subject that follows."""
    if token.dep_ != "poss":
        return []
    verb = governing_verb(token)
    subject = find_subject(verb) if verb is not None else None
    if subject is None or subject.i < token.i:
        return []
    atom = sentence.atom_at(subject.i)
    return [atom] if atom is not None and atom.type in ACTING else []


def _several(sentence: Sentence, token: Token) -> list[Atom]:
    found = [a for a in sentence.atoms if a.end <= token.i and a.type == "person"]
    return _distinct(found) if len(_distinct(found)) > 1 else []


def _is_pair(token: Token) -> bool:
    """'the pair', 'the two leaders': those named just before."""
    words = load_words("events", "pair.words")
    if token.lower_ not in words or token.dep_ not in SUBJECTS | {"pobj", "poss"}:
        return False
    return any(t.lower_ in {"the", "two", "both"} for t in token.lefts)


def _fits_pair(scene: Scene, noun: Token, found: Sequence[Atom]) -> bool:
    """Whether those named just before can be 'the foreign ministers', by the offices they hold."""
    inner = next((c for c in noun.children if c.lower_ == "of" and c.i > noun.i), None)
    if base_form(noun) == "head":
        return inner is None or any(t.lower_ in HEADED for t in inner.children)
    if base_form(noun) not in load_words("events", "pair.offices"):
        return True
    wanted = {base_form(noun), *(c.lower_ for c in noun.lefts if c.dep_ in {"amod", "compound"})}
    wanted -= {"two", "both"}
    return all(wanted <= _office_words(scene, atom.entity) for atom in found)


def _office_words(scene: Scene, person: str) -> frozenset[str]:
    """The words of all offices that somebody holds on the page."""
    held = (o.office.text.lower().split() for o in scene.reading.offices if o.person == person)
    return frozenset(word.strip(",.") for words in held for word in words)


def _speaker(scene: Scene, sentence: Sentence, token: Token) -> Sequence[Atom]:
    span = sentence.part.span(token)
    speaker = scene.speaker_at(span.start)
    entity = scene.reading.entities.get(speaker) if speaker else None
    if entity is None:
        return ()
    mention = Mention(span, entity.type, "pronoun", entity.id, span.start, sentence.part.index)
    return [Atom(token.i, token.i + 1, mention, entity.name)]


def _distinct(atoms: Iterable[Atom]) -> list[Atom]:
    return list({a.entity: a for a in atoms}.values())


def _remember(memory: Memory, sentence: Sentence) -> None:
    if sentence.headline:
        return
    ranked = sorted(sentence.atoms, key=lambda a: (not is_subject(sentence, a), a.start))
    people = [a for a in ranked if a.type == "person"]
    bodies = [a for a in ranked if a.type in ACTING]
    both = _distinct(a for a in sentence.atoms if a.type == "person")
    groups = [a for a in sentence.atoms if a.mention.form == "group" and is_subject(sentence, a)]
    memory.recent = _distinct([*memory.recent, *both])[-PAIR:]
    if people and (is_subject(sentence, people[0]) or not memory.people):
        memory.people = people
    elif sentence.number - memory.since > MEMORY:
        memory.people = []
    if bodies:
        memory.bodies = bodies
    if groups or len(both) > 1:
        memory.several = both if len(both) > 1 else groups
    if people or bodies:
        memory.since = sentence.number
