"""What publishes: the store, the signed policy, the key, the journal, frozen files. No right to what businesses said.

A kind of release offers `prepare(press, window)` in its module; everything else is the same for all kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from backend.config import Settings
from backend.errors import Conflict
from backend.statistics.calendar import published_at
from backend.statistics.handover import Frame, alone, delete_handover, path_of
from backend.statistics.journal import Journal
from backend.statistics.ledger import settle
from backend.statistics.policy_file import SignedPolicy, read_policy
from backend.statistics.publishing import Order, Published, check_frozen, check_not_burned, find_release, publish
from backend.statistics.signing import read_key
from backend.statistics.store import Store, open_store
from backend.statistics.store_tables import calendar
from calculators.release.policy import policy_numbers
from calculators.release.shapes import Row, Window
from rules.text import Text

PRIVACY = "/privacy/releases"
# Which module of this room prepares which kind of release.
KINDS = {"quarter": "quarterly", "year": "yearly", "pilot": "pilot"}


@dataclass(frozen=True, slots=True)
class Press:
    """An installation's means of publishing."""

    store: Store
    key: Ed25519PrivateKey
    policy: SignedPolicy
    journal: Journal
    handover: Path

    @property
    def dataset(self) -> str:
        """Of whom its releases tell."""
        return self.store.dataset

    def file_of(self, window: str) -> Path:
        """Return where the frozen answers of a window lie."""
        return path_of(self.handover, window)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A release that is ready to be drawn."""

    order: Order
    draw_rows: Callable[[], Sequence[Row]]


def open_press(settings: Settings) -> Press:
    """Return the means of publishing of an installation.

    Raises:
        InputError: the policy is out of bounds or not signed by this installation's key, or the store is another's.
    """
    key = read_key(settings.release_key)
    policy = read_policy(settings.release_policy, settings.dataset, key)
    store = open_store(settings.release_url, settings.dataset)
    return Press(store, key, policy, Journal(settings.release_journal), settings.handover)


def publish_window(press: Press, code: str, now: datetime, at: Callable[[str], None] = lambda point: None) -> Published:
    """Publish a window of the calendar, or return what was published of it; its frozen answers are deleted then.

    Raises:
        InputError: the file of frozen answers is absent.
        Conflict: the window is not in the calendar or not frozen, or see `publish`.
    """
    window, kind = window_in_calendar(press.store, code)
    with alone(press.handover):  # whoever comes second must not find the frozen file half deleted
        settle(press.store, press.journal)  # whoever published may have been killed before the journal
        found = find_release(press.store, code)
        if found is None:
            check_frozen(press.store, code)
            check_not_burned(press.store, code, kind)
            prepared = preparing(kind)(press, window)
            done = publish(press.store, prepared.order, prepared.draw_rows, press.key, press.journal, now, at)
        else:
            done = Published(found, drawn=False)
        delete_handover(press.file_of(code))
    return done


def preparing(kind: str) -> Callable[[Press, Window], Prepared]:
    """Return what prepares a kind of release.

    Raises:
        Conflict: this installation does not make that kind.
    """
    path = f"{__package__}.{KINDS.get(kind, kind)}"
    found: Any = getattr(import_module(path), "prepare", None) if kind in KINDS and find_spec(path) else None
    if found is None:
        raise Conflict(_NO_KIND, _QUARTERS)
    prepare: Callable[[Press, Window], Prepared] = found
    return prepare


def header_of(press: Press, window: Window, kind: str, frame: Frame) -> dict[str, Any]:
    """Return the head of a release's document before it is signed."""
    return {
        "release": window.code,
        "dataset": press.dataset,
        "synthetic": press.dataset == "synthetic",
        "kind": kind,
        "window": {"code": window.code, "first": window.first.isoformat(), "last": window.last.isoformat()},
        "published_at": published_at(window).isoformat(),
        "edition": frame.edition,
        "segments_version": frame.segments_version,
        **policy_numbers(press.policy.policy),
        "policy": press.policy.sha256,
        "code": version("yasno"),
        "privacy": PRIVACY,
    }


def window_in_calendar(store: Store, code: str) -> tuple[Window, str]:
    """Return a window with its kind, as the calendar tells it.

    Raises:
        Conflict: the calendar does not tell of it.
    """
    with store.reading() as connection:
        found = connection.execute(sa.select(calendar).where(calendar.c.window == code)).mappings().first()
    if found is None:
        raise Conflict(Text(f"Окна {code} нет в календаре.", f"The calendar has no window {code}."), _ASK_CALENDAR)
    return Window(code, found["first_day"], found["last_day"]), str(found["kind"])


_NO_KIND = Text("Таких выпусков эта установка не делает.", "This installation makes no such releases.")
_QUARTERS = Text("Назовите квартал: 2026Q3.", "Name a quarter: 2026Q3.")
_ASK_CALENDAR = Text("Дни выпусков покажет yasno release calendar.", "yasno release calendar lists the days.")
