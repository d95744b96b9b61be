"""Signing in and out, and one's own password."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError
from onrecord.register.signing import end_session, sign_in
from onrecord.register.users import LONGEST_NAME, Users
from onrecord.web.auth.addresses import ACCOUNT, HOME, SIGN_IN, SIGN_OUT, safe_next
from onrecord.web.auth.cookies import FORMS, SESSION, write_cookie
from onrecord.web.auth.guarding import NeedsSignIn, Visitor, find_visit
from onrecord.web.auth.visit import Person
from onrecord.web.templating import render_page
from onrecord.web.words import spell_count

SEE_OTHER = 303
SECTION = "sign-in"
MINUTE = 60  # seconds
WRONG = "The name or the password is wrong."

log = logging.getLogger("onrecord.auth")
router = APIRouter()


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The context of the sign-in; `wrong` tells by field what cannot be used."""

    title: str
    name: str
    following: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    longest: int = LONGEST_NAME


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The context of one's own account; `done` once the password was changed."""

    title: str
    person: Person
    wrong: Mapping[str, str] = field(default_factory=dict)
    done: bool = False


async def _read_form(request: Request) -> Mapping[str, str]:
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _find_users(request: Request) -> Users:
    users: Users = request.app.state.users
    return users


Sent = Annotated[Mapping[str, str], Depends(_read_form)]
OnUsers = Annotated[Users, Depends(_find_users)]


@router.get(SIGN_IN)
def show_sign_in(request: Request, person: Visitor) -> Response:
    """The form; whoever is signed in, or needs not be, is led on."""
    following = safe_next(request.query_params.get("next", ""))
    if person.name is not None:
        return RedirectResponse(following, SEE_OTHER)
    return render_page("auth/sign_in.html", SignInPage("Sign in", "", following), section=SECTION)


@router.post(SIGN_IN)
def take_sign_in(given: Sent, request: Request, people: OnUsers) -> Response:
    """Open a session, and lead on to where somebody wanted to go."""
    visit = find_visit(request)
    name, following = given.get("name", ""), safe_next(given.get("next", ""))
    wrong = {field: told for field, told in ASKED.items() if not given.get(field, "").strip()}
    if wrong or not people.exist():
        wrong = wrong or {"password": WRONG}
        return _refuse_sign_in(name, following, wrong, 400)
    opened = sign_in(people, name, given["password"], _address(request))
    if opened.token is None:
        log.warning("sign-in refused from %s", _address(request))
        told = WRONG if not opened.wait else _tell_wait(opened.wait)
        answer = _refuse_sign_in(name, following, {"password": told}, 429 if opened.wait else 400)
        return _with_wait(answer, opened.wait)
    if visit.person.signed_in:
        end_session(people, visit.secret)
    answer = RedirectResponse(following, SEE_OTHER)
    write_cookie(answer.headers, FORMS, "", visit.secure)
    write_cookie(answer.headers, SESSION, opened.token, visit.secure)
    return answer


@router.post(SIGN_OUT)
def take_sign_out(request: Request, people: OnUsers) -> Response:
    """End the session; the browser is asked to forget the pages it has kept."""
    visit = find_visit(request)
    if visit.person.signed_in:
        end_session(people, visit.secret)
    answer = RedirectResponse(HOME, SEE_OTHER)
    write_cookie(answer.headers, SESSION, "", visit.secure)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@router.get(ACCOUNT)
def show_account(person: Visitor, changed: str = "") -> Response:
    """Who is signed in, and the form for another password."""
    if not person.signed_in:
        raise NeedsSignIn
    return render_page("auth/account.html", AccountPage("Your account", person, done=bool(changed)))


@router.post(f"{ACCOUNT}/password")
def take_password(given: Sent, request: Request, people: OnUsers, person: Visitor) -> Response:
    """Change one's password: all sessions end, and a new one begins."""
    visit = find_visit(request)
    if not person.signed_in or person.name is None:
        raise NeedsSignIn
    address, fresh = _address(request), given.get("new", "")
    if fresh != given.get("again", ""):
        return _refuse_password(person, {"again": "It is not the same as the new password."})
    tried = sign_in(people, person.name, given.get("current", ""), address)
    if tried.token is None:
        told = _tell_wait(tried.wait) if tried.wait else "This is not your present password."
        return _with_wait(_refuse_password(person, {"current": told}), tried.wait)
    end_session(people, tried.token)
    try:
        people.set_password(person.name, fresh)
    except InputError as error:
        return _refuse_password(person, {"new": f"It {error.what}: {error.remedy}."})
    answer = RedirectResponse(f"{ACCOUNT}?changed=1", SEE_OTHER)
    opened = sign_in(people, person.name, fresh, address)
    write_cookie(answer.headers, SESSION, opened.token or "", visit.secure)
    return answer


ASKED: Mapping[str, str] = {"name": "Write your name.", "password": "Write your password."}


def _refuse_sign_in(name: str, following: str, wrong: Mapping[str, str], status: int) -> Response:
    page = SignInPage("Sign in", name[:LONGEST_NAME], following, wrong)
    return render_page("auth/sign_in.html", page, section=SECTION, status=status)


def _refuse_password(person: Person, wrong: Mapping[str, str]) -> Response:
    page = AccountPage("Your account", person, wrong)
    return render_page("auth/account.html", page, status=400)


def _tell_wait(seconds: int) -> str:
    told = (
        spell_count(seconds, "second")
        if seconds < MINUTE
        else spell_count(-(-seconds // MINUTE), "minute")
    )
    return f"There were too many attempts: try again in {told}."


def _with_wait(answer: Response, wait: int) -> Response:
    if wait:
        answer.status_code = 429
        answer.headers["Retry-After"] = str(wait)
    return answer


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
