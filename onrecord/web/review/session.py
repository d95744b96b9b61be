"""The form with which a session, its decisions and their deadlines are entered in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import InputError
from onrecord.model.identity import derive_id
from onrecord.model.judgement import Judgement
from onrecord.pipeline.judging import Judge, Slot
from onrecord.register.entries import BY_HAND
from onrecord.web.auth import Editor
from onrecord.web.review.entry import entry_review_address
from onrecord.web.review.judging import SEE_OTHER
from onrecord.web.review.minutes import (
    ACTS,
    KINDS,
    MOST_ROWS,
    ROWS,
    STATUSES,
    Decision,
    Minutes,
    Row,
    Typed,
    make_minutes,
    read_typed,
)
from onrecord.web.review.naming import find_type, list_names, split_names
from onrecord.web.review.said import add_judged
from onrecord.web.review.signed import Sent, open_judge
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import spell_period

REASON = "entered by hand"
SESSION = "/review/session"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class SessionPage:
    """The context of the form; `wrong` tells by field what cannot be used."""

    title: str
    typed: Typed
    wrong: Mapping[str, str]
    kinds: tuple[str, ...]
    statuses: tuple[str, ...]
    acts: tuple[str, ...]
    suggested: Mapping[str, Sequence[str]]
    full: bool
    editor: str
    said: None = None


@router.get(SESSION)
def show_form(request: Request, site: OnSite, editor: Editor) -> Response:
    """An empty form; the body may be given in the address."""
    body = " ".join(request.query_params.get("body", "").split())
    rows = tuple(Row(number) for number in range(1, ROWS + 1))
    return _render(site, Typed(body=body, rows=rows), {}, editor)


@router.post(SESSION)
def take_form(given: Sent, site: OnSite, editor: Editor) -> Response:
    """Write the session with all that was typed, or tell what is wrong beside it."""
    typed = read_typed(given)
    if "more" in given:
        return _render(site, typed, {}, editor)
    minutes, wrong = make_minutes(typed, site.today())
    if minutes is None:
        return _render(site, typed, wrong, editor, 400)
    try:
        made = enter_minutes(site, minutes, editor)
    except InputError as error:
        return _render(site, typed, {"text": str(error)}, editor, 400)
    event = derive_id("event", BY_HAND, made[0].id)
    back = entry_review_address(event)
    return RedirectResponse(add_judged(back, [entry.number for entry in made]), SEE_OTHER)


def _render(
    site: Site, typed: Typed, wrong: Mapping[str, str], editor: str, status: int = 200
) -> Response:
    page = SessionPage(
        "Enter a session",
        typed,
        wrong,
        KINDS,
        STATUSES,
        ACTS,
        list_names(site),
        len(typed.rows) >= MOST_ROWS,
        editor,
    )
    return render_page("review/session.html", page, section="review", status=status)


def enter_minutes(site: Site, minutes: Minutes, editor: str) -> list[Judgement]:
    """Write the text as a document, then the session and its decisions as facts on its words.

    Raises `InputError` where the text cannot be read.
    """
    from onrecord.pipeline.run import add_captures  # loads the parser, which pages do without

    capture = minutes.capture()
    summary = add_captures(site.register.home, [capture])
    if summary.failures:
        failure = summary.failures[0]
        raise InputError("the text", failure.reason, failure.remedy)
    with open_judge(site, editor) as judge:
        made = [_enter_event(site, judge, capture.name, minutes)]
        event = derive_id("event", BY_HAND, made[0].id)
        for decision in minutes.decisions:
            made += _enter_decision(site, judge, capture.name, minutes, decision, event)
    return made


def _enter_event(site: Site, judge: Judge, where: str, minutes: Minutes) -> Judgement:
    typed, (start, end) = minutes.typed, minutes.opening
    quote = minutes.text[start:end]
    day = spell_period(*minutes.days)
    slots = [
        Slot("trigger", typed.kind.capitalize(), typed.kind.capitalize()),
        Slot("start", minutes.days[0], day),
        Slot("end", minutes.days[1], day),
        *_name_slots(site, "body", [typed.body], quote),
        *_name_slots(site, "place", [typed.place] if typed.place else [], quote),
        *_name_slots(site, "chair", [typed.chair] if typed.chair else [], quote),
    ]
    return judge.add(
        "event", where, quote, slots, REASON, kind=typed.kind, status=typed.status, start=start
    )


def _enter_decision(
    site: Site, judge: Judge, where: str, minutes: Minutes, decision: Decision, event: str
) -> list[Judgement]:
    """The decision as an act, and, where somebody is to do it or it is due, as a promise."""
    row, body = decision.row, minutes.typed.body
    quote = minutes.text[decision.start : decision.end]
    words = row.decision if row.decision in quote else ""
    act = judge.add(
        "act",
        where,
        quote,
        [
            Slot("object", words or quote),
            *_name_slots(site, "actor", [body], quote),
            Slot("date", minutes.days[0]),
            Slot("event", event),
        ],
        REASON,
        kind=row.kind,
        start=decision.start,
    )
    if not (row.responsible or decision.due):
        return [act]
    responsible = split_names(row.responsible) or [body]
    due = [Slot("due", decision.due[1], _inside(row.deadline, quote))] if decision.due else []
    slots = [Slot("action", words or quote), *_name_slots(site, "actor", responsible, quote), *due]
    return [act, judge.add("commitment", where, quote, slots, REASON, start=decision.start)]


def _name_slots(site: Site, slot: str, names: Sequence[str], quote: str) -> list[Slot]:
    return [Slot(slot, name, _inside(name, quote), find_type(site, slot, name)) for name in names]


def _inside(words: str, quote: str) -> str | None:
    return words if words in quote else None
