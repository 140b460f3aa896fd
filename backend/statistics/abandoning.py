"""A stuck window is given up by its operator: burned, its frozen answers deleted, nothing of it is ever released."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from backend.errors import Conflict, Invalid
from backend.statistics.burns import is_burned
from backend.statistics.handover import alone, delete_handover, path_of
from backend.statistics.journal import Journal
from backend.statistics.ledger import settle
from backend.statistics.publishing import find_release
from backend.statistics.store import Store
from backend.statistics.store_tables import burned, calendar
from rules.faults import Fault
from rules.text import Text

ABANDONED = "abandoned"
SHORTEST, LONGEST = 10, 500


def abandon(store: Store, journal: Journal, folder: Path, window: str, now: datetime) -> None:
    """Burn a window that has closed and has no release. A release and its charge are one: none is charged or refunded.

    Raises:
        Conflict: it is not in the calendar, not closed, released or burned already.
    """
    with alone(folder):  # neither a freeze nor a draw of it goes on
        settle(store, journal)
        _check_stuck(store, window, now)
        with store.writing() as connection:
            connection.execute(burned.insert().values(window=window, reason=ABANDONED, at=now))
        settle(store, journal)
        delete_handover(path_of(folder, window))


def check_why(why: str) -> str:
    """Return the reason without spaces around it.

    Raises:
        Invalid: it is too short to be one, or too long.
    """
    if not SHORTEST <= len(why.strip()) <= LONGEST:
        raise Invalid([Fault("why_length", "why", _WHY, _SAY_WHY)])
    return why.strip()


def _check_stuck(store: Store, window: str, now: datetime) -> None:
    asked = sa.select(calendar.c.closes_at).where(calendar.c.window == window)
    with store.reading() as connection:
        closes = connection.execute(asked).scalar()
    if closes is None or closes > now:
        raise Conflict(_NOT_CLOSED, _ASK_CALENDAR)
    if find_release(store, window) is not None:
        raise Conflict(_RELEASED, _NOTE)
    if is_burned(store, window):
        raise Conflict(_BURNED, _ASK_CALENDAR)


_NOT_CLOSED = Text("Такого закрытого окна нет.", "There is no such window that has closed.")
_ASK_CALENDAR = Text("Окна покажет yasno release calendar.", "yasno release calendar lists the windows.")
_RELEASED = Text("Окно уже выпущено.", "The window is released already.")
_NOTE = Text("Ошибку в выпуске объясняет примечание.", "A note tells of a mistake in a release.")
_BURNED = Text("Окно уже сожжено.", "The window is burned already.")
_WHY = Text(f"Причина: от {SHORTEST} до {LONGEST} знаков.", f"The reason has {SHORTEST} to {LONGEST} characters.")
_SAY_WHY = Text("Напишите, почему окно не выпустить.", "Say why the window cannot be released.")
