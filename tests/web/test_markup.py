"""Every kind of page is valid HTML."""

from __future__ import annotations

import httpx
import pytest

from onrecord.register.reader import Register
from tests.web.kinds import list_pages
from tests.web.markup import find_faults

START = '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>'


def test_no_page_of_any_kind_has_a_fault_in_its_markup(
    client: httpx.Client, register: Register
) -> None:
    faults: dict[str, list[str]] = {}
    addresses = [*list_pages(register), "/review", "/?asof=2031-05-20", "/events?asof=2031-05-20"]
    for address in addresses:
        answer = client.get(address, follow_redirects=True)
        found = find_faults(answer.text)
        if found:
            faults[address] = found
    assert faults == {}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<main><h1>A</h1><p>one<div>two</div></p></main>", "p"),
        ('<main><h1 id="a">A</h1><p id="a">b</p></main>', "id 'a' stands 2 times"),
        ('<main><h1>A</h1><label for="b">B</label></main>', "label for 'b' has no control"),
        ('<main><h1>A</h1><input name="b"></main>', "input 'b' has no label"),
        ('<main><h1>A</h1><p aria-describedby="b">c</p></main>', "aria-describedby='b' is nowhere"),
        ('<main><h1>A</h1><a href="#b">c</a></main>', "leads nowhere"),
        ("<main><h1>A</h1><h3>B</h3></main>", "h3 follows h1"),
        ("<main><h1>A</h1><h1>B</h1></main>", "there are 2 h1"),
        ("<h1>A</h1>", "there are 0 main"),
        ('<main><h1>A</h1><img src="/a"></main>', "img has no alt"),
        ("<main><h1>A</h1><center>B</center></main>", "center is obsolete"),
        ('<main><h1>A</h1><p align="left">B</p></main>', "p has align"),
        ('<main><h1>A</h1><p style="color:red">B</p></main>', "style of its own"),
        ('<main><h1>A</h1><a href="/"><button>B</button></a></main>', "button stands in a"),
        ("<main><h1>A</h1><ul><p>B</p></ul></main>", "p stands in ul"),
        ("<main><h1>A</h1><nav><b>B</b></nav><nav><b>C</b></nav></main>", "2 nav are called"),
        ('<main><h1>A</h1><a href="/"></a></main>', "has no name"),
    ],
)
def test_each_fault_is_found(body: str, fault: str) -> None:
    assert any(fault in found for found in find_faults(f"{START}{body}</body></html>"))


def test_a_sound_page_has_none() -> None:
    body = '<main><h1>A</h1><label for="b">B</label><input id="b" name="b"></main>'
    assert find_faults(f"{START}{body}</body></html>") == []
