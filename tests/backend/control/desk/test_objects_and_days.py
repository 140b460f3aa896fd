"""Objects of a body, its calendar, load and absences, and what does not fit together."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest

from backend.control.desk.calendar_view import span_of
from backend.control.desk.conflicts import Away, Visit, clashes
from backend.control.desk.object_facts import fact_asks
from backend.control.models import InspectorAbsence
from backend.db.engine import open_session
from backend.risk.models import ControlObject, Source
from tests.backend.control.desk.conftest import OBJECT, step


def test_an_object_keeps_its_category_with_the_decision_and_facts_of_the_authority(fire, inspector) -> None:
    example = re.search(r"например (\w+ = да)", fact_asks()[-1].hint.ru)
    assert example
    fire.object(inspector, more_facts=example[1])
    row = fire.read(ControlObject)[0]
    assert (row.category, row.decision, row.assigned_on) == ("HIGH", "Решение № 3", date(2026, 2, 2))
    # What the hint of the field shows is a fact that can be typed.
    assert row.facts == {"sme_category": "micro", "legal_form": "ip", "people_at_once": 60, "basement": True}
    assert row.source is Source.AUTHORITY
    page = inspector.get(f"/desk/control/objects/{row.id}").text
    assert 'value="60"' in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"inn": "1234567890"}, "inn"),
        ({"decision": ""}, "decision"),
        ({"assigned_on": "2027-01-01"}, "assigned_on"),
        ({"region": "Москва"[:2]}, "region"),
        ({"more_facts": "no_such_fact = да"}, "more_facts"),
    ],
)
def test_a_wrong_object_is_refused_by_field_and_nothing_is_kept(fire, inspector, changes, field: str) -> None:
    answer = inspector.post_form("/desk/control/objects/new", OBJECT | changes)
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert fire.read(ControlObject) == []


def test_a_note_of_the_business_on_its_object_is_not_on_the_desk(fire, inspector, owner, engine, clock) -> None:
    fire.object(inspector)
    with open_session(engine, write=True) as session:
        about = {"business_id": owner.business.id, "body_id": fire.body_id, "control_type": "fire", "region": "77"}
        note = ControlObject(source=Source.BUSINESS, business_name="Моя заметка", created_at=clock.now(), **about)
        session.add(note)
        session.commit()
        note_id = note.id
    assert "Моя заметка" not in inspector.get("/desk/control/objects").text
    assert "Моя заметка" not in inspector.get("/desk/control/objects.csv").text
    assert inspector.get(f"/desk/control/objects/{note_id}").status_code == 404
    answer = inspector.post_form("/desk/control/events/new", {"object": note_id, "kind": "RAID", "ground": "HARM_INFO"})
    assert answer.status_code == 404


def test_objects_are_found_by_words_and_taken_away(fire, inspector) -> None:
    fire.object(inspector)
    fire.object(inspector, business_name="Пекарня «=1+1»", inn="7707083893", address="Тверь")
    found = inspector.get("/desk/control/objects?q=пекарня").text
    assert "Пекарня" in found
    assert "ИП Соколова" not in found
    sheet = inspector.get("/desk/control/objects.csv").text
    assert "ИП Соколова;" in sheet
    assert "высокий риск" in sheet
    book = ZipFile(BytesIO(inspector.get("/desk/control/objects.xlsx").content))
    assert "ИП Соколова" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()


def test_the_desk_shows_today_by_the_hour_with_what_blocks(fire, inspector, head) -> None:
    event_id = fire.prepare(
        inspector, ground="PROSECUTOR_DEMAND", start_at="2026-11-28T15:00", planned_end="2026-11-30"
    )
    step(inspector, event_id, "propose_decision")
    assert "Ждут вашей подписи или отправки" in head.get("/desk/control").text
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": "77260041000100000001"})
    page = inspector.get("/desk/control").text
    assert "Сегодня 1 выезд" in page
    assert "15:00 ИП Соколова" in page
    assert "номер и решение есть" in page
    assert "не больше 15\u00a0ч" in page
    assert "0 из 15" not in page  # what nobody wrote down is not nought


def test_absences_are_entered_by_oneself_or_the_head_and_show_in_calendar_and_load(
    fire, inspector, head, person
) -> None:
    from rules.roles import Role

    other = person("other@mchs.example", Role.INSPECTOR, name="Олег Другой")
    said = {"first": "2026-12-07", "last": "2026-12-09", "reason": "учёба"}
    absences = "/desk/control/absences"
    assert inspector.post_form(absences, said | {"person_id": other.person.id}).status_code == 422
    assert inspector.post_form(absences, said | {"person_id": inspector.person.id}).status_code == 303
    assert head.post_form(absences, said | {"person_id": other.person.id}).status_code == 303
    assert "Инна Петрова: учёба" in head.get("/desk/control/calendar?month=2026-12").text
    assert "нет 3\u00a0дн." in head.get("/desk/control/workload").text
    theirs = next(row.id for row in fire.read(InspectorAbsence) if row.person_id == other.person.id)
    assert inspector.post_form(f"{absences}/{theirs}/drop").status_code == 404
    assert head.post_form(f"{absences}/{theirs}/drop").status_code == 303
    backwards = {"person_id": inspector.person.id, "first": "2026-12-09", "last": "2026-12-01"}
    assert inspector.post_form(absences, backwards).status_code == 422
    assert len(fire.read(InspectorAbsence)) == 1


def test_the_load_counts_days_and_hours_by_week_in_the_order_of_names(fire, inspector, person) -> None:
    from rules.roles import Role

    person("first@mchs.example", Role.INSPECTOR, name="Анна Первая")
    fire.prepare(inspector)
    page = inspector.get("/desk/control/workload").text
    assert page.index("Анна Первая") < page.index("Инна Петрова", page.index("<tbody"))
    assert "3\u00a0дн. · 12\u00a0ч" in page


def test_the_calendar_is_a_table_of_weeks_with_links_to_earlier_and_later(fire, inspector) -> None:
    event_id = fire.prepare(inspector)
    page = inspector.get("/desk/control/calendar?month=2026-12").text
    assert page.count(f'href="/control-events/{event_id}"') == 3
    assert 'href="?month=2026-11"' in page
    assert 'href="?month=2027-01"' in page
    week = inspector.get("/desk/control/calendar?week=2026-W50").text
    assert week.count(f'href="/control-events/{event_id}"') == 3
    assert "<script" not in re.sub(r"<script[^>]*src=[^>]*></script>", "", page).split("<main")[1].split("</main")[0]


@pytest.mark.parametrize("asked", ["?month=2026-13", "?month=x", "?week=2026-W60", "?week=", "?month=9999-99"])
def test_an_odd_month_shows_this_one(fire, inspector, asked: str) -> None:
    assert "Ноябрь 2026" in inspector.get(f"/desk/control/calendar{asked}").text


def test_the_weeks_of_a_month_hold_all_its_days() -> None:
    span = span_of("2027-02", "", date(2026, 11, 28))
    assert (span.mondays[0], span.mondays[-1]) == (date(2027, 2, 1), date(2027, 2, 22))


def test_the_last_week_of_a_long_year_has_its_page() -> None:
    assert span_of("", "2026-W53", date(2026, 11, 28)).mondays == (date(2026, 12, 28),)


def visit(number: int, **more) -> Visit:
    about = {"name": "Кафе", "inn": "1", "address": "", "body": "a", "body_name": "МЧС", "kind": "ON_SITE"}
    days = {"first": date(2026, 12, 7), "last": date(2026, 12, 8), "inspector": "i"}
    return Visit(id=str(number), number=number, **(about | days | more))


def test_another_body_at_the_same_business_at_nearly_the_same_time_clashes() -> None:
    found = clashes([visit(1)], [visit(9, body="b", body_name="Роструд", first=date(2026, 12, 12))], [])
    assert [one.what.ru for one in found] == ["12.12 там же Роструд."]
    assert clashes([visit(1)], [visit(9, body="b", inn="2")], []) == []
    assert clashes([visit(1)], [visit(9, body="b", first=date(2027, 2, 1), last=None)], []) == []


def test_one_inspector_in_two_places_or_away_clashes() -> None:
    two = clashes([visit(1), visit(2, inn="2", first=date(2026, 12, 8))], [], [])
    assert [one.what.ru for one in two] == ["С 07.12 по 08.12 дни проверок пересекаются."]
    assert (two[0].inspector, two[0].events) == ("i", (("1", 1), ("2", 2)))
    gone = clashes([visit(1)], [], [Away("i", date(2026, 12, 8), date(2026, 12, 20))])
    assert [one.what.ru for one in gone] == ["Инспектора в эти дни нет."]
    assert clashes([visit(1)], [], [Away("other", date(2026, 12, 8), date(2026, 12, 20))]) == []


def test_many_events_of_one_inspector_on_the_same_days_are_one_line() -> None:
    chain = [visit(n, inn=str(n), first=date(2026, 12, 6 + n), last=date(2026, 12, 8 + n)) for n in range(1, 6)]
    apart = visit(9, inn="9", first=date(2026, 12, 21), last=date(2026, 12, 22))
    found = clashes([*chain, apart], [], [])
    assert [[number for _, number in one.events] for one in found] == [[1, 2, 3, 4, 5]]


def test_two_events_at_one_business_are_a_joint_visit() -> None:
    assert [one.remedy.ru for one in clashes([visit(1), visit(2)], [], [])] == ["Выезжайте один раз."]


@pytest.mark.parametrize(
    ("hours", "size", "count"), [("16", "micro", 1), ("15", "micro", 0), ("99", "large", 0), ("99", None, 0)]
)
def test_hours_over_the_cap_clash_where_the_size_is_known(hours: str, size: str | None, count: int) -> None:
    assert len(clashes([visit(1, hours=Decimal(hours), size=size)], [], [])) == count
