"""The desk of the body that hears appeals: the queue, who decides, motions first, the draft of the decision."""

import csv
import io
import re

import pytest
from sqlmodel import select

from backend.appeals.models import Appeal, AppealGround
from backend.control.models import ControlEvent, Prescription
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import history
from rules.roles import Role
from tests.backend.appeals.conftest import DECIDED, WHOSE
from tests.backend.papers.test_files import signature

REFUSAL = {"refusal_ground": "1", "decision_text": "Срок прошёл", "decided_on": "2026-11-28"}


def test_the_queue_tells_the_nearest_term_of_each_and_leaves_as_a_table(hearing):
    event_id = hearing.event()
    with_stay = hearing.filed("DECISION", event_id=event_id)
    plain = hearing.filed("ACTIONS", event_id=event_id)
    hearing.body(plain, "deny_stay", stay_decided_on="2026-11-28", stay_reason="Вреда нет")
    hearing.body(plain, "tell_stay", stay_told_on="2026-11-28")
    page = hearing.desk.get("/desk/appeals").text
    assert "до\u00a01\u00a0декабря, 2\u00a0рабочих дня" in page
    assert page.index(f"/desk/appeals/{with_stay}") < page.index(f"/desk/appeals/{plain}")
    rows = list(csv.reader(io.StringIO(hearing.desk.get("/desk/appeals.csv").text.lstrip("\ufeff")), delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["ИП Соколова А. А."] * 2
    assert rows[1][4].startswith("2026-12-01")  # two working days for the stay (40(10))


def test_the_terms_of_the_law_run_beside_each_other(hearing):
    event_id = hearing.event()
    appeal_id = hearing.filed("DECISION", event_id=event_id)
    with open_session(hearing.engine) as session:
        query = select(DeadlineRow).where(DeadlineRow.subject_id == appeal_id, DeadlineRow.closed_at.is_(None))
        due = {row.key: row.due_at.date().isoformat() for row in session.exec(query) if row.due_at}
    # Registered on Saturday 28 November: 15, 2 and 5 working days, counted from the next day.
    assert due == {
        "appeal.decide": "2026-12-18",
        "appeal.suspension": "2026-12-01",
        "appeal.refuse_to_consider": "2026-12-04",
    }


def test_nobody_of_another_region_or_office_finds_it(hearing, other_desk, inspector, head, stranger):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    places = (f"/desk/appeals/{appeal_id}", f"/appeals/{appeal_id}", f"/appeals/{appeal_id}/appeal.pdf")
    places += (f"/cases/appeal/{appeal_id}/dismiss", f"/desk/appeals/{appeal_id}/decision")
    for browser in (other_desk, inspector, head, stranger):
        assert [browser.get(place).status_code for place in places] == [404] * len(places)
    assert "Жалоб нет" in other_desk.get("/desk/appeals").text


def test_whoever_held_signed_or_prepared_the_act_cannot_decide(hearing):
    names = ("inspector_id", "prepared_by", "signed_by", "created_by")
    for name in names:
        appeal_id = hearing.filed("DECISION", event_id=hearing.event(**{name: hearing.desk.person.id}))
        for action in ("grant_stay", "dismiss", "refuse", "cancel_in_full"):
            assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/{action}", {}).status_code == 409, (name, action)
        assert f"/desk/appeals/{appeal_id}/decision" not in hearing.desk.get(f"/desk/appeals/{appeal_id}").text
        assert hearing.appeal(appeal_id).state == "REGISTERED"


def test_whoever_prepared_the_prescription_cannot_decide_on_the_act(hearing):
    event_id, prescription_id = hearing.inspected()
    with hearing.session() as session:
        row = session.get_one(Prescription, prescription_id)
        row.prepared_by = hearing.desk.person.id
        session.add(row)
        session.commit()
    appeal_id = hearing.filed("ACT", event_id=event_id)
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", {}).status_code == 409


def test_the_one_whom_the_appeal_names_cannot_decide(hearing):
    appeal_id = hearing.draft("ACTIONS", event_id=hearing.event())
    hearing.write(appeal_id, "whose", **(WHOSE | {"body_id": hearing.body_id, "author_name": "аркадий  весов"}))
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", {}).status_code == 409


def test_a_decision_answers_every_ground(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    refused = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", {**DECIDED, "answer_1": ""})
    assert refused.status_code == 422
    assert "answer_1" in refused.text
    hearing.decide(appeal_id, "dismiss", answer_1="Срок соблюдён")
    with open_session(hearing.engine) as session:
        ground = session.exec(select(AppealGround)).one()
        assert (ground.answer, ground.accepted) == ("Срок соблюдён", False)
    assert "Срок соблюдён" in hearing.owner.get(f"/appeals/{appeal_id}").text


def test_the_draft_of_a_decision_is_read_by_the_body_alone_and_fills_the_form(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    desk = f"/desk/appeals/{appeal_id}/decision"
    assert hearing.desk.get(f"{desk}.pdf").status_code == 404
    kept = hearing.desk.post_form(f"{desk}/cancel_in_full", {"decision_text": "Канарейка проекта", "accepted_1": "no"})
    assert kept.status_code == 303
    assert "Канарейка проекта" in hearing.desk.get(desk).text
    assert "Канарейка проекта" in hearing.desk.get(f"/cases/appeal/{appeal_id}/cancel_in_full").text
    assert hearing.desk.get(f"{desk}.pdf").content.startswith(b"%PDF")
    for page in (f"/appeals/{appeal_id}", f"/cases/appeal/{appeal_id}", "/appeals"):
        assert "Канарейка" not in hearing.owner.get(page).text
    for page in (f"/appeals/{appeal_id}/decision.pdf", desk, f"{desk}.pdf"):
        assert hearing.owner.get(page).status_code == 404
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.appeal(appeal_id).decision_draft == {}
    assert hearing.owner.get(f"/appeals/{appeal_id}/decision.pdf").content.startswith(b"%PDF")


def test_a_draft_against_the_applicant_is_refused_at_once(hearing):
    _, prescription_id = hearing.inspected()
    appeal_id = hearing.filed("PRESCRIPTION", prescription_id=prescription_id)
    point = hearing.points(prescription_id)[0]
    asked = f"/desk/appeals/{appeal_id}/decision/cancel_in_part"
    assert hearing.desk.post_form(asked, {f"due_{point.id}": "2026-12-30"}).status_code == 422
    assert hearing.appeal(appeal_id).decision_draft == {}


def test_of_two_officials_one_is_told(hearing, person):
    second = person("second@mchs.example", Role.APPEAL_BODY, name="Вторая Судья")
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    version = hearing.appeal(appeal_id).version
    values = {"answer_1": "Нет", "accepted_1": "no", "decision_text": "Нет", "decided_on": "2026-11-28"}
    values["version"] = str(version)
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", values).status_code == 303
    answer = second.post_form(f"/cases/appeal/{appeal_id}/cancel_in_full", {**values, "carrying_out": "Сразу"})
    assert answer.status_code in (409, 412)
    assert hearing.appeal(appeal_id).state == "DISMISSED"
    asked = f"/desk/appeals/{appeal_id}/decision/dismiss"
    assert second.post_form(asked, {"decision_text": "Иначе", "version": str(version)}).status_code in (404, 412)


def test_a_late_one_waits_for_its_motion_and_a_denied_motion_refuses(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "what", contested="Решение", known_on="2026-10-01")
    assert "Попросить восстановить срок" in hearing.owner.get(f"/appeals/{appeal_id}").text
    motion = {"demands": "Отменить", "asks_to_restore": "yes", "restore_reason": "Болел", "asks_for_stay": "no"}
    hearing.write(appeal_id, "wishes", **motion)
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", {}).status_code == 409
    refused = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/refuse", REFUSAL)
    assert refused.status_code == 409
    assert "Сначала решите её" in refused.text
    hearing.body(appeal_id, "deny_term", term_reason="Причина не уважительная")
    hearing.body(appeal_id, "refuse", **(REFUSAL | {"refusal_ground": "2"}))
    page = hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "Причина не уважительная" in page
    assert "После такого отказа можно в суд" in page


def filed_on_the_tenth(hearing):
    """An appeal that the body has had since 10 November: it could refuse until the 17th."""
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "what", contested="Решение № Р-7", known_on="2026-10-01")
    hearing.business(appeal_id, "submit", filed_at="2026-11-10T11:00")
    hearing.body(appeal_id, "register", registered_on="2026-11-11", registry_number="Ж-1")
    return appeal_id


@pytest.mark.parametrize(("day", "late"), [("2026-11-17", False), ("2026-11-18", True)])
def test_a_refusal_after_its_five_days_is_told_to_both_sides(hearing, day, late):
    appeal_id = filed_on_the_tenth(hearing)
    hearing.body(appeal_id, "refuse", **REFUSAL | {"decided_on": day})
    for browser, place in ((hearing.owner, "/appeals"), (hearing.desk, "/desk/appeals")):
        page = browser.get(f"{place}/{appeal_id}").text
        assert ("Срок отказа истёк 17\xa0ноября\xa02026" in page) is late


def test_the_page_tells_when_it_was_filed_by_its_proof_and_when_it_was_decided(hearing):
    """The day of the record is another: the proof of filing decides (40(5), 40(6))."""
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.business(appeal_id, "submit", filed_at="2026-11-26T11:00", proof_at="2026-11-26T10:58")
    hearing.body(appeal_id, "register", registered_on="2026-11-27", registry_number="Ж-1")
    hearing.decide(appeal_id, "dismiss")
    for browser, place in ((hearing.owner, "/appeals"), (hearing.desk, "/desk/appeals")):
        page = browser.get(f"{place}/{appeal_id}").text
        assert re.search(r"<dt>Подана</dt>\s*<dd>26\xa0ноября\xa02026, 10:58", page)
        assert re.search(r"<dt>Дата решения</dt>\s*<dd>28\xa0ноября\xa02026", page)
        assert re.search(r"<dt>Вид контроля</dt>\s*<dd>Пожарный надзор", page)


def test_the_way_to_the_court_is_told_to_whoever_may_go(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    hearing.decide(appeal_id, "dismiss")
    assert "Теперь можно в суд" in hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "Теперь можно в суд" not in hearing.desk.get(f"/desk/appeals/{appeal_id}").text


def test_what_proves_a_ground_is_told_apart_from_it(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.owner.post_form(f"/appeals/{appeal_id}/grounds/1", {"text": "Не сообщили", "evidence": "Журнал звонков"})
    assert "Подтверждение:</span> Журнал звонков" in hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "Не сообщили Подтверждение: Журнал звонков" in hearing.owner.get(f"/appeals/{appeal_id}/package").text


def test_a_restored_term_lets_the_appeal_be_decided(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "what", contested="Решение", known_on="2026-10-01")
    motion = {"demands": "Отменить", "asks_to_restore": "yes", "restore_reason": "Болел", "asks_for_stay": "no"}
    hearing.write(appeal_id, "wishes", **motion)
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    hearing.body(appeal_id, "restore_term")
    hearing.decide(appeal_id, "cancel_in_full")
    assert hearing.appeal(appeal_id).state == "CANCELLED_FULL"


def test_after_a_refusal_for_lateness_the_same_appeal_is_offered_with_a_motion(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "what", contested="Решение № Р-7", known_on="2026-10-01")
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    for decision in ("dismiss", "cancel_in_full", "replace"):
        closed = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/{decision}", {})
        assert closed.status_code == 409
        assert "подана после срока" in closed.text
    assert hearing.appeal(appeal_id).state == "REGISTERED"
    hearing.body(appeal_id, "refuse", **REFUSAL)
    page = hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "Срок можно восстановить" in page
    answer = hearing.owner.post_form(f"/appeals/{appeal_id}/again", {})
    assert answer.status_code == 303
    again = str(answer.headers["location"]).split("/")[2]
    row = hearing.appeal(again)
    assert (row.state, row.asks_to_restore, row.contested, row.restore_reason) == ("DRAFT", True, "Решение № Р-7", "")
    assert (row.refusal_ground, row.registry_number, row.filed_at) == (None, "", None)
    assert "Нам не сообщили заранее" in hearing.owner.get(f"/appeals/{again}").text
    motion = {"demands": "Отменить", "asks_to_restore": "yes", "restore_reason": "Болел", "asks_for_stay": "no"}
    hearing.write(again, "wishes", **motion)
    hearing.business(again, "submit", filed_at="2026-11-28T11:30")
    hearing.body(again, "register", registered_on="2026-11-28", registry_number="Ж-2")
    hearing.body(again, "restore_term")
    hearing.decide(again, "cancel_in_full")
    assert hearing.owner.post_form(f"/appeals/{again}/again", {}).status_code == 409


def test_what_came_in_time_is_not_refused_as_late(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    refused = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/refuse", REFUSAL)
    assert refused.status_code == 409
    assert "подана в срок" in refused.text


def test_a_fine_is_told_its_right_door_and_is_never_recorded_as_filed(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "way", fine="yes")
    page = hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "КоАП" in page
    answer = hearing.owner.post_form(f"/cases/appeal/{appeal_id}/submit", {"filed_at": "2026-11-28T11:00"})
    assert answer.status_code == 409
    assert hearing.appeal(appeal_id).state == "DRAFT"


def test_a_question_stops_the_clock_at_most_five_working_days(hearing, person):
    appeal_id = hearing.filed("ACTIONS", event_id=hearing.event())
    hearing.body(appeal_id, "ask_information", question="Когда пришли?", papers_asked_on="2026-11-28")
    person.wait_until("2026-12-10T09:00")
    run_due(Hands(person.settings, hearing.engine, person.clock))
    row = hearing.appeal(appeal_id)
    assert row.state == "REGISTERED"
    with open_session(hearing.engine) as session:
        query = select(DeadlineRow).where(DeadlineRow.subject_id == appeal_id, DeadlineRow.key == "appeal.decide")
        due = session.exec(query).one().due_at
    # 15 working days from 28 November end on 18 December; the pause of five moves that to the 25th.
    assert due.date().isoformat() == "2026-12-25"


def test_overdue_is_seen_by_all_sides_and_told_to_the_head(hearing, person, head):
    appeal_id = hearing.filed("ACTIONS", event_id=hearing.event())
    hearing.body(appeal_id, "deny_stay", stay_decided_on="2026-11-28", stay_reason="Вреда нет")
    person.wait_until("2026-12-19T01:00")
    run_due(Hands(person.settings, hearing.engine, person.clock))
    assert "OVERDUE" in hearing.raised("appeal", appeal_id)
    assert "Срок прошёл" in hearing.owner.get(f"/appeals/{appeal_id}").text
    assert "Срок прошёл" in hearing.desk.get(f"/desk/appeals/{appeal_id}").text
    assert "просрочено" in hearing.desk.get("/desk/appeals").text
    with open_session(hearing.engine) as session:
        told = session.exec(select(Notice).where(Notice.person_id == head.person.id)).all()
        assert "appeal.mark_overdue" in {one.kind for one in told}


def test_receipts_of_filing_and_decision_are_offered(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    place = f"/appeals/{appeal_id}/receipts"
    assert hearing.owner.get(f"{place}/filing").json()["kind"] == "leaf"
    assert hearing.owner.get(f"{place}/decision").status_code == 404
    hearing.decide(appeal_id, "dismiss")
    assert hearing.owner.get(f"{place}/decision").json()["row"]["action"] == "appeal.dismiss"
    assert hearing.owner.get(f"{place}/nothing").status_code == 404


def test_files_of_an_appeal_stay_out_of_the_room_of_its_event(hearing, inspector):
    event_id = hearing.event(inspector_id=inspector.person.id)
    appeal_id = hearing.draft("DECISION", event_id=event_id)
    files = {"file": ("тайна.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n", "application/pdf")}
    put = hearing.owner.post_form(f"/appeals/{appeal_id}/files", {"purpose": "evidence"}, files=files)
    assert put.status_code == 303, put.text[-1500:]
    hearing.business(appeal_id, "submit", filed_at="2026-11-28T11:00")
    assert "тайна.pdf" in hearing.desk.get(f"/desk/appeals/{appeal_id}").text
    assert "тайна.pdf" not in inspector.get(f"/control-events/{event_id}").text


def test_a_signature_is_attached_and_not_checked(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    files = {"file": ("жалоба.sig", signature(), "application/octet-stream")}
    put = hearing.owner.post_form(f"/appeals/{appeal_id}/files", {"purpose": "signature"}, files=files)
    assert put.status_code == 303, put.text[-1500:]
    assert "приложена, не проверена" in hearing.owner.get(f"/appeals/{appeal_id}/files").text


@pytest.mark.parametrize(("proof", "said"), [("2026-11-27T23:59", True), (None, False)])
def test_the_proof_decides_not_our_clock(hearing, person, proof, said):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    # Known on 28 October: thirty days end on 27 November.
    hearing.write(appeal_id, "what", contested="Решение", known_on="2026-10-28")
    values = {"filed_at": "2026-11-28T00:00"} | ({"proof_at": proof} if proof else {})
    hearing.business(appeal_id, "submit", **values)
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    answer = hearing.desk.post_form(f"/cases/appeal/{appeal_id}/refuse", REFUSAL)
    assert (answer.status_code == 409) is said


def test_between_the_two_ends_an_official_says_which(hearing):
    appeal_id = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(appeal_id, "what", contested="Решение", known_on="2026-10-28")
    hearing.lives_in("77")
    with hearing.session() as session:
        # The body sits in Kaliningrad, an hour behind the café in Moscow.
        row = session.get_one(Appeal, appeal_id)
        row.region = "39"
        session.add(row)
        session.commit()
    hearing.business(appeal_id, "submit", filed_at="2026-11-27T23:30")
    hearing.body(appeal_id, "register", registered_on="2026-11-28", registry_number="Ж-1")
    assert "решает тот, кто рассматривает" in hearing.desk.get(f"/desk/appeals/{appeal_id}").text
    assert hearing.desk.post_form(f"/cases/appeal/{appeal_id}/dismiss", {}).status_code == 409
    hearing.body(appeal_id, "hold_in_time")
    assert "HELD_IN_TIME" in hearing.raised("appeal", appeal_id)
    hearing.decide(appeal_id, "dismiss")


def test_the_history_names_who_decided(hearing):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    hearing.decide(appeal_id, "cancel_in_full")
    with open_session(hearing.engine) as session:
        last = [step for step in history(session, "appeal", appeal_id) if step.action == "cancel_in_full"]
        assert [(step.actor, step.acting_as) for step in last] == [(hearing.desk.person.id, "appeal_body")]
        event = session.exec(select(ControlEvent)).one()
        assert event.invalidated_by == hearing.appeal(appeal_id).hearing_name


def test_a_second_question_without_an_answer_stops_the_clock_for_days_of_its_own(hearing, person):
    appeal_id = hearing.filed("ACTIONS", event_id=hearing.event())
    hearing.body(appeal_id, "ask_information", question="Когда пришли?", papers_asked_on="2026-11-28")
    hearing.business(appeal_id, "give_information", answer="Утром", information_on="2026-11-28")
    hearing.body(appeal_id, "ask_information", question="А кто?", papers_asked_on="2026-11-28")
    person.wait_until("2026-12-10T09:00")
    run_due(Hands(person.settings, hearing.engine, person.clock))
    row = hearing.appeal(appeal_id)
    assert (row.state, row.information_on, row.answer) == ("REGISTERED", None, "Утром")
    with open_session(hearing.engine) as session:
        query = select(DeadlineRow).where(DeadlineRow.subject_id == appeal_id, DeadlineRow.key == "appeal.decide")
        assert session.exec(query).one().due_at.date().isoformat() == "2026-12-25"


def test_every_question_and_answer_stays_to_be_read_in_order(hearing, clock):
    appeal_id = hearing.filed("ACTIONS", event_id=hearing.event())
    said = [("Когда пришли?", "Утром в девять"), ("А кто пришёл?", "Инспектор Петрова")]
    for question, answer in said:
        clock.forward(minutes=1)
        hearing.body(appeal_id, "ask_information", question=question, papers_asked_on="2026-11-28")
        clock.forward(minutes=1)
        hearing.business(appeal_id, "give_information", answer=answer, information_on="2026-11-28")
    for page in (hearing.owner.get(f"/appeals/{appeal_id}").text, hearing.desk.get(f"/desk/appeals/{appeal_id}").text):
        places = [page.index(words) for pair in said for words in pair]
        assert places == sorted(places)
    row = hearing.appeal(appeal_id)
    assert (row.question, row.answer) == said[-1]
