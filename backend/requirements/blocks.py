"""Places on our pages where rooms above put their own parts: self-assessment, scores, costs, papers, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlmodel import Session

from backend.permissions import Actor
from backend.requirements.explaining import Explained
from backend.requirements.listing import PersonalList
from backend.web.context import AnyRequest
from rules.requirements import Requirement
from rules.text import Text

# side: the right column, a bottom bar on a phone; main: below the steps; foot: after the law; tools: a row of links.
Where = Literal["side", "main", "foot", "tools"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: its template, what it is given under the name `data`, and where it stands."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    where: Where = "main"
    order: int = 50


@dataclass(frozen=True, slots=True)
class RequirementContext:
    """What a block of a requirement's page may look at; `explained` is None for a visitor without answers."""

    request: AnyRequest
    session: Session
    actor: Actor
    requirement: Requirement
    explained: Explained | None


@dataclass(frozen=True, slots=True)
class ListContext:
    """What a block of the list's page may look at."""

    request: AnyRequest
    session: Session
    actor: Actor
    personal: PersonalList


@dataclass(frozen=True, slots=True)
class DeskContext:
    """What a figure of the regulator's desk may look at."""

    request: AnyRequest
    session: Session
    actor: Actor
    now: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """How much waits elsewhere, and where; in the tone «unknown» it is a missed term."""

    value: int
    label: Text
    href: str
    tone: Literal["", "unknown"] = ""


DESK_FIGURES: list[Callable[[DeskContext], Iterable[Figure]]] = []
BLOCKS: list[Callable[[RequirementContext], Block | None]] = []
LIST_BLOCKS: list[Callable[[ListContext], Block | None]] = []


def blocks_of(context: RequirementContext) -> dict[str, list[Block]]:
    """Return the blocks of a requirement's page by where they stand."""
    return _by_place(make(context) for make in BLOCKS)


def list_blocks(context: ListContext) -> dict[str, list[Block]]:
    """Return the blocks of the list's page by where they stand."""
    return _by_place(make(context) for make in LIST_BLOCKS)


def desk_figures(context: DeskContext) -> list[Figure]:
    """Return what the rooms above tell on the regulator's desk, in the order they were registered."""
    return [figure for make in DESK_FIGURES for figure in make(context)]


def _by_place(made: Iterable[Block | None]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {"side": [], "main": [], "foot": [], "tools": []}
    for block in made:
        if block is not None:
            found[block.where].append(block)
    return {where: sorted(blocks, key=lambda one: one.order) for where, blocks in found.items()}
