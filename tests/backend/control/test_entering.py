"""An event that a business enters from its papers: the time of its place, the clock of what goes on, its name."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.procedures.queries import open_terms
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from tests.backend.control.own_events import PAPERS, enter

VLADIVOSTOK = "25"
TOLD = {
    "stage": "record_notice",
    "decision_date": "2026-11-24",
    "noticed_at": "2026-11-25T08:00",
    "start_at": "2026-12-01T08:00",
    "planned_end": "2026-12-02",
    "act_delivered_on": "",
}
GOING = TOLD | {"stage": "record_visit", "start_at": "2026-11-26T09:00", "planned_end": "2026-12-02"}


@pytest.fixture
def eastern(owner, engine, clock):
    """The café stands in Vladivostok."""
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, {"region": VLADIVOSTOK}, Origin.ANSWER, clock.now())
        session.commit()
    return owner


@pytest.fixture
def event(engine):
    """Reads the event that was entered, with the terms that run for it."""

    def read():
        with open_session(engine) as session:
            row = session.exec(select(ControlEvent)).one()
            return row, {one.key: one for one in open_terms(session, "control_event", row.id)}

    return read


def test_hours_are_those_of_the_place_where_the_event_is(eastern, event) -> None:
    room = enter(eastern, **TOLD)
    row, _ = event()
    assert row.noticed_at == datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    assert (row.decision_known_on, row.planned_start) == (date(2026, 11, 25), date(2026, 12, 1))
    page = eastern.get(room).text.replace("\u00a0", " ")
    assert "25 ноября 2026, 08:00" in page
    assert "1 декабря 2026, 08:00" in page


def test_a_notice_of_25_hours_stays_one_whether_its_hours_come_with_the_event_or_with_a_step(
    eastern, event, clock
) -> None:
    clock.moment = datetime(2026, 11, 26, 12, tzinfo=UTC)
    room = enter(eastern, **TOLD | {"noticed_at": "2026-11-25T08:00", "start_at": "2026-11-26T09:00"})
    row, _ = event()
    form = {"started_at": "2026-11-26T09:00", "version": str(row.version)}
    answer = eastern.post_form(f"/cases/control_event/{row.id}/start", form)
    assert answer.status_code == 303, answer.text[-2000:]
    row, _ = event()
    assert (row.started_at - row.noticed_at).total_seconds() == 25 * 3600
    assert "Уведомили поздно" not in eastern.get(f"{room}/check").text


def test_what_goes_on_has_begun_and_the_longest_it_may_take_is_counted(owner, event) -> None:
    room = enter(owner, **GOING)
    row, terms = event()
    assert row.started_at == row.start_at
    # Ten working days after 26 November 2026: 73(7).
    assert terms["event.duration"].due_at.date() == date(2026, 12, 10)
    assert "не хватает даты" not in owner.get(f"{room}/terms").text


def test_without_its_start_no_day_is_made_up(owner, event) -> None:
    enter(owner, **GOING | {"start_at": "", "planned_end": ""})
    row, terms = event()
    assert row.started_at is None
    assert terms["event.duration"].due_at is None


def test_a_type_of_control_none_of_ours_has_a_name_and_no_code(owner) -> None:
    room = enter(owner, **TOLD | {"control_type": "other"})
    page = owner.get(room).text
    assert "Выездная проверка: другой вид контроля" in page
    assert ": other" not in page
    assert "другой вид контроля" in owner.get("/control-events").text


def test_a_day_that_has_come_where_the_business_is_has_come(eastern, event, clock) -> None:
    # In Moscow it is still the evening of the 28th; in Vladivostok the 29th has begun.
    clock.moment = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
    enter(eastern, **TOLD)
    row, _ = event()
    asked = {"ground": "ILLNESS", "proof": "Больничный лист", "cause_from": "2026-11-29", "filed_on": "2026-11-29"}
    answer = eastern.post_form(f"/control-events/{row.id}/postpone/D1", asked)
    assert answer.status_code == 303, answer.text[-2000:]
    told = {"control_type": "other", "authority_name": "Ространснадзор", "received_on": "2026-11-29"}
    told |= {"act": "Правила", "unit": "п. 1", "action": "нет отметки", "proposal": "проверить", "number": "1"}
    answer = eastern.post_form("/warnings/new", told | {"issued_on": "2026-11-29"})
    assert answer.status_code == 303, answer.text[-2000:]
    tomorrow = eastern.post_form("/warnings/new", told | {"issued_on": "2026-11-29", "received_on": "2026-11-30"})
    assert "Этот день ещё не наступил" in tomorrow.text


def test_a_prescription_of_today_where_the_business_is_can_be_written_down(eastern, clock) -> None:
    clock.moment = datetime(2026, 11, 28, 18, 0, tzinfo=UTC)
    room = enter(eastern)
    due = {
        "received_on": "2026-11-29",
        "due_on": "2026-12-20",
        "points": "Нет огнетушителя; п. 60; 20.12.2026; Купить; Фото",
    }
    ahead = eastern.post_form(f"{room}/new/prescription", due | {"received_on": "2026-11-30"})
    assert "Этот день ещё не наступил" in ahead.text
    assert eastern.post_form(f"{room}/new/prescription", due).status_code == 303


@pytest.mark.parametrize(
    "number", ["<script>", "без номера", "7726004100010000000", "772600410001000000012", "7" * 19 + "７"]
)
def test_what_is_no_number_of_the_register_is_refused_by_its_field(owner, number: str) -> None:
    answer = owner.post_form("/control-events/new", {**PAPERS, **TOLD, "registry_number": number})
    assert answer.status_code == 422
    assert 'href="#f-registry_number"' in answer.text
    assert "В номере ЕРКНМ 20 цифр" in answer.text


def test_a_number_in_groups_is_kept_as_its_digits(owner, event) -> None:
    enter(owner, **TOLD | {"registry_number": "7726 0041 0001 0000 0001"})
    assert event()[0].registry_number == "77260041000100000001"


def test_an_event_that_time_ended_keeps_its_real_end_and_the_act_is_awaited_from_it(
    owner, event, engine, clock, settings
) -> None:
    room = enter(owner, **GOING | {"start_at": "2026-11-05T10:00", "planned_end": ""})
    while run_due(Hands(settings, engine, clock)):
        pass
    row, terms = event()
    assert (row.state, row.ended_at) == ("REPORT_PENDING", None)
    assert terms["event.act"].due_at is None
    assert "Сколько дней шла проверка, не известно" in owner.get(f"{room}/check").text
    told = {"ended_at": "2026-11-27T18:00", "version": str(row.version)}
    answer = owner.post_form(f"/cases/control_event/{row.id}/tell_end", told)
    assert answer.status_code == 303, answer.text[-1800:]
    row, terms = event()
    assert (row.state, row.ended_at) == ("REPORT_PENDING", datetime(2026, 11, 27, 15, 0, tzinfo=UTC))
    assert terms["event.act"].due_at.date() == date(2026, 11, 30)
    assert "Рабочих дней: 17, предел: 10" in owner.get(f"{room}/check").text.replace("\u00a0", " ")
    assert owner.get(f"/cases/control_event/{row.id}/tell_end").status_code in (404, 409)
