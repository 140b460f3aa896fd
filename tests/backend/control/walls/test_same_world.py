"""What an authority counts is the same, byte for byte, whatever the business keeps, asks or says of itself.

One world is read twice: before the business has anything of its own, and with everything. Ids and days are the same.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.control.desk.scope_facts import scope_of
from backend.control.models import ControlEvent, EventPlan
from backend.control.plans.problem import standing_of
from backend.db.engine import open_session
from backend.risk.models import ControlObject, Source
from backend.risk.objects import risk_object
from calculators.risk import assess
from calculators.schedule_search import make_plan
from tests.backend.control.desk.conftest import Fire
from tests.backend.control.walls.canaries import keep_more, scatter
from tests.layout import objects, objects_control

ROUNDS = 200
# What each answer draws anew: its token, its nonce, the length of its end.
DRAWN = re.compile(r'name="_csrf_token" value="[^"]*"|nonce="[^"]*"|"inlineScriptNonce": "[^"]*"|</html>.*')
# What a business keeps beside its profile and its answers.
OWN = (
    objects.know,
    objects.evidence,
    objects.flag,
    objects.feed,
    objects.share,
    objects_control.own_object,
    objects_control.measure,
    objects_control.consultation,
)


@pytest.fixture
def event_id(engine, clock, inspector, owner) -> str:
    """An event in preparation at the café, with an object, a plan of that year, and its whole draft."""
    fire = Fire(engine, clock.now())
    fire.give_inn(owner.business)
    found = fire.prepare(inspector)
    with open_session(engine, write=True) as session:
        for row in session.exec(select(ControlObject)):
            row.business_id = owner.business.id
        session.commit()
    asked = {"control_type": "fire", "year": "2028", "kind": "ON_SITE", "days": "3"}
    answer = inspector.post_form("/desk/control/plans", asked)
    assert answer.status_code == 303, answer.text[-2000:]
    return found


def counted(session: Session, event_id: str, today: Any) -> dict[str, bytes]:
    """Return what is computed for the authority: the risk of its objects, its plan, the check of the scope."""
    query = select(ControlObject).where(ControlObject.source == Source.AUTHORITY).order_by(ControlObject.id)
    things = [risk_object(row) for row in session.exec(query)]
    plan = session.exec(select(EventPlan)).one()
    problem = standing_of(session, plan).problem
    proposal = make_plan(problem, lambda rounds: rounds >= ROUNDS)
    event = session.get_one(ControlEvent, event_id)
    return {
        "risk": repr([assess(one, today) for one in things if one]).encode(),
        "problem": repr(problem).encode(),
        "plan": repr(proposal).encode(),
        "scope": repr(scope_of(session, event, today)).encode(),
    }


def shown(browser: Any, event_id: str, plan_id: str) -> dict[str, bytes]:
    """Return what the authority is shown: its draft, its objects, its plan, its calendar and load."""
    addresses = (
        f"/desk/control/events/{event_id}/draft",
        f"/desk/control/events/{event_id}/scope",
        f"/control-events/{event_id}",
        f"/desk/control/plans/{plan_id}",
        f"/desk/control/plans/{plan_id}/take/csv",
        "/desk/control/objects",
        "/desk/control/objects.csv",
        "/desk/control/calendar?month=2026-12",
        "/desk/control/workload",
        "/desk/control",
    )
    found = {}
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        found[address] = DRAWN.sub("", answer.text).encode()
    return found


def test_risk_plan_draft_and_scope_are_equal_with_and_without(
    event_id, inspector, owner, engine, settings, clock
) -> None:
    with open_session(engine) as session:
        plan_id = session.exec(select(EventPlan.id)).one()
        before = counted(session, event_id, clock.today())
    inspector.get("/desk/control")  # the first page after a form says what the form did
    pages = shown(inspector, event_id, plan_id)
    with open_session(engine, write=True) as session:
        world = objects.World(session, settings, clock, owner.business, owner.person)
        for make in OWN:
            make(world)
        keep_more(world)
        rows = scatter(session)
        session.commit()
    assert sum(bool(count) for count in rows.values()) >= 17, rows
    with open_session(engine) as session:
        assert counted(session, event_id, clock.today()) == before
    after = shown(inspector, event_id, plan_id)
    assert [address for address in pages if pages[address] != after[address]] == []
    assert b"RiskVerdict" in before["risk"]
    assert len(before["problem"]) > 200
