"""Every state, every step, every role, made from the table: who does not see it finds nothing, who may not is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
import sqlalchemy as sa

from backend.appeals.models import Appeal
from backend.control.cases.stepping import find_case, offers, take
from backend.control.models.room import Side
from backend.db.engine import open_session
from backend.errors import Conflict, Invalid, NotFound, PlatformError
from backend.procedures.queries import count_steps
from rules.procedures import SYSTEM, procedures
from rules.roles import Role
from tests.backend.control.walks.beginnings import begin_appeal
from tests.backend.control.walks.filling import fill
from tests.backend.control.walks.people import World, make_world
from tests.backend.control.walks.walking import START
from tests.databases import make_sqlite

TABLE = procedures()["appeal"]
ACTIONS = sorted({step.action for step in TABLE.steps})
PRIVATE = ("DRAFT", "DISCARDED")
NOBODY_S = ("accountant", "stranger", "appeal body of another region", "inspector", "head", "prosecutor", "ombudsman")
ROLES = {Side.BUSINESS: Role.BUSINESS, Side.AUTHORITY: Role.APPEAL_BODY}
NOW = START + timedelta(days=3)


@pytest.fixture(scope="module")
def world(tmp_path_factory) -> Iterator[World]:
    """Everybody, in one session."""
    path = tmp_path_factory.mktemp("steps") / "yasno.sqlite3"
    make_sqlite(path)
    from backend.db.engine import make_engine

    engine = make_engine(f"sqlite:///{path}")
    with open_session(engine, write=True) as session:
        yield make_world(session, START)
    engine.dispose()


@pytest.fixture(params=[False, True], ids=["at a desk", "from papers"])
def appeal(request, world) -> Iterator[Appeal]:
    """An appeal that a test puts into any state; nothing of it is kept."""
    row = begin_appeal(world, Random(7), START, request.param)
    row.shared = not request.param
    row.filed_at, row.received_on = START, START.date()
    row.registered_on, row.registry_number = START.date(), "Ж-1"
    row.papers_asked_on, row.stay_decided_on, row.decided_on = START.date(), START.date(), START.date()
    world.session.add(row)
    world.session.commit()
    yield row
    world.session.rollback()


def put(world: World, row: Appeal, state: str) -> None:
    """Put an appeal into a state, past its steps: whoever could be there is asked what they may do."""
    world.session.execute(sa.update(Appeal).where(Appeal.id == row.id).values(state=state))
    world.session.commit()
    world.session.refresh(row)


def side_of(world: World, name: str, row: Appeal) -> Side | None:
    """Return the side by the law alone: the café, and the hearing body once it was filed at its desk."""
    if name == "owner":
        return Side.BUSINESS
    hears = name in ("appeal body", "second appeal body")
    return Side.AUTHORITY if hears and row.shared and row.state not in PRIVATE else None


def acts(step: Any, side: Side, row: Appeal) -> bool:
    """Whether the table gives a row to a side: the body's rows are the business's only where it has no desk."""
    if side is Side.AUTHORITY:
        return Role.APPEAL_BODY in step.actors
    return Role.BUSINESS in step.actors and not (Role.APPEAL_BODY in step.actors and row.shared)


@pytest.mark.parametrize("state", TABLE.states)
def test_nobody_else_finds_it_or_any_step_of_it(world, appeal, state):
    put(world, appeal, state)
    for name in world.people:
        if side_of(world, name, appeal) is None:
            with pytest.raises(NotFound):
                find_case(world.session, world.people[name], "appeal", appeal.id, date(2026, 11, 28), write=True)
    assert side_of(world, "owner", appeal) is Side.BUSINESS
    assert {side_of(world, name, appeal) for name in NOBODY_S} == {None}


@pytest.mark.parametrize(("state", "action"), list(product(TABLE.states, ACTIONS)))
def test_a_step_is_taken_only_where_its_row_stands_and_by_whom_it_names(world, appeal, state, action):
    put(world, appeal, state)
    rows = [step for step in TABLE.steps if step.action == action]
    for name in ("owner", "appeal body"):
        side = side_of(world, name, appeal)
        if side is None:
            continue
        seen = find_case(world.session, world.people[name], "appeal", appeal.id, date(2026, 11, 28), write=True)
        offered = {offer.step.action for offer in offers(world.session, seen, world.people[name])}
        stands = [step for step in rows if state in step.froms and acts(step, side, appeal)]
        assert action not in offered or stands, (name, state, action)
        before = (appeal.state, appeal.version, count_steps(world.session, "appeal", appeal.id))
        refusal = refusal_of(world, seen, world.people[name], action)
        if refusal is None:
            assert stands, (name, state, action)
            assert appeal.state in {step.to for step in stands}
            world.session.rollback()
            put(world, appeal, state)
            continue
        world.session.rollback()
        world.session.refresh(appeal)
        assert (appeal.state, appeal.version, count_steps(world.session, "appeal", appeal.id)) == before
        assert isinstance(refusal, NotFound | Conflict | Invalid)
        if not any(ROLES[side] in step.actors for step in rows):
            assert isinstance(refusal, NotFound), (name, state, action)


def refusal_of(world: World, seen: Any, actor: Any, action: str) -> PlatformError | None:
    """Take a step; return why it was refused, None where it was taken."""
    try:
        take(world.session, seen, actor, action, values_of(world, seen, action), NOW)
    except PlatformError as refusal:
        return refusal
    return None


def values_of(world: World, seen: Any, action: str) -> dict[str, Any]:
    """Return values for the fields of a step."""
    return fill(seen.kind.asks_of(world.session, seen.case, action), Random(action), NOW)


def test_time_itself_takes_no_step_for_anybody(world, appeal):
    for step in TABLE.steps:
        if step.actors == (SYSTEM,):
            put(world, appeal, step.froms[0])
            for name in ("owner", "appeal body"):
                if side_of(world, name, appeal) is not None:
                    actor = world.people[name]
                    seen = find_case(world.session, actor, "appeal", appeal.id, date(2026, 11, 28), write=True)
                    with pytest.raises(NotFound):
                        take(world.session, seen, actor, step.action, {}, NOW)
                    world.session.rollback()
