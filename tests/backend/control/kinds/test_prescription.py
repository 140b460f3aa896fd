"""A prescription: drafted, signed by another, delivered, moved by motions, replaced by an agreement, met or not."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import select

from backend.control.models import (
    ControlEvent,
    EventFile,
    Motion,
    Prescription,
    PrescriptionItem,
    RemedyAgreement,
)
from backend.control.prescriptions.reminders import POINT, plan_point_reminders, remind_point
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.notifications.models import Notice
from backend.procedures.models import DeadlineRow
from backend.procedures.runner import SYSTEM, take_step
from tests.backend.control.kinds.conftest import PDF

RECORD = {
    "number": "77",
    "issued_on": "2026-11-20",
    "received_on": "2026-11-23",
    "due_on": "2027-02-01",
    "points": "Нет огнетушителя; ППР № 1479, п. 60; 15.01.2027; повесить; фото\nНет плана; п. 5; ; ; ",
}
ASKED = {"reason": "Поставщик везёт два месяца", "asked_until": "2027-05-03", "motion_received_on": "2026-11-27"}
DECIDED = {"decided_on": "2026-11-28"}


def fill(points: int = 2, **more: str) -> dict[str, str]:
    """Return a draft as an inspector types it."""
    typed = {}
    for number in range(1, points + 1):
        typed |= {
            f"text_{number}": f"Нет огнетушителя {number}",
            f"unit_{number}": "ППР № 1479, п. 60",
            f"due_on_{number}": "2027-02-01" if number == 1 else "2027-01-15",
            f"measures_{number}": "Повесить огнетушитель",
            f"proof_{number}": "Фото и накладная",
        }
    return typed | more


def take(browser: Any, case_id: str, action: str, values: dict[str, Any] | None = None, **more: Any) -> Any:
    return browser.post_form(f"/cases/prescription/{case_id}/{action}", values or {}, **more)


@pytest.fixture
def draft(house, inspector) -> str:
    """A draft of the inspector; its event is the only one."""
    event_id = house.inspected()
    answer = inspector.post_form(f"/control-events/{event_id}/prescription", fill())
    assert answer.status_code == 303, answer.text
    return house.read(Prescription)[0].id


@pytest.fixture
def delivered(house, head, draft) -> str:
    """A prescription that the head signed and that was delivered."""
    assert take(head, draft, "issue", {"number": "77", "issued_on": "2026-11-26"}).status_code == 303
    assert take(head, draft, "deliver", {"received_on": "2026-11-27"}).status_code == 303
    return draft


@pytest.fixture
def recorded(house, owner) -> str:
    """A prescription that the café wrote down from its paper."""
    event_id = house.event(own=True, state="DELIVERED")
    answer = owner.post_form(f"/control-events/{event_id}/new/prescription", RECORD)
    assert answer.status_code == 303, answer.text
    return house.read(Prescription)[0].id


def due(house: Any, key: str) -> Any:
    """Return the running term of a key."""
    with open_session(house.engine) as session:
        query = select(DeadlineRow).where(DeadlineRow.key == key, DeadlineRow.closed_at.is_(None))
        return session.exec(query).one()


def test_the_draft_holds_a_point_for_each_violation_left(house, inspector):
    event_id = house.inspected()
    page = inspector.get(f"/control-events/{event_id}/prescription").text
    assert "Нет огнетушителя 1" in page
    assert "ППР № 1479, п. 60" in page
    inspector.post_form(f"/control-events/{event_id}/prescription", fill())
    case = house.read(Prescription)[0]
    assert (case.state, case.due_on, case.prepared_by) == ("DRAFT", date(2027, 2, 1), inspector.person.id)
    with open_session(house.engine) as session:
        rows = session.exec(select(PrescriptionItem).order_by(PrescriptionItem.position)).all()
    assert [row.due_on for row in rows] == [date(2027, 2, 1), date(2027, 1, 15)]
    assert all(row.violation_id for row in rows)


def test_a_point_without_one_date_ahead_is_refused(house, inspector):
    event_id = house.inspected()
    for wrong in ("", "2026-11-28", "в течение месяца"):
        answer = inspector.post_form(f"/control-events/{event_id}/prescription", fill(due_on_2=wrong))
        assert answer.status_code == 422
        assert "due_on_2" in answer.text
    assert house.read(Prescription) == []


def test_the_business_finds_no_draft(house, owner, draft):
    assert owner.get(f"/prescriptions/{draft}").status_code == 404
    assert owner.get(f"/prescriptions/{draft}/paper").status_code == 404
    event_id = house.read(ControlEvent)[0].id
    assert "Проект предписания" not in owner.get(f"/control-events/{event_id}").text


def test_who_prepared_it_does_not_sign_it(house, person, draft, inspector):
    from rules.roles import Role

    both = person("both@mchs.example", Role.INSPECTOR, Role.AUTHORITY_HEAD, office=("mchs", "77"))
    saved = both.post_form(f"/prescriptions/{draft}/draft", fill(version="1"))
    assert saved.status_code == 303
    assert take(both, draft, "issue", {"issued_on": "2026-11-26"}).status_code == 409
    assert take(inspector, draft, "issue", {"issued_on": "2026-11-26"}).status_code in (404, 409)
    assert house.state(Prescription, draft) == "DRAFT"


def test_a_point_that_lacks_one_of_the_four_things_is_not_signed(house, inspector, head, draft):
    inspector.post_form(f"/prescriptions/{draft}/draft", fill(version="1", proof_2=""))
    answer = take(head, draft, "issue", {"issued_on": "2026-11-26"})
    assert answer.status_code in (409, 422)
    assert house.state(Prescription, draft) == "DRAFT"


def test_a_draft_saved_by_another_meanwhile_is_not_written_over(house, inspector, head, draft):
    assert inspector.post_form(f"/prescriptions/{draft}/draft", fill(version="1")).status_code == 303
    late = head.post_form(f"/prescriptions/{draft}/draft", fill(version="1", measures_1="Иное"))
    assert late.status_code in (409, 412)
    with open_session(house.engine) as session:
        assert "Иное" not in {row.measures for row in session.exec(select(PrescriptionItem))}


def test_the_draft_as_a_paper_reads_as_it_was_written(inspector, draft):
    answer = inspector.get(f"/prescriptions/{draft}/paper")
    assert answer.headers["content-type"] == "application/pdf"
    words = " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    for said in ("ПРОЕКТ", "огнетушителя 1", "ППР № 1479", "Повесить", "накладная", "ИП Соколова", "90.1"):
        assert said in words
    assert inspector.get(f"/prescriptions/{draft}/paper").content == answer.content


def test_issuing_ends_the_event_and_delivery_starts_the_terms(house, owner, delivered):
    assert house.read(ControlEvent)[0].state == "PRESCRIPTION_ISSUED"
    assert due(house, "prescription.execute").due_at.astimezone().date() >= date(2027, 2, 1)
    assert due(house, "appeal.file_prescription").anchor_value == "2026-11-27"
    page = owner.get(f"/prescriptions/{delivered}").text
    assert "15\u00a0января" in page
    assert "Попросить отсрочку" in page
    assert "prescription.issue" in {row.kind for row in house.read(Notice, person_id=owner.person.id)}


def test_reminders_come_14_3_and_1_days_before(house, delivered):
    with open_session(house.engine) as session:
        days = {
            row.payload["days"]: row.due_at.date() for row in session.exec(select(OutboxRow)) if "days" in row.payload
        }
    assert {14, 3, 1} <= set(days)
    assert days[14] == date(2027, 1, 18)


def test_a_point_with_an_earlier_date_of_its_own_is_recalled_once_for_each_distance(house, owner, clock, delivered):
    told = []
    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 12), date(2027, 1, 14)):
        clock.moment = clock.moment.replace(year=day.year, month=day.month, day=day.day)
        with house.session() as session:
            told.append(plan_point_reminders(session, clock.now()))
            for row in session.exec(select(OutboxRow).where(OutboxRow.kind == POINT, OutboxRow.due_at == clock.now())):
                remind_point(session, row.payload, clock.now())
            session.commit()
    assert told == [0, 1, 0, 1, 1]
    notices = [row for row in house.read(Notice, person_id=owner.person.id) if row.kind == "prescription.point"]
    assert [(row.params["point"], row.params["days"]) for row in notices] == [(2, 14), (2, 3), (2, 1)]


def test_an_own_copy_is_written_down_from_its_paper(house, owner, recorded):
    case = house.read(Prescription, id=recorded)[0]
    assert (case.state, case.due_on, case.received_on) == ("RECEIVED", date(2027, 2, 1), date(2026, 11, 23))
    assert house.read(ControlEvent)[0].state == "PRESCRIPTION_ISSUED"
    page = owner.get(f"/prescriptions/{recorded}").text
    assert "15\u00a0января" in page
    assert "Нет плана" in page
    assert owner.get(f"/prescriptions/{recorded}/paper").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due_on", "2026-11-20"),
        ("received_on", "2026-11-01"),
        ("received_on", "2026-12-30"),
        ("points", "Нет плана; п. 5; когда-нибудь; ; "),
        ("points", "Нет плана; п. 5; 01.03.2027; ; "),
        ("points", ""),
    ],
)
def test_a_paper_that_cannot_be_is_refused_and_nothing_is_kept(house, owner, field, value):
    event_id = house.event(own=True, state="DELIVERED")
    answer = owner.post_form(f"/control-events/{event_id}/new/prescription", {**RECORD, field: value})
    assert answer.status_code == 422
    assert house.read(Prescription) == []
    assert house.read(ControlEvent)[0].state == "DELIVERED"


def test_a_deferral_moves_every_point_and_the_clock(house, owner, head, delivered):
    assert take(owner, delivered, "ask_deferral", ASKED).status_code == 303
    answer_by = due(house, "prescription.motion")
    assert (answer_by.anchor_value, answer_by.due_at.date()) == ("2026-11-27", date(2026, 12, 4))
    assert take(head, delivered, "defer", {"due_on": "2027-04-05", **DECIDED}).status_code == 303
    case = house.read(Prescription, id=delivered)[0]
    assert (case.state, case.due_on, case.original_due_on) == ("RECEIVED", date(2027, 4, 5), date(2027, 2, 1))
    with open_session(house.engine) as session:
        assert {row.due_on for row in session.exec(select(PrescriptionItem))} == {date(2027, 4, 5)}
    assert due(house, "prescription.execute").anchor_value == "2027-04-05"
    motion = house.read(Motion)[0]
    assert (motion.kind, motion.outcome, motion.outcome_until) == ("DEFER", "GRANTED", date(2027, 4, 5))


def test_a_deferral_is_never_longer_than_a_year_from_the_first_date(house, owner, head, delivered):
    assert take(owner, delivered, "ask_deferral", {**ASKED, "asked_until": "2028-02-02"}).status_code == 422
    assert house.read(Motion) == []
    take(owner, delivered, "ask_deferral", ASKED)
    assert take(head, delivered, "defer", {"due_on": "2028-02-02", **DECIDED}).status_code == 409
    assert house.read(Prescription)[0].due_on == date(2027, 2, 1)
    assert take(head, delivered, "defer", {"due_on": "2028-02-01", **DECIDED}).status_code == 303


LONGER = {"reason": "Нет", "asked_until": "2027-05-03"}


@pytest.mark.parametrize(
    ("asked", "values", "answered", "reply", "state", "outcome"),
    [
        ("ask_explanation", {"question": "Какой?"}, "explain", {"explanation": "Любой ОП-4"}, "RECEIVED", "GRANTED"),
        ("ask_explanation", {"question": "Какой?"}, "refuse_explanation", {"reason": "Ясно"}, "RECEIVED", "REFUSED"),
        ("ask_deferral", LONGER, "refuse_deferral", {"reason": "Успеете"}, "RECEIVED", "REFUSED"),
        ("ask_suspension", {"reason": "Пожар"}, "refuse_suspension", {"reason": "Нет"}, "RECEIVED", "REFUSED"),
        ("ask_termination", {"reason": "Закрылись"}, "terminate", {"reason": "Да"}, "TERMINATED", "GRANTED"),
        ("ask_termination", {"reason": "Закрылись"}, "refuse_termination", {"reason": "Нет"}, "RECEIVED", "REFUSED"),
    ],
)  # fmt: skip
def test_every_motion_has_its_outcome(house, owner, head, delivered, asked, values, answered, reply, state, outcome):
    came = {"motion_received_on": "2026-11-27"}
    assert take(owner, delivered, asked, {**values, **came}).status_code == 303
    assert take(owner, delivered, answered, {**reply, **DECIDED}).status_code in (404, 409)
    assert take(head, delivered, answered, {**reply, **DECIDED}).status_code == 303
    assert house.state(Prescription, delivered) == state
    assert [row.outcome for row in house.read(Motion)] == [outcome]


def test_the_clock_stands_while_execution_is_suspended(house, owner, head, delivered):
    take(owner, delivered, "ask_suspension", {"reason": "Пожар", "motion_received_on": "2026-11-27"})
    assert take(head, delivered, "suspend", {"suspended_on": "2026-11-28"}).status_code == 303
    assert (house.state(Prescription, delivered), due(house, "prescription.execute").due_at) == ("SUSPENDED", None)
    early = take(head, delivered, "resume", {"resumed_on": "2026-11-01"})
    assert early.status_code == 422
    assert take(head, delivered, "resume", {"resumed_on": "2026-11-28"}).status_code == 303
    assert due(house, "prescription.execute").due_at is not None


def test_a_report_goes_with_its_proof_and_a_receipt_and_is_accepted(house, owner, head, delivered):
    told = {"report": "Повесили оба", "reported_on": "2026-11-28"}
    assert take(owner, delivered, "report", told, files={"file": PDF}).status_code == 303
    with open_session(house.engine) as session:
        assert session.exec(select(EventFile)).one().receipt
    assert "Повесили оба" in head.get(f"/prescriptions/{delivered}").text
    assert take(head, delivered, "accept", DECIDED).status_code == 303
    with open_session(house.engine) as session:
        assert {row.done_on for row in session.exec(select(PrescriptionItem))} == {date(2026, 11, 28)}
    assert house.state(Prescription, delivered) == "FULFILLED"


def points(house: Any, case_id: str) -> list[str]:
    """Return the ids of the points in order."""
    with open_session(house.engine) as session:
        query = select(PrescriptionItem).where(PrescriptionItem.prescription_id == case_id)
        return [row.id for row in session.exec(query.order_by(PrescriptionItem.position))]


def test_what_is_left_goes_into_a_new_prescription_that_is_signed_again(house, owner, head, inspector, delivered):
    first, second = points(house, delivered)
    take(owner, delivered, "report", {"report": "Повесили один", "reported_on": "2026-11-28"})
    assert take(head, delivered, "accept_in_part", {"items_left": [first, second], **DECIDED}).status_code == 422
    assert take(head, delivered, "accept_in_part", {"items_left": [second], **DECIDED}).status_code == 303
    assert take(head, delivered, "issue_new", {"due_on": "2027-01-01"}).status_code == 422
    assert take(head, delivered, "issue_new", {"due_on": "2027-03-01"}).status_code == 303
    old, new = sorted(house.read(Prescription), key=lambda row: row.id != delivered)
    assert (old.state, new.state, new.replaces_id, new.due_on) == ("REPLACED", "DRAFT", delivered, date(2027, 3, 1))
    with open_session(house.engine) as session:
        rows = session.exec(select(PrescriptionItem).where(PrescriptionItem.prescription_id == new.id)).all()
    assert [row.text for row in rows] == ["Нет огнетушителя 2"]
    assert owner.get(f"/prescriptions/{new.id}").status_code == 404
    assert take(head, new.id, "issue", {"number": "78", "issued_on": "2026-11-28"}).status_code == 303
    assert owner.get(f"/prescriptions/{new.id}").status_code == 200


def test_an_own_copy_goes_on_with_the_new_prescription(house, owner, recorded):
    second = points(house, recorded)[1]
    take(owner, recorded, "report", {"report": "Повесили", "reported_on": "2026-11-28"})
    take(owner, recorded, "accept_in_part", {"items_left": [second], **DECIDED})
    new = {"due_on": "2027-03-01", "new_number": "78", "new_received_on": "2026-11-28"}
    assert take(owner, recorded, "issue_new", new).status_code == 303
    states = {row.id: row.state for row in house.read(Prescription)}
    assert states.pop(recorded) == "REPLACED"
    assert list(states.values()) == ["RECEIVED"]


def test_it_is_checked_on_site_only_where_it_came_from_there(house, owner, head, delivered):
    with house.session() as session:
        event = session.get(ControlEvent, house.read(ControlEvent)[0].id)
        event.kind = "DOCUMENTARY"
        session.add(event)
        session.commit()
    take(owner, delivered, "report", {"report": "Повесили", "reported_on": "2026-11-28"})
    form = head.get(f"/cases/prescription/{delivered}/start_check").text
    assert 'value="DOCUMENTARY"' in form
    assert 'value="ON_SITE"' not in form
    assert take(head, delivered, "start_check", {"check_kind": "ON_SITE", **DECIDED}).status_code == 422
    assert take(head, delivered, "start_check", {"check_kind": "DOCUMENTARY", **DECIDED}).status_code == 303


AGREED = {"programme": "Март: насосная. Июнь: пуск.", "programme_ends_on": "2027-09-01"}


def test_an_agreement_takes_its_place_once_the_prosecutor_approves(house, owner, head, prosecutor, delivered):
    assert prosecutor.get(f"/prescriptions/{delivered}").status_code == 404
    assert take(owner, delivered, "propose_agreement", AGREED).status_code == 303
    assert prosecutor.get(f"/prescriptions/{delivered}").status_code == 404
    assert take(head, delivered, "sign_agreement", {"sent_on": "2026-11-28"}).status_code == 303
    page = prosecutor.get(f"/prescriptions/{delivered}").text
    assert "насосная" in page
    assert "Согласовать соглашение" in page
    assert "Фото и накладная" not in page
    assert take(prosecutor, delivered, "approve_agreement", {"agreement_from": "2026-11-28"}).status_code == 303
    assert house.state(Prescription, delivered) == "SUSPENDED_BY_AGREEMENT"
    assert due(house, "prescription.execute").due_at is None
    assert due(house, "prescription.agreement").anchor_value == "2027-09-01"
    assert take(head, delivered, "agreement_met", {"ended_on": "2026-11-28"}).status_code == 303
    assert house.state(Prescription, delivered) == "CANCELLED"
    assert house.read(RemedyAgreement)[0].result == "MET"


def test_an_agreement_that_failed_brings_the_prescription_back(house, owner, head, prosecutor, delivered):
    take(owner, delivered, "propose_agreement", AGREED)
    take(head, delivered, "sign_agreement", {"sent_on": "2026-11-28"})
    take(prosecutor, delivered, "approve_agreement", {"agreement_from": "2026-11-28"})
    failed = {"reason": "Насосной нет", "ended_on": "2026-11-28"}
    assert take(head, delivered, "agreement_failed", failed).status_code == 303
    assert house.state(Prescription, delivered) == "RECEIVED"
    assert due(house, "prescription.execute").due_at is not None
    assert house.read(RemedyAgreement)[0].result == "FAILED"


def test_the_prosecutor_may_reject_and_the_authority_may_refuse(house, owner, head, prosecutor, delivered):
    take(owner, delivered, "propose_agreement", AGREED)
    assert take(head, delivered, "refuse_agreement", {"reason": "Дёшево исправить", **DECIDED}).status_code == 303
    take(owner, delivered, "propose_agreement", AGREED)
    take(head, delivered, "sign_agreement", {"sent_on": "2026-11-28"})
    assert take(prosecutor, delivered, "reject_agreement", {"reason": "Нет сметы", **DECIDED}).status_code == 303
    assert sorted(row.result for row in house.read(RemedyAgreement)) == ["REFUSED", "REJECTED"]
    assert house.state(Prescription, delivered) == "RECEIVED"


def test_of_two_answers_at_once_one_is_told(house, owner, person, head, delivered):
    take(owner, delivered, "ask_deferral", ASKED)
    seen = house.read(Prescription, id=delivered)[0].version
    assert take(head, delivered, "defer", {"due_on": "2027-04-05", "version": seen, **DECIDED}).status_code == 303
    late = take(head, delivered, "refuse_deferral", {"reason": "Нет", "version": seen, **DECIDED})
    assert late.status_code in (409, 412)
    assert house.read(Motion)[0].outcome == "GRANTED"


def test_the_term_runs_out_by_itself_and_a_report_may_still_come(house, owner, clock, delivered):
    with house.session() as session:
        take_step(session, "prescription", session.get(Prescription, delivered), "run_out", None, SYSTEM, clock.now())
        session.commit()
    assert house.state(Prescription, delivered) == "TERM_OVER"
    assert take(owner, delivered, "report", {"report": "Поздно", "reported_on": "2026-11-28"}).status_code == 303


def test_who_is_no_party_finds_nothing(house, stranger, prosecutor, ombudsman, delivered):
    for browser in (stranger, prosecutor, ombudsman):
        assert browser.get(f"/prescriptions/{delivered}").status_code == 404
        assert browser.get(f"/prescriptions/{delivered}/paper").status_code == 404
        assert take(browser, delivered, "accept", DECIDED).status_code == 404


def test_the_wizard_leads_to_the_papers_and_to_the_prescription(house, owner, delivered):
    event_id = house.read(ControlEvent)[0].id
    page = owner.get(f"/control-events/{event_id}/postpone").text
    assert f"/cases/prescription/{delivered}/ask_deferral" in page
