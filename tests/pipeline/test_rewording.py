"""A page that is seen again: what is no change of it, and what a change leaves as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.model.text import Capture
from onrecord.pipeline.judging import Judge
from onrecord.pipeline.run import add_captures, reread
from onrecord.register.reader import Register
from onrecord.register.views import FactView

PAGE = """<html><head><title>Harbour Council</title></head><body>
<ul><li>Home</li><li>News</li><li>Contact us</li></ul>
<h1>Harbour Council meets in Skarn</h1>
<p>4 May 2031</p>
<p>On 3 May 2031 the Harbour Council met in Skarn under the chairmanship of Ilse Hartvig.</p>
<p>"The basin is safe and the fleet can use it," said Ilse Hartvig.</p>
<p>The Council will publish a report on dredging by 30 June 2031.</p>
<p>Views: 1,204</p>
<p>Last updated 4 May 2031 at 10:30</p>
</body></html>"""
NAME = "harbour/1"


def capture(markup: str) -> Capture:
    return Capture(NAME, f"https://harbour.example/{NAME}", markup.encode(), "text/html")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    add_captures(tmp_path, [capture(PAGE)])
    return tmp_path


def facts_of(home: Path) -> dict[str, FactView]:
    """The facts of the page's present text, by layer."""
    register = Register.open(home)
    [row] = register.releases()
    found = register.release(row.id).facts
    register.close()
    return {fact.layer: fact for fact in found}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("On 3 May 2031 the", "On  3\u00a0May\n2031 the"),
        ('"The basin', "“The basin"),
        ("<li>News</li>", "<li>News</li><li>Careers</li>"),
        ("<p>Views: 1,204</p>", "<p>Views: 1,311</p>"),
        ("Last updated 4 May 2031 at 10:30", "Last updated 9 May 2031 at 08:00"),
        ("<p>4 May 2031</p>", "<p>4 May 2031</p><p>Share on Facebook</p>"),
    ],
)
def test_space_typography_and_furniture_are_no_change(home: Path, old: str, new: str) -> None:
    before = facts_of(home)
    other = capture(PAGE.replace(old, new))
    assert other.body != capture(PAGE).body
    summary = add_captures(home, [other])
    assert (summary.unchanged, summary.changed) == (1, 0)
    assert facts_of(home) == before
    register = Register.open(home)
    assert register.changes("2000-01-01").rewordings == ()
    register.close()


def test_bytes_that_say_the_same_are_not_read_twice(home: Path) -> None:
    other = capture(PAGE.replace("Views: 1,204", "Views: 1,311"))
    add_captures(home, [other])
    assert add_captures(home, [other]).unchanged == 1
    assert add_captures(home, [capture(PAGE)]).unchanged == 1
    assert reread(home).failures == []


def test_a_change_leaves_the_other_facts_their_claims(home: Path) -> None:
    before = facts_of(home)
    summary = add_captures(home, [capture(PAGE.replace("30 June 2031", "30 September 2031"))])
    assert summary.changed == 1
    after = facts_of(home)
    for layer in ("event", "quote"):
        assert (after[layer].id, after[layer].entry) == (before[layer].id, before[layer].entry)
        assert after[layer].recorded_from == before[layer].recorded_from
        assert after[layer].evidence.version != before[layer].evidence.version
    assert after["commitment"].id != before["commitment"].id
    assert after["commitment"].recorded_from > before["commitment"].recorded_from
    register = Register.open(home)
    [rewording] = register.changes("2000-01-01").rewordings
    [alteration] = rewording.alterations
    assert alteration.kinds == ("deadline",)
    assert alteration.was is not None
    assert alteration.now is not None
    assert "30 June" in alteration.was.text
    assert "30 September" in alteration.now.text
    history = register.entry(before["event"].id, history=True)
    assert [fact.evidence.version for fact in history.facts] == [after["event"].evidence.version]
    past = register.at(before["event"].recorded_from)
    assert [f.id for f in past.facts([before["event"].entry])[before["event"].entry]]
    register.close()


def test_a_carried_claim_keeps_its_id_and_its_ruling(home: Path) -> None:
    before = facts_of(home)["event"]
    Judge(home, "Ida Moen").confirm(before.id, "as it stands")
    add_captures(home, [capture(PAGE.replace("30 June 2031", "30 September 2031"))])
    after = facts_of(home)["event"]
    assert after.id == before.id
    assert [ruling.effect for ruling in after.rulings] == ["confirmed"]
