"""One request's visitor, known to the routes and the templates that answer it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextvars import ContextVar
from dataclasses import dataclass, field

from markupsafe import Markup

from onrecord.register.users import EDITOR

FIELD, HEADER = "csrf", "X-CSRF-Token"
PURPOSE = b"onrecord form"  # a token is good for nothing else
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Person:
    """Who is looking; without a name it is somebody who is not signed in."""

    name: str | None = None
    role: str | None = None
    signed_in: bool = False

    @property
    def writes(self) -> bool:
        """Whether what this person says goes into the journal."""
        return self.role == EDITOR


@dataclass(slots=True)
class Visit:
    """A request's visitor.

    `secret` is what the visitor's cookie holds, to which the tokens of forms are bound; where
    there is no cookie a form makes a `fresh` one. `may_read` says whether pages are shown,
    `offers` whether there is anything to sign in to, `secure` whether it came through TLS.
    """

    person: Person = field(default_factory=Person)
    secret: str = ""
    fresh: bool = False
    may_read: bool = False
    offers: bool = False
    secure: bool = False

    def make_token(self) -> str:
        """The token of this visitor's forms."""
        if not self.secret:
            self.secret, self.fresh = secrets.token_urlsafe(SECRET_BYTES), True
        return derive_token(self.secret)

    def holds(self, token: str) -> bool:
        """Whether a token was made for this visitor."""
        if not self.secret or self.fresh:
            return False
        wanted, given = derive_token(self.secret), token.encode("utf-8", "replace")
        return hmac.compare_digest(wanted.encode(), given)


current: ContextVar[Visit | None] = ContextVar("visit", default=None)


def derive_token(secret: str) -> str:
    """The token of forms that a secret stands behind; the secret cannot be told from it."""
    return hmac.digest(secret.encode("utf-8", "replace"), PURPOSE, hashlib.sha256).hex()


def visitor() -> Person:
    """Who is looking at the page that is being made."""
    return _current().person


def offers_sign_in() -> bool:
    """Whether a page shows a way to sign in."""
    return _current().offers


def csrf_token() -> str:
    """The token by which a form or script of this page shows that it is this site's."""
    return _current().make_token()


def csrf_field() -> Markup:
    """The hidden field that every form with method post holds."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, csrf_token())


def _current() -> Visit:
    return current.get() or Visit()
