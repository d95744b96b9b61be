"""Which mentions of a page mean one event.

A mention joins the earlier event that it resembles most, by a sum of named features, where
nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.lexicon.loader import load_words
from onrecord.recognise.draft import Draft, is_plural, same_noun
from onrecord.recognise.grammar import base_form
from onrecord.recognise.trigger import ANAPHORIC

JOIN = 2.0  # sum of features from which two mentions are one event
PAIR = 2
FAR = 6  # sentences over which a bare 'the meeting' still points back

FAMILIES: dict[str, str] = {
    "session": "gathering",
    "meeting": "gathering",
    "consultations": "gathering",
    "call": "call",
    "conference": "conference",
    "training": "training",
    "exercise": "exercise",
    "operation": "operation",
    "visit": "visit",
    "ceremony": "ceremony",
    "briefing": "briefing",
}
KIN = frozenset(
    {
        frozenset({"gathering", "conference"}),
        frozenset({"conference", "training"}),
        frozenset({"gathering", "call"}),
        frozenset({"operation", "exercise"}),
    }
)
COMING = frozenset({"scheduled", "postponed", "cancelled"})
WEAK_ROLES = frozenset({"adverbial", "inner", "alone"})


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one event, in the order of the text."""

    drafts: tuple[Draft, ...]

    def joined(self, draft: Draft) -> Cluster:
        """The cluster with one mention more."""
        return Cluster((*self.drafts, draft))

    @property
    def release(self) -> int:
        """The release of its first mention."""
        return self.drafts[0].sentence.release

    @property
    def last(self) -> Draft:
        """The mention that stands last."""
        return self.drafts[-1]

    def entities(self, *slots: str) -> frozenset[str]:
        """The ids in these slots of all its mentions."""
        return frozenset().union(*(d.entities(*slots) for d in self.drafts))


def merge_drafts(drafts: Sequence[Draft]) -> list[Cluster]:
    """The events of a page: every mention in exactly one of them."""
    clusters: list[Cluster] = []
    for draft in drafts:
        scored = [(score_join(cluster, draft), n) for n, cluster in enumerate(clusters)]
        best = max(scored, default=(0.0, -1))
        if best[0] >= JOIN:
            clusters[best[1]] = clusters[best[1]].joined(draft)
        else:
            clusters.append(Cluster((draft,)))
    return clusters


def score_join(cluster: Cluster, draft: Draft) -> float:
    """How much speaks for the mention meaning the event; zero where something forbids it."""
    if any(forbids(cluster, draft) for forbids in OBJECTIONS):
        return 0.0
    return sum(weigh_features(cluster, draft).values())


def weigh_features(cluster: Cluster, draft: Draft) -> dict[str, float]:
    """What speaks for joining, each thing by its name."""
    gap = draft.sentence.number - cluster.last.sentence.number
    headline = any(d.sentence.headline for d in cluster.drafts)
    noun = any(same_noun(d, draft) for d in cluster.drafts)
    found = {
        "definite, same noun": 2.0 * (draft.definite and noun and gap <= FAR),
        "definite, other noun": 1.5 * (draft.definite and not noun and gap <= FAR),
        "near": 0.6 * (0 <= gap <= 2) + 0.3 * (gap <= FAR),
        "headline": 1.2 * (headline and _is_kin(cluster, draft)),
        "ordinal": 2.0 * (draft.ordinal is not None and draft.ordinal in _ordinals(cluster)),
        "participants": 0.8 * min(2, _shared(cluster, draft, "participants", "chairs", "hosts")),
        "bodies": 1.6 * min(1, _shared(cluster, draft, "bodies")),
        "date": 1.5 * _same_date(cluster, draft),
        "place": 0.7 * min(1, _shared(cluster, draft, "places")),
        "indefinite": -1.2 * (not draft.definite and not headline),
        "status": -1.0 * (_status_of(cluster) != draft.status),
    }
    return {name: value for name, value in found.items() if value}


def _is_kin(cluster: Cluster, draft: Draft) -> bool:
    return not draft.trigger.generic and FAMILIES[draft.trigger.kind] == _family(cluster)


def _family(cluster: Cluster) -> str:
    real = [d for d in cluster.drafts if not d.trigger.generic]
    return FAMILIES[(real or list(cluster.drafts))[0].trigger.kind]


def _ordinals(cluster: Cluster) -> set[str | None]:
    return {d.ordinal for d in cluster.drafts if d.ordinal}


def _shared(cluster: Cluster, draft: Draft, *slots: str) -> int:
    return len(cluster.entities(*slots) & draft.entities(*slots))


def _same_date(cluster: Cluster, draft: Draft) -> bool:
    if draft.start is None:
        return False
    return any(d.start is not None and d.start.value == draft.start.value for d in cluster.drafts)


def _status_of(cluster: Cluster) -> str | None:
    firm = [d.status for d in cluster.drafts if d.role not in WEAK_ROLES]
    return (firm or [d.status for d in cluster.drafts])[0]


def _firm_status(cluster: Cluster) -> str | None:
    firm = [d.status for d in cluster.drafts if d.role not in WEAK_ROLES]
    return firm[0] if firm else None


# ---------------------------------------------------------------- what forbids joining


def _other_family(cluster: Cluster, draft: Draft) -> bool:
    mine, theirs = FAMILIES[draft.trigger.kind], _family(cluster)
    if mine == theirs or (draft.trigger.generic and draft.definite):
        return False
    return frozenset({mine, theirs}) not in KIN or not draft.definite


def _other_number(cluster: Cluster, draft: Draft) -> bool:
    """'meetings' are not 'the meeting'."""
    nouns = [d for d in cluster.drafts if d.trigger.noun and not d.trigger.generic]
    if draft.trigger.generic or not nouns:
        return False
    many = all(map(is_plural, nouns))
    return many != is_plural(draft) if draft.trigger.noun else many


def _other_sort(cluster: Cluster, draft: Draft) -> bool:
    """A panel or a seminar is not the forum around it."""
    special = load_words("events", "kinship.special")
    mine = base_form(draft.trigger.token)
    theirs = {base_form(d.trigger.token) for d in cluster.drafts if d.trigger.kind == "conference"}
    if draft.trigger.kind != "conference" or draft.trigger.generic or not theirs or mine in theirs:
        return False
    return mine in special or bool(theirs & special)


def _unfit_for_pronoun(cluster: Cluster, draft: Draft) -> bool:
    """'It was held', 'B took part': at what was told of, not at what was only mentioned."""
    if draft.trigger.rule not in ANAPHORIC:
        return False
    return not any(d.role not in WEAK_ROLES or d.start for d in cluster.drafts)


def _told_beside(cluster: Cluster, draft: Draft) -> bool:
    """'Before the summit, A received B': two events."""
    return any(
        d.sentence.number == draft.sentence.number
        and "adverbial" in {d.role, draft.role}
        and d.role != draft.role
        for d in cluster.drafts
    )


def _other_ordinal(cluster: Cluster, draft: Draft) -> bool:
    ordinals = _ordinals(cluster)
    return draft.ordinal is not None and bool(ordinals) and draft.ordinal not in ordinals


def _other_turn(cluster: Cluster, draft: Draft) -> bool:
    """'The previous course' is not this one."""
    return draft.turn != cluster.drafts[0].turn and (
        draft.turn is not None or _named_anew(cluster, draft)
    )


def _named_anew(cluster: Cluster, draft: Draft) -> bool:
    return draft.role not in WEAK_ROLES and not draft.trigger.generic and not (
        draft.definite and draft.start is None
    )


def _other_shape(cluster: Cluster, draft: Draft) -> bool:
    shapes = {d.shape for d in cluster.drafts if d.shape}
    return draft.shape is not None and draft.shape not in shapes and bool(shapes)


def _other_date(cluster: Cluster, draft: Draft) -> bool:
    if draft.start is None and draft.end is None:
        return False
    dates = [d for d in cluster.drafts if d.start is not None or d.end is not None]
    return bool(dates) and not any(dates_overlap(d, draft) for d in dates)


def dates_overlap(a: Draft, b: Draft) -> bool:
    """Whether two mentions may be of the same day, one date inside the other counted."""
    first_a, first_b = a.start or a.end, b.start or b.end
    if first_a is None or first_b is None:
        return True
    one, two = first_a.value, first_b.value
    if one.startswith(two) or two.startswith(one):
        return True
    last_a, last_b = (a.end or first_a).value, (b.end or first_b).value
    return one <= last_b and two <= last_a


def _other_release(cluster: Cluster, draft: Draft) -> bool:
    if cluster.release == draft.sentence.release:
        return False
    named = cluster.entities("bodies", "participants", "places") & draft.entities()
    return not (_same_date(cluster, draft) and named)


def _other_status(cluster: Cluster, draft: Draft) -> bool:
    """A meeting to come is not the one that was held, unless the mention is vague about it."""
    if draft.role in WEAK_ROLES and not (draft.status == "scheduled"):
        return False
    was = _firm_status(cluster)
    if was is None or draft.status is None or was == draft.status:
        return False
    return not (was in COMING and draft.status in COMING) and not _same_date(cluster, draft)


def _other_sides(cluster: Cluster, draft: Draft) -> bool:
    """A met B and A met C: each has a side that the other has not."""
    if draft.definite or FAMILIES[draft.trigger.kind] not in {"gathering", "call", "visit"}:
        return False
    mine = draft.entities("participants", "chairs", "hosts")
    theirs = cluster.entities("participants", "chairs", "hosts")
    if len(theirs) < 2 and all(d.sentence.headline for d in cluster.drafts):
        return False
    if len(mine) < 2 or len(theirs) < 2:
        return bool(mine) and bool(theirs) and not mine & theirs
    return not (mine <= theirs or theirs <= mine)


def _other_body(cluster: Cluster, draft: Draft) -> bool:
    mine, theirs = draft.entities("bodies"), cluster.entities("bodies")
    return bool(mine) and bool(theirs) and not mine & theirs


def _other_goal(cluster: Cluster, draft: Draft) -> bool:
    """Two visits to places that have nothing in common."""
    if draft.trigger.kind != "visit" or draft.definite:
        return False
    mine, theirs = draft.entities("places"), cluster.entities("places")
    headline = all(d.sentence.headline for d in cluster.drafts)
    return bool(mine) and bool(theirs) and not mine & theirs and not headline


def _other_make(cluster: Cluster, draft: Draft) -> bool:
    """Talks between two are not the sitting of a body, though one was at both."""
    if draft.definite or draft.role in WEAK_ROLES:
        return False
    mine, theirs = draft.entities("participants"), cluster.entities("participants")
    bodies = draft.entities("bodies"), cluster.entities("bodies")
    talks = len(mine) > 1 and bodies[1] and not bodies[0]
    sitting = len(theirs) > 1 and bodies[0] and not bodies[1]
    return bool(talks or sitting) and len(mine & theirs) < PAIR


OBJECTIONS = (
    _other_family,
    _other_number,
    _other_sort,
    _unfit_for_pronoun,
    _told_beside,
    _other_ordinal,
    _other_turn,
    _other_shape,
    _other_date,
    _other_release,
    _other_status,
    _other_sides,
    _other_body,
    _other_goal,
    _other_make,
)
