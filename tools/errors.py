"""What was missed and what was invented, each under its sentence, with the rule that fired.

    python -m tools.errors FOLDER [--layer events] [--only NAME] [--rules] [--causes]

For people who write rules: the largest causes first (`--rules` counts invented facts by
rule, `--causes` missed events and the fillers of slots by why), then the sentences
themselves. Folders of annotated pages as for `measure.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from onrecord.acquire.discover import find_captures
from onrecord.clean.cleaner import clean_capture
from onrecord.model.text import Capture
from onrecord.pipeline.extract import Extract, extract_capture
from onrecord.reading.reader import read_page
from onrecord.recognise.cast import cast_pronouns
from onrecord.recognise.draft import Draft, find_drafts
from onrecord.recognise.events import find_events
from onrecord.recognise.scene import build_scene
from tools import score
from tools.measure import ENDING, compile_annotation

Item = dict[str, Any]  # what an annotation or a record says of one thing, or all of it
Names = dict[str, str]  # of entities by their ids

LAYERS = ("events", "acts", "commitments", "offices", "quotes")
SPANS = {"acts": "object", "commitments": "action", "offices": "office", "quotes": "quote"}
WIDTH = 260  # characters of a sentence that are shown
SAME = 0.75  # likeness from which the scorer takes two names for one
FAR = 3  # sentences from which a filler is only called far


def read_folder(folder: Path, only: str) -> Iterator[tuple[str, Item, Item]]:
    """The text, the annotation and the record of each annotated page."""
    wanted = {
        path.relative_to(folder).as_posix().removesuffix(ENDING)
        for path in sorted(folder.rglob(f"*{ENDING}"))
    }
    with tempfile.TemporaryDirectory() as scratch:
        for capture in find_captures([folder]):
            if not isinstance(capture, Capture) or capture.name not in wanted:
                continue
            result = extract_capture(capture) if only in capture.name else None
            if isinstance(result, Extract):
                gold = compile_annotation(folder, Path(scratch), capture, result)
                named = [[m.text for m in e.mentions] for e in result.reading.entities.values()]
                yield result.reading.page.text, gold, result.to_record() | {"named": named}
            elif result is not None:
                print(f"{capture.name}: {result.reason}")


def read_causes(folder: Path, only: str) -> Counter[str]:
    """How often each cause stands behind a missed event or a wrong filler of a slot."""
    causes: Counter[str] = Counter()
    captures = {c.name: c for c in find_captures([folder]) if isinstance(c, Capture)}
    for text, gold, found in read_folder(folder, only):
        drafts = _mentions_of(captures[found["document"]])
        pairs = compare_layer("events", gold, found)
        known = {id(g) for _, g in pairs}
        for event in gold["events"]:
            if id(event) not in known and not event.get("optional"):
                causes["missed event: " + explain_missed(event, drafts)] += 1
        for p, g in pairs:
            causes.update(explain_slots(text, gold, found, p, g))
    return causes


def _mentions_of(capture: Capture) -> list[tuple[Draft, bool]]:
    """Each mention of an event in a page, with whether an event was made of it."""
    scene = cast_pronouns(build_scene(read_page(clean_capture(capture))))
    kept = {d.trigger.span for one in find_events(scene) for d in one.drafts}
    drafts = (d for sentence in scene.sentences for d in find_drafts(sentence))
    return [(d, d.trigger.span in kept) for d in drafts]


def explain_missed(event: Item, drafts: list[tuple[Draft, bool]]) -> str:
    """Why an annotated event was not found, by what became of the words that name it."""
    touched = [
        (draft, kept)
        for draft, kept in drafts
        if any(
            draft.trigger.span.start < t["end"] and t["start"] < draft.trigger.span.end
            for t in event["triggers"]
        )
    ]
    if not touched:
        return f"no trigger ({event['triggers'][0]['text'].split()[-1].lower()})"
    if any(kept for _, kept in touched):
        return "its words stand in another event"
    if all(draft.status is None for draft, _ in touched):
        return "only thought of"
    return "not anchored"


def explain_slots(text: str, gold: Item, found: Item, p: Item, g: Item) -> Iterator[str]:
    """A line for each filler that a found event lacks or has too many."""
    pair = score.Pair(gold, found)
    entities = {e["id"]: e for e in gold["entities"]}
    for slot in ("start", "end"):
        if not score.dates_agree(p[slot], g[slot]) and (p[slot] or g[slot]):
            yield f"{slot}: " + ("missing" if not p[slot] else "other" if g[slot] else "invented")
    for slot in score.EVENT_SLOTS:
        extra = sum(not any(pair.same(x, y) for y in g[slot]) for x in p[slot])
        yield from [f"{slot}: invented"] * extra
        for wanted in g[slot]:
            if any(pair.same(x, wanted) for x in p[slot]):
                continue
            others = [s for s in score.EVENT_SLOTS if any(pair.same(x, wanted) for x in p[s])]
            if others:
                yield f"{slot}: stands under {others[0]}"
            elif not is_named(found["named"], entities[wanted]):
                yield f"{slot}: not found as an entity"
            else:
                yield f"{slot}: " + explain_place(text, entities[wanted], g)


def is_named(named: list[list[str]], entity: Item) -> bool:
    """Whether the reading has the entity at all, in a slot or not."""
    forms = {score.norm(m["text"]) for m in entity["mentions"]}
    return any(
        score.norm(name) in forms or any(score.token_f1(name, form) >= SAME for form in forms)
        for names in named
        for name in names
    )


def explain_place(text: str, entity: Item, event: Item) -> str:
    """Where a filler stands from the words that name the event, and after which word."""
    at = [t["start"] for t in event["triggers"]]
    near = min(entity["mentions"], key=lambda m: min(abs(m["start"] - t) for t in at))
    trigger = min(at, key=lambda t: abs(t - near["start"]))
    first, last = sorted((near["start"], trigger))
    gap = text.count(". ", first, last) + text.count("\n", first, last)
    if gap:
        return f"{min(gap, FAR)} sentences {'before' if near['start'] < trigger else 'after'}"
    before = text[max(0, near["start"] - WIDTH) : near["start"]].replace(",", " ,").split()
    skipped = [w for w in before if w.islower() or not w[:1].isalnum()]
    return f"same sentence, after {skipped[-1] if skipped else 'nothing'!r}"


def compare_layer(layer: str, gold: Item, found: Item) -> list[tuple[Item, Item]]:
    """The pairs the scorer would make in a layer."""
    pair = score.Pair(gold, found)
    pairs: list[tuple[Item, Item]] = score.align(found[layer], gold[layer], similarity(layer, pair))
    return pairs


def similarity(layer: str, pair: score.Pair) -> Callable[[Item, Item], float]:
    """The scorer's measure of one layer."""
    if layer == "events":
        return lambda p, g: event_similarity(pair, p, g)
    name = SPANS[layer]
    if layer == "offices":
        return lambda p, g: (
            score.alike(p[name], g[name]) + 0.01
            if pair.same(p["person"], g["person"])
            and (score.alike(p[name], g[name]) >= 0.5 or score.contained(p[name], g[name]))
            else 0
        )
    floor = 0.7 if layer == "quotes" else 0.5
    return lambda p, g: v if (v := score.alike(p[name], g[name])) >= floor else 0


def event_similarity(pair: score.Pair, p: Item, g: Item) -> float:
    """How much two events are one, as the scorer counts it."""
    trigger = any(score.overlap(a, b) > 0 for a in p["triggers"] for b in g["triggers"])
    when = score.dates_agree(p["start"], g["start"])
    where = pair.count(p["places"], g["places"])[0] > 0
    rest = score.EVENT_SLOTS[1:]
    who = pair.count([x for s in rest for x in p[s]], [x for s in rest for x in g[s]])[0]
    kind = p["kind"] == g["kind"]
    points = 2 * trigger + kind + when + where + (who > 0)
    return points + who / 100 if points >= 2 and (trigger or kind) else 0


def describe(layer: str, item: Item, names: dict[str, str]) -> str:
    """One line for one fact."""
    if layer == "events":
        slots = [
            f"{s}=" + ", ".join(names.get(x, x)[:40] for x in item[s])
            for s in score.EVENT_SLOTS
            if item[s]
        ]
        words = [t["text"] for t in item["triggers"]]
        return (
            f"{item['kind']}/{item['status']} {item['start']}..{item['end']} {words} "
            + "; ".join(slots)
        )
    more = (
        item.get("kind")
        or item.get("due")
        or names.get(item.get("person") or item.get("speaker") or "", "")
    )
    return f"{more} | {item[SPANS[layer]]['text'][:160]!r}"


def sentence_around(text: str, item: Item, layer: str) -> str:
    """The words around a fact on one line."""
    span = item["triggers"][0] if layer == "events" else item[SPANS[layer]]
    start = max(text.rfind("\n", 0, span["start"]), text.rfind(". ", 0, span["start"])) + 1
    ends = [e for e in (text.find("\n", span["end"]), text.find(". ", span["end"])) if e >= 0]
    return " ".join(text[start : min(ends, default=len(text))].split())[:WIDTH]


def show_document(layer: str, text: str, gold: Item, found: Item, rules: Counter[str]) -> None:
    """Print what is wrong in one layer of one page."""
    names = {e["id"]: e["name"] for e in gold["entities"]} | {
        e["id"]: e["name"] for e in found["entities"]
    }
    gold_names = {e["id"]: e["name"] for e in gold["entities"]}
    pairs = compare_layer(layer, gold, found)
    matched = {id(x) for pair in pairs for x in pair}
    wrong = [
        ("missed  ", g, gold_names)
        for g in gold[layer]
        if id(g) not in matched and not g.get("optional")
    ]
    wrong += [("invented", p, names) for p in found[layer] if id(p) not in matched]
    for how, item, forms in wrong:
        rule = item.get("rule", "")
        if how == "invented":
            rules[rule] += 1
        print(f"{found['document']}: {how} {rule} {describe(layer, item, forms)}")
        print(f"      {sentence_around(text, item, layer)}")
    for p, g in pairs:
        if layer == "events":
            show_slots(found["document"], score.Pair(gold, found), p, g, names, gold_names)
        elif layer in {"acts", "commitments"}:
            show_details(found["document"], score.Pair(gold, found), p, g, names, gold_names)


def show_slots(
    document: str, pair: score.Pair, p: Item, g: Item, names: Names, gold_names: Names
) -> None:
    """Print the slots in which a found event differs from the annotated one."""
    lines = [
        f"{slot}: {p[slot]} for {g[slot]}"
        for slot in ("kind", "status", "start", "end")
        if (p[slot] or "").rstrip("?~%") != (g[slot] or "").rstrip("?~%")
    ]
    for slot in score.EVENT_SLOTS:
        extra = [x for x in p[slot] if not any(pair.same(x, y) for y in g[slot])]
        lacking = [y for y in g[slot] if not any(pair.same(x, y) for x in p[slot])]
        lines += [f"{slot}: + {names.get(x, x)}" for x in extra]
        lines += [f"{slot}: - {gold_names.get(y, y)}" for y in lacking]
    if lines:
        print(
            f"{document}: slots of {g['kind']} {[t['text'] for t in g['triggers']]} ({p['rule']})"
        )
        print("".join(f"      {line}\n" for line in lines), end="")


def show_details(
    document: str, pair: score.Pair, p: Item, g: Item, names: Names, gold_names: Names
) -> None:
    """Print the kind, due and actors in which a found act or commitment differs."""
    lines = [f"{k}: {p[k]} for {g[k]}" for k in ("kind", "due") if p.get(k) != g.get(k)]
    extra = [x for x in p["actors"] if not any(pair.same(x, y) for y in g["actors"])]
    lacking = [y for y in g["actors"] if not any(pair.same(x, y) for x in p["actors"])]
    lines += [f"actors: + {names.get(x, x)}" for x in extra]
    lines += [f"actors: - {gold_names.get(y, y)}" for y in lacking]
    if lines:
        span = p.get("object") or p["action"]
        print(f"{document}: details of {span['text'][:90]!r} ({p['rule']}): {'; '.join(lines)}")


def main() -> int:
    """Print the errors of a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--layer", choices=LAYERS, action="append")
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--rules", action="store_true", help="count what was invented by rule")
    parser.add_argument("--causes", action="store_true", help="count why events and slots differ")
    arguments = parser.parse_args()
    if arguments.causes:
        for cause, count in read_causes(arguments.folder, arguments.only).most_common():
            print(f"{count:5} {cause}")
        return 0
    rules: dict[str, Counter[str]] = {layer: Counter() for layer in arguments.layer or LAYERS}
    for text, gold, found in read_folder(arguments.folder, arguments.only):
        for layer, counter in rules.items():
            show_document(layer, text, gold, found, counter)
    if arguments.rules:
        for layer, counter in rules.items():
            print(layer, dict(counter.most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
