"""What is seen without asking, on the café: papers, days, notices, the register, readings; shown to it alone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.models import Answer, AnswerValue, ChosenDate, Evidence, PlanEntry, Reading
from backend.assessments.seen_status import seen_of
from backend.db.engine import open_session
from backend.law import current_law
from backend.papers.models import FileType
from backend.profiles.models import RegisterEntry
from calculators.seen import SeenStatus, SignKind

TODAY = date(2026, 11, 28)
DRILL = "fire.evacuation_drill"
NOTICE = "sanitary.notification"


@pytest.fixture
def put(engine, cafe, clock):
    """Stores a row of the café: `put(Evidence, "fire.report", expires_on=…)`."""

    def store(model, requirement, **values):
        entry = current_law().edition.requirements[requirement]
        own = {"business_id": cafe.business.id, "requirement": requirement}
        if model is Evidence:
            own |= {"sha256": "0" * 64, "name": "акт.pdf", "size": 1, "type": FileType.PDF, "at": clock.now()}
        if model is Answer:
            own |= {"requirement_version": entry.version, "at": clock.now()}
        if model in (ChosenDate, PlanEntry):
            own |= {"changed_at": clock.now()}
        if model is Reading:
            own |= {"recorded_at": clock.now(), "at": clock.now()}
        with open_session(engine, write=True) as session:
            session.add(model(**(own | values)))
            session.commit()

    return store


@pytest.fixture
def seen(engine, cafe):
    """Looks at one requirement of the café."""

    def look(requirement):
        with open_session(engine) as session:
            business = session.get_one(Business, cafe.business.id)
            return next(one for one in seen_of(session, business, TODAY) if one.item.id == requirement)

    return look


@pytest.fixture
def report(seen):
    """A requirement of the café that does not recur and asks for no notice."""
    entry = next(
        one
        for id_, one in sorted(current_law().edition.requirements.items())
        if id_ == "fire.report" or id_ == "retail.signboard"
    )
    return entry.id


def test_nothing_is_seen_by_default(cafe, seen, report):
    assert seen(report).judgement.status is SeenStatus.NOT_SEEN
    assert "Не видно" in cafe.get("/seen").text


def test_an_ended_paper_and_a_valid_one(seen, put, report):
    put(Evidence, report, expires_on=date(2026, 11, 27))
    found = seen(report).judgement
    assert (found.status, found.because[0].on) == (SeenStatus.NOT_KEPT, date(2026, 11, 27))
    put(Evidence, report, expires_on=date(2027, 11, 27))
    assert seen(report).judgement.status is SeenStatus.KEPT


def test_a_superseded_paper_says_nothing(seen, put, report, engine):
    put(Evidence, report, id="newer", expires_on=date(2027, 1, 1))
    put(Evidence, report, id="older", expires_on=date(2026, 1, 1), superseded_by="newer")
    assert seen(report).judgement.status is SeenStatus.KEPT


def test_a_chosen_day_that_passed_without_a_record_looks_not_kept_until_it_is_recorded(seen, put):
    put(ChosenDate, DRILL, first_on=date(2026, 11, 10))
    found = seen(DRILL).judgement
    assert found.status is SeenStatus.NOT_KEPT
    assert found.because[0].kind is SignKind.DATE
    put(Reading, DRILL, kind="done", value="yes", at=datetime(2026, 11, 9, 9, tzinfo=UTC))
    assert seen(DRILL).judgement.status is SeenStatus.KEPT


def test_a_fresh_reading_speaks_and_a_measured_value_only_is_there(seen, put, report):
    put(Reading, report, kind="measure", value="4.5", source="холодильник")
    assert seen(report).judgement.status is SeenStatus.NOT_SEEN
    put(Reading, report, kind="state", value="no", source="датчик")
    assert seen(report).judgement.status is SeenStatus.NOT_KEPT
    put(Reading, report, kind="state", value="yes", source="датчик", at=datetime(2026, 11, 28, 9, 30, tzinfo=UTC))
    assert seen(report).judgement.status is SeenStatus.KEPT


def test_the_register_is_compared_with_the_answers(cafe, seen, engine, clock):
    with open_session(engine, write=True) as session:
        business = session.get_one(Business, cafe.business.id)
        business.inn = "7707083893"
        session.add(business)
        entry = {"inn": "7707083893", "name": "ЛЁН", "extract_of": date(2026, 11, 10), "imported_at": clock.now()}
        session.add(RegisterEntry(facts={"legal_form": "ao", "okved": ["56.10"]}, **entry))
        session.commit()
    found = seen("tax.egrul_changes").judgement
    assert (found.status, found.because[0].on) == (SeenStatus.NOT_KEPT, date(2026, 11, 10))


def test_what_differs_from_the_self_check_is_shown_beside_it(cafe, put, report):
    put(Evidence, report, expires_on=date(2026, 11, 27))
    put(Answer, report, value=AnswerValue.YES)
    page = cafe.get("/seen").text
    assert "Документ кончился: акт.pdf" in page
    assert "расходится с ответом" in page


def test_it_leaves_as_a_table_by_the_owners_own_step_alone(cafe, bakery, visitor, put, report):
    put(Evidence, report, name="акт-лично.pdf", expires_on=date(2026, 11, 27))
    table = cafe.get("/seen.csv").text
    line = next(one for one in table.splitlines() if report in one)
    assert "похоже, нет" in line
    assert "Документ кончился: акт-лично.pdf" in line
    assert "2026-11-27" in line
    assert "не видно" in table
    assert "акт-лично.pdf" not in bakery.get("/seen.csv").text
    assert visitor.get("/seen.csv").status_code in (303, 403, 404)


def test_nobody_else_sees_it(cafe, bakery, put, report):
    put(Evidence, report, name="тайный.pdf", expires_on=date(2026, 11, 27))
    assert "тайный.pdf" in cafe.get("/seen").text
    assert "тайный.pdf" not in bakery.get("/seen").text


def test_looking_changes_no_answer(cafe, put, report, session):
    put(Evidence, report, expires_on=date(2026, 11, 27))
    cafe.get("/seen")
    session.rollback()
    assert session.exec(select(Answer)).all() == []
