"""What stands beside a text is kept with it, and what is gone stays as history."""

from __future__ import annotations

import dataclasses

from sqlalchemy import Engine

from onrecord.model.reading import Reading
from onrecord.model.text import Attachment
from onrecord.register.reader import Register
from onrecord.register.state import page_sources
from tests.register.build import make_reading, write

PLAN = Attachment("file", "https://harbours.example/plan.pdf", "The plan")
QUAY = Attachment("picture", "https://harbours.example/quay.jpg", "The quay")


def attach(*attachments: Attachment) -> Reading:
    reading = make_reading()
    page = dataclasses.replace(reading.page, attachments=attachments)
    return dataclasses.replace(reading, page=page)


def show(engine: Engine, asof: str | None = None) -> tuple[Attachment, ...]:
    register = Register(engine)
    register = register.at(asof) if asof else register
    return register.release(register.releases()[0].id).attachments


def test_attachments_stand_with_the_release_and_in_its_row_of_exports(engine: Engine) -> None:
    write(engine, attach(PLAN, QUAY))
    assert show(engine) == (PLAN, QUAY)
    [row], _ = Register(engine).ask(page_sources, 0, 10)
    assert row.attachments == f"{PLAN.address}; {QUAY.address}"


def test_a_file_that_is_gone_is_known_of_the_past_only(engine: Engine) -> None:
    write(engine, attach(PLAN, QUAY))
    same = write(engine, attach(QUAY), moment="2024-06-01T00:00:00Z")
    assert same == "unchanged"
    assert show(engine) == (QUAY,)
    assert show(engine, "2024-05-20") == (PLAN, QUAY)


def test_a_page_without_attachments_has_none(engine: Engine) -> None:
    write(engine, make_reading())
    assert show(engine) == ()
    [row], _ = Register(engine).ask(page_sources, 0, 10)
    assert row.attachments is None
