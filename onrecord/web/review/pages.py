"""All pages of the review, and what a day means that is being typed on one."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from onrecord.errors import InputError
from onrecord.web.review import entry, history, judging, queues, release, session
from onrecord.web.review.days import read_days
from onrecord.web.words import spell_period

REVIEW = (queues, judging, history, release, entry, session)

router = APIRouter()


@router.get("/review/day")
def read_day(words: str, published: str = "") -> Response:
    """What a day means that is being typed."""
    try:
        start, end = read_days(words, published or None)
    except InputError as error:
        return JSONResponse({"told": f"{error.what}; {error.remedy}"})
    return JSONResponse({"told": f"= {spell_period(start, end)}", "start": start, "end": end})
