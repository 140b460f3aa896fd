"""30(7): a past full of checks and violations moves nobody in any list of the staff, whatever an address asks for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from backend.control.models import ControlEvent, Violation
from backend.db.engine import open_session
from backend.risk.models import ControlObject, Source
from tests.backend.control.walls.reading import text_of

BUSY = "7736050003"
LISTS = {
    "inspector": (
        "/desk/control/objects",
        "/desk/control/objects.csv",
        "/desk/control/objects.xlsx",
        "/desk/control/workload",
        "/desk/control/plans",
        "/desk/control/plans/{plan}",
        "/desk/control/plans/{plan}/take/csv",
        "/desk/control/plans/{plan}/take/xlsx",
        "/desk/control/plans/{plan}/take/pdf",
        "/desk/control/warnings",
        "/desk/control/warnings.csv",
        "/desk/control/visits",
        "/desk/control/visits.csv",
    ),
    "prosecutor": ("/desk/prosecutor", "/desk/prosecutor/plans", "/desk/prosecutor/plans/{plan}"),
}
NAMES = re.compile(r"Объект \d|Павел Огнев|Роман Дымов")
SORTS = ("", "?sort=violations", "?sort=-violations", "?order=checks", "?by=fines", "?order_by=checks_count&desc=1")


def burden(session: Session, body_id: str, inspector_id: str, now: Any) -> None:
    """Give the last object and its inspector a past full of checks and violations."""
    for number in range(6):
        day = date(2026, 3, 2) + timedelta(days=7 * number)
        row = ControlEvent(
            number=700 + number,
            source=Source.AUTHORITY,
            inn=BUSY,
            business_name="Объект 2",
            region="77",
            body_id=body_id,
            authority="mchs",
            inspector_id=inspector_id,
            control_type="fire",
            kind="ON_SITE",
            planned_start=day,
            planned_end=day,
            state="COMPLETED",
            created_at=now,
        )
        session.add(row)
        session.flush()
        for place in range(9):
            session.add(Violation(event_id=row.id, position=place, act="ППР", unit=f"п. {place}", text="Нет щита"))
    session.commit()


@pytest.fixture
def year(office, objects, sent) -> dict[str, Any]:
    """A plan before the prosecutor, whose objects and inspectors have names to put in a row."""
    return {"inspector": office.inspector, "prosecutor": office.prosecutor, "plan": sent.id}


def rows_of(browser: Any, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return NAMES.findall(text_of(answer))


def test_a_past_full_of_violations_moves_nobody_in_any_list_however_it_is_asked_for(
    year, office, engine, clock
) -> None:
    asked = [
        (who, address.format(plan=year["plan"]) + sort)
        for who, lists in LISTS.items()
        for address in lists
        for sort in SORTS
    ]
    before = {(who, address): rows_of(year[who], address) for who, address in asked}
    with open_session(engine, write=True) as session:
        body_id = session.exec(select(ControlObject.body_id)).first()
        burden(session, body_id, office.second.person.id, clock.now())
    after = {(who, address): rows_of(year[who], address) for who, address in asked}
    assert after == before
    # No parameter of an address makes another order either.
    for (who, address), rows in before.items():
        assert rows == before[who, address.partition("?")[0]], address
