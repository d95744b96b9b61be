"""Trying faults in a process that has everything loaded: only the faulty function is changed.

That is possible for a fault inside a function that has not run yet when the tests are found.
"""

from __future__ import annotations

import ast
import gc
import inspect
import os
import resource
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FunctionType

import pytest
from _pytest.main import pytest_runtestloop as run_items

from trust.mutators import Mutant, mutate
from trust.traced import Test
from trust.trying import FAULT, await_end

Live = dict[str, list[FunctionType]]


@dataclass
class Host:
    """A plugin of pytest that, once tests are found, does a work instead of running them."""

    work: Callable[[Host], None]
    session: pytest.Session = field(init=False)
    live: Live = field(init=False)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Stand in for the run."""
        self.session, self.live = session, _find_functions()
        gc.freeze()
        self.work(self)
        return True

    def try_code(
        self, codes: Sequence[tuple[FunctionType, CodeType]], tests: Sequence[Test], seconds: float
    ) -> str:
        """What becomes of tests, run in their order until one fails, with other functions."""
        child = os.fork()
        if child == 0:
            code = FAULT
            try:
                code = self._run(codes, tests, seconds)
            finally:
                os._exit(code)
        return await_end(child, seconds)

    def _run(
        self, codes: Sequence[tuple[FunctionType, CodeType]], tests: Sequence[Test], seconds: float
    ) -> int:
        os.setsid()
        limit = max(1, round(seconds))
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        for function, code in codes:
            function.__code__ = code
        places = {test.name: place for place, test in enumerate(tests)}
        chosen = [item for item in self.session.items if item.nodeid in places]
        self.session.items = sorted(chosen, key=lambda item: places[item.nodeid])
        try:
            run_items(self.session)
        except self.session.Failed:
            return 1
        return int(self.session.testsfailed > 0)


def change_functions(
    live: Live, path: Path, source: str, mutant: Mutant
) -> list[tuple[FunctionType, CodeType]]:
    """The functions of a loaded file that a fault changes; none where it must be loaded anew."""
    before = dict(_list_codes(compile(ast.unparse(ast.parse(source)), path, "exec")))
    changed = [
        (name, code)
        for name, code in _list_codes(compile(mutate(source, mutant), path, "exec"))
        if before.get(name) != code
    ]
    found = [(function, code) for name, code in changed for function in _of(live, path, name)]
    fits = all(len(f.__code__.co_freevars) == len(code.co_freevars) for f, code in found)
    return found if len(found) == len(changed) == 1 and fits else []


def _of(live: Live, path: Path, name: str) -> Iterator[FunctionType]:
    """The functions of that name, and those that were made inside it."""
    for function in live.get(str(path), []):
        if f"{function.__code__.co_qualname}.".startswith(f"{name}."):
            yield function


def _list_codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The outermost functions of a module and of its classes, by name."""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if inner.co_flags & inspect.CO_OPTIMIZED:
                yield inner.co_qualname, inner
            else:
                yield from _list_codes(inner)


def _find_functions() -> Live:
    found: Live = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType):
            found[thing.__code__.co_filename].append(thing)
    return found
