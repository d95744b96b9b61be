"""Which mentions of a page mean one event.

A mention joins the earlier event that it resembles most, by a sum of named features, where
nothing speaks against it.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.lexicon.loader import load_words
from onrecord.recognise.cluster import (
    FAMILIES,
    WEAK_ROLES,
    Cluster,
    count_shared,
    family_of,
    ordinals_of,
    shares_body,
    shares_date,
    shares_name,
    status_of,
)
from onrecord.recognise.draft import Draft, same_noun
from onrecord.recognise.grammar import base_form
from onrecord.recognise.noun_slots import is_courtesy
from onrecord.recognise.objections import OBJECTIONS
from onrecord.recognise.trigger import ANAPHORIC

JOIN = 2.0  # sum of features from which two mentions are one event
LAST_EVENTS = 60  # events told of last that are looked at, more than a release has
FIRST_EVENTS = 10  # and so many of those that were told of first
MOST_MENTIONS = 60  # of one event
FAR = 12  # sentences over which a bare 'the meeting' still points back


def merge_drafts(drafts: Sequence[Draft]) -> list[Cluster]:
    """The events of a page: every mention in exactly one of them."""
    clusters: list[Cluster] = []
    for draft in drafts:
        scored = [(score_join(clusters[n], draft), n) for n in _find_near(clusters)]
        best = max(scored, default=(0.0, -1))
        if best[0] >= JOIN:
            clusters[best[1]] = clusters[best[1]].joined(draft)
        else:
            clusters.append(Cluster((draft,)))
    return clusters


def _find_near(clusters: Sequence[Cluster]) -> list[int]:
    """The events that a mention may mean: the last ones that are told of, and the first ones.

    What stands first are headlines; an event of very many mentions takes up no more.
    """
    last = range(max(0, len(clusters) - LAST_EVENTS), len(clusters))
    first = range(min(FIRST_EVENTS, last.start))
    return [n for n in (*first, *last) if len(clusters[n].drafts) < MOST_MENTIONS]


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
        "definite, other noun": _pointing(cluster, draft)
        * (draft.definite and not noun and gap <= FAR),
        "near": 0.6 * (0 <= gap <= 2) + 0.3 * (gap <= FAR),
        "latest": (draft.trigger.rule in ANAPHORIC) * 0.3 / (1 + max(gap, 0)),
        "headline": 1.2 * (headline and _is_kin(cluster, draft)),
        "ordinal": 2.0 * (draft.ordinal is not None and draft.ordinal in ordinals_of(cluster)),
        "participants": 0.8 * _known(cluster, draft),
        "name": 1.5 * shares_name(cluster, draft),
        "bodies": 1.6 * shares_body(cluster, draft),
        "date": 1.5 * shares_date(cluster, draft),
        "place": 0.7 * min(1, count_shared(cluster, draft, "places")),
        "indefinite": -1.2 * (not draft.definite and not headline),
        "courtesy": 1.5 * (gap == 0 and is_courtesy(draft.trigger) and _known(cluster, draft) > 0),
        "company": 0.8 * _weigh_company(cluster, draft),
        "status": -1.0 * (status_of(cluster) != draft.status),
    }
    return {name: value for name, value in found.items() if value}


def _known(cluster: Cluster, draft: Draft) -> int:
    """How many of the mention's people the event has; 'it' is not found by who is beside it."""
    if draft.trigger.rule in ANAPHORIC:
        return 0
    return min(2, count_shared(cluster, draft, "participants", "chairs", "hosts"))


def _weigh_company(cluster: Cluster, draft: Draft) -> int:
    """Who 'accompanied' somebody did so on a visit; who 'was present' was at something else."""
    if draft.trigger.rule != "verb.attended":
        return 0
    visit = family_of(cluster) == "visit"
    if base_form(draft.trigger.token) in load_words("events", "participant.travelling"):
        return int(visit)
    return -int(visit)


def _pointing(cluster: Cluster, draft: Draft) -> float:
    """How strongly a mention without the event's own noun points back."""
    if draft.trigger.rule in ANAPHORIC:
        return 1.8
    return 0.9 if all(d.role in WEAK_ROLES for d in cluster.drafts) else 1.5


def _is_kin(cluster: Cluster, draft: Draft) -> bool:
    return not draft.trigger.generic and FAMILIES[draft.trigger.kind] == family_of(cluster)


# ---------------------------------------------------------------- what forbids joining
