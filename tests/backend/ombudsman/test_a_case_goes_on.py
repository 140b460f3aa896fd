"""A case from triage to its end: questions to the authority, presence, a position with an appeal, closing."""

import re
from datetime import date

import pytest
from sqlmodel import select

from backend.accounts.models import RoleGrant
from backend.appeals.models import Appeal
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.ombudsman.answering import hear
from backend.ombudsman.models import OmbudsmanCase
from rules.roles import Role
from tests.backend.ombudsman.cases import draft, pass_until, shared_event, state_of, take, walk


@pytest.fixture
def event(engine, owner, inspector, head, ombudsman):
    return shared_event(engine, owner.business)


@pytest.fixture
def case(owner, event):
    id_ = draft(owner, event)
    walk(owner, id_, "submit")
    return id_


def told(engine, browser):
    with open_session(engine) as session:
        rows = session.exec(select(Notice).where(Notice.person_id == browser.person.id)).all()
        return {row.kind for row in rows}


def test_the_authority_hears_of_a_case_by_a_question_alone_and_answers_it(
    owner, ombudsman, inspector, head, case, engine
):
    walk(ombudsman, case, "accept")
    assert inspector.get(f"/desk/ombudsman-requests/{case}").status_code == 404
    assert f"/desk/ombudsman-requests/{case}" not in head.get("/desk/ombudsman-requests").text
    walk(ombudsman, case, "ask_authority", question="Когда уведомили?", asked_on="2026-11-28")
    page = inspector.get(f"/desk/ombudsman-requests/{case}").text
    assert "Когда уведомили?" in page
    assert "Помогите" not in page
    assert "ombudsman_case.ask_authority" in told(engine, head)
    generic = inspector.get(f"/cases/ombudsman_case/{case}").text
    assert "Помогите" not in generic
    assert "Принять в работу" not in generic
    walk(head, case, "take_answer", answer="27 ноября")
    assert state_of(engine, case) == "ACCEPTED"
    assert inspector.get(f"/cases/ombudsman_case/{case}").status_code == 404
    assert "27\u00a0ноября" in ombudsman.get(f"/desk/ombudsman/cases/{case}").text


def test_questions_leave_as_a_table_to_the_body_that_was_asked(owner, ombudsman, inspector, head, person, case):
    walk(ombudsman, case, "accept")
    assert len(head.get("/desk/ombudsman-requests.csv").text.strip().split("\r\n")) == 1
    walk(ombudsman, case, "ask_authority", question="Когда уведомили?", asked_on="2026-11-28")
    walk(head, case, "take_answer", answer="27 ноября")
    table = head.get("/desk/ombudsman-requests.csv").text
    assert "Когда уведомили?" in table
    assert "27 ноября" in table
    assert "Помогите" not in table
    far = person("far@mchs.example", Role.INSPECTOR, office=("mchs", "78"))
    assert "уведомили" not in far.get("/desk/ombudsman-requests.csv").text


def test_without_leave_to_ask_no_question_goes(owner, ombudsman, event):
    case = draft(owner, event, may_ask="no")
    walk(owner, case, "submit")
    walk(ombudsman, case, "accept")
    refused = take(ombudsman, case, "ask_authority", question="Почему?", asked_on="2026-11-28")
    assert refused.status_code == 409
    assert "Спрашивать орган клиент не разрешил" in refused.text


def test_presence_needs_the_consent_and_only_the_client_tells_the_authority(
    owner, ombudsman, inspector, case, event, engine
):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "join_event")
    assert "ombudsman_case.join_event" not in told(engine, inspector)
    assert inspector.get(f"/desk/ombudsman-requests/{case}").status_code == 404
    assert take(ombudsman, case, "tell_authority").status_code == 409
    assert inspector.get(f"/desk/ombudsman-requests/{case}").status_code == 404
    walk(owner, case, "tell_authority")
    assert "ombudsman_case.tell_authority" in told(engine, inspector)
    assert "участвует в проверке" in inspector.get(f"/desk/ombudsman-requests/{case}").text


def test_nobody_is_present_without_interaction_or_without_the_consent(owner, ombudsman, inspector, engine, event):
    quiet = shared_event(engine, owner.business, 2, kind="MONITORING")
    case = draft(owner, quiet)
    walk(owner, case, "submit")
    walk(ombudsman, case, "accept")
    assert take(ombudsman, case, "join_event").status_code == 409
    other = draft(owner, event, presence="no")
    walk(owner, other, "submit")
    walk(ombudsman, other, "accept")
    assert take(ombudsman, other, "join_event").status_code == 409


def test_who_took_part_as_an_official_does_not_take_the_case_up(owner, ombudsman, event, case, engine):
    with open_session(engine, write=True) as session, session.begin():
        session.get_one(ControlEvent, event).signed_by = ombudsman.person.id
    assert take(ombudsman, case, "accept").status_code == 409
    walk(ombudsman, case, "forward", forwarded_to="Федеральному", reason="Мой прежний акт")
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 404


def test_a_position_goes_with_the_appeal_and_the_answer_comes_back(owner, ombudsman, case, event, engine, clock):
    walk(ombudsman, case, "accept", ground="no_notice")
    walk(ombudsman, case, "issue_position", position="Проверку начали без уведомления: ст. 21.")
    begun = owner.post_form("/appeals/new", {"event_id": event, "subject": "DECISION"})
    appeal_id = str(begun.headers["location"]).rsplit("/", 1)[1]
    attached = owner.post_form(f"/ombudsman/{case}/attach", {"appeal": appeal_id})
    assert attached.status_code == 303, attached.text[-1500:]
    assert owner.get(f"/appeals/{appeal_id}/appeal.pdf").status_code == 200
    assert owner.post_form(f"/ombudsman/{case}/attach", {"appeal": appeal_id}).status_code == 404
    with open_session(engine, write=True) as session, session.begin():
        appeal = session.get_one(Appeal, appeal_id)
        assert (appeal.position_id, appeal.position_text) == (case, "Проверку начали без уведомления: ст. 21.")
        appeal.answer_to_position = "Согласны с позицией"
        hear(session, appeal, clock.now())
    assert state_of(engine, case) == "ANSWERED"
    walk(ombudsman, case, "close_resolved", effect="Решение отменили")
    with open_session(engine) as session:
        row = session.get_one(OmbudsmanCase, case)
        assert (row.state, row.closed_on) == ("RESOLVED", date(2026, 11, 28))
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 404
    assert "Решение отменили" in ombudsman.get(f"/desk/ombudsman/kept/{case}").text


def test_closing_asks_how_the_case_is_counted_for_its_consent_ends_with_it(owner, ombudsman, case, engine):
    walk(ombudsman, case, "accept", ground="no_notice")
    page = ombudsman.get(f"/cases/ombudsman_case/{case}/close_partly").text
    assert '<option value="no_notice" selected' in page
    assert "в доклад пойдёт то, что выберете здесь" in page
    walk(ombudsman, case, "close_partly", effect="Орган объяснил", ground="too_long")
    with open_session(engine) as session:
        assert session.get_one(OmbudsmanCase, case).ground == "too_long"


def test_a_closing_that_says_nothing_of_it_leaves_how_the_case_was_filed(ombudsman, case, engine):
    walk(ombudsman, case, "accept", ground="no_notice")
    walk(ombudsman, case, "close_resolved", effect="Решение отменили")
    with open_session(engine) as session:
        row = session.get_one(OmbudsmanCase, case)
    assert (row.ground, row.effect) == ("no_notice", "Решение отменили")


def test_what_was_missed_is_a_warning_and_what_was_done_is_none(person, owner, ombudsman, case, engine, clock):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "join_event")
    walk(owner, case, "tell_authority")
    pass_until(engine, clock, person, "2026-12-15T00:30")
    for browser, place in ((owner, f"/ombudsman/{case}"), (ombudsman, f"/desk/ombudsman/cases/{case}")):
        page = browser.get(place).text
        warned = re.findall(r'data-color="warning">.*?</span>', page, re.S)
        assert any("Позиции нет в срок" in one for one in warned)
        assert "Органу сообщили об участии" in page
        assert not any("Органу сообщили" in one for one in warned)


def test_a_body_that_hears_the_appeal_already_is_told_of_the_position(
    owner, ombudsman, appeal_body, case, event, engine
):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "issue_position", position="Проверку начали без уведомления: ст. 21.")
    begun = owner.post_form("/appeals/new", {"event_id": event, "subject": "DECISION"})
    appeal_id = str(begun.headers["location"]).rsplit("/", 1)[1]
    with open_session(engine, write=True) as session, session.begin():
        appeal = session.get_one(Appeal, appeal_id)
        appeal.state, appeal.shared, appeal.hearing_body_id = "REGISTERED", True, appeal.body_id
    assert "ombudsman.position_attached" not in told(engine, appeal_body)
    assert owner.post_form(f"/ombudsman/{case}/attach", {"appeal": appeal_id}).status_code == 303
    assert "ombudsman.position_attached" in told(engine, appeal_body)
    assert "без уведомления: ст.\u00a021" in appeal_body.get(f"/desk/appeals/{appeal_id}").text


def test_a_position_without_an_appeal_is_answered_by_nobody_and_the_case_closes(owner, ombudsman, case, engine):
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "issue_position", position="Так нельзя.")
    assert take(ombudsman, case, "record_answer", answer_to_position="Да").status_code == 409
    walk(ombudsman, case, "close_partly", effect="Орган объяснил")
    assert state_of(engine, case) == "PARTLY_RESOLVED"


def test_time_marks_a_late_triage_a_late_position_and_an_authority_that_is_silent(
    person, owner, ombudsman, head, case, engine, clock
):
    pass_until(engine, clock, person, "2026-12-08T00:30")
    assert "Срок прошёл" in owner.get(f"/ombudsman/{case}").text
    walk(ombudsman, case, "accept")
    walk(ombudsman, case, "ask_authority", question="Когда уведомили?", asked_on="2026-12-08")
    pass_until(engine, clock, person, "2026-12-24T00:30")
    assert "Орган не ответил в срок" in owner.get(f"/ombudsman/{case}").text
    assert "ombudsman_case.mark_request_late" in told(engine, head)


def test_an_admin_says_who_is_a_public_representative_and_requests_follow(
    person, admin, owner, ombudsman, event, engine
):
    with open_session(engine) as session:
        grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == ombudsman.person.id)).one()
    case = draft(owner, event, kind="public")
    walk(owner, case, "submit")
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 404
    assert "Ольга Мирная" in admin.get("/admin/ombudsmen").text
    assert admin.post_form(f"/admin/ombudsmen/{grant.id}", {"kind": "public"}).status_code == 303
    assert ombudsman.get(f"/desk/ombudsman/cases/{case}").status_code == 200


def test_an_ombudsman_takes_own_steps_while_a_business_writes_down_those_of_others(ombudsman, owner, case):
    says = "Вы записываете то, что сделал орган"
    assert says not in ombudsman.get(f"/cases/ombudsman_case/{case}/accept").text
    walk(ombudsman, case, "accept")
    assert says not in ombudsman.get(f"/cases/ombudsman_case/{case}/issue_position").text


@pytest.mark.parametrize(
    ("steps", "page"),
    [
        ((("accept", {}), ("close_resolved", {"effect": "Решение отменили"})), "/desk/ombudsman/kept/{case}"),
        ((("decline", {"reason": "Не наш вопрос"}),), "/desk/ombudsman/cases"),
    ],
)
def test_after_the_last_step_an_ombudsman_reads_what_is_left_and_no_missing_page(ombudsman, case, steps, page):
    for action, fields in steps:
        answer = take(ombudsman, case, action, **fields)
    assert answer.headers["location"].split("?")[0] == page.format(case=case)
    assert ombudsman.get(answer.headers["location"]).status_code == 200


def test_the_queue_begins_with_how_many_cases_there_are_and_what_ends_today(ombudsman, case):
    page = ombudsman.get("/desk/ombudsman/cases").text
    assert "1 дело, сегодня сроков нет" in page
    assert re.search(r"<li>до\u00a0[0-9]+\u00a0декабря, [0-9]\u00a0рабочих дн", page)
