from __future__ import annotations

import pytest

from onrecord.follow.histories import Told, build_history


def tell(kind: str, words: str, day: str | None = "2024-05-01", *, named: bool = True) -> Told:
    return Told(f"{kind} {day}", "act", kind, words, day, "2024-06-01", named)


@pytest.mark.parametrize(
    ("kind", "words", "status"),
    [
        ("approved", "The Council approved the Plan of Joint Training.", "approved"),
        ("signed", "They signed the Agreement on Ports.", "signed"),
        ("extended", "The Agreement was extended by two years.", "extended"),
        ("decided", "It decided to give Operation Grey Net the status of a standing one.",
         "given a new status"),
        ("decided", "It decided to terminate the programme.", "ended"),
        ("established", "The Council established Operation Grey Net.", "launched"),
    ],
)  # fmt: skip
def test_an_act_gives_a_status_to_what_its_object_names(kind: str, words: str, status: str) -> None:
    assert [step.status for step in build_history([tell(kind, words)])] == [status]


def test_a_history_is_in_order_of_time() -> None:
    steps = build_history(
        [
            tell("extended", "It was extended.", "2024-05-01"),
            tell("approved", "It was approved.", "2022-05-01"),
            tell("approved", "It approved a report on it.", None, named=False),
        ]
    )
    assert [(s.status, s.day) for s in steps] == [
        ("approved", "2022-05-01"),
        ("extended", "2024-05-01"),
        ("mentioned", "2024-06-01"),
    ]
