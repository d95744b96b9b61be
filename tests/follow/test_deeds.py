import pytest

from onrecord.follow.deeds import find_done, find_endings, own_deeds, past_forms, split_action


@pytest.mark.parametrize(
    ("action", "subject", "verbs"),
    [
        ("present a report on dredging", "", ["present"]),
        ("build and hand over 40 flats", "", ["build", "hand"]),
        ("prepare a draft statute and submit it to the Board", "", ["prepare", "submit"]),
        ("The ferry line will be opened to cyclists", "The ferry line", ["opened"]),
        ("the new pier is to go into service", "the new pier", ["go"]),
        ("be published on the website", "", ["published"]),
    ],
)
def test_an_action_falls_into_subject_and_verbs(
    action: str, subject: str, verbs: list[str]
) -> None:
    found = split_action(action)
    assert (found[0], found[2]) == (subject, verbs)


@pytest.mark.parametrize(
    "text",
    [
        "The list, published on 4 May, holds 12 names.",
        "The Board has published the list.",
        "It was published last week.",
        "He did not hesitate; the list was published.",
        "The report, according to which the list was published, is long.",
    ],
)
def test_past_and_perfect_forms_are_done(text: str) -> None:
    assert find_done(text, own_deeds(["publish"]))


@pytest.mark.parametrize(
    "text",
    [
        "The list will be published in May.",
        "The list is to be published in May.",
        "The list has not been published.",
        "No list was published.",
        "The Board wants to see the list published.",
        "The Board promised to publish the list.",
        "Until the list is published, nobody knows.",
    ],
)
def test_what_is_to_come_or_denied_is_not_done(text: str) -> None:
    assert not find_done(text, own_deeds(["publish"]))


def test_a_deed_is_answered_by_the_verbs_that_follow_from_it() -> None:
    [mark] = find_done("The statute was adopted today.", own_deeds(["present"]))
    assert not mark.same
    assert not find_done("The statute was welcomed today.", own_deeds(["present"]))


@pytest.mark.parametrize(
    ("text", "kind", "count"),
    [
        ("The Council cancelled the bridge project.", "cancelled", 1),
        ("It was decided not to proceed with the bridge.", "cancelled", 1),
        ("The bridge project was not cancelled.", "cancelled", 0),
        ("The drill has been put off until May.", "postponed", 1),
        ("Nobody cancelled anything else.", "postponed", 0),
    ],
)
def test_endings_are_found_unless_denied(text: str, kind: str, count: int) -> None:
    assert len(find_endings(text, kind)) == count


@pytest.mark.parametrize(
    ("base", "form"),
    [
        ("dredge", "dredged"),
        ("moor", "moored"),
        ("ferry", "ferried"),
        ("decoy", "decoyed"),
        ("proceed", "proceeded"),
    ],
)
def test_the_past_of_a_regular_verb_is_made_by_rule(base: str, form: str) -> None:
    assert past_forms(base) == {form}
    [mark] = find_done(f"The crew {form} on 4 May.", own_deeds([base]))
    assert mark.same


def test_a_verb_given_as_a_participle_is_told_by_itself() -> None:
    [mark] = find_done("The basin was dredged on 4 May.", own_deeds(["dredged"]))
    assert mark.same
