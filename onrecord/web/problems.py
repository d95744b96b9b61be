"""Errors as pages in the site's design, or as JSON where data was asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.errors import InputError, NotFoundError
from onrecord.web.past import shown_past
from onrecord.web.templating import render_page

TITLES = {
    400: "This address cannot be used",
    401: "Sign in first",
    403: "This is not for you to do",
    404: "There is no such page",
    405: "This cannot be done here",
    408: "This took too long",
    413: "This is too large",
    429: "Too many attempts",
    500: "Something went wrong",
}
DATA_ENDINGS = (".json", ".csv", ".ics", ".atom", ".bib", ".svg", ".docx", ".xlsx")
API = "/api/"
MEDIA = "application/problem+json"
READ_TOO = ", HEAD, OPTIONS"  # what is answered wherever GET is


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as data (RFC 9457); `detail` says what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """The context of an error's page."""

    title: str
    status: int
    message: str


def add_handlers(app: FastAPI) -> None:
    """Make every error that is foreseen a page."""
    app.add_exception_handler(NotFoundError, _tell_missing)
    app.add_exception_handler(InputError, _tell_input)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_exception_handler(RequestValidationError, _tell_invalid)


def asks_data(path: str) -> bool:
    """Whether an address is one of data, and not of a page."""
    return path.startswith(API) or path.endswith(DATA_ENDINGS)


def tell_problem(path: str, status: int, message: str) -> Response:
    """An error as the page or the data (RFC 9457) that stands in for what was asked."""
    title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    if asks_data(path):
        problem = Problem("about:blank", title, status, message, path)
        return JSONResponse(asdict(problem), status, media_type=MEDIA)
    return render_page("problem.html", ProblemPage(title, status, message), status=status)


async def _tell_missing(request: Request, error: Exception) -> Response:
    past = shown_past()
    then = f" On the past day that is shown, {past.day}, it was not on record." if past else ""
    return tell_problem(request.url.path, 404, str(error) + then)


async def _tell_input(request: Request, error: Exception) -> Response:
    return tell_problem(request.url.path, 400, str(error))


async def _tell_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    told = error.detail if isinstance(error, HTTPException) else str(error)
    message = "Nothing is kept at this address." if status == 404 else told
    headers = dict(getattr(error, "headers", None) or {})
    if "GET" in headers.get("Allow", ""):
        headers["Allow"] += READ_TOO
    if status == 405 and request.method == "OPTIONS":
        return Response(status_code=204, headers=headers)
    answer = tell_problem(request.url.path, status, message)
    answer.headers.update(headers)
    return answer


async def _tell_invalid(request: Request, error: Exception) -> Response:
    """A parameter that is missing or out of bounds."""
    told = error.errors() if isinstance(error, RequestValidationError) else []
    parts = (f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in told)
    return tell_problem(request.url.path, 400, "; ".join(parts) or "it cannot be asked so")
