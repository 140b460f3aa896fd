"""Time and money of an event: the law's hours and the country's wage first, own numbers, plan against fact."""

import pytest
from sqlmodel import select

from backend.control.models import ControlEvent, EventCosts
from backend.control.own.costing import estimate
from backend.db.engine import open_session
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from tests.backend.control.own_events import enter


@pytest.fixture
def room(owner, engine, clock):
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, {"sme_category": "micro"}, Origin.ANSWER, clock.now())
        session.commit()
    return enter(owner)


def test_before_any_number_is_typed_the_cap_of_the_law_and_the_mean_wage_are_taken(owner, room, engine, clock):
    with open_session(engine) as session:
        found = estimate(session, session.exec(select(ControlEvent)).one(), None, clock.today())
    assert (found.longest["onsite_hours"], found.shortest["onsite_hours"]) == ("15.00", "8.00")
    assert found.band.low < found.band.high
    page = owner.get(f"{room}/costs").text
    assert "оценка" in page
    assert "до 15\u00a0ч" in page
    assert 'name="people"' in page
    assert page.index('name="preparation_hours"') < page.index('name="least_hours"')


def test_own_numbers_are_counted_exactly_and_the_parts_stand_in_a_table(owner, room, engine, clock):
    given = {"people": "2", "hourly_rate": "500", "hours": "10", "preparation_hours": "4", "least_hours": "10"}
    assert owner.post_form(f"{room}/costs", given | {"representation": "20000"}).status_code == 303
    with open_session(engine) as session:
        row = session.exec(select(EventCosts)).one()
        found = estimate(session, session.exec(select(ControlEvent)).one(), row, clock.today())
    assert found.longest["cost"] == "32000.00"
    page = owner.get(f"{room}/costs").text
    assert "32\u00a0000\u00a0₽" in page
    assert "ваши числа" in page
    assert "Дороже всего: Юрист" in page
    assert "Те же числа таблицей" in page


def test_hours_over_the_cap_are_cut_and_said(owner, room):
    owner.post_form(f"{room}/costs", {"hours": "40"})
    page = owner.get(f"{room}/costs").text
    assert "до 15\u00a0ч" in page
    assert "40" in page


def test_by_video_travel_and_standing_still_fall_away(owner, room):
    given = {"people": "1", "hourly_rate": "1000", "hours": "10", "least_hours": "10", "preparation_hours": "0"}
    owner.post_form(f"{room}/costs", given | {"travel": "5000", "stopped_hours": "10", "margin": "1000"})
    assert "По видеосвязи: 10\u00a0000\u00a0₽, на месте: 25\u00a0000\u00a0₽" in owner.get(f"{room}/costs").text


def test_after_the_event_the_plan_stands_beside_the_fact(owner, room):
    owner.post_form(f"{room}/costs", {"people": "1", "hourly_rate": "1000", "hours": "10", "preparation_hours": "0"})
    assert owner.post_form(f"{room}/costs", {"actual_hours": "12", "actual_rubles": "9000"}).status_code == 303
    page = owner.get(f"{room}/costs").text
    assert "План и факт" in page
    assert ">-1\u00a0000<" in page or "-1\u00a0000" in page
    assert ">12<" in page
    assert "1000" in page, "the scenario stays"


def test_while_it_goes_on_nobody_asks_what_it_came_to(owner, engine):
    room = enter(owner, stage="record_visit", act_delivered_on="")
    assert 'name="actual_hours"' not in owner.get(f"{room}/costs").text


def test_a_number_that_cannot_be_is_refused_and_stays_in_its_field(owner, room, engine):
    refused = owner.post_form(f"{room}/costs", {"people": "−3", "hours": "9000", "hourly_rate": "500"})
    assert refused.status_code == 422
    assert "Нужно целое число" in refused.text
    assert 'value="9000"' in refused.text
    with open_session(engine) as session:
        assert session.exec(select(EventCosts)).first() is None


def test_where_the_size_is_not_known_it_says_not_assessed(owner, engine):
    room = enter(owner)
    assert "Не оценено" in owner.get(f"{room}/costs").text


def test_a_kind_without_contact_is_not_costed(owner):
    room = enter(owner, kind="FIELD_SURVEY")
    assert "не оцениваем" in owner.get(f"{room}/costs").text


def test_a_documentary_inspection_takes_the_preparation_and_no_hours_with_inspectors(owner, engine, clock):
    room = enter(owner, kind="DOCUMENTARY")
    with open_session(engine) as session:
        found = estimate(session, session.exec(select(ControlEvent)).one(), None, clock.today())
    assert found.longest["onsite_hours"] == "0.00"
    assert found.longest["cost"] == found.longest["parts"]["preparation"]
    page = owner.get(f"{room}/costs").text
    assert "Подготовка" in page
    assert "Время с инспекторами" not in page
    assert "Участие в проверке" not in page
