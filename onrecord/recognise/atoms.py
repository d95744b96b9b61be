"""Atoms: names and descriptions with the office words around them, one thing each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from onrecord.model.reading import Mention, Part
from onrecord.model.text import Span

TITLE_ATOMS = 2  # atoms between which an office and its holder's name may stand


TITLE_REACH = 8  # words from an office to the name of its holder


TITLE_WORDS = frozenset({"of", "the", "for", ",", "and", "to", "at", "in"})


OFFICE_GAP = 4  # characters between a name and its office: comma, dash, bracket, spaces


@dataclass(frozen=True, slots=True)
class Atom:
    """A name or description with the office words around it: one thing in a clause.

    `start` and `end` are tokens of the part's document, `end` exclusive.
    """

    start: int
    end: int
    mention: Mention
    words: str = ""

    @property
    def entity(self) -> str:
        """The id of the entity that is meant."""
        return self.mention.entity

    @property
    def name(self) -> str:
        """The words that name it: for a pronoun those it stands for."""
        return self.words if self.mention.form == "pronoun" else self.mention.span.text

    @property
    def type(self) -> str:
        """The type of what is meant."""
        return self.mention.type


def build_atoms(
    part: Part, mentions: Sequence[Mention], offices: Mapping[tuple[int, int], list[Span]]
) -> tuple[list[Atom], list[Atom]]:
    """The mentions that stand free, each with its office words, and those inside others."""
    ranges = [_range(part, mention, offices) for mention in mentions]
    ranked = sorted(
        (atom for atom in ranges if atom is not None),
        key=lambda a: (a.start, -(a.end - a.start), len(a.mention.span.text)),
    )
    free: list[Atom] = []
    nested: list[Atom] = []
    reach = -1
    for atom in ranked:
        (free if atom.start >= reach else nested).append(atom)
        reach = max(reach, atom.end)
    return _absorb_titles(part, free, nested), nested


def _absorb_titles(part: Part, atoms: list[Atom], nested: list[Atom]) -> list[Atom]:
    """The atoms with an office and the name after it as one ('the Minister of B, A')."""
    kept: list[Atom] = []
    for atom in atoms:
        title = _title_of(part, kept, atom)
        if title is not None:
            nested.extend(kept[title:])
            atom = replace(atom, start=kept[title].start)
            atom = replace(atom, words=part.doc[atom.start : atom.end].text)
            kept = kept[:title]
        kept.append(atom)
    return kept


def _title_of(part: Part, kept: Sequence[Atom], name: Atom) -> int | None:
    """The place of the office that leads to a name, with what belongs to it between them."""
    if name.type != "person" or name.mention.form != "name":
        return None
    for back in range(1, min(TITLE_ATOMS, len(kept)) + 1):
        atom = kept[-back]
        gap = part.doc[atom.end : name.start]
        if len(gap) > TITLE_REACH or not all(map(_in_title, gap)):
            return None
        if atom.type == "person":
            return len(kept) - back if atom.mention.form == "description" else None
    return None


def _in_title(token: Token) -> bool:
    return token.lower_ in TITLE_WORDS or token.text[:1].isupper()


def _range(
    part: Part, mention: Mention, offices: Mapping[tuple[int, int], list[Span]]
) -> Atom | None:
    span = mention.span
    start, end = span.start, span.end
    for office in sorted(offices.get((start, end), ()), key=lambda o: _distance(o, span)):
        if -OFFICE_GAP <= office.start - end <= OFFICE_GAP or start - office.end <= OFFICE_GAP:
            start, end = min(start, office.start), max(end, office.end)
    tokens = part.tokens(Span(start, end, part.text[start - part.offset : end - part.offset]))
    return Atom(tokens.start, tokens.end, mention, tokens.text) if tokens is not None else None


def _distance(office: Span, name: Span) -> int:
    return max(office.start - name.end, name.start - office.end, 0)
