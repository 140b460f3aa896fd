"""Places on our pages where rooms above put their own parts: self-assessment, scores, costs, papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlmodel import Session

from backend.permissions import Actor
from backend.requirements.explaining import Explained
from backend.requirements.listing import PersonalList
from backend.web.context import AnyRequest
from rules.requirements import Requirement

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


BLOCKS: list[Callable[[RequirementContext], Block | None]] = []
LIST_BLOCKS: list[Callable[[ListContext], Block | None]] = []


def blocks_of(context: RequirementContext) -> dict[str, list[Block]]:
    """Return the blocks of a requirement's page by where they stand."""
    return _by_place(make(context) for make in BLOCKS)


def list_blocks(context: ListContext) -> dict[str, list[Block]]:
    """Return the blocks of the list's page by where they stand."""
    return _by_place(make(context) for make in LIST_BLOCKS)


def _by_place(made: Iterable[Block | None]) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = {"side": [], "main": [], "foot": [], "tools": []}
    for block in made:
        if block is not None:
            found[block.where].append(block)
    return {where: sorted(blocks, key=lambda one: one.order) for where, blocks in found.items()}
