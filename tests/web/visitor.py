"""A visitor without JavaScript: opens pages, fills in their forms, presses their buttons."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlencode

import httpx
from lxml import html


def strip(markup: str) -> str:
    """A page's words."""
    return " ".join(
        unescape(re.sub(r"<(datalist|style).*?</\1>|<[^>]+>", " ", markup, flags=re.S)).split()
    )


class Visitor:
    """Where somebody is on the site, and what stands there."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.address = ""
        self.status = 0
        self.markup = ""

    def open(self, address: str) -> Visitor:
        """Go to an address."""
        self._take(self.client.get(address, follow_redirects=True))
        return self

    def _take(self, answer: httpx.Response) -> None:
        self.address = str(answer.url).removeprefix(str(answer.url.copy_with(raw_path=b"/"))[:-1])
        self.status, self.markup = answer.status_code, answer.text

    @property
    def words(self) -> str:
        """The words of the page."""
        return strip(self.markup)

    @property
    def said(self) -> str:
        """The message at the top of the page."""
        found = re.search(r'<div class="said".*?</div>', self.markup, re.S)
        return strip(found[0]) if found else ""

    def press(self, button: str, given: Mapping[str, str] | None = None, form: int = 0) -> Visitor:
        """Press a button by its words, in the first (or another) form that has it, filled in."""
        root = html.fromstring(self.markup)
        found = [
            (one, pressed)
            for one in root.forms
            for pressed in one.xpath(".//button")
            if " ".join(pressed.xpath("string(text()[1])").split()) == button
        ]
        one, pressed = found[form]
        values = dict(one.form_values()) | dict(given or {})
        if pressed.get("name"):
            values[pressed.get("name")] = pressed.get("value", "")
        action = one.get("action") or ""
        if one.get("method") == "post":
            headers = {"content-type": "application/x-www-form-urlencoded"}
            content = urlencode(values)
            answer = self.client.post(
                action, content=content, headers=headers, follow_redirects=True
            )
        else:
            answer = self.client.get(action, params=values, follow_redirects=True)
        self._take(answer)
        return self

    def hidden(self, name: str) -> str:
        """The value of the first hidden field of this name."""
        found = html.fromstring(self.markup).xpath(f'//input[@name="{name}"]/@value')
        return str(found[0])
