"""The personal list: what is in force, what first and why, narrowed by its address."""

from __future__ import annotations

import re
from datetime import date

import pytest

from backend.db.engine import open_session
from backend.law import current_law
from backend.permissions import Actor, Scope
from backend.profiles import service as profiles
from backend.profiles.models import Origin
from backend.profiles.queries import find_named_business, load_profile
from backend.requirements import blocks, marks
from backend.requirements.listing import personal_list
from backend.web.spaces import held
from calculators.priority import Step

TODAY = date(2026, 11, 28)


def list_of(engine, browser):
    business_id = browser.business.id
    actor = Actor(scopes={business_id: frozenset(Scope)}, business_id=business_id)
    with open_session(engine) as session:
        return personal_list(session, load_profile(session, find_named_business(session, actor, business_id)), TODAY)


def titles(page: str) -> list[str]:
    return re.findall(r'class="item__title"><a href="/requirements/([^"]+)"', page)


def test_a_visitor_without_answers_is_sent_to_the_questions(visitor):
    page = visitor.get("/list")
    assert page.status_code == 200
    assert "Списка ещё нет" in page.text
    assert 'href="/"' in page.text


def test_the_list_holds_every_requirement_that_applies_and_counts_the_rest(engine, cafe):
    personal = list_of(engine, cafe)
    counts = personal.match.counts
    assert len(personal.items) == counts["applies"] > 100
    assert personal.counts == counts
    page = cafe.get("/list").text
    assert set(titles(page)) == {item.id for item in personal.items}
    assert f'stats__value">{counts["applies"]}<' in page


def test_items_stand_in_the_order_that_is_said(engine, cafe):
    personal = list_of(engine, cafe)
    keys = [item.priority.key for item in personal.items]
    assert keys == sorted(keys)
    page = cafe.get("/list").text
    assert "Почему такой порядок" in page
    first = titles(page)[:7]
    assert first == [item.id for item in personal.items if not item.conditional][:7]
    assert held(personal.by_id[first[0]].priority.reason.ru) in page


def test_what_is_only_for_some_event_never_comes_first(engine, cafe):
    personal = list_of(engine, cafe)
    conditional = {item.id for item in personal.items if item.conditional}
    assert conditional
    assert not conditional & set(titles(cafe.get("/list").text)[:7])


def test_a_working_business_has_nothing_before_opening(engine, cafe, hairdresser, fill):
    assert all(item.priority.step is not Step.BEFORE_OPENING for item in list_of(engine, cafe).items)
    fill(hairdresser.business, "hairdresser", registered_on=date(2026, 11, 20))
    steps = [item.priority.step for item in list_of(engine, hairdresser).items]
    assert steps[0] is Step.BEFORE_OPENING


@pytest.mark.parametrize("by", ["importance", "topic", "authority", "date", "life"])
def test_every_grouping_shows_the_whole_list(engine, cafe, by):
    shown = titles(cafe.get(f"/list?by={by}").text)
    assert sorted(shown) == sorted(item.id for item in list_of(engine, cafe).items)


def test_a_filter_leaves_what_fits_and_can_be_taken_off(engine, cafe):
    page = cafe.get("/list?topic=fire").text
    entries = current_law().edition.requirements
    assert titles(page)
    assert {entries[id_].domain for id_ in titles(page)} == {"fire"}
    assert 'chip--on" href="/list"' in page
    both = cafe.get("/list?topic=fire&authority=rospotrebnadzor").text
    assert titles(both) == []
    assert "Ничего не подошло." in both


def test_codes_the_list_does_not_know_are_passed_over(cafe):
    assert titles(cafe.get("/list?topic=<script>&by=x&status=9&authority=%00").text)


def test_words_find_requirements_of_the_list_only(engine, cafe):
    mine = {item.id for item in list_of(engine, cafe).items}
    found = titles(cafe.get("/list?q=пожар").text)
    assert found
    assert set(found) <= mine
    nothing = cafe.get("/list?q=стоматология+лицензия+йййй").text
    assert "/search?q=" in nothing or titles(nothing)


def test_what_is_open_names_the_question_that_settles_most(engine, owner, fill):
    fill(owner.business, "cafe", without=["employees", "contractors_gph", "staff"])
    personal = list_of(engine, owner)
    page = owner.get("/list").text
    assert personal.question is not None
    assert personal.question.text.ru.split("?")[0] in page
    assert f"/questions?more=true&amp;place={personal.question_place}" in page
    assert all(one.facts for one in personal.unclear)


def test_no_answer_stands_in_an_address_of_the_list(owner, fill):
    fill(owner.business, "cafe", without=["staff"], employees=13)
    hrefs = re.findall(r'href="([^"]+)"', owner.get("/list").text)
    asked = [href for href in hrefs if "?" in href and "place=" not in href and not href.startswith("/assets/")]
    assert not [href for href in asked if "13" in href.split("?")[-1]]


def test_a_status_from_a_room_above_is_shown_and_filtered_by(engine, cafe, monkeypatch):
    first = list_of(engine, cafe).items[0].id
    monkeypatch.setattr(marks, "_STATUSES", [lambda session, business_id: {first: "yes"}])
    assert list_of(engine, cafe).by_id[first].status == "yes"
    assert titles(cafe.get("/list?status=yes").text) == [first]


def test_one_place_is_never_named_and_of_two_those_it_binds(engine, cafe, clock):
    assert "Лесной" not in cafe.get("/list").text
    with open_session(engine, write=True) as session:
        place = profiles.add_place(session, cafe.business.id, "Склад на Лесной", clock.now())
        facts = {"premises": ("warehouse",), "seats": 0, "sells_bread_loose_food": False}
        profiles.record_facts(session, cafe.business.id, place.id, facts, Origin.ANSWER, clock.now())
        session.commit()
    personal = list_of(engine, cafe)
    ids = [item.id for item in personal.items]
    assert len(ids) == len(set(ids))
    only = [item for item in personal.items if item.places]
    assert only
    assert "Склад на Лесной" in cafe.get("/list?by=topic").text


def test_the_list_carries_its_day_edition_and_receipt_for_paper(cafe):
    page = cafe.get("/list").text
    footer = page[page.index('class="print-only"') :]
    assert re.search(r"Квитанция: [0-9a-f]{4}(?: [0-9a-f]{4}){3}", footer)
    assert current_law().edition.sha256[:12] in footer or "№" in footer
    assert "не юридическая консультация" in page


def test_the_table_holds_what_the_filter_leaves_and_no_formula(cafe):
    table = cafe.get("/list.csv?topic=fire")
    assert table.headers["content-type"].startswith("text/csv")
    rows = table.content.decode("utf-8-sig").splitlines()
    assert rows[0].startswith("Код;Требование")
    assert len(rows) - 1 == len(titles(cafe.get("/list?topic=fire").text))
    assert all(row.startswith("fire.") for row in rows[1:])


def test_the_list_is_complete_in_english(cafe, monkeypatch):
    monkeypatch.setattr(blocks, "LIST_BLOCKS", [])
    cafe.cookies.set("language", "en", domain="127.0.0.1")
    page = cafe.get("/list").text
    main = page[page.index("<main") : page.index("</main>")]
    assert "Your list" in main
    assert not re.search("[А-Яа-яё]{4,}", re.sub(r'lang="ru">[^<]*<', "", main).replace("Кафе «Лён»", ""))


def test_the_lists_of_a_year_later_lose_nothing_silently(engine, cafe):
    now = {item.id for item in list_of(engine, cafe).items}
    with open_session(engine) as session:
        actor = Actor(scopes={cafe.business.id: frozenset(Scope)}, business_id=cafe.business.id)
        profile = load_profile(session, find_named_business(session, actor, cafe.business.id))
        later = personal_list(session, profile, date(2027, 1, 1))
    entries = current_law().edition.requirements
    lost = now - {item.id for item in later.items}
    assert [id_ for id_ in lost if not entries[id_].replaced_by and entries[id_].in_force.until is None] == []
    assert any(item.ended for item in later.items)
