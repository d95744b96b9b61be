import pytest

from onrecord.follow.status import Due, Told, find_status

JUNE = Due("2024-06-01", "2024-06-30")
KEPT = Told("kept", "2024-06-21", "2024-06-20", "2024-06-20")
LATE = Told("kept", "2024-08-02", "2024-08-01", "2024-08-01")
ANEW = Told("superseded", "2024-06-25", "2024-06-25", "2024-06-25")
GIVEN_UP = Told("cancelled", "2024-07-05", "2024-07-05", "2024-07-05")
PUT_OFF = Told("postponed", "2024-06-05", "2024-06-05", "2024-06-05")


@pytest.mark.parametrize(
    ("due", "answers", "asof", "status"),
    [
        (JUNE, [], "2024-05-31", "open"),
        (JUNE, [], "2024-06-01", "due"),
        (JUNE, [], "2024-06-30", "due"),
        (JUNE, [], "2024-07-01", "overdue"),
        (Due(None, None), [], "2030-01-01", "open"),
        (Due("2024-06-01", None), [], "2030-01-01", "open"),
        (Due(None, "2024-06-30"), [], "2030-01-01", "open"),
        (JUNE, [KEPT], "2024-06-21", "kept"),
        (JUNE, [Told("kept", "2024-07-02", "2024-06-30", "2024-06-30")], "2024-07-02", "kept"),
        (JUNE, [Told("kept", "2024-07-02", "2024-06-30", "2024-07-01")], "2024-07-02", "kept late"),
        (JUNE, [GIVEN_UP, PUT_OFF], "2024-09-01", "cancelled"),
        (JUNE, [KEPT], "2024-07-01", "kept"),
        (JUNE, [KEPT], "2024-06-20", "due"),
        (JUNE, [LATE], "2024-09-01", "kept late"),
        (JUNE, [LATE], "2024-07-15", "overdue"),
        (JUNE, [GIVEN_UP], "2024-09-01", "cancelled"),
        (JUNE, [PUT_OFF], "2024-06-06", "postponed"),
        (JUNE, [ANEW, LATE], "2024-09-01", "superseded"),
        (JUNE, [GIVEN_UP, LATE], "2024-09-01", "kept late"),
        (JUNE, [KEPT, GIVEN_UP, ANEW], "2024-09-01", "kept"),
        (Due(None, None), [LATE], "2024-09-01", "kept"),
    ],
)
def test_a_status_follows_from_day_and_answers(
    due: Due, answers: list[Told], asof: str, status: str
) -> None:
    assert find_status(due, answers, asof).status == status


def test_the_outcome_names_its_day_and_its_answers() -> None:
    outcome = find_status(JUNE, [LATE, GIVEN_UP, KEPT], "2024-12-31")
    assert (outcome.day, outcome.answers) == ("2024-06-20", (2,))


def test_of_several_answers_the_earliest_deed_comes_first_and_its_last_day_counts() -> None:
    answers = [
        Told("kept", "2024-06-25", "2024-06-20", "2024-06-22"),
        Told("kept", "2024-06-24", "2024-06-20", "2024-06-21"),
        Told("kept", "2024-06-26", "2024-06-19", "2024-06-23"),
        Told("kept", "2024-06-24", "2024-06-20", "2024-06-24"),
    ]
    outcome = find_status(JUNE, answers, "2024-12-31")
    assert (outcome.day, outcome.answers) == ("2024-06-23", (2, 1, 3, 0))
    assert find_status(JUNE, [], "2024-12-31").day is None
