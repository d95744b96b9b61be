"""An act as found in a sentence, before it is known who did it and when."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from onrecord.model.fact import ActKind
from onrecord.model.text import Span
from onrecord.recognise.objects import Range
from onrecord.recognise.scene import Sentence


@dataclass(frozen=True, slots=True)
class Deed:
    """An act found in a sentence: its verb, the range of what it was about, and the rule."""

    sentence: Sentence
    verb: Token
    kind: ActKind
    range: Range
    rule: str

    @property
    def object(self) -> Span:
        """The words that tell what was adopted, signed, set up."""
        return self.sentence.part.span(self.sentence.doc[self.range[0] : self.range[1]])
