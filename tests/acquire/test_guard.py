"""Which hosts may be asked."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence

import pytest

from onrecord.acquire.answers import FetchError, Seen
from onrecord.acquire.fetcher import Fetcher, Manners
from onrecord.acquire.guard import Guard, check_address, is_public, resolve_host
from tests.acquire.answering import Reply, Web, serve_web
from tests.site.following import SimulatedClock

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


@pytest.mark.parametrize(
    "number",
    [
        PUBLIC,
        PUBLIC_6,
        "::ffff:93.184.215.14",
        "64:ff9b::5db8:d70e",  # 93.184.215.14 behind a translator
    ],
)
def test_addresses_of_the_public_internet_may_be_asked(number: str):
    assert is_public(number)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "127.255.255.254",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",  # shared by carriers
        "169.254.169.254",  # link-local, where clouds keep their secrets
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "233.252.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",  # 127.0.0.1 behind a translator
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",  # a translator's own network
        "2002:7f00:1::",  # 6to4 of 127.0.0.1
        "2002:a9fe:a9fe::1",
        "2001:0:5db8:d70e:0:0:80ff:fffe",  # Teredo of 127.0.0.1
        "2001:db8::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "100::1",
        "no number",
        "",
    ],
)
def test_all_other_addresses_may_not(number: str):
    assert not is_public(number)


@pytest.mark.parametrize(
    "address",
    ["https://weirs.example/a?b=c#d", "HTTP://weirs.example:8080", "http://[2606:2800::1]/a"],
)
def test_an_address_of_the_web_passes(address: str):
    check_address(address)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://weirs.example/", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,a", "only http and https"),
        ("//weirs.example/", "only http and https"),
        ("weirs.example", "only http and https"),
        ("", "only http and https"),
        ("http://", "no address"),
        ("http:///a", "no address"),
        ("http://[::1", "no address"),
        ("http://weirs.example:99999/", "no address"),
        ("http://weirs.example:a/", "no address"),
        ("http://weirs.example/" + "a" * 5000, "no address"),
        ("http://reader:word@weirs.example/", "a user in it"),
        ("http://weirs.example@127.0.0.1/", "a user in it"),
        ("http://@127.0.0.1/", "a user in it"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address: str, told: str):
    with pytest.raises(FetchError, match=told):
        check_address(address)


# Names


class Names:
    """Resolves every name to the next of the answers it was given; the last one stays."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        del port
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def test_all_addresses_of_a_host_have_to_be_public():
    assert Guard((), Names([PUBLIC, PUBLIC_6])).find_addresses("weirs.example", 80)
    with pytest.raises(FetchError, match=r"leads to 10\.0\.0\.5"):
        Guard((), Names([PUBLIC, "10.0.0.5"])).find_addresses("weirs.example", 80)


@pytest.mark.parametrize(
    "host",
    ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "[::1]", "::1"],
)
def test_no_spelling_of_this_machine_is_asked(host: str):
    with pytest.raises(FetchError):
        Guard((), resolve_host).find_addresses(host.strip("[]"), 80)


@pytest.mark.parametrize("name", ["weirs.example", "WEIRS.example", "weirs.example."])
def test_a_host_that_is_allowed_by_its_name_may_be_private(name: str):
    assert Guard([name], Names(["10.0.0.5"])).find_addresses("weirs.example", 80) == ["10.0.0.5"]


@pytest.mark.parametrize("name", ["example", "harbour.weirs.example", "10.0.0.5"])
def test_allowing_another_name_allows_nothing(name: str):
    with pytest.raises(FetchError, match=r"add 'weirs\.example' to 'allow'"):
        Guard([name], Names(["10.0.0.5"])).find_addresses("weirs.example", 80)


def test_a_name_that_is_nowhere_may_be_found_later():
    def nowhere(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(host, port)

    with pytest.raises(FetchError, match="cannot be found") as caught:
        Guard((), nowhere).find_addresses("weirs.example", 80)
    assert caught.value.passing


# Connections


@pytest.fixture
def web() -> Iterator[Web]:
    with serve_web() as running:
        yield running


def make_fetcher(names: Names, *allowed: str) -> Fetcher:
    manners = Manners.make(SimulatedClock(1_900_000_000.0), seed=1)
    return Fetcher(manners, allowed=allowed, resolve=names)


def test_what_was_checked_is_what_is_connected_to(web: Web):
    web.pages |= {"/robots.txt": Reply(), "/a": Reply(304), "/b": Reply(200, b"<p>Open.</p>")}
    names, base = Names(["127.0.0.1"]), f"http://weirs.example:{web.port}"
    with make_fetcher(names, "weirs.example") as fetcher:
        assert fetcher.fetch(base + "/a", Seen('"1"')).status == 304
        assert fetcher.fetch(base + "/b").body == b"<p>Open.</p>"
    assert {one.headers["host"] for one in web.asked} == {f"weirs.example:{web.port}"}
    assert names.asked == ["weirs.example"]  # once for one connection, over which all is asked


def test_a_name_that_turns_private_is_refused_at_its_next_connection(web: Web):
    guard = Guard((), Names([PUBLIC], ["127.0.0.1"]))
    assert guard.find_addresses("weirs.example", web.port) == [PUBLIC]
    with pytest.raises(FetchError, match=r"leads to 127\.0\.0\.1"):
        guard.connect_tcp("weirs.example", web.port, timeout=1.0)
    assert web.asked == []


def test_a_redirect_to_a_name_that_is_private_is_refused(web: Web):
    web.pages["/a"] = Reply(302, headers=[("location", f"http://gauges.example:{web.port}/b")])
    web.pages["/b"] = Reply(200, b"secret")
    fetcher = make_fetcher(Names(["127.0.0.1"]), "weirs.example")
    with fetcher, pytest.raises(FetchError, match=r"gauges\.example: it leads to"):
        fetcher.fetch(f"http://weirs.example:{web.port}/a")
    assert {one.headers["host"].partition(":")[0] for one in web.asked} == {"weirs.example"}


def test_the_first_address_that_takes_a_connection_is_used(web: Web):
    web.pages["/a"] = Reply(200, b"<p>Open.</p>")
    with make_fetcher(Names(["127.0.0.2", "127.0.0.1"]), "weirs.example") as fetcher:
        assert fetcher.fetch(f"http://weirs.example:{web.port}/a").body == b"<p>Open.</p>"


def test_settings_of_the_environment_lead_to_no_proxy(web: Web, monkeypatch: pytest.MonkeyPatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    web.pages["/a"] = Reply(200, b"<p>Open.</p>")
    with make_fetcher(Names(["127.0.0.1"]), "weirs.example") as fetcher:
        assert fetcher.fetch(f"http://weirs.example:{web.port}/a").status == 200
