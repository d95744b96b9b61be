"""The API keeps what its description says, whatever it is asked: schemathesis, all its checks."""

from __future__ import annotations

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

EXAMPLES = 4  # of every address, at random but the same every time
SEED = 20310607
EDGES = ("/quotes", "/search", "/entries/{identifier}")  # where every edge is tried
QUICK = {
    "seed": SEED,
    "generation": {"max-examples": EXAMPLES, "database": "none"},
    "phases": {
        "coverage": {"unexpected-methods": ["POST", "TRACE"]},
        "stateful": {"generation": {"max-examples": 8}},
    },
    "operations": [{"exclude-path": list(EDGES), "phases": {"coverage": {"enabled": False}}}],
}


def find_faults(address: str) -> tuple[int, list[str]]:
    """How much was asked of the API described there, and what it did wrong."""
    config = SchemathesisConfig.from_dict(QUICK)
    schema = schemathesis.openapi.from_url(address, config=config)
    asked, faults = 0, []
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError | FatalError):
            faults.append(str(event))
        if isinstance(event, ScenarioFinished):
            asked += len(event.recorder.cases)
            for checks in event.recorder.checks.values():
                faults += [f"{event.label}: {c.failure_info}" for c in checks if c.failure_info]
    return asked, faults


def test_the_api_is_as_it_is_described(served: str) -> None:
    asked, faults = find_faults(f"{served}api/v1/openapi.json")
    assert faults == []
    assert asked > 200
