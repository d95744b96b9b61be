"""Which fields a fact of each layer is entered with by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from onrecord.register.anchors import ANCHOR_SLOTS
from onrecord.register.targets import CHOICES

Form = Literal["choice", "day", "name", "names", "words"]


@dataclass(frozen=True, slots=True)
class SlotField:
    """A field that fills slots: a choice, a day, one name or several, or words."""

    name: str
    label: str
    form: Form
    needed: bool = False
    options: tuple[str, ...] = ()
    suggested: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class LayerForm:
    """The fields of a layer; `anchor` is the slot whose words name the fact."""

    layer: str
    anchor: str
    fields: tuple[SlotField, ...]


def _choice(layer: str, slot: str, label: str, *, needed: bool = True) -> SlotField:
    return SlotField(slot, label, "choice", needed, CHOICES[(layer, slot)])


SEVERAL = "several parted by ;"
WHOLE = "empty: all the words above"
WHO = SlotField("actor", "Who", "names", suggested="anybody", hint=SEVERAL)

FORMS: tuple[LayerForm, ...] = (
    LayerForm(
        "event",
        ANCHOR_SLOTS["event"],
        (
            _choice("event", "kind", "Kind"),
            _choice("event", "status", "Status"),
            SlotField("trigger", "Words that name it", "words", hint="like “met” or “session”"),
            SlotField("start", "From", "day"),
            SlotField("end", "Until", "day", hint="empty: the same day"),
            SlotField("place", "Where", "name", suggested="place"),
            SlotField("body", "Body", "name", suggested="organisation"),
            SlotField("chair", "Chair", "name", suggested="person"),
            SlotField("host", "Host", "name", suggested="anybody"),
            SlotField("participant", "Taking part", "names", suggested="anybody", hint=SEVERAL),
            SlotField("theme", "On", "words"),
        ),
    ),
    LayerForm(
        "act",
        ANCHOR_SLOTS["act"],
        (
            _choice("act", "kind", "Kind"),
            SlotField("object", "What", "words", hint=WHOLE),
            WHO,
            SlotField("date", "When", "day"),
        ),
    ),
    LayerForm(
        "commitment",
        ANCHOR_SLOTS["commitment"],
        (
            SlotField("action", "What", "words", hint=WHOLE),
            WHO,
            SlotField("due", "Due", "day"),
        ),
    ),
    LayerForm(
        "office",
        ANCHOR_SLOTS["office"],
        (
            SlotField("person", "Person", "name", needed=True, suggested="person"),
            SlotField("office", "Office", "words", needed=True),
        ),
    ),
    LayerForm(
        "quote",
        ANCHOR_SLOTS["quote"],
        (
            _choice("quote", "kind", "Kind"),
            SlotField("quote", "Words said", "words", hint=WHOLE),
            SlotField("speaker", "Speaker", "name", suggested="anybody"),
        ),
    ),
)
BY_LAYER: Mapping[str, LayerForm] = {form.layer: form for form in FORMS}
