"""The terms of an appeal end with the day of the body, in each of the eleven zones: not a second before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from backend.appeals.models import Appeal
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import marks
from backend.procedures.recomputing import dates_changed
from backend.procedures.runner import SYSTEM, take_step
from calculators.appeal import Subject
from calculators.calendar import zone_of
from tests.calculators.appeal.test_filing_term import REGIONS

FILED = datetime(2026, 11, 28, 11, 0, tzinfo=zone_of("77"))


def registered(engine, owner, region, subject, number=1):
    """Put a registered appeal of a region into the house, by the runner."""
    with open_session(engine, write=True) as session:
        row = Appeal(
            platform_number=number,
            business_id=owner.business.id,
            subject=subject,
            control_type="fire",
            region=region,
            registered_on=date(2026, 11, 27),
            registry_number="Ж-1",
            filed_at=FILED,
            received_on=date(2026, 11, 27),
            asks_for_stay=True,
            state="SUBMITTED",
            created_at=FILED,
        )
        session.add(row)
        session.flush()
        given = {"registered_on": row.registered_on, "registry_number": row.registry_number}
        take_step(session, "appeal", row, "register", None, SYSTEM, FILED, given=given)
        session.commit()
        return row.id


@pytest.mark.parametrize(
    ("subject", "key", "mark", "day"),
    [
        (Subject.DECISION, "appeal.decide", "OVERDUE", date(2026, 12, 18)),
        (Subject.RISK_CATEGORY, "appeal.decide", "OVERDUE", date(2026, 12, 4)),
        (Subject.DECISION, "appeal.suspension", "STAY_LATE", date(2026, 12, 1)),
    ],
)
def test_overdue_comes_with_the_second_after_the_day(engine, owner, person, subject, key, mark, day):
    # From the east to the west: the clock of the house goes one way.
    for number, region in enumerate(reversed(REGIONS), start=1):
        appeal_id = registered(engine, owner, region, subject, number)
        last = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone_of(region))
        with open_session(engine) as session:
            query = select(DeadlineRow).where(DeadlineRow.subject_id == appeal_id, DeadlineRow.key == key)
            assert session.exec(query).one().due_at == last
        assert not raised_at(engine, person, appeal_id, mark, last), region
        assert raised_at(engine, person, appeal_id, mark, last + timedelta(seconds=1)), region


def raised_at(engine, person, appeal_id, mark, moment):
    """Let time come to a moment and the house do what is due; return whether a mark was raised."""
    person.wait_until(moment)
    run_due(Hands(person.settings, engine, person.clock))
    with open_session(engine) as session:
        return mark in marks(session, "appeal", [appeal_id]).get(appeal_id, frozenset())


def test_the_date_of_registration_that_is_corrected_moves_the_term(engine, owner, person):
    appeal_id = registered(engine, owner, "77", Subject.DECISION)
    with open_session(engine, write=True) as session:
        row = session.get_one(Appeal, appeal_id)
        row.registered_on = date(2026, 11, 26)
        session.add(row)
        assert dates_changed(session, "appeal", row, FILED) == 2
