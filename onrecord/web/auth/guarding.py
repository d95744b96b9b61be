"""What stands before every route that writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from onrecord.web.auth.addresses import ACCOUNT, SIGN_IN, SIGN_OUT
from onrecord.web.auth.visit import FIELD, HEADER, Person, Visit

READS = ("GET", "HEAD")
OPEN_PATHS = (SIGN_IN, SIGN_OUT, f"{ACCOUNT}/password")  # each checks its visitor itself
FROM_HERE = ("same-origin", "none")  # what a browser says of a request's origin
STRANGE_ORIGIN = "This was sent by a page of another site. Nothing was recorded."
OLD_FORM = (
    "The form is not this session's. Nothing was recorded: load its page again and send it anew. "
    "Cookies must be allowed for this site."
)
READS_ONLY = "You may read, not write. An editor can: ask whoever keeps this register."


class NeedsSignIn(Exception):  # noqa: N818  # it is no error, it leads to a page
    """Somebody who is not signed in asks for what needs it."""


def find_visit(request: Request) -> Visit:
    """The visit that a request belongs to."""
    visit: Visit = request.scope["visit"]
    return visit


def find_person(request: Request) -> Person:
    """Who sent a request."""
    return find_visit(request).person


def find_editor(request: Request) -> str:
    """The name of the editor who sent a request; everybody else is led elsewhere."""
    person = find_person(request)
    if person.name is None:
        raise NeedsSignIn
    if not person.writes:
        raise HTTPException(403, READS_ONLY)
    return person.name


async def guard_writing(request: Request) -> None:
    """Let only this site's own forms, sent by an editor, come to what writes."""
    if request.method in READS:
        return
    check_origin(request)
    path, visit = request.url.path, find_visit(request)
    if path == SIGN_OUT and not visit.person.signed_in:
        return  # the session has ended already
    if path not in OPEN_PATHS:
        find_editor(request)
    given = request.headers.get(HEADER) or (await request.form()).get(FIELD)
    if not isinstance(given, str) or not visit.holds(given):
        raise HTTPException(403, OLD_FORM)


def check_origin(request: Request) -> None:
    """Refuse what a browser says another site has sent."""
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{request.scope['scheme']}://{request.headers.get('host', '')}"
    if (site and site not in FROM_HERE) or (origin and origin.casefold() != own.casefold()):
        raise HTTPException(403, STRANGE_ORIGIN)


Visitor = Annotated[Person, Depends(find_person)]
Editor = Annotated[str, Depends(find_editor)]
