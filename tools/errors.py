"""What was missed and what was invented, each under its sentence, with the rule that fired.

    python tools/errors.py FOLDER [--layer events] [--only NAME] [--rules]

For people who write rules: the largest causes first (`--rules` counts invented facts by
rule), then the sentences themselves. Folders of annotated pages as for `measure.py`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import score
from measure import ENDING, _compile

from onrecord.acquire.discover import find_captures
from onrecord.model.text import Capture
from onrecord.pipeline.extract import Extract, extract_capture

LAYERS = ("events", "acts", "commitments", "offices", "quotes")
SPANS = {"acts": "object", "commitments": "action", "offices": "office", "quotes": "quote"}
WIDTH = 260  # characters of a sentence that are shown


def read_folder(folder: Path, only: str) -> Iterator[tuple[str, dict, dict]]:
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
                gold = _compile(folder, Path(scratch), capture, result)
                yield result.reading.page.text, gold, result.to_record()
            elif result is not None:
                print(f"{capture.name}: {result.reason}")


def compare_layer(layer: str, gold: dict, found: dict) -> list[tuple[dict, dict]]:
    """The pairs the scorer would make in a layer."""
    pair = score.Pair(gold, found)
    return score.align(found[layer], gold[layer], similarity(layer, pair))


def similarity(layer: str, pair: score.Pair):
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


def event_similarity(pair: score.Pair, p: dict, g: dict) -> float:
    """How much two events are one, as the scorer counts it."""
    trigger = any(score.overlap(a, b) > 0 for a in p["triggers"] for b in g["triggers"])
    when = score.dates_agree(p["start"], g["start"])
    where = pair.count(p["places"], g["places"])[0] > 0
    rest = score.EVENT_SLOTS[1:]
    who = pair.count([x for s in rest for x in p[s]], [x for s in rest for x in g[s]])[0]
    kind = p["kind"] == g["kind"]
    points = 2 * trigger + kind + when + where + (who > 0)
    return points + who / 100 if points >= 2 and (trigger or kind) else 0


def describe(layer: str, item: dict, names: dict[str, str]) -> str:
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
        or names.get(item.get("person") or item.get("speaker"), "")
    )
    return f"{more} | {item[SPANS[layer]]['text'][:160]!r}"


def sentence_around(text: str, item: dict, layer: str) -> str:
    """The words around a fact on one line."""
    span = item["triggers"][0] if layer == "events" else item[SPANS[layer]]
    start = max(text.rfind("\n", 0, span["start"]), text.rfind(". ", 0, span["start"])) + 1
    ends = [e for e in (text.find("\n", span["end"]), text.find(". ", span["end"])) if e >= 0]
    return " ".join(text[start : min(ends, default=len(text))].split())[:WIDTH]


def show_document(layer: str, text: str, gold: dict, found: dict, rules: Counter) -> None:
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
    document: str, pair: score.Pair, p: dict, g: dict, names: dict, gold_names: dict
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
    document: str, pair: score.Pair, p: dict, g: dict, names: dict, gold_names: dict
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
    arguments = parser.parse_args()
    rules: dict[str, Counter] = {layer: Counter() for layer in arguments.layer or LAYERS}
    for text, gold, found in read_folder(arguments.folder, arguments.only):
        for layer, counter in rules.items():
            show_document(layer, text, gold, found, counter)
    if arguments.rules:
        for layer, counter in rules.items():
            print(layer, dict(counter.most_common()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
