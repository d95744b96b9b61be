"""Joining the mentions of one page that mean the same into entities."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.distance import OSA

from onrecord.model.reading import Entity, EntityType, Mention
from onrecord.model.text import Span
from onrecord.read.gazetteer import fold_name, load_adjectives, load_states
from onrecord.read.offices import Holding

LONG_SURNAME = 5  # letters from which one wrong letter is a slip or another transliteration
ACRONYM_SKIPS = frozenset(["of", "the", "for", "on", "and", "in", "to", "a", "an"])
HEAD_SHARE = 0.75  # of the words of two bodies' names that agree, beyond which they are one body


@dataclass(slots=True)
class Cluster:
    """Mentions that mean the same, as they are gathered."""

    type: EntityType
    places: list[int] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)


def join_mentions(
    mentions: Sequence[Mention], holdings: Sequence[Holding], text: str
) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """The entities by id in the order of their first mention, and the mentions with their ids."""
    groups = _Groups(mentions)
    for step in STEPS:
        step(groups, mentions, holdings, text)
    return groups.settle()


class _Groups:
    """Sets of mentions, joined step by step (a union of places in the list)."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self.mentions = mentions
        self.parent = list(range(len(mentions)))
        self.folded = [fold_name(m.span.text) for m in mentions]

    def root(self, at: int) -> int:
        while self.parent[at] != at:
            self.parent[at] = self.parent[self.parent[at]]
            at = self.parent[at]
        return at

    def join(self, left: int, right: int) -> None:
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


# ---- steps, in their order

ORGANISED = ("organisation", "place", "series", "operation", "instrument")


def _join_equal(groups: _Groups, mentions: Sequence[Mention], *_: object) -> None:
    """The same words mean the same, descriptions of one word aside."""
    seen: dict[tuple[str, str], int] = {}
    for at, mention in enumerate(mentions):
        if mention.form in {"description", "pronoun"}:
            continue
        family = "person" if mention.type == "person" else "other"
        groups.join(seen.setdefault((groups.folded[at], family), at), at)


def _join_states(groups: _Groups, mentions: Sequence[Mention], *_: object) -> None:
    """'Republic of Ruritania' and 'Ruritania'."""
    seen: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.type == "state" and mention.form == "name":
            groups.join(seen.setdefault(_state_key(groups.folded[at]), at), at)


def _state_key(folded: str) -> str:
    states = load_states()
    for tail in (folded, folded.rpartition(" of ")[2].removeprefix("the ")):
        if tail in states:
            return states[tail]
    return folded.rpartition(" of ")[2].removeprefix("the ")


def _join_persons(groups: _Groups, mentions: Sequence[Mention], *_: object) -> None:
    """Surname and full name, initials, one letter wrong, the parts in another order."""
    places = sorted(
        groups.firsts("name", types=["person"]), key=lambda at: -len(groups.folded[at].split())
    )
    for number, short in enumerate(places):
        fits = [
            long
            for long in places[:number]
            if _same_person(groups.folded[long], groups.folded[short])
        ]
        if (fits and len({groups.root(at) for at in fits}) == 1) or len(fits) == 1 or (fits and " " in groups.folded[short]):
            groups.join(fits[0], short)
        elif fits:
            groups.join(_latest(mentions, fits, short), short)


def _latest(mentions: Sequence[Mention], places: Sequence[int], at: int) -> int:
    before = [place for place in places if place < at]
    return max(before) if before else places[0]


def _same_person(long: str, short: str) -> bool:
    a, b = (name.replace(".", ". ").replace("-", " ").split() for name in (long, short))
    if sorted(a) == sorted(b):
        return True
    if len(b) == 1:
        return (b[0] in a and len(b[0]) > 2) or _near(a[-1], b[0])
    return (_near(a[-1], b[-1]) and _givens_agree(a[:-1], b[:-1])) or set(b) <= set(a)


def _near(left: str, right: str) -> bool:
    if left == right:
        return True
    if min(len(left), len(right)) < LONG_SURNAME:
        return (
            len(left) > 2
            and left.rstrip(left[-1]) == right.rstrip(right[-1])
            and left[-1] == right[-1]
        )
    return OSA.distance(left, right) <= 1


def _givens_agree(long: Sequence[str], short: Sequence[str]) -> bool:
    if not short:
        return True
    first, other = short[0], long[0]
    if first.endswith(".") or len(first) == 1:
        return other.startswith(first[0])
    return (
        other == first
        or (other.endswith(".") and first.startswith(other[0]))
        or _near(other, first)
    )


def _join_acronyms(
    groups: _Groups, mentions: Sequence[Mention], holdings: Sequence[Holding], text: str
) -> None:
    """'Collective Security Council (CSC)', and acronyms made of a long form's capitals."""
    shorts = groups.firsts("acronym", types=ORGANISED)
    longs = [at for at in groups.firsts("name", types=ORGANISED) if " " in groups.folded[at]]
    by_end: dict[int, list[int]] = defaultdict(list)
    for at, mention in enumerate(mentions):
        if mention.form == "name" and " " in groups.folded[at]:
            by_end[mention.span.end].append(at)
    for short in shorts:
        if not _join_bracketed(groups, mentions, short, by_end, text):
            _join_capitals(groups, short, longs)


def _join_bracketed(
    groups: _Groups,
    mentions: Sequence[Mention],
    short: int,
    by_end: Mapping[int, list[int]],
    text: str,
) -> bool:
    wanted = groups.folded[short]
    for at, mention in enumerate(mentions):
        if groups.folded[at] != wanted or mention.span.start < 2:
            continue
        before = text[max(0, mention.span.start - 8) : mention.span.start]
        gap = len(before) - len(before.rstrip(' (“"\u00ab'))
        if "(" in before[-gap:] and (longs := by_end.get(mention.span.start - gap)):
            fitting = [at for at in longs if _fits_loosely(wanted, groups.folded[at])]
            groups.join((fitting or longs)[0], short)
            return True
    return False


def _fits_loosely(acronym: str, long: str) -> bool:
    return bool(long) and long[0] == acronym[0]


def _join_capitals(groups: _Groups, short: int, longs: Sequence[int]) -> None:
    wanted = groups.folded[short]
    fits = [at for at in longs if wanted in _initials(groups, at)]
    if len({groups.root(at) for at in fits}) == 1:
        groups.join(fits[0], short)


def _initials(groups: _Groups, at: int) -> set[str]:
    words = groups.folded[at].replace("-", " ").split()
    return {"".join(w[0] for w in words if w not in ACRONYM_SKIPS), "".join(w[0] for w in words)}


def _join_bodies(groups: _Groups, mentions: Sequence[Mention], *_: object) -> None:
    """'Permanent Council' and 'Permanent Council of the X Organization', word orders too."""
    places = groups.firsts("name", types=("organisation", "place", "series", "instrument"))
    places.sort(key=lambda at: -len(groups.folded[at].split()))
    for number, short in enumerate(places):
        fits = [
            long
            for long in places[:number]
            if _same_body(groups.folded[long], groups.folded[short])
        ]
        roots = {groups.root(at) for at in fits}
        if len(roots) == 1:
            groups.join(fits[0], short)


def _same_body(long: str, short: str) -> bool:
    if " " not in short:
        return False
    if long.startswith((short + " of ", short + " for ", short + " on ")):
        return True
    if long.startswith(short + " in ") or long.endswith(" " + short):
        return True
    a, b = _bag(long), _bag(short)
    return a == b or (_bag(long.partition(" of the ")[0]) == b and len(b) > 1)


def _bag(text: str) -> frozenset[str]:
    return frozenset(_single(word) for word in text.split() if word not in ACRONYM_SKIPS)


def _single(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word.rstrip("s") if len(word) > 4 else word


def _join_described(groups: _Groups, mentions: Sequence[Mention], *_: object) -> None:
    """'the Committee': the last body before it that is a committee, else the first one."""
    for at, mention in enumerate(mentions):
        if mention.type == "person" or mention.form != "description" or " " in groups.folded[at]:
            continue
        wanted = groups.folded[at]
        fits = [
            place
            for place, other in enumerate(mentions)
            if other.form == "name"
            and other.type in ORGANISED
            and _is_headed(other, groups.folded[place], wanted)
        ]
        fits = _not_inside(mentions, fits) or fits
        if fits:
            groups.join(_latest(mentions, fits, at), at)
        elif acronym := _organisation_acronym(groups, mentions, wanted):
            groups.join(acronym[0], at)
        else:
            same = [
                p
                for p in range(at)
                if groups.folded[p] == wanted and mentions[p].form == "description"
            ]
            if same:
                groups.join(same[0], at)


def _not_inside(mentions: Sequence[Mention], places: Sequence[int]) -> list[int]:
    """The places whose mention does not lie inside another of them."""
    return [
        at
        for at in places
        if not any(o != at and mentions[o].span.covers(mentions[at].span) for o in places)
    ]


def _is_headed(mention: Mention, folded: str, wanted: str) -> bool:
    at = mention.head - mention.span.start
    return " " in folded and fold_name(mention.span.text[at:]).split(" ")[0] == wanted


def _organisation_acronym(groups: _Groups, mentions: Sequence[Mention], wanted: str) -> list[int]:
    """The page's commonest acronym whose last letter or one of whose letters fits the noun."""
    if wanted not in {
        "organization",
        "organisation",
        "alliance",
        "union",
        "agency",
        "bank",
        "association",
    }:
        return []
    counts = Counter(
        groups.folded[at]
        for at, m in enumerate(mentions)
        if m.form == "acronym" and wanted[0] in groups.folded[at]
    )
    if not counts:
        return []
    best = counts.most_common(1)[0][0]
    return [at for at in range(len(mentions)) if groups.folded[at] == best][:1]


def _join_holders(
    groups: _Groups, mentions: Sequence[Mention], holdings: Sequence[Holding], text: str
) -> None:
    """'the Secretary General': the one person to whom the page gives that office."""
    places = {
        m.span: at for at, m in enumerate(mentions) if m.type == "person" and m.form == "name"
    }
    posts = [
        (_office_words(h.post.text), places[h.holder], h) for h in holdings if h.holder in places
    ]
    joined: set[int] = set()
    for at, mention in enumerate(mentions):
        if mention.type != "person" or mention.form != "description":
            continue
        held = [
            place
            for _, place, h in posts
            if h.post.overlaps(mention.span) and h.post.covers(mention.span)
        ]
        if held:
            groups.join(held[0], at)
            joined.add(at)
            continue
        wanted = _office_words(mention.span.text)
        fits = [place for words, place, _ in posts if wanted <= words]
        roots = {groups.root(place) for place in fits}
        if len(roots) == 1:
            groups.join(fits[0], at)
            joined.add(at)
    _join_same_posts(groups, mentions, joined)


def _join_same_posts(groups: _Groups, mentions: Sequence[Mention], joined: set[int]) -> None:
    seen: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.type == "person" and mention.form == "description" and at not in joined:
            groups.join(seen.setdefault(groups.folded[at], at), at)


def _office_words(text: str) -> frozenset[str]:
    words = set()
    for word in fold_name(text).replace("-", " ").replace("'s", "").split():
        if word not in ACRONYM_SKIPS:
            state = load_adjectives().get(word) or load_states().get(word)
            words.add(fold_name(state) if state else _single(word))
    return frozenset(words)


Step = Callable[[_Groups, Sequence[Mention], Sequence[Holding], str], None]

STEPS: tuple[Step, ...] = (
    _join_equal,
    _join_states,
    _join_persons,
    _join_acronyms,
    _join_bodies,
    _join_described,
    _join_holders,
)
