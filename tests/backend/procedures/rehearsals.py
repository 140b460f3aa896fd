"""Cases of no slice, by which the runner is tried on the tables of the law."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from backend.permissions import Actor, Scope
from backend.procedures.bindings import Binding, bind
from rules.procedures import Procedure, procedures
from rules.roles import Role
from rules.terms import Term

OWNER = Actor(person_id="anna", scopes={"cafe": frozenset(Scope)}, roles=frozenset({Role.BUSINESS}))
HEAD = Actor(person_id="rita", roles=frozenset({Role.AUTHORITY_HEAD, Role.INSPECTOR}), authority="mchs")
OTHER = Actor(person_id="olga", roles=frozenset({Role.AUTHORITY_HEAD, Role.INSPECTOR}), authority="rostrud")
PEOPLE = {Role.BUSINESS: "anna", Role.AUTHORITY_HEAD: "rita", Role.INSPECTOR: "rita"}


class Apart(SQLModel, registry=registry()):
    """Tables of these tests only."""


class Trial(Apart, table=True):
    """A case with nothing but its state; its dates lie in the world of the test."""

    id: str = Field(primary_key=True)
    state: str
    version: int = 1
    business_id: str | None = "cafe"


@dataclass
class World:
    """What a slice would know of its cases."""

    dates: dict[str, date | datetime | None] = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    keys: dict[str, str | None] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    region: str | None = None
    effects: list[str] = field(default_factory=list)
    control_type: Any = None

    def clear(self) -> None:
        """Forget everything."""
        for part in (self.dates, self.conditions, self.keys, self.terms, self.effects):
            part.clear()
        self.region = self.control_type = None


WORLD = World()


def rehearse(name: str) -> str:
    """Bind a table under a name of its own; return that name."""
    table = replace(procedures()[name], name=f"trial_{name}")
    bind(_binding(table))
    return table.name


def _binding(table: Procedure) -> Binding:
    steps = table.steps
    return Binding(
        table=table,
        find=lambda session, trial_id: session.get(Trial, trial_id),
        recipients=lambda session, trial, role: [PEOPLE[role]] if role in PEOPLE else [],
        link=lambda trial, role: f"/{role}/{trial.id}",
        region=lambda session, trial: WORLD.region,
        guards={name: lambda *_: None for step in steps for name in step.guards},
        conditions={step.only_if: _condition(step.only_if) for step in steps if step.only_if},
        effects={name: _effect(name) for step in steps for name in step.effects},
        anchors={name: _anchor(name) for name in table.anchors},
        control_type=lambda session, trial: WORLD.control_type,
        term_key=lambda session, trial, key: WORLD.keys.get(key, key),
        own_term=lambda session, trial, key: WORLD.terms.get(key),
        acts=lambda session, trial, actor, acting_as: acting_as in actor.roles and actor.authority != "rostrud",
    )


def _condition(name: str) -> Any:
    return lambda session, trial: WORLD.conditions.get(name, False)


def _anchor(name: str) -> Any:
    """A date of one case goes before a date of all."""
    return lambda session, trial: WORLD.dates.get(f"{trial.id}.{name}", WORLD.dates.get(name))


def _effect(name: str) -> Any:
    return lambda session, trial, actor, now: WORLD.effects.append(name)
