"""The site over a register, and the server that shows it on this machine."""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord.errors import InputError
from onrecord.pipeline.statuses import promise_statuses
from onrecord.register.reader import Register
from onrecord.web.addresses import STATIC_FOLDER
from onrecord.web.api.app import PREFIX, create_api
from onrecord.web.headers import Guard, is_loopback
from onrecord.web.pages import (
    calendar,
    entries,
    failures,
    home,
    lists,
    pictures,
    release,
    releases,
    report,
    search,
)
from onrecord.web.problems import add_handlers
from onrecord.web.site import Follow, Site

BACKLOG = 128  # connections that may wait
PAGES = (home, releases, release, lists, entries, search, calendar, pictures, report, failures)


def create_app(
    home: Path, *, follow: Follow = promise_statuses, today: Callable[[], date] = date.today
) -> FastAPI:
    """The site over the register in `home`; `follow` says what became of promises.

    Raises `RegisterError` where there is no register.
    """
    register = Register.open(home)

    @contextlib.asynccontextmanager
    async def close_after(_: FastAPI) -> AsyncIterator[None]:
        yield
        register.close()

    app = FastAPI(
        title="onrecord", docs_url=None, redoc_url=None, openapi_url=None, lifespan=close_after
    )
    app.state.site = Site(register, follow, today)
    for page in PAGES:
        app.include_router(page.router)
    app.mount(PREFIX, create_api(app.state.site))
    app.mount("/static", StaticFiles(directory=STATIC_FOLDER), "static")
    add_handlers(app)
    app.add_middleware(Guard, stamp=lambda: f"{today()} {register.stamp()}")
    return app


def _say_ready(address: str) -> None:
    sys.stdout.write(f"onrecord: the register is at {address} (Ctrl-C ends it)\n")
    sys.stdout.flush()


def serve(
    home: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    on_ready: Callable[[str], None] = _say_ready,
) -> None:
    """Serve the register in `home` until interrupted; `on_ready` is told the site's address.

    Port 0 takes a free one. Raises `InputError` for a host that is not this machine's
    loopback and for a port that is taken, `RegisterError` where there is no register.
    """
    _check_loopback(host)
    app = create_app(home)
    with _listen(host, port) as listener:
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        on_ready(_address(host, listener.getsockname()[1]))
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _check_loopback(host: str) -> None:
    if not is_loopback(host):
        remedy = "use 127.0.0.1: there are no users and passwords yet, so others must not reach it"
        raise InputError("--host", f"{host!r} is not this machine's loopback", remedy)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        what = f"{host}:{port} cannot be listened on: {error.strerror or error}"
        raise InputError("--port", what, "name another port, or 0 for a free one") from error
    return listener


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
