"""Notices: lines of 'When: …', 'Where: …', 'Who: …' that set out an event as a table does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Dated, Event, Filler
from onrecord.recognise.frame import PEOPLE
from onrecord.recognise.inherit import find_mains
from onrecord.recognise.scene import Scene, Sentence

if TYPE_CHECKING:
    from onrecord.recognise.events import Told

FIELDS = ("what", "when", "where", "who", "host")
OTHER = "other"  # a line with a key of its own that tells nothing here
KEY_WORDS = 3  # words before the colon of a field, at most
GROUND = frozenset({"place", "state", "organisation"})


@dataclass(slots=True)
class Notice:
    """The lines of one notice by their field."""

    release: int
    lines: dict[str, list[Sentence]] = field(default_factory=dict)

    def numbers(self, name: str) -> set[int]:
        """The numbers of the sentences of a field."""
        return {line.number for line in self.lines.get(name, ())}


def apply_notices(scene: Scene, told: Sequence[Told]) -> list[Told]:
    """The events with the day, the place and the people that a notice sets out for them."""
    found = list(told)
    for notice in find_notices(scene.sentences):
        at = _event_of(notice, found)
        if at is not None:
            found[at] = replace(found[at], event=_fill(found[at].event, notice, scene))
    return found


def find_notices(sentences: Iterable[Sentence]) -> Iterator[Notice]:
    """The notices of a page: at least two fields, one of them a day or a place."""
    current: Notice | None = None
    name = ""
    last: Sentence | None = None
    for sentence in sentences:
        key = find_field(sentence)
        goes_on = key is not None or (last is not None and _is_next_line(last, sentence))
        fresh = key not in {None, OTHER} and (current is None or key in current.lines)
        if current is not None and (fresh or not goes_on or current.release != sentence.release):
            yield from _checked(current)
            current = None
        if key not in {None, OTHER} and current is None:
            current = Notice(sentence.release)
        name = key or name
        if current is not None:
            current.lines.setdefault(name, []).append(sentence)
            last = sentence
    if current is not None:
        yield from _checked(current)


def _checked(notice: Notice) -> Iterator[Notice]:
    if len(notice.lines.keys() - {OTHER}) > 1 and notice.lines.keys() & {"when", "where"}:
        yield notice


def find_field(sentence: Sentence) -> str | None:
    """The field that a line opens with its key and a colon ('Venue: …')."""
    words: list[str] = []
    for token in sentence.doc[sentence.start : min(sentence.start + KEY_WORDS + 1, sentence.end)]:
        if token.text == ":":
            key = " ".join(words)
            known = (n for n in FIELDS if key in load_words("events", f"notice.{n}"))
            return next(known, OTHER if words else None)
        if not token.like_num:
            words.append(token.lower_)
    return None


def _past_key(sentence: Sentence) -> int:
    """The first token after the key of a line, that of the sentence where it has none."""
    if find_field(sentence) is None:
        return sentence.start
    colons = (t.i for t in sentence.tokens() if t.text == ":")
    return next(colons) + 1


def _is_next_line(last: Sentence, sentence: Sentence) -> bool:
    """Whether no empty line stands between two sentences of one part."""
    if last.part is not sentence.part:
        return False
    gap = last.doc[last.end : sentence.start].text
    return gap.count("\n") < 2 and last.number + 1 == sentence.number


def _event_of(notice: Notice, told: Sequence[Told]) -> int | None:
    """The place of the event the notice is about: named in its lines, else the main one."""
    named = notice.numbers("what")
    for at, one in enumerate(told):
        if any(d.sentence.number in named for d in one.drafts):
            return at
    if named:
        return None
    main = find_mains(told).get(notice.release)
    return next((at for at, one in enumerate(told) if one is main), None)


def _fill(event: Event, notice: Notice, scene: Scene) -> Event:
    known = {
        f.entity
        for slot in (event.bodies, event.chairs, event.hosts, event.participants)
        for f in slot
    }
    start, end = _days(event, notice)
    places = _fillers(notice, "where", GROUND, {f.entity for f in event.places})
    if event.places and "what" not in notice.lines:
        places = ()
    hosts = _fillers(notice, "host", PEOPLE, known)
    known |= {f.entity for f in hosts}
    people = _fillers(notice, "who", PEOPLE, known)
    published = scene.reading.page.releases[event.release].published
    coming = start is not None and published is not None and start.value > published
    return replace(
        event,
        start=start,
        end=end,
        places=(*event.places, *places),
        hosts=(*event.hosts, *hosts),
        participants=(*event.participants, *people),
        status="scheduled" if coming and event.status == "held" else event.status,
    )


def _days(event: Event, notice: Notice) -> tuple[Dated | None, Dated | None]:
    """The event's own days, else those of the notice."""
    if event.start is not None:
        return event.start, event.end
    for line in notice.lines.get("when", ()):
        for moment in line.moments:
            time = moment.time
            if time.start and time.end and time.grain == "day":
                return Dated(time.start, time.span), Dated(time.end, time.span)
    return event.start, event.end


def _fillers(
    notice: Notice, name: str, types: frozenset[str], known: Iterable[str]
) -> tuple[Filler, ...]:
    found: Mapping[str, Filler] = {
        atom.entity: Filler(atom.entity, atom.mention.span)
        for line in notice.lines.get(name, ())
        for atom in line.atoms
        if atom.type in types and atom.start >= _past_key(line)
    }
    taken = set(known)
    return tuple(filler for entity, filler in found.items() if entity not in taken)
