"""Which function does which work. A module `jobs.py` in any room is found by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from sqlmodel import Session

import backend
from backend.clock import MOSCOW

Handler = Callable[[Session, Mapping[str, Any], datetime], None]


@dataclass(frozen=True, slots=True)
class Job:
    """A kind of work. `outside`: its effect leaves the house (mail), so it runs without the writer's lock and may,
    after a crash, run again. `forget`: what it was told is wiped when it is done. `following`: when the next is due.
    `at_start`: it is also done when the worker starts.
    """

    kind: str
    handler: Handler
    outside: bool = False
    forget: bool = False
    following: Callable[[datetime], datetime] | None = None
    at_start: bool = False


_JOBS: dict[str, Job] = {}


def job(
    kind: str,
    *,
    outside: bool = False,
    forget: bool = False,
    following: Callable[[datetime], datetime] | None = None,
    at_start: bool = False,
) -> Callable[[Handler], Handler]:
    """Register `handler(session, payload, now)` for a kind of work; it must be safe to run twice."""

    def register(handler: Handler) -> Handler:
        _JOBS[kind] = Job(kind, handler, outside, forget, following, at_start)
        return handler

    return register


def jobs() -> Mapping[str, Job]:
    """Return every kind of work the house knows."""
    offering("jobs")
    return _JOBS


@cache
def offering(module: str) -> tuple[ModuleType, ...]:
    """Return the modules of this name in all rooms that have one, imported."""
    return tuple(import_module(path) for path in _paths(module))


def _paths(module: str) -> Iterator[str]:
    for room in sorted(pkgutil.iter_modules(backend.__path__), key=lambda found: found.name):
        path = f"backend.{room.name}.{module}"
        if room.ispkg and find_spec(path):
            yield path


def daily(hour: int) -> Callable[[datetime], datetime]:
    """Return a plan for work of every day at an hour of Moscow."""

    def next_due(now: datetime) -> datetime:
        local = now.astimezone(MOSCOW)
        due = local.replace(hour=hour, minute=0, second=0, microsecond=0)
        return due if due > local else due + timedelta(days=1)

    return next_due


def hourly(now: datetime) -> datetime:
    """Plan work of every hour."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
