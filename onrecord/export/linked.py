"""Entries as linked data (JSON-LD 1.1) in the terms of schema.org, and a few of our own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.export.columns import Told
from onrecord.model.identity import layer_of
from onrecord.register.views import FactView, Quotation, Value

Node = dict[str, Any]
TERMS = "urn:onrecord:term:"
CONTEXT: Mapping[str, Any] = {
    "@version": 1.1,
    "@vocab": "https://schema.org/",
    "onrecord": TERMS,
    "url": {"@type": "@id"},
    "eventStatus": {"@type": "@id"},
    "eventAttendanceMode": {"@type": "@id"},
}
OWN_TERMS: Mapping[str, str] = {
    "onrecord:Act": "something done at a particular time: a text adopted, a person appointed",
    "onrecord:Promise": "what somebody said they will do",
    "onrecord:Operation": "an operation, mission or exercise that has a name",
    "onrecord:kind": "the kind, of the codebook's list",
    "onrecord:status": "held, scheduled …; of a promise what became of it",
    "onrecord:asof": "the day for which the status of a promise holds",
    "onrecord:start": "the first day or period, or the deadline of a promise, EDTF",
    "onrecord:end": "the last day or period, EDTF",
    "onrecord:body": "the body or bodies whose gathering an event is",
    "onrecord:holder": "who holds an office",
    "onrecord:evidence": "the words that tell an entry, as quotations",
    "onrecord:answer": "the words that tell what became of a promise",
    "onrecord:firstCharacter": "first character of a quotation in its document's text",
    "onrecord:lastCharacter": "one past the last character of a quotation",
    "onrecord:query": "the filters of a list",
    "onrecord:rows": "how many entries a list holds",
    "onrecord:rules": "the versions of the rules by which the register was read",
    "onrecord:stamp": "a text that is the same for the same state of a register",
    "onrecord:documents": "how many documents a source has in the register",
}
TYPES: Mapping[str, list[str]] = {
    "event": ["Event"],
    "act": ["Action", "onrecord:Act"],
    "commitment": ["PlanAction", "onrecord:Promise"],
    "office": ["Role"],
    "quote": ["Quotation"],
    "person": ["Person"],
    "organisation": ["Organization"],
    "state": ["Country"],
    "place": ["Place"],
    "instrument": ["CreativeWork"],
    "operation": ["Thing", "onrecord:Operation"],
    "series": ["EventSeries"],
}
STATUSES: Mapping[str, str] = {
    "scheduled": "EventScheduled",
    "postponed": "EventPostponed",
    "cancelled": "EventCancelled",
}
MODES: Mapping[str, str] = {
    "online": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}
SCHEMA = "https://schema.org/"
WHOLE_DATES = (4, 7, 10)  # characters of an EDTF year, month or day that ISO 8601 has too

Locate = Callable[[str], str | None]


def _nowhere(_: str) -> None:
    return None


def name_entry(identifier: str) -> str:
    """The permanent name of an entry, as a URN."""
    return f"urn:onrecord:{identifier}"


def describe_entry(told: Told, locate: Locate = _nowhere) -> Node:
    """An entry as a node; `locate` gives the address of the page of an id, where it has one."""
    entry = told.entry
    node: Node = {
        "@id": name_entry(entry.id),
        "@type": _types(told),
        "identifier": entry.id,
        "name": " ".join(entry.label.split()),
        "url": locate(entry.id),
        **DESCRIBED.get(entry.layer, _describe_nothing)(told),
        **_describe_evidence(told.facts, locate),
    }
    return {key: value for key, value in node.items() if value not in (None, "", [])}


def _types(told: Told) -> list[str]:
    reported = told.entry.layer == "quote" and told.entry.kind == "reported"
    return ["Claim"] if reported else list(TYPES[told.entry.layer])


def _describe_nothing(_: Told) -> Node:
    return {}


def _describe_event(told: Told) -> Node:
    entry = told.entry
    status = STATUSES.get(entry.status or "")
    mode = MODES.get(next(iter(_texts(told, "mode")), ""))
    return {
        **_describe_time(told, "startDate", "endDate"),
        "onrecord:kind": entry.kind,
        "onrecord:status": entry.status,
        "eventStatus": SCHEMA + status if status else None,
        "eventAttendanceMode": SCHEMA + mode if mode else None,
        "location": _named(told, "place"),
        "onrecord:body": _named(told, "body"),
        "organizer": _named(told, "host", "chair"),
        "attendee": _named(told, "participant"),
        "about": _texts(told, "theme"),
    }


def _describe_act(told: Told) -> Node:
    return {
        **_describe_time(told, "endTime"),
        "onrecord:kind": told.entry.kind,
        "agent": _named(told, "actor"),
        "object": [{"@type": "Thing", "name": words} for words in _texts(told, "object")],
        "actionStatus": {"@id": f"{SCHEMA}CompletedActionStatus"},
    }


def _describe_promise(told: Told) -> Node:
    followed = told.followed
    node = {
        **_describe_time(told, "scheduledTime"),
        "agent": _named(told, "actor"),
        "description": _texts(told, "action"),
    }
    if followed is None:
        return node
    answers = [_describe_quotation(answer.quotation) for answer in followed.answers]
    return node | {
        "onrecord:status": followed.status,
        "onrecord:asof": followed.asof,
        "onrecord:answer": answers,
    }


def _describe_office(told: Told) -> Node:
    return {"roleName": _texts(told, "office"), "onrecord:holder": _named(told, "person")}


def _describe_statement(told: Told) -> Node:
    return {
        "onrecord:kind": told.entry.kind,
        "text": _texts(told, "quote"),
        "creator": _named(told, "speaker"),
    }


DESCRIBED: Mapping[str, Callable[[Told], Node]] = {
    "event": _describe_event,
    "act": _describe_act,
    "commitment": _describe_promise,
    "office": _describe_office,
    "quote": _describe_statement,
}


def _describe_time(told: Told, first: str, last: str | None = None) -> Node:
    """The time as EDTF, and in the terms of schema.org where these can say it."""
    start, end = told.entry.start, told.entry.end
    node: Node = {"onrecord:start": start, "onrecord:end": end, first: _plain(start)}
    return node | ({last: _plain(end)} if last else {})


def _plain(edtf: str | None) -> str | None:
    digits = (edtf or "").replace("-", "")
    return edtf if digits.isdigit() and len(edtf or "") in WHOLE_DATES else None


def _texts(told: Told, slot: str) -> list[str]:
    values = (value for fact in told.facts for value in fact.of(slot))
    return list(dict.fromkeys(" ".join(value.value.split()) for value in values))


def _named(told: Told, *slots: str) -> list[Node]:
    values = (value for fact in told.facts for value in fact.of(*slots))
    found = {value.entry or value.value: _describe_name(value) for value in values}
    return list(found.values())


def _describe_name(value: Value) -> Node:
    name = {"name": " ".join(value.value.split())}
    if value.entry is None:
        return {"@type": ["Thing"], **name}
    types = TYPES.get(layer_of(value.entry) or "", ["Thing"])
    return {"@id": name_entry(value.entry), "@type": list(types), **name}


def _describe_evidence(facts: Sequence[FactView], locate: Locate) -> Node:
    if not facts:
        return {}
    quotations = {fact.evidence: None for fact in facts}
    releases = {quotation.release: quotation for quotation in quotations}
    return {
        "onrecord:evidence": [_describe_quotation(quotation) for quotation in quotations],
        "subjectOf": [_describe_release(quotation, locate) for quotation in releases.values()],
    }


def _describe_quotation(quotation: Quotation) -> Node:
    return {
        "@type": ["Quotation"],
        "text": quotation.text,
        "isBasedOn": {"@id": name_entry(quotation.release)},
        "onrecord:firstCharacter": quotation.start,
        "onrecord:lastCharacter": quotation.end,
    }


def _describe_release(quotation: Quotation, locate: Locate) -> Node:
    web = quotation.address.startswith(("https://", "http://"))
    node: Node = {
        "@id": name_entry(quotation.release),
        "@type": ["CreativeWork", "MediaObject"],
        "identifier": quotation.document,
        "datePublished": quotation.published,
        "sha256": quotation.version,
        "url": locate(quotation.release),
        "citation": quotation.address if web else None,
    }
    return {key: value for key, value in node.items() if value is not None}


def dump_entry(told: Told, locate: Locate = _nowhere) -> str:
    """An entry as a document of its own."""
    document = {"@context": dict(CONTEXT), **describe_entry(told, locate)}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def each_line(nodes: Iterable[Node], about: Mapping[str, object]) -> Iterator[str]:
    """A document of many nodes, piece by piece; the first node says what the list is."""
    yield f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [\n'
    yield json.dumps(describe_list(about), ensure_ascii=False)
    for node in nodes:
        yield ",\n" + json.dumps(node, ensure_ascii=False)
    yield "\n]}\n"


def describe_list(about: Mapping[str, object]) -> Node:
    """A list as a data set: what was asked for, and of which state of the register."""
    node: Node = {
        "@id": f"urn:onrecord:state:{about.get('stamp', '')}",
        "@type": ["Dataset"],
        "name": "Register of what institutions did, decided and promised",
        "dateModified": about.get("snapshot"),
        "creator": {"@type": ["SoftwareApplication"], "name": about.get("software", "onrecord")},
        "license": about.get("licence"),
        "onrecord:query": about.get("query"),
        "onrecord:asof": about.get("asof"),
        "onrecord:rows": about.get("rows"),
        "onrecord:rules": about.get("rules"),
        "onrecord:stamp": about.get("stamp"),
    }
    return {key: value for key, value in node.items() if value is not None}
