"""Frozen answers that nobody needs any more go, whoever was killed before deleting them."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from backend.statistics.handover import alone, delete_handover
from backend.statistics.store import Store
from backend.statistics.store_tables import burned, release


def sweep(store: Store, folder: Path) -> list[str]:
    """Delete the files of released and of burned windows, and those that a killed freeze left unfinished.

    Returns the windows whose files were there.
    """
    if not folder.exists():
        return []
    with alone(folder):  # nobody freezes or draws now: what is unfinished stays unfinished
        over = _over(store)
        found = [path for path in sorted(folder.glob("*.parquet")) if path.stem in over]
        for path in (*found, *folder.glob(".*.unfinished")):
            delete_handover(path)
    return [path.stem for path in found]


def _over(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(sa.union(sa.select(release.c.window), sa.select(burned.c.window))).scalars())
