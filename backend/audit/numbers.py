"""Numbers that people are told: one after another, never the same twice, whoever asks at the same moment."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, select

from backend.audit.service import wait_for_turn


def next_number(session: Session, column: Any) -> int:
    """Return the number after the highest of a column.

    Two who ask at once wait for each other until the first has committed: with the lock of the log, which whoever
    takes a number writes to anyway, so that no two locks can be waited for crosswise.
    """
    wait_for_turn(session)
    highest: int | None = session.exec(select(func.max(column))).one()
    return (highest or 0) + 1
