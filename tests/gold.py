"""Annotated documents as what the extractor would give: a reading and its facts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import Act, Commitment, Dated, Event, Facts, Filler
from onrecord.model.identity import fold_text
from onrecord.model.reading import Entity, Mention, Office, Quote, Reading
from onrecord.model.text import Capture, Page, Release, Span

SAMPLE = Path(__file__).parents[1] / "onrecord" / "sample"
FOLDERS = ("nlco", "tarvia-mfa", "brennholt")
MEDIA = {".html": "text/html", ".txt": "text/plain"}
RULE = "gold"


@dataclass(frozen=True, slots=True)
class Gold:
    """A document as annotated."""

    name: str
    reading: Reading
    facts: Facts


def read_text(page: Path, name: str) -> str:
    """The text of a page file, as cleaning gives it."""
    from onrecord.clean.cleaner import clean_capture

    body = page.read_bytes()
    return clean_capture(Capture(name, str(page), body, MEDIA[page.suffix])).text


def load_folder(folder: str) -> list[Gold]:
    """All documents of one institution of the sample collection, by name."""
    found = []
    for gold in sorted((SAMPLE / folder).glob("*.gold.json")):
        stem = gold.name.removesuffix(".gold.json")
        page = next(p for e in MEDIA if (p := gold.with_name(stem + e)).exists())
        name = f"{folder}/{stem}"
        annotation = json.loads(gold.read_text(encoding="utf-8"))
        found.append(build_gold(name, read_text(page, name), annotation, folder))
    return found


def load_sample() -> list[Gold]:
    """The whole sample collection."""
    return [gold for folder in FOLDERS for gold in load_folder(folder)]


def build_gold(name: str, text: str, gold: dict[str, Any], institution: str | None = None) -> Gold:
    """What an annotation says of a text, as a reading and facts."""
    builder = _Builder(name, text, gold, institution)
    return Gold(name, builder.reading(), builder.facts())


class _Builder:
    def __init__(self, name: str, text: str, gold: dict[str, Any], institution: str | None) -> None:
        self.gold = gold
        self.text = text
        releases = tuple(self._releases()) or (Release(0, len(text), 0, None, None, None, True),)
        self.page = Page(name, name, text, releases, derived=True, institution=institution)
        self.entities = {item["id"]: self._entity(item) for item in gold.get("entities", [])}

    def span(self, wanted: str) -> Span:
        start, end = find_place(self.text, wanted)
        return Span.cut(self.text, start, end)

    def _releases(self) -> Iterator[Release]:
        for item in self.gold.get("releases", []):
            start, end = self.span(item["begins"]).start, self.span(item["ends"]).end
            headline = self.span(item["headline"]) if item["headline"] else None
            body = headline.end if headline and headline.start == start else start
            yield Release(start, end, body, headline, item["published"], None, item["main"])

    def _entity(self, item: dict[str, Any]) -> Entity:
        mentions = tuple(self.span(mention) for mention in item["mentions"])
        return Entity(item["id"], item["type"], mentions[0].text, mentions)

    def reading(self) -> Reading:
        mentions = [
            Mention(span, entity.type, _form(entity, span), entity.id, span.start, 0)
            for entity in self.entities.values()
            for span in entity.mentions
        ]
        return Reading(
            page=self.page,
            parts=(),
            entities=self.entities,
            mentions=tuple(mentions),
            offices=tuple(self._offices()),
            quotes=tuple(self._quotes()),
        )

    def _offices(self) -> Iterator[Office]:
        for item in self.gold.get("offices", []):
            office = self.span(item["office"])
            yield Office(item["person"], office, self._near(item["person"], office), RULE)

    def _quotes(self) -> Iterator[Quote]:
        for item in self.gold.get("quotes", []):
            quote = self.span(item["quote"])
            speaker = item["speaker"]
            cue = self._near(speaker, quote) if speaker else None
            yield Quote(quote, speaker, cue, item.get("direct", True), RULE)

    def _near(self, entity: str, span: Span) -> Span:
        return min(self.entities[entity].mentions, key=lambda m: abs(m.start - span.start))

    def facts(self) -> Facts:
        events = tuple(self._event(item) for item in self.gold.get("events", []))
        acts = tuple(self._act(item) for item in self.gold.get("acts", []))
        promises = tuple(self._commitment(item) for item in self.gold.get("commitments", []))
        return Facts(events, acts, promises)

    def _event(self, item: dict[str, Any]) -> Event:
        triggers = tuple(self.span(trigger) for trigger in item["triggers"])
        head = triggers[0]
        slots = {
            slot: self._fillers(item[slot], head)
            for slot in ("places", "bodies", "chairs", "hosts", "participants")
        }
        return Event(
            id=item["id"],
            kind=item["kind"],
            status=item["status"],
            triggers=triggers,
            start=_dated(item["start"], head),
            end=_dated(item["end"], head),
            theme=self.span(item["theme"]) if item["theme"] else None,
            mode=item["mode"],
            evidence=head,
            rule=RULE,
            confidence=1.0,
            release=self._release(head),
            **slots,
        )

    def _act(self, item: dict[str, Any]) -> Act:
        span = self.span(item["object"])
        return Act(
            kind=item["kind"],
            object=span,
            actors=self._fillers(item["actors"], span),
            event=item["event"],
            date=_dated(item["date"], span),
            evidence=span,
            trigger=span,
            rule=RULE,
            confidence=1.0,
            release=self._release(span),
        )

    def _commitment(self, item: dict[str, Any]) -> Commitment:
        span = self.span(item["action"])
        return Commitment(
            actors=self._fillers(item["actors"], span),
            action=span,
            due=_dated(item["due"], span),
            evidence=span,
            trigger=span,
            rule=RULE,
            confidence=1.0,
            release=self._release(span),
        )

    def _fillers(self, ids: Sequence[str], near: Span) -> tuple[Filler, ...]:
        return tuple(Filler(id_, self._near(id_, near)) for id_ in ids)

    def _release(self, span: Span) -> int:
        for number, release in enumerate(self.page.releases):
            if release.start <= span.start < release.end:
                return number
        return 0


def _dated(value: str | None, span: Span) -> Dated | None:
    return Dated(value, span) if value else None


def _form(entity: Entity, span: Span) -> Any:
    """Whether a surface form is a name, an acronym, or says what somebody is."""
    words = span.text.split()
    if len(words) == 1 and span.text.isupper():
        return "acronym"
    if entity.type == "person":
        posts = load_words("offices", "posts")
        return "description" if any(word.lower() in posts for word in words) else "name"
    if not span.text[:1].isupper() or (len(words) > 2 and words[-1].islower()):
        return "group"
    lone = len(words) == 1 and entity.type == "organisation" and len(entity.mentions) > 1
    return "description" if lone and fold_text(span.text) in fold_text(entity.name) else "name"


def find_place(text: str, wanted: str) -> tuple[int, int]:
    """Where a verbatim string of an annotation stands: "string@2", "first … last" too."""
    if " … " in wanted and wanted not in text:
        first, last = wanted.split(" … ", 1)
        start, end = find_place(text, first)
        at = text.index(last, end)
        return start, at + len(last)
    string, count = wanted, 1
    head, mark, number = wanted.rpartition("@")
    if mark and number.isdigit() and wanted not in text:
        string, count = head, int(number)
    at = -1
    for _ in range(count):
        at = text.index(string, at + 1)
    return at, at + len(string)
