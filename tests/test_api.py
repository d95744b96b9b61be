import importlib
import pkgutil
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import InputError, RegisterError


def test_reading_a_text_gives_the_same_record_every_time() -> None:
    text = "The Harbour Council met in Skarn on 3 May 2024."
    first = onrecord.read(text, name="harbour")
    assert first == onrecord.read(text, name="harbour")
    assert first["document"] == "harbour"
    [event] = first["events"]
    assert (event["kind"], event["start"], event["status"]) == ("session", "2024-05-03", "held")
    for trigger in event["triggers"]:
        assert text[trigger["start"] : trigger["end"]] == trigger["text"]


def test_a_day_that_the_text_does_not_print_can_be_given() -> None:
    record = onrecord.read("The Harbour Council met in Skarn yesterday.", published="2024-05-04")
    assert record["events"][0]["start"] == "2024-05-03"


def test_an_empty_text_is_refused() -> None:
    with pytest.raises(InputError, match="no text"):
        onrecord.read(" \n ")


def test_a_register_is_opened_for_queries(sample_home: Path, tmp_path: Path) -> None:
    register = onrecord.open_register(sample_home)
    assert register.count("event") > 100
    with pytest.raises(RegisterError):
        onrecord.open_register(tmp_path)


def test_no_package_takes_the_name_of_a_public_function() -> None:
    packages = {module.name for module in pkgutil.iter_modules(onrecord.__path__)}
    assert packages.isdisjoint(onrecord.__all__)


def test_importing_loads_no_parser_and_reads_no_settings() -> None:
    import subprocess
    import sys

    check = "import onrecord, sys; sys.exit('spacy' in sys.modules or 'sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
    assert importlib.import_module("onrecord.config")
