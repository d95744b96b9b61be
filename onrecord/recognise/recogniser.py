"""The one entry to recognition: a reading in, its facts out."""

from __future__ import annotations

from onrecord.model.fact import Facts
from onrecord.model.reading import Reading
from onrecord.recognise.acts import find_acts
from onrecord.recognise.cast import cast_pronouns
from onrecord.recognise.commitments import find_commitments
from onrecord.recognise.events import find_events
from onrecord.recognise.scene import build_scene


def recognise(reading: Reading) -> Facts:
    """The events, acts and commitments a page tells of, each with its evidence."""
    scene = cast_pronouns(build_scene(reading))
    told = find_events(scene)
    return Facts(
        events=tuple(one.event for one in told),
        acts=tuple(find_acts(scene, told)),
        commitments=tuple(find_commitments(scene)),
    )
