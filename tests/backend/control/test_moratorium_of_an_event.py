"""The moratorium bars a planned event by category, and not at the facilities it names (reference: ПП 336)."""

from __future__ import annotations

from datetime import date

import pytest

from backend.control.event_checks import ground_and_category_allow
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.errors import Conflict
from backend.risk.models import ControlObject, Source


@pytest.mark.parametrize(
    ("category", "facts", "barred"),
    [
        ("MEDIUM", {}, True),
        ("MEDIUM", {"hazardous_facility_class_ii": True}, False),
        ("MEDIUM", {"hazardous_facility_class_ii": False}, True),
        ("HIGH", {}, False),
    ],
)
def test_a_planned_event_is_signed_as_the_plan_was_drawn_up(engine, clock, category, facts, barred) -> None:
    with open_session(engine, write=True) as session:
        thing = ControlObject(control_type="fire", source=Source.AUTHORITY, facts=facts, created_at=clock.now())
        session.add(thing)
        session.flush()
        event = ControlEvent(
            control_type="fire",
            kind="ON_SITE",
            ground="PLAN",
            planned=True,
            planned_start=date(2027, 3, 1),
            category=category,
            object_id=thing.id,
        )
        if barred:
            with pytest.raises(Conflict) as refused:
                ground_and_category_allow(session, event, None)
            assert "сверьте с актом" in refused.value.message.ru
        else:
            ground_and_category_allow(session, event, None)
