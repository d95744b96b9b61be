"""Facts as people have ruled them: hidden, corrected, added by hand, confirmed.

What the machine found stays as it was found. A fact with a corrected value is a second row of
the same id, beside the machine's, which is closed; a fact called wrong is closed, and so is one
on whose words a person has added another. The table `rulings` says which judgement is behind a
row: 'withdrew', 'replaced' and 'based' on the machine's rows, 'value', 'added' and 'confirmed'
on those that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from onrecord.model.judgement import Judgement, find_active
from onrecord.register import schema
from onrecord.register.anchors import Anchor, find_standing, load_standings
from onrecord.register.claims import Touched
from onrecord.register.corrected import add_rows, put_value
from onrecord.register.entries import BY_HAND
from onrecord.register.journal import load_journal
from onrecord.register.replaced import is_replaced
from onrecord.register.ruled import (
    Mark,
    Page,
    Row,
    drop_row,
    load_pages,
    make_current,
    mark_row,
    unmark_row,
)

RULING = ("wrong", "value", "confirmed")


def settle_facts(connection: Connection, touched: Touched, *, since: str, moment: str) -> None:
    """Make the facts of the documents that were written what people have ruled of them.

    `since` is when the writing began: what it closed and is still wanted is opened again.
    """
    journal = load_journal(connection)
    wanted = {name for entry in journal for name in [find_document(entry)] if name}
    if not wanted:
        return
    active = find_active(journal)
    for page in load_pages(connection, touched, wanted, since, moment):
        own = [entry for entry in active if find_document(entry) == page.name]
        _settle_page(connection, page, own, touched)


def find_document(judgement: Judgement) -> str | None:
    """The document whose facts a judgement rules; None where it rules none."""
    if judgement.kind in RULING and "fact" in judgement.content:
        return str(judgement.content["fact"]["document"])
    return str(judgement.content["document"]) if judgement.kind == "added" else None


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
    added = add_rows(connection, page, judgements, touched)
    wanted: list[Row] = []
    for base in bases:
        said = found.get(base.id, [])
        marks = [mark for row in added for mark in _find_replacing(base, row)] if not said else []
        if marks:
            mark_row(connection, base, marks)
        else:
            wanted += _rule_base(connection, page, base, said, touched)
    make_current(connection, page, [*wanted, *added], touched)


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
            drop_row(connection, row)
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
        mark_row(connection, base, [(j.number, "withdrew", "") for j in wrong])
        return []
    if not values:
        gone = {mark for mark in base.marks if mark[1] == "confirmed"} - sure
        unmark_row(connection, base, gone)
        mark_row(connection, base, sure)
        return [base] if base.recorded_to is None or sure or not _rests(page, base) else []
    mark_row(connection, base, [(j.number, "based", j.content["slot"]) for j in values])
    row = base
    for judgement in values:
        row = put_value(connection, row, judgement, touched)
    marks = {(j.number, "value", str(j.content["slot"])) for j in values} | sure
    return [replace(row, id=0, rule=f"{base.rule}, corrected {BY_HAND}", marks=frozenset(marks))]


def _rests(page: Page, base: Row) -> bool:
    """Whether a closed row's document has been read again since, without finding it."""
    return any(row.own == base.own and row.id > base.id and not row.made for row in page.rows)


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
