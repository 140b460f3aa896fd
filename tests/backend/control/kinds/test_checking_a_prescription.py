"""Whether a prescription is met is checked by an event of its own (95(1)), and its act says so (95(2))."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from backend.control.models import ControlEvent, EventItem, Prescription, PrescriptionItem, Violation
from backend.control.prescriptions.check import still_broken
from backend.notifications.models import Notice
from backend.procedures.runner import SYSTEM, take_step
from backend.risk.models import Source
from tests.backend.control.kinds.test_prescription import (  # noqa: F401 - fixtures
    DECIDED,
    delivered,
    draft,
    points,
    recorded,
    take,
)


@pytest.fixture
def checked(house, owner, head, delivered) -> tuple[str, str]:  # noqa: F811
    """A reported prescription with the event that checks it: (prescription, event)."""
    take(owner, delivered, "report", {"report": "Повесили", "reported_on": "2026-11-28"})
    answer = take(head, delivered, "start_check", {"check_kind": "TEST_PURCHASE", **DECIDED})
    assert answer.status_code == 303, answer.text[-2000:]
    return delivered, house.read(Prescription)[0].check_event_id


def conclude(house: Any, inspector: Any, event_id: str, action: str, *broken: tuple[str, str, str]) -> None:
    """Let the act of an event be delivered with breaches that are left, and its outcome noted."""
    with house.session() as session:
        event = session.get_one(ControlEvent, event_id)
        event.state, event.act_number, event.act_date = "DELIVERED", "16", date(2026, 11, 27)
        event.act_delivered_on = date(2026, 11, 27)
        session.add(event)
        for number, (text, act, unit) in enumerate(broken):
            session.add(Violation(event_id=event_id, position=number, text=text, act=act, unit=unit))
        session.commit()
    answer = inspector.post_form(f"/cases/control_event/{event_id}/{action}", {})
    assert answer.status_code == 303, answer.text[-2000:]


def test_the_event_is_made_for_what_is_left_and_both_name_each_other(house, inspector, head, checked) -> None:
    case_id, event_id = checked
    event = house.read(ControlEvent, id=event_id)[0]
    assert (event.kind, event.ground, event.state) == ("TEST_PURCHASE", "PRESCRIPTION_EXPIRED", "PREPARING")
    assert (event.source, event.body_id, event.inn) == (Source.AUTHORITY, house.body_id, "500100732259")
    assert "№ 77 от 26.11.2026" in event.subject
    with house.session() as session:
        from sqlmodel import select

        items = session.exec(select(EventItem).where(EventItem.event_id == event_id)).all()
    assert [row.text for row in items] == ["Нет огнетушителя 1", "Нет огнетушителя 2"]
    assert f"/control-events/{event_id}" in inspector.get(f"/prescriptions/{case_id}").text
    assert f"/prescriptions/{case_id}" in inspector.get(f"/control-events/{event_id}").text


def test_a_test_purchase_is_not_told_of(house, owner, checked) -> None:
    case_id, event_id = checked
    page = owner.get(f"/prescriptions/{case_id}").text
    assert event_id not in page
    assert "Контрольная закупка" not in page
    assert owner.get(f"/control-events/{event_id}").status_code == 404
    with house.session() as session:
        from sqlmodel import select

        told = session.exec(select(Notice).where(Notice.person_id == owner.person.id)).all()
    assert "prescription.start_check" not in {row.kind for row in told}


def test_no_result_before_the_act_and_no_second_check_beside_it(house, head, checked) -> None:
    case_id, _ = checked
    assert take(head, case_id, "find_met", DECIDED).status_code == 409
    left = {"items_left": points(house, case_id), "outcome_reason": "Пусто", **DECIDED}
    assert take(head, case_id, "find_not_met", left).status_code == 409
    assert take(head, case_id, "start_check", {"check_kind": "DOCUMENTARY", **DECIDED}).status_code == 409
    assert house.state(Prescription, case_id) == "CHECKING"


def test_a_clean_act_meets_it(house, inspector, checked) -> None:
    case_id, event_id = checked
    conclude(house, inspector, event_id, "close_clean")
    case = house.read(Prescription, id=case_id)[0]
    assert (case.state, case.decided_on, case.items_left) == ("FULFILLED", date(2026, 11, 27), [])


def test_an_act_that_names_one_point_leaves_that_one(house, inspector, checked) -> None:
    case_id, event_id = checked
    conclude(house, inspector, event_id, "find_violations", ("Нет огнетушителя 2", "Иной акт", "п. 1"))
    case = house.read(Prescription, id=case_id)[0]
    assert (case.state, case.items_left) == ("PARTLY_FULFILLED", [points(house, case_id)[1]])
    assert "№ 16" in case.outcome_reason


def test_an_act_that_names_every_point_says_it_is_not_met(house, inspector, checked) -> None:
    case_id, event_id = checked
    conclude(house, inspector, event_id, "find_violations", ("Огнетушителей нет", "ППР № 1479", "п. 60"))
    case = house.read(Prescription, id=case_id)[0]
    assert (case.state, set(case.items_left)) == ("NOT_FULFILLED", set(points(house, case_id)))


def test_where_the_act_speaks_in_other_words_a_person_says_what_is_left(house, inspector, head, checked) -> None:
    case_id, event_id = checked
    rows = [("Нет огнетушителя 1", "", ""), ("Выход заперт", "Иной акт", "п. 2")]
    conclude(house, inspector, event_id, "find_violations", *rows)
    assert house.state(Prescription, case_id) == "CHECKING"
    left = {"items_left": points(house, case_id)[:1], "outcome_reason": "Один не висит", **DECIDED}
    assert take(head, case_id, "find_not_met", left).status_code == 303


def test_a_check_that_fell_away_gives_place_to_another(house, head, checked) -> None:
    case_id, event_id = checked
    with house.session() as session:
        event = session.get_one(ControlEvent, event_id)
        take_step(session, "control_event", event, "cancel", None, SYSTEM, house.now, given={"reason": "ошибка"})
        session.commit()
    assert take(head, case_id, "start_check", {"check_kind": "DOCUMENTARY", **DECIDED}).status_code == 303
    case = house.read(Prescription, id=case_id)[0]
    assert (case.state, case.check_event_id != event_id) == ("CHECKING", True)


def test_in_an_own_copy_the_business_has_the_event_in_its_list(house, owner, recorded) -> None:  # noqa: F811
    take(owner, recorded, "report", {"report": "Повесили", "reported_on": "2026-11-28"})
    assert take(owner, recorded, "start_check", {"check_kind": "DOCUMENTARY", **DECIDED}).status_code == 303
    event = house.read(ControlEvent, id=house.read(Prescription)[0].check_event_id)[0]
    assert (event.source, event.business_id, event.state) == (Source.BUSINESS, owner.business.id, "SCHEDULED")
    assert event.id in owner.get("/control-events").text
    assert take(owner, recorded, "find_met", DECIDED).status_code == 303


def test_points_are_matched_by_code_then_unit_then_words() -> None:
    def point(id_: str, text: str, unit: str, code: str | None = None) -> PrescriptionItem:
        return PrescriptionItem(
            id=id_, prescription_id="p", text=text, unit=unit, due_on=date(2027, 1, 1), requirement=code
        )

    def found(text: str, act: str = "", unit: str = "", code: str | None = None) -> Violation:
        return Violation(event_id="e", text=text, act=act, unit=unit, requirement=code)

    rows = [point("a", "Нет плана", "ППР № 1479, п. 5", "fire.plan"), point("b", "Нет знака", "ППР № 1479, п. 36")]
    assert still_broken(rows, [found("Иное", code="fire.plan")]) == ["a"]
    assert still_broken(rows, [found("Иное", "ППР № 1479", "п. 36")]) == ["b"]
    assert still_broken(rows, [found("нет  знака!")]) == ["b"]
    assert still_broken(rows, [found("Нет плана"), found("Чужое", "Иной", "п. 1")]) is None
    assert still_broken(rows, []) is None
