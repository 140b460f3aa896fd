"""«Проверить проверку» in the room: what the papers tell, what is asked, what goes into an appeal."""

import json

import pytest
from sqlmodel import Session, select

from backend.control.models import ControlEvent, EventAnswers, EventItem
from backend.control.own.checking import check
from backend.control.own.event_document import event_document, registry_statuses
from backend.db.engine import open_session
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from calculators.event_check import Result
from tests.backend.control.own_events import enter


@pytest.fixture
def room(owner):
    return enter(owner)


def event_of(session: Session) -> ControlEvent:
    return session.exec(select(ControlEvent)).one()


def codes(session: Session, result: Result, **answers) -> set[str]:
    return {point.code for point in check(session, event_of(session), answers).of(result)}


def test_a_notice_of_23_hours_is_a_gross_breach_with_its_article(owner, room):
    page = owner.get(f"{room}/check").text
    assert "Грубое нарушение" in page
    assert "ст.\u00a091\u00a0ч.\u00a02 п.\u00a03" in page
    assert "Уведомили поздно или не уведомили" in page


def test_the_room_shows_the_breaches_and_leads_to_the_questions(owner, room):
    page = owner.get(room).text
    assert "Грубое нарушение" in page
    assert f'href="{room}/check"' in page


def test_what_the_papers_tell_is_not_asked_again_and_the_rest_may_stay_unknown(owner, room):
    page = owner.get(f"{room}/check").text
    assert 'name="originals_seized"' in page
    assert 'name="people_present"' in page
    assert 'name="notice_at"' not in page
    assert 'name="registry_number"' not in page
    assert owner.post_form(f"{room}/check").status_code == 303


def test_answers_move_tests_from_unknown_to_breach_or_clean_and_can_be_taken_back(owner, room, engine):
    given = {"originals_seized": "yes", "irrelevant_papers_asked": "no", "filming_hindered": "yes"}
    owner.post_form(f"{room}/check", given | {"people_present": "Иванов И. И.\nПетров П. П."})
    page = owner.get(f"{room}/check").text
    assert "Забрали оригиналы бумаг" in page
    assert "Другое нарушение" in page
    assert "Мешали снимать" in page
    assert "Можно спорить" in page
    assert "Петров П. П." in page
    with open_session(engine) as session:
        assert session.exec(select(EventAnswers)).one().check["answers"]["originals_seized"] is True
    owner.post_form(f"{room}/check", {"originals_seized": ""})
    with open_session(engine) as session:
        assert "originals_seized" not in session.exec(select(EventAnswers)).one().check["answers"]


def test_answers_that_cannot_both_be_true_are_refused_at_their_question_and_nothing_is_kept(owner, room, engine):
    refused = owner.post_form(f"{room}/check", {"end": "2026-11-10T10:00", "originals_seized": "yes"})
    assert refused.status_code == 422
    assert "конец раньше начала" in refused.text
    assert 'value="2026-11-10T10:00"' in refused.text
    with open_session(engine) as session:
        assert session.exec(select(EventAnswers)).first() is None


def test_a_breach_goes_into_the_appeal_and_out_of_it(owner, room):
    assert owner.post_form(f"{room}/check/chosen", {"code": "notice", "take": "1"}).status_code == 303
    basis = json.loads(owner.get(f"{room}/check/basis.json").text)
    assert [(one["code"], one["level"]) for one in basis["grounds"]] == [("notice", "gross")]
    assert basis["grounds"][0]["wording"]["ru"].startswith("Прошу отменить решения по проверке. Грубое нарушение:")
    page = owner.get(f"{room}/check/basis").text
    assert "Госуслуги" in page
    assert "40\u00a0ч.\u00a05" in page
    owner.post_form(f"{room}/check/chosen", {"code": "notice", "take": "0"})
    assert json.loads(owner.get(f"{room}/check/basis.json").text)["grounds"] == []


def test_what_is_no_breach_cannot_be_put_into_an_appeal(owner, room):
    assert owner.post_form(f"{room}/check/chosen", {"code": "register", "take": "1"}).status_code == 409


def test_a_point_that_is_answered_away_leaves_the_appeal(owner, room):
    owner.post_form(f"{room}/check", {"originals_seized": "yes"})
    owner.post_form(f"{room}/check/chosen", {"code": "papers", "take": "1"})
    owner.post_form(f"{room}/check", {"originals_seized": "no", "irrelevant_papers_asked": "no"})
    assert json.loads(owner.get(f"{room}/check/basis.json").text)["grounds"] == []


def test_the_three_levels_are_worded_differently(owner, room, engine):
    owner.post_form(f"{room}/check", {"filming_hindered": "yes", "people_present": "Петров"})
    for code in ("notice", "filming_hindered", "people"):
        assert owner.post_form(f"{room}/check/chosen", {"code": code, "take": "1"}).status_code == 303
    grounds = json.loads(owner.get(f"{room}/check/basis.json").text)["grounds"]
    assert [one["level"] for one in grounds] == ["gross", "other", "arguable"]
    assert len({one["wording"]["ru"].split(":")[0] for one in grounds}) == 3


def test_a_point_of_the_decision_is_looked_up_in_the_registry_at_the_day_of_the_event(owner, room, engine, clock):
    with open_session(engine, write=True) as session:
        event = event_of(session)
        place = list_places(session, owner.business.id)[0]
        facts = {"premises": ["shop"], "premises_at_home": False}
        record_facts(session, owner.business.id, place.id, facts, Origin.ANSWER, clock.now())
        rows = session.exec(select(EventItem)).all()
        rows[0].requirement = "fire.instruction"
        session.flush()
        assert registry_statuses(session, event, rows) == {rows[0].id: "in_force"}
        record_facts(session, owner.business.id, place.id, {"premises_at_home": True}, Origin.ANSWER, clock.now())
        assert registry_statuses(session, event, rows) == {rows[0].id: "not_applicable"}
        answers = {f"norm_{rows[1].id}": "ended"}
        assert codes(session, Result.BREACH, **answers) >= {"norms", "norm_not_applicable"}
        event.started_at = event.start_at.replace(year=2027)
        assert registry_statuses(session, event, rows) == {}, "no successor is known: nobody says it has ended"
        event.started_at = event.start_at.replace(year=2028)
        assert registry_statuses(session, event, rows) == {rows[0].id: "ended"}


def test_a_point_the_registry_does_not_know_is_asked_about(owner, room, engine):
    with open_session(engine) as session:
        first = session.exec(select(EventItem).order_by(EventItem.position)).first()
    assert f'name="norm_{first.id}"' in owner.get(f"{room}/check").text
    owner.post_form(f"{room}/check", {f"norm_{first.id}": "not_a_requirement"})
    assert "не обязательно: Планы эвакуации" in owner.get(f"{room}/check").text


def test_nothing_of_the_course_is_asked_before_the_event_begins(owner):
    room = enter(owner, stage="record_notice", act_delivered_on="")
    page = owner.get(f"{room}/check").text
    assert 'name="originals_seized"' not in page
    assert 'name="act_shown"' not in page
    assert 'name="papers_asked_before_start"' in page


def test_under_another_law_nothing_is_judged(owner):
    room = enter(owner, control_type="tax")
    page = owner.get(f"{room}/check").text
    assert "не применяется" in page
    assert "Грубое нарушение" not in page


def test_what_papers_say_stands_over_answers(owner, room, engine):
    with open_session(engine) as session:
        document, known = event_document(session, event_of(session), {"ground": "NONE", "in_register": False})
    assert document["ground"] == known["ground"] == "RISK_INDICATOR"
    assert document["registry_number"] == "77260001234567890123"
    assert document["notice_at"] == "2026-11-17T10:00+03:00"


def test_a_number_that_is_typed_as_an_answer_has_20_digits_and_is_kept_as_its_digits(owner, engine):
    place = enter(owner, registry_number="")
    for wrong in ("abc", "7726000123456789012"):
        refused = owner.post_form(f"{place}/check", {"in_register": "yes", "registry_number": wrong})
        assert refused.status_code == 422
        assert "В номере ЕРКНМ 20 цифр" in refused.text
        assert f'value="{wrong}"' in refused.text
        with open_session(engine) as session:
            assert session.exec(select(EventAnswers)).first() is None
    given = {"in_register": "yes", "registry_number": "77 26 000-12345678-90123"}
    assert owner.post_form(f"{place}/check", given).status_code == 303
    with open_session(engine) as session:
        assert session.exec(select(EventAnswers)).one().check["answers"]["registry_number"] == "77260001234567890123"
        assert "register" in codes(session, Result.CLEAN, registry_number="77260001234567890123")


def test_another_business_and_its_accountant_without_the_scope_find_nothing(owner, room, stranger, accountant):
    for browser in (stranger, accountant):
        for end in ("/check", "/check/basis", "/check/basis.json", "/costs", "/rating", "/preparation", "/event.ics"):
            assert browser.get(f"{room}{end}").status_code == 404
        assert browser.post_form(f"{room}/check", {"originals_seized": "yes"}).status_code == 404
        assert browser.post_form(f"{room}/check/chosen", {"code": "notice"}).status_code == 404
