"""What pages tell of a client's calls: one line a kind of call, over all days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from backend.clients.models import ClientUse
from backend.clients.shown import calls_of

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ROUTE = "/api/v1/statistics/releases/{release_id:str}"


def use(days: int, calls: int, status: int = 200, route: str = ROUTE) -> ClientUse:
    """Calls of one day."""
    at = NOW - timedelta(days=days)
    return ClientUse(client_id="c", day=at.date(), method="GET", route=route, status=status, calls=calls, last_at=at)


def test_days_are_added_up_and_answers_are_kept_apart():
    found = calls_of([use(1, 3), use(2, 4), use(1, 1, status=404), use(3, 9, route="/api/v1/statistics/calendar")])
    assert [(one.call, one.status, one.calls) for one in found] == [
        ("GET /api/v1/statistics/calendar", 200, 9),
        ("GET /api/v1/statistics/releases/{release_id}", 200, 7),
        ("GET /api/v1/statistics/releases/{release_id}", 404, 1),
    ]
    assert found[1].last_at == NOW - timedelta(days=1)
