"""The mentions of one event, and what they have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.recognise.draft import Draft

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


_WORD = re.compile(r"[\w.]+")
KIN = frozenset(
    {
        frozenset({"gathering", "conference"}),
        frozenset({"conference", "training"}),
        frozenset({"gathering", "call"}),
        frozenset({"operation", "exercise"}),
    }
)


NAME_WORDS = 2  # words from which a name tells an event apart
COMING = frozenset({"scheduled", "postponed", "cancelled"})


WEAK_ROLES = frozenset({"adverbial", "inner", "alone"})


@dataclass(frozen=True, slots=True)
class Cluster:
    """The mentions of one event, in the order of the text.

    `named` holds the ids that were once looked for, for each later mention asks again.
    """

    drafts: tuple[Draft, ...]
    named: dict[tuple[str, ...], frozenset[str]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

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
        if slots not in self.named:
            self.named[slots] = frozenset().union(*(d.entities(*slots) for d in self.drafts))
        return self.named[slots]


def family_of(cluster: Cluster) -> str:
    """The family of kinds that its mentions belong to."""
    real = [d for d in cluster.drafts if not d.trigger.generic]
    return FAMILIES[(real or list(cluster.drafts))[0].trigger.kind]


def ordinals_of(cluster: Cluster) -> set[str | None]:
    """The numbers its mentions bear."""
    return {d.ordinal for d in cluster.drafts if d.ordinal}


def count_shared(cluster: Cluster, draft: Draft, *slots: str) -> int:
    """How many entities it shares with a mention in these slots."""
    named = draft.entities(*slots)
    return len(cluster.entities(*slots) & named) if named else 0


def is_same_name(one: str, two: str) -> bool:
    """Whether all words of one name stand in the other ('the Council', 'the City Council')."""
    mine, theirs = set(_WORD.findall(one.lower())), set(_WORD.findall(two.lower()))
    return mine <= theirs or theirs <= mine


def shares_name(cluster: Cluster, draft: Draft) -> bool:
    """Whether the name that the mention gives the event stands in another of its mentions."""
    if draft.trigger.rule != "noun.named":
        return False
    name = draft.trigger.span.text
    if len(_WORD.findall(name)) < NAME_WORDS:
        return False
    return any(name.lower() in d.trigger.span.text.lower() for d in cluster.drafts)


def shares_body(cluster: Cluster, draft: Draft) -> bool:
    """Whether a body of the mention is one of the event's, by its id or by its name."""
    if count_shared(cluster, draft, "bodies"):
        return True
    known = [f.span.text for d in cluster.drafts for f in d.slots.get("bodies", ())]
    return any(
        is_same_name(f.span.text, name) for f in draft.slots.get("bodies", ()) for name in known
    )


def shares_date(cluster: Cluster, draft: Draft) -> bool:
    """Whether a mention gives the first day that another gave."""
    if draft.start is None:
        return False
    return any(d.start is not None and d.start.value == draft.start.value for d in cluster.drafts)


def status_of(cluster: Cluster) -> str | None:
    """The status of its first firm mention, of its first one where none is firm."""
    firm = [d.status for d in cluster.drafts if d.role not in WEAK_ROLES]
    return (firm or [d.status for d in cluster.drafts])[0]


def firm_status(cluster: Cluster) -> str | None:
    """The status of its first firm mention, None where none is firm."""
    firm = [d.status for d in cluster.drafts if d.role not in WEAK_ROLES]
    return firm[0] if firm else None
