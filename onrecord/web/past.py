"""The register as of a day: read from the address, told on the page, kept in the page's links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from html import escape
from urllib.parse import parse_qsl, urlencode

from onrecord.web.forms import ASOF, KNOWN, read_day

PRESENT = (
    "/static/", "/review", "/sign-in", "/sign-out", "/account", "/health", "/coverage",
    "/api/v1/coverage",
)  # fmt: skip
_LINK = re.compile(r'(?<!data-now )href="(/[^"]*)"')
_FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)

SHOWN: ContextVar[Moment | None] = ContextVar("shown", default=None)


@dataclass(frozen=True, slots=True)
class Moment:
    """The past that an address asks for, and the address of the same in the present.

    `asof` bounds what had been published, `known` what the register held.
    """

    asof: date | None
    known: date | None
    params: Mapping[str, str]
    present: str

    @property
    def day(self) -> date:
        """The day on which promises are judged."""
        return self.asof or self.known or date.max


def shown_past() -> Moment | None:
    """The past that the present request asks for; None for the present."""
    return SHOWN.get()


def read_moment(path: str, query: str) -> Moment | None:
    """The past that an address asks for. Raises `InputError` for what is no day."""
    given = parse_qsl(query, keep_blank_values=True)
    params = {name: value.strip() for name, value in given if name in (ASOF, KNOWN)}
    params = {name: value for name, value in params.items() if value}
    if not params or path.startswith(PRESENT):
        return None
    rest = [(name, value) for name, value in given if name not in (ASOF, KNOWN)]
    present = path + (f"?{urlencode(rest)}" if rest else "")
    return Moment(_read(params, ASOF), _read(params, KNOWN), params, present)


def _read(params: Mapping[str, str], name: str) -> date | None:
    return read_day(name, params[name]) if name in params else None


def keep_past(address: str, moment: Moment) -> str:
    """An address of this site that shows the same past; one that must show the present as it is."""
    path, mark, anchor = address.partition("#")
    path, _, query = path.partition("?")
    if path.startswith(PRESENT) or path.startswith("//"):
        return address
    given = parse_qsl(query, keep_blank_values=True)
    names = {name for name, _ in given}
    given += [(name, value) for name, value in moment.params.items() if name not in names]
    return f"{path}?{urlencode(given)}{mark}{anchor}"


def keep_links(html: str) -> str:
    """A page in whose links and filters the past that is shown is kept.

    A quotation mark stands in the text of a page as an entity only, so that what is found here
    are attributes.
    """
    moment = SHOWN.get()
    if moment is None:
        return html
    linked = _LINK.sub(lambda found: f'href="{_keep(found[1], moment)}"', html)
    return _FORM.sub(lambda found: _keep_form(found[1], found[2], moment), linked)


def _keep(address: str, moment: Moment) -> str:
    return escape(keep_past(address.replace("&amp;", "&"), moment))


def _keep_form(opening: str, content: str, moment: Moment) -> str:
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in moment.params.items()
        if f'name="{name}"' not in content and 'method="post"' not in opening
    )
    return f"{opening}{fields}{content}</form>"
