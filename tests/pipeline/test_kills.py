import pytest

from trust import kills

KILLED = ("migrate", "add")


def test_what_is_killed_anywhere_and_started_again_is_as_if_nobody_had(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faults = kills.run(1, 2, KILLED)
    printed = capsys.readouterr().out
    assert faults == 0, printed
    assert [line.split()[1] for line in printed.splitlines()] == list(KILLED)
