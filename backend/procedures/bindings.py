"""What a room gives the runner for its procedure: its cases, checks, effects, and whom to tell.

A module `procedures.py` in any room is found by itself; it calls `bind`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from sqlmodel import Session

from backend.jobs.registry import offering
from backend.permissions import Actor, Scope
from calculators.deadlines import SetsTerms
from rules.procedures import Procedure
from rules.terms import Term


class Subject(Protocol):
    """A case: a row with a state that only the runner writes, and the version it was read at."""

    id: str
    state: str
    version: int

    @property
    def business_id(self) -> str | None:
        """Whose case it is, as far as a business here is known."""


# None as an actor is the platform itself: a step that goes by time.
Guard = Callable[[Session, Any, Actor | None], None]
Effect = Callable[[Session, Any, Actor | None, datetime], None]
Anchor = Callable[[Session, Any], date | datetime | None]


@dataclass(frozen=True)
class Binding:
    """A procedure's part of the shell. `table` is its table of steps.

    `find` returns a case by id. `recipients` returns whom of a role to tell; `link` the page of the case for a role;
    `about` params for the words of notices. A guard raises a refusal. `region` is whose days off and time count.
    `anchors` tell the dates of official acts and of their delivery, None while a date is not known; those not named
    here are attributes of the case. A term is that of `own_term`, if it gives one, else of the key that `term_key`
    gives for this case (None: this case has no such term), in the act of `control_type`, else in the statute. `acts`
    decides whether somebody is what they act as in this case; without it clients act by scope, others by their role.
    `left` names people whose part in the business has ended by a moment: they are told nothing more.
    """

    table: Procedure
    find: Callable[[Session, str], Any | None]
    recipients: Callable[[Session, Any, str], Iterable[str]]
    link: Callable[[Any, str], str]
    about: Callable[[Session, Any], Mapping[str, Any]] = lambda session, subject: {}
    region: Callable[[Session, Any], str | None] = lambda session, subject: None
    guards: Mapping[str, Guard] = field(default_factory=dict)
    conditions: Mapping[str, Callable[[Session, Any], bool]] = field(default_factory=dict)
    effects: Mapping[str, Effect] = field(default_factory=dict)
    scope: Scope = Scope.DISPUTE
    anchors: Mapping[str, Anchor] = field(default_factory=dict)
    control_type: Callable[[Session, Any], SetsTerms | None] = lambda session, subject: None
    term_key: Callable[[Session, Any, str], str | None] = lambda session, subject, key: key
    own_term: Callable[[Session, Any, str], Term | None] = lambda session, subject, key: None
    acts: Callable[[Session, Any, Actor, str], bool] | None = None
    left: Callable[[Session, Any, datetime], Iterable[str]] = lambda session, subject, now: ()

    @property
    def procedure(self) -> str:
        """Return the procedure's name."""
        return self.table.name


_BINDINGS: dict[str, Binding] = {}


def bind(binding: Binding) -> Binding:
    """Give the runner a procedure.

    Raises:
        ValueError: its table names a check, a condition or an effect that the binding does not have.
    """
    faults = list(faults_of(binding))
    if faults:
        raise ValueError("; ".join(faults))
    _BINDINGS[binding.procedure] = binding
    return binding


def bindings() -> Mapping[str, Binding]:
    """Return the binding of every procedure that a room carries; a table without one is only shown."""
    offering("procedures")
    return _BINDINGS


def anchor_of(session: Session, binding: Binding, subject: Subject, name: str) -> date | datetime | None:
    """Return a date of the case by its name, None while it is not known."""
    told = binding.anchors.get(name)
    found: date | datetime | None = told(session, subject) if told else getattr(subject, name)
    return found


def whom_to_tell(session: Session, binding: Binding, subject: Subject, role: str, now: datetime) -> list[str]:
    """Return whom of a role to tell at a moment: nobody whose part in the business has ended by then."""
    gone = frozenset(binding.left(session, subject, now))
    return [one for one in binding.recipients(session, subject, role) if one not in gone]


def faults_of(binding: Binding) -> Iterator[str]:
    """Yield what a procedure's table names and its binding does not have."""
    for step in binding.table.steps:
        where = f"{binding.procedure}, «{step.action}»"
        yield from (f"{where}: no guard «{name}»" for name in step.guards if name not in binding.guards)
        if step.only_if and step.only_if not in binding.conditions:
            yield f"{where}: no condition «{step.only_if}»"
        yield from (f"{where}: no effect «{name}»" for name in step.effects if name not in binding.effects)
