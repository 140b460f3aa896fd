"""What happens on the hour: days are told, windows freeze, frozen ones are drawn, drawn ones announced, all noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from backend.audit.service import record
from backend.config import Settings
from backend.errors import Conflict, PlatformError
from backend.statistics.burns import is_burned
from backend.statistics.calendar import closed_windows, plan_days
from backend.statistics.feed import feed_of
from backend.statistics.freezing import is_frozen
from backend.statistics.logged import (
    ANNOUNCED,
    CHARGED,
    NOTHING,
    Logged,
    check_logged,
    check_not_logged,
    logged,
    noted,
)
from backend.statistics.press import open_press, publish_window, window_in_calendar
from backend.statistics.publishing import PILOT, announce_due
from backend.statistics.refused import FREEZING, PUBLISHING, keep_refusals
from backend.statistics.store import Store, open_store
from backend.statistics.store_tables import burned, calendar, frozen, release
from backend.statistics.sweeping import sweep
from backend.webhooks.service import announce
from calculators.release.shapes import Window
from rules.faults import InputError
from rules.text import Text

log = structlog.get_logger()
PUBLISHED_EVENT = "release.published"
# Which module of this room freezes which kind of window.
FREEZES = {"quarter": "freezing", "year": "yearly_freezing", "pilot": "freezing"}
Freeze = Callable[[Engine, Store, Path, Window, datetime], bool]


def freeze_closed(engine: Engine, settings: Settings, now: datetime) -> list[str]:
    """Tell the release days of a year ahead and freeze what has closed; return the windows frozen now.

    A window that is refused stops no other one. The demo's releases are of a made-up population: what its people answer
    enters none.
    """
    if settings.demo:
        return []
    store = open_store(settings.release_url, settings.dataset)
    plan_days(store, now)
    sweep(store, settings.handover)
    known = logged(engine)
    closed = {window.code: window for window in closed_windows(store, now)}
    return _each(settings, FREEZING, closed, lambda code: _freeze(engine, store, settings, closed[code], known, now))


def publish_due(settings: Settings, now: datetime, engine: Engine | None = None) -> list[str]:
    """Announce what is due, draw what is frozen; return what was announced. Without a signed policy nothing happens.

    A window that is refused stops no other one. `engine` is the main database, where this process has it.

    Raises:
        InputError: the policy is out of bounds or not signed by this installation's key.
        Conflict: releases are stopped: the journal or the audit log knows charges that the store does not.
    """
    if settings.demo or not settings.release_jobs or not settings.release_policy.exists():
        return []
    press = open_press(settings)
    check_logged(press.store, logged(engine) if engine is not None else NOTHING)
    announced = announce_due(press.store, press.journal, now)
    _each(settings, PUBLISHING, waiting(press.store), lambda code: publish_window(press, code, now).drawn)
    sweep(press.store, press.handover)
    return [*announced, *announce_due(press.store, press.journal, now)]


def waiting(store: Store) -> list[str]:
    """Return the windows that are frozen, and neither released nor burned."""
    asked = (
        sa.select(frozen.c.window)
        .join(calendar, calendar.c.window == frozen.c.window)
        .outerjoin(release, release.c.window == frozen.c.window)
        .outerjoin(burned, burned.c.window == frozen.c.window)
        .where(release.c.id.is_(None), burned.c.window.is_(None))
        .order_by(calendar.c.published_at, frozen.c.window)
    )
    with store.reading() as connection:
        return list(connection.execute(asked).scalars())


def take_note(session: Session, settings: Settings, now: datetime) -> None:
    """Enter charges and announcements that the audit log does not know, and tell receivers outside of new releases."""
    feed = feed_of(settings)
    for window, values in _unknown(session, CHARGED, feed.charges()):
        record(session, None, CHARGED, "release", window, values, now)
    heads = {head.id: {"sha256": head.sha256} for head in feed.releases()}
    for_screens = {head.id for head in feed.releases(PILOT)}
    for name, values in _unknown(session, ANNOUNCED, heads):
        record(session, None, ANNOUNCED, "release", name, values, now)
        if name not in for_screens:  # a pilot is not private: no program is told of it
            announce(session, PUBLISHED_EVENT, name, f"/api/v1/statistics/releases/{name}", now)


def _unknown(session: Session, action: str, found: dict[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    known = noted(session, action)
    yield from sorted((name, values) for name, values in found.items() if name not in known)


def _each(settings: Settings, step: str, codes: Iterable[str], act: Callable[[str], bool]) -> list[str]:
    """Do one thing for each window, whatever befalls others; return those for which it was done now."""
    done, refused = [], {}
    for code in codes:
        try:
            done += [code] if act(code) else []
        except (Conflict, InputError) as refusal:
            refused[code] = why_refused(refusal)
        except (DBAPIError, OSError) as error:
            log.exception("release_failed", step=step, window=code)
            refused[code] = _failed(error)
    keep_refusals(settings.handover, step, refused)
    return done


def why_refused(refusal: PlatformError | InputError) -> Text:
    """Return a refusal in one sentence."""
    return refusal.faults[0].message


def _failed(error: Exception) -> Text:
    """A database or a disk says more in its words than may be shown; the log of the server has them."""
    kind = type(error).__name__
    return Text(
        f"База или диск отказали ({kind}); через час попробуем снова. Подробности в журнале сервера.",
        f"The database or the disk failed ({kind}); tried again in an hour. The server's log tells more.",
    )


def _freeze(engine: Engine, store: Store, settings: Settings, window: Window, known: Logged, now: datetime) -> bool:
    if is_frozen(store, window.code) or is_burned(store, window.code):
        return False
    check_not_logged(window.code, window.first.year, known)
    freeze = _freezing(window_in_calendar(store, window.code)[1])
    return freeze is not None and freeze(engine, store, settings.handover, window, now)


def _freezing(kind: str) -> Freeze | None:
    path = f"{__package__}.{FREEZES.get(kind, kind)}"
    found: Freeze | None = getattr(import_module(path), "freeze", None) if find_spec(path) else None
    return found
