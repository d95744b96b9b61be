"""People's judgements: put into the journal, and into effect at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.errors import InputError, NotFoundError
from onrecord.model.judgement import Content, Judgement, find_active
from onrecord.pipeline.following import follow_touched
from onrecord.pipeline.resolving import resolve_touched
from onrecord.register import targets
from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.claims import Touched
from onrecord.register.decisions import PAIRING, find_facts, find_names
from onrecord.register.journal import (
    append_judgement,
    import_judgements,
    load_journal,
    load_judgement,
    parse_journal,
)
from onrecord.register.known import FIRST_MOMENT
from onrecord.register.removed import load_removals
from onrecord.register.rulings import find_document, pages_of, settle_facts
from onrecord.register.store import Connection, now, open_engine, writing
from onrecord.register.texts import load_release
from onrecord.register.withdrawals import MARKING, mark_document


@dataclass(frozen=True, slots=True)
class Slot:
    """A value of a fact added by hand: `quote` are the words it stands on, inside the fact's."""

    slot: str
    value: str
    quote: str | None = None
    type: str | None = None


class Judge:
    """One person's judgements of the register in `home`; each is in effect when it returns.

    Every method gives the entry it has put into the journal. Raises `NotFoundError` for what
    the register does not hold, `InputError` for what cannot be said of it.
    """

    def __init__(self, home: str | Path, by: str) -> None:
        self._engine = open_engine(Path(home))
        self._by = by

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def same(self, one: str, other: str, reason: str) -> Judgement:
        """Two names, or two facts of one layer, are the same person, body, event …."""
        return self._pair("same", one, other, reason)

    def different(self, one: str, other: str, reason: str) -> Judgement:
        """Two names or facts are not the same, however alike they are."""
        return self._pair("different", one, other, reason)

    def _pair(self, kind: str, one: str, other: str, reason: str) -> Judgement:
        def say(connection: Connection) -> Content:
            first, second = (targets.find_side(connection, side) for side in (one, other))
            if first["id"] == second["id"]:
                raise InputError(f"{one}, {other}", "this is one and the same", "name two")
            if _layer(first) != _layer(second):
                raise InputError(f"{one}, {other}", "these are different things")
            return {"one": first, "other": second}

        return self._add(kind, reason, say)

    def wrong(self, fact: str, reason: str, *, answer: str | None = None) -> Judgement:
        """A fact is not what the text says; with `answer`, a release does not answer a promise."""
        return self._add("wrong", reason, lambda c: _find_claimed(c, fact, answer))

    def confirm(self, fact: str, reason: str, *, answer: str | None = None) -> Judgement:
        """A fact is what the text says; with `answer`, the release of that id answers it."""
        return self._add("confirmed", reason, lambda c: _find_claimed(c, fact, answer))

    def value(
        self,
        fact: str,
        slot: str,
        value: str,
        reason: str,
        *,
        instead: str | None = None,
        type: str | None = None,  # noqa: A002 - what users call it
    ) -> Judgement:
        """A slot of a fact has this value; '' takes it away, `instead` says of several which."""

        def say(connection: Connection) -> Content:
            anchor = targets.find_fact(connection, fact)
            found = targets.find_value(connection, anchor["layer"], slot, value, type)
            return {"fact": anchor, "slot": slot, "value": found, "instead": instead}

        return self._add("value", reason, say)

    def add(
        self,
        layer: str,
        where: str,
        quote: str,
        slots: Sequence[Slot],
        reason: str,
        *,
        kind: str | None = None,
        status: str | None = None,
        start: int | None = None,
    ) -> Judgement:
        """A fact that the machine did not find, on words of a document's present text."""

        def say(connection: Connection) -> Content:
            if layer not in targets.SLOTS:
                raise InputError(layer, "no such layer", f"one of {', '.join(targets.SLOTS)}")
            document, version, at = targets.find_passage(connection, where, quote, start)
            whole = [*slots, *_implied(layer, kind, status, {slot.slot for slot in slots})]
            return {
                "layer": layer, "kind": kind or layer, "status": status, "document": document,
                "version": version, "start": at, "end": at + len(quote), "text": quote,
                "slots": [_mark_slot(connection, layer, slot, quote, at) for slot in whole],
            }  # fmt: skip

        return self._add("added", reason, say)

    def note(self, about: str, text: str) -> Judgement:
        """A remark on anything that has an id; it changes nothing else."""

        def say(connection: Connection) -> Content:
            check = (targets.find_fact, targets.find_name, load_release)
            if not any(_holds(connection, find, about) for find in check):
                raise NotFoundError(f"{about}: the register has nothing of that id")
            return {"about": about}

        return self._add("note", text, say)

    def removed(self, where: str, reason: str, *, since: str | None = None) -> Judgement:
        """A document's page was withdrawn, on a day or now; what it said is kept."""

        def say(connection: Connection) -> Content:
            document = targets.find_document_name(connection, where)
            if load_removals(connection, [document]):
                raise InputError(where, "it is marked as withdrawn already")
            moment = f"{since}{FIRST_MOMENT}" if since else now()
            return {"document": document, "since": moment}

        return self._add("removed", reason, say)

    def returned(self, where: str, reason: str) -> Judgement:
        """A document's page is on its site again."""

        def say(connection: Connection) -> Content:
            document = targets.find_document_name(connection, where)
            if not load_removals(connection, [document]):
                raise InputError(where, "it is not marked as withdrawn")
            return {"document": document, "since": now()}

        return self._add("returned", reason, say)

    def revoke(self, number: str | int, reason: str) -> Judgement:
        """Take back an entry of the journal, by its number or id; it stays in the journal."""
        return self._add(
            "revoke", reason, lambda c: {"judgement": load_judgement(c, str(number)).id}
        )

    def import_file(self, path: Path) -> list[Judgement]:
        """Put an exported journal into effect; what this one holds already is passed over."""
        try:
            entries = parse_journal(path.read_text("utf-8").splitlines(), str(path))
        except (OSError, UnicodeError) as error:
            raise InputError(str(path), f"cannot be read: {error}") from error
        with writing(self._engine) as connection:
            moment = now()
            added = import_judgements(connection, entries, moment)
            apply_judgements(connection, added, moment)
        return added

    def _add(self, kind: str, reason: str, say: Callable[[Connection], Content]) -> Judgement:
        with writing(self._engine) as connection:
            moment = now()
            entry = append_judgement(
                connection, kind, say(connection), author=self._by, reason=reason, moment=moment
            )
            apply_judgements(connection, [entry], moment)
        return entry


def apply_judgements(connection: Connection, entries: Iterable[Judgement], moment: str) -> None:
    """Bring everything up to date, at a moment, that these entries of the journal bear on."""
    journal = load_journal(connection)
    known, active = {entry.id: entry for entry in journal}, {j.id for j in find_active(journal)}
    bearing = [_find_subject(entry, known) for entry in entries]
    found = [judgement for judgement in bearing if judgement is not None]
    for judgement in found:
        if judgement.kind in MARKING:
            mark_document(connection, judgement, moment, holds=judgement.id in active)
    touched = Touched()
    pairs = [judgement for judgement in found if judgement.kind in PAIRING]
    names = [j for j in pairs if "document" not in j.content["one"]]
    touched.judged |= set(find_names(connection, names).values())
    touched.names |= touched.judged
    touched.facts |= set(find_facts(connection, [j for j in pairs if j not in names]).values())
    documents = {name for judgement in found for name in [find_document(judgement)] if name}
    touched.versions |= pages_of(connection, documents)
    settle_facts(connection, touched, since=moment, moment=moment)
    resolve_touched(connection, touched)
    follow_touched(connection, touched)


def _find_subject(entry: Judgement, known: dict[str, Judgement]) -> Judgement | None:
    """The judgement that an entry makes hold or no longer hold: itself, or what it revokes."""
    while entry.kind == "revoke":
        revoked = known.get(str(entry.content["judgement"]))
        if revoked is None:
            return None
        entry = revoked
    return entry


def _layer(side: Content) -> str:
    return str(side.get("layer") or side["type"])


def _find_claimed(connection: Connection, fact: str, answer: str | None) -> Content:
    anchor = targets.find_fact(connection, fact)
    if answer is None:
        return {"fact": anchor}
    if anchor["layer"] not in ("commitment", "event"):
        raise InputError(fact, "only promises and announced events are answered")
    return {"fact": anchor, "answer": load_release(connection, answer).row.id}


def _holds(
    connection: Connection, find: Callable[[Connection, str], object], identifier: str
) -> bool:
    try:
        find(connection, identifier)
    except NotFoundError:
        return False
    return True


def _implied(layer: str, kind: str | None, status: str | None, given: set[str]) -> Iterable[Slot]:
    """The slots that a fact of this layer must have besides those given."""
    for slot, value in (("kind", kind), ("status", status)):
        if slot in targets.SLOTS[layer] and slot not in given:
            if value is None:
                raise InputError(f"--{slot}", f"an added {layer} needs one", "give it")
            yield Slot(slot, value)
    wanted = ANCHOR_SLOTS[layer]
    if wanted not in given:
        yield Slot(wanted, "", quote="")


def _mark_slot(
    connection: Connection, layer: str, slot: Slot, quote: str, at: int
) -> dict[str, object]:
    """A slot with the words it stands on: those given, else its value, else the whole quotation."""
    words = slot.quote if slot.quote is not None else slot.value
    place = quote.find(words) if words else -1
    if slot.quote and place < 0:
        raise InputError(repr(slot.quote), "not in the words of the fact", "quote it exactly")
    start, text = (at + place, words) if place >= 0 else (at, quote)
    value = targets.find_value(connection, layer, slot.slot, slot.value or text, slot.type)
    return {
        "slot": slot.slot, "value": value, "start": start, "end": start + len(text), "text": text
    }  # fmt: skip
