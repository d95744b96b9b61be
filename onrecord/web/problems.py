"""Errors as pages in the site's design, or as JSON where data was asked for."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from onrecord.errors import InputError, NotFoundError
from onrecord.web.templating import render_page

TITLES = {
    400: "This address cannot be used",
    404: "There is no such page",
    405: "This cannot be done here",
    500: "Something went wrong",
}
DATA_ENDINGS = (".json", ".csv", ".ics", ".atom", ".bib", ".svg", ".docx", ".xlsx")
API = "/api/"
MEDIA = "application/problem+json"


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


def tell_problem(path: str, status: int, message: str) -> Response:
    """An error as the page or the data (RFC 9457) that stands in for what was asked."""
    title = TITLES.get(status, TITLES[500 if status >= 500 else 400])
    if path.startswith(API) or path.endswith(DATA_ENDINGS):
        problem = Problem("about:blank", title, status, message, path)
        return JSONResponse(asdict(problem), status, media_type=MEDIA)
    return render_page("problem.html", ProblemPage(title, status, message), status=status)


async def _tell_missing(request: Request, error: Exception) -> Response:
    return tell_problem(request.url.path, 404, str(error))


async def _tell_input(request: Request, error: Exception) -> Response:
    return tell_problem(request.url.path, 400, str(error))


async def _tell_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    message = "Nothing is kept at this address." if status == 404 else str(error)
    return tell_problem(request.url.path, status, message)


async def _tell_invalid(request: Request, error: Exception) -> Response:
    """A parameter that is missing or out of bounds."""
    told = error.errors() if isinstance(error, RequestValidationError) else []
    parts = (f"{'.'.join(map(str, item['loc'][1:]))}: {item['msg']}" for item in told)
    return tell_problem(request.url.path, 400, "; ".join(parts) or "it cannot be asked so")
