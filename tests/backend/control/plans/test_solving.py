"""Counting is work of the queue: it leaves a proposal, and a person accepts it or not."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from backend.control.models import EventPlan
from backend.control.plans.roads import NO_ROAD
from backend.db.engine import open_session
from backend.notifications.models import Notice


def solution(engine, plan) -> dict:
    with open_session(engine) as session:
        return session.get_one(EventPlan, plan.id).solution


def test_the_page_says_that_it_can_be_closed_while_the_plan_is_counted(office, plan, work, engine) -> None:
    home = f"/desk/control/plans/{plan.id}"
    office.inspector.post_form(f"{home}/count")
    assert "Страницу можно закрыть" in office.inspector.get(home).text
    assert solution(engine, plan)["status"] == "waiting"
    assert office.inspector.post_form(f"{home}/count").status_code == 409
    work()
    assert "Предложение готово" in office.inspector.get(home).text


def test_a_proposal_changes_nothing_until_it_is_accepted(office, plan, work, engine, entries) -> None:
    home = f"/desk/control/plans/{plan.id}"
    office.inspector.post_form(f"{home}/count")
    work()
    found = solution(engine, plan)
    assert len(found["assignments"]) == 3
    assert found["unassigned"] == []
    assert float(found["bound"]) <= float(found["objective"]) <= float(found["greedy_objective"])
    assert all(row.start is None for row in entries())
    office.inspector.post_form(f"{home}/accept", {"run": found["run"]})
    assert [row.start for row in entries()] == [date(2027, 1, 11), date(2027, 3, 10), date(2027, 6, 2)]


def test_whoever_asked_is_told_when_the_plan_is_counted(office, plan, work, engine) -> None:
    office.inspector.post_form(f"/desk/control/plans/{plan.id}/count")
    work()
    with open_session(engine) as session:
        found = session.exec(select(Notice).where(Notice.kind == "control.plan_counted")).all()
    assert [(row.person_id, row.link) for row in found] == [
        (office.inspector.person.id, f"/desk/control/plans/{plan.id}")
    ]
    assert "План посчитан" in office.inspector.get("/notices").text


def test_a_proposal_made_from_other_entries_is_stale(office, plan, work, engine, entries) -> None:
    home = f"/desk/control/plans/{plan.id}"
    office.inspector.post_form(f"{home}/count")
    work()
    place = {"inspector_id": office.second.person.id, "start": "2027-09-01", "days": "10"}
    office.inspector.post_form(f"{home}/entries/{entries()[0].id}", place)
    answer = office.inspector.post_form(f"{home}/accept", {"run": solution(engine, plan)["run"]})
    assert answer.status_code == 409
    assert "Предложение устарело" in answer.text


def test_an_entry_placed_by_hand_stays_where_it_is(office, plan, work, engine, entries) -> None:
    home = f"/desk/control/plans/{plan.id}"
    row = entries()[0]
    place = {"inspector_id": office.second.person.id, "start": "2027-09-01", "days": "10"}
    office.inspector.post_form(f"{home}/entries/{row.id}", place)
    office.inspector.post_form(f"{home}/count")
    work()
    found = next(one for one in solution(engine, plan)["assignments"] if one["check"] == row.id)
    assert (found["inspector"], found["start"]) == (office.second.person.id, "2027-09-01")


def test_an_absent_inspector_gets_nothing_in_those_days(office, plan, work, engine) -> None:
    for who in (office.inspector, office.second):
        away = {"person_id": who.person.id, "first": "2027-01-01", "last": "2027-12-31", "reason": ""}
        office.head.post_form("/desk/control/absences", away)
    office.inspector.post_form(f"/desk/control/plans/{plan.id}/count")
    work()
    found = solution(engine, plan)
    assert found["assignments"] == []
    assert {row["reason"]["ru"] for row in found["unassigned"]} == {
        "Никто из инспекторов с этим навыком (2) не работает в окне проверки 10\u00a0дн. подряд."
    }
    assert "Без места" in office.inspector.get(f"/desk/control/plans/{plan.id}").text


def test_an_object_in_another_region_waits_for_a_person(office, plan, objects, work, engine) -> None:
    with open_session(engine, write=True) as session:
        objects[0].region = "50"
        session.add(objects[0])
        session.commit()
    office.inspector.post_form(f"/desk/control/plans/{plan.id}/count")
    work()
    reasons = [row["reason"]["ru"] for row in solution(engine, plan)["unassigned"]]
    assert reasons == [NO_ROAD.ru]


def test_the_same_work_done_twice_keeps_one_proposal(office, plan, work, engine, settings, clock) -> None:
    from backend.control.plans.solving import solve

    office.inspector.post_form(f"/desk/control/plans/{plan.id}/count")
    run = solution(engine, plan)["run"]
    for _ in range(2):
        with open_session(engine) as session:
            solve(session, {"plan": plan.id, "run": run}, clock.now())
    with open_session(engine) as session:
        assert len(session.exec(select(Notice).where(Notice.kind == "control.plan_counted")).all()) == 1
