"""Who judges, and what they send."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request

from onrecord.pipeline.judging import Judge
from onrecord.web.site import Site


async def _read_form(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


@contextmanager
def open_judge(site: Site, editor: str) -> Iterator[Judge]:
    """What the editor says, put into effect at once."""
    judge = Judge(site.register.home, editor)
    try:
        yield judge
    finally:
        judge.close()


Sent = Annotated[Mapping[str, str], Depends(_read_form)]
