"""What all tests share: a register of the bundled collection, made once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from onrecord.config import sample_folder
from onrecord.pipeline.run import Summary, add_paths

settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the whole bundled collection, read by the real pipeline."""
    home = tmp_path_factory.mktemp("sample") / "home"
    summary: Summary = add_paths(home, [sample_folder()])
    assert summary.failures == []
    return home
