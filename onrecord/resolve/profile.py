"""An account as it is compared: its names by role, its numbers, titles and wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from onrecord.model.entry import Account, Context, Filled
from onrecord.model.identity import fold_text
from onrecord.model.time import find_grain
from onrecord.resolve.context import find_ceremony, find_ordinals, find_titles, find_words

WORDING_SLOTS = ("object", "action", "quote", "office")
PEOPLE_SLOTS = ("chair", "host", "participant", "actor")

Entries = frozenset[str]


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account shares with another, if the two tell the same.

    `bodies`, `persons`, `groups` (organisations) and `states` are entries of names by role
    and type, `circle` all who act or take part; `grounds` are states given as places.
    `coarse` says that the date is a period longer than the days of the event, `month` that
    it is a month. `words` are what triggers call the event, common words left out; `done` is
    what is done at a ceremony, `told` the text around the first trigger. `body_names` and
    `place_names` are folded.
    """

    account: Account
    coarse: bool
    month: bool
    day: date | None
    bodies: Entries
    persons: Entries
    groups: Entries
    states: Entries
    circle: Entries
    places: Entries
    grounds: Entries
    ordinals: frozenset[int]
    titles: frozenset[str]
    words: frozenset[str]
    wording: str
    theme: str
    done: frozenset[str] = frozenset()
    told: str = ""
    body_names: Entries = frozenset()
    place_names: Entries = frozenset()

    @property
    def parties(self) -> tuple[Entries, Entries, Entries]:
        """Those who act, by type: a person may act for an organisation or a state."""
        return (self.persons, self.groups, self.states)


def make_profile(account: Account, blur: Mapping[str, str]) -> Profile:
    """The profile of an account; entries in `blur` count as the one they are mapped to."""
    named = [filled for filled in account.fillers if filled.named]
    texts = dict(account.texts)
    wording = next((texts[slot] for slot in WORDING_SLOTS if slot in texts), "")
    people = [filled for filled in named if filled.slot in PEOPLE_SLOTS]
    places = [filled for filled in named if filled.slot == "place"]

    bodies = [filled for filled in named if filled.slot == "body"]

    def pick(fillers: Iterable[Filled], *types: str) -> Entries:
        return frozenset(
            blur.get(f.entry, f.entry) for f in fillers if not types or f.type in types
        )

    done = frozenset[str]()
    if account.kind == "ceremony":
        done = done.union(*map(find_ceremony, account.contexts))
    return Profile(
        account=account,
        coarse=account.coarse,
        month=account.start is not None and find_grain(account.start) == "month",
        day=date.fromisoformat(account.earliest)
        if account.earliest and not account.coarse
        else None,
        bodies=pick(bodies),
        persons=pick(people, "person"),
        groups=pick(people, "organisation"),
        states=pick(people, "state"),
        circle=pick(f for f in named if f.slot != "place"),
        places=pick(places, "place", "organisation"),
        grounds=pick(places, "state"),
        ordinals=frozenset().union(*map(find_ordinals, account.contexts)),
        titles=frozenset().union(*map(find_titles, account.contexts)),
        words=frozenset().union(*map(find_words, account.contexts), done),
        done=done,
        wording=fold_text(wording),
        theme=fold_text(texts.get("theme", "")),
        told=_tell(account.contexts[0]) if account.contexts else "",
        body_names=frozenset(filled.key for filled in bodies),
        place_names=frozenset(filled.key for filled in places),
    )


def _tell(context: Context) -> str:
    return " ".join(f"{context.before}{context.trigger}{context.after}".split())
