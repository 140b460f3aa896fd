"""Kinds of cases that live under control: whose they are, which fields a step asks for, where their page is.

A module in `backend/control/kinds/` calls `register`, as does `case_kinds.py` of a room above; both are found by
themselves. The rows of the procedure say who may do
what; a kind only says what has to be told with it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from typing import Any

from sqlmodel import Session

from backend.control import kinds as kinds_room
from backend.control.cases.asking import Ask
from backend.control.cases.day_order import After
from backend.control.models import ControlEvent
from backend.control.models.room import Side
from backend.jobs.registry import offering
from backend.permissions import Actor
from rules.text import Text

Asks = tuple[Ask, ...]
AsksOf = Callable[[Session, Any], Asks]
Begin = Callable[[Session, ControlEvent, Actor, Side, datetime], Any]
Compose = Callable[[Session, Any, dict[str, Any], Actor, datetime], None]


@dataclass(frozen=True)
class Standing:
    """The page of a case by itself: its title, the page above it for a side, its facts: {"label", "value"}.

    `links` lead to what belongs to the case: {"href", "name"}. `hidden_steps` are those a side does not read of.
    """

    title: Callable[[Session, Any], Text]
    back: Callable[[Side], str]
    facts: Callable[[Session, Any, Side], list[dict[str, Any]]]
    links: Callable[[Session, Any, Side], list[dict[str, Any]]] = lambda session, case, side: []
    hidden_steps: Callable[[Side], frozenset[str]] = lambda side: frozenset()


@dataclass(frozen=True)
class CaseKind:
    """One kind of case.

    `side` says from which side an actor sees a case, None for not at all. `own_copy` says whether the business itself
    records what the authority did, from its papers. `asks` are the fields of each step, fixed or made for the case;
    without `compose` they fill the attributes of the case that have their names; `order` tells which days do not come
    before which. `filled` is what a form holds before anybody typed. `hidden` are steps no form offers:
    other steps cause them. A kind that is opened in the room of an event has `begin`, which makes the case for a side,
    or refuses, and `first`, the step it is opened with; one that stands by itself has `standing`. `why_closed` tells
    why a step of this state is not open any more, and what to do instead; None leaves it to the common words.
    """

    procedure: str
    model: type[Any]
    side: Callable[[Session, Actor, Any, date], Side | None]
    address: Callable[[Any, Side], str]
    region: Callable[[Any], str]
    own_copy: Callable[[Session, Any], bool] = lambda session, case: False
    asks: Mapping[str, Asks | AsksOf] = field(default_factory=dict)
    compose: Mapping[str, Compose] = field(default_factory=dict)
    filled: Callable[[Session, Any, str], Mapping[str, Any]] = lambda session, case, action: {}
    hidden: frozenset[str] = frozenset()
    standing: Standing | None = None
    order: tuple[After, ...] = ()
    why_closed: Callable[[Session, Any, str], tuple[Text, Text] | None] = lambda session, case, action: None
    begin: Begin | None = None
    first: Callable[[Session, ControlEvent, Side], str | None] = lambda session, event, side: None

    def asks_of(self, session: Session, case: Any, action: str) -> Asks:
        """Return the fields of a step of this case."""
        found = self.asks.get(action, ())
        return found(session, case) if callable(found) else found


_KINDS: dict[str, CaseKind] = {}


def register(kind: CaseKind) -> CaseKind:
    """Make a kind known."""
    _KINDS[kind.procedure] = kind
    return kind


@cache
def _load() -> None:
    for found in pkgutil.iter_modules(kinds_room.__path__):
        import_module(f"{kinds_room.__name__}.{found.name}")
    offering("case_kinds")


def case_kinds() -> Mapping[str, CaseKind]:
    """Return every kind, by the name of its procedure."""
    _load()
    return _KINDS
