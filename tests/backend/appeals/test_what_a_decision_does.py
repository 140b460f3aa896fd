"""What an appeal does to what it is about: stays it, takes it down, changes it in the business's favour alone."""

from datetime import date

import pytest
from sqlmodel import select

from backend.appeals.filing import filing_of
from backend.appeals.models import Appeal
from backend.control.appealed import void_event
from backend.control.models import ControlEvent, ControlWarning, Prescription, PreventiveVisit, Violation
from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.procedures.queries import open_terms
from backend.risk.models import CategoryRequest, ControlObject, Source


def test_a_stayed_decision_stops_the_event_and_full_cancellation_ends_it(hearing, inspector):
    event_id = hearing.event("SCHEDULED", started_at=None)
    appeal_id = hearing.filed("DECISION", event_id=event_id)
    assert "APPEALED" in hearing.raised("control_event", event_id)
    hearing.body(appeal_id, "grant_stay", stay_decided_on="2026-11-28")
    assert "STAYED" in hearing.raised("control_event", event_id)
    started = inspector.post_form(f"/cases/control_event/{event_id}/start", {"started_at": "2026-11-28T11:30"})
    assert started.status_code == 409
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.row(ControlEvent, event_id).state == "CANCELLED"
    assert not hearing.raised("control_event", event_id) & {"STAYED", "APPEALED"}


def test_a_stay_lets_the_clock_of_a_running_event_stand_and_its_end_lets_it_run_on(hearing, inspector):
    event_id = hearing.event("SCHEDULED", started_at=None, inspector_id=inspector.person.id)
    inspector.post_form(f"/cases/control_event/{event_id}/start", {"started_at": "2026-11-27T11:30"})
    appeal_id = hearing.filed("DECISION", event_id=event_id)
    hearing.body(appeal_id, "grant_stay", stay_decided_on="2026-11-28")

    def due():
        with open_session(hearing.engine) as session:
            return {row.key: row.due_at for row in open_terms(session, "control_event", event_id)}["event.duration"]

    assert due() is None
    hearing.business(appeal_id, "withdraw", knows_no_repeat="yes")
    assert due() is not None
    assert "STAYED" not in hearing.raised("control_event", event_id)


def test_a_stay_of_a_prescription_pauses_its_clock_and_full_cancellation_takes_it_down(hearing):
    event_id, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    hearing.body(appeal_id, "grant_stay", stay_decided_on="2026-11-28")
    with open_session(hearing.engine) as session:
        terms = {row.key: row for row in open_terms(session, "prescription", prescription_id)}
        assert terms["prescription.execute"].due_at is None
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.row(Prescription, prescription_id).state == "CANCELLED"
    assert hearing.row(ControlEvent, event_id).state == "PRESCRIPTION_ISSUED"
    assert not hearing.raised("prescription", prescription_id) & {"STAYED", "APPEALED"}


def test_a_stay_ends_with_a_dismissal_and_the_prescription_binds_again(hearing):
    _, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    hearing.body(appeal_id, "grant_stay", stay_decided_on="2026-11-28")
    hearing.decide(appeal_id, "dismiss")
    assert hearing.row(Prescription, prescription_id).state == "RECEIVED"
    with open_session(hearing.engine) as session:
        terms = {row.key: row for row in open_terms(session, "prescription", prescription_id)}
        assert terms["prescription.execute"].due_at is not None


def test_cancelling_an_act_in_full_voids_the_results_and_the_prescription_falls(hearing):
    event_id, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("ACT", event_id=event_id)
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.row(ControlEvent, event_id).state == "INVALIDATED"
    assert hearing.row(Prescription, prescription_id).state == "CANCELLED"


def test_in_part_points_are_cancelled_or_moved_later_and_violations_struck(hearing):
    event_id, prescription_id = hearing.inspected()
    first, second = hearing.points(prescription_id)
    appeal_id = hearing.filed("ACT", event_id=event_id)
    hearing.decide(
        appeal_id,
        "cancel_in_part",
        points_cancelled=[first.id],
        violations_struck=[first.violation_id],
        **{f"due_{second.id}": "2027-03-01"},
    )
    kept = hearing.points(prescription_id)
    assert (kept[0].cancelled_on, kept[1].due_on) == (date(2026, 11, 28), date(2027, 3, 1))
    assert hearing.row(Prescription, prescription_id).due_on == date(2027, 3, 1)
    assert hearing.row(Violation, first.violation_id).struck_on == date(2026, 11, 28)
    assert "отменён по жалобе" in hearing.owner.get(f"/prescriptions/{prescription_id}").text
    assert "исключено по жалобе" in hearing.owner.get(f"/control-events/{event_id}").text


def test_the_last_point_takes_the_prescription_with_it(hearing):
    _, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    every = [one.id for one in hearing.points(prescription_id)]
    hearing.decide(appeal_id, "cancel_in_part", points_cancelled=every)
    assert hearing.row(Prescription, prescription_id).state == "CANCELLED"


@pytest.mark.parametrize("day", ["2026-12-31", "2027-01-20"])
def test_a_day_is_not_moved_nearer_and_the_refusal_names_its_field(hearing, day):
    _, prescription_id = hearing.inspected()
    first = hearing.points(prescription_id)[0]
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    values = {"answer_1": "Да", "accepted_1": "yes", "decision_text": "Иначе", "decided_on": "2026-11-28"}
    values |= {"carrying_out": "Сразу", f"due_{first.id}": day}
    refused = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/cancel_in_part", values)
    assert refused.status_code == 422
    assert "Менять можно только в пользу заявителя" in refused.text
    assert f'href="#f-due_{first.id}"' in refused.text
    assert hearing.points(prescription_id)[0].due_on == date(2027, 1, 20)
    assert hearing.appeal(appeal_id).state == "REGISTERED"


def test_a_part_of_a_prescription_has_to_be_named(hearing):
    _, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    values = {"answer_1": "Да", "accepted_1": "yes", "decision_text": "Иначе", "decided_on": "2026-11-28"}
    refused = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/cancel_in_part", {**values, "carrying_out": "Сразу"})
    assert refused.status_code == 422
    assert "Не названо ни одного пункта" in refused.text


def test_a_replaced_decision_says_the_new_one(hearing):
    _, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    hearing.decide(appeal_id, "replace", new_text="Устранить к лету", new_number="Н-5", new_date="2026-11-28")
    assert hearing.row(Prescription, prescription_id).state == "CANCELLED"
    assert hearing.appeal(appeal_id).ordered["new_decision"] == {
        "text": "Устранить к лету",
        "number": "Н-5",
        "date": "2026-11-28",
    }
    assert "№ Н-5" in hearing.owner.get(f"/appeals/{appeal_id}").text


def test_unlawful_actions_are_ordered_to_be_mended_by_a_day(hearing):
    event_id = hearing.event()
    appeal_id = hearing.filed("ACTIONS", event_id=event_id)
    refused = hearing.desk.post_form(
        f"/cases/appeal/{appeal_id}/find_unlawful",
        {"answer_1": "Да", "accepted_1": "yes", "actions": "Вернуть пробы", "decision_text": "Да"}
        | {"decided_on": "2026-11-28", "carrying_out": "Сразу"},
    )
    assert refused.status_code == 422
    assert "нет дня после" in refused.text
    hearing.decide(appeal_id, "find_unlawful", actions="Вернуть пробы; 10.12.2026")
    assert hearing.appeal(appeal_id).ordered["actions"] == [{"text": "Вернуть пробы", "until": "2026-12-10"}]
    assert "Вернуть пробы" in hearing.owner.get(f"/appeals/{appeal_id}").text
    assert hearing.row(ControlEvent, event_id).state == "IN_PROGRESS"


def made_object(hearing, **more):
    about = {"business_id": hearing.owner.business.id, "body_id": hearing.body_id, "control_type": "fire"}
    with hearing.session() as session:
        row = ControlObject(
            source=Source.AUTHORITY,
            region="77",
            category="HIGH",
            registry_number="77-1",
            created_at=hearing.now,
            **about,
        )
        session.add(row)
        session.flush()
        request = CategoryRequest(
            business_id=hearing.owner.business.id,
            object_id=row.id,
            body_id=hearing.body_id,
            wanted="LOW",
            decided_on=date(2026, 11, 20),
            state="DECIDED_KEPT",
            created_at=hearing.now,
        )
        session.add(request)
        session.commit()
        return row.id, request.id


def test_a_risk_category_comes_down_in_the_object_and_the_request_never_up(hearing):
    object_id, request_id = made_object(hearing)
    appeal_id = hearing.filed("RISK_CATEGORY", object_id=object_id)
    values = {"answer_1": "Да", "accepted_1": "yes", "decision_text": "Да", "decided_on": "2026-11-28"}
    values |= {"carrying_out": "Сразу", "category": "EXTREME"}
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/replace", values).status_code == 422
    assert hearing.row(ControlObject, object_id).category == "HIGH"
    hearing.decide(appeal_id, "replace", category="MODERATE")
    assert hearing.row(ControlObject, object_id).category == "MODERATE"
    request = hearing.row(CategoryRequest, request_id)
    assert (request.state, request.decided_category) == ("DECIDED_CHANGED", "MODERATE")


def test_a_refused_visit_opens_anew(hearing):
    with hearing.session() as session:
        row = PreventiveVisit(
            platform_number=1,
            source=Source.AUTHORITY,
            business_id=hearing.owner.business.id,
            body_id=hearing.body_id,
            control_type="fire",
            region="77",
            refused_on=date(2026, 11, 20),
            refusal="already_held",
            state="REFUSED",
            created_at=hearing.now,
        )
        session.add(row)
        session.commit()
        visit_id = row.id
    appeal_id = hearing.filed("VISIT_REFUSAL", visit_id=visit_id)
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.row(PreventiveVisit, visit_id).state == "REOPENED"
    assert not hearing.raised("preventive_visit", visit_id)


def warned(hearing):
    with hearing.session() as session:
        row = ControlWarning(
            platform_number=1,
            source=Source.AUTHORITY,
            business_id=hearing.owner.business.id,
            body_id=hearing.body_id,
            control_type="fire",
            region="77",
            number="В-1",
            received_on=date(2026, 11, 20),
            proposal="Проверьте двери",
            state="REJECTED_OBJECTION",
            created_at=hearing.now,
        )
        session.add(row)
        session.commit()
        return row.id


def test_a_warning_is_cancelled_or_corrected(hearing):
    warning_id = warned(hearing)
    appeal_id = hearing.filed("OTHER", warning_id=warning_id)
    hearing.decide(appeal_id, "cancel_in_part", correction="Слова о дверях убрать")
    assert "Слова о дверях убрать" in hearing.row(ControlWarning, warning_id).proposal
    again = hearing.filed("OTHER", warning_id=warning_id)
    hearing.decide(again, "cancel_in_full")
    assert hearing.row(ControlWarning, warning_id).state == "CANCELLED"


def test_the_inspector_and_the_head_hear_of_it_and_the_course_names_the_appeal(hearing, inspector, head):
    event_id, _ = hearing.inspected()
    appeal_id = hearing.filed("ACT", event_id=event_id)
    hearing.decide(appeal_id, "cancel_in_full")
    with open_session(hearing.engine) as session:
        for browser in (inspector, head):
            query = select(Notice).where(Notice.person_id == browser.person.id)
            told = {(one.kind, one.link) for one in session.exec(query)}
            assert ("appeal.cancel_in_full", f"/control-events/{event_id}") in told
            assert not [link for _, link in told if "/appeals/" in link]
    for browser in (hearing.owner, inspector):
        assert "По жалобе № Ж-1" in browser.get(f"/control-events/{event_id}").text


def test_what_a_business_writes_down_from_papers_changes_no_paper_of_an_authority(hearing, engine):
    event_id, prescription_id = hearing.inspected()
    appeal_id = hearing.draft("ACT", event_id=event_id)
    with hearing.session() as session:
        # The body that hears it has no desk here.
        row = session.get_one(Appeal, appeal_id)
        row.hearing_body_id = None
        session.add(row)
        session.commit()
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    hearing.business(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    hearing.business(appeal_id, "grant_stay", stay_decided_on="2026-11-28")
    assert "STAYED" not in hearing.raised("prescription", prescription_id)
    hearing.business(appeal_id, "cancel_in_full", decision_text="Отменили", decided_on="2026-11-28")
    assert hearing.row(ControlEvent, event_id).state == "PRESCRIPTION_ISSUED"
    assert hearing.row(Prescription, prescription_id).state == "RECEIVED"
    assert "Свои документы меняет сам орган" in hearing.owner.get(f"/appeals/{appeal_id}").text


def test_a_decision_that_the_authority_cancels_itself_ends_the_appeals_about_it(hearing, head):
    event_id, prescription_id = hearing.inspected()
    of_act = hearing.filed("ACT", event_id=event_id)
    of_prescription = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    unfiled = hearing.draft("ACT", event_id=event_id)
    answer = head.post_form(
        f"/cases/control_event/{event_id}/invalidate",
        {"invalidated_on": "2026-11-28", "invalidated_by": "Орган", "reason": "Грубое нарушение"},
    )
    assert answer.status_code == 303, answer.text[-2000:]
    states = [hearing.appeal(one).state for one in (of_act, of_prescription, unfiled)]
    assert states == ["SUPERSEDED", "SUPERSEDED", "DRAFT"]
    assert not hearing.raised("control_event", event_id) & {"APPEALED"}


def test_what_an_official_did_is_judged_though_the_decision_is_gone(hearing, head):
    event_id, _ = hearing.inspected()
    of_actions = hearing.filed("ACTIONS", event_id=event_id)
    head.post_form(
        f"/cases/control_event/{event_id}/invalidate",
        {"invalidated_on": "2026-11-28", "invalidated_by": "Орган", "reason": "Грубое нарушение"},
    )
    assert hearing.row(ControlEvent, event_id).state == "INVALIDATED"
    assert hearing.appeal(of_actions).state == "REGISTERED"
    hearing.decide(of_actions, "find_unlawful")
    assert not hearing.raised("control_event", event_id) & {"APPEALED"}


def test_the_mark_and_the_stay_of_one_appeal_outlive_the_end_of_another(hearing):
    event_id = hearing.event("SCHEDULED", started_at=None)
    first, second = (hearing.filed(subject, event_id=event_id) for subject in ("DECISION", "ACTIONS"))
    hearing.body(first, "grant_stay", stay_decided_on="2026-11-28")
    hearing.body(second, "grant_stay", stay_decided_on="2026-11-28")
    hearing.decide(first, "dismiss")
    assert hearing.raised("control_event", event_id) >= {"APPEALED", "STAYED"}
    hearing.decide(second, "dismiss")
    assert not hearing.raised("control_event", event_id) & {"APPEALED", "STAYED"}


def test_a_later_cancellation_leaves_the_day_on_which_an_event_was_made_void(hearing, head):
    event_id, _ = hearing.inspected()
    of_act = hearing.filed("ACT", event_id=event_id)
    hearing.decide(of_act, "cancel_in_full")
    with hearing.session() as session:
        event = session.get_one(ControlEvent, event_id)
        who = event.invalidated_by
        void_event(session, event, date(2027, 1, 11), "Суд", "appeal:other", hearing.now)
        session.commit()
    kept = hearing.row(ControlEvent, event_id)
    assert (kept.invalidated_on, kept.invalidated_by) == (date(2026, 11, 28), who)


def test_an_appeal_filed_first_is_an_earlier_one_though_its_draft_is_newer(hearing):
    event_id = hearing.event()
    old_draft = hearing.draft("DECISION", event_id=event_id)
    withdrawn = hearing.filed("DECISION", event_id=event_id)
    hearing.business(withdrawn, "withdraw", knows_no_repeat="yes")
    with open_session(hearing.engine) as session:
        draft, other = (session.get_one(Appeal, one) for one in (old_draft, withdrawn))
        assert [one.outcome.value for one in filing_of(session, draft).earlier] == ["withdrawn"]
        assert filing_of(session, other).earlier == ()


def test_after_void_results_an_unplanned_event_needs_the_prosecutor(hearing):
    from backend.control.kinds.control_event_binding import approval_required
    from backend.control.undoing import no_repeat_after_invalidation
    from backend.errors import Conflict

    event_id, _ = hearing.inspected()
    hearing.decide(hearing.filed("ACT", event_id=event_id), "cancel_in_full")
    again = hearing.event("READY_FOR_APPROVAL", urgent=True, kind="DOCUMENTARY", approval=None)
    planned = hearing.event("READY_FOR_APPROVAL", planned=True, approval=None)
    another = hearing.event("READY_FOR_APPROVAL", control_type="sanitary", urgent=True, approval=None)
    with open_session(hearing.engine) as session:
        rows = {one: session.get_one(ControlEvent, one) for one in (again, planned, another)}
        assert approval_required(session, rows[again])
        with pytest.raises(Conflict, match="91"):
            no_repeat_after_invalidation(session, rows[again], None)
        no_repeat_after_invalidation(session, rows[planned], None)
        no_repeat_after_invalidation(session, rows[another], None)


def test_what_a_business_was_not_told_of_cannot_be_appealed_by_its_id(hearing):
    unannounced = hearing.event("SCHEDULED", started_at=None, noticed_at=None, kind="TEST_PURCHASE")
    _, prescription_id = hearing.inspected()
    with hearing.session() as session:
        session.execute(Prescription.__table__.update().values(state="DRAFT", issued_on=None, received_on=None))
        session.commit()
    for about in ({"event_id": unannounced}, {"prescription_id": prescription_id}):
        asked = hearing.owner.get("/appeals/new", params=about)
        opened = hearing.owner.post_form("/appeals/new", {**about, "subject": "DECISION"})
        assert (asked.status_code, opened.status_code) == (404, 404), about


def test_an_appeal_of_a_prescription_after_a_visit_knows_whose_it_is(hearing):
    with hearing.session() as session:
        visit = PreventiveVisit(
            platform_number=77, source=Source.AUTHORITY, mandatory=True, business_id=hearing.owner.business.id,
            region="77", body_id=hearing.body_id, authority_name="МЧС по Москве", control_type="fire",
            registry_number="77260041000100000002", notified_on=date(2026, 11, 16), held_on=date(2026, 11, 18),
            state="HELD", created_at=hearing.now,
        )  # fmt: skip
        session.add(visit)
        session.flush()
        row = Prescription(
            state="ISSUED", visit_id=visit.id, business_id=visit.business_id, number="П-9", created_at=hearing.now,
            issued_on=date(2026, 11, 20), received_on=date(2026, 11, 20), due_on=date(2027, 1, 20),
        )  # fmt: skip
        session.add(row)
        session.commit()
        prescription_id = row.id
    appeal = hearing.appeal(hearing.draft("PRESCRIPTION", prescription_id=prescription_id))
    assert (appeal.control_type, appeal.region, appeal.body_id) == ("fire", "77", hearing.body_id)
    assert appeal.event_number == "77260041000100000001"
