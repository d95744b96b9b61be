"""Who is looking, and who may write.

For pages:

- `person: Visitor` in a route gives a `Person`: `name` and `role` ('reader', 'editor'), both
  None for somebody who is not signed in; `person.writes` says whether it is an editor.
- `editor: Editor` gives the name under which the journal is signed. Somebody who is not signed
  in is sent to `/sign-in` and back; a reader gets a 403. On loopback, without any user, the
  person at this machine is the editor, by the name of the account.
- Every form with `method="post"` holds `{{ csrf_field() }}`, in templates and in macros alike;
  a script sends `csrf_token()` as the header `X-CSRF-Token`. The field is called `csrf`: a
  route that keeps what was sent leaves it out.
- `{{ visitor() }}` in a template is the `Person` who is looking.

Nothing else is to be done: `guard_writing` stands before every route of the app, and lets a
request that is not GET or HEAD through only from this site, with the token of the session, by
an editor (`OPEN_PATHS` are those for everybody). Bodies above 1 MiB get a 413. A test walks all
routes.

`create_app(home, access=Access(…))` says how the site is reached; see `access`.
"""

from onrecord.web.auth.access import Access
from onrecord.web.auth.guarding import (
    OPEN_PATHS,
    Editor,
    NeedsSignIn,
    Visitor,
    guard_writing,
)
from onrecord.web.auth.visit import FIELD, HEADER, Person

__all__ = [
    "FIELD",
    "HEADER",
    "OPEN_PATHS",
    "Access",
    "Editor",
    "NeedsSignIn",
    "Person",
    "Visitor",
    "guard_writing",
]
