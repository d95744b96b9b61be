"""What tests of judgements share: somebody who judges a home, and its register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.pipeline.judging import Judge
from onrecord.register.reader import Register


@pytest.fixture
def judge(home: Path) -> Iterator[Judge]:
    opened = Judge(home, "Ada Brink")
    yield opened
    opened.close()


@pytest.fixture
def register(home: Path) -> Iterator[Register]:
    opened = Register.open(home)
    yield opened
    opened.close()
