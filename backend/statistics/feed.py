"""What is read of releases: announced ones only, from the store alone, opened for reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, RowMapping
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ProgrammingError

from backend.config import Settings
from backend.errors import NotFound
from backend.statistics.store import check_info, row_of, store_engine
from backend.statistics.store_tables import announcement, burned, calendar, cell, charge, frozen, note, release
from calculators.release.shapes import Row, Window
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Head:
    """An announced release. `header` holds everything of its document but the cells."""

    id: str
    kind: str
    window: Window
    published_at: datetime
    header: Mapping[str, Any]
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseDay:
    """A day of the calendar. `state`: "planned", "frozen", "published" or "burned"."""

    window: Window
    kind: str
    closes_at: datetime
    published_at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """What was found out about a release after it: the release itself stays."""

    release_id: str
    at: datetime
    text: Text


class Feed:
    """The releases of one store. A store that does not exist yet has none."""

    def __init__(self, url: str, dataset: str) -> None:
        self.dataset = dataset
        self._engine = store_engine(url, read_only=True)
        found = make_url(url)
        self._file = Path(str(found.database)) if found.get_backend_name() == "sqlite" else None

    def releases(self, kind: str | None = None) -> list[Head]:
        """Return the announced releases, the newest first."""
        asked = _ANNOUNCED if kind is None else _ANNOUNCED.where(release.c.kind == kind)
        asked = asked.order_by(announcement.c.at.desc(), release.c.id.desc())
        return [_head(row) for row in self._all(asked)]

    def head(self, release_id: str) -> Head:
        """Return one release.

        Raises:
            NotFound: there is none of this name, or it is not announced.
        """
        found = self._all(_ANNOUNCED.where(release.c.id == release_id))
        if not found:
            raise NotFound
        return _head(found[0])

    def rows(
        self,
        release_id: str,
        *,
        level: str | None = None,
        requirement: str | None = None,
        version: str | None = None,
        domain: str | None = None,
        measure: str | None = None,
        after: int = 0,
        limit: int | None = None,
    ) -> list[tuple[int, Row]]:
        """Return rows with their numbers, from 1 in the document's order, those after number `after`.

        Raises:
            NotFound: there is no such release, or it is not announced.
        """
        self.head(release_id)
        kept = {"level": level, "requirement": requirement, "version": version, "domain": domain, "measure": measure}
        asked = sa.select(cell).where(cell.c.release == release_id, cell.c.n > after)
        for name, value in kept.items():
            if value is not None:
                asked = asked.where(cell.c[name] == str(value))
        return [(row["n"], row_of(row)) for row in self._all(asked.order_by(cell.c.n).limit(limit))]

    def notes(self, release_id: str) -> list[ReleaseNote]:
        """Return what was noted beside a release, the oldest first."""
        asked = sa.select(note).where(note.c.release == release_id).order_by(note.c.at, note.c.id)
        return [ReleaseNote(row["release"], row["at"], Text(row["ru"], row["en"])) for row in self._all(asked)]

    def calendar(self) -> list[ReleaseDay]:
        """Return every release day, the first one first."""
        return [_day(row) for row in self._all(_CALENDAR)]

    def charges(self) -> dict[str, dict[str, Any]]:
        """Return what each release cost, announced or not, by its window."""
        rows = self._all(sa.select(charge).order_by(charge.c.window))
        return {row["window"]: {"rho_micro": row["rho_micro"], "policy": row["policy"]} for row in rows}

    def _all(self, asked: sa.Select[Any]) -> Sequence[RowMapping]:
        with self._open() as connection:
            return () if connection is None else connection.execute(asked).mappings().all()

    @contextmanager
    def _open(self) -> Iterator[Connection | None]:
        """Give a connection to the store of this dataset, None while there is no store."""
        if self._file is not None and not self._file.exists():
            yield None
            return
        with self._engine.connect() as connection:
            try:
                check_info(connection, self.dataset)
            except (ProgrammingError, sa.exc.OperationalError) as error:
                if not _no_table(error):
                    raise
                yield None
                return
            yield connection


def feed_of(settings: Settings) -> Feed:
    """Return the feed of an installation."""
    return _feed(settings.feed_url, settings.dataset)


@lru_cache(maxsize=32)
def _feed(url: str, dataset: str) -> Feed:
    return Feed(url, dataset)


_ANNOUNCED = (
    sa.select(release, announcement.c.at.label("announced_at"), calendar.c.first_day, calendar.c.last_day)
    .join(announcement, announcement.c.release == release.c.id)
    .join(calendar, calendar.c.window == release.c.window)
)
_CALENDAR = (
    sa.select(
        calendar,
        frozen.c.at.label("frozen_at"),
        announcement.c.at.label("announced_at"),
        burned.c.at.label("burned_at"),
    )
    .outerjoin(frozen, frozen.c.window == calendar.c.window)
    .outerjoin(release, release.c.window == calendar.c.window)
    .outerjoin(announcement, announcement.c.release == release.c.id)
    .outerjoin(burned, burned.c.window == calendar.c.window)
    .order_by(calendar.c.published_at, calendar.c.window)
)


def _head(row: RowMapping) -> Head:
    header = json.loads(row["header"]) | {"key": row["key"], "signature": row["signature"]}
    window = Window(row["window"], row["first_day"], row["last_day"])
    return Head(row["id"], row["kind"], window, row["announced_at"], header, row["sha256"])


def _day(row: RowMapping) -> ReleaseDay:
    states = (("announced_at", "published"), ("burned_at", "burned"), ("frozen_at", "frozen"))
    state = next((name for column, name in states if row[column] is not None), "planned")
    window = Window(row["window"], row["first_day"], row["last_day"])
    return ReleaseDay(window, row["kind"], row["closes_at"], row["published_at"], state)


def _no_table(error: Exception) -> bool:
    words = str(error)
    return "no such table" in words or "does not exist" in words
