"""An ombudsman who took part, in an earlier office, in what a case rests on does not judge it."""

from __future__ import annotations

from typing import Any

import pytest

from backend.control.models import PreventiveVisit
from backend.db.engine import open_session
from backend.ombudsman.models import OmbudsmanCase
from backend.ombudsman.own_acts import took_part
from backend.procedures.models import StepRecord
from backend.risk.models import CategoryRequest, ControlObject, Source
from tests.backend.ombudsman.cases import NEW, draft, shared_event, take, walk


@pytest.fixture
def case(engine, owner, inspector, ombudsman) -> str:
    """A case about an event of the fire service, taken up."""
    id_ = draft(owner, shared_event(engine, owner.business))
    walk(owner, id_, "submit")
    walk(ombudsman, id_, "accept")
    return id_


def put(engine: Any, *rows: Any) -> None:
    with open_session(engine, write=True) as session:
        session.add_all(rows)
        session.commit()


def officials(engine: Any, case: str) -> set[str]:
    with open_session(engine) as session:
        return took_part(session, session.get_one(OmbudsmanCase, case))


def visit(business_id: str, person_id: str, **changes: Any) -> PreventiveVisit:
    about = {"platform_number": 1, "source": Source.AUTHORITY, "mandatory": True, "control_type": "fire"}
    about |= {"business_id": business_id, "inspector_id": person_id, "state": "HELD", "created_at": NEW}
    return PreventiveVisit(**(about | changes))


def test_who_visited_the_business_under_the_same_control_does_not_judge(engine, owner, ombudsman, case) -> None:
    put(engine, visit(owner.business.id, ombudsman.person.id))
    assert ombudsman.person.id in officials(engine, case)
    refused = take(ombudsman, case, "issue_position", position="Проверка без уведомления", position_on="2026-11-28")
    assert refused.status_code == 409


def test_a_visit_under_another_control_or_to_another_business_does_not_count(
    engine, owner, stranger, ombudsman, case
) -> None:
    put(
        engine,
        visit(owner.business.id, ombudsman.person.id, control_type="sanitary"),
        visit(stranger.business.id, ombudsman.person.id, platform_number=2),
    )
    assert ombudsman.person.id not in officials(engine, case)


def test_who_decided_on_the_category_of_the_object_took_part(engine, owner, ombudsman, case) -> None:
    thing = ControlObject(source=Source.AUTHORITY, business_id=owner.business.id, control_type="fire", created_at=NEW)
    asked = CategoryRequest(
        business_id=owner.business.id, object_id=thing.id, wanted="LOW", state="DECIDED_KEPT", created_at=NEW
    )
    put(engine, thing)
    put(engine, asked)
    decided = StepRecord(
        procedure="risk_category_change",
        subject_id=asked.id,
        number=1,
        action="keep",
        from_state="SUBMITTED",
        to_state="DECIDED_KEPT",
        actor=ombudsman.person.id,
        acting_as="authority_head",
        basis="24(5)",
        at=NEW,
    )
    put(engine, decided)
    assert ombudsman.person.id in officials(engine, case)
