"""Facts as people have ruled them: hidden, corrected, added by hand, confirmed.

What the machine found stays as it was found. A fact with a corrected value is a second row of
the same id, beside the machine's, which is closed; a fact called wrong is closed, and so is one
on whose words a person has added another. The table `rulings` says which judgement is behind a
row: 'withdrew', 'replaced' and 'based' on the machine's rows, 'value', 'added' and 'confirmed'
on those that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from onrecord.model.identity import derive_id, fold_text
from onrecord.model.judgement import Judgement, find_active
from onrecord.model.time import earliest_day, latest_day
from onrecord.register import schema
from onrecord.register.anchors import Anchor, find_standing, load_standings
from onrecord.register.claims import Touched, insert_row
from onrecord.register.entries import BY_HAND
from onrecord.register.journal import load_journal
from onrecord.register.replaced import is_replaced

MADE = ("value", "added")  # effects on rows that a person's word has made
HELD = ("withdrew", "replaced", "based", "confirmed")  # on rows of the machine's, which are kept
RULING = ("wrong", "value", "confirmed")
TIME_SLOTS = {"event": ("start", "end"), "act": ("date",), "commitment": ("due",)}
TWINS = {"start": "end", "end": "start"}

Mark = tuple[int, str, str]  # judgement, effect, slot


@dataclass(frozen=True, slots=True)
class Claim:
    """A value of a fact's slot as it is stored."""

    slot: str
    value: str | None
    name: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A fact as it is stored, with the marks of the judgements behind it."""

    id: int
    own: str
    release: int
    layer: str
    kind: str
    status: str | None
    start: str | None
    end: str | None
    published: str | None
    evidence: tuple[int, int]
    rule: str
    confidence: float
    recorded_from: str
    recorded_to: str | None
    claims: tuple[Claim, ...]
    marks: frozenset[Mark]

    @property
    def made(self) -> bool:
        """Whether a person's word made it."""
        return any(effect in MADE for _, effect, _ in self.marks)

    @property
    def held(self) -> bool:
        """Whether it is the machine's and kept for a person's word."""
        return any(effect in HELD for _, effect, _ in self.marks)

    @property
    def sure(self) -> bool:
        """Whether a person confirmed it."""
        return any(effect == "confirmed" for _, effect, _ in self.marks)

    @property
    def said(self) -> tuple[object, ...]:
        """All that makes two rows say the same."""
        return (
            self.own, self.kind, self.status, self.start, self.end, self.evidence, self.rule,
            self.confidence, frozenset(self.claims), self.marks if self.made else None,
        )  # fmt: skip


@dataclass(slots=True)
class Page:
    """A document's present version, with all rows that were ever written of it."""

    version: int
    hash: str
    text: str
    name: str
    since: str
    moment: str
    rows: list[Row]
    releases: list[Any] = field(default_factory=list)

    def release_at(self, start: int) -> Any:
        """The release at a place in the text."""
        inside = [row for row in self.releases if row.start <= start < row.end]
        return (inside or self.releases)[0]


def settle_facts(connection: Connection, touched: Touched, *, since: str, moment: str) -> None:
    """Make the facts of the documents that were written what people have ruled of them.

    `since` is when the writing began: what it closed and is still wanted is opened again.
    """
    journal = load_journal(connection)
    wanted = {name for entry in journal for name in [find_document(entry)] if name}
    if not wanted:
        return
    active = find_active(journal)
    for page in _load_pages(connection, touched, wanted, since, moment):
        own = [entry for entry in active if find_document(entry) == page.name]
        _settle_page(connection, page, own, touched)


def find_document(judgement: Judgement) -> str | None:
    """The document whose facts a judgement rules; None where it rules none."""
    if judgement.kind in RULING and "fact" in judgement.content:
        return str(judgement.content["fact"]["document"])
    return str(judgement.content["document"]) if judgement.kind == "added" else None


def _load_pages(
    connection: Connection, touched: Touched, wanted: set[str], since: str, moment: str
) -> Iterable[Page]:
    versions, documents = schema.versions, schema.documents
    for number in sorted(touched.versions):
        row = connection.execute(
            select(versions.c.hash, versions.c.text, documents.c.name)
            .join(documents, documents.c.id == versions.c.document_id)
            .where(versions.c.id == number, versions.c.recorded_to.is_(None))
        ).first()
        if row is not None and row.name in wanted:
            rows = _load_rows(connection, number)
            releases = connection.execute(
                select(schema.releases)
                .where(schema.releases.c.version_id == number, schema.releases.c.current)
                .order_by(schema.releases.c.start)
            ).all()
            yield Page(number, row.hash, row.text, row.name, since, moment, rows, list(releases))


def _load_rows(connection: Connection, version: int) -> list[Row]:
    table = schema.facts.c
    facts = connection.execute(
        select(schema.facts).where(table.version_id == version).order_by(table.id)
    ).all()
    return [
        Row(
            row.id, row.own, row.release_id, row.layer, row.kind, row.status, row.start, row.end,
            row.published, (row.evidence_start, row.evidence_end), row.rule, row.confidence,
            row.recorded_from, row.recorded_to, _load_claims(connection, row.id),
            _load_marks(connection, row.id),
        )
        for row in facts
    ]  # fmt: skip


def _load_claims(connection: Connection, fact: int) -> tuple[Claim, ...]:
    table = schema.claims.c
    rows = connection.execute(
        select(table.slot, table.value, table.name_id, table.start, table.end)
        .where(table.fact_id == fact)
        .order_by(table.id)
    )
    return tuple(Claim(*row) for row in rows)


def _load_marks(connection: Connection, fact: int) -> frozenset[Mark]:
    table = schema.rulings.c
    rows = connection.execute(
        select(table.judgement, table.effect, table.slot).where(table.fact_id == fact)
    )
    return frozenset((row[0], row[1], row[2]) for row in rows)


def _settle_page(
    connection: Connection, page: Page, judgements: Sequence[Judgement], touched: Touched
) -> None:
    bases = _find_bases(connection, page)
    told = load_standings(connection, [row.id for row in bases])
    found: dict[int, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.kind in RULING and "answer" not in judgement.content:
            anchor = Anchor.of_content(judgement.content["fact"])
            standing = find_standing(anchor, page.hash, told)
            if standing is not None:
                found.setdefault(standing.fact, []).append(judgement)
    added = _add_rows(connection, page, judgements, touched)
    wanted: list[Row] = []
    for base in bases:
        said = found.get(base.id, [])
        marks = [mark for row in added for mark in _find_replacing(base, row)] if not said else []
        if marks:
            _mark(connection, base, marks)
        else:
            wanted += _rule_base(connection, page, base, said, touched)
    _make_current(connection, page, [*wanted, *added], touched)


def _find_replacing(base: Row, added: Row) -> list[Mark]:
    """The mark of an added fact on one of the machine's that stands on the same words."""
    if base.layer != added.layer:
        return []
    if not is_replaced(base.layer, base.kind, base.claims, added.kind, added.claims):
        return []
    return [(judgement, "replaced", "") for judgement, _, _ in added.marks]


def _find_bases(connection: Connection, page: Page) -> list[Row]:
    """The machine's row of each fact: the last one, if it stands or stood under a judgement.

    A row that was just written gives way to one under a judgement that says the same, and to
    one that a person confirmed.
    """
    last: dict[str, Row] = {}
    dropped: set[int] = set()
    for row in page.rows:
        if row.made or not (row.recorded_to is None or row.held):
            continue
        former = last.get(row.own)
        fresh = row.recorded_from >= page.since
        if former and fresh and former.held and (former.sure or former.said == row.said):
            _drop_row(connection, row)
            dropped.add(row.id)
        else:
            last[row.own] = row
    page.rows = [row for row in page.rows if row.id not in dropped]
    return list(last.values())


def _rule_base(
    connection: Connection,
    page: Page,
    base: Row,
    judgements: Sequence[Judgement],
    touched: Touched,
) -> list[Row]:
    """The row to be shown for one of the machine's; none where a person calls it wrong."""
    wrong = [j for j in judgements if j.kind == "wrong"]
    values = [j for j in judgements if j.kind == "value"]
    sure = {(j.number, "confirmed", "") for j in judgements if j.kind == "confirmed"}
    if wrong:
        _mark(connection, base, [(j.number, "withdrew", "") for j in wrong])
        return []
    if not values:
        gone = {mark for mark in base.marks if mark[1] == "confirmed"} - sure
        _unmark(connection, base, gone)
        _mark(connection, base, sure)
        return [base] if base.recorded_to is None or sure or not _rests(page, base) else []
    _mark(connection, base, [(j.number, "based", j.content["slot"]) for j in values])
    row = base
    for judgement in values:
        row = _put_value(connection, row, judgement, touched)
    marks = {(j.number, "value", str(j.content["slot"])) for j in values} | sure
    return [replace(row, id=0, rule=f"{base.rule}, corrected {BY_HAND}", marks=frozenset(marks))]


def _rests(page: Page, base: Row) -> bool:
    """Whether a closed row's document has been read again since, without finding it."""
    return any(row.own == base.own and row.id > base.id and not row.made for row in page.rows)


def _put_value(connection: Connection, row: Row, judgement: Judgement, touched: Touched) -> Row:
    slot, value = str(judgement.content["slot"]), judgement.content["value"]
    old = [c for c in row.claims if c.slot == slot]
    instead = judgement.content.get("instead")
    if instead is not None:
        old = [c for c in old if _calls(connection, c, str(instead))] or old[:1]
    place = (old[0].start, old[0].end) if old else row.evidence
    new = [make_claim(connection, slot, value, place, touched)] if value is not None else []
    at = row.claims.index(old[0]) if old else len(row.claims)
    kept = [*row.claims[:at], *new, *(c for c in row.claims[at:] if c not in old)]
    new_row = put_column(replace(row, claims=tuple(kept)), slot, value)
    return _put_twin(row, new_row, slot, value)


def _put_twin(old: Row, row: Row, slot: str, value: Any) -> Row:
    """An event's other day moves along where both were one day, or where it would lie before."""
    twin = TWINS.get(slot)
    if row.layer != "event" or twin is None:
        return row
    turned = row.start and row.end and latest_day(row.end) < earliest_day(row.start)
    if old.start != old.end and not turned:
        return row
    claims = (replace(c, value=value) if c.slot == twin else c for c in row.claims)
    return replace(
        row, start=value, end=value, claims=tuple(c for c in claims if c.value or c.name)
    )


def put_column(row: Row, slot: str, value: Any) -> Row:
    """A row whose own columns say what a slot now says."""
    if slot == "kind":
        return replace(row, kind=value)
    if slot == "status":
        return replace(row, status=value)
    if slot not in TIME_SLOTS.get(row.layer, ()):
        return row
    if row.layer != "event":
        return replace(row, start=value, end=value)
    return replace(row, start=value) if slot == "start" else replace(row, end=value)


def _calls(connection: Connection, claim: Claim, wanted: str) -> bool:
    """Whether a claim has this value: in words, or as the id of a name or its entry."""
    if claim.name is None:
        return fold_text(claim.value or "") == fold_text(wanted) or claim.value == wanted
    names = schema.names
    name = connection.execute(select(names).where(names.c.id == claim.name)).one()
    return wanted in (name.own, name.entry) or fold_text(name.label) == fold_text(wanted)


def make_claim(
    connection: Connection, slot: str, value: Any, place: tuple[int, int], touched: Touched
) -> Claim:
    """A claim of a value as the journal has it: words, or a name by type, key and label."""
    if not isinstance(value, dict):
        return Claim(slot, str(value), None, *place)
    table = schema.names
    known = connection.scalar(
        select(table.c.id).where(table.c.type == value["type"], table.c.key == value["key"])
    )
    if known is None:
        own = derive_id(value["type"], value["key"])
        row = {"type": value["type"], "key": value["key"], "label": value["label"]}
        known = insert_row(connection, insert(table).values(**row, own=own, entry=own))
    touched.names.add(int(known))
    return Claim(slot, None, int(known), *place)


def _add_rows(
    connection: Connection, page: Page, judgements: Sequence[Judgement], touched: Touched
) -> list[Row]:
    """The facts that people added, where the words they marked stand in the present text."""
    found = []
    for judgement in judgements:
        if judgement.kind == "added":
            shift = _find_shift(page, judgement)
            if shift is not None:
                found.append(_added_row(connection, page, judgement, shift, touched))
    return found


def _find_shift(page: Page, judgement: Judgement) -> int | None:
    """How far the marked words have moved: not at all in the same text, else where they stand."""
    content = judgement.content
    if content["version"] == page.hash:
        return 0
    if page.text.count(content["text"]) != 1:
        return None
    return page.text.index(content["text"]) - int(content["start"])


def _added_row(
    connection: Connection, page: Page, judgement: Judgement, shift: int, touched: Touched
) -> Row:
    content = judgement.content
    evidence = (content["start"] + shift, content["end"] + shift)
    release = page.release_at(evidence[0])
    claims, row = [], Row(
        0, derive_id(content["layer"], BY_HAND, judgement.id), release.id, content["layer"],
        content["kind"], content["status"], None, None, release.published, evidence, BY_HAND, 1.0,
        page.moment, None, (), frozenset({(judgement.number, "added", "")}),
    )  # fmt: skip
    for slot in content["slots"]:
        place = (slot["start"] + shift, slot["end"] + shift)
        claims.append(make_claim(connection, slot["slot"], slot["value"], place, touched))
        row = put_column(row, slot["slot"], slot["value"])
    if row.layer in ("office", "quote"):
        row = replace(row, start=release.published, end=release.published)
    return replace(row, claims=tuple(claims))


def _make_current(
    connection: Connection, page: Page, wanted: Sequence[Row], touched: Touched
) -> None:
    """Make the rows wanted the present ones: left, opened again or written; others are closed."""
    present = [row for row in page.rows if row.recorded_to is None]
    closed = [row for row in page.rows if row.recorded_to and row.recorded_to >= page.since]
    kept: set[int] = set()
    for row in wanted:
        same = [old for old in (*present, *closed) if old.said == row.said and old.id not in kept]
        same.sort(key=lambda old: (old.id != row.id, old.recorded_to is not None))
        if not same:
            kept.add(_insert_row(connection, page, row, touched))
            continue
        kept.add(same[0].id)
        if same[0].recorded_to is not None:
            _open_row(connection, page, same[0], touched)
    for row in present:
        if row.id not in kept:
            _close_row(connection, page, row, touched)


def _insert_row(connection: Connection, page: Page, row: Row, touched: Touched) -> int:
    release = page.release_at(row.evidence[0])
    number = insert_row(
        connection,
        insert(schema.facts).values(
            own=row.own,
            version_id=page.version,
            release_id=release.id,
            layer=row.layer,
            kind=row.kind,
            status=row.status,
            start=row.start,
            end=row.end,
            earliest=str(earliest_day(row.start)) if row.start else None,
            latest=str(latest_day(row.end or row.start or "")) if row.end or row.start else None,
            published=release.published,
            evidence_start=row.evidence[0],
            evidence_end=row.evidence[1],
            rule=row.rule,
            confidence=row.confidence,
            recorded_from=page.moment,
            entry=row.own,
        ),
    )
    claims = [
        {"fact_id": number, "slot": c.slot, "value": c.value, "name_id": c.name,
         "start": c.start, "end": c.end}
        for c in row.claims
    ]  # fmt: skip
    if claims:
        connection.execute(insert(schema.claims), claims)
    new = replace(row, id=number, marks=frozenset())
    _mark(connection, new, row.marks if row.made else ())
    touched.facts.add(number)
    touched.starts.add((row.layer, row.start or ""))
    return number


def _open_row(connection: Connection, page: Page, row: Row, touched: Touched) -> None:
    table = schema.facts
    release = page.release_at(row.evidence[0]).id
    connection.execute(
        update(table).where(table.c.id == row.id).values(recorded_to=None, release_id=release)
    )
    touched.facts.add(row.id)
    touched.starts.add((row.layer, row.start or ""))


def _close_row(connection: Connection, page: Page, row: Row, touched: Touched) -> None:
    table = schema.facts
    connection.execute(update(table).where(table.c.id == row.id).values(recorded_to=page.moment))
    touched.facts.add(row.id)
    touched.starts.add((row.layer, row.start or ""))


def _drop_row(connection: Connection, row: Row) -> None:
    """Remove a row that was written in this transaction and says what another says."""
    for table in schema.metadata.sorted_tables:
        if "fact_id" in table.c:
            connection.execute(delete(table).where(table.c.fact_id == row.id))
    connection.execute(delete(schema.facts).where(schema.facts.c.id == row.id))


def _mark(connection: Connection, row: Row, marks: Iterable[Mark]) -> None:
    new = sorted(set(marks) - row.marks)
    if new and row.id:
        values = [
            {"fact_id": row.id, "judgement": j, "effect": effect, "slot": slot}
            for j, effect, slot in new
        ]
        connection.execute(insert(schema.rulings), values)


def _unmark(connection: Connection, row: Row, marks: Iterable[Mark]) -> None:
    table = schema.rulings
    for judgement, effect, _ in marks:
        connection.execute(
            delete(table).where(
                table.c.fact_id == row.id,
                table.c.judgement == judgement,
                table.c.effect == effect,
            )
        )


def pages_of(connection: Connection, names: Iterable[str]) -> set[int]:
    """The present versions of these documents."""
    versions, documents = schema.versions, schema.documents
    found: set[int] = set()
    for name in sorted(set(names)):
        found.update(
            connection.scalars(
                select(versions.c.id)
                .join(documents, documents.c.id == versions.c.document_id)
                .where(documents.c.name == name, versions.c.recorded_to.is_(None))
            )
        )
    return found
