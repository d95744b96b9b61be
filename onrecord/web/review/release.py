"""A release to be judged: its text with the facts marked, each with what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from onrecord.errors import NotFoundError
from onrecord.model.identity import derive_id
from onrecord.model.judgement import Judgement
from onrecord.pipeline.judging import Judge, Slot
from onrecord.register.entries import BY_HAND
from onrecord.register.targets import NEEDED, SLOTS
from onrecord.register.views import FactView, ReleaseView
from onrecord.web.addresses import fact_anchor
from onrecord.web.auth import Editor
from onrecord.web.kinds import SLOT_WORDS
from onrecord.web.pages.release import ReleasePage, read_span
from onrecord.web.pages.release import make_page as make_release_page
from onrecord.web.review.filling import fill_slots, find_places
from onrecord.web.review.judging import LONGEST_REASON, PARTED, SEE_OTHER
from onrecord.web.review.layers import BY_LAYER, FORMS, LayerForm
from onrecord.web.review.naming import list_names
from onrecord.web.review.said import Said, add_judged, load_said
from onrecord.web.review.signed import Sent, open_judge
from onrecord.web.site import OnSite, Site
from onrecord.web.templating import render_page
from onrecord.web.words import shorten

BESIDE = 60  # characters shown on either side of words that stand in a text more than once
LONGEST_QUOTE = 4000  # characters
UNCHANGED = ("trigger", "event")  # slots that are not corrected on a page

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Place:
    """One of several places at which words stand in a text."""

    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact being entered: the form, what was typed, what is wrong, and which places are meant."""

    layer: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a fact that can be corrected."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class ReviewPage(ReleasePage):
    """The context of a release in review."""

    here: str = ""
    forms: tuple[LayerForm, ...] = FORMS
    draft: Draft = field(default_factory=Draft)
    suggested: Mapping[str, Sequence[str]] = field(default_factory=dict)
    choices: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    said: Said | None = None
    editor: str = ""


def review_address(identifier: str) -> str:
    """A release in review."""
    return f"/review/release/{identifier}"


@router.get("/review/release/{identifier}")
def show_review(identifier: str, request: Request, site: OnSite, editor: Editor) -> Response:
    """A release with a form beside every fact, and one for what is missing."""
    release = site.register.release(identifier)
    said = load_said(site, request.query_params, review_address(identifier))
    page = _make_page(site, request, release, Draft(), said, editor)
    return render_page("review/release.html", page, section="review")


@router.post("/review/release/{identifier}")
def add_fact(
    identifier: str, request: Request, given: Sent, site: OnSite, editor: Editor
) -> Response:
    """Enter a fact on words of the text; what is wrong is told beside what was typed."""
    release = site.register.release(identifier)
    form = BY_LAYER.get(given.get("layer", ""))
    if form is None:
        raise NotFoundError("there is no such kind of fact")
    draft, found = _check(site, release, form, given)
    if found is None:
        page = _make_page(site, request, release, draft, None, editor)
        return render_page("review/release.html", page, section="review", status=400)
    with open_judge(site, editor) as judge:
        made = _enter(judge, form, identifier, found, given)
    fact = derive_id(form.layer, BY_HAND, made.id)
    back = f"{review_address(identifier)}#{fact_anchor(fact)}"
    return RedirectResponse(add_judged(back, [made.number]), SEE_OTHER)


@dataclass(frozen=True, slots=True)
class Found:
    """A fact ready to be entered: its words, where they stand in the text, its slots."""

    quote: str
    start: int
    slots: tuple[Slot, ...]


def _check(
    site: Site, release: ReleaseView, form: LayerForm, given: Mapping[str, str]
) -> tuple[Draft, Found | None]:
    """What was typed with what is wrong in it; and the fact, where nothing is."""
    places = find_places(given.get("words", "")[:LONGEST_QUOTE], release.text)
    chosen = [place for place in places if str(place[0] + release.start) == given.get("start")]
    meant = chosen or places
    wrong: dict[str, str] = {}
    if not places:
        wrong["words"] = "these words do not stand in the text; copy them from it"
    elif len(meant) > 1:
        wrong["words"] = "these words stand in the text more than once; say which are meant"
    start, end = meant[0] if meant else (0, 0)
    quote = release.text[start:end]
    slots, unfit = fill_slots(site, form, given, quote, release.row.published)
    wrong |= unfit
    several = tuple(_show_place(release, *place) for place in meant) if len(meant) > 1 else ()
    draft = Draft(form.layer, given, wrong, several)
    return draft, None if wrong else Found(quote, release.start + start, tuple(slots))


def _show_place(release: ReleaseView, start: int, end: int) -> Place:
    before, after = release.text[max(0, start - BESIDE) : start], release.text[end : end + BESIDE]
    return Place(release.start + start, before, release.text[start:end], after)


def _enter(
    judge: Judge, form: LayerForm, release: str, found: Found, given: Mapping[str, str]
) -> Judgement:
    chosen = {slot.slot: slot.value for slot in found.slots}
    return judge.add(
        form.layer,
        release,
        found.quote,
        [slot for slot in found.slots if slot.slot not in ("kind", "status")],
        " ".join(given.get("reason", "").split())[:LONGEST_REASON],
        kind=chosen.get("kind"),
        status=chosen.get("status"),
        start=found.start,
    )


def _make_page(
    site: Site,
    request: Request,
    release: ReleaseView,
    draft: Draft,
    said: Said | None,
    editor: str,
) -> ReviewPage:
    span = read_span(request.query_params.get("span", ""), release)
    shown = make_release_page(site, request, release, span)
    kept = {item.name: getattr(shown, item.name) for item in fields(ReleasePage)}
    kept["title"] = f"Review: {shown.title}"
    return ReviewPage(
        **kept,
        here=review_address(release.row.id),
        draft=draft,
        suggested=list_names(site),
        choices={fact.id: tuple(list_choices(fact)) for fact in release.facts},
        said=said,
        editor=editor,
    )


def list_choices(fact: FactView) -> list[Choice]:
    """What of a fact can be corrected: every value that it has, and every slot that it lacks."""
    found, lacking = [], []
    for slot in SLOTS[fact.layer]:
        if slot in UNCHANGED:
            continue
        word = SLOT_WORDS.get(slot, slot)
        values = fact.of(slot)
        for value in values:
            named = f"{slot}{PARTED}{value.value}" if len(values) > 1 else slot
            found.append(Choice(named, f"{word}: {shorten(value.value, BESIDE)}"))
        if not values and slot not in NEEDED:
            lacking.append(Choice(slot, f"{word}: not given"))
    return [*found, *lacking]
