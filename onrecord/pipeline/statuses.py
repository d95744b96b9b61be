"""What became of promises and announced events by a day, as a reader is told it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from onrecord.follow.gatherings import Gathering, find_features, is_answer
from onrecord.follow.status import Due, Outcome, Status, Told, find_status
from onrecord.follow.terms import find_words
from onrecord.lexicon.loader import load_table, load_words
from onrecord.model.entry import Account
from onrecord.model.identity import layer_of
from onrecord.model.time import earliest_day
from onrecord.register.decisions import load_answers
from onrecord.register.links import LinkView, load_heads
from onrecord.register.outcomes import EventRow
from onrecord.register.reader import Register
from onrecord.register.views import FactView, Quotation
from onrecord.resolve.profile import make_profile

BATCH = 200  # entries followed at once
RELATIONS = {"held": "kept"}  # what an event's status says of its announcement


@dataclass(frozen=True, slots=True)
class Answer:
    """A later text that tells what became of a promise or an announced event.

    `earliest` and `latest` bound the day on which it was done (or given up), as far as the
    text tells it; `features` say why the machine takes the text for an answer; `mark` says
    whether a person has confirmed it.
    """

    relation: str
    published: str
    earliest: str
    latest: str
    quotation: Quotation
    features: tuple[tuple[str, float], ...]
    mark: Literal["machine", "confirmed"] = "machine"


@dataclass(frozen=True, slots=True)
class Followed:
    """The status of an entry on the day `asof`, and the answers that it stands on.

    `day` is the last day on which it may have been reached, None where nothing answers.
    `others` are texts that tell of the same and were outweighed.
    """

    status: Status
    asof: str
    day: str | None = None
    answers: tuple[Answer, ...] = ()
    others: tuple[Answer, ...] = field(default=())


def promise_statuses(
    register: Register, asof: date, entry_ids: Sequence[str]
) -> dict[str, Followed]:
    """The statuses of these promises and announced events on a day, by entry id.

    Only texts published by that day count. Entries that are neither are left out.
    """
    found: dict[str, Followed] = {}
    for start in range(0, len(entry_ids), BATCH):
        ids = list(dict.fromkeys(entry_ids[start : start + BATCH]))
        found |= _follow_promises(register, _of_layer(ids, "commitment"), str(asof))
        facts = register.facts(_of_layer(ids, "event"))
        events = [id_ for id_, told in facts.items() if any(map(_is_announced, told))]
        found |= _follow_events(register, events, str(asof))
    return found


def _of_layer(ids: Sequence[str], layer: str) -> list[str]:
    return [id_ for id_ in ids if layer_of(id_) == layer]


def _is_announced(fact: FactView) -> bool:
    """Whether an account tells of what is to come; what was held cannot be dated later."""
    if fact.status == "held" and fact.start and fact.evidence.published:
        return str(earliest_day(fact.start)) > fact.evidence.published
    return fact.status == "scheduled"


def _follow_promises(register: Register, ids: Sequence[str], asof: str) -> dict[str, Followed]:
    if not ids:
        return {}
    links = register.links(ids)
    bounds = register.bounds(ids)
    said = register.ask(load_answers, ids)
    answers = {
        id_: _heed(
            register,
            [_tell_link(link) for link in _distinct(links.get(id_, ()))],
            said.get(id_, {}),
        )
        for id_ in ids
    }
    return {id_: _make_followed(Due(*due), answers[id_], asof) for id_, due in bounds.items()}


def _heed(register: Register, answers: Sequence[Answer], said: Mapping[str, str]) -> list[Answer]:
    """Answers as people judged them, by release: those refused left out, those confirmed marked.

    What a person calls an answer is one, though the machine has not taken it for one.
    """
    heeded = [
        replace(a, mark="confirmed") if said.get(a.quotation.release) == "confirmed" else a
        for a in answers
        if said.get(a.quotation.release) != "wrong"
    ]
    known = {answer.quotation.release for answer in answers}
    named = [id_ for id_, word in said.items() if word == "confirmed" and id_ not in known]
    heads = register.ask(load_heads, named) if named else []
    return heeded + [_make_confirmed(quotation) for quotation in heads]


def _make_confirmed(quotation: Quotation) -> Answer:
    day = quotation.published or ""
    return Answer("kept", day, day, day, quotation, (), "confirmed")


def _distinct(links: Sequence[LinkView]) -> Iterator[LinkView]:
    """Each place once for each relation, though several accounts of a promise lead to it."""
    best: dict[tuple[str, str, int], LinkView] = {}
    for link in links:
        key = (link.relation, link.quotation.release, link.quotation.start)
        if key not in best or _strength(link) > _strength(best[key]):
            best[key] = link
    yield from best.values()


def _strength(link: LinkView) -> float:
    return sum(weight for _, weight in link.features)


def _tell_link(link: LinkView) -> Answer:
    return Answer(
        link.relation, link.published, link.earliest, link.latest, link.quotation, link.features
    )


def _make_followed(due: Due, answers: Sequence[Answer], asof: str) -> Followed:
    told = [Told(a.relation, a.published, a.earliest, a.latest) for a in answers]
    outcome: Outcome = find_status(due, told, asof)
    chosen = tuple(answers[n] for n in outcome.answers)
    known = set(outcome.answers)
    others = tuple(a for n, a in enumerate(answers) if n not in known and a.published <= asof)
    return Followed(outcome.status, asof, outcome.day, chosen, others)


def _follow_events(register: Register, ids: Sequence[str], asof: str) -> dict[str, Followed]:
    if not ids:
        return {}
    accounts, rows = register.gatherings(ids, _families())
    gatherings = [
        _gather(account, rows[account.id])
        for account in sorted(accounts, key=lambda account: account.own)
        if (account.earliest or account.latest) and rows[account.id].published
    ]
    own = {account.id: account.own for account in accounts}
    views = {
        view.id: view
        for found in register.facts(sorted({a.entry for a in accounts})).values()
        for view in found
    }
    said = register.ask(load_answers, ids)
    followed = {}
    for id_ in ids:
        announced = [g for g in gatherings if g.entry == id_ and g.status == "scheduled"]
        due = _find_due(announced)
        answers = [
            _tell_event(gathering, views[own[gathering.id]], features)
            for gathering, features in _find_outcomes(id_, announced, gatherings)
        ]
        followed[id_] = _make_followed(due, _heed(register, answers, said.get(id_, {})), asof)
    return followed


def _families() -> dict[str, tuple[str, ...]]:
    """For each kind of event the kinds under which another release may tell it."""
    families: dict[str, set[str]] = {}
    for family in load_table("identity")["families"]["event"]:
        for kind in family:
            families.setdefault(kind, {kind}).update(family)
    return {kind: tuple(sorted(kinds)) for kind, kinds in families.items()}


def _find_due(announced: Sequence[Gathering]) -> Due:
    """The days announced last; of several accounts of a day, those that tell them best."""
    if not announced:
        return Due(None, None)
    last = max(announced, key=lambda g: (g.published, g.exact, g.earliest, g.latest))
    return Due(last.earliest, last.latest)


def _find_outcomes(
    entry: str, announced: Sequence[Gathering], gatherings: Sequence[Gathering]
) -> Iterator[tuple[Gathering, tuple[tuple[str, float], ...]]]:
    """The accounts that tell the outcome: those of the entry itself, and others that match it."""
    for told in sorted(gatherings, key=lambda g: (g.published, g.source, g.earliest)):
        if told.status == "scheduled" or not _tells_outcome(told, announced):
            continue
        if told.entry == entry:
            yield told, (("the same event", 5.0),)
            continue
        best = max((find_features(a, told) for a in announced), key=_sum, default=())
        if is_answer(best):
            yield told, best


def _tells_outcome(told: Gathering, announced: Sequence[Gathering]) -> bool:
    """Whether an account comes after an announcement."""
    return any(a.published < told.published for a in announced)


def _sum(features: tuple[tuple[str, float], ...]) -> float:
    return sum(weight for _, weight in features)


def _tell_event(told: Gathering, view: FactView, features: tuple[tuple[str, float], ...]) -> Answer:
    return Answer(
        RELATIONS.get(told.status, told.status),
        told.published,
        told.earliest,
        told.latest,
        view.evidence,
        features,
    )


def _gather(account: Account, row: EventRow) -> Gathering:
    profile = make_profile(account, {})
    triggers = " ".join(context.trigger for context in account.contexts)
    earliest = account.earliest or account.latest or ""
    to_come = row.status == "held" and earliest > (row.published or "")
    return Gathering(
        id=account.id,
        entry=account.entry,
        release=account.release,
        status="scheduled" if to_come else row.status,
        kind=account.kind,
        kinds=frozenset(_families().get(account.kind, (account.kind,))),
        earliest=earliest,
        latest=account.latest or account.earliest or "",
        exact=not profile.coarse,
        published=row.published or "",
        source=row.source,
        bodies=profile.bodies,
        body_names=row.bodies,
        people=profile.persons | profile.groups,
        places=profile.places,
        grounds=profile.grounds,
        numbers=profile.ordinals,
        titles=profile.titles,
        theme=_find_content(profile.theme),
        words=_find_content(triggers) - load_words("follow", "words.plain_events"),
    )


def _find_content(text: str) -> frozenset[str]:
    empty = load_words("follow", "words.empty")
    return frozenset(word.text for word in find_words(text) if word.text not in empty)
