"""Bringing an installation up to date: tables, the law's edition, the demo world. Each part is one transaction."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from backend.clock import Clock, SystemClock
from backend.config import Settings
from backend.db.engine import make_engine, open_session
from backend.law import current_law
from backend.requirements.editions import load_edition_into
from backend.schema import upgrade
from backend.seed.world import World, has_demo, make_world


@contextmanager
def prepared(settings: Settings) -> Iterator[tuple[Engine, Clock]]:
    """Give the migrated database and the clock."""
    engine = make_engine(settings.database_url)
    try:
        upgrade(engine)
        yield engine, SystemClock()
    finally:
        engine.dispose()


def load_law(engine: Engine, now: datetime) -> None:
    """Load the edition of this program, if the database does not know it yet."""
    with open_session(engine, write=True) as session:
        load_edition_into(session, current_law().edition, now)
        session.commit()


def load_demo(engine: Engine, now: datetime, data: Path) -> bool:
    """Make the demo world once, its papers in `data`; returns whether it was made now."""
    with open_session(engine, write=True) as session, _no_collecting():
        if has_demo(session):
            return False
        _tell_stories(session, make_world(session, now), data)
        session.commit()
    return True


def _tell_stories(session: Session, world: World, data: Path) -> None:
    """Let the world live: its stories are read only when it is made, not at every start."""
    from backend.seed.clients import add_clients
    from backend.seed.control import add_control
    from backend.seed.disputes import add_disputes
    from backend.seed.extract import add_extract

    add_disputes(session, world)
    add_control(session, data, world)
    add_extract(session, world)
    add_clients(session, world)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Let garbage lie for a while: looking for cycles among the rows of a whole world takes a fifth of its making."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
