"""Who may write, tried on a real server over a real register."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from onrecord.errors import InputError
from onrecord.register.store import open_engine
from onrecord.register.users import Users
from onrecord.web.app import create_app, serve
from onrecord.web.auth import OPEN_PATHS
from onrecord.web.auth.addresses import safe_next
from onrecord.web.auth.visit import Visit, derive_token
from tests.web.conftest import start_server
from tests.web.routes import each_route

EDITOR, READER = ("Ama Quill", "a lamp beside the quay"), ("Bo Tern", "seven herons at noon")
COOKIE = "onrecord-session"
AWAY = "https://elsewhere.example"
WRITE = "/review/judge"  # a route that writes


def make_home(folder: Path) -> Path:
    open_engine(folder, create=True).dispose()
    people = Users(folder)
    people.add(EDITOR[0], "editor", EDITOR[1])
    people.add(READER[0], "reader", READER[1])
    people.close()
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with users, and no release."""
    return make_home(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def site(shared: Path) -> str:
    return start_server(shared)


@pytest.fixture(scope="module")
def public_site(shared: Path) -> str:
    return start_server(shared, public_reading=True)


@pytest.fixture
def stranger(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as opened:
        yield opened


@pytest.fixture
def editor(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as opened:
        assert sign_in(opened, *EDITOR).status_code == 303
        yield opened


@pytest.fixture
def reader(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as opened:
        assert sign_in(opened, *READER).status_code == 303
        yield opened


def find_token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    assert found, page.text[:500]
    return found[1]


def sign_in(client: httpx.Client, name: str, password: str, following: str = "/") -> httpx.Response:
    token = find_token(client.get("/sign-in"))
    sent = {"csrf": token, "name": name, "password": password, "next": following}
    return client.post("/sign-in", data=sent)


def token_of(client: httpx.Client) -> str:
    return find_token(client.get("/account"))


def test_on_this_machine_without_users_nobody_signs_in(client: httpx.Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Sign in" not in page.text
    assert "set-cookie" not in page.headers
    assert client.get("/sign-in").headers["location"] == "/"
    assert client.get("/account").status_code == 303


def test_on_this_machine_a_form_still_needs_its_token(client: httpx.Client) -> None:
    with httpx.Client(base_url=client.base_url) as browser:
        assert browser.post(WRITE, data={"say": "note"}).status_code == 403
        token = find_token(browser.get("/review/session"))
        assert browser.post(WRITE, data={"say": "note", "csrf": token}).status_code == 400


def test_what_comes_through_a_proxy_is_not_taken_for_this_machine(client: httpx.Client) -> None:
    for name in ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto"):
        answer = client.get("/", headers={name: "203.0.113.9"})
        assert answer.status_code == 400
        assert "--proxy" in answer.text


def test_once_there_is_a_user_reading_needs_signing_in(stranger: httpx.Client) -> None:
    answer = stranger.get("/events?kind=session&page=2")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fevents%3Fkind%3Dsession%26page%3D2"
    for path in ("/api/v1/events", "/events.json", "/events.csv"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.json()["status"]) == (401, 401)


def test_every_page_is_closed_to_a_stranger(stranger: httpx.Client, shared: Path) -> None:
    asked = [path for path, method in each_route(create_app(shared).routes) if method == "GET"]
    assert len(asked) > 100
    for path in asked:
        if path != "/sign-in":
            answer = stranger.get(re.sub(r"\{[^}]+\}", "x", path))
            assert answer.status_code in (303, 401), path


def test_no_route_that_writes_is_open_to_a_stranger_or_a_reader(
    shared: Path, public_site: str, stranger: httpx.Client, reader: httpx.Client
) -> None:
    """Whoever adds a route need not think of it; one for everybody must stand in `OPEN_PATHS`."""
    writing = {
        (re.sub(r"\{[^}]+\}", "x", path), method)
        for path, method in each_route(create_app(shared).routes)
        if method not in ("GET", "HEAD") and path not in OPEN_PATHS
    }
    assert (WRITE, "POST") in writing
    token = token_of(reader)
    with httpx.Client(base_url=public_site) as anybody:
        anybody_token = find_token(anybody.get("/sign-in"))
        for path, method in writing:
            answer = anybody.request(method, path, data={"csrf": anybody_token})
            assert answer.headers.get("location", "").startswith("/sign-in"), path
            answer = stranger.request(method, path, data={"csrf": anybody_token})
            assert answer.headers.get("location", "").startswith("/sign-in"), path
            answer = reader.request(method, path, data={"csrf": token})
            assert answer.status_code == 403, path
            assert "You may read, not write" in answer.text, path


def test_a_route_of_everybody_asks_for_the_form_of_the_session(stranger: httpx.Client) -> None:
    for path in ("/sign-in", "/account/password"):
        assert stranger.post(path, data={"name": "x"}).status_code in (303, 403), path


def test_an_editor_signs_in_writes_under_the_name_and_signs_out(editor: httpx.Client) -> None:
    page = editor.get("/review/session")
    assert "Signed in as" in page.text
    assert EDITOR[0] in page.text
    sent = {"csrf": find_token(page), "say": "note"}
    assert "nothing is written" in editor.post(WRITE, data=sent).text
    kept = editor.cookies[COOKIE]
    answer = editor.post("/sign-out", data={"csrf": sent["csrf"]})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert COOKIE not in editor.cookies
    editor.cookies.set(COOKIE, kept)
    assert editor.get("/account").status_code == 303


def test_a_reader_reads_and_is_told_why_not_more(reader: httpx.Client) -> None:
    assert reader.get("/events").status_code == 200
    answer = reader.get("/review/session")
    assert answer.status_code == 403
    assert "You may read, not write" in answer.text


def test_another_role_holds_for_pages_that_the_browser_has_seen(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    with httpx.Client(base_url=start_server(home)) as browser:
        sign_in(browser, *EDITOR)
        tag = {"If-None-Match": browser.get("/review/session").headers["etag"]}
        assert browser.get("/review/session", headers=tag).status_code == 304
        people = Users(home)
        people.set_role(EDITOR[0], "reader")
        assert browser.get("/review/session", headers=tag).status_code == 403
        people.remove(EDITOR[0])
        assert browser.get("/review/session", headers=tag).status_code == 303
        people.close()


def test_the_first_user_closes_a_site_that_is_running(tmp_path: Path) -> None:
    open_engine(tmp_path, create=True).dispose()
    with httpx.Client(base_url=start_server(tmp_path)) as browser:
        assert browser.get("/events").status_code == 200
        people = Users(tmp_path)
        people.add(*EDITOR[:1], "editor", EDITOR[1])
        people.close()
        assert browser.get("/events").status_code == 303


def test_a_session_begins_at_sign_in_and_not_before(stranger: httpx.Client) -> None:
    """A token that somebody else has planted in the browser is no session afterwards."""
    planted = "x" * 43
    stranger.cookies.set(COOKIE, planted)
    stranger.cookies.set("onrecord-forms", planted)
    token = derive_token(planted)
    sent = {"csrf": token, "name": EDITOR[0], "password": EDITOR[1]}
    answer = stranger.post("/sign-in", data=sent)
    assert answer.status_code == 303
    given = re.search(rf"{COOKIE}=([^;]+)", answer.headers["set-cookie"])
    assert given
    assert given[1] != planted
    with httpx.Client(base_url=stranger.base_url, cookies={COOKIE: planted}) as other:
        assert other.get("/account").status_code == 303


def test_signing_in_again_ends_the_session_before(editor: httpx.Client) -> None:
    first, token = editor.cookies[COOKIE], token_of(editor)
    sent = {"csrf": token, "name": READER[0], "password": READER[1]}
    assert editor.post("/sign-in", data=sent).status_code == 303
    assert editor.cookies[COOKIE] != first
    with httpx.Client(base_url=editor.base_url, cookies={COOKIE: first}) as other:
        assert other.get("/account").status_code == 303


def test_cookies_are_kept_from_scripts_other_sites_and_plain_connections(
    stranger: httpx.Client,
) -> None:
    told = stranger.get("/sign-in").headers["set-cookie"]
    assert re.fullmatch(r"onrecord-forms=[\w-]{43}; HttpOnly; Path=/; SameSite=lax", told)
    told = sign_in(stranger, *EDITOR).headers.get_list("set-cookie")[-1]
    assert re.fullmatch(rf"{COOKIE}=[\w-]{{43}}; HttpOnly; Path=/; SameSite=lax", told)


def test_a_shipped_file_sets_and_reads_no_cookie(editor: httpx.Client) -> None:
    answer = editor.get("/static/style.css")
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"].startswith("public")
    assert editor.get("/events").headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": AWAY},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused_even_with_the_token(
    editor: httpx.Client, headers: dict[str, str]
) -> None:
    sent = {"csrf": token_of(editor), "say": "note"}
    answer = editor.post(WRITE, data=sent, headers=headers)
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert editor.post("/sign-out", data=sent, headers=headers).status_code == 403


def test_a_form_of_this_site_is_taken(editor: httpx.Client) -> None:
    origin = str(editor.base_url).rstrip("/")
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    sent = {"csrf": token_of(editor), "say": "note"}
    assert editor.post(WRITE, data=sent, headers=headers).status_code == 400
    headers["X-CSRF-Token"] = sent.pop("csrf")
    assert editor.post(WRITE, data=sent, headers=headers).status_code == 400


@pytest.mark.parametrize("token", [None, "", "0" * 64, "ÿ", "\x00"])
def test_a_missing_or_wrong_token_is_refused(editor: httpx.Client, token: str | None) -> None:
    sent = {"say": "note"} | ({} if token is None else {"csrf": token})
    for path in (WRITE, "/account/password", "/sign-out"):
        answer = editor.post(path, data=sent)
        assert answer.status_code == 403, path
        assert "Nothing was recorded" in answer.text


def test_the_token_of_another_session_is_refused(
    editor: httpx.Client, reader: httpx.Client, stranger: httpx.Client
) -> None:
    for other in (token_of(reader), find_token(stranger.get("/sign-in"))):
        assert editor.post(WRITE, data={"say": "note", "csrf": other}).status_code == 403


def test_a_token_in_a_file_or_twice_is_no_way_around(editor: httpx.Client) -> None:
    files = {"csrf": ("x.txt", token_of(editor).encode(), "text/plain")}
    assert editor.post(WRITE, data={"say": "note"}, files=files).status_code == 403
    assert editor.post(WRITE, json={"csrf": token_of(editor)}).status_code == 403


def test_the_token_tells_nothing_of_the_session(editor: httpx.Client) -> None:
    page = editor.get("/account").text
    assert editor.cookies[COOKIE] not in page
    assert not Visit().holds(derive_token(""))


def test_an_unknown_name_and_a_wrong_password_are_answered_alike(tmp_path: Path) -> None:
    with httpx.Client(base_url=start_server(make_home(tmp_path))) as browser:
        known = sign_in(browser, EDITOR[0], "wrong")
        unknown = sign_in(browser, "Nobody", "wrong")
        assert known.status_code == unknown.status_code == 400
        told = [answer.text.replace(name, "") for answer, name in
                ((known, EDITOR[0]), (unknown, "Nobody"))]  # fmt: skip
        assert told[0] == told[1]
        assert "The name or the password is wrong." in told[0]


def test_guessing_is_slowed_down_whichever_server_is_asked(tmp_path: Path) -> None:
    home = make_home(tmp_path)
    one, other = start_server(home), start_server(home)
    with httpx.Client(base_url=one) as browser, httpx.Client(base_url=other) as again:
        tried = [sign_in(browser, EDITOR[0], "wrong").status_code for _ in range(10)]
        assert tried[:5] == [400] * 5
        assert 429 in tried[5:]
        while (answer := sign_in(again, EDITOR[0], "wrong")).status_code != 429:
            pass
        assert sign_in(again, *EDITOR).status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert "too many attempts" in answer.text
        assert sign_in(again, *READER).status_code == 303


def test_what_is_wrong_is_told_beside_its_field(stranger: httpx.Client) -> None:
    page = sign_in(stranger, "", "").text
    for name in ("name", "password"):
        assert re.search(rf'id="{name}"[^>]*aria-describedby="{name}-note" aria-invalid', page)
    assert "Write your name." in page
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "<script>" in sign_in(stranger, "<script>", "").text.replace(
        "&lt;script&gt;", "<script>"
    )
    assert 'value="<script>' not in sign_in(stranger, "<script>", "").text


@pytest.mark.parametrize(
    "given",
    [
        AWAY,
        "//elsewhere.example",
        "///elsewhere.example",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "\t//elsewhere.example",
        " //elsewhere.example",
        "http:elsewhere.example",
        "javascript:alert(1)",
        "elsewhere.example",
        "/events\r\nSet-Cookie: a=b",
        "/events\nLocation: https://elsewhere.example",
        "/events\x00",
        "/events\u2028",
        "/sign-in",
        "/" + "x" * 3000,
        "//[",
        "",
    ],
)
def test_signing_in_leads_nowhere_else(stranger: httpx.Client, given: str) -> None:
    assert safe_next(given) == "/"
    shown = stranger.get("/sign-in", params={"next": given})
    assert 'name="next" value="/"' in shown.text
    sent = {"csrf": find_token(shown), "name": EDITOR[0], "password": EDITOR[1], "next": given}
    answer = stranger.post("/sign-in", data=sent)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert "a" not in answer.cookies


def test_signing_in_leads_on_to_the_page_asked_for(stranger: httpx.Client) -> None:
    first = stranger.get("/events?kind=session&body=A%20%26%20B", follow_redirects=True)
    following = re.search(r'name="next" value="([^"]+)"', first.text)
    assert following
    wanted = following[1].replace("&amp;", "&")
    answer = sign_in(stranger, *EDITOR, wanted)
    assert answer.headers["location"] == "/events?kind=session&body=A%20%26%20B"


def test_anybody_reads_where_reading_is_public(public_site: str) -> None:
    with httpx.Client(base_url=public_site) as anybody:
        page = anybody.get("/events")
        assert page.status_code == 200
        assert 'href="/sign-in"' in page.text
        assert anybody.get("/api/v1/events").status_code == 200
        assert anybody.get("/review/session").headers["location"].startswith("/sign-in?next=")


def test_a_password_is_changed_by_whoever_knows_it(tmp_path: Path) -> None:
    address = start_server(make_home(tmp_path))
    with httpx.Client(base_url=address) as browser, httpx.Client(base_url=address) as other:
        sign_in(browser, *EDITOR)
        sign_in(other, *EDITOR)
        fresh = "nine boats on the slip"

        def change(current: str, new: str, again: str) -> httpx.Response:
            sent = {"csrf": token_of(browser), "current": current, "new": new, "again": again}
            return browser.post("/account/password", data=sent)

        assert "not your present password" in change("wrong", fresh, fresh).text
        assert "not the same" in change(EDITOR[1], fresh, "else").text
        assert "fewer than 12" in change(EDITOR[1], "short", "short").text
        assert browser.get("/account").status_code == 200
        before = browser.cookies[COOKIE]
        assert change(EDITOR[1], fresh, fresh).headers["location"] == "/account?changed=1"
        assert browser.cookies[COOKIE] != before
        assert browser.get("/account").status_code == 200
        assert other.get("/account").status_code == 303
        assert sign_in(other, EDITOR[0], fresh).status_code == 303


def test_users_never_stand_in_the_register_s_file(shared: Path) -> None:
    assert EDITOR[0].encode() not in (shared / "register.db").read_bytes()
    assert stat.S_IMODE((shared / "users.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "options", [{"host": "0.0.0.0"}, {"names": ["a.example"]}, {"proxy": "::1"}]
)
def test_others_are_not_let_in_without_a_user(home: Path, options: dict[str, str]) -> None:
    with pytest.raises(InputError, match="has no user"):
        serve(home, port=0, **options)  # type: ignore[arg-type]
