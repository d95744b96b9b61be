"""The site over a register, and the server that shows it on this machine."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord.errors import InputError
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.reader import Register
from onrecord.register.users import Users
from onrecord.web.addresses import STATIC_FOLDER
from onrecord.web.api.app import PREFIX, create_api
from onrecord.web.auth import Access, NeedsSignIn, guard_writing
from onrecord.web.auth import pages as auth
from onrecord.web.auth.access import is_loopback
from onrecord.web.auth.gate import Gate, lead_to_sign_in
from onrecord.web.dated import ShowPast
from onrecord.web.headers import Guard
from onrecord.web.listening import listen, make_server, spell_address
from onrecord.web.pages import (
    calendar,
    coverage,
    entries,
    failures,
    home,
    lists,
    pictures,
    release,
    releases,
    report,
    rewordings,
    search,
)
from onrecord.web.problems import add_handlers
from onrecord.web.review import pages as review
from onrecord.web.seen import Seen
from onrecord.web.site import Follow, Site
from onrecord.web.warming import settle_memory, start_warming

PAGES = (
    home, releases, rewordings, release, lists, entries, search, calendar, pictures, report,
    failures, coverage, auth, review, *review.REVIEW,
)  # fmt: skip


def create_app(
    home: Path,
    *,
    follow: Follow = promise_statuses,
    today: Callable[[], date] = date.today,
    access: Access | None = None,
) -> FastAPI:
    """The site over the register in `home`; `follow` says what became of promises.

    Without `access` it is for the person at this machine. Raises `RegisterError` where there
    is no register.
    """
    register = Register.open(home)
    users, access = Users(home), access or Access()

    @contextlib.asynccontextmanager
    async def close_after(_: FastAPI) -> AsyncIterator[None]:
        start_warming()
        yield
        register.close()
        users.close()

    app = FastAPI(
        title="onrecord",
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=close_after,
        dependencies=[Depends(guard_writing)],
    )
    app.state.users = users
    app.state.site = Site(register, follow, today)
    for page in PAGES:
        app.include_router(page.router)
    app.mount(PREFIX, create_api(app.state.site))
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), "static")
    add_handlers(app)
    app.add_exception_handler(NeedsSignIn, lead_to_sign_in)
    app.add_middleware(ShowPast)
    app.add_middleware(Seen, stamp=lambda: f"{today()} {register.stamp()}")
    app.add_middleware(Gate, users=users, access=access)
    app.add_middleware(Guard, access=access)
    return app


def _say_ready(address: str) -> None:
    sys.stdout.write(f"onrecord: the register is at {address} (Ctrl-C ends it)\n")
    sys.stdout.flush()


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_ready: Callable[[str], None] = _say_ready,
    *,
    names: Sequence[str] = (),
    proxy: str | None = None,
    public_reading: bool = False,
) -> None:
    """Serve the register in `home` until interrupted; `on_ready` is told the site's address.

    Port 0 takes a free one. `names` are further hosts under which it is reached, `proxy` the
    address of a proxy before it; with `public_reading` anybody reads. Raises `InputError` where
    others could reach it and there is no user, and for a port that is taken; `RegisterError`
    where there is no register.
    """
    access = make_access(home, host, names, proxy, public_reading)
    app = create_app(home, access=access)
    settle_memory()
    with listen(host, port) as listener:
        on_ready(spell_address(host, listener.getsockname()[1]))
        with contextlib.suppress(KeyboardInterrupt):
            make_server(app, access).run(sockets=[listener])


def make_access(
    home: Path, host: str, names: Sequence[str], proxy: str | None, public_reading: bool
) -> Access:
    """How a site is reached. Raises `InputError` where others could reach it without a user."""
    local = is_loopback(host)
    exposed = not local or bool(names) or proxy is not None
    if exposed and not Users(home).exist():
        what = f"{host!r} is not this machine's loopback" if not local else "others can reach it"
        where = "--host" if not local else "--name" if names else "--proxy"
        remedy = "'onrecord user add NAME --role editor' makes one"
        raise InputError(where, f"{what}, and the register has no user", remedy)
    found = tuple(name.casefold() for name in (*names, host) if name)
    return Access(found, exposed, public_reading, proxy)
