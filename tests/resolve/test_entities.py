from __future__ import annotations

import pytest

from tests.telling import Told, group_names, make_register, tell


def _page(number: int, slot: str, *names: str):
    return tell(f"doc/{number}", Told("session", "2024-01-01", names={slot: names}))


@pytest.fixture
def groups_of(tmp_path):
    def group(slot: str, *pages: tuple[str, ...] | str) -> set[frozenset[str]]:
        found = [
            _page(n, slot, *((page,) if isinstance(page, str) else page))
            for n, page in enumerate(pages)
        ]
        engine = make_register(tmp_path, [[page] for page in found])
        return group_names(engine, "person" if slot == "participants" else "organisation")

    return group


def test_initials_join_the_one_person_they_fit(groups_of):
    found = groups_of("participants", "P. Zhurin", "Pavel Zhourin")
    assert found == {frozenset({"p zhurin", "pavel zhourin"})}


def test_initials_that_fit_two_persons_stay_apart(groups_of):
    assert groups_of("participants", "P. Zhurin", "Pavel Zhurin", "Peter Zhurin") == set()


def test_a_bare_surname_joins_nobody(groups_of):
    assert groups_of("participants", "Zhurin", "Pavel Zhurin") == set()


def test_a_bare_surname_that_pages_show_for_one_person_joins(groups_of):
    found = groups_of("participants", "Zhurin", "Pavel Zhurin|Zhurin")
    assert found == {frozenset({"zhurin", "pavel zhurin"})}


def test_a_bare_surname_that_pages_show_for_two_persons_does_not(groups_of):
    assert groups_of("participants", "Zhurin", "Pavel Zhurin|Zhurin", "Lena Zhurin|Zhurin") == set()


def test_an_acronym_joins_its_long_form_where_a_page_shows_both(groups_of):
    assert groups_of("bodies", "PCB", "Port Control Board") == set()
    # the second page of the same register shows the two together
    found = groups_of("bodies", "PCB", "Port Control Board", "Port Control Board|PCB")
    assert found == {frozenset({"pcb", "port control board"})}


def test_an_acronym_of_two_bodies_stays_apart(groups_of):
    found = groups_of("bodies", "PCB", "Port Control Board|PCB", "Park Care Bureau|PCB")
    assert found == set()


def test_a_page_that_reads_an_acronym_wrongly_is_outweighed(groups_of):
    found = groups_of("bodies", "PCB", "Port Control Board|PCB", "Harbour Union|PCB")
    assert found == {frozenset({"pcb", "port control board"})}


def test_a_body_without_its_parent_joins_where_pages_show_it(groups_of):
    found = groups_of("bodies", "Permanent Council", "Permanent Council of the NLU")
    assert found == set()
    long = "Permanent Council of the NLU|Permanent Council"
    found = groups_of("bodies", "Permanent Council", "Permanent Council of the NLU", long)
    assert found == {frozenset({"permanent council", "permanent council of nlu"})}


def test_a_word_that_any_body_uses_of_itself_joins_nothing(groups_of):
    assert groups_of("bodies", "Committee", "Committee on Transport|Committee") == set()
