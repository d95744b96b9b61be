"""Sets of the mentions of one page, which end as its entities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.model.reading import Entity, Mention
from onrecord.model.text import Span
from onrecord.reading.gazetteer import fold_name


class Groups:
    """Sets of mentions, joined step by step (a union of places in the list)."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.parent = list(range(len(mentions)))
        self.folded = [fold_name(m.span.text) for m in mentions]
        self.places: dict[str, list[int]] = defaultdict(list)
        for at, folded in enumerate(self.folded):
            self.places[folded].append(at)

    def root(self, at: int) -> int:
        """The place that stands for a mention's set."""
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, left: int, right: int) -> None:
        """Make the sets of two mentions one."""
        a, b = sorted((self.root(left), self.root(right)))
        self.parent[b] = a

    def firsts(self, *forms: str, types: Iterable[str]) -> list[int]:
        """One place for each different folded form of these types, in order."""
        seen: dict[str, int] = {}
        for at, mention in enumerate(self.mentions):
            if mention.form in forms and mention.type in types:
                seen.setdefault(self.folded[at], at)
        return list(seen.values())

    def settle(self) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
        """The sets as entities by id, and the mentions with the id of theirs."""
        members: dict[int, list[int]] = defaultdict(list)
        for at in range(len(self.mentions)):
            members[self.root(at)].append(at)
        ids = {root: f"E{number}" for number, root in enumerate(members, 1)}
        entities = {ids[root]: self._entity(ids[root], places) for root, places in members.items()}
        named = tuple(
            replace(mention, entity=ids[self.root(at)]) for at, mention in enumerate(self.mentions)
        )
        return entities, named

    def _entity(self, name: str, places: list[int]) -> Entity:
        spans: dict[str, Span] = {}
        for at in sorted(places, key=self._fullness):
            spans.setdefault(self.mentions[at].span.text, self.mentions[at].span)
        first = min(places, key=self._fullness)
        forms = tuple(spans.values())
        return Entity(name, self.mentions[first].type, forms[0].text, forms)

    def _fullness(self, at: int) -> tuple[bool, int, int]:
        mention = self.mentions[at]
        return mention.form not in {"name", "group"}, -len(mention.span.text), mention.span.start
