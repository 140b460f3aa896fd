"""Visits: asked for and mandatory: who may ask, four refusals, the day, late withdrawal, the act and what follows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from backend.control.models import ControlEvent, Prescription, PrescriptionItem, PreventiveVisit
from backend.db.engine import open_session
from backend.risk.models import Source
from rules.roles import Role
from tests.backend.control.prevention.conftest import INN, OFFICE

ASKED = {"control_type": "education", "to": "own", "purpose": "Проверьте договоры", "asked_on": "2026-11-27"}
NOTICE = {
    "control_type": "education",
    "authority_name": "Рособрнадзор",
    "ground": "RISK_CATEGORY",
    "notified_on": "2026-11-25",
    "agreed_date": "2026-11-27",
}
PLANNED = {
    "inn": INN,
    "business_name": "Кафе «Лён»",
    "address": "Москва, Тверская, 1",
    "control_type": "education",
    "ground": "RISK_CATEGORY",
    "start_notice_on": "",
}
ACT = {"act_number": "А-1", "act_date": "2026-11-28"}
ORDER = {"number": "П-1", "due_on": "2027-02-01", "points": "Нет договоров; ст. 54; 01.02.2027; заключить; копии"}


@pytest.fixture
def small(office) -> Any:
    """The café has said that it is a small company."""
    office.know(sme_category="small", legal_form="ooo", region="77")
    return office


@pytest.fixture
def requested(small, owner) -> str:
    """A request that the education office received."""
    answer = owner.post_form("/visits/new", {**ASKED, "to": small.body()})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def noted(small, owner) -> str:
    """A request that the café keeps for itself."""
    answer = owner.post_form("/visits/new", ASKED)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def agreed(requested, teacher, take) -> str:
    """A request with a day: 14 December."""
    assert take(teacher, "preventive_visit", requested, "take").status_code == 303
    assert take(teacher, "preventive_visit", requested, "approve", {"approved_on": "2026-11-28"}).status_code == 303
    day = {"agreed_date": "2026-12-14"}
    assert take(teacher, "preventive_visit", requested, "agree_date", day).status_code == 303
    return requested


@pytest.fixture
def planned(office, teacher) -> str:
    """A mandatory visit that the office plans."""
    answer = teacher.post_form("/desk/control/visits/new", PLANNED)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rsplit("/", 1)[1])


@pytest.fixture
def reported(planned, teacher, take) -> str:
    """A mandatory visit that was held and awaits its act."""
    steps = (
        ("notify", {"notified_on": "2026-11-28", "agreed_date": "2026-11-28"}),
        ("start", {"held_on": "2026-11-28"}),
        ("finish", {"ended_on": "2026-11-28"}),
    )
    for action, values in steps:
        answer = take(teacher, "mandatory_visit", planned, action, values)
        assert answer.status_code == 303, answer.text
    return planned


def test_a_small_business_may_ask_and_is_told_so(small, owner):
    page = owner.get("/visits/new").text
    assert "просить о визите можно" in page
    assert 'name="eligible_as"' not in page
    owner.post_form("/visits/new", ASKED)
    assert small.visit().eligible_as == "small_business"
    assert small.terms() == {"visit.request_review": "2026-12-11"}


def test_a_large_company_is_told_why_not_and_what_else_and_nothing_is_filed(office, owner):
    office.know(sme_category="large", legal_form="ooo")
    page = owner.get("/visits/new").text
    assert "не малый бизнес" in page
    assert "<textarea" not in page
    answer = owner.post_form("/visits/new", ASKED)
    assert answer.status_code == 409
    assert "консультация" in answer.text
    assert office.rows(PreventiveVisit) == []


def test_where_the_size_is_not_known_the_business_says_who_it_is(office, owner):
    page = owner.get("/visits/new").text
    assert 'name="eligible_as"' in page
    silent = owner.post_form("/visits/new", ASKED)
    assert silent.status_code == 422
    assert 'id="e-eligible_as"' in silent.text
    said = owner.post_form("/visits/new", {**ASKED, "eligible_as": "institution"})
    assert said.status_code == 303
    assert office.visit().eligible_as == "institution"


def test_a_non_profit_is_asked_whether_it_is_socially_oriented(office, owner):
    office.know(sme_category="large", legal_form="nko")
    assert "социально ли вы ориентированная" in owner.get("/visits/new").text
    assert owner.post_form("/visits/new", {**ASKED, "eligible_as": "socially_oriented_nonprofit"}).status_code == 303


def test_what_is_wrong_in_a_request_is_said_at_its_field(small, owner):
    for wrong, field in (
        ({"purpose": ""}, "purpose"),
        ({"asked_on": "2026-12-20"}, "asked_on"),
        ({"to": small.body("mchs")}, "to"),
        ({"to": "no-such"}, "to"),
        ({"control_type": "tax"}, "control_type"),
    ):
        answer = owner.post_form("/visits/new", {**ASKED, **wrong})
        assert answer.status_code == 422, wrong
        assert f'id="e-{field}"' in answer.text
    assert small.rows(PreventiveVisit) == []


def test_a_request_kept_for_oneself_goes_through_by_the_papers_of_the_authority(small, owner, noted, take, teacher):
    for action, values in (
        ("take", {}),
        ("approve", {"approved_on": "2026-11-28"}),
        ("agree_date", {"agreed_date": "2026-11-28"}),
        ("start", {"held_on": "2026-11-28", "sampling_consent": "no"}),
        ("advise", {"advice": "Заключите договоры", "ended_on": "2026-11-28"}),
    ):
        answer = take(owner, "preventive_visit", noted, action, values)
        assert answer.status_code == 303, (action, answer.text)
    assert small.visit().state == "ADVICE_ISSUED"
    assert teacher.get(f"/cases/preventive_visit/{noted}").status_code == 404
    assert "/cases/preventive_visit/" not in teacher.get("/desk/control/visits").text


def test_a_shared_request_is_answered_within_ten_days_and_the_day_agreed_within_twenty(
    small, owner, teacher, requested, take
):
    assert small.told(teacher, "preventive_visit.submit")
    assert small.terms() == {"visit.request_review": "2026-12-11"}
    take(teacher, "preventive_visit", requested, "take")
    take(teacher, "preventive_visit", requested, "approve", {"approved_on": "2026-11-28"})
    # Twenty working days: 31 December 2026 is a day off.
    assert small.terms() == {"visit.date_agreement": "2026-12-25"}
    assert small.told(owner, "preventive_visit.approve")
    take(teacher, "preventive_visit", requested, "agree_date", {"agreed_date": "2026-12-14"})
    assert small.terms()["visit.withdraw_before"] == "2026-12-07"


def test_the_business_does_not_decide_its_own_shared_request(small, owner, requested, take):
    for action in ("take", "approve", "agree_date", "refuse"):
        values = {"approved_on": "2026-11-28", "agreed_date": "2026-12-14"}
        assert take(owner, "preventive_visit", requested, action, values).status_code in (404, 409)
    assert small.visit().state == "SUBMITTED"


def test_only_the_head_refuses_and_only_on_one_of_four_grounds(small, teacher, rector, requested, take, owner):
    take(teacher, "preventive_visit", requested, "take")
    refusal = {"refusal": "visited_within_year", "refusal_reason": "Были 12 марта", "refused_on": "2026-11-28"}
    assert take(teacher, "preventive_visit", requested, "refuse", refusal).status_code in (404, 409)
    page = rector.get(f"/cases/preventive_visit/{requested}/refuse").text
    assert page.count('name="refusal"') == 4
    assert "Прежних визитов по просьбе в Ясно нет" in page
    wrong = take(rector, "preventive_visit", requested, "refuse", {**refusal, "refusal": "no_time"})
    assert wrong.status_code == 422
    assert take(rector, "preventive_visit", requested, "refuse", refusal).status_code == 303
    assert small.terms() == {"appeal.file": "2026-12-28"}
    assert "Обжаловать отказ" in owner.get(f"/cases/preventive_visit/{requested}").text


def test_an_unanswered_request_and_an_unagreed_day_go_to_the_head(small, teacher, rector, requested, take):
    small.until(2026, 12, 12)
    assert small.told(rector, "preventive_visit.mark_overdue")
    take(teacher, "preventive_visit", requested, "take")
    take(teacher, "preventive_visit", requested, "approve", {"approved_on": "2026-12-12"})
    small.until(2027, 1, 30)
    assert small.told(rector, "preventive_visit.mark_date_overdue")


def test_a_request_is_withdrawn_until_five_working_days_before(small, owner, agreed, take):
    page = owner.get(f"/cases/preventive_visit/{agreed}").text
    assert "По 07.12.2026 включительно" in page
    assert take(owner, "preventive_visit", agreed, "withdraw").status_code == 303
    assert small.visit().state == "WITHDRAWN"


def test_a_late_withdrawal_is_refused_with_what_to_do(small, owner, agreed, take):
    small.later(2026, 12, 8)
    answer = take(owner, "preventive_visit", agreed, "withdraw")
    assert answer.status_code == 409
    assert "07.12.2026" in answer.text
    assert "о другом дне" in answer.text
    small.until(2026, 12, 9)
    late = take(owner, "preventive_visit", agreed, "withdraw")
    assert late.status_code == 409
    assert "о другом дне" in late.text
    assert small.visit().state == "DATE_AGREED"


def test_the_day_is_changed_by_agreement_but_not_into_the_past(small, owner, teacher, agreed, take):
    past = take(teacher, "preventive_visit", agreed, "change_date", {"agreed_date": "2026-11-27"})
    assert past.status_code == 422
    assert take(teacher, "preventive_visit", agreed, "change_date", {"agreed_date": "2026-12-21"}).status_code == 303
    assert small.visit().agreed_date == date(2026, 12, 21)
    assert small.terms()["visit.withdraw_before"] == "2026-12-14"
    assert small.told(owner, "preventive_visit.change_date")


def test_samples_are_taken_only_with_consent_and_no_prescription_is_offered(small, teacher, agreed, take):
    small.until(2026, 12, 14)
    take(teacher, "preventive_visit", agreed, "start", {"held_on": "2026-12-14", "sampling_consent": "no"})
    page = teacher.get(f"/cases/preventive_visit/{agreed}").text
    assert "/prescribe" not in page
    assert "предписаний не выдают" in page
    advice = {"advice": "Заключите договоры", "ended_on": "2026-12-14"}
    refused = take(teacher, "preventive_visit", agreed, "advise", {**advice, "sampled": ["SAMPLING"]})
    assert refused.status_code == 422
    assert "52.2(7)" in refused.text
    assert take(teacher, "preventive_visit", agreed, "advise", advice).status_code == 303
    assert small.rows(Prescription) == []
    assert teacher.get(f"/cases/preventive_visit/{agreed}/prescribe").status_code == 404


def test_a_direct_threat_is_told_to_the_head(small, teacher, rector, agreed, take):
    small.until(2026, 12, 14)
    take(teacher, "preventive_visit", agreed, "start", {"held_on": "2026-12-14"})
    take(teacher, "preventive_visit", agreed, "escalate", {"reason": "Провода искрят"})
    assert small.visit().state == "ESCALATED"
    assert small.told(rector, "preventive_visit.escalate")


def test_a_visit_that_failed_is_kept_with_through_whom(small, teacher, agreed, take):
    values = {"impossible_on": "2026-11-28", "impossible_reason": "Закрыто", "impossible_by": "applicant"}
    assert take(teacher, "preventive_visit", agreed, "find_impossible", values).status_code == 303
    assert (small.visit().state, small.visit().details["impossible_by"]) == ("IMPOSSIBLE", "applicant")


def test_two_inspectors_at_one_request_the_second_is_told(small, teacher, person, requested, take):
    other = person("other@edu.example", Role.INSPECTOR, name="Олег Третий", office=OFFICE)
    version = str(small.visit().version)
    first = take(teacher, "preventive_visit", requested, "take", {"version": version})
    second = take(other, "preventive_visit", requested, "take", {"version": version})
    assert (first.status_code, second.status_code) == (303, 409)


def test_a_requested_visit_is_not_a_mandatory_one_by_another_address(small, owner, requested, planned, teacher):
    assert owner.get(f"/cases/mandatory_visit/{requested}").status_code == 404
    assert teacher.get(f"/cases/preventive_visit/{planned}").status_code == 404


def test_strangers_and_other_bodies_find_no_visit(small, requested, planned, stranger, inspector):
    for browser in (stranger, inspector):
        assert browser.get(f"/cases/preventive_visit/{requested}").status_code == 404
        assert browser.get(f"/cases/mandatory_visit/{planned}").status_code == 404
        assert browser.post_form(f"/cases/preventive_visit/{requested}/withdraw", {}).status_code == 404


def test_a_mandatory_visit_is_written_down_from_its_notice_and_lasts_ten_working_days(office, owner, take):
    made = owner.post_form("/visits/notice", NOTICE)
    assert made.status_code == 303, made.text
    case_id = made.headers["location"].rsplit("/", 1)[1]
    text = owner.get(f"/cases/mandatory_visit/{case_id}").text
    assert "Отказаться нельзя" in text
    assert "сверьте с положением" in text
    assert take(owner, "mandatory_visit", case_id, "start", {"held_on": "2026-11-27"}).status_code == 303
    assert office.terms() == {"visit.mandatory_max": "2026-12-11"}
    office.until(2026, 12, 12)
    assert office.visit().state == "REPORT"


def test_a_prescription_after_an_own_mandatory_visit_is_kept_with_its_terms(office, owner, take):
    case_id = owner.post_form("/visits/notice", NOTICE).headers["location"].rsplit("/", 1)[1]
    take(owner, "mandatory_visit", case_id, "start", {"held_on": "2026-11-27"})
    take(owner, "mandatory_visit", case_id, "finish", {"ended_on": "2026-11-28"})
    values = {**ACT, **ORDER, "received_on": "2026-11-28"}
    answer = take(owner, "mandatory_visit", case_id, "prescribe", values)
    assert answer.status_code == 303, answer.text
    (order,) = office.rows(Prescription)
    assert (order.state, order.visit_id, order.due_on) == ("RECEIVED", case_id, date(2027, 2, 1))
    assert f"/prescriptions/{order.id}" in owner.get(f"/cases/mandatory_visit/{case_id}").text
    assert owner.get(f"/prescriptions/{order.id}").status_code == 200


def test_a_notice_with_wrong_days_is_refused(office, owner):
    for wrong, field in (
        ({"agreed_date": "2026-11-20"}, "agreed_date"),
        ({"notified_on": "2026-12-20", "agreed_date": "2026-12-25"}, "notified_on"),
        ({"ground": "CURIOSITY"}, "ground"),
    ):
        answer = owner.post_form("/visits/notice", {**NOTICE, **wrong})
        assert answer.status_code == 422, wrong
        assert f'id="e-{field}"' in answer.text
    assert office.rows(PreventiveVisit) == []


def test_the_business_learns_of_a_planned_visit_by_its_notice(office, owner, teacher, planned, take):
    assert owner.get(f"/cases/mandatory_visit/{planned}").status_code == 404
    past = take(
        teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-26", "agreed_date": "2026-11-27"}
    )
    assert past.status_code == 422
    values = {"notified_on": "2026-11-28", "agreed_date": "2026-12-14"}
    assert take(teacher, "mandatory_visit", planned, "notify", values).status_code == 303
    assert office.told(owner, "mandatory_visit.notify")
    assert owner.get(f"/cases/mandatory_visit/{planned}").status_code == 200
    for action in ("start", "cancel", "postpone"):
        assert take(owner, "mandatory_visit", planned, action, {"held_on": "2026-11-28"}).status_code in (404, 409, 422)


def test_a_visit_after_a_start_notice_is_due_within_six_months(office, teacher, rector):
    missing = teacher.post_form("/desk/control/visits/new", {**PLANNED, "ground": "START_NOTICE"})
    assert missing.status_code == 422
    values = {**PLANNED, "ground": "START_NOTICE", "start_notice_on": "2026-06-15"}
    assert teacher.post_form("/desk/control/visits/new", values).status_code == 303
    assert office.terms() == {"visit.after_start_notice": "2026-12-15"}
    office.until(2026, 12, 16)
    assert office.told(rector, "mandatory_visit.mark_start_notice")
    assert "Прошло 6\u00a0месяцев" in rector.get("/desk/control/visits").text


def test_a_clean_visit_closes_with_its_act(office, owner, teacher, reported, take):
    assert take(teacher, "mandatory_visit", reported, "close_clean", {}).status_code == 422
    assert take(teacher, "mandatory_visit", reported, "close_clean", ACT).status_code == 303
    assert (office.visit().state, office.visit().act_number) == ("NO_VIOLATIONS", "А-1")
    assert "А-1" in owner.get(f"/cases/mandatory_visit/{reported}").text


def test_what_was_fixed_before_the_end_brings_no_prescription(office, teacher, reported, take):
    values = {**ACT, "fixed": "Договоры заключены при инспекторе"}
    assert take(teacher, "mandatory_visit", reported, "close_fixed", values).status_code == 303
    assert office.visit().state == "FIXED_BEFORE_END"
    assert office.rows(Prescription) == []


def test_a_prescription_after_a_visit_waits_for_a_signature_unseen_by_the_business(
    office, owner, teacher, reported, take
):
    wrong = take(teacher, "mandatory_visit", reported, "prescribe", {**ACT, **ORDER, "due_on": "2026-11-20"})
    assert wrong.status_code == 422
    assert office.rows(Prescription) == []
    assert take(teacher, "mandatory_visit", reported, "prescribe", {**ACT, **ORDER}).status_code == 303
    (order,) = office.rows(Prescription)
    assert (order.state, order.visit_id, order.prepared_by) == ("DRAFT", reported, teacher.person.id)
    assert [row.text for row in office.rows(PrescriptionItem)] == ["Нет договоров"]
    assert f"/prescriptions/{order.id}" in teacher.get(f"/cases/mandatory_visit/{reported}").text
    assert f"/prescriptions/{order.id}" not in owner.get(f"/cases/mandatory_visit/{reported}").text
    assert owner.get(f"/prescriptions/{order.id}").status_code == 404
    # Nobody has issued it yet, and nobody is told so.
    for browser in (owner, teacher):
        page = browser.get(f"/cases/mandatory_visit/{reported}").text
        assert "Составлено предписание" in page
        assert "Выдано" not in page


def test_where_the_act_of_the_type_rules_prescriptions_out_none_is_offered(
    office, teacher, reported, take, monkeypatch
):
    from dataclasses import replace

    from backend.control.kinds import mandatory_visit
    from rules.control import control_types
    from rules.control.types import Leaf

    known = control_types()["education"]
    without = replace(known, flags={**known.flags, "visit.mandatory_prescription": Leaf(False, "п. 1")})
    monkeypatch.setattr(mandatory_visit, "control_types", lambda: {"education": without})
    assert "/prescribe" not in teacher.get(f"/cases/mandatory_visit/{reported}").text
    assert take(teacher, "mandatory_visit", reported, "prescribe", {**ACT, **ORDER}).status_code == 409
    assert office.rows(Prescription) == []


def test_a_visit_that_could_not_be_held_is_repeated_within_three_months_or_closed(
    office, teacher, rector, planned, take
):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-11-28"})
    values = {"impossible_on": "2026-11-28", "impossible_reason": "Никого не было"}
    assert take(teacher, "mandatory_visit", planned, "find_impossible", values).status_code == 303
    # 28 February 2027 is a Sunday.
    assert office.terms() == {"visit.repeat_after_impossible": "2027-03-01"}
    assert take(rector, "mandatory_visit", planned, "repeat", {"agreed_date": "2026-12-14"}).status_code == 303
    assert office.visit().state == "NOTIFIED"


def test_an_evaded_visit_leads_to_an_inspection_that_is_prepared(office, teacher, rector, planned, take):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-11-28"})
    values = {"impossible_on": "2026-11-28", "impossible_reason": "Не впустили"}
    take(teacher, "mandatory_visit", planned, "find_impossible", values)
    assert take(rector, "mandatory_visit", planned, "open_event", {"event_kind": "MONITORING"}).status_code == 422
    assert take(rector, "mandatory_visit", planned, "open_event", {"event_kind": "ON_SITE"}).status_code == 303
    (event,) = office.rows(ControlEvent)
    assert (event.ground, event.kind, event.state, event.business_id) == ("VISIT_EVASION", "ON_SITE", "PREPARING", None)


def test_after_three_months_without_a_repeat_the_visit_closes(office, teacher, planned, take):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-11-28"})
    values = {"impossible_on": "2026-11-28", "impossible_reason": "Никого не было"}
    take(teacher, "mandatory_visit", planned, "find_impossible", values)
    office.until(2027, 3, 2)
    assert office.visit().state == "CLOSED"


def test_expert_work_stops_the_clock_of_a_mandatory_visit(office, teacher, rector, planned, take):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-11-28"})
    take(teacher, "mandatory_visit", planned, "start", {"held_on": "2026-11-28"})
    assert office.terms() == {"visit.mandatory_max": "2026-12-11"}
    paused = take(rector, "mandatory_visit", planned, "pause_for_expertise", {"expertise_from": "2026-11-28"})
    assert paused.status_code == 303
    assert office.terms() == {"visit.mandatory_max": "paused"}
    early = take(rector, "mandatory_visit", planned, "go_on", {"resumed_on": "2026-11-27"})
    assert early.status_code == 422


def test_a_visit_is_moved_and_gets_a_new_day(office, teacher, rector, planned, take):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-12-14"})
    moved = take(rector, "mandatory_visit", planned, "postpone", {"reason": "Болезнь", "cause_until": "2026-12-18"})
    assert moved.status_code == 303
    assert take(rector, "mandatory_visit", planned, "reschedule", {"agreed_date": "2026-12-21"}).status_code == 303
    assert (office.visit().state, office.visit().agreed_date) == ("NOTIFIED", date(2026, 12, 21))


def test_another_day_of_a_mandatory_visit_is_asked_for_by_the_visits_own_step(
    office, owner, teacher, rector, planned, take, engine
):
    take(teacher, "mandatory_visit", planned, "notify", {"notified_on": "2026-11-28", "agreed_date": "2026-12-14"})
    with open_session(engine, write=True) as session:
        event = ControlEvent(
            number=1,
            source=Source.BUSINESS,
            business_id=owner.business.id,
            control_type="education",
            kind="ON_SITE",
            state="SCHEDULED",
            created_at=datetime(2026, 11, 28, tzinfo=UTC),
        )
        session.add(event)
        session.commit()
        wizard = f"/control-events/{event.id}/postpone"
    step = f"/cases/mandatory_visit/{planned}/ask_shift"
    assert step in owner.get(wizard).text
    asked = take(owner, "mandatory_visit", planned, "ask_shift", {"reason": "Директор в отъезде"})
    assert asked.status_code == 303, asked.text[-2000:]
    card = rector.get(f"/cases/mandatory_visit/{planned}").text
    assert "Просят другой день" in card
    assert take(owner, "mandatory_visit", planned, "refuse_shift", {"reason": "нет"}).status_code in (404, 409)
    assert step not in owner.get(wizard).text
    assert take(rector, "mandatory_visit", planned, "postpone", {"reason": "По просьбе"}).status_code == 303
    assert take(rector, "mandatory_visit", planned, "reschedule", {"agreed_date": "2026-12-21"}).status_code == 303
    assert "Просят другой день" not in rector.get(f"/cases/mandatory_visit/{planned}").text


def test_lists_show_visits_of_both_kinds_the_nearest_first_and_leave_as_a_table(small, owner, noted):
    owner.post_form("/visits/notice", {**NOTICE, "agreed_date": "2026-12-01"})
    text = owner.get("/visits").text
    assert text.index("Обязательный визит №\u00a02") < text.index("Визит №\u00a01")
    table = owner.get("/visits.csv").text
    assert table.count("\r\n") == 3
    for word in ("нарушений", "штраф"):
        assert word not in table.lower()


def test_the_desk_lists_requests_and_mandatory_visits_of_its_body_alone(small, requested, planned, teacher, inspector):
    text = teacher.get("/desk/control/visits").text
    assert f"/cases/preventive_visit/{requested}" in text
    assert f"/cases/mandatory_visit/{planned}" in text
    assert teacher.get("/desk/control/visits.csv").text.count("\r\n") == 3
    assert "/cases/" not in inspector.get("/desk/control/visits").text
