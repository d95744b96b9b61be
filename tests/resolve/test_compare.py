from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.entry import Name
from onrecord.resolve.compare import compare_names, find_likely, initial_fits
from onrecord.resolve.spelling import plain_state, same_spelled_out, spells_out


def name(type_: str, key: str) -> Name:
    return Name(hash(key), type_, key, key, key)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anatol zas", "anatol zass"),
        ("pavel zhurin", "pavel zhourin"),
        ("karen grigoryan", "karen grigorian"),
        ("ruta selin", "ruta seline"),
        ("ivan zelensky", "ivan zelenskyy"),
        ("andrey morvan", "andrei morvan"),
        ("zhurin pavel", "pavel zhurin"),
        ("pavel ivanovich zhurin", "pavel zhurin"),
        ("henrik osei lind", "henrik osei lind"),
    ],
)
def test_spellings_of_one_person_join(one, other):
    assert compare_names(name("person", one), name("person", other)).joins
    assert compare_names(name("person", other), name("person", one)).joins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pavel zhurin", "peter zhurin"),
        ("zhurin", "pavel zhurin"),
        ("p zhurin", "pavel zhurin"),
        ("ivan orlov", "ivan orlova"),
        ("anna reva", "anna riva"),
        ("pavel ivanovich zhurin", "pavel petrovich zhurin"),
        ("pavel zhurin", "pavel morvan"),
    ],
)
def test_other_persons_do_not(one, other):
    assert not compare_names(name("person", one), name("person", other)).joins
    assert not compare_names(name("person", other), name("person", one)).joins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("security council secretaries committee", "committee of secretaries of security councils"),
        ("committee of chiefs of coastal guards", "coast guard chiefs committee"),
        ("organisation for cooperation of north", "north cooperation organization"),
        ("coastal guard of kingdom of halmark", "halmarkian coastal guard"),
        ("committee on transport", "transport committee"),
        ("permanent council of nlco", "nlco permanent council"),
        (
            "permanent council of nlco",
            "permanent council of northern littoral cooperation organization",
        ),
    ],
)
def test_word_order_and_inflection_do_not_part_a_body(one, other):
    assert compare_names(name("organisation", one), name("organisation", other)).joins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("permanent council", "permanent council of nlco"),
        ("council of foreign ministers", "council of defence ministers"),
        ("ministry of health of tarvia", "ministry of health of sordania"),
        ("committee", "committees"),
    ],
)
def test_other_bodies_do_not_join(one, other):
    assert not compare_names(name("organisation", one), name("organisation", other)).joins


def test_names_of_different_types_never_join():
    compared = compare_names(name("place", "ministry of health"), name("state", "tarvia"))
    assert compared.barred


@pytest.mark.parametrize(
    ("key", "plain"),
    [
        ("republic of tarvia", "tarvia"),
        ("kingdom of halmark", "halmark"),
        ("people s democratic republic of lunda", "lunda"),
        ("russian federation", "russia"),
        ("republic of korea", "south korea"),
        ("council of tarvia", "council of tarvia"),
    ],
)
def test_a_state_has_a_short_form(key, plain):
    assert plain_state(key) == plain


@pytest.mark.parametrize(
    ("short", "full", "fits"),
    [
        ("p zhurin", "pavel zhourin", True),
        ("p i zhurin", "pavel ivanovich zhurin", True),
        ("p k zhurin", "pavel ivanovich zhurin", False),
        ("zhurin p", "pavel zhurin", True),
        ("k zhurin", "pavel zhurin", False),
        ("zhurin", "pavel zhurin", False),
    ],
)
def test_initials_fit_a_full_name(short, full, fits):
    assert initial_fits(name("person", short), name("person", full)) is fits


def test_an_acronym_is_spelled_with_prepositions_or_without():
    assert spells_out("cccg", "committee of chiefs of coastal guards")
    assert spells_out("dom", "department of medicine")
    assert not spells_out("cfm", "committee of chiefs of coastal guards")
    assert not same_spelled_out("council of nlco", "board of northern littoral organization")


def test_features_add_up_to_the_score_and_are_named():
    compared = compare_names(name("person", "ruta selin"), name("person", "ruta seline"))
    assert compared.score == sum(weight for _, weight in compared.features)
    assert all(label for label, _ in compared.features)


@pytest.mark.parametrize(
    ("one", "other", "asked"),
    [
        ("council of ministers", "council of ministers of nlco", True),
        ("council of ministers", "council of ministers of republic of tarvia", False),
        ("council", "council of nlco", False),
        ("plan of training", "plan of training of nlco", False),
    ],
)
def test_a_body_with_what_it_is_part_of_is_asked_about(one, other, asked):
    first, second = name("organisation", one), name("organisation", other)
    assert compare_names(first, second).asks is asked
    assert not compare_names(first, second).joins


WORDS = st.sampled_from(
    ["council", "of", "ministers", "minister", "nlco", "northern", "littoral", "cooperation",
     "organization", "transport", "chiefs", "coast", "guard", "guards", "tarvian", "tarvia"]
)  # fmt: skip


@given(st.lists(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), min_size=2, max_size=8))
def test_the_quick_look_at_names_never_leaves_out_one_that_joins_or_asks(keys):
    names = [Name(n, "organisation", key, f"or-{n}", f"or-{n}") for n, key in enumerate(keys)]
    for one in names:
        likely = find_likely(one, names)
        for other in names:
            compared = compare_names(one, other)
            if one is not other and (compared.joins or compared.asks):
                assert other in likely
