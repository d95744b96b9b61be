import os
import stat
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from onrecord.errors import InputError, NotFoundError, RegisterError
from onrecord.register import users as table
from onrecord.register.passwords import hash_password, is_outdated
from onrecord.register.signing import (
    ABSOLUTE,
    FORGOTTEN,
    FREE_OF_ACCOUNT,
    FREE_OF_ADDRESS,
    IDLE,
    LONGEST_WAIT,
    SEEN_EVERY,
    end_session,
    find_session,
    sign_in,
)
from onrecord.register.users import Users

GOOD = "a lamp beside the quay"
OTHER = "seven herons at noon"
HERE = "192.0.2.7"


class Clock:
    """A clock that stands still until it is set."""

    now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(tmp_path: Path, clock: Clock) -> Iterator[Users]:
    opened = Users(tmp_path, clock)
    opened.add("Ama Quill", "editor", GOOD)
    yield opened
    opened.close()


def open_session(people: Users, password: str = GOOD) -> str:
    token = sign_in(people, "Ama Quill", password, HERE).token
    assert token
    return token


def test_nothing_is_made_by_looking(tmp_path: Path) -> None:
    people = Users(tmp_path)
    assert not people.exist()
    assert people.all() == []
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_its_owners_only_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Users(tmp_path).add("Ama Quill", "reader", GOOD)
    finally:
        os.umask(before)
    for path in tmp_path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_neither_passwords_nor_tokens_are_kept(people: Users, tmp_path: Path) -> None:
    token = open_session(people)
    kept = (tmp_path / "users.db").read_bytes()
    assert b"$argon2id$" in kept
    assert GOOD.encode() not in kept
    assert token.encode() not in kept


def test_the_hash_of_a_removed_user_is_overwritten(people: Users, tmp_path: Path) -> None:
    people.remove("Ama Quill")
    assert b"$argon2id$" not in (tmp_path / "users.db").read_bytes()


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "fewer than 12"),
        ("elevenchars", "fewer than 12"),
        ("Ama Quill ama quill", "the user's name"),
        ("AMA QUILL 123", "the user's name"),
        ("a" * 20, "repeats"),
        ("many words " * 100, "more than 1000"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    people: Users, password: str, told: str
) -> None:
    with pytest.raises(InputError, match=told):
        people.set_password("Ama Quill", password)
    with pytest.raises(InputError, match=told):
        people.add("ama quill", "reader", password)
    assert open_session(people)


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "x" * 65, "left\u202eright"])
def test_a_name_that_cannot_be_shown_is_refused(people: Users, name: str) -> None:
    with pytest.raises(InputError, match="is no name"):
        people.add(name, "reader", GOOD)


def test_a_name_is_one_user_however_it_is_spelled(people: Users) -> None:
    with pytest.raises(InputError, match="is a user already"):
        people.add(" AMA  quill ", "reader", OTHER)
    assert sign_in(people, "ama QUILL", GOOD, HERE).token


def test_an_unknown_role_and_an_unknown_user_are_told(people: Users) -> None:
    with pytest.raises(InputError, match="reader, editor"):
        people.add("Bo", "owner", OTHER)
    with pytest.raises(NotFoundError, match="no such user"):
        people.remove("Bo")
    with pytest.raises(NotFoundError, match="no such user"):
        people.set_role("Bo", "reader")


def test_a_file_of_something_else_is_told(tmp_path: Path) -> None:
    (tmp_path / "users.db").write_text("not a database at all, but text" * 50)
    with pytest.raises(RegisterError, match="cannot be opened"):
        Users(tmp_path).exist()


def test_a_role_holds_at_once_and_a_removed_user_is_out(people: Users) -> None:
    token = open_session(people)
    people.set_role("Ama Quill", "reader")
    found = find_session(people, token)
    assert found
    assert found.role == "reader"
    people.remove("Ama Quill")
    assert find_session(people, token) is None
    people.add("Ama Quill", "editor", GOOD)
    assert find_session(people, token) is None


def test_another_password_ends_all_sessions(people: Users) -> None:
    tokens = [open_session(people), open_session(people)]
    people.set_password("Ama Quill", OTHER)
    assert [find_session(people, token) for token in tokens] == [None, None]
    assert sign_in(people, "Ama Quill", GOOD, HERE).token is None
    assert find_session(people, open_session(people, OTHER))


def test_signing_out_ends_one_session(people: Users) -> None:
    one, other = open_session(people), open_session(people)
    end_session(people, one)
    assert find_session(people, one) is None
    assert find_session(people, other)


def test_a_session_ends_unused_and_at_the_latest_after_a_day_of_work(
    people: Users, clock: Clock
) -> None:
    unused, used = open_session(people), open_session(people)
    start = clock.now
    clock.now = start + IDLE - 1
    assert find_session(people, used)
    clock.now = start + IDLE
    assert find_session(people, unused) is None
    for _ in range(ABSOLUTE // IDLE - 1):
        assert find_session(people, used)
        clock.now += IDLE - SEEN_EVERY
    clock.now = start + ABSOLUTE
    assert find_session(people, used) is None


def test_an_old_hash_is_made_anew_at_sign_in(people: Users) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(GOOD)
    with people.writing() as connection:
        connection.execute(update(table.users).values(hash=weak))
    token = open_session(people)
    with people.asking() as connection:
        kept = table.find_user(connection, "Ama Quill")
    assert kept
    assert not is_outdated(kept.hash)
    assert find_session(people, token)


@pytest.mark.parametrize("name", ["Ama Quill", "Nobody"])
def test_guessing_one_account_waits_longer_and_longer(
    people: Users, clock: Clock, name: str
) -> None:
    for number in range(FREE_OF_ACCOUNT):
        assert sign_in(people, name, "wrong", f"192.0.2.{number}").wait == 0
    waits = []
    for number in range(6):
        refused = sign_in(people, name, GOOD, f"198.51.100.{number}")
        assert refused.token is None
        waits.append(refused.wait)
        clock.now += refused.wait
        assert sign_in(people, name, "wrong", f"203.0.113.{number}").wait == 0
    assert waits == [2, 4, 8, 16, 32, 64]
    clock.now += FORGOTTEN
    if name == "Ama Quill":
        assert open_session(people)


def test_a_wait_outlives_a_restart_and_has_an_end(
    people: Users, clock: Clock, tmp_path: Path
) -> None:
    for _ in range(FREE_OF_ACCOUNT):
        sign_in(people, "Ama Quill", "wrong", HERE)
    again = Users(tmp_path, clock)
    assert sign_in(again, "Ama Quill", GOOD, HERE).wait == 2
    again.close()
    clock.now += LONGEST_WAIT
    assert open_session(people)
    assert sign_in(people, "Ama Quill", "wrong", HERE).wait == 0


@pytest.mark.parametrize(
    ("addresses", "limited"),
    [
        (["192.0.2.9"] * 30, True),
        ([f"2001:db8::{number:x}" for number in range(30)], True),
        ([f"2001:db8:{number:x}::1" for number in range(30)], False),
    ],
)
def test_guessing_many_accounts_from_one_network_is_limited(
    people: Users, addresses: list[str], limited: bool
) -> None:
    waits = [
        sign_in(people, f"name {number}", "wrong", address).wait
        for number, address in enumerate(addresses[: FREE_OF_ADDRESS + 1])
    ]
    assert bool(waits[-1]) is limited
    assert not any(waits[:-1])


def test_one_right_password_does_not_wipe_out_the_failures_of_an_address(people: Users) -> None:
    for number in range(FREE_OF_ADDRESS - 1):
        sign_in(people, f"name {number}", "wrong", HERE)
    assert open_session(people)
    sign_in(people, "another", "wrong", HERE)
    assert sign_in(people, "one more", "wrong", HERE).wait > 0


def test_an_unknown_name_takes_as_long_as_a_wrong_password(people: Users) -> None:
    def spend(name: str, number: int) -> float:
        start = time.process_time()
        sign_in(people, name, "wrong", f"192.0.2.{number}")
        return time.process_time() - start

    spend("warm", 0)
    known = statistics.median(spend("Ama Quill", number) for number in range(1, 5))
    unknown = statistics.median(spend("Nobody", number) for number in range(1, 5))
    assert 0.5 < known / unknown < 2


def test_the_same_letters_are_the_same_password_on_every_keyboard(people: Users) -> None:
    people.set_password("Ama Quill", "un café près du quai")
    assert open_session(people, "un cafe\u0301 pre\u0300s du quai")


def test_hashes_of_one_password_differ() -> None:
    assert hash_password(GOOD) != hash_password(GOOD)
