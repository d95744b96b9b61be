import pytest

from onrecord.register.views import FactView, Quotation, Value
from onrecord.web.accounts import merge_slots, number_accounts, periods_meet, tell_history


def quote(document: str, text: str = "words", published: str = "2024-05-01") -> Quotation:
    return Quotation(document, f"re-{document}", "v", 0, len(text), text, published, "pages")


def account(document: str, status: str | None, *values: tuple[str, str]) -> FactView:
    dates = {slot: value for slot, value in values if slot in ("start", "end")}
    return FactView(
        id=f"ev-{document}",
        entry="ev-a",
        layer="event",
        kind="session",
        status=status,
        start=dates.get("start"),
        end=dates.get("end"),
        rule="r",
        confidence=1.0,
        headline=None,
        evidence=quote(document),
        values=tuple(Value(slot, value, None, quote(document)) for slot, value in values),
        recorded_from="",
        recorded_to=None,
    )


def when(document: str, start: str, end: str | None = None) -> FactView:
    return account(document, "held", ("start", start), ("end", end or start))


def test_sources_that_say_the_same_are_named_together() -> None:
    accounts = number_accounts([when("a", "2024-05-03"), when("b", "2024-05-03")])
    (slot,) = merge_slots(accounts)
    (value,) = slot.values
    assert value.text == "3 May 2024"
    assert {said.number for said in value.said} == {1, 2}
    assert not slot.disputed


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        (("2024-05-03", None), ("2024-05-04", None), True),
        (("2024-05", None), ("2024-05-04", None), False),
        (("2024-05-01", "2024-05-05"), ("2024-05-03", None), False),
        (("2024-23", None), ("2024-11-16", None), False),
        (("2023", None), ("2024", None), True),
    ],
)
def test_dates_disagree_where_no_day_can_belong_to_both(
    one: tuple[str, str | None], other: tuple[str, str | None], disputed: bool
) -> None:
    (slot,) = merge_slots(number_accounts([when("a", *one), when("b", *other)]))
    assert slot.disputed is disputed


def test_several_values_of_a_slot_that_can_have_several_are_no_dispute() -> None:
    one, other = (
        account("a", None, ("mode", "online"), ("theme", "x")),
        account("b", None, ("mode", "hybrid"), ("theme", "y")),
    )
    disputed = {slot.name: slot.disputed for slot in merge_slots(number_accounts([one, other]))}
    assert disputed == {"mode": True, "theme": False}


def test_history_tells_what_changed() -> None:
    told = [
        account("a", "scheduled", ("start", "2024-05"), ("end", "2024-05")),
        account("b", "scheduled", ("start", "2024-05-20"), ("end", "2024-05-20")),
        account("c", "scheduled", ("start", "2024-06-20"), ("end", "2024-06-20")),
        account("d", "held", ("start", "2024-06-20"), ("end", "2024-06-20")),
    ]
    changes = [step.changed for step in tell_history(number_accounts(told))]
    assert changes == ["", "", "date", "status"]


def test_a_time_that_is_not_known_contradicts_nothing() -> None:
    assert periods_meet(None, None, "2024", "2024")
