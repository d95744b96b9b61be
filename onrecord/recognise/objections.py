"""What forbids taking two mentions for one event."""

from __future__ import annotations

from onrecord.lexicon.loader import load_words
from onrecord.recognise.cluster import (
    COMING,
    FAMILIES,
    KIN,
    WEAK_ROLES,
    Cluster,
    family_of,
    firm_status,
    is_same_name,
    ordinals_of,
    shares_body,
    shares_date,
)
from onrecord.recognise.draft import Draft, is_plural, same_noun
from onrecord.recognise.grammar import base_form
from onrecord.recognise.trigger import ANAPHORIC

BESIDE = frozenset({"adverbial", "inner"})
APART_REACH = 4  # words before a mention among which 'after' stands
PAIR = 2
RUNNING = frozenset({"training", "exercise", "operation", "visit", "conference"})
BETWEEN_TWO = frozenset({"verb.received", "verb.met", "verb.called"})
SEATED = frozenset({"meeting", "session", "summit"})  # what nobody calls a telephone call


def _other_family(cluster: Cluster, draft: Draft) -> bool:
    mine, theirs = FAMILIES[draft.trigger.kind], family_of(cluster)
    if mine == theirs or (draft.trigger.generic and draft.definite):
        return False
    if "call" in {mine, theirs} and base_form(draft.trigger.token) in SEATED:
        return True
    named = draft.trigger.rule == "noun.named" or draft.trigger.end > draft.trigger.token.i + 1
    return frozenset({mine, theirs}) not in KIN or not draft.definite or named


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
    later = draft.sentence.number > cluster.last.sentence.number
    if later and all(map(_is_before, cluster.drafts)):
        return True
    return not any(d.role not in WEAK_ROLES or d.start for d in cluster.drafts)


def _is_before(draft: Draft) -> bool:
    """'It was preceded by a meeting': told in passing, the text goes on with the other one."""
    verb = draft.trigger.verb
    return draft.role == "complement" and verb is not None and base_form(verb) == "precede"


def _told_beside(cluster: Cluster, draft: Draft) -> bool:
    """'Before the summit, A received B': two events."""
    return any(
        d.sentence.number == draft.sentence.number and is_set_apart(d) != is_set_apart(draft)
        for d in cluster.drafts
    )


def is_set_apart(draft: Draft) -> bool:
    """Whether a mention only tells before, after or beside what another thing was."""
    if draft.role not in BESIDE:
        return False
    doc, start = draft.sentence.doc, draft.trigger.start
    near = doc[max(draft.sentence.start, start - APART_REACH) : start]
    return any(t.lower_ in load_words("events", "inherit.apart") for t in near)


def _other_ordinal(cluster: Cluster, draft: Draft) -> bool:
    ordinals = ordinals_of(cluster)
    return draft.ordinal is not None and bool(ordinals) and draft.ordinal not in ordinals


def _other_turn(cluster: Cluster, draft: Draft) -> bool:
    """'The previous course' is not this one."""
    return draft.turn != cluster.drafts[0].turn and (draft.turn is not None or _named_anew(draft))


def _named_anew(draft: Draft) -> bool:
    return (
        draft.role not in WEAK_ROLES
        and not draft.trigger.generic
        and not (draft.definite and draft.start is None)
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
    if (a.start is None) != (b.start is None) and _opens_before(a, b):
        return True
    one, two = first_a.value, first_b.value
    if one.startswith(two) or two.startswith(one):
        return True
    last_a, last_b = (a.end or first_a).value, (b.end or first_b).value
    return one <= last_b and two <= last_a


def _opens_before(a: Draft, b: Draft) -> bool:
    """Whether 'it' ended after the day that the other mention gives as the first."""
    opening, closing = (b, a) if a.start is None else (a, b)
    if opening.start is None or closing.end is None or not closing.definite:
        return False
    if opening.trigger.kind not in RUNNING:
        return False
    single = opening.end is None or opening.end == opening.start
    return single and closing.end.value > opening.start.value


def _other_release(cluster: Cluster, draft: Draft) -> bool:
    if cluster.release == draft.sentence.release:
        return False
    named = cluster.entities("bodies", "participants", "places") & draft.entities()
    return not (shares_date(cluster, draft) and named)


def _other_status(cluster: Cluster, draft: Draft) -> bool:
    """A meeting to come is not the one that was held, unless the mention is vague about it."""
    if draft.role in WEAK_ROLES and draft.status != "scheduled":
        return False
    was = firm_status(cluster)
    if was is None or draft.status is None or was == draft.status:
        return False
    return not (was in COMING and draft.status in COMING) and not shares_date(cluster, draft)


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
    return bool(mine) and bool(theirs) and not shares_body(cluster, draft)


def _other_rank(cluster: Cluster, draft: Draft) -> bool:
    """'The session' is not what was told of as talks between persons."""
    if draft.trigger.kind != "session" or draft.sentence.headline or cluster.entities("bodies"):
        return False
    if family_of(cluster) != "gathering":
        return False
    return not any(
        d.trigger.kind == "session" or base_form(d.trigger.token) == "meeting"
        for d in cluster.drafts
    )


def _other_name(cluster: Cluster, draft: Draft) -> bool:
    """An event with a name of its own is not one of another name."""
    if draft.trigger.rule != "noun.named":
        return False
    if draft.ordinal in ordinals_of(cluster) and any(same_noun(d, draft) for d in cluster.drafts):
        return False
    names = [d.trigger.span.text for d in cluster.drafts if d.trigger.rule == "noun.named"]
    mine = draft.trigger.span.text
    return bool(names) and not any(is_same_name(mine, name) for name in names)


def _told_anew(cluster: Cluster, draft: Draft) -> bool:
    """'The Council then held a special session': not the meeting that was told of before."""
    if draft.role != "object" or not draft.trigger.noun or draft.trigger.generic:
        return False
    doc, start = draft.sentence.doc, draft.trigger.start
    if start == draft.sentence.start or doc[start - 1].lower_ not in {"a", "an", "another"}:
        return False
    firm = [d for d in cluster.drafts if d.role not in WEAK_ROLES and not d.sentence.headline]
    return any(d.trigger.noun and d.start is not None for d in firm) and not any(
        same_noun(d, draft) for d in cluster.drafts
    )


def _other_whole(cluster: Cluster, draft: Draft) -> bool:
    """'The meeting of the ministers' says itself which one is meant."""
    if not draft.closed or draft.sentence.headline:
        return False
    mine = draft.entities("participants", "bodies", "chairs", "hosts")
    theirs = cluster.entities("participants", "bodies", "chairs", "hosts")
    return bool(theirs) and not mine & theirs and not shares_body(cluster, draft)


def _other_theme(cluster: Cluster, draft: Draft) -> bool:
    """'The workshop on fisheries' is not the talks told of before: it has a theme of its own."""
    if draft.theme is None or draft.trigger.generic or draft.sentence.headline:
        return False
    firm = any(not d.sentence.headline for d in cluster.drafts)
    return firm and FAMILIES[draft.trigger.kind] != family_of(cluster)


def _other_goal(cluster: Cluster, draft: Draft) -> bool:
    """Two visits to places that have nothing in common."""
    if draft.trigger.kind != "visit" or draft.definite:
        return False
    mine, theirs = draft.entities("places"), cluster.entities("places")
    headline = all(d.sentence.headline for d in cluster.drafts)
    return bool(mine) and bool(theirs) and not mine & theirs and not headline


def _is_sitting(cluster: Cluster) -> bool:
    """Whether a mention calls it a summit or a session."""
    return any(d.trigger.kind == "session" and d.trigger.noun for d in cluster.drafts)


def _other_make(cluster: Cluster, draft: Draft) -> bool:
    """Talks between two are not the sitting of a body, though one was at both."""
    if draft.definite or draft.role in WEAK_ROLES:
        return False
    mine, theirs = draft.entities("participants"), cluster.entities("participants")
    bodies = draft.entities("bodies"), cluster.entities("bodies")
    talks = len(mine) > 1 and bodies[1] and not bodies[0]
    sitting = len(theirs) > 1 and bodies[0] and not bodies[1]
    if len(mine) > 1 and draft.trigger.kind == "meeting" and _is_sitting(cluster):
        return True
    return bool(talks or sitting) and len(mine & theirs) < PAIR


def _other_count(cluster: Cluster, draft: Draft) -> bool:
    """'A received B. … for the 14th meeting of the Council': a body's count is not theirs."""
    if draft.ordinal is None or not draft.entities("bodies") or cluster.entities("bodies"):
        return False
    told = [d for d in cluster.drafts if not d.sentence.headline]
    return bool(told) and all(d.trigger.rule in BETWEEN_TWO for d in told)


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
    _other_rank,
    _other_name,
    _other_whole,
    _other_theme,
    _other_goal,
    _other_make,
    _other_count,
    _told_anew,
)
