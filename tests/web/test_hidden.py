"""Characters that nobody sees are shown on a page, and turn nothing round."""

import pytest

from onrecord.web.hidden import show_hidden

OVERRIDE, ENDED, SPACE, JOINER = "\u202e", "\u202c", "\u200b", "\u200d"


def mark(char: str, code: str, name: str) -> str:
    return f'<bdi class="odd" data-code="U+{code}" title="U+{code}, {name}">{char}</bdi>'


RTL = mark(OVERRIDE, "202E", "right-to-left override")

CASES = {
    "what stands in a text is marked": (f"<p>a{OVERRIDE}b</p>", f"<p>a{RTL}b</p>"),
    "each is marked on its own": (
        f"{SPACE}{OVERRIDE}",
        mark(SPACE, "200B", "zero width space") + RTL,
    ),
    "a zero byte, which no page holds, has a mark alone": (
        "a\0b",
        "a" + mark("", "0000", "control character") + "b",
    ),
    "an attribute stays as it is": (f'<a title="{OVERRIDE}">a</a>',) * 2,
    "a value stays as it is": (
        f"<textarea>{OVERRIDE}</textarea><option>{OVERRIDE}</option><p>{OVERRIDE}",
        f"<textarea>{OVERRIDE}</textarea><option>{OVERRIDE}</option><p>{RTL}",
    ),
    "it is written out where no element may stand": (
        f"<title>{OVERRIDE}</title><svg><text>{OVERRIDE}</text></svg>{OVERRIDE}",
        f"<title>‹U+202E›</title><svg><text>‹U+202E›</text></svg>{RTL}",
    ),
    "joiners of pictures and of scripts that join stay as they are": (
        f"👩{JOINER}🚀 می\u200cخواهم",
    )
    * 2,
    "a joiner between other letters is marked": (
        f"a{JOINER}b",
        "a" + mark(JOINER, "200D", "zero width joiner") + "b",
    ),
    "lines and tabs are no such characters": ("<pre>a\tb\r\nc</pre>",) * 2,
    "a broken tag hides nothing": (f"a &lt;b {OVERRIDE}", f"a &lt;b {RTL}"),
}


@pytest.mark.parametrize("name", CASES)
def test_characters_that_nobody_sees(name: str) -> None:
    given, shown = CASES[name]
    assert show_hidden(given) == shown
