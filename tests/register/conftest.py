from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.register.store import Engine, open_engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    opened = open_engine(tmp_path, create=True)
    yield opened
    opened.dispose()
