"""Moving an event: by right, by agreement, in an own copy and with the authority; two people, wrong input, time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from backend.control.models import ControlEvent, DocumentRequest, EventFile, EventPlan, EventPlanEntry, Postponement
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.notifications.models import Notice
from backend.procedures.models import StepRecord
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import ControlObject
from rules.roles import Role
from tests.backend.control.kinds.conftest import PDF

ILL = {
    "ground": "ILLNESS",
    "proof": "больничный лист 910",
    "cause_from": "2026-11-28",
    "cause_until": "2026-12-09",
    "filed_on": "2026-11-28",
}
LATER = {"reason": "В этот день едет комиссия банка", "wanted_from": "2026-12-14", "filed_on": "2026-11-28"}


@pytest.fixture
def ask(house, owner) -> Any:
    """Ask for an event to be moved: `ask(event_id, "D1")` returns the id of the request."""

    def file(event_id: str, route: str = "D1", values: dict[str, str] | None = None, **more: Any) -> str:
        typed = values if values is not None else (ILL if route == "D1" else LATER)
        answer = owner.post_form(f"/control-events/{event_id}/postpone/{route}", typed, **more)
        assert answer.status_code == 303, answer.text
        return house.read(Postponement, event_id=event_id)[-1].id

    return file


def take(browser: Any, case_id: str, action: str, values: dict[str, Any] | None = None) -> Any:
    return browser.post_form(f"/cases/postponement/{case_id}/{action}", values or {})


def test_an_entrepreneur_who_is_ill_moves_the_event_in_their_own_copy(house, owner, ask):
    event_id = house.event(own=True)
    case_id = ask(event_id)
    case = house.read(Postponement, id=case_id)[0]
    assert (case.state, case.findings["person"], case.findings["ground"]) == ("AUTO_CHECK", "yes", "unknown")
    answer = take(owner, case_id, "grant", {"new_start": "2026-12-14T10:00", "decided_on": "2026-11-28"})
    assert answer.status_code == 303
    event = house.read(ControlEvent, id=event_id)[0]
    assert (event.state, event.start_at) == ("SCHEDULED", datetime(2026, 12, 14, 7, 0, tzinfo=UTC))
    assert (event.planned_start, event.planned_end) == (date(2026, 12, 14), date(2026, 12, 18))


def test_the_authority_grants_and_the_business_is_told_the_new_day(house, owner, head, ask):
    event_id = house.event()
    case_id = ask(event_id, files={"file": PDF})
    assert (
        take(head, case_id, "grant", {"new_start": "2026-12-14T10:00", "decided_on": "2026-11-28"}).status_code == 303
    )
    assert house.state(ControlEvent, event_id) == "SCHEDULED"
    told = {row.kind for row in house.read(Notice, person_id=owner.person.id)}
    assert {"postponement.grant", "control_event.reschedule"} <= told
    room = owner.get(f"/control-events/{event_id}").text
    assert "14\u00a0декабря" in room
    assert "Перенесено" in room


def test_the_sick_note_is_handed_over_with_a_receipt(house, inspector, ask):
    event_id = house.event()
    ask(event_id, files={"file": PDF})
    with open_session(house.engine) as session:
        row = session.exec(select(EventFile)).one()
    assert row.receipt
    assert row.handed_at
    assert row.receipt in inspector.get(f"/control-events/{event_id}").text
    assert house.read(Postponement)[0].findings["paper"] == "yes"


def test_a_new_day_before_the_cause_ends_is_refused_and_nothing_changes(house, head, ask):
    event_id = house.event()
    case_id = ask(event_id)
    answer = take(head, case_id, "grant", {"new_start": "2026-12-09T10:00", "decided_on": "2026-11-28"})
    assert answer.status_code == 422
    assert "31(8)" in answer.text
    assert house.state(Postponement, case_id) == "AUTO_CHECK"
    assert house.read(ControlEvent, id=event_id)[0].start_at == datetime(2026, 12, 7, 7, 0, tzinfo=UTC)


def test_a_refusal_of_the_right_rests_on_one_of_the_grounds_that_can_hold(house, head, ask):
    case_id = ask(house.event())
    form = head.get(f"/cases/postponement/{case_id}/refuse").text
    assert 'value="NO_PROOF"' in form
    assert 'value="NOT_A_PERSON"' not in form
    why = {"decision_reason": "Листа нет", "decided_on": "2026-11-28"}
    assert take(head, case_id, "refuse", {**why, "refusal": "NOT_A_PERSON"}).status_code == 422
    assert take(head, case_id, "refuse", {**why, "refusal": "NO_TIME"}).status_code == 422
    assert house.state(Postponement, case_id) == "AUTO_CHECK"
    assert take(head, case_id, "refuse", {**why, "refusal": "NO_PROOF"}).status_code == 303
    assert house.state(Postponement, case_id) == "REFUSED"


def test_the_event_goes_on_without_presence_only_if_all_can_be_judged_and_notice_was_given(house, head, ask):
    event_id = house.event()
    case_id = ask(event_id)
    why = {"decision_reason": "Хватит документов", "decided_on": "2026-11-28"}
    assert take(head, case_id, "proceed_without", {**why, "judged_without": "no"}).status_code == 409
    assert house.state(Postponement, case_id) == "AUTO_CHECK"
    assert take(head, case_id, "proceed_without", {**why, "judged_without": "yes"}).status_code == 303
    assert (house.state(Postponement, case_id), house.state(ControlEvent, event_id)) == ("PROCEED_WITHOUT", "SCHEDULED")


def test_without_a_notice_the_event_cannot_go_on_without_presence(house, head, ask):
    case_id = ask(house.event(noticed_at=None))
    why = {"decision_reason": "Хватит документов", "decided_on": "2026-11-28", "judged_without": "yes"}
    assert take(head, case_id, "proceed_without", why).status_code == 409
    assert "proceed_without" not in head.get(f"/control-events/{house.read(ControlEvent)[0].id}").text


def test_a_company_is_told_that_it_has_no_right_and_asks_for_another_day(house, owner, inspector, ask):
    event_id = house.event(person_type="organisation")
    page = owner.get(f"/control-events/{event_id}/postpone").text
    assert "Компании закон переноса не даёт (248-ФЗ, 31(8)). Попросите перенести." in page
    assert f"/control-events/{event_id}/postpone/D1" not in page
    refused = owner.post_form(f"/control-events/{event_id}/postpone/D1", ILL)
    assert refused.status_code == 409
    assert "Компании закон переноса не даёт" in refused.text
    assert house.read(Postponement) == []
    case_id = ask(event_id, "D2")
    assert take(inspector, case_id, "refuse", {"decision_reason": "Нет", "decided_on": "2026-11-28"}).status_code == 303
    assert house.state(Postponement, case_id) == "REFUSED"


def test_whose_form_of_business_is_not_known_may_use_the_right(house, owner, ask):
    event_id = house.event(person_type=None)
    assert f"/control-events/{event_id}/postpone/D1" in owner.get(f"/control-events/{event_id}/postpone").text
    assert house.read(Postponement, id=ask(event_id))[0].findings["person"] == "unknown"


@pytest.mark.parametrize("kind", ["TEST_PURCHASE", "MONITORING_PURCHASE", "SELECTIVE_CONTROL", "INSPECTION_VISIT"])
def test_what_comes_without_notice_cannot_be_shifted_but_the_right_stands(house, owner, kind):
    company, person = house.event(kind=kind, person_type="organisation"), house.event(kind=kind)
    assert owner.get(f"/control-events/{company}/postpone/D2").status_code == 409
    assert owner.get(f"/control-events/{person}/postpone/D1").status_code == 200


def test_the_right_lasts_until_the_event_ends(house, owner, ask):
    running, over = house.event(state="IN_PROGRESS"), house.event(state="REPORT_PENDING")
    assert house.state(Postponement, ask(running)) == "AUTO_CHECK"
    assert owner.post_form(f"/control-events/{over}/postpone/D1", ILL).status_code == 409


def test_a_shift_not_answered_falls_when_the_event_begins_and_the_right_does_not(house, inspector, ask):
    shift, right = house.event(person_type="organisation"), house.event()
    asked = {shift: ask(shift, "D2"), right: ask(right)}
    for event_id in asked:
        began = {"started_at": "2026-11-28T10:00"}
        assert inspector.post_form(f"/cases/control_event/{event_id}/start", began).status_code == 303
    assert house.state(Postponement, asked[shift]) == "LAPSED"
    assert house.state(Postponement, asked[right]) == "AUTO_CHECK"
    ended = {"ended_at": "2026-11-28T11:00"}
    assert inspector.post_form(f"/cases/control_event/{right}/finish", ended).status_code == 303
    assert house.state(Postponement, asked[right]) == "LAPSED"


def test_a_cause_without_an_end_is_asked_about_every_ten_working_days_until_it_ends(house, owner, head, clock, ask):
    event_id = house.event()
    case_id = ask(event_id, values={**ILL, "cause_until": ""})
    assert take(head, case_id, "grant_until_cause_ends", {"decided_on": "2026-11-28"}).status_code == 303
    assert (house.state(Postponement, case_id), house.state(ControlEvent, event_id)) == ("OPEN_ENDED", "POSTPONED")
    with open_session(house.engine) as session:
        due = [row.due_at for row in session.exec(select(OutboxRow)) if row.payload.get("percent") == 100]
    assert any(moment.date() == date(2026, 12, 11) for moment in due)
    with house.session() as session:
        take_step(session, "postponement", session.get(Postponement, case_id), "ask_cause", None, SYSTEM, clock.now())
        session.commit()
    assert "postponement.ask_cause" in {row.kind for row in house.read(Notice, person_id=owner.person.id)}
    assert take(owner, case_id, "cause_ended", {"cause_ended_on": "2026-11-28"}).status_code == 303
    assert house.state(Postponement, case_id) == "GRANTED"
    again = {"start_at": "2026-12-01T10:00"}
    assert head.post_form(f"/cases/control_event/{event_id}/reschedule", again).status_code == 303
    assert house.state(ControlEvent, event_id) == "SCHEDULED"


def test_a_new_date_set_by_the_head_settles_a_cause_that_nobody_ended(house, head, ask):
    event_id = house.event()
    case_id = ask(event_id, values={**ILL, "cause_until": ""})
    take(head, case_id, "grant_until_cause_ends", {"decided_on": "2026-11-28"})
    assert (
        head.post_form(f"/cases/control_event/{event_id}/reschedule", {"start_at": "2026-12-21T10:00"}).status_code
        == 303
    )
    assert house.state(Postponement, case_id) == "GRANTED"


def test_the_plan_follows_the_new_day(house, head, ask, clock):
    with house.session() as session:
        thing = ControlObject(
            source="authority", body_id=house.body_id, control_type="fire", region="77", created_at=clock.now()
        )
        plan = EventPlan(body_id=house.body_id, control_type="fire", year=2026, created_at=clock.now())
        session.add_all([thing, plan])
        session.flush()
        about = {"days": 5, "window_first": date(2026, 12, 1), "window_last": date(2026, 12, 31), "kind": "ON_SITE"}
        entry = EventPlanEntry(plan_id=plan.id, object_id=thing.id, created_at=clock.now(), **about)
        entry.start, entry.end = date(2026, 12, 7), date(2026, 12, 11)
        session.add(entry)
        session.commit()
        entry_id = entry.id
    case_id = ask(house.event(plan_entry_id=entry_id))
    take(head, case_id, "grant", {"new_start": "2026-12-16T10:00", "decided_on": "2026-11-28"})
    entry = house.read(EventPlanEntry)[0]
    assert (entry.start, entry.end) == (date(2026, 12, 16), date(2026, 12, 22))


def test_a_notice_given_for_the_old_day_does_not_stand_for_the_new_one(house, head, ask):
    event_id = house.event(noticed_at=None)
    given = {"noticed_at": "2026-11-28T10:00"}
    assert head.post_form(f"/cases/control_event/{event_id}/notify_business", given).status_code == 303
    case_id = ask(event_id)
    take(head, case_id, "grant", {"new_start": "2026-12-14T10:00", "decided_on": "2026-11-28"})
    assert f"/cases/control_event/{event_id}/notify_business" in head.get(f"/control-events/{event_id}").text


def test_of_two_who_decide_at_once_one_is_told(house, head, inspector, ask):
    case_id = ask(house.event())
    seen = house.read(Postponement, id=case_id)[0].version
    why = {"decision_reason": "Листа нет", "decided_on": "2026-11-28", "refusal": "NO_PROOF", "version": seen}
    assert take(inspector, case_id, "refuse", why).status_code == 303
    late = take(head, case_id, "grant", {"new_start": "2026-12-14T10:00", "decided_on": "2026-11-28", "version": seen})
    assert late.status_code in (409, 412)
    assert house.state(Postponement, case_id) == "REFUSED"
    assert house.read(ControlEvent)[0].start_at == datetime(2026, 12, 7, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ground", "HANGOVER"),
        ("ground", ""),
        ("proof", ""),
        ("cause_until", "2026-11-01"),
        ("cause_until", "2026-02-30"),
        ("filed_on", "2026-11-29"),
        ("filed_on", ""),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_is_kept(house, owner, field, value):
    event_id = house.event()
    answer = owner.post_form(f"/control-events/{event_id}/postpone/D1", {**ILL, field: value})
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert "больничный лист 910" in answer.text or field == "proof"
    assert house.read(Postponement) == []
    with open_session(house.engine) as session:
        assert session.exec(select(StepRecord)).all() == []


def test_a_second_request_waits_for_the_first(house, owner, ask):
    event_id = house.event()
    ask(event_id)
    assert owner.post_form(f"/control-events/{event_id}/postpone/D1", ILL).status_code == 409
    assert len(house.read(Postponement)) == 1


def test_a_request_withdrawn_makes_room_for_another(house, owner, ask):
    event_id = house.event()
    assert take(owner, ask(event_id), "withdraw").status_code == 303
    assert house.state(Postponement, ask(event_id)) == "AUTO_CHECK"


def test_who_is_no_party_finds_nothing(house, stranger, prosecutor, regulator, person, ask):
    event_id = house.event()
    case_id = ask(event_id)
    elsewhere = person("inspector@elsewhere.example", Role.INSPECTOR, office=("mchs", "78"))
    for browser in (stranger, prosecutor, elsewhere):
        assert browser.get(f"/control-events/{event_id}/postpone").status_code == 404
        assert take(browser, case_id, "withdraw").status_code == 404
    assert regulator.get(f"/control-events/{event_id}/postpone").status_code in (403, 404)


def test_more_time_for_papers_is_asked_for_by_the_wizard_and_answered(house, owner, inspector):
    event_id = house.event(state="IN_PROGRESS", started_at=house.now, person_type="organisation")
    demand = {"kind": "documents", "items": "Журнал инструктажа", "received_on": "2026-11-27", "due_on": "2026-12-02"}
    issued = inspector.post_form(f"/control-events/{event_id}/new/document_request", demand)
    assert issued.status_code == 303, issued.text
    request = house.read(DocumentRequest)[0]
    address = f"/cases/document_request/{request.id}/ask_extension"
    assert address in owner.get(f"/control-events/{event_id}/postpone").text
    asked = {
        "extension_reason": "Архив закрыт",
        "extension_until": "2026-12-09",
        "extension_asked_at": "2026-11-28T11:00",
    }
    assert owner.post_form(address, asked).status_code == 303
    assert (
        inspector.post_form(f"/cases/document_request/{request.id}/extend", {"due_on": "2026-12-09"}).status_code == 303
    )
    extended = house.read(DocumentRequest)[0]
    assert (extended.state, extended.due_on) == ("EXTENDED", date(2026, 12, 9))


def test_the_authority_does_not_decide_in_an_own_copy(house, head, owner, ask):
    case_id = ask(house.event(own=True))
    assert take(head, case_id, "grant", {"new_start": "2026-12-14T10:00"}).status_code == 404


def test_the_business_does_not_answer_itself_in_a_shared_event(house, owner, ask):
    case_id = ask(house.event())
    grant = {"new_start": "2026-12-14T10:00", "decided_on": "2026-11-28"}
    assert take(owner, case_id, "grant", grant).status_code in (404, 409)
    assert house.state(Postponement, case_id) == "AUTO_CHECK"
    assert "Рабочая копия" in owner.get(f"/control-events/{house.read(ControlEvent)[0].id}").text
