"""A declaration of compliance: only from a finished, high self-check; kept up to date; expires; annulled."""

# The café comes as a fixture of another folder.
# ruff: noqa: F811
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.assessments.models import Answer, AnswerValue
from backend.assessments.queries import checklist
from backend.clock import MOSCOW
from backend.control.models import Declaration
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.procedures.models import DeadlineRow
from rules.control import control_type
from tests.backend.assessments.conftest import cafe, cafe_facts  # noqa: F401


@pytest.fixture
def session(engine):
    """A session that only looks; `rollback` makes it look anew."""
    with open_session(engine) as opened:
        yield opened


@pytest.fixture
def answered(engine, clock):
    """Answers the requirements of the fire authority: `answered(browser, no=2)` leaves two of them unmet."""

    def answer(browser, no=0):
        with open_session(engine, write=True) as session:
            found = checklist(session, browser.business, date(2026, 11, 28))
            mine = [item for item in found.items if item.requirement.authority in control_type("fire").authorities]
            for number, item in enumerate(mine):
                row = Answer(
                    business_id=browser.business.id,
                    requirement=item.id,
                    requirement_version=item.requirement.version,
                    value=AnswerValue.NO if number < no else AnswerValue.YES,
                    at=clock.now(),
                )
                session.add(row)
            session.commit()
        return len(mine)

    return answer


def declare(browser, code="fire"):
    return browser.post_form("/declarations", {"control_type": code})


def only(session):
    session.rollback()
    return session.exec(select(Declaration)).one()


def step(browser, case_id, action, **fields):
    return browser.post_form(f"/cases/declaration/{case_id}/{action}", fields)


def registered(browser, session, **fields):
    declare(browser)
    case = only(session)
    step(browser, case.id, "submit", submitted_on="2026-11-02")
    answer = step(browser, case.id, "register", registered_on="2026-11-05", registry_number="Д-1", **fields)
    assert answer.status_code == 303, answer.text
    return only(session)


def test_an_unfinished_self_check_declares_nothing(cafe, session):
    answer = declare(cafe)
    assert answer.status_code == 422
    assert "Самопроверка не закончена" in answer.text
    session.rollback()
    assert session.exec(select(Declaration)).all() == []


def test_a_low_self_check_declares_nothing(cafe, session, answered):
    total = answered(cafe, no=3)
    assert total > 5
    answer = declare(cafe)
    assert answer.status_code == 422
    assert "нужно 90%" in answer.text


def test_a_type_whose_rules_are_unread_is_drafted_and_said_to_be_checked(cafe, session, answered):
    total = answered(cafe)
    assert "сверьте с положением" in cafe.get("/declarations").text
    assert declare(cafe).status_code == 303
    case = only(session)
    assert (case.state, len(case.statement["requirements"]), case.body_id) == ("DRAFT", total, None)
    page = cafe.get(f"/declarations/{case.id}").text
    assert "100%" in page
    assert "Подать декларацию" in page
    assert "Такая декларация уже есть" in declare(cafe).text


def test_nonsense_is_refused(cafe):
    assert declare(cafe, "astrology").status_code == 422


def test_a_registered_declaration_lasts_as_its_paper_says_and_is_reminded_of(
    cafe, session, answered, settings, engine, clock
):
    answered(cafe)
    case = registered(cafe, session, valid_until="2027-11-05")
    row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "declaration.valid")).first()
    assert row.due_at.astimezone(MOSCOW).date() == date(2027, 11, 5)
    for moment in (datetime(2027, 9, 7, 12, tzinfo=UTC), datetime(2027, 10, 7, 12, tzinfo=UTC)):
        clock.moment = moment
        run_due(Hands(settings, engine, clock))
    session.rollback()
    told = [notice for notice in session.exec(select(Notice)) if notice.link == f"/declarations/{case.id}"]
    assert len(told) >= 2
    clock.moment = datetime(2027, 11, 6, 12, tzinfo=UTC)
    run_due(Hands(settings, engine, clock))
    assert only(session).state == "EXPIRED"


def test_without_a_last_day_the_term_is_unknown(cafe, session, answered):
    answered(cafe)
    case = registered(cafe, session)
    row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "declaration.valid")).first()
    assert row.due_at is None
    assert "срок не знаем" in cafe.get(f"/declarations/{case.id}").text


def test_a_change_starts_a_month_and_an_update_ends_it(cafe, session, answered):
    answered(cafe)
    case = registered(cafe, session)
    address = f"/declarations/{case.id}"
    assert step(cafe, case.id, "update").status_code == 409
    for wrong in ("", "2026-11-04", "2026-11-29", "2026-02-30"):
        assert cafe.post_form(f"{address}/changed", {"changed_on": wrong}).status_code == 422
    assert cafe.post_form(f"{address}/changed", {"changed_on": "2026-11-20"}).status_code == 303
    session.rollback()
    row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "declaration.update")).one()
    assert row.due_at.astimezone(MOSCOW).date() == date(2026, 12, 21)  # the 20th is a Sunday
    assert "Сведения изменились" in cafe.get(address).text
    assert step(cafe, case.id, "update").status_code == 303
    session.rollback()
    assert session.get(DeadlineRow, row.id).closed_at is not None
    assert "Сведения изменились" not in cafe.get(address).text


def test_an_annulled_declaration_says_why(cafe, session, answered):
    answered(cafe)
    case = registered(cafe, session)
    assert step(cafe, case.id, "annul", annulled_on="2026-11-27").status_code == 422
    found = {"annulled_reason": "Нашли нарушение", "annulled_on": "2026-11-27"}
    assert step(cafe, case.id, "annul", **found).status_code == 303
    assert "Нашли нарушение" in cafe.get(f"/declarations/{case.id}").text


def test_a_renewed_declaration_opens_the_next(cafe, session, answered):
    answered(cafe)
    case = registered(cafe, session, valid_until="2027-11-05")
    assert step(cafe, case.id, "renew").status_code == 303
    session.rollback()
    states = sorted(row.state for row in session.exec(select(Declaration)))
    assert states == ["DRAFT", "REPLACED"]


def test_declarations_of_others_do_not_exist(cafe, stranger, inspector, session, answered):
    answered(cafe)
    case = registered(cafe, session)
    for other in (stranger, inspector):
        assert other.get(f"/declarations/{case.id}").status_code == 404
        assert step(other, case.id, "annul", annulled_reason="x", annulled_on="2026-11-27").status_code == 404
    assert stranger.post_form(f"/declarations/{case.id}/changed", {"changed_on": "2026-11-20"}).status_code == 404


def test_a_last_day_before_the_registration_is_refused(cafe, session, answered):
    answered(cafe)
    declare(cafe)
    case = only(session)
    step(cafe, case.id, "submit", submitted_on="2026-11-02")
    wrong = step(cafe, case.id, "register", registered_on="2026-11-05", valid_until="2026-11-04")
    assert wrong.status_code == 422
    assert only(session).state == "SUBMITTED"


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"registered_on": "2026-11-05", "valid_until": "2029-11-06"}, "valid_until"),
        ({"registered_on": "2026-11-05", "valid_until": "2027-11-03"}, "valid_until"),
        ({"registered_on": "2026-11-29"}, "registered_on"),
        ({"registered_on": "2026-11-01"}, "registered_on"),
    ],
)
def test_a_declaration_is_registered_after_it_was_filed_for_one_to_three_years(cafe, session, answered, days, field):
    answered(cafe)
    declare(cafe)
    case = only(session)
    step(cafe, case.id, "submit", submitted_on="2026-11-02")
    wrong = step(cafe, case.id, "register", **days)
    assert wrong.status_code == 422
    assert f'id="e-{field}"' in wrong.text
    assert step(cafe, case.id, "register", registered_on="2026-11-05", valid_until="2029-11-05").status_code == 303
