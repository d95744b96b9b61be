import pytest

from tests.follow.telling import links_of, promise_of, relations

REPORT = "The Harbour Board will [publish a report on the dredging of the inner basin by 30 June]."
FLATS = "The City will [hand over 40 municipal flats in the mill quarter by 30 June]."


@pytest.mark.parametrize(
    ("promise", "answer"),
    [
        (REPORT, "The report on the dredging of the inner basin, published on 12 June, is long."),
        (REPORT, "Today the Board published its report on dredging in the inner basin."),
        (FLATS, "All 40 municipal flats in the mill quarter have been handed over."),
        (
            "A night ferry will be [opened between Lesk and Skarn by 30 June].",
            "The night ferry between Lesk and Skarn was opened this morning.",
        ),
        (
            "The Board will [present a statute of pilots to the Council by 30 June].",
            "The Council adopted the statute of pilots, presented by the Board on 3 June.",
        ),
        (
            "Two pumps failed at the west gate. The Board will [replace them by 30 June].",
            "The pumps at the west gate, replaced in May, ran without failing.",
        ),
    ],
)
def test_a_deed_told_as_done_answers_its_promise(promise: str, answer: str) -> None:
    assert relations(promise_of(promise), answer) == ["kept"]


@pytest.mark.parametrize(
    ("promise", "answer"),
    [
        (REPORT, "The report on the dredging of the inner basin will be published in July."),
        (REPORT, "The report on the dredging of the inner basin has not been published."),
        (REPORT, "The Board published a report on ferry fares in the old town."),
        (REPORT, "The Board discussed the report on the dredging of the inner basin."),
        (FLATS, "The plan for 40 municipal flats in the mill quarter was published."),
        (
            "A night ferry will be [opened between Lesk and Skarn by 30 June].",
            "Construction of the night ferry pier between Lesk and Skarn began this morning.",
        ),
        (
            "The Council will [adopt the budget of the harbour fund for 2025 by 30 June].",
            "The Council adopted the budget of the harbour fund for 2024.",
        ),
        (
            "The visa portal will be [launched by 30 June].",
            "The minister launched a portal for pilots.",
        ),
        (
            "The agreement will be [signed by 30 June].",
            "The agreement on fish was signed in Lesk.",
        ),
    ],
)
def test_another_thing_or_an_undone_one_does_not(promise: str, answer: str) -> None:
    assert "kept" not in relations(promise_of(promise), answer)


def test_what_was_done_before_it_was_promised_is_no_answer() -> None:
    answer = "The report on the dredging of the inner basin was published on 3 February."
    assert relations(promise_of(REPORT), answer) == []


def test_an_older_release_answers_nothing() -> None:
    answer = "The Board published its report on the dredging of the inner basin."
    assert relations(promise_of(REPORT), answer, published="2024-02-20") == []


def test_the_day_told_is_the_answers_day() -> None:
    text = "The report on the dredging of the inner basin, published on 12 June, is long."
    [link] = links_of(promise_of(REPORT), text, published="2024-07-20")
    assert (link.earliest, link.latest) == ("2024-06-12", "2024-06-12")
    assert link.score == sum(weight for _, weight in link.features)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("The Council cancelled the west bridge.", ["cancelled"]),
        ("It was decided not to proceed with the west bridge.", ["cancelled"]),
        ("The opening of the west bridge has been postponed.", ["postponed"]),
        ("The Council cancelled the summer fair on the west bank.", []),
        ("The west bridge was not cancelled.", []),
    ],
)
def test_a_deed_given_up_is_told_by_its_object(answer: str, found: list[str]) -> None:
    promise = promise_of("The City will [open the west bridge to lorries by 30 June].")
    assert relations(promise, answer) == found


def test_a_promise_made_anew_with_a_later_day_takes_its_place() -> None:
    later = promise_of(
        "The Board will now [publish the report on the dredging of the inner basin in autumn].",
        published="2024-06-20", due=("2024-09-01", "2024-11-30"), release=2,
    )  # fmt: skip
    assert relations(promise_of(REPORT), later.told.text, promises=(later,)) == ["superseded"]


def test_a_promise_repeated_with_the_same_day_is_only_another_mention() -> None:
    later = promise_of(REPORT, published="2024-06-20", release=2)
    assert relations(promise_of(REPORT), later.told.text, promises=(later,)) == []
