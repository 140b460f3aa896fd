"""The interview in a browser without scripts: words, questions, answers, places, erasing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from backend.accounts.models import Business
from backend.law import current_law
from backend.profiles.answers import no_answer
from backend.profiles.matching import match_business
from backend.profiles.models import FactRecord, Origin, Place
from backend.profiles.queries import load_profile


def begin(browser, trade: str = "cafe", words: str = "кафе"):
    """Start with a trade; returns the first question's page."""
    browser.post_form("/start", {"activity": words})
    return browser.post_form("/start/trades", {"activity": words, "trade": trade}, follow_redirects=True)


def asked(page) -> list[str]:
    """Return the facts a page asks."""
    return re.findall(r'name="fact" value="([a-z_0-9]+)"', page.text)


def place_of(page) -> str:
    """Return the place a page speaks of."""
    return re.search(r'name="place" value="([^"]+)"', page.text).group(1)


def answer(browser, page, **values):
    """Answer a page; facts not named are «не знаю»."""
    data = {"place": place_of(page), "fact": asked(page)}
    for code in asked(page):
        data |= {code: values[code]} if code in values else {f"{code}_unknown": "1"}
    return browser.post_form("/questions", data, follow_redirects=True)


def run_of(session: Session) -> Business:
    """Return the only anonymous run."""
    return session.exec(select(Business).where(Business.run_key_hash.is_not(None))).one()


def test_the_first_screen_says_what_for_whom_and_what_first(visitor):
    page = visitor.get("/")
    assert page.status_code == 200
    assert "Какие требования действуют для вашего бизнеса" in page.text
    assert "Без регистрации: мы не знаем, кто отвечает" in page.text


def test_the_first_screen_counts_what_a_list_counts(visitor, session, clock):
    page = visitor.get("/").text.replace("\xa0", " ")
    begin(visitor)
    profile = load_profile(session, run_of(session))
    assert re.search(rf"{sum(match_business(profile, clock.today()).counts.values())} требовани", page)


def test_nothing_ticked_comes_back_with_nothing_ticked(visitor):
    offered = visitor.post_form("/start", {"activity": "нотариус"})
    assert offered.text.count(" checked") == 1
    refused = visitor.post_form("/start/trades", {"activity": "нотариус"})
    assert refused.status_code == 422
    assert "Ничего не отмечено" in refused.text
    assert " checked" not in refused.text


def test_words_give_trades_and_a_trade_begins_the_interview(visitor, session):
    offered = visitor.post_form("/start", {"activity": "маникюр на дому"})
    assert "Маникюр" in offered.text
    page = begin(visitor)
    assert page.url.path == "/questions"
    assert asked(page)
    records = session.exec(select(FactRecord).where(FactRecord.business_id == run_of(session).id)).all()
    origins = {record.fact: record.origin for record in records}
    assert origins["okved"] is Origin.ANSWER
    assert origins["activities"] is Origin.SUGGESTED


def test_words_nobody_knows_offer_the_sections(visitor):
    page = visitor.post_form("/start", {"activity": "щщщжжж"})
    assert page.status_code == 200
    assert "ничего не нашли" in page.text
    assert "Еда и напитки" in page.text


def test_an_empty_first_field_is_answered_and_keeps_nothing(visitor, session):
    page = visitor.post_form("/start", {"activity": ""})
    assert page.status_code == 422
    assert "Напишите, чем занимаетесь" in page.text
    assert session.exec(select(Business)).all() == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7707083893", "Выписки из реестра у нас пока нет"),
        ("77070838931", "В ИНН 11 цифр, бывает 10 или 12"),
        ("7707083894", "не сходится контрольная цифра"),
        ("7707083893²", "В ИНН бывают только цифры"),
        ("٧٧٠٧٠٨٣٨٩٣", "В ИНН бывают только цифры"),
        ("0000000000", "Такого ИНН не бывает"),
    ],
)
def test_a_tax_number_is_checked_and_without_an_extract_we_say_so(visitor, typed, said):
    page = visitor.post_form("/start", {"activity": typed})
    assert page.status_code == 422
    assert said in page.text


def test_a_page_left_empty_is_an_error_with_the_number_of_requirements(visitor):
    page = begin(visitor)
    refused = visitor.post_form("/questions", {"place": place_of(page), "fact": asked(page)})
    assert refused.status_code == 422
    assert re.search("Ответа нет, от него завис(?:ит|ят) [0-9]+\u00a0требовани[еяй][.] Выберите", refused.text)


def test_two_empty_questions_of_one_screen_are_told_apart(visitor):
    page = begin(visitor)
    sent = {"place": place_of(page), "fact": ["employees", "contractors_gph"], "employees": "", "contractors_gph": ""}
    refused = visitor.post_form("/questions", sent).text
    for question in ("по трудовым договорам?", "по договорам подряда или услуг?"):
        assert refused.count(f"{question} Ответа нет, от него завис") == 2  # in the summary and beside the field


@pytest.mark.parametrize(
    ("depends", "ru", "en"),
    [
        (41, "от него зависит 41\u00a0требование.", "41 requirements depend on it."),
        (1, "от него зависит 1\u00a0требование.", "1 requirement depends on it."),
        (22, "от него зависят 22\u00a0требования.", "22 requirements depend on it."),
        (114, "от него зависит 114\u00a0требований.", "114 requirements depend on it."),
    ],
)
def test_an_empty_page_says_how_many_requirements_wait_in_the_right_form(depends, ru, en):
    message = no_answer(current_law().vocabulary.facts["employees"], depends).message
    assert message.ru.endswith(ru)
    assert message.en.endswith(en)


def test_none_of_these_together_with_something_is_refused(visitor):
    page = begin(visitor)
    data = {"place": place_of(page), "fact": "activities", "activities": ["nothing", "serves_food"]}
    refused = visitor.post_form("/questions", data)
    assert refused.status_code == 422
    assert "Оставьте одно" in refused.text


def test_an_answer_is_kept_and_the_progress_grows(visitor, session):
    page = begin(visitor)
    known = int(re.search(r"Ясно про (\d+) из", page.text).group(1))
    page = answer(visitor, page, activities=["services_to_people", "serves_food"])
    assert int(re.search(r"Ясно про (\d+) из", page.text).group(1)) > known
    profile = load_profile(session, run_of(session))
    assert profile.main.given["activities"] == ("services_to_people", "serves_food")


def test_dont_know_is_an_answer_and_is_not_asked_again(visitor):
    page = begin(visitor)
    first = asked(page)
    page = answer(visitor, page)
    assert asked(page) != first


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("employees", "-3"),
        ("employees", "12,5"),
        ("employees", "²"),
        ("employees", "1_000"),
        ("employees", "сто"),
        ("employees", "9" * 30),
        ("registered_on", "2027-02-29"),
        ("registered_on", "2099-01-01"),
        ("registered_on", "12 мая"),
        ("legal_form", "zao"),
        ("region", "100"),
    ],
)
def test_an_answer_that_cannot_be_is_shown_again_and_changes_nothing(visitor, session, fact, typed):
    page = begin(visitor)
    refused = visitor.post_form(f"/answers/{fact}", {"place": place_of(page), fact: typed})
    assert refused.status_code == 422
    assert "error-summary" in refused.text
    records = session.exec(select(FactRecord).where(FactRecord.fact == fact)).all()
    assert records == []


def test_a_changed_answer_says_what_came_and_what_went(visitor, session):
    page = begin(visitor)
    place = place_of(page)
    visitor.post_form("/answers/legal_form", {"place": place, "legal_form": "ooo"})
    answered = visitor.post_form(
        "/answers/employees",
        {"place": place, "employees": "12", "contractors_gph": "0"},
        follow_redirects=True,
    )
    assert answered.url.path == "/answers"
    assert re.search(r"Сохранено. Требований стало: \d+, ушло: \d+", answered.text)
    assert load_profile(session, run_of(session)).main.given["employees"] == Decimal(12)


def test_back_opens_the_answer_given_last(visitor):
    page = begin(visitor)
    before = asked(page)
    answer(visitor, page, activities=["serves_food"])
    back = visitor.get("/questions/previous", follow_redirects=True)
    assert back.url.path.removeprefix("/answers/") in before


def test_a_second_place_has_its_own_premises(visitor, session):
    page = begin(visitor)
    first = place_of(page)
    visitor.post_form("/answers/premises", {"place": first, "premises": ["kitchen", "dining_hall"]})
    page = visitor.post_form("/places", {"name": "Склад на Южной"}, follow_redirects=True)
    second = place_of(page)
    visitor.post_form("/answers/premises", {"place": second, "premises": ["warehouse"]})
    profile = load_profile(session, run_of(session))
    assert [one.place.name for one in profile.places] == ["", "Склад на Южной"]
    assert profile.at(first).given["premises"] == ("kitchen", "dining_hall")
    assert profile.at(second).given["premises"] == ("warehouse",)
    assert profile.at(second).given["okved"] == profile.at(first).given["okved"]


def test_the_only_place_cannot_be_removed_and_is_never_mentioned(visitor, session):
    page = begin(visitor)
    place = place_of(page)
    assert "Основной адрес" not in visitor.get("/answers").text
    assert visitor.post_form(f"/places/{place}", {"remove": "1"}).status_code == 409


def test_a_foreign_place_does_not_exist(visitor, person):
    begin(visitor)
    other = person.browser()
    foreign = place_of(begin(other))
    assert visitor.get(f"/answers/employees?place={foreign}").status_code == 404
    assert visitor.post_form(f"/places/{foreign}", {"name": "моё"}).status_code == 404


def test_the_run_keeps_only_the_hash_of_its_key(visitor, session):
    begin(visitor)
    key = visitor.cookies["run"]
    run = run_of(session)
    assert key not in run.model_dump_json()
    assert (run.expires_at - run.created_at).days == 30


def test_erasing_removes_everything_at_once(visitor, session):
    begin(visitor)
    visitor.post_form("/erase")
    for table in (Business, FactRecord, Place):
        assert session.exec(select(table)).all() == []
    assert visitor.get("/answers", follow_redirects=True).url.path == "/"


def test_an_ended_run_is_forgotten(visitor, clock):
    begin(visitor)
    clock.forward(days=31)
    assert visitor.get("/answers", follow_redirects=True).url.path == "/"


def test_answers_never_stand_in_addresses(visitor):
    page = begin(visitor)
    page = answer(visitor, page, activities=["serves_food"])
    assert set(page.url.params) <= {"place", "more"}


def test_an_account_without_a_business_gets_one_by_starting(person, session):
    browser = person("new@example.ru")
    page = begin(browser)
    assert page.url.path == "/questions"
    assert session.exec(select(Business).where(Business.run_key_hash.is_(None))).one().name == "Мой бизнес"


def test_the_pages_speak_english_when_asked(visitor):
    visitor.get("/language/en?next=/")
    page = begin(visitor, words="cafe")
    assert "What does your business do?" in page.text
    assert "Continue" in page.text


@pytest.mark.parametrize(
    ("fact", "typed"),
    [
        ("employees", {"employees": "14", "employees_unknown": "1"}),
        ("registered_on", {"registered_on": "2020-01-31", "registered_on_unknown": "1"}),
        ("activities", {"activities": ["serves_food", "unknown"]}),
    ],
)
def test_a_left_over_tick_at_i_do_not_know_never_swallows_an_answer(visitor, session, fact, typed):
    begin(visitor)
    refused = visitor.post_form(f"/answers/{fact}", {"fact": fact, **typed})
    assert refused.status_code == 422
    assert "Отмечено «Не знаю», но есть и другой ответ. Оставьте одно." in refused.text.replace("\xa0", " ")
    kept = session.exec(select(FactRecord).where(FactRecord.fact == fact, FactRecord.origin == Origin.ANSWER)).all()
    assert kept == []


def test_a_number_too_long_to_be_true_is_called_so(visitor):
    begin(visitor)
    refused = visitor.post_form("/answers/employees", {"fact": "employees", "employees": "9" * 20})
    assert refused.status_code == 422
    assert "Слишком большое число" in refused.text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("  ", "» не заполнено. Напишите адрес или название."),
        ("я" * 201, "Текст длиннее, чем 200 знаков. Сократите его."),
    ],
)
def test_a_place_without_a_name_or_with_one_too_long_is_refused_whole(visitor, session, name, said):
    begin(visitor)
    refused = visitor.post_form("/places", {"name": name})
    assert refused.status_code == 422
    assert said in refused.text.replace("\xa0", " ")
    assert len(load_profile(session, run_of(session)).places) == 1
    session.rollback()  # who reads here holds the one writer's place
    assert visitor.post_form("/places", {"name": "Склад"}).status_code == 303
    place_id = load_profile(session, run_of(session)).places[1].place.id
    session.rollback()
    renamed = visitor.post_form(f"/places/{place_id}", {"name": name})
    assert renamed.status_code == 422
    assert said in renamed.text.replace("\xa0", " ")
    assert f'id="e-name-{place_id}"' in renamed.text  # beside that place, not where another is added
    assert load_profile(session, run_of(session)).places[1].place.name == "Склад"
