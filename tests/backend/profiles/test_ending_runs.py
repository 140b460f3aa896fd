"""Anonymous runs end on their day, and everything in them goes."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from backend.accounts.models import Business
from backend.law import current_law
from backend.profiles.jobs import end_runs
from backend.profiles.models import FactRecord, Origin
from backend.profiles.service import record_facts, start_run


def test_a_run_whose_day_is_over_goes_with_its_facts_and_others_stay(session, owner, clock):
    old, _ = start_run(session, clock.now() - timedelta(days=31))
    young, _ = start_run(session, clock.now())
    codes = current_law().vocabulary.facts
    assert "legal_form" in codes
    for run in (old, young):
        record_facts(session, run.id, run.id, {"legal_form": "ip"}, Origin.ANSWER, clock.now())
    end_runs(session, {}, clock.now())
    session.expire_all()
    assert set(session.exec(select(Business.id)).all()) == {young.id, owner.business.id}
    assert set(session.exec(select(FactRecord.business_id)).all()) == {young.id}
