"""Procedures as tables: one row is one legal step, and a module here with a PROCEDURE is found by itself.

A row gives the permission, the deadline, the notice and the record; only the step runner of the shell writes states.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

from rules.terms import Term
from rules.text import Text


@dataclass(frozen=True, slots=True)
class State:
    """A state: its names, and whether the procedure ends there."""

    name: Text
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What a step does to a clock: `does` is starts, pauses or stops; `anchor` names the date it counts from."""

    key: str
    does: str
    anchor: str | None = None
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One row: who may move a case from one of the states to another, by which provision, in which term.

    `term` runs from the entry into the `from_` state, or from the entry into `term_from` if that is given: the step is
    due by its end. `guard` names a check of the shell; `needs` the fields that must be filled; `notify` whom to tell;
    `only_if` a condition under which the row exists at all. `by_time` steps are taken by the system when the term is
    over; `overlay` steps leave the state and raise a mark. `effects` name what else the shell does.
    """

    action: str
    from_: str | tuple[str, ...]
    to: str
    actor: str | tuple[str, ...]
    source: str
    name: Text | None = None
    guard: str | None = None
    term: Term | None = None
    term_from: str | None = None
    notify: tuple[str, ...] = ()
    only_if: str | None = None
    needs: tuple[str, ...] = ()
    clock: Clock | None = None
    overlay: str | None = None
    by_time: bool = False
    effects: tuple[str, ...] = ()

    @property
    def froms(self) -> tuple[str, ...]:
        """Return the states the step leaves, always as a tuple."""
        return (self.from_,) if isinstance(self.from_, str) else self.from_

    @property
    def actors(self) -> tuple[str, ...]:
        """Return the roles that may take the step, always as a tuple."""
        return (self.actor,) if isinstance(self.actor, str) else self.actor

    def as_dict(self) -> dict[str, Any]:
        """Return the row as `yasno procedures` prints it; reserved fields only where the row uses them."""
        shape: dict[str, Any] = {
            "action": self.action,
            "name": self.name.as_dict() if self.name else None,
            "from": self.from_ if isinstance(self.from_, str) else list(self.from_),
            "to": self.to,
            "actor": self.actor if isinstance(self.actor, str) else list(self.actor),
            "guard": self.guard,
            "source": self.source,
            "term": _term_as_dict(self.term) if self.term else None,
            "notify": list(self.notify),
            "only_if": self.only_if,
        }
        return shape | _reserved(self)


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure: where it begins, its states in reading order with their names, and its rows."""

    name: str
    title: Text
    initial: str
    states: Mapping[str, State]
    steps: tuple[Step, ...]

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the rows that are open in `state`, in the order of the table."""
        return tuple(step for step in self.steps if state in step.froms)

    def as_dict(self) -> dict[str, Any]:
        """Return the procedure as `yasno procedures` prints it."""
        states = [
            {"code": code, "terminal": state.terminal, "name": state.name.as_dict()}
            for code, state in self.states.items()
        ]
        return {
            "name": self.name,
            "title": self.title.as_dict(),
            "initial": self.initial,
            "states": states,
            "steps": [step.as_dict() for step in self.steps],
        }


@cache
def procedures() -> Mapping[str, Procedure]:
    """Return every procedure of this folder by name.

    Raises:
        ValueError: a table is faulty; every fault is named.

    >>> "dispute" in procedures()
    True
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [import_module(f"{__name__}.{name}") for name in names]
    found = [module.PROCEDURE for module in modules if hasattr(module, "PROCEDURE")]
    faults = [f"{procedure.name}: {fault}" for procedure in found for fault in faults_of(procedure)]
    if faults:
        raise ValueError("; ".join(faults))
    return MappingProxyType({procedure.name: procedure for procedure in found})


def faults_of(procedure: Procedure) -> list[str]:
    """Return what is wrong with a table: unknown or unreachable states, exits of an end, rows without an article."""
    return [*_unknown_states(procedure), *_unreachable(procedure), *_ends(procedure), *_rows(procedure)]


def _unknown_states(procedure: Procedure) -> Iterator[str]:
    used = {procedure.initial} | {state for step in procedure.steps for state in (*step.froms, step.to)}
    yield from (f"no state «{state}»" for state in sorted(used - set(procedure.states)))


def _unreachable(procedure: Procedure) -> Iterator[str]:
    reached, grew = {procedure.initial}, True
    while grew:
        new = {step.to for step in procedure.steps if reached & set(step.froms)} - reached
        reached, grew = reached | new, bool(new)
    yield from (f"state «{state}» cannot be reached" for state in procedure.states if state not in reached)


def _ends(procedure: Procedure) -> Iterator[str]:
    for code, state in procedure.states.items():
        exits = [step for step in procedure.steps_from(code) if not step.overlay]
        if state.terminal and exits:
            yield f"«{code}» is an end but «{exits[0].action}» leaves it"
        if not state.terminal and not exits:
            yield f"nothing leaves «{code}» and it is no end"


def _rows(procedure: Procedure) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for step in procedure.steps:
        if not step.source.strip():
            yield f"«{step.action}» names no article"
        if step.by_time and not step.term:
            yield f"«{step.action}» goes by time but has no term"
        for state in step.froms:
            if (state, step.action) in seen and step.only_if is None:
                yield f"«{step.action}» stands twice for «{state}»"
            seen.add((state, step.action))


def _term_as_dict(term: Term) -> dict[str, Any]:
    shape = {"amount": term.amount, "unit": term.unit.value, "source": term.source, "verified": term.verified}
    return {"key": term.key} | shape


def _reserved(step: Step) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "term_from": step.term_from,
        "needs": list(step.needs),
        "overlay": step.overlay,
        "by_time": step.by_time,
        "effects": list(step.effects),
    }
    if step.clock:
        clock = {"key": step.clock.key, "anchor": step.clock.anchor, "does": step.clock.does, "cap": step.clock.cap}
        shape["clock"] = {name: value for name, value in clock.items() if value is not None}
    return {name: value for name, value in shape.items() if value}
