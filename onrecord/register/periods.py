"""The days and periods under which facts that may be the same are looked up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_

from onrecord.model.entry import Account
from onrecord.register import schema

Span = tuple[date, date]


def find_periods(account: Account) -> list[str]:
    """The start of an account, and every month, quarter, season and half that it reaches."""
    periods = [account.start] if account.start else []
    for month in account.months:
        year, number = int(month[:4]), int(month[5:])
        of_season = year if number > 2 else year - 1
        periods += [
            month,
            f"{year:04}-{33 + (number - 1) // 3}",
            f"{of_season:04}-{21 + (number - 3) % 12 // 3}",
            f"{year:04}-{40 + (number - 1) // 6}",
        ]
    return periods


def merge_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans of days in order, those that touch made one."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def days_around(accounts: Iterable[Account], days: int) -> set[str]:
    """The days of accounts that have one, and so many days before and after."""
    return {
        str(_day(account.earliest) + timedelta(days=n))
        for account in accounts
        if account.earliest and account.earliest == account.latest
        for n in range(-days, days + 1)
    }


def between_days(layer: str, low: date, high: date) -> Any:
    """The current facts of a layer that begin between two days."""
    facts = schema.facts.c
    return and_(
        facts.layer == layer,
        facts.recorded_to.is_(None),
        facts.earliest >= str(low),
        facts.earliest <= str(high),
    )


def _day(value: str | None) -> date:
    return date.fromisoformat(value or "0001-01-01")
