"""The server as others reach it: through a proxy, under a name, with patience that ends."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from onrecord.web import listening
from onrecord.web.auth import gate
from tests.web.conftest import start_server
from tests.web.test_auth import COOKIE, EDITOR, find_token, make_home, sign_in

NAME = "records.example"
THROUGH = {"Host": NAME, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_home(tmp_path_factory.mktemp("behind"))


@pytest.fixture(scope="module")
def behind(home: Path) -> str:
    """A server that believes a proxy on this machine."""
    return start_server(home, names=[NAME], proxy="127.0.0.1")


@pytest.fixture(scope="module")
def open_server(home: Path) -> str:
    """A server that listens on all addresses, with no proxy that it knows of."""
    address = start_server(home, host="0.0.0.0", names=[NAME])
    return f"http://127.0.0.1:{urlsplit(address).port}/"


@pytest.fixture
def browser(behind: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=behind, headers=THROUGH, timeout=30) as opened:
        yield opened


def test_behind_tls_cookies_are_of_this_host_and_secure(browser: httpx.Client) -> None:
    shown = browser.get("/sign-in")
    assert "max-age=" in shown.headers["strict-transport-security"]
    form = shown.headers["set-cookie"]
    assert re.fullmatch(
        r"__Host-onrecord-forms=[\w-]+; HttpOnly; Path=/; SameSite=lax; Secure", form
    )
    cookie = {"Cookie": form.partition(";")[0], "Origin": f"https://{NAME}"}
    sent = {"csrf": find_token(shown), "name": EDITOR[0], "password": EDITOR[1]}
    answer = browser.post("/sign-in", data=sent, headers=cookie)
    told = answer.headers.get_list("set-cookie")
    assert all(one.endswith("Secure") and one.startswith("__Host-") for one in told)
    session = {"Cookie": told[-1].partition(";")[0]}
    assert browser.get("/account", headers=session).status_code == 200
    plain = {"Cookie": session["Cookie"].removeprefix("__Host-")}
    assert browser.get("/account", headers=plain).status_code == 303


def test_behind_tls_a_plain_page_of_the_same_name_is_another_site(browser: httpx.Client) -> None:
    answer = browser.post("/sign-in", headers={"Origin": f"http://{NAME}"})
    assert "another site" in answer.text


def test_a_proxy_tells_whose_attempts_are_counted(behind: str) -> None:
    def guess(name: str, address: str) -> int:
        headers = {**THROUGH, "X-Forwarded-For": address, "X-Forwarded-Proto": "http"}
        with httpx.Client(base_url=behind, headers=headers, timeout=30) as browser:
            return sign_in(browser, name, "wrong").status_code

    tried = [guess(f"name {number}", "203.0.113.50") for number in range(25)]
    assert tried[:20] == [400] * 20
    assert 429 in tried[20:]
    assert guess("another", "203.0.113.51") == 400


def test_what_others_say_of_themselves_is_not_believed(open_server: str) -> None:
    with httpx.Client(base_url=open_server, headers=THROUGH) as browser:
        shown = browser.get("/sign-in")
        assert shown.headers["set-cookie"].startswith("onrecord-forms=")
        assert "strict-transport-security" not in shown.headers


def test_an_open_server_answers_to_its_names_only(open_server: str) -> None:
    with httpx.Client(base_url=open_server) as browser:
        for host, status in ((NAME, 200), (NAME.upper(), 200), ("evil.example", 400), ("", 400)):
            assert browser.get("/sign-in", headers={"Host": host}).status_code == status, host
        assert browser.get("/events").status_code == 303
        assert sign_in(browser, *EDITOR).status_code == 303
        assert browser.get("/events").status_code == 200
        assert COOKIE in browser.cookies


def test_more_than_a_mebibyte_is_not_taken(behind: str) -> None:
    with httpx.Client(base_url=behind, timeout=30) as browser:
        whole = browser.post("/sign-in", data={"name": "x" * 2**20})
        assert whole.status_code == 413
        pieces = browser.post("/sign-in", content=(b"x" * 2**16 for _ in range(20)))
        assert pieces.status_code == 413
        assert browser.post("/sign-in", data={"name": "x" * 2**19}).status_code == 403
        assert browser.request("GET", "/events", content=b"x" * 2**21).status_code == 413


def read_all(connection: socket.socket) -> bytes:
    connection.settimeout(20)
    read = b""
    while piece := connection.recv(4096):
        read += piece
    return read


def connect(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", urlsplit(address).port or 80))


def head_of(length: str) -> bytes:
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\n"
    return head.encode()


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_a_head_that_never_ends_is_let_go(
    behind: str, monkeypatch: pytest.MonkeyPatch, begun: bytes
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.5)
    with connect(behind) as slow:
        start = time.monotonic()
        slow.sendall(begun)
        for _ in range(3):
            slow.sendall(b"x" if begun else b"")
            time.sleep(0.1)
        assert read_all(slow) == b""
        assert time.monotonic() - start < 10


def test_the_second_head_of_a_connection_must_end_too(
    behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.5)
    with connect(behind) as slow:
        slow.sendall(b"GET /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(0.4)
        slow.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")
        answered = read_all(slow)
        assert answered.startswith(b"HTTP/1.1 200")
        assert answered.count(b"HTTP/1.1 ") == 1


def test_a_body_that_never_ends_is_let_go(behind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.5)
    with connect(behind) as slow:
        slow.sendall(head_of("100") + b"name=x")
        assert read_all(slow).startswith(b"HTTP/1.1 408")


def test_a_long_answer_is_not_cut_by_the_wait_for_heads(
    behind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(gate, "BODY_SECONDS", 5)
    with connect(behind) as slow:
        slow.sendall(head_of("6\r\nConnection: close"))
        time.sleep(0.6)
        slow.sendall(b"name=x")
        assert read_all(slow).startswith(b"HTTP/1.1 403")


@pytest.mark.parametrize("length", ["-1", "1e3", "9" * 40])
def test_a_length_that_cannot_be_is_refused(behind: str, length: str) -> None:
    with connect(behind) as odd:
        odd.sendall(head_of(length))
        assert re.match(rb"HTTP/1.1 4(00|13)", read_all(odd))
