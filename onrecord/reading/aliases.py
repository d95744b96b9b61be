"""Joining the mentions of one page that mean the same into entities."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from onrecord.lexicon.loader import load_words
from onrecord.model.reading import Entity, Mention
from onrecord.model.text import Span
from onrecord.reading.beside import Holding
from onrecord.reading.gazetteer import fold_name
from onrecord.reading.likeness import is_same_person, list_body_keys, office_words, state_key
from onrecord.reading.mentionsets import Groups

HEAD_SHARE = 0.75  # of the words of two bodies' names that agree, beyond which they are one body


def join_mentions(
    mentions: Sequence[Mention], holdings: Sequence[Holding], text: str
) -> tuple[dict[str, Entity], tuple[Mention, ...]]:
    """The entities by id in the order of their first mention, and the mentions with their ids."""
    groups = Groups(mentions)
    for step in STEPS:
        step(groups, mentions, holdings, text)
    return groups.settle()


# ---- steps, in their order

MOST_NAMES = 400  # of one initial with which a shorter name is compared, more than a page has
NESTED = 6  # posts that can start inside one another at most
ORGANISED = ("organisation", "place", "series", "operation", "instrument")


def _join_equal(groups: Groups, mentions: Sequence[Mention], *_: object) -> None:
    """The same words mean the same, descriptions of one word aside."""
    seen: dict[tuple[str, str], int] = {}
    for at, mention in enumerate(mentions):
        if mention.form in {"description", "pronoun"}:
            continue
        family = "person" if mention.type == "person" else "other"
        groups.join(seen.setdefault((groups.folded[at], family), at), at)


def _join_states(groups: Groups, mentions: Sequence[Mention], *_: object) -> None:
    """'Republic of Ruritania' and 'Ruritania'."""
    seen: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.type == "state" and mention.form == "name":
            groups.join(seen.setdefault(state_key(groups.folded[at]), at), at)


def _join_persons(
    groups: Groups, _: Sequence[Mention], holdings: Sequence[Holding], __: str
) -> None:
    """Surname and full name, initials, one letter wrong, the parts in another order.

    Of two persons with one surname it means the one who has the same office, else the last
    one named.
    """
    held = _list_held(holdings)
    places = groups.firsts("name", types=["person"])
    places.sort(key=lambda at: -len(groups.folded[at].split()))
    ranks = {at: rank for rank, at in enumerate(places)}
    seen: dict[str, list[int]] = defaultdict(list)
    for short in places:
        name = groups.folded[short]
        alike = {at for letter in _openings(name) for at in seen[letter]}
        near = sorted(alike, key=ranks.__getitem__)
        fits = [long for long in near if is_same_person(groups.folded[long], name)]
        fits = [long for long in fits if held[groups.folded[long]] & held[name]] or fits
        if fits:
            sure = " " in name or len({groups.root(at) for at in fits}) == 1
            groups.join(fits[0] if sure else _latest(fits, short), short)
        for letter in _openings(name):
            if len(seen[letter]) < MOST_NAMES:
                seen[letter].append(short)


def _list_held(holdings: Sequence[Holding]) -> Mapping[str, set[frozenset[str]]]:
    """The offices, as their telling words, beside each form of a name."""
    held: dict[str, set[frozenset[str]]] = defaultdict(set)
    for holding in holdings:
        held[fold_name(holding.holder.text)].add(office_words(holding.post.text))
    return held


def _openings(name: str) -> set[str]:
    """The first letters of the words of a name: names that share none are never one person."""
    return {word[0] for word in name.replace("-", " ").split()}


def _latest(places: Sequence[int], at: int) -> int:
    before = [place for place in places if place < at]
    return max(before) if before else min(places)


def _join_acronyms(
    groups: Groups, mentions: Sequence[Mention], _: Sequence[Holding], text: str
) -> None:
    """'Collective Security Council (CSC)', and acronyms made of a long form's capitals."""
    shorts = groups.firsts("acronym", types=ORGANISED)
    longs = [at for at in groups.firsts("name", types=ORGANISED) if " " in groups.folded[at]]
    by_end: dict[int, list[int]] = defaultdict(list)
    for at, mention in enumerate(mentions):
        if mention.form == "name" and mention.type != "person" and " " in groups.folded[at]:
            by_end[mention.span.end].append(at)
    for short in shorts:
        if not _join_bracketed(groups, mentions, short, by_end, text):
            _join_capitals(groups, short, longs)


def _join_bracketed(
    groups: Groups,
    mentions: Sequence[Mention],
    short: int,
    by_end: Mapping[int, list[int]],
    text: str,
) -> bool:
    wanted = groups.folded[short]
    for at in groups.places[wanted]:
        mention = mentions[at]
        before = text[max(0, mention.span.start - 8) : mention.span.start]
        gap = len(before) - len(before.rstrip(' (“"\u00ab'))
        if "(" in before[-gap:] and (longs := by_end.get(mention.span.start - gap)):
            fitting = [at for at in longs if _fits_loosely(wanted, groups.folded[at])]
            fitting.sort(key=lambda at: mentions[at].type == "series")
            groups.join((fitting or longs)[0], short)
            return True
    return False


def _fits_loosely(acronym: str, long: str) -> bool:
    return bool(long) and long[0] == acronym[0]


def _join_capitals(groups: Groups, short: int, longs: Sequence[int]) -> None:
    wanted = groups.folded[short]
    fits = [at for at in longs if wanted in _initials(groups, at)]
    if len({groups.root(at) for at in fits}) == 1:
        groups.join(fits[0], short)


def _initials(groups: Groups, at: int) -> set[str]:
    words = groups.folded[at].replace("-", " ").split()
    return {
        "".join(w[0] for w in words if w not in load_words("phrases", "acronym_skips")),
        "".join(w[0] for w in words),
    }


def _join_bodies(groups: Groups, *_: object) -> None:
    """'Permanent Council' and 'Permanent Council of the X Organization', word orders too."""
    places = groups.firsts("name", types=("organisation", "place", "series", "instrument"))
    places.sort(key=lambda at: -len(groups.folded[at].split()))
    longer: dict[object, list[int]] = defaultdict(list)
    for short in places:
        own, shorter = list_body_keys(groups.folded[short])
        gathering = groups.mentions[short].type == "series"
        fits = [at for key in own for at in longer[gathering, key]]
        if len({groups.root(at) for at in fits}) == 1:
            groups.join(fits[0], short)
        for key in shorter:
            longer[gathering, key].append(short)


def _join_described(
    groups: Groups, mentions: Sequence[Mention], holdings: Sequence[Holding], _: str
) -> None:
    """'the Committee': the last body before it that is a committee, else the first one.

    A body that only stands in somebody's office ('Clerk of the Committee') comes last.
    """
    headed = _list_headed(groups, mentions)
    beside = _list_beside(mentions, holdings)
    headed = {
        word: [at for at in places if at not in beside] or places for word, places in headed.items()
    }
    first: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.type == "person" or mention.form != "description" or " " in groups.folded[at]:
            continue
        wanted = groups.folded[at]
        if fits := headed.get(wanted):
            groups.join(_latest(fits, at), at)
        elif acronym := _organisation_acronym(groups, mentions, wanted):
            groups.join(acronym[0], at)
        else:
            groups.join(first.setdefault(wanted, at), at)


def _list_beside(mentions: Sequence[Mention], holdings: Sequence[Holding]) -> set[int]:
    """The mentions that stand inside of an office."""
    posts = sorted({(holding.post.start, holding.post.end) for holding in holdings})
    starts = [start for start, _ in posts]
    reaches = list(accumulate((end for _, end in posts), max))
    return {
        at
        for at, mention in enumerate(mentions)
        if (last := bisect_right(starts, mention.span.start) - 1) >= 0
        and mention.span.end <= reaches[last]
    }


def _list_headed(groups: Groups, mentions: Sequence[Mention]) -> Mapping[str, list[int]]:
    """The names of things by their head noun, those inside another of the same left out."""
    headed: dict[str, list[int]] = defaultdict(list)
    reach: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.form != "name" or mention.type not in ORGANISED or " " not in groups.folded[at]:
            continue
        tail = fold_name(mention.span.text[mention.head - mention.span.start :])
        head = tail.split(" ")[0]
        if mention.span.end > reach.get(head, -1):
            headed[head].append(at)
            reach[head] = mention.span.end
    return headed


def _organisation_acronym(groups: Groups, mentions: Sequence[Mention], wanted: str) -> list[int]:
    """The page's commonest acronym whose last letter or one of whose letters fits the noun."""
    if wanted not in load_words("phrases", "acronym_heads"):
        return []
    counts = Counter(
        groups.folded[at]
        for at, m in enumerate(mentions)
        if m.form == "acronym" and wanted[0] in groups.folded[at]
    )
    if not counts:
        return []
    best = counts.most_common(1)[0][0]
    return groups.places[best][:1]


def _join_holders(
    groups: Groups, mentions: Sequence[Mention], holdings: Sequence[Holding], text: str
) -> None:
    """'the Secretary General': the one person to whom the page gives that office."""
    places = {
        m.span: at for at, m in enumerate(mentions) if m.type == "person" and m.form == "name"
    }
    posts = [
        (office_words(h.post.text), places[h.holder], h) for h in holdings if h.holder in places
    ]
    joined: set[int] = set()
    starts = sorted((h.post.start, h.post.end, place) for _, place, h in posts)
    for at, mention in enumerate(mentions):
        if mention.type != "person" or mention.form != "description":
            continue
        held = _find_held(starts, mention.span, text)
        fits = [held] if held is not None else _find_fitting(posts, mention.span.text)
        if len({groups.root(place) for place in fits}) == 1:
            groups.join(fits[0], at)
            joined.add(at)
    _join_same_posts(groups, mentions, joined)


def _find_held(starts: Sequence[tuple[int, int, int]], span: Span, text: str) -> int | None:
    """The person whose office these words are, or its beginning or end.

    'the Prime Minister' in 'Adviser to the Prime Minister' is somebody else.
    """
    at = bisect_right(starts, (span.start, sys.maxsize, 0))
    for start, end, place in reversed(starts[max(0, at - NESTED) : at]):
        if start <= span.start and span.end <= end:
            before = text[start : span.start].split()
            return None if set(before) & {"of", "to", "for"} else place
    return None


def _find_fitting(posts: Sequence[tuple[frozenset[str], int, Holding]], text: str) -> list[int]:
    wanted = office_words(text)
    lower = load_words("phrases", "lower_posts")
    return [place for words, place, _ in posts if wanted <= words and not (words - wanted) & lower]


def _join_same_posts(groups: Groups, mentions: Sequence[Mention], joined: set[int]) -> None:
    seen: dict[str, int] = {}
    for at, mention in enumerate(mentions):
        if mention.type == "person" and mention.form == "description" and at not in joined:
            groups.join(seen.setdefault(groups.folded[at], at), at)


Step = Callable[[Groups, Sequence[Mention], Sequence[Holding], str], None]

STEPS: tuple[Step, ...] = (
    _join_equal,
    _join_states,
    _join_persons,
    _join_acronyms,
    _join_bodies,
    _join_described,
    _join_holders,
)
