"""A draft holds the objects whose day by category falls into the year, and nothing weighs but the category."""

from __future__ import annotations

from datetime import date

from sqlmodel import select

from backend.control.models import EventPlan
from backend.db.engine import open_session


def test_a_draft_holds_the_objects_that_are_due_in_the_year(office, plan, entries) -> None:
    rows = sorted(entries(), key=lambda row: row.window_first)
    assert [(row.window_first, row.weight, row.days) for row in rows] == [
        (date(2027, 1, 11), 5, 10),
        (date(2027, 3, 10), 5, 10),
        (date(2027, 6, 2), 5, 10),
    ]


def test_a_draft_says_until_when_it_has_to_reach_the_prosecutor(office, plan) -> None:
    page = office.head.get(f"/desk/control/plans/{plan.id}").text
    assert "Проект плана проверок: прокурору" in page
    assert "ПП РФ №\u00a02428 от 31.12.2020" in page


def test_what_stays_out_says_why_and_by_which_article(office, plan) -> None:
    page = office.inspector.get(f"/desk/control/plans/{plan.id}").text
    assert "Плановых проверок для этой категории нет." in page
    assert "248-ФЗ, ст. 25 ч. 2 п. 3" in page


def test_there_is_one_plan_of_a_type_for_a_year(office, plan) -> None:
    said = {"control_type": "fire", "year": "2027", "kind": "ON_SITE", "days": "10"}
    answer = office.head.post_form("/desk/control/plans", said)
    assert answer.status_code == 409
    assert "уже есть" in answer.text


def test_no_event_is_planned_longer_than_the_law_gives(office, objects, engine) -> None:
    said = {"control_type": "fire", "year": "2027", "kind": "INSPECTION_VISIT", "days": "3"}
    answer = office.inspector.post_form("/desk/control/plans", said)
    assert answer.status_code == 422
    assert "Больше, чем разрешает закон" in answer.text
    with open_session(engine) as session:
        assert session.exec(select(EventPlan)).all() == []


def test_objects_that_came_later_are_added_to_a_draft(office, plan, objects, engine, entries) -> None:
    with open_session(engine, write=True) as session:
        objects[3].category = "EXTREME"
        session.add(objects[3])
        session.commit()
    assert office.inspector.post_form(f"/desk/control/plans/{plan.id}/refill").status_code == 303
    assert sorted(row.weight for row in entries()) == [5, 5, 5, 6]


def test_another_body_does_not_see_the_plan(person, plan) -> None:
    from rules.roles import Role

    stranger = person("stranger@other.ru", Role.INSPECTOR, office=("mchs", "78"))
    assert stranger.get(f"/desk/control/plans/{plan.id}").status_code == 404


def test_an_entry_placed_by_hand_is_told_every_clash(office, plan, entries) -> None:
    first, second, _ = sorted(entries(), key=lambda row: row.window_first)
    home = f"/desk/control/plans/{plan.id}/entries"
    place = {"inspector_id": office.inspector.person.id, "start": "2027-03-15", "days": "10"}
    assert office.inspector.post_form(f"{home}/{first.id}", place).status_code == 303
    answer = office.inspector.post_form(f"{home}/{second.id}", {**place, "start": "2027-03-22"})
    assert answer.status_code == 422
    assert "Инспектор занят: Объект 3" in answer.text
    answer = office.inspector.post_form(f"{home}/{second.id}", {**place, "start": "2027-03-08"})
    assert "не рабочий день" in answer.text
    answer = office.inspector.post_form(f"{home}/{second.id}", {**place, "start": "2027-02-01"})
    assert "Выходит за срок объекта" in answer.text
    assert [row.start for row in entries()] == [date(2027, 3, 15), None, None]


def test_the_days_of_an_absent_inspector_are_refused(office, plan, entries) -> None:
    away = {"person_id": office.second.person.id, "first": "2027-03-01", "last": "2027-03-31", "reason": ""}
    assert office.head.post_form("/desk/control/absences", away).status_code == 303
    row = max(entries(), key=lambda row: row.window_first <= date(2027, 1, 31))
    place = {"inspector_id": office.second.person.id, "start": "2027-03-15", "days": "10"}
    answer = office.inspector.post_form(f"/desk/control/plans/{plan.id}/entries/{row.id}", place)
    assert answer.status_code == 422
    assert "Инспектора нет с 01.03.2027 по 31.03.2027." in answer.text
