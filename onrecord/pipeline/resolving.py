"""Joining what a write touched: names that mean the same, facts that tell the same."""

from __future__ import annotations

from onrecord.register.claims import Touched
from onrecord.register.clusters import find_entries
from onrecord.register.entries import refresh_entries
from onrecord.register.store import Connection


def resolve_touched(connection: Connection, touched: Touched) -> None:
    """Bring the entries of everything that was written up to date."""
    refresh_entries(connection, find_entries(connection, touched))
