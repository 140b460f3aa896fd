"""Announced releases put into the store of a test by hand: rows as a draw would give them, without its noise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from backend.config import Settings
from backend.law import current_law
from backend.statistics.journal import Journal
from backend.statistics.policy_file import signed_policy
from backend.statistics.publishing import Order, announce_due, publish
from backend.statistics.signing import make_key
from backend.statistics.store import open_store
from backend.statistics.store_tables import calendar, frozen
from calculators.release.shapes import Level, Measure, Policy, Row, Segment, Window
from rules.requirements import Requirement
from rules.segments import dimensions

QUARTERS = {
    "2026Q1": (date(2026, 1, 1), date(2026, 3, 31)),
    "2026Q2": (date(2026, 4, 1), date(2026, 6, 30)),
    "2026Q3": (date(2026, 7, 1), date(2026, 9, 30)),
}
NUMBERS = {"rho": 0.185, "epsilon": 3.0, "delta": 1e-06, "cap": 10, "factor": 25}
SHARES = (0.3, 0.25, 0.2, 0.15, 0.1)


def header_of(name: str, **more: Any) -> dict[str, Any]:
    """Return the head of a document."""
    first, last = QUARTERS.get(name, (date(2026, 1, 1), date(2026, 12, 31)))
    window = {"code": name, "first": first.isoformat(), "last": last.isoformat()}
    sd = {"cell": 9.99, "requirement": 9.99}
    own = {
        "release": name,
        "window": window,
        "kind": "quarter",
        "dataset": "real",
        "synthetic": False,
        "policy": "a" * 64,
    }
    return {
        **own,
        "published_at": "2026-10-20T07:00:00Z",
        "edition": "1",
        "noise_sd": sd,
        "collecting": False,
        **NUMBERS,
    } | more


def told(row: Row, value: float, margin: float = 0.2, n: int = 400, shares: tuple[float, ...] = SHARES) -> Row:
    """Return a row with a figure."""
    about = (row.level, row.requirement, row.version, row.domain, row.segment, row.measure)
    return Row(*about, True, value, margin, n, 9.99, shares)


def rows_of(
    told_of: Mapping[tuple[str, str, Segment | None], float],
    domains: Mapping[str, float],
    about: Iterable[str] | None = None,
    version: str | None = None,
) -> list[Row]:
    """Return the rows of requirements (all, or those of `about`) and of every topic.

    Those of `told_of` (requirement, measure, segment or None) and of `domains` have a figure, all others have none.
    """
    known = current_law().edition.requirements
    wanted = known.values() if about is None else [known[code] for code in about]
    empty = [
        _empty(one, segment, measure, version)
        for one in wanted
        for segment in (*dimensions().segments, None)
        for measure in Measure
    ]
    topics = [
        Row(Level.DOMAIN, None, None, domain, None, measure, False)
        for domain in sorted({one.domain for one in known.values()})
        for measure in Measure
    ]
    found = [_told(row, told_of.get((row.requirement or "", str(row.measure), row.segment))) for row in empty]
    return [*found, *(_told(row, domains.get(row.domain), margin=0.1, n=3000) for row in topics)]


def _empty(one: Requirement, segment: Segment | None, measure: Measure, version: str | None) -> Row:
    level = Level.CELL if segment else Level.REQUIREMENT
    return Row(level, one.id, version or one.version, one.domain, segment, measure, False)


def _told(row: Row, value: float | None, **more: Any) -> Row:
    return row if value is None else told(row, value, **more)


def put(settings: Settings, name: str, rows: Iterable[Row], **header: Any) -> None:
    """Publish these rows as the draw of a window, and announce them on their day."""
    head, kept = header_of(name, **header), list(rows)
    first, last = date.fromisoformat(head["window"]["first"]), date.fromisoformat(head["window"]["last"])
    at = datetime(last.year + last.month // 12, last.month % 12 + 1, 20, 7, tzinfo=UTC)
    store, key = open_store(settings.release_url, settings.dataset), make_key(settings.release_key)
    with store.writing() as connection:
        days = {"closes_at": at, "published_at": at, "first_day": first, "last_day": last}
        if connection.execute(select(calendar).where(calendar.c.window == name)).first() is None:
            connection.execute(calendar.insert().values(window=name, kind=head["kind"], **days))
        connection.execute(frozen.insert().values(window=name, handover="b" * 64, at=at))
    policy, journal = signed_policy(Policy(), settings.dataset, key), Journal(settings.release_journal)
    spent = None if head["kind"] == "pilot" else Policy().rho
    order = Order(Window(name, first, last), head["kind"], spent, policy, "b" * 64, head)
    publish(store, order, lambda: kept, key, journal, at)
    announce_due(store, journal, at)
