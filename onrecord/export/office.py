"""A report as a document of a word processor (DOCX) and as a workbook (XLSX)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence

import docx
import xlsxwriter
from docx.document import Document
from docx.shared import Pt

from onrecord.export.cells import guard_cell
from onrecord.export.report import Item, Report

Spell = Callable[[str | None, str | None], str]

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_000  # characters that a workbook's cell holds
WIDTHS = {"What": 60, "Evidence": 70, "What tells it": 60, "Responsible": 30}
DEFAULT_WIDTH = 18


def _responsible(item: Item) -> str:
    return "; ".join(item.responsible)


def _source(item: Item) -> str:
    return ", ".join(filter(None, (item.quotation.document, item.quotation.published)))


def _answer(item: Item) -> str:
    quotation = item.answer
    if quotation is None:
        return ""
    return f"“{' '.join(quotation.text.split())}” ({quotation.document}, {quotation.published})"


DECISIONS: Mapping[str, Callable[[Item], str]] = {
    "Date": lambda item: item.start or "",
    "Kind": lambda item: item.kind,
    "What": lambda item: item.what,
    "Responsible": _responsible,
    "Evidence": lambda item: " ".join(item.quotation.text.split()),
    "Source": _source,
    "Address": lambda item: item.quotation.address,
    "Id": lambda item: item.id,
}
PROMISES: Mapping[str, Callable[[Item], str]] = {
    "Deadline": lambda item: item.end or item.start or "",
    "Status": lambda item: item.status,
    "What": lambda item: item.what,
    "Responsible": _responsible,
    "Promised": lambda item: item.told or "",
    "What tells it": _answer,
    "Evidence": lambda item: " ".join(item.quotation.text.split()),
    "Source": _source,
    "Address": lambda item: item.quotation.address,
    "Id": lambda item: item.id,
}
ON_PAPER = {
    "decisions": ("Date", "What", "Responsible", "Evidence"),
    "promises": ("Deadline", "Status", "What", "Responsible", "Evidence"),
}


def write_xlsx(report: Report) -> bytes:
    """A report as a workbook: what it is, decisions, promises. No cell is a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        _write_about(book, report)
        _write_sheet(book, "Decisions", DECISIONS, report.decisions)
        _write_sheet(book, "Promises", PROMISES, report.promises)
    return file.getvalue()


def _write_about(book: xlsxwriter.Workbook, report: Report) -> None:
    sheet = book.add_worksheet("About")
    bold = book.add_format({"bold": True})
    sheet.set_column(0, 0, DEFAULT_WIDTH)
    sheet.set_column(1, 1, WIDTHS["What"])
    for row, (name, value) in enumerate(tell_about(report).items()):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, _clean(value))


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    columns: Mapping[str, Callable[[Item], str]],
    items: Sequence[Item],
) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDTHS.get(column, DEFAULT_WIDTH), wrapped)
        sheet.write_string(0, place, column, head)
    for row, item in enumerate(items, start=1):
        for place, value in enumerate(columns.values()):
            sheet.write_string(row, place, _clean(str(guard_cell(value(item)))), wrapped)
    if items:
        sheet.autofilter(0, 0, len(items), len(columns) - 1)


def tell_about(report: Report) -> dict[str, str]:
    """What a report is on, and as of when."""
    scope = report.scope
    period = f"{scope.since or '…'} to {scope.until or '…'}" if scope.since or scope.until else ""
    told = {
        "Report": scope.heading,
        "Period": period,
        "Statuses as of": scope.asof.isoformat(),
        "Register as of": report.snapshot or "",
        "Decisions": str(len(report.decisions)),
        "Promises": str(len(report.promises)),
    }
    return {name: value for name, value in told.items() if value}


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub("", text)[:LONGEST_CELL]


def write_docx(report: Report, spell: Spell) -> bytes:
    """A report as a document: what it is, a table of decisions, a table of promises.

    `spell` says a period in words.
    """
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.title = _clean(report.scope.heading)
    document.core_properties.author = "onrecord"
    document.add_heading(_clean(report.scope.heading), 0)
    about = (f"{name}: {value}" for name, value in list(tell_about(report).items())[1:])
    document.add_paragraph(_clean(" · ".join(about)))
    _add_table(document, "Decisions", ON_PAPER["decisions"], report.decisions, spell)
    _add_table(document, "Promises", ON_PAPER["promises"], report.promises, spell)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(
    document: Document, title: str, columns: Sequence[str], items: Sequence[Item], spell: Spell
) -> None:
    document.add_heading(title, 1)
    if not items:
        document.add_paragraph("None in the register.")
        return
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, column in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(column).bold = True
    for item in items:
        for cell, column in zip(table.add_row().cells, columns, strict=True):
            cell.text = _clean(_on_paper(item, column, spell))


def _on_paper(item: Item, column: str, spell: Spell) -> str:
    if column in ("Date", "Deadline"):
        return spell(item.start, item.end) if item.start or item.end else "no day given"
    if column == "Evidence":
        told = _answer(item)
        words = f"“{' '.join(item.quotation.text.split())}” ({_source(item)})"
        return f"{words}\n{item.status.capitalize()}: {told}" if told else words
    value = {**DECISIONS, **PROMISES}[column](item)
    return f"{item.kind}: {value}" if column == "What" and not item.followed else value
