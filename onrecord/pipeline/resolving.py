"""Joining what a write touched: names that mean the same, facts that tell the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from onrecord.model.entry import Account
from onrecord.model.identity import fold_text
from onrecord.register.accounts import AccountStore
from onrecord.register.claims import Touched
from onrecord.register.clusters import NameStore
from onrecord.register.decisions import load_pairs
from onrecord.register.doubts import DoubtStore
from onrecord.register.entries import count_facts, find_named, refresh_entries
from onrecord.register.store import Connection, now
from onrecord.resolve.closing import follow_closed
from onrecord.resolve.entities import Move, Named, resolve_names
from onrecord.resolve.events import resolve_facts
from onrecord.resolve.holdings import Holding, join_offices
from onrecord.resolve.joining import Groups
from onrecord.resolve.judgements import Decided
from onrecord.resolve.moves import Moved, Settled
from onrecord.resolve.owners import Owner

OFFICE = "office"


def resolve_touched(connection: Connection, touched: Touched) -> None:
    """Bring the entries of everything that was written up to date.

    What comes out depends on what the register holds, not on the order in which it came; and
    only what stands near to what was written is looked at.
    """
    names, facts = NameStore(connection, touched, Owner), AccountStore(connection)
    of_names, of_facts = (Decided.make(*pairs) for pairs in load_pairs(connection))
    judged = touched.judged | (touched.names & (of_names.same.keys() | of_names.different.keys()))
    named = resolve_names(names, touched.names, of_names, judged)
    moves = named.moves
    names.move({move.name.id: move.entry for move in moves if move.entry != move.name.entry})
    regrouped = _find_regrouped(names, moves)
    dirty = facts.accounts(touched.facts | names.facts_using(regrouped))
    settled = resolve_facts(facts, dirty, _make_blur(moves), of_facts)
    stale = {account.entry for account in dirty}
    stale |= _move_facts(facts, dirty, settled.moved + _join_offices(facts, dirty))
    _keep_doubts(connection, named, settled, of_names, of_facts)
    _refresh(connection, touched, moves, stale)


def _keep_doubts(
    connection: Connection, named: Named, settled: Settled, of_names: Decided, of_facts: Decided
) -> None:
    store = DoubtStore(connection, now())
    parted = store.entry_pairs("name", of_names.different)
    parted |= store.entry_pairs("fact", of_facts.different)
    moved = {m.name.own for m in named.moves if m.entry != m.name.entry}
    moved |= {m.account.own for m in settled.moved if m.entry != m.account.entry}
    store.keep(
        [*named.doubts, *settled.doubts],
        named.looked | settled.looked,
        asked=named.asked,
        moved=moved,
        parted=parted,
    )


def _find_regrouped(names: NameStore, moves: Sequence[Move]) -> set[int]:
    """The names that have other company than before.

    Of the pieces that a set of names is made of, or has fallen into, the one in most use is
    left out: it meets the others where they are looked at.
    """
    pieces: dict[tuple[str, str], list[int]] = {}
    for move in moves:
        pieces.setdefault((move.name.entry, move.entry), []).append(move.name.id)
    before, after = Counter(old for old, _ in pieces), Counter(new for _, new in pieces)
    torn = [piece for piece in pieces if before[piece[0]] > 1 or after[piece[1]] > 1]
    uses = names.count_uses(id_ for piece in torn for id_ in pieces[piece])
    sizes = {piece: sum(uses.get(id_, 0) for id_ in pieces[piece]) for piece in torn}
    largest = [
        {
            max(torn, key=lambda p: (p[side] == entry, sizes[p], p))
            for entry in {p[side] for p in torn}
        }
        for side in (0, 1)
    ]
    changed = [piece for piece in torn if piece not in largest[0] or piece not in largest[1]]
    return {id_ for piece in changed for id_ in pieces[piece]}


def _make_blur(moves: Iterable[Move]) -> dict[str, str]:
    """Entries that a name has left for another, all counted as one."""
    groups: Groups[str] = Groups()
    for move in moves:
        if move.entry != move.name.entry:
            groups.merge(move.name.entry, move.entry)
    return {entry: min(members) for members in groups.sets() for entry in members}


def _move_facts(facts: AccountStore, dirty: Sequence[Account], moved: Sequence[Moved]) -> set[str]:
    """Give facts their entries; gives all entries that won or lost one."""
    changed = [move for move in moved if move.entry != move.account.entry]
    facts.move({move.account.id: move.entry for move in changed})
    versions = {account.version for account in dirty} | {m.account.version for m in changed}
    followed = _follow_closed(facts, versions)
    facts.move({move.account.id: move.entry for move in followed})
    return {entry for move in [*moved, *followed] for entry in (move.account.entry, move.entry)}


def _join_offices(facts: AccountStore, dirty: Sequence[Account]) -> list[Moved]:
    offices = [account for account in dirty if account.layer == OFFICE]
    if not offices:
        return []
    ids = {account.id for account in offices}
    persons = {f.entry for account in offices for f in account.fillers if f.slot == "person"}
    held = facts.holdings(persons, {account.entry for account in offices}, ids)
    current = [account for account in offices if account.current]
    moved, renamed = join_offices(current, [_holding(account) for account in held])
    facts.rename(renamed, ids)
    return moved + [Moved(a, renamed[a.entry]) for a in held if a.entry in renamed]


def _holding(account: Account) -> Holding:
    person = next((f.entry for f in account.fillers if f.slot == "person"), account.own)
    office = fold_text(dict(account.texts).get("office", account.own))
    return Holding(account.entry, account.own, person, office)


def _follow_closed(facts: AccountStore, versions: Iterable[int]) -> list[Moved]:
    closed = facts.closed(versions)
    if not closed:
        return []
    present = facts.present({account.version for account in closed})
    document = facts.document_of({account.version for account in [*closed, *present]})
    moved = []
    for wanted in sorted(set(document.values())):
        told = [a for a in closed if document[a.version] == wanted]
        tells = [a for a in present if document[a.version] == wanted]
        moved += follow_closed(told, tells)
    return [move for move in moved if move.entry != move.account.entry]


def _refresh(
    connection: Connection, touched: Touched, moves: Sequence[Move], stale: set[str]
) -> None:
    """Draw again the rows of all entries that may look different now."""
    changed = [move for move in moves if move.entry != move.name.entry]
    torn = {entry for move in changed for entry in (move.name.entry, move.entry)}
    named, added = find_named(connection, touched.facts)
    refresh_entries(connection, stale | torn | named)
    count_facts(connection, touched.facts, added - torn - named)
