"""A plan goes to the prosecutor by another's hand, comes back with remarks, and is approved once all are answered."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from backend.control.models import ControlEvent, EventPlan
from backend.db.engine import open_session
from rules.roles import Role


def state_of(engine, plan) -> str:
    with open_session(engine) as session:
        return session.get_one(EventPlan, plan.id).state


def test_whoever_made_the_draft_does_not_send_it(office, objects, engine, work) -> None:
    said = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": "10"}
    office.head.post_form("/desk/control/plans", said)
    with open_session(engine) as session:
        plan = session.exec(select(EventPlan)).one()
    home = f"/desk/control/plans/{plan.id}"
    office.inspector.post_form(f"{home}/count")
    work()
    with open_session(engine) as session:
        run = session.get_one(EventPlan, plan.id).solution["run"]
    office.inspector.post_form(f"{home}/accept", {"run": run})
    send = f"/cases/event_plan/{plan.id}/send"
    assert office.head.post_form(send, {"sent_on": "2026-11-28"}).status_code == 409
    assert office.other_head.post_form(send, {"sent_on": "2026-11-28"}).status_code == 303
    assert state_of(engine, plan) == "WITH_PROSECUTOR"


def test_a_plan_with_entries_without_days_asks_what_becomes_of_them(office, plan, engine, entries) -> None:
    send = f"/cases/event_plan/{plan.id}/send"
    assert "Убрать из проекта 3 без места" in office.head.get(send).text
    place = {"inspector_id": office.inspector.person.id, "start": "2027-01-11", "days": "10"}
    office.inspector.post_form(f"/desk/control/plans/{plan.id}/entries/{entries()[0].id}", place)
    answer = office.head.post_form(send, {"sent_on": "2026-11-28", "leave_without_place": "yes"})
    assert answer.status_code == 303
    assert [(row.state, row.exclusion_ground) for row in entries()] == [
        ("PROPOSED", None),
        ("EXCLUDED", "NO_PLACE"),
        ("EXCLUDED", "NO_PLACE"),
    ]


def test_the_prosecutor_sees_a_plan_only_once_it_is_sent(office, accepted, engine) -> None:
    page = f"/desk/prosecutor/plans/{accepted.id}"
    assert office.prosecutor.get(page).status_code == 404
    office.head.post_form(f"/cases/event_plan/{accepted.id}/send", {"sent_on": "2026-11-28"})
    assert office.prosecutor.get(page).status_code == 200
    assert "План" in office.prosecutor.get("/desk/prosecutor/plans").text


def test_a_prosecutor_of_another_region_does_not_see_it(person, sent) -> None:
    other = person("other@example.ru", Role.PROSECUTOR, office=("", "78"))
    assert other.get(f"/desk/prosecutor/plans/{sent.id}").status_code == 404
    assert "Планов не присылали" in other.get("/desk/prosecutor/plans").text


def test_a_remark_is_the_prosecutors_alone_until_it_is_sent(office, sent, entries, engine) -> None:
    entry = entries()[0]
    page = f"/desk/prosecutor/plans/{sent.id}/entries/{entry.id}"
    assert office.prosecutor.post_form(page, {"words": "Категория не подтверждена."}).status_code == 303
    own = f"/desk/control/plans/{sent.id}/entries/{entry.id}"
    assert "Категория не подтверждена" not in office.head.get(own).text
    office.prosecutor.post_form(f"/cases/event_plan/{sent.id}/remark", {"remarks": "Один пункт спорный."})
    assert state_of(engine, sent) == "REMARKS"
    assert "Категория не подтверждена" in office.head.get(own).text
    assert "Один пункт спорный" in office.inspector.get(f"/desk/control/plans/{sent.id}").text


def test_a_plan_is_approved_once_every_remark_is_answered(office, sent, entries, engine) -> None:
    entry = entries()[0]
    page = f"/desk/prosecutor/plans/{sent.id}/entries/{entry.id}"
    office.prosecutor.post_form(page, {"words": "Категория не подтверждена."})
    office.prosecutor.post_form(f"/cases/event_plan/{sent.id}/remark", {"remarks": "Один пункт спорный."})
    approve = f"/cases/event_plan/{sent.id}/approve"
    assert office.head.post_form(approve, {"approved_on": "2026-11-28"}).status_code == 409
    home = f"/desk/control/plans/{sent.id}"
    office.inspector.post_form(f"{home}/entries/{entry.id}/answer", {"words": "Решение № 7 приложено."})
    office.inspector.post_form(f"{home}/answer", {"words": "Ответили по пункту."})
    assert "Решение № 7 приложено." in office.prosecutor.get(page).text
    assert office.head.post_form(approve, {"approved_on": "2026-11-28"}).status_code == 303
    assert state_of(engine, sent) == "APPROVED"
    assert {row.state for row in entries()} == {"INCLUDED"}


def test_a_remark_without_words_is_refused(office, sent, entries) -> None:
    page = f"/desk/prosecutor/plans/{sent.id}/entries/{entries()[0].id}"
    answer = office.prosecutor.post_form(page, {"words": " "})
    assert answer.status_code == 422
    assert "Ничего не написано." in answer.text


def test_what_is_approved_becomes_events_of_whom_the_plan_names(office, approved, entries, engine) -> None:
    with open_session(engine) as session:
        events = {row.id: row for row in session.exec(select(ControlEvent))}
    assert len(events) == 3
    for row in entries():
        event = events[row.event_id]
        assert (event.plan_entry_id, event.in_plan, event.planned, event.ground) == (row.id, True, True, "PLAN")
        assert (event.inspector_id, event.planned_start, event.planned_end) == (row.inspector_id, row.start, row.end)
        assert (event.state, event.business_id) == ("PREPARING", None)


def test_a_plan_is_taken_away_as_table_workbook_and_draft(office, approved) -> None:
    home = f"/desk/control/plans/{approved.id}/take"
    table = office.inspector.get(f"{home}/csv")
    assert table.text.count("Объект") >= 3
    assert "11.01" not in table.text
    assert "2027-01-11" in table.text
    assert office.inspector.get(f"{home}/xlsx").content.startswith(b"PK")
    pdf = office.inspector.get(f"{home}/pdf")
    assert pdf.content.startswith(b"%PDF")
    assert "attachment" in pdf.headers["content-disposition"]


def test_the_workload_counts_the_days_of_each_inspector(office, approved, entries) -> None:
    page = office.head.get(f"/desk/control/plans/{approved.id}").text
    assert "Павел Огнев" in page
    assert "Рабочие дни инспекторов в этом плане" in page
    assert sum((row.end - row.start).days >= 9 for row in entries()) == 3
    assert date(2027, 1, 11) in {row.start for row in entries()}
