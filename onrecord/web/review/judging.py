"""A judgement that was sent: put into the journal, told on the page that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError, NotFoundError, OnrecordError
from onrecord.model.identity import layer_of
from onrecord.model.judgement import Judgement, find_active
from onrecord.pipeline.judging import Judge
from onrecord.register.chosen import find_told
from onrecord.register.journal import load_journal
from onrecord.register.matching import FACT_LAYERS
from onrecord.register.targets import DATED, NAMED
from onrecord.web.auth import FIELD, Editor
from onrecord.web.review.days import read_days
from onrecord.web.review.items import find_fact
from onrecord.web.review.minutes import FOLDER
from onrecord.web.review.naming import find_type
from onrecord.web.review.said import add_judged, find_back, parse_range
from onrecord.web.review.signed import Sent, open_judge
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page

SEE_OTHER = 303
LONGEST_REASON = 2000  # characters
UNDONE = "taken back in the browser"
PARTED = "|"  # between a slot and the value of it that is corrected

router = APIRouter()

Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """A judgement that could not be recorded, with all that was typed."""

    title: str
    message: str
    given: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str, str], ...]
    back: str
    editor: str


@router.post("/review/judge")
def take_judgement(given: Sent, site: OnSite, editor: Editor) -> Response:
    """Record what was said; `say` names it, `back` is the page to return to."""
    back = find_back(given.get("back", ""))
    try:
        with open_judge(site, editor) as judge:
            made = _say(site, judge, given)
    except OnrecordError as error:
        return _refuse(given, str(error), back, editor)
    return RedirectResponse(add_judged(back, [entry.number for entry in made]), SEE_OTHER)


def _say(site: Site, judge: Judge, given: Given) -> list[Judgement]:
    say = SAYINGS.get(given.get("say", ""))
    if say is None:
        raise InputError("say", "choose what to say", "press one of the buttons")
    return say(site, judge, given)


def _reason(given: Given) -> str:
    return " ".join(given.get("reason", "").split())[:LONGEST_REASON]


def _pair(kind: str) -> Callable[[Site, Judge, Given], list[Judgement]]:
    def say_pair(site: Site, judge: Judge, given: Given) -> list[Judgement]:
        one, other = (find_called(site, given.get(side, "")) for side in ("one", "other"))
        return [getattr(judge, kind)(one, other, _reason(given))]

    return say_pair


def find_called(site: Site, called: str) -> str:
    """A name or fact as a person gives it: its words, its id, or the address of its page.

    An entry of facts is meant by its last account. Raises `InputError` for nothing.
    """
    given = " ".join(called.split())
    if not given:
        raise InputError("the other", "nothing is given", "give a name, or a page's address")
    path = urlsplit(given).path if "/" in given else given
    last = unquote(path.rstrip("/").rpartition("/")[2])
    given = last if layer_of(last) else given
    if layer_of(given) not in FACT_LAYERS:
        return given
    try:
        return find_fact(site, given).id
    except NotFoundError:
        facts = site.register.entry(given).facts
        return facts[-1].id if facts else given


def _wrong(_: Site, judge: Judge, given: Given) -> list[Judgement]:
    answer = given.get("answer") or None
    return [judge.wrong(given.get("fact", ""), _reason(given), answer=answer)]


def _confirm(_: Site, judge: Judge, given: Given) -> list[Judgement]:
    answer = given.get("answer") or None
    return [judge.confirm(given.get("fact", ""), _reason(given), answer=answer)]


def _value(site: Site, judge: Judge, given: Given) -> list[Judgement]:
    """A corrected value; of an event's two days the other one moves along."""
    fact = find_fact(site, given.get("fact", ""))
    slot, _, instead = given.get("slot", "").partition(PARTED)
    value = " ".join(given.get("value", "").split())
    type_ = None
    if value and slot in DATED:
        days = read_days(value, fact.evidence.published)
        value = days[slot in ("end", "due")]
    elif value and slot in NAMED:
        type_ = None if layer_of(value) else find_type(site, slot, value)
    reason = _reason(given)
    return [judge.value(fact.id, slot, value, reason, instead=instead or None, type=type_)]


def _note(_: Site, judge: Judge, given: Given) -> list[Judgement]:
    text = " ".join(given.get("reason", "").split())
    if not text:
        raise InputError("the note", "nothing is written", "write what others should know")
    return [judge.note(given.get("about", ""), text[:LONGEST_REASON])]


def _undo(site: Site, judge: Judge, given: Given) -> list[Judgement]:
    """Takes back the entries of a range, the last first.

    A text that was typed in tells nothing more once all that was entered with it is taken back.
    """
    numbers = parse_range(given.get("number", ""))
    if not numbers:
        raise InputError("number", "no entry of the journal is named", "choose one in the history")
    reason = _reason(given) or UNDONE
    made = [judge.revoke(number, reason) for number in reversed(numbers)]
    for document in _find_emptied(site, numbers):
        made += [judge.wrong(fact, reason) for fact in site.register.ask(find_told, document)]
    return made


def _find_emptied(site: Site, numbers: range) -> list[str]:
    """Documents that were typed in, on which nothing holds any more that was entered by hand."""
    journal = site.register.ask(load_journal)
    added = [entry for entry in journal if entry.kind == "added"]
    touched = {str(entry.content["document"]) for entry in added if entry.number in numbers}
    holding = {
        str(entry.content["document"]) for entry in find_active(journal) if entry.kind == "added"
    }
    return sorted(name for name in touched - holding if name.startswith(FOLDER))


SAYINGS: Mapping[str, Callable[[Site, Judge, Given], list[Judgement]]] = {
    "same": _pair("same"),
    "different": _pair("different"),
    "wrong": _wrong,
    "confirm": _confirm,
    "value": _value,
    "note": _note,
    "undo": _undo,
}
TYPED = {"reason": "Reason", "value": "Value", "other": "The other"}


def _refuse(given: Given, message: str, back: str, editor: str) -> Response:
    kept = {name: value for name, value in given.items() if name != FIELD}
    page = RefusedPage(
        "This was not recorded",
        message,
        tuple((name, value) for name, value in kept.items() if name not in TYPED),
        tuple((name, TYPED[name], value) for name, value in kept.items() if name in TYPED),
        back,
        editor,
    )
    return render_page("review/refused.html", page, section="review", status=400)
