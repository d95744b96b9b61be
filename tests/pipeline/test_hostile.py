"""The smallest pages that once could not be read, and pages that are made to do harm."""

import pytest

from onrecord.model.text import Capture
from onrecord.pipeline.extract import Extract, extract_capture

PROSE = "The Harbour Council met in Skarn on 3 May 2024 and approved the plan.\n"

SMALLEST = {
    "a charset that is no text's": (b"Council met", "hex"),
    "a link at the end of a text": (b"- ENDS - It was agreed that\n\n" + PROSE.encode(), None),
    "a place that breaks off": (b"It agreed that the council will be the fifth round in", None),
    "a known acronym at the end": (b"He came back to work for the AU", None),
    "an acronym of a broken encoding": ("A phase of operation ‚ÄúGrey Net‚Äù".encode(), None),
    "lone surrogates": ((PROSE + "\ud800 \udfff").encode("utf-8", "surrogatepass"), None),
    "zero bytes": (PROSE.replace(" ", "\0 ", 1).encode(), None),
    "overrides and characters of no width": (
        f"\u202e{PROSE}\u200b\u2066{PROSE}\u2069".encode(),
        None,
    ),
    "combining characters": (f"A{chr(0x301) * 3000} {PROSE}".encode(), None),
    "nested marks": (b"(" * 900 + PROSE.encode() + b")" * 900, None),
    "one word": (b"&" * 3000, None),
}


@pytest.mark.parametrize("name", SMALLEST)
def test_a_bad_text_is_read_or_refused_with_every_offset_right(name: str) -> None:
    body, charset = SMALLEST[name]
    result = extract_capture(Capture("bad", "bad", body, "text/plain", charset))
    assert isinstance(result, Extract)
    check_spans(result)


def check_spans(result: Extract) -> None:
    text = result.reading.page.text
    found = list(iter_spans(result.to_record()))
    assert all(text[start:end] == quoted for start, end, quoted in found)


def iter_spans(value: object) -> list[tuple[int, int, str]]:
    if isinstance(value, list):
        return [span for item in value for span in iter_spans(item)]
    if not isinstance(value, dict):
        return []
    own = (
        [(value["start"], value["end"], value["text"])]
        if set(value) == {"start", "end", "text"}
        else []
    )
    return own + [span for item in value.values() for span in iter_spans(item)]


MARKUP = {
    "a billion laughs": '<!DOCTYPE a [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]><p>&b;</p>',
    "an external entity": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><p>&a;</p>',
    "a long attribute": f'<p title="{"a" * 1_000_000}">',
    "hundreds of levels": "<div>" * 240,
    "a script": "<script>alert(1)</script><img src=x onerror=alert(1)>",
}


@pytest.mark.parametrize("name", MARKUP)
def test_bad_markup_is_read_and_loads_nothing(name: str) -> None:
    body = (MARKUP[name] + f"<p>{PROSE}</p>").encode()
    result = extract_capture(Capture("bad", "bad", body, "text/html"))
    assert isinstance(result, Extract)
    text = result.reading.page.text
    assert "Harbour Council" in text
    assert "haha" not in text
    assert "alert" not in text
    check_spans(result)


def test_markup_of_a_hundred_thousand_levels_is_refused_or_read() -> None:
    body = ("<div>" * 100_000 + PROSE).encode()
    result = extract_capture(Capture("bad", "bad", body, "text/html"))
    assert isinstance(result, Extract) or "too deeply" in result.reason
