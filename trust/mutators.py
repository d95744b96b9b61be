"""Small faults of a program, one at a time: what a test of it should notice.

A fault changes one node of the syntax tree: a comparison, a condition, a constant, a step of a
query, a statement. Annotations, docstrings, imports, names of types and the texts inside
f-strings are left alone: nothing that runs depends on them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

STEPS = {"distinct", "group_by", "having", "limit", "order_by", "where"}  # of a query
SHOWN = 90  # characters of what was there

Variant = tuple[str, ast.AST]
Slot = tuple[ast.AST, str, int | None, ast.AST]  # the parent, the field, the place in it, the node

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault at some lines of a file; `slot` and `variant` find its node again."""

    file: str
    lines: range
    inner: bool  # in a function, which runs when it is called, not when the module is imported
    kind: str
    before: str
    after: str
    slot: int
    variant: int

    def __str__(self) -> str:
        return f"{self.file}:{self.lines.start} {self.kind}: {self.before}  →  {self.after}"


def find_mutants(root: Path, file: str) -> Iterator[Mutant]:
    """All faults that a file of a tree can be given, in its order."""
    tree = ast.parse((root / file).read_text(encoding="utf-8"))
    spans = _Spans(tree)
    for number, (_, _, _, node) in enumerate(_walk(tree)):
        for variant, (kind, changed) in enumerate(_vary(node)):
            lines, inner = spans.of(node)
            yield Mutant(file, lines, inner, kind, _show(node), _show(changed), number, variant)


def mutate(source: str, mutant: Mutant) -> str:
    """The source of a file with this fault in it."""
    tree = ast.parse(source)
    parent, field, place, node = next(islice(_walk(tree), mutant.slot, None))
    _, changed = next(islice(_vary(node), mutant.variant, None))
    if place is None:
        setattr(parent, field, changed)
    else:
        getattr(parent, field)[place] = changed
    return ast.unparse(ast.fix_missing_locations(tree))


class _Spans:
    """Where the nodes of a tree are: in which lines, and whether inside a function."""

    def __init__(self, tree: ast.Module) -> None:
        self._lines: dict[ast.AST, range] = {}
        self._inner: set[ast.AST] = set()
        self._note(tree, range(0), inner=False)

    def of(self, node: ast.AST) -> tuple[range, bool]:
        return self._lines[node], node in self._inner

    def _note(self, node: ast.AST, lines: range, *, inner: bool) -> None:
        """A simple statement is one piece; of one with a body each part is for itself."""
        if isinstance(node, ast.stmt):
            lines = range(node.lineno, node.lineno + 1)
            if not hasattr(node, "body"):
                lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        elif isinstance(node, ast.expr) and node.lineno not in lines:
            lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
        self._lines[node] = lines
        if inner:
            self._inner.add(node)
        for field, child in ast.iter_fields(node):
            deeper = inner or (field == "body" and isinstance(node, _FUNCTIONS))
            for item in child if isinstance(child, list) else [child]:
                if isinstance(item, ast.AST):
                    self._note(item, lines, inner=deeper)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def _walk(node: ast.AST) -> Iterator[Slot]:
    """Each node that may be changed, after its parent, in the order of the source."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "format_spec", "ctx", "decorator_list"}:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(child, ast.AST) and not _is_left_alone(node, child):
                yield node, field, place, child
                yield from _walk(child)


def _is_left_alone(parent: ast.AST, node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    if isinstance(parent, ast.JoinedStr) and isinstance(node, ast.Constant):
        return True
    if isinstance(parent, ast.Module) and isinstance(node, ast.Assign):
        return _names_type(node.targets[0])
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _names_type(target: ast.expr) -> bool:
    """Whether a module gives a type a name here, like `Read = Extract | Unreadable`."""
    name = target.id if isinstance(target, ast.Name) else ""
    return name == "__all__" or (name[:1].isupper() and not name.isupper())


def _show(node: ast.AST) -> str:
    text = " ".join(ast.unparse(ast.fix_missing_locations(copy.deepcopy(node))).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _vary(node: ast.AST) -> Iterator[Variant]:
    """What a node can be changed to, each with the name of the change."""
    for rule in _RULES:
        yield from rule(node)


def _vary_compare(node: ast.AST) -> Iterator[Variant]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARED:
        operator = _COMPARED[type(node.ops[0])]()
        yield "comparison", ast.Compare(node.left, [operator], node.comparators)


def _vary_logic(node: ast.AST) -> Iterator[Variant]:
    if isinstance(node, ast.BoolOp):
        operator = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "logic", ast.BoolOp(operator, node.values)
    elif isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.UAdd):
        yield "negation", node.operand


def _vary_sum(node: ast.AST) -> Iterator[Variant]:
    if isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        yield "operator", ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)


def _vary_test(node: ast.AST) -> Iterator[Variant]:
    """The opposite of a condition that is no comparison; a filter that lets everything through."""
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not _is_compared(node.test):
        turned = copy.copy(node)
        turned.test = ast.UnaryOp(ast.Not(), node.test)
        yield "condition", turned
    if isinstance(node, ast.comprehension) and node.ifs:
        yield "filter", ast.comprehension(node.target, node.iter, node.ifs[1:], node.is_async)


def _is_compared(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare | ast.BoolOp | ast.UnaryOp)


def _vary_constant(node: ast.AST) -> Iterator[Variant]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield "constant", ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield "constant", ast.Constant(node.value + 1)
    elif isinstance(node.value, float):
        yield "constant", ast.Constant(node.value * 1.5 if node.value else 1.0)
    elif isinstance(node.value, str):
        yield "text", ast.Constant(f"X{node.value}X" if node.value else "X")


def _vary_query(node: ast.AST) -> Iterator[Variant]:
    """A query without one of its steps, or without one of several conditions of a step."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return
    if node.func.attr in STEPS:
        yield "query step", node.func.value
        for place in range(len(node.args) if len(node.args) > 1 else 0):
            kept = [*node.args[:place], *node.args[place + 1 :]]
            yield "query part", ast.Call(node.func, kept, node.keywords)


def _vary_statement(node: ast.AST) -> Iterator[Variant]:
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield "return", ast.Return(ast.Constant(None))
    elif isinstance(node, ast.Break):
        yield "loop", ast.Continue()
    elif isinstance(node, ast.Continue):
        yield "loop", ast.Break()
    elif _has_effect(node):
        yield "statement", ast.Pass()


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _has_effect(node: ast.AST) -> bool:
    """Whether a statement does something without naming anything anew."""
    if isinstance(node, ast.Assign):
        return not isinstance(node.targets[0], ast.Name | ast.Tuple)
    return isinstance(node, ast.Raise | ast.AugAssign | ast.Delete) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.YieldFrom)
    )


_RULES: tuple[Callable[[ast.AST], Iterator[Variant]], ...] = (
    _vary_compare,
    _vary_logic,
    _vary_sum,
    _vary_test,
    _vary_constant,
    _vary_query,
    _vary_statement,
)
