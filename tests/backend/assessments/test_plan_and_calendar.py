"""The plan for gaps, days of recurring duties, devices that follow them."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from icalendar import Calendar
from sqlmodel import select

from backend.accounts.models import Business, Membership
from backend.assessments.agenda import Kind, agenda
from backend.assessments.models import CalendarFeed, ChosenDate, PlanEntry
from backend.assessments.queries import answers_of, checklist
from backend.law import current_law

SIGN = "retail.signboard"
TAX = "tax.usn_return"


def answered(session, browser, requirement=SIGN):
    session.rollback()
    return answers_of(session, browser.business.id)[requirement].value


def undated(session, browser):
    """Return a recurring duty of the café whose day the law does not name."""
    business = session.get_one(Business, browser.business.id)
    for item in checklist(session, business, date(2026, 11, 28)).items:
        recurrence = item.requirement.recurrence
        if recurrence and recurrence.mode == "recurring" and not recurrence.due and recurrence.times_per_year == 2:
            return item.requirement
    raise AssertionError("the café has none")


def events(document):
    return list(Calendar.from_ical(document).walk("VEVENT"))


def test_a_gap_stands_in_the_plan_and_overdue_comes_first(cafe):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form("/check/fire.instruction", {"answer": "partly"})
    cafe.post_form("/plan/fire.instruction", {"who": "Пётр", "due_on": "2026-11-20", "note": "заказать бланки"})
    cafe.post_form(f"/plan/{SIGN}", {"due_on": "2026-12-10"})
    shown = cafe.get("/plan").text
    assert shown.index("Просрочено (1)") < shown.index("В ближайшие 30\u00a0дней")
    assert "Пётр" in shown
    assert "заказать бланки" in shown
    assert "ваш срок: 10\u00a0декабря\u00a02026" in shown


def test_a_done_gap_becomes_a_yes_and_can_be_taken_back(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/plan/{SIGN}/done")
    assert answered(session, cafe) == "yes"
    assert "Вернуть в план" in cafe.get("/plan").text
    cafe.post_form(f"/plan/{SIGN}/reopen")
    assert answered(session, cafe) == "no"


def test_what_was_answered_since_a_gap_was_closed_stands_when_it_is_taken_back(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/plan/{SIGN}/done")
    cafe.post_form(f"/check/{SIGN}", {"answer": "partly"})
    assert cafe.post_form(f"/plan/{SIGN}/reopen").headers["location"] == f"/check/{SIGN}"
    assert answered(session, cafe) == "partly"


@pytest.mark.parametrize("day", ["2027-02-29", "завтра", "20270101", "9999-99-99"])
def test_a_day_that_does_not_exist_is_refused_and_the_words_are_kept(cafe, session, day):
    sent = cafe.post_form(f"/plan/{SIGN}", {"who": "Пётр", "due_on": day})
    assert sent.status_code == 422
    assert "Пётр" in sent.text
    assert session.exec(select(PlanEntry)).all() == []


def test_a_plan_for_an_unknown_requirement_is_not_found(cafe):
    assert cafe.get("/plan/no.such").status_code == 404
    assert cafe.post_form("/plan/no.such", {"who": "x"}).status_code == 404
    assert cafe.post_form(f"/plan/{SIGN}/reopen").status_code == 404


def test_the_plan_of_another_business_is_not_seen(cafe, bakery):
    for browser in (cafe, bakery):
        browser.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/plan/{SIGN}", {"who": "Пётр"})
    assert "Пётр" not in bakery.get("/plan").text


def test_days_of_the_law_stand_in_the_calendar_by_month(cafe, session):
    shown = cafe.get("/calendar").text
    assert "Март 2027" in shown
    assert "по закону" in shown
    business = session.get_one(Business, cafe.business.id)
    found = agenda(session, checklist(session, business, date(2026, 11, 28)), date(2026, 11, 28), date(2027, 11, 28))
    assert (date(2027, 3, 25), TAX) in [(one.day, one.requirement) for one in found if one.kind is Kind.LAW]


def test_a_tax_term_on_a_saturday_stands_on_monday_with_the_article(cafe):
    shown = cafe.get("/calendar").text.replace("\u00a0", " ")
    assert "30 ноября" in shown
    assert "28-е — выходной; НК РФ, ст. 6.1 п. 7" in shown
    moved = [one for one in events(cafe.get("/calendar.ics").content) if one.decoded("dtstart") == date(2026, 11, 30)]
    assert moved
    assert all("НК РФ, ст.\u00a06.1 п.\u00a07" in one["description"] for one in moved)


def test_the_list_the_page_and_the_program_say_the_moved_day(cafe):
    for address in ("/list?group=date", "/requirements/tax.enp_payment", "/report"):
        shown = cafe.get(address)
        assert shown.status_code == 200, address
        assert "(28-е — выходной; НК РФ, ст. 6.1 п. 7)" in shown.text.replace("\u00a0", " "), address
    page = cafe.get("/requirements/tax.enp_payment").text
    assert "Часто срок переходит" not in page


def test_a_duty_without_a_day_waits_for_the_first_one_and_repeats_from_it(cafe, session):
    duty = undated(session, cafe)
    assert f'href="/calendar/{duty.id}"' in cafe.get("/calendar").text
    assert cafe.post_form(f"/calendar/{duty.id}", {"first_on": "2026-08-15"}).status_code == 303
    session.rollback()
    business = session.get_one(Business, cafe.business.id)
    found = agenda(session, checklist(session, business, date(2026, 11, 28)), date(2026, 11, 28), date(2027, 11, 27))
    days = [one.day for one in found if one.requirement == duty.id]
    assert days == [date(2027, 2, 15), date(2027, 8, 15)]


def test_nothing_comes_after_a_requirement_ends(cafe, session, clock):
    business = session.get_one(Business, cafe.business.id)
    found = checklist(session, business, clock.today())
    for one in agenda(session, found, clock.today(), date(2029, 1, 1)):
        until = current_law().edition.requirements[one.requirement].in_force.until
        assert until is None or one.day <= until


def test_a_duty_whose_day_the_law_names_takes_no_other(cafe):
    assert cafe.post_form(f"/calendar/{TAX}", {"first_on": "2026-12-01"}).status_code == 404


@pytest.mark.parametrize("day", ["", "2026-02-30", "1899-01-01", "2026-12-1"])
def test_a_wrong_first_day_is_refused(cafe, session, day):
    duty = undated(session, cafe)
    session.rollback()
    assert cafe.post_form(f"/calendar/{duty.id}", {"first_on": day}).status_code == 422
    assert session.exec(select(ChosenDate)).all() == []


def follow(browser, device="телефон"):
    shown = browser.post_form("/feeds", {"device": device})
    assert shown.status_code in (200, 201), shown.text
    address = shown.text.split('value="http://127.0.0.1:8000')[1].split('"')[0]
    return shown, address


def test_a_device_follows_the_calendar_by_a_secret_address(cafe, visitor, session):
    _, address = follow(cafe)
    got = visitor.get(address)
    assert got.status_code == 200
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "private" in got.headers["cache-control"]
    found = events(got.content)
    assert date(2027, 3, 25) in [one.decoded("dtstart") for one in found]
    assert {str(name) for one in found for name in one} <= {
        "UID",
        "SEQUENCE",
        "DTSTAMP",
        "DTSTART",
        "DTEND",
        "SUMMARY",
        "DESCRIPTION",
        "TRANSP",
    }
    token = address.removeprefix("/feeds/").removesuffix(".ics")
    assert len(token) >= 43
    row = session.exec(select(CalendarFeed)).one()
    assert token not in row.model_dump_json()


def test_the_feed_tells_nothing_of_whose_it_is(cafe, visitor):
    _, address = follow(cafe)
    text = visitor.get(address).text
    for secret in ("Лён", cafe.business.id, cafe.person.id, "Анна", "owner@example.ru"):
        assert secret not in text


def test_a_revoked_feed_is_gone(cafe, visitor, session):
    _, address = follow(cafe)
    feed = session.exec(select(CalendarFeed)).one().id
    session.rollback()
    assert cafe.post_form(f"/feeds/{feed}/revoke").status_code == 303
    assert visitor.get(address).status_code == 404
    assert cafe.post_form(f"/feeds/{feed}/revoke").status_code == 404


def test_only_ones_own_feed_can_be_revoked(cafe, stranger, visitor, session):
    _, address = follow(cafe)
    feed = session.exec(select(CalendarFeed)).one().id
    session.rollback()
    assert stranger.post_form(f"/feeds/{feed}/revoke").status_code == 404
    assert visitor.get(address).status_code == 200


def test_a_feed_ends_with_the_part_in_the_business(cafe, accountant, visitor, clock):
    _, address = follow(accountant)
    assert visitor.get(address).status_code == 200
    clock.moment = datetime(2026, 12, 31, 21, 0, 1, tzinfo=UTC)
    assert visitor.get(address).status_code == 404


def test_a_feed_ends_when_the_member_leaves(cafe, visitor, alter):
    _, address = follow(cafe)
    alter(Membership, scopes=[])
    assert visitor.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/feeds/none.ics", "/feeds/none", "/feeds/.ics"])
def test_an_unknown_address_is_not_found(visitor, address):
    assert visitor.get(address).status_code == 404


def test_a_device_has_a_name_of_its_own(cafe, session):
    follow(cafe)
    again = cafe.post_form("/feeds", {"device": "телефон"})
    assert again.status_code == 422
    assert "уже подписано" in again.text
    assert cafe.post_form("/feeds", {"device": " "}).status_code == 422
    assert len(session.exec(select(CalendarFeed)).all()) == 1


def test_a_moved_day_keeps_its_name_and_counts_up(cafe, visitor, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/plan/{SIGN}", {"due_on": "2026-12-10"})
    duty = undated(session, cafe)
    session.rollback()
    cafe.post_form(f"/calendar/{duty.id}", {"first_on": "2026-12-15"})
    _, address = follow(cafe)
    before = {str(one["uid"]): one for one in events(visitor.get(address).content)}
    cafe.post_form(f"/plan/{SIGN}", {"due_on": "2026-12-24"})
    cafe.post_form(f"/calendar/{duty.id}", {"first_on": "2026-12-16"})
    after = {str(one["uid"]): one for one in events(visitor.get(address).content)}
    assert set(after) == set(before)
    moved = [name for name in after if after[name].decoded("dtstart") != before[name].decoded("dtstart")]
    assert len(moved) >= 3
    assert all(int(after[name]["sequence"]) == int(before[name]["sequence"]) + 1 for name in moved)


def test_without_an_account_there_is_a_file_and_no_feed(guest, session):
    got = guest.get("/calendar.ics")
    assert got.headers["content-disposition"] == 'attachment; filename="yasno.ics"'
    assert events(got.content)
    assert "Получить адрес подписки" not in guest.get("/calendar").text
    assert guest.post_form("/feeds", {"device": "телефон"}).status_code in (303, 404)
    assert session.exec(select(CalendarFeed)).all() == []


def test_the_plan_is_a_file_too(cafe):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/plan/{SIGN}", {"due_on": "2026-12-10"})
    [event] = events(cafe.get("/plan.ics").content)
    assert event.decoded("dtstart") == date(2026, 12, 10)
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)


def test_the_plan_leaves_as_a_table_in_the_order_of_the_page(cafe):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form("/check/fire.instruction", {"answer": "partly"})
    cafe.post_form("/plan/fire.instruction", {"who": "Пётр", "due_on": "2026-11-20", "note": "=заказать"})
    heads, *rows = csv.reader(StringIO(cafe.get("/plan.csv").content.decode("utf-8-sig")), delimiter=";")
    assert heads[2:] == ["Состояние", "Ваш срок", "Срок по закону", "Кто делает", "Заметка"]
    assert [row[0] for row in rows] == ["fire.instruction", SIGN]
    assert rows[0][2:] == ["Частично", "2026-11-20", "", "Пётр", "'=заказать"]
    assert "/plan.csv" in cafe.get("/plan").text
