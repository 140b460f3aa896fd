"""Burned windows and pilots, held against the journal: a store from before a pilot must not forget that there was one.

They cost nothing, but no older copy of the store may release privately what was shown without noise.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from backend.errors import Conflict
from backend.statistics.journal import Burn, Journal
from backend.statistics.store import Store
from backend.statistics.store_tables import burned, release
from rules.text import Text

BURNED, PILOT = "burned", "pilot"  # kinds of lines
LOST = "lost"  # why: burned in a state of the store that is gone


def burns(store: Store) -> dict[tuple[str, str], Burn]:
    """Return every burned window and every pilot of the store, by kind and window."""
    pilots = sa.select(release.c.window, release.c.at).where(release.c.kind == PILOT)
    with store.reading() as connection:
        rows = [(BURNED, row) for row in connection.execute(sa.select(burned.c.window, burned.c.at))]
        rows += [(PILOT, row) for row in connection.execute(pilots)]
    found = [Burn(store.dataset, row.window, kind, row.at.isoformat()) for kind, row in rows]
    return {one.key: one for one in found}


def missing_burns(store: Store, journal: Journal) -> list[str]:
    """Return the windows that the journal knows as burned or as pilots and the store as neither."""
    stand = {window for _, window in burns(store)}
    known = {one.window for one in journal.burns().values() if one.dataset == store.dataset}
    return sorted(known - stand)


def settle_burns(store: Store, journal: Journal) -> None:
    """Complete the journal's lines without cost from the store.

    Raises:
        Conflict: the journal knows burned windows or pilots that the store does not: nothing is drawn then.
    """
    missing = missing_burns(store, journal)
    if missing:
        raise Conflict(_stopped(missing), _BRING_BACK)
    journal.complete_burns(burns(store))


def enter_lost_burns(store: Store, journal: Journal, now: datetime) -> list[str]:
    """Burn in the store what the journal knows as burned or as a pilot and the store lost; return the windows."""
    lost = missing_burns(store, journal)
    with store.writing() as connection:
        for window in lost:
            connection.execute(burned.insert().values(window=window, reason=LOST, at=now))
    return lost


def is_burned(store: Store, window: str) -> bool:
    """Whether a window is burned."""
    with store.reading() as connection:
        return connection.execute(sa.select(burned.c.window).where(burned.c.window == window)).first() is not None


def _stopped(missing: list[str]) -> Text:
    listed = ", ".join(missing)
    return Text(
        f"Выпуски остановлены: журнал знает сожжённые окна {listed}, а хранилище нет. Оно из старой копии.",
        f"Releases are stopped: the journal knows burned windows {listed}, the store does not. It is an older copy.",
    )


_BRING_BACK = Text(
    "Верните новое хранилище. Если его нет: yasno release lost сожжёт эти окна снова.",
    "Bring the newer store back. If it is gone: yasno release lost burns these windows again.",
)
