"""Payloads in every field of a release and in every address: shown, and never obeyed.

A real browser opens every kind of page over a register whose names, texts, headlines,
institutions and addresses are all attacks, and tells of scripts that ran and of policies broken.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Dialog

from onrecord.model.text import Unreadable
from onrecord.pipeline.judging import Judge
from onrecord.register.reader import Register
from onrecord.register.store import open_engine, writing
from onrecord.register.views import Query
from onrecord.register.writer import record_unreadable
from onrecord.web.addresses import release_address
from onrecord.web.app import create_app
from tests.gold import Gold, build_gold
from tests.web.conftest import start_server, write_gold
from tests.web.kinds import list_layers, list_review_pages
from tests.web.routes import each_route
from tests.web.test_browser import browser, open_page
from tests.web.test_pages import Page

__all__ = ["browser"]

PAYLOADS = (
    "<script>window.taken=1</script>",
    "\"><img src=x onerror='window.taken=1'>",
    "<svg/onload=window.taken=1>",
    "'-window.taken=1-'",
    "</textarea></title></style><script>window.taken=1</script>",
    "javascript:window.taken=1//",
    "{{ 7*'7' }}${window.taken=1}",
    "<a href=javascript:window.taken=1 autofocus onfocus=window.taken=1>",
    "&lt;script&gt;&#60;script&#62;",
    '=HYPERLINK("https://taken.example")',
    "\u202etxt.exe\u2066\ufeff\u200b",
    "%0d%0aSet-Cookie:%20taken=1",
)
MOMENT = "2031-06-07T10:00:00.000000Z"
FIELDS = ("headline", "body", "person", "place", "state", "thing", "plan", "office", "quote",
          "theme", "object", "action")  # fmt: skip
TYPES = {
    "body": "organisation", "person": "person", "place": "place", "state": "state",
    "thing": "operation", "plan": "instrument",
}  # fmt: skip


def tell_attack(number: int) -> Gold:
    """A document in whose fields the payloads stand, each field's being another's in the next."""
    said = {
        field: f"{field.title()} {PAYLOADS[(at + number) % len(PAYLOADS)]} {number}"
        for at, field in enumerate(FIELDS)
    }
    text = "\n".join([said["headline"], "", *(f"The {said[field]} met." for field in FIELDS[1:])])
    entities = [
        {"id": field, "type": type_, "mentions": [said[field]]} for field, type_ in TYPES.items()
    ]
    event: dict[str, Any] = {
        "id": "V1", "kind": "meeting", "status": "held", "triggers": ["met"],
        "start": "2031-06-03", "end": "2031-06-03", "places": ["place"], "bodies": ["body"],
        "chairs": ["person"], "hosts": ["state"], "participants": ["person", "state"],
        "theme": said["theme"], "mode": None,
    }  # fmt: skip
    act = {"kind": "approved", "object": said["object"], "actors": ["body"], "event": "V1"}
    release = {"headline": said["headline"], "published": "2031-06-05"}
    annotation = {
        "releases": [{**release, "begins": said["headline"], "ends": text[-30:], "main": True}],
        "entities": entities,
        "offices": [{"person": "person", "office": said["office"]}],
        "events": [event],
        "acts": [{**act, "date": "2031-06-03"}, {**act, "object": said["plan"], "date": None}],
        "commitments": [{"actors": ["body"], "action": said["action"], "due": "2031-07-01"}],
        "quotes": [{"speaker": "person", "quote": said["quote"], "direct": True}],
    }
    institution = f"Institute {PAYLOADS[number % len(PAYLOADS)]}"
    return build_gold(f"attack/{PAYLOADS[number]}", text, annotation, institution)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which everything is an attack, judgements and failures too."""
    home = tmp_path_factory.mktemp("attacked")
    engine = open_engine(home, create=True)
    documents = [tell_attack(number) for number in range(len(PAYLOADS))]
    write_gold(engine, documents[::2], MOMENT)
    write_gold(engine, documents[1::2], MOMENT, site="javascript:window.taken=1//")
    with writing(engine) as connection:
        for payload in PAYLOADS:
            failure = Unreadable(f"failed/{payload}", payload, payload, payload)
            record_unreadable(connection, failure, MOMENT)
    engine.dispose()
    register = Register.open(home)
    facts = [register.entry(row.id).facts[0].id for row in register.entries("event", Query())]
    register.close()
    for fact, payload in zip(facts, PAYLOADS, strict=False):
        judge = Judge(home, f"Editor {payload}")
        judge.note(fact, f"noted {payload}")
        judge.confirm(fact, f"confirmed {payload}")
        judge.close()
    return home


@pytest.fixture(scope="module")
def addresses(attacked: Path) -> list[str]:
    """Every kind of page, of some entries and releases that are attacks."""
    register = Register.open(attacked)
    found = ["/", "/releases", "/failures", "/network", "/map", "/timeline", "/report",
             "/calendar?month=2031-06", "/search?q=taken"]  # fmt: skip
    found += [*list_layers(register, entries=2), *list_review_pages(register)]
    for row in register.releases(Query(limit=3)):
        found += [release_address(row.id), f"/review/release/{row.id}"]
    register.close()
    return found


@pytest.fixture(scope="module")
def site(attacked: Path) -> str:
    return start_server(attacked)


@pytest.fixture(scope="module")
def attacker(site: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site, timeout=30) as opened:
        yield opened


def test_what_is_stored_is_never_markup_of_a_page(
    attacker: httpx.Client, addresses: list[str]
) -> None:
    wrong = {}
    for address in addresses:
        answer = attacker.get(address)
        assert answer.status_code == 200, address
        wrong[address] = Page(answer.text).obeyed
        assert "7777777" not in answer.text, address
    assert {address: found for address, found in wrong.items() if found} == {}


@pytest.mark.browser
def test_no_script_runs_and_no_policy_is_broken_in_a_browser(
    browser: Browser, site: str, addresses: list[str]
) -> None:
    page = open_page(browser, site)
    said: list[str] = []

    def dismiss(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismiss)
    page.on("console", lambda line: said.extend([line.text] if line.type == "error" else []))
    page.on("pageerror", lambda error: said.append(str(error)))
    strange: list[str] = []
    page.on("request", lambda asked: strange.append(asked.url))
    for address in addresses:
        page.goto(address)
        assert page.evaluate("window.taken") is None, address
    page.context.close()
    assert said == []
    assert [url for url in strange if not url.startswith(site)] == []


TURNED = """() => {
  const found = [];
  for (const block of document.querySelectorAll("main :is(p, li, td, dd, h1, blockquote)")) {
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last = null;
    while (walker.nextNode()) {
      const node = walker.currentNode, range = document.createRange();
      const apart = node.parentElement.closest(".unseen, .odd, sup, svg, option, summary");
      if (apart) { last = null; continue; }
      for (let at = 0; at < node.length; at++) {
        range.setStart(node, at); range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (!box.width) continue;
        if (last && Math.abs(box.bottom - last.bottom) < 1 && box.left < last.left)
          found.push(block.textContent.slice(0, 80) + " at " + node.data.slice(at, at + 20));
        last = box;
      }
    }
  }
  return found.slice(0, 3);
}"""  # letters that stand to the left of the one before them, on one line


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_an_override_is_shown_and_turns_no_letter_round(
    browser: Browser, site: str, addresses: list[str], script: bool
) -> None:
    page = open_page(browser, site, script=script)
    shown = 0
    for address in addresses[::6]:
        page.goto(address)
        assert page.evaluate(TURNED) == [], address
        for mark in page.locator("main .odd[data-code='U+202E']").all():
            if mark.is_visible():
                shown += 1
                assert mark.get_attribute("title") == "U+202E, right-to-left override"
                assert mark.evaluate("it => it.offsetWidth") > 20
    page.context.close()
    assert shown


def list_fields(home: Path) -> Iterator[tuple[str, list[str]]]:
    """Every address that is read without an id in it, with the names of its parameters."""
    app = create_app(home)
    paths = {path for path, method in each_route(app.routes) if method == "GET"}
    names = ["q", "words", "person", "body", "place", "name", "kind", "status", "from", "to",
             "source", "sort", "view", "month", "circle", "asof", "known", "page", "by", "before",
             "judged", "layer", "type", "after", "limit", "next", "term"]  # fmt: skip
    yield from ((path, names) for path in sorted(paths) if "{" not in path and "static" not in path)


def test_what_is_asked_comes_back_as_words_or_not_at_all(
    attacker: httpx.Client, attacked: Path
) -> None:
    asked = 0
    for path, names in list_fields(attacked):
        for payload in PAYLOADS[:5]:
            answer = attacker.get(path, params=dict.fromkeys(names, payload))
            assert answer.status_code < 500, (path, payload)
            assert "set-cookie" not in answer.headers or "taken" not in answer.headers["set-cookie"]
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert Page(answer.text).obeyed == [], (path, payload)
            asked += 1
    assert asked > 100


@pytest.mark.parametrize("ending", [".json", ".csv", ".ics", ".atom", ".jsonld", ".bib"])
def test_files_carry_payloads_as_what_they_are(
    attacker: httpx.Client, addresses: list[str], ending: str
) -> None:
    """A file is never taken for a page, and its name breaks no header."""
    pages = [a for a in addresses if a.count("/") < 3 and "?" not in a and not a.endswith("/")]
    answered = 0
    for address in [page + ending for page in pages]:
        answer = attacker.get(address)
        assert answer.status_code in (200, 404), address
        if answer.status_code == 200:
            answered += 1
            assert "html" not in answer.headers["content-type"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "\n" not in answer.headers.get("content-disposition", "")
            assert "taken" not in answer.headers.get("set-cookie", "")
    assert answered
