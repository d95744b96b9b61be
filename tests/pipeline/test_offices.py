from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.errors import InputError, NotFoundError
from onrecord.pipeline.histories import find_history
from onrecord.pipeline.offices import find_holders
from onrecord.register.reader import Register


@pytest.fixture(scope="module")
def register(sample_home: Path) -> Register:
    return Register.open(sample_home)


@pytest.mark.parametrize(
    ("office", "on", "holders"),
    [
        ("foreign minister of Tarvia", "2024-05-01", ["Elena Vask"]),
        ("Tarvia's foreign minister", "2025-01-01", ["Jonas Terell"]),
        ("Minister of Foreign Affairs of the Republic of Tarvia", "2024-09-03", ["Jonas Terell"]),
        ("NLCO Secretary General", "2024-01-01", ["Andrei Morvan"]),
        ("Secretary General of the Northern Littoral Cooperation Organization", "2025-06-01",
         ["Ilse Hartvig"]),
    ],
)  # fmt: skip
def test_an_office_in_words_leads_to_its_holder_on_a_day(
    register: Register, office: str, on: str, holders: list[str]
) -> None:
    [view, *_] = find_holders(register, office, on)
    assert [holder.name for told, holder in view.standing if told == "in office"] == holders
    for _, holder in view.standing:
        assert holder.evidence
        assert all(e.quotation.text and e.quotation.document for e in holder.evidence)


def test_holders_come_in_order_of_time(register: Register) -> None:
    [view, *_] = find_holders(register, "foreign minister of Tarvia")
    assert [holder.name for holder in view.holders] == ["Elena Vask", "Jonas Terell"]


def test_words_that_name_no_office_are_refused(register: Register) -> None:
    with pytest.raises(InputError, match="no office"):
        find_holders(register, "the weather")
    with pytest.raises(NotFoundError, match="gives anybody this office"):
        find_holders(register, "minister of magic")


def test_an_operation_has_a_history_in_order_with_quotations(register: Register) -> None:
    found = [row for row in register.entries("operation") if "Grey Net" in row.label]
    stages = find_history(register, found[0].id)
    assert {"given a new status", "ended"} <= {stage.status for stage in stages}
    assert [s.day for s in stages] == sorted(s.day or "9999" for s in stages)
    told = [stage for stage in stages if stage.status != "mentioned"]
    assert all("Grey Net" in stage.quotation.text for stage in told)
