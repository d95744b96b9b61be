import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.acquire.archive import keep_bytes
from onrecord.errors import RegisterError
from onrecord.pipeline.judging import Judge
from onrecord.pipeline.verifying import verify_home
from onrecord.register.damage import Damage
from onrecord.register.pages import Place, read_log
from onrecord.register.seal import find_holders
from onrecord.register.store import open_engine, writing
from tests.keeping import NAMES, find_id, keep_log, make_home
from tests.register.build import TEXT
from trust.flips import choose_flips, try_flip

FLIPS = 40
PAGE = 4096  # bytes


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("whole") / "home")


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "home"))


def change(home: Path, *statements: str) -> None:
    """Change a register past the program, leaving it a register that SQLite has no doubt of."""
    connection = sqlite3.connect(home / "register.db")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def find_damage(home: Path, part: str) -> list[Damage]:
    return [damage for damage in verify_home(home).damages if damage.part == part]


def test_what_was_written_is_whole(home: Path) -> None:
    found = verify_home(home)
    assert found.damages == []
    assert found.whole
    held = {name: found.checked[name] for name in ("texts", "facts", "judgements", "captures")}
    assert held == {"texts": 3, "facts": 6, "judgements": 1, "captures": 3}
    assert found.checked["pages"] * 4096 == (home / "register.db").stat().st_size


def test_verifying_changes_no_byte(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    verify_home(home)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


def test_a_flipped_bit_anywhere_is_found(whole: Path, tmp_path: Path) -> None:
    logged = keep_log(Path(shutil.copytree(whole, tmp_path / "home")), tmp_path / "logged")
    tried = [(whole, flip) for flip in choose_flips(whole, 1, FLIPS)]
    tried += [(logged, flip) for flip in choose_flips(logged, 2, FLIPS) if flip.part == "log"]
    outcomes = {(home, flip): try_flip(home, flip, tmp_path) for home, flip in tried}
    assert {flip.part for _, flip in tried} == {"register", "log", "seal", "archive"}
    assert [flip for (_, flip), outcome in outcomes.items() if outcome == "missed"] == []
    assert list(outcomes.values()).count("found") >= 0.9 * len(tried)


@pytest.mark.parametrize(
    ("part", "statement", "told"),
    [
        ("text", "UPDATE versions SET text = text || '.' WHERE document_id = 2", "its hash"),
        ("text", "UPDATE releases SET body_start = 4000 WHERE version_id = 2", "not a part"),
        ("text", "UPDATE releases SET number = 7 WHERE version_id = 2", "its id"),
        ("quotation", "UPDATE facts SET evidence_end = 900 WHERE version_id = 2", "evidence"),
        ("quotation", "UPDATE claims SET start = 900 WHERE fact_id = 3", "outside its text"),
        ("quotation", "UPDATE claims SET value = 'sat' WHERE value = 'met'", "'sat'"),
        ("quotation", "UPDATE mentions SET start = -1 WHERE version_id = 2", "mentions"),
        ("reference", "DELETE FROM names", "leads to names"),
        ("reference", "DELETE FROM entries", "leads to entries"),
        ("reference", "DELETE FROM captures WHERE document_id = 2", "leads to captures"),
    ],
)
def test_a_changed_row_is_found_and_named(home: Path, part: str, statement: str, told: str) -> None:
    change(home, statement)
    found = find_damage(home, part)
    assert found
    assert all(told in damage.told for damage in found)
    assert "harbour/2" in {damage.document for damage in found}


def test_a_false_quotation_is_named_with_its_fact(home: Path) -> None:
    change(home, "UPDATE claims SET value = 'sat' WHERE value = 'met' AND fact_id = 3")
    fact = find_id(home, "SELECT own FROM facts WHERE id = 3")
    told = "trigger is 'sat', which the text at 64 is not"
    start = TEXT.replace("Skarn", "Résavik").index("met")
    assert find_damage(home, "quotation") == [
        Damage("quotation", told.replace("64", str(start)), "harbour/2", fact)
    ]


def test_a_value_that_a_person_gave_is_no_false_quotation(home: Path) -> None:
    fact = find_id(home, "SELECT own FROM facts WHERE layer = 'commitment'")
    judge = Judge(home, "Ada Brink")
    judge.value(fact, "action", "publish a report", "It says so.")
    judge.close()
    assert find_id(home, "SELECT count(*) FROM claims WHERE value = 'publish a report'") == "1"
    assert verify_home(home).damages == []


def test_a_change_in_the_journal_is_found(home: Path) -> None:
    change(
        home,
        "DROP TRIGGER judgements_stay_update",
        "UPDATE judgements SET author = 'Bo Ek' WHERE number = 1",
    )
    identifier = find_id(home, "SELECT id FROM judgements")
    (found,) = find_damage(home, "journal")
    assert found.told.startswith("entry 1 of the journal")
    assert found.id == identifier


def test_lost_and_changed_bytes_are_named_with_their_documents(home: Path) -> None:
    lost, changed = (find_id(home, f"SELECT digest FROM captures WHERE id = {n}") for n in (1, 2))
    (home / "archive" / lost[:2] / lost).unlink()
    other = keep_bytes(home, b"something else")
    path = home / "archive" / changed[:2] / changed
    path.write_bytes((home / "archive" / other[:2] / other).read_bytes())
    found = find_damage(home, "capture")
    assert {damage.document for damage in found} == {"harbour/1", "harbour/2"}
    assert ["does not hold" in damage.told for damage in found if damage.document == NAMES[0]]


def test_a_damaged_page_is_named_with_the_facts_in_it(home: Path) -> None:
    root = int(find_id(home, "SELECT rootpage FROM sqlite_master WHERE name = 'facts'"))
    assert find_holders(home / "register.db", {"facts": root}, [root]) == {
        root: ("facts", [1, 2, 3, 4, 5, 6])
    }
    content = bytearray((home / "register.db").read_bytes())
    at = content.rindex(b"will do", 0, root * 4096)
    content[at] ^= 1
    (home / "register.db").write_bytes(content)
    found = find_damage(home, "page")
    assert {damage.told for damage in found} == {
        f"page {root} of the register (facts) is not as it was written"
    }
    assert {damage.document for damage in found} == set(NAMES)
    assert len({damage.id for damage in found}) == 6


def test_damage_in_one_place_hides_none_in_another(home: Path) -> None:
    change(
        home,
        "UPDATE versions SET text = 'x' WHERE document_id = 1",
        "UPDATE versions SET text = CAST(x'ff' AS TEXT) WHERE document_id = 2",
        "UPDATE claims SET start = 900 WHERE fact_id = 5",
    )
    shutil.rmtree(home / "archive")
    found = verify_home(home).damages
    parts = {(damage.part, damage.document) for damage in found}
    assert {("text", NAMES[0]), ("text", NAMES[1]), ("quotation", NAMES[2])} <= parts
    assert {("capture", name) for name in NAMES} <= parts


def test_a_register_that_cannot_be_opened_is_told_and_its_archive_looked_at(home: Path) -> None:
    content = (home / "register.db").read_bytes()
    (home / "register.db").write_bytes(b"\0" * 4096 + content[4096:])
    kept = next(iter((home / "archive").glob("*/*")))
    kept.write_bytes(b"")
    found = verify_home(home).damages
    assert {damage.part for damage in found} == {"file", "page", "capture"}
    assert [damage.told.split()[1] for damage in found if damage.part == "page"] == ["1"]


def test_lost_writes_of_the_log_are_found(whole: Path, tmp_path: Path) -> None:
    logged = keep_log(Path(shutil.copytree(whole, tmp_path / "home")), tmp_path / "logged")
    (logged / "register.db-wal").unlink()
    assert {damage.part for damage in verify_home(logged).damages} >= {"page"}


def test_a_missing_seal_is_told_until_the_next_write(home: Path) -> None:
    (home / "register.seal").unlink()
    (found,) = verify_home(home).damages
    assert "register.seal" in found.told
    engine = open_engine(home)
    with writing(engine):
        pass
    engine.dispose()
    assert verify_home(home).whole


def test_the_seal_follows_what_a_killed_process_wrote(home: Path, tmp_path: Path) -> None:
    older = (home / "register.seal").read_bytes()
    logged = keep_log(home, tmp_path / "logged")
    (logged / "register.seal").write_bytes(older)  # it was killed before it could seal
    assert verify_home(logged).damages == []


def test_what_was_taken_back_does_not_reach_the_seal(home: Path) -> None:
    engine = open_engine(home)

    def take_back() -> None:
        with writing(engine) as connection:
            connection.exec_driver_sql("PRAGMA cache_size=4")  # so that pages are written early
            connection.exec_driver_sql("UPDATE claims SET value = value || hex(zeroblob(4000))")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        take_back()
    assert (home / "register.db-wal").stat().st_size > 100_000
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE documents SET institution = 'Harbour Council'")
    assert verify_home(home).damages == []
    engine.dispose()
    assert verify_home(home).damages == []


def test_what_goes_on_from_no_commit_is_not_read(home: Path, tmp_path: Path) -> None:
    logged = keep_log(home, tmp_path / "logged")
    told = read_log(logged / "register.db", Place())
    log = logged / "register.db-wal"
    content = log.read_bytes()
    log.write_bytes(content + content[-PAGE - 24 : -1] + b"?")
    assert told is not None
    assert read_log(logged / "register.db", Place()) == told


def test_no_register_is_an_error_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="no register here"):
        verify_home(tmp_path)


def test_the_command_says_what_it_looked_at(home: Path) -> None:
    fine = onrecord("verify", "--home", home)
    assert fine.returncode == 0
    assert "3 texts, 6 facts" in fine.stdout
    assert "all is as it was written" in fine.stdout


def onrecord(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "onrecord.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_says_what_is_damaged_and_ends_with_1(home: Path) -> None:
    change(home, "UPDATE claims SET start = 900 WHERE fact_id = 3")
    fact = find_id(home, "SELECT own FROM facts WHERE id = 3")
    damaged = onrecord("verify", "--home", home)
    assert damaged.returncode == 1
    assert f"harbour/2 {fact}: kind is at 900" in damaged.stdout
    told = json.loads(onrecord("verify", "--home", home, "--json", "--quiet").stdout)
    assert not told["whole"]
    assert {"part", "told", "document", "id"} == set(told["damages"][0])
    assert fact in {damage["id"] for damage in told["damages"]}
