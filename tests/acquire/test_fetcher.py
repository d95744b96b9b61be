"""The fetcher against a real server: what it asks, how long it waits, and what it refuses."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Sequence
from email.utils import formatdate

import pytest

from onrecord.acquire.answers import Answer, FetchError, Seen
from onrecord.acquire.fetcher import FIRST_PAUSE, REDIRECTS, TRIES, Fetcher, Limits, Manners
from onrecord.acquire.pace import STRIKES, HostError
from tests.acquire.answering import Reply, Web, serve_web
from tests.site.following import SimulatedClock

BEGIN = 1_900_000_000.0
LIMITS = Limits(step=2.0, whole=5.0, wire=20_000, body=50_000)
HASTY = Limits(step=0.1, whole=0.3, wire=20_000, body=50_000)
PAGE = b"<p>The weir is open.</p>"

Fetch = Callable[..., Answer]


@pytest.fixture
def web() -> Iterator[Web]:
    with serve_web() as running:
        yield running


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(BEGIN)


@pytest.fixture
def fetch(web: Web, clock: SimulatedClock) -> Iterator[Fetch]:
    """Fetches a path with the manners of one run."""
    manners = Manners.make(clock, seed=1)
    open_: list[Fetcher] = []

    def ask(path: str, seen: Seen | None = None, limits: Limits = LIMITS) -> Answer:
        open_.append(Fetcher(manners, allowed=["127.0.0.1"], limits=limits))
        return open_[-1].fetch(web.base + path, seen)

    yield ask
    for fetcher in open_:
        fetcher.close()


def redirect(place: str, status: int = 302) -> Reply:
    return Reply(status, headers=[("location", place)])


# What is asked


def test_an_answer_says_what_came_and_when(web: Web, fetch: Fetch):
    web.pages["/a"] = Reply(200, PAGE, [("Content-Type", 'Text/HTML; charset="ISO-8859-5"')])
    answer = fetch("/a")
    assert (answer.status, answer.body) == (200, PAGE)
    assert (answer.address, answer.final) == (web.base + "/a", web.base + "/a")
    assert (answer.media, answer.charset) == ("text/html", "iso-8859-5")
    assert answer.at.startswith("2030-03-17T17:46:4")
    assert answer.header("content-type") == 'Text/HTML; charset="ISO-8859-5"'


def test_a_page_that_was_seen_is_asked_for_under_its_conditions(web: Web, fetch: Fetch):
    web.pages["/a"] = Reply(304)
    answer = fetch("/a", Seen('"7"', "Tue, 01 Jan 2030 08:00:00 GMT"))
    assert (answer.status, answer.body) == (304, b"")
    asked = web.asked[-1].headers
    assert asked["if-none-match"] == '"7"'
    assert asked["if-modified-since"] == "Tue, 01 Jan 2030 08:00:00 GMT"


def test_a_page_that_was_not_seen_is_asked_for_without_conditions(web: Web, fetch: Fetch):
    web.pages["/a"] = Reply(304)
    with pytest.raises(FetchError, match="answers 304"):
        fetch("/a")
    assert not web.asked[-1].headers.keys() & {"if-none-match", "if-modified-since"}


def test_a_request_names_its_sender_and_only_what_it_can_unpack(web: Web, fetch: Fetch):
    web.pages["/a"] = Reply(200, PAGE)
    fetch("/a")
    asked = web.asked[-1].headers
    assert asked["user-agent"].startswith("onrecord/")
    assert asked["accept-encoding"] == "gzip, deflate"
    assert not asked.keys() & {"cookie", "authorization", "referer"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_an_answer(web: Web, fetch: Fetch, status: int):
    web.pages["/a"] = Reply(status, b"<p>Not here.</p>")
    answer = fetch("/a")
    assert (answer.status, answer.body) == (status, b"")


# Pauses


def test_two_requests_to_a_host_are_its_pace_apart(web: Web, clock: SimulatedClock):
    web.pages["/a"] = Reply(200, PAGE)
    with Fetcher(Manners.make(clock), pace=7.0, allowed=["127.0.0.1"]) as fetcher:
        for count in range(1, 4):
            fetcher.fetch(web.base + "/a")
            assert clock.now == BEGIN + 7.0 * count  # robots.txt was asked for first


def test_the_delay_that_a_site_asks_for_is_kept(web: Web, fetch: Fetch, clock: SimulatedClock):
    web.pages |= {
        "/robots.txt": Reply(200, b"User-agent: *\nCrawl-delay: 40\n"),
        "/a": Reply(200, PAGE),
    }
    fetch("/a")
    fetch("/a")
    assert clock.now == BEGIN + 80.0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("spell", [lambda _: "50", lambda now: formatdate(now + 50, usegmt=True)])
def test_a_site_that_asks_for_patience_gets_it(
    web: Web, fetch: Fetch, clock: SimulatedClock, status: int, spell: Callable[[float], str]
):
    busy = Reply(status, headers=[("retry-after", spell(BEGIN + 1))])
    web.pages["/a"] = [busy, Reply(200, PAGE)]
    assert fetch("/a").body == PAGE
    assert 51.0 <= clock.now - BEGIN <= 52.0
    assert web.targets == ["/a", "/a"]


def test_a_host_that_asks_for_more_patience_than_a_run_has_is_left_alone(
    web: Web, fetch: Fetch, clock: SimulatedClock
):
    web.pages |= {
        "/a": Reply(429, headers=[("retry-after", "3600")]),
        "/b": Reply(200, PAGE),
    }
    with pytest.raises(FetchError, match="answers 429") as caught:
        fetch("/a")
    assert caught.value.passing
    with pytest.raises(HostError, match="left alone until"):
        fetch("/b")
    assert web.targets == ["/a"]
    clock.now = BEGIN + 3602
    assert fetch("/b").body == PAGE


class NotingClock(SimulatedClock):
    """Notes how long was waited each time."""

    def sleep(self, seconds: float) -> None:
        self.waits = [*getattr(self, "waits", []), seconds]
        super().sleep(seconds)


def read_pauses(web: Web, seed: int) -> list[float]:
    """The pauses before each further request for a page that fails."""
    web.pages["/a"] = Reply(500)
    clock = NotingClock(BEGIN)
    fetcher = Fetcher(Manners.make(clock, seed), pace=0.0, allowed=["127.0.0.1"])
    with fetcher, pytest.raises(FetchError, match="answers 500"):
        fetcher.fetch(web.base + "/a")
    return clock.waits


def test_pauses_after_failures_double_and_vary_by_chance(web: Web):
    waits = read_pauses(web, seed=1)
    assert len(waits) == TRIES - 1
    for number, wait in enumerate(waits):
        assert 0.5 <= wait / (FIRST_PAUSE * 2**number) <= 1.5
    assert waits == read_pauses(web, seed=1)
    assert waits != read_pauses(web, seed=2)


# Redirects


def test_redirects_are_followed_to_their_end(web: Web, fetch: Fetch):
    for number in range(REDIRECTS):
        web.pages[f"/{number}"] = redirect(f"/{number + 1}", (301, 302, 303, 307, 308)[number % 5])
    web.pages[f"/{REDIRECTS}"] = Reply(200, PAGE)
    answer = fetch("/0")
    assert (answer.address, answer.final) == (web.base + "/0", f"{web.base}/{REDIRECTS}")
    assert answer.body == PAGE


def test_a_redirect_drops_what_stands_behind_the_hash(web: Web, fetch: Fetch):
    web.pages |= {"/a": redirect("b#part"), "/b": Reply(200, PAGE)}
    assert fetch("/a").final == web.base + "/b"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("/a", "more than 5 times"),
        ("", "leads on to nowhere"),
        ("file:///etc/hostname", "only http and https"),
        ("gopher://127.0.0.1/1", "only http and https"),
        ("http://reader@127.0.0.1/", "it has a user in it"),
        ("http://127.0.0.1:99999/", "no address"),
        ("/closed/minutes", "robots.txt forbids it"),
    ],
)
def test_a_redirect_to_where_nobody_may_go_is_refused(
    web: Web, fetch: Fetch, place: str, told: str
):
    web.pages |= {
        "/robots.txt": Reply(200, b"User-agent: *\nDisallow: /closed/\n"),
        "/a": redirect(place),
    }
    with pytest.raises(FetchError, match=told) as caught:
        fetch("/a")
    assert not caught.value.passing
    assert set(web.targets) == {"/a"}


@pytest.mark.parametrize("place", ["http://[::1", "http://[::g]/", "http://a b/", "//"])
def test_a_redirect_to_what_is_no_address_is_one_error(web: Web, fetch: Fetch, place: str):
    web.pages["/a"] = redirect(place)
    with pytest.raises(FetchError):
        fetch("/a")
    assert set(web.targets) <= {"/a", "/"}


def test_a_redirect_to_a_private_host_that_is_not_allowed_is_refused_unasked(
    web: Web, fetch: Fetch
):
    web.pages["/a"] = redirect(f"http://localhost:{web.port}/secret")
    with pytest.raises(FetchError, match="no public address"):
        fetch("/a")
    assert web.targets == ["/a"]
    assert all(one.headers["host"].startswith("127.0.0.1") for one in web.asked)


# Bodies


def pack(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def deflate(body: bytes, window: int) -> bytes:
    packer = zlib.compressobj(wbits=window)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", pack(PAGE)),
        ("X-GZIP", pack(PAGE)),
        ("deflate", deflate(PAGE, zlib.MAX_WBITS)),
        ("deflate", deflate(PAGE, -zlib.MAX_WBITS)),
        ("identity", PAGE),
        ("", PAGE),
    ],
)
def test_packed_bodies_are_unpacked(web: Web, fetch: Fetch, encoding: str, body: bytes):
    web.pages["/a"] = Reply(200, body, [("content-encoding", encoding)])
    assert fetch("/a").body == PAGE


def test_a_body_without_a_length_ends_with_its_connection(web: Web, fetch: Fetch):
    web.pages["/a"] = Reply(200, PAGE, way="open")
    assert fetch("/a").body == PAGE


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(200, bytes(LIMITS.wire + 1)), "over 20000 bytes"),
        (Reply(200, bytes(LIMITS.wire + 1), way="open"), "over 20000 bytes"),
        (Reply(200, pack(bytes(10**7)), [("content-encoding", "gzip")]), "unpacks to over 50000"),
        (Reply(200, pack(pack(PAGE)), [("content-encoding", "gzip, gzip")]), "packed 2 times"),
        (Reply(200, PAGE, [("content-encoding", "br")]), "packed as 'br'"),
    ],
)
def test_a_body_out_of_bounds_is_refused_at_once(web: Web, fetch: Fetch, reply: Reply, told: str):
    web.pages["/a"] = reply
    with pytest.raises(FetchError, match=told) as caught:
        fetch("/a")
    assert not caught.value.passing
    assert web.targets == ["/a"]


GARBAGE = (
    Reply(200, PAGE, way="cut"),
    Reply(200, pack(PAGE)[:-9], [("content-encoding", "gzip")]),
    Reply(200, b"no gzip at all", [("content-encoding", "gzip")]),
    Reply(way="drop"),
    Reply(way="raw", body=b"\x00\xff\x00 what is this\r\n\r\n"),
    Reply(way="raw", body=b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n"),
    Reply(way="raw", body=b"HTTP/1.1 200 OK\r\nx: " + b"y" * 200_000 + b"\r\n\r\n"),
    Reply(500),
    Reply(408),
)


@pytest.mark.parametrize("reply", GARBAGE)
def test_an_answer_that_is_broken_is_asked_for_again(web: Web, fetch: Fetch, reply: Reply):
    web.pages["/a"] = [reply, Reply(200, PAGE)]
    assert fetch("/a").body == PAGE
    assert web.targets == ["/a", "/a"]


@pytest.mark.parametrize("reply", GARBAGE)
def test_an_answer_that_stays_broken_is_told_as_passing(web: Web, fetch: Fetch, reply: Reply):
    web.pages["/a"] = reply
    with pytest.raises(FetchError) as caught:
        fetch("/a")
    assert caught.value.passing
    assert web.targets == ["/a"] * TRIES


@pytest.mark.parametrize("status", [400, 401, 403, 451, 501])
def test_a_refusal_is_not_asked_for_again(web: Web, fetch: Fetch, status: int):
    web.pages["/a"] = Reply(status)
    with pytest.raises(FetchError, match=f"answers {status}") as caught:
        fetch("/a")
    assert not caught.value.passing
    assert web.targets == ["/a"]


@pytest.mark.parametrize("reply", [Reply(way="stall"), Reply(200, bytes(200), way="drip")])
def test_a_site_that_is_slow_is_left(web: Web, fetch: Fetch, reply: Reply):
    web.pages["/a"] = reply
    with pytest.raises(FetchError, match="too slow") as caught:
        fetch("/a", limits=HASTY)
    assert caught.value.passing


def test_a_host_that_does_not_answer_is_left_alone_for_the_run(web: Web, fetch: Fetch):
    web.pages |= {"/a": Reply(way="drop"), "/b": Reply(200, PAGE)}
    for _ in range(2):
        with pytest.raises(FetchError):
            fetch("/a")
    with pytest.raises(HostError, match="does not answer"):
        fetch("/b")
    assert len(web.targets) == STRIKES


# Rules


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        ([Reply(503)], "503"),
        ([Reply(way="drop")], "no answer"),
        ([redirect("/robots.txt")], None),
        ([Reply(403)], None),
        ([Reply(200, bytes(LIMITS.wire + 1))], None),
        ([Reply(503), Reply(200, b"")], None),
    ],
)
def test_a_site_whose_rules_fail_is_not_asked(
    web: Web, fetch: Fetch, replies: Sequence[Reply], told: str | None
):
    web.pages |= {"/robots.txt": replies, "/a": Reply(200, PAGE)}
    if told is None:
        assert fetch("/a").body == PAGE
        return
    with pytest.raises(HostError, match=told):
        fetch("/a")
    assert web.targets == []


def test_rules_are_followed_to_where_they_are(web: Web, fetch: Fetch):
    web.pages |= {
        "/robots.txt": redirect("/rules"),
        "/rules": Reply(200, b"User-agent: onrecord\nDisallow: /a\n"),
        "/a": Reply(200, PAGE),
    }
    with pytest.raises(FetchError, match=r"robots.txt forbids"):
        fetch("/a")
    assert web.targets == ["/rules"]
