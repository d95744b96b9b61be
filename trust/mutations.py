# ruff: noqa: E501 - rows of a table stand on one line
"""Pages that nobody would write: short pieces of real ones, bent, nested, cut and mixed.

`make_capture(seed, number)` gives the same capture for ever.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Callable

from onrecord.config import sample_folder
from onrecord.model.text import Capture

MOST_PIECES = 3  # of one page: short pages are read fast, and many are better than long ones
MOST_CHANGES = 3
PIECE_LENGTH = 200  # characters of the longest piece
DEPTHS = (2, 2, 3, 5, 5, 20, 150)  # of what is nested
REPEATS = (2, 2, 2, 3, 3, 10)

Change = Callable[[random.Random, str], str]

OWN = (
    "The Harbour Council of Tarvia met in Skarn on 3 May 2024.",
    "Minister Jan Hartvig said: “We will open the port by June 2025.”",
    "On 31 February 2024 and 00/13/0000, the IX session, from 5 to 3 May, will be held.",
    "Skarn, 12.03.2021 (TPA) – The Council approved the plan, the list, and the act on ports.",
    "Q: Who met? A: They did. HARTVIG: We did. Hartvig (laughs): ‘No,’ he said, “‘no’.”",
    "FOR IMMEDIATE RELEASE", "Press Release No. 12/21", "Photo: Jan Hartvig", "Share", "Home > News",
    "Contact: press@port.example, +41 58 123 45 67, https://port.example/a?b=c#d",
    "3-5, 7 and 9 May; the first half of the year; the fourth quarter of 2024; winter 2023–2024",
    "the 41st, XII and twenty-first meetings of the Council, the Committee and the Commission",
    "• (a) i. 1) – the Minister of Foreign Affairs, the Minister of Defence and others;",
    "U.S. No. 5 Art. 7 p.m. a.m. e.g. H.E. Hon. Dr. St. al-Hartvig O'Hartvig d'Orlin",
)  # fmt: skip
MARKS = "“”„«»‘’\"'`()[]{}<>—–-:;,.!?…•*|/\\&#@%"
ODD = (
    "\x00", "\x07", "\x1b[31m", "\u202e", "\u202c", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff",
    "\u00ad", "\u0301" * 20, "\u2028", "\u2029", "\x85", "\u00a0", "\t", "\r", "\n", "\v", "\f",
    "\ufffd", "\ud800", "\udfff", "\U0010ffff", "😀", "İ", "ß", "ﬁ", "ǆ", "ſ", "港口", "مجلس", "٣", "Ⅸ", "²",
)  # fmt: skip
ENTITIES = (
    "&amp;", "&lt;", "&#0;", "&#xD800;", "&#x202E;", "&#99999999;", "&nbsp;", "&bogus;", "&", "&#", "&#x",
    "&amp;amp;", "&quot;", "&rsquo;",
)  # fmt: skip
TAGS = (
    "p", "div", "b", "a", "li", "ul", "table", "tr", "td", "th", "h1", "h2", "article", "section", "nav",
    "footer", "aside", "header", "main", "time", "br", "pre", "script", "style", "svg", "math", "select",
    "option", "textarea", "template", "noscript", "title", "head", "body", "html", "frameset", "form",
    "blockquote", "iframe", "plaintext", "xmp", "font", "x-y", "p:q",
)  # fmt: skip
ATTRIBUTES = (
    "", " hidden", ' style="display:none"', ' class="news-list share"', ' id="content"', ' role="main"',
    ' datetime="2024-05-03"', ' href="javascript:x"', ' itemprop="datePublished" content="2024"',
    " a=b a=c", ' lang="ru"', ' class="', " =", ' onclick="x" <', ' property="article:published_time"',
)  # fmt: skip
HEADS = (
    "<!DOCTYPE html>", "<?xml version='1.0' encoding='utf-16'?>", '<meta charset="koi8-r">',
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>', "<html><head><title>x</title></head>",
    '<script type="application/ld+json">{"datePublished":"2024-05-03","a":[[[[', "<base href=x>",
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a;', "<![CDATA[", "<!--", "-->", "]]>",
)  # fmt: skip
CODECS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "koi8-r",
          "shift_jis", "iso2022_jp", "utf-7", "cp037")  # fmt: skip
CHARSETS = (
    None,
    None,
    None,
    "utf-8",
    "latin-1",
    "utf-16",
    "utf-7",
    "hex",
    "rot13",
    "no-such",
    "",
    "\x00",
)


@functools.cache
def load_pieces() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Pieces of text and of markup out of the bundled collection."""
    texts, markup = list(OWN), []
    for path in sorted(sample_folder().glob("*/*.*")):
        if path.suffix == ".txt":
            texts += [p for p in path.read_text("utf-8").split("\n") if p.strip()]
        if path.suffix == ".html":
            markup += re.findall(r"<[^<>]{1,200}>[^<>]{0,300}", path.read_text("utf-8"))
    return tuple(p[:PIECE_LENGTH] for p in texts), tuple(p[:PIECE_LENGTH] for p in markup)


def make_capture(seed: int, number: int) -> Capture:
    """The page of that number."""
    pick = random.Random(f"{seed}/{number}")  # noqa: S311 - no secret is made of it
    html = pick.random() < 0.5
    body = _encode(pick, _write(pick, html))
    if pick.random() < 0.2:
        body = _break_bytes(pick, body)
    day = pick.choice((None, None, "2024-05-03", "3 May 2024", "99", "\ud800", "2024-02-30"))
    return Capture(
        f"hostile/{seed}/{number}",
        pick.choice(("", "https://port.example/news/1", "\u202e/x")),
        body,
        "text/html" if html else "text/plain",
        charset=pick.choice(CHARSETS),
        published=day,
        headline=pick.choice((None, None, OWN[0], "")),
        lang=pick.choice((None, "en", "")),
    )


def _write(pick: random.Random, html: bool) -> str:
    texts, markup = load_pieces()
    pieces = [
        pick.choice(markup if html and pick.random() < 0.6 else texts)
        for _ in range(pick.randint(1, MOST_PIECES))
    ]
    text = pick.choice(("\n", "\n\n", " ", "", "<br>" if html else "\r\n")).join(pieces)
    changes = CHANGES + (MARKUP_CHANGES * 2 if html else ())
    for _ in range(pick.randint(0, MOST_CHANGES)):
        text = pick.choice(changes)(pick, text)
    return text


def _encode(pick: random.Random, text: str) -> bytes:
    codec = pick.choice(CODECS)
    try:
        return text.encode(codec, "surrogatepass" if codec.startswith("utf-") else "replace")
    except (UnicodeError, LookupError):
        return text.encode("utf-8", "replace")


def _break_bytes(pick: random.Random, body: bytes) -> bytes:
    data = bytearray(body)
    for _ in range(pick.randint(1, 8)):
        at = pick.randrange(len(data) + 1)
        how = pick.randrange(3)
        if how == 0 and data:
            data[min(at, len(data) - 1)] = pick.randrange(256)
        elif how == 1:
            data[at:at] = pick.randbytes(pick.choice((1, 2, 7)))
        else:
            del data[at : at + pick.choice((1, 3, 50))]
    return bytes(data)


# ---------------------------------------------------------------- changes of a text


def _place(pick: random.Random, text: str) -> tuple[int, int]:
    start = pick.randrange(len(text) + 1)
    return start, min(len(text), start + pick.choice((1, 5, 30, 200)))


def _put(pick: random.Random, text: str, more: str) -> str:
    at = pick.randrange(len(text) + 1)
    return text[:at] + more + text[at:]


def _cut_out(pick: random.Random, text: str) -> str:
    start, end = _place(pick, text)
    return text[:start] + text[end:]


def _repeat(pick: random.Random, text: str) -> str:
    start, end = _place(pick, text)
    return text[:start] + text[start:end] * pick.choice(REPEATS) + text[end:]


def _nest_marks(pick: random.Random, text: str) -> str:
    opening, closing = pick.choice(("“”", '""', "()", "[]", "«»", "‘’", "''", "„“", "{}"))
    start, end = _place(pick, text)
    depth, back = pick.choice(DEPTHS), pick.choice(DEPTHS)
    return text[:start] + opening * depth + text[start:end] + closing * back + text[end:]


def _put_odd(pick: random.Random, text: str) -> str:
    return _put(pick, text, pick.choice(ODD) * pick.choice((1, 1, 3)))


def _put_mark(pick: random.Random, text: str) -> str:
    return _put(pick, text, pick.choice(MARKS) * pick.choice((1, 2, 9)))


def _put_own(pick: random.Random, text: str) -> str:
    return _put(pick, text, pick.choice(OWN))


def _space_words(pick: random.Random, text: str) -> str:
    return text.replace(" ", pick.choice(("\n", "", "\u00a0", "  ", "\u200b", "\t", ", ", ". ")))


def _change_case(pick: random.Random, text: str) -> str:
    return pick.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _shuffle(pick: random.Random, text: str) -> str:
    words = text.split(" ")
    pick.shuffle(words)
    return " ".join(words)


def _change_digits(pick: random.Random, text: str) -> str:
    return re.sub(r"\d", lambda _: pick.choice("0123456789"), text)


def _drop_lines(pick: random.Random, text: str) -> str:
    return text.replace("\n", pick.choice((" ", "", "\n\n", "\r")))


def _put_entity(pick: random.Random, text: str) -> str:
    return _put(pick, text, pick.choice(ENTITIES) * pick.choice((1, 2, 9)))


def _put_tag(pick: random.Random, text: str) -> str:
    slash = pick.choice(("", "", "/"))
    return _put(pick, text, f"<{slash}{pick.choice(TAGS)}{pick.choice(ATTRIBUTES)}>")


def _wrap(pick: random.Random, text: str) -> str:
    tag, depth = pick.choice(TAGS), pick.choice((1, 1, *DEPTHS))
    start, end = _place(pick, text)
    opened = f"<{tag}{pick.choice(ATTRIBUTES)}>" * depth
    return (
        text[:start] + opened + text[start:end] + f"</{tag}>" * pick.choice((depth, 0)) + text[end:]
    )


def _put_head(pick: random.Random, text: str) -> str:
    return pick.choice(HEADS) + text


CHANGES: tuple[Change, ...] = (
    _cut_out, _repeat, _nest_marks, _put_odd, _put_odd, _put_mark, _put_own, _space_words, _change_case,
    _shuffle, _change_digits, _drop_lines,
)  # fmt: skip
MARKUP_CHANGES: tuple[Change, ...] = (_put_entity, _put_tag, _wrap, _put_head)
