"""The history of a plan, programme, operation or agreement, each step with its quotation."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.follow.histories import Told, build_history
from onrecord.register.naming import load_naming
from onrecord.register.reader import Register
from onrecord.register.views import Quotation

LAYERS = ("instrument", "operation", "series")  # what has a history


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of a history: the status given (or 'mentioned'), when, by which act or event."""

    status: str
    day: str | None
    entry: str
    layer: str
    quotation: Quotation


def find_history(register: Register, identifier: str) -> list[Stage]:
    """What acts and events tell of an entry, in order of time, each act or event once a status.

    Raises `NotFoundError` where the register has no such id.
    """
    entry = register.entry(identifier, facts=False).row.id
    named = {naming.fact.id: naming for naming in register.ask(load_naming, entry)}
    told = [
        Told(
            id_, naming.fact.layer, naming.fact.kind, naming.fact.evidence.text,
            naming.fact.start, naming.fact.evidence.published, naming.object,
        )
        for id_, naming in named.items()
    ]  # fmt: skip
    stages: dict[tuple[str, str | None, str], Stage] = {}
    for step in build_history(told):
        fact = named[step.fact].fact
        stage = Stage(step.status, step.day, fact.entry, step.layer, fact.evidence)
        stages.setdefault((step.status, step.day, fact.entry), stage)
    return list(stages.values())
