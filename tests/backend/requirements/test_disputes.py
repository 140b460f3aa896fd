"""A dispute of an attribution: from the answer that decided to the decision, with terms, notices and routing."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.db.engine import open_session
from backend.jobs.work import run_due
from backend.law import current_law
from backend.notifications.models import Notice
from backend.procedures.queries import history
from backend.requirements.dispute_words import STATES, state_words
from backend.requirements.models import Attribution, Choice, Dispute, EditorTask
from rules.roles import Role

OURS = "food.shelf_life"  # of Роспотребнадзор
THEIRS = "fire.alarm_installed"  # of МЧС, which has no account
CLAIM = {"ground": "exempt", "text": "Кухни нет, еду привозят готовой."}


@pytest.fixture
def dispute(engine, cafe, regulator):
    """A submitted dispute of the café."""
    cafe.post_form(f"/requirements/{OURS}/dispute", CLAIM)
    return the_dispute(engine)


def the_dispute(engine) -> Dispute:
    with open_session(engine) as session:
        return session.exec(select(Dispute)).one()


def told(engine, browser) -> list[str]:
    with open_session(engine) as session:
        return [one.kind for one in session.exec(select(Notice).where(Notice.person_id == browser.person.id))]


def act(browser, dispute, action, text="", **more):
    return browser.post_form(f"/desk/disputes/{dispute.id}/{action}", {"text": text, **more})


def test_the_form_first_offers_to_correct_the_answer(cafe):
    page = cafe.get(f"/requirements/{OURS}/dispute").text
    assert page.index("Сначала проверьте ответы") < page.index("Объясните своими словами")
    assert re.search(r'href="/answers/activities\?place=[^"]+">Исправить', page)
    assert "Пока спор решают, требование в силе" in page


def test_who_answers_and_by_when_is_said_in_advance(cafe, regulator):
    assert "Ответит: Роспотребнадзор" in cafe.get(f"/requirements/{OURS}/dispute").text
    assert "Ответит: Редактор реестра" in cafe.get(f"/requirements/{THEIRS}/dispute").text


def test_empty_fields_are_named_and_nothing_is_kept(engine, cafe):
    answer = cafe.post_form(f"/requirements/{OURS}/dispute", {"text": ""})
    assert answer.status_code == 422
    assert "Не выбрано, в чём дело" in answer.text
    assert "Напишите, что у вас не так" in answer.text
    with open_session(engine) as session:
        assert session.exec(select(Dispute)).all() == []


@pytest.mark.parametrize("changes", [{"ground": "whim"}, {"text": "я" * 2001}, {"unknown": "1"}])
def test_what_the_form_does_not_take_is_refused(cafe, changes):
    assert cafe.post_form(f"/requirements/{OURS}/dispute", CLAIM | changes).status_code == 422


def test_a_requirement_that_does_not_apply_cannot_be_disputed(cafe):
    assert cafe.post_form("/requirements/services.household_info/dispute", CLAIM).status_code == 409


def test_a_submitted_dispute_says_its_number_terms_and_that_the_requirement_stays(cafe, dispute, regulator, engine):
    page = cafe.get(f"/disputes/{dispute.id}").text.replace("\xa0", " ")
    assert "Спор № 1" in page
    assert "до 4 декабря, 5 рабочих дней" in page
    assert "до 18 декабря, 15 рабочих дней" in page
    assert "Пока решения нет, требование в силе" in page
    assert "dispute.submit" in told(engine, regulator)
    assert "Идёт спор №\u00a01" in cafe.get(f"/requirements/{OURS}").text
    assert "Идёт спор" in cafe.get("/list?by=topic").text


def test_the_same_requirement_is_not_disputed_twice_at_once(cafe, dispute):
    assert cafe.post_form(f"/requirements/{OURS}/dispute", CLAIM).status_code == 409
    again = cafe.get(f"/requirements/{OURS}/dispute", follow_redirects=False)
    assert again.headers["location"] == f"/disputes/{dispute.id}"


def test_nobody_else_sees_or_moves_it(stranger, visitor, admin, dispute):
    for browser in (stranger, visitor):
        assert browser.get(f"/disputes/{dispute.id}").status_code == 404
        assert browser.post_form(f"/disputes/{dispute.id}/withdraw").status_code == 404
    assert stranger.get(f"/desk/disputes/{dispute.id}").status_code == 404
    assert admin.get("/desk").status_code == 404


def test_an_accountant_without_the_right_to_dispute_cannot(cafe, accountant):
    assert accountant.get(f"/requirements/{OURS}").status_code == 200
    assert accountant.post_form(f"/requirements/{OURS}/dispute", CLAIM).status_code == 404


def test_the_desk_shows_reason_and_facts_but_not_who_it_is(regulator, dispute):
    page = regulator.get(f"/desk/disputes/{dispute.id}").text
    assert "Кухни нет, еду привозят готовой." in page
    assert "Кафе, столовая, кейтеринг" in page
    assert "Бизнес не показал, кто он" in page
    assert "Лён" not in page
    assert "12 работников" not in page


def test_the_name_is_shown_only_when_the_business_chose_so(engine, cafe, regulator):
    cafe.post_form(f"/requirements/{OURS}/dispute", CLAIM | {"name_shown": "1"})
    assert "Кафе «Лён»" in regulator.get(f"/desk/disputes/{the_dispute(engine).id}").text


def test_a_regulator_of_another_region_or_authority_finds_nothing(person, dispute):
    for mail, office in (("a@example.ru", ("rospotrebnadzor", "78")), ("b@example.ru", ("mchs", "77"))):
        other = person(mail, Role.REGULATOR, office=office)
        assert other.get(f"/desk/disputes/{dispute.id}").status_code == 404
        assert act(other, dispute, "take").status_code == 404
        assert "Споров, которые ждут вас, нет" in other.get("/desk").text


def test_where_the_authority_has_no_account_the_editor_answers(engine, cafe, regulator, editor):
    cafe.post_form(f"/requirements/{THEIRS}/dispute", CLAIM)
    dispute = the_dispute(engine)
    assert regulator.get(f"/desk/disputes/{dispute.id}").status_code == 404
    assert told(engine, editor)[-1] == "dispute.submit"
    assert act(editor, dispute, "take").headers["location"] == f"/desk/disputes/{dispute.id}"
    assert the_dispute(engine).state == "TAKEN"


def test_an_editor_leaves_alone_what_an_authority_answers(editor, dispute):
    assert editor.get(f"/desk/disputes/{dispute.id}").status_code == 404


def test_a_question_and_its_answer_go_both_ways(engine, cafe, regulator, dispute):
    act(regulator, dispute, "take")
    assert act(regulator, dispute, "ask_facts").status_code == 422
    act(regulator, dispute, "ask_facts", "Где хранится еда?")
    page = cafe.get(f"/disputes/{dispute.id}").text.replace("\xa0", " ")
    assert "Где хранится еда?" in page
    assert "до 11 декабря, 10 рабочих дней" in page
    assert cafe.post_form(f"/disputes/{dispute.id}/give_facts", {"text": ""}).status_code == 422
    cafe.post_form(f"/disputes/{dispute.id}/give_facts", {"text": "В холодильнике."})
    assert the_dispute(engine).state == "TAKEN"
    assert "В холодильнике." in regulator.get(f"/desk/disputes/{dispute.id}").text
    assert "dispute.ask_facts" in told(engine, cafe)
    assert "dispute.give_facts" in told(engine, regulator)


def test_the_desk_leaves_as_a_table_of_its_own_disputes_without_whose_they_are(cafe, regulator, person, dispute):
    table = regulator.get("/desk/disputes.csv").text.lstrip("\ufeff")
    head, line = table.strip().split("\r\n")
    assert head == "Номер;Требование;Состояние;Срок;Просрочено"
    assert line.split(";")[0] == str(dispute.number)
    assert re.fullmatch(r"2026-1[12]-[0-9]{2}", line.split(";")[3])
    assert cafe.business.name not in table
    other = person("c@example.ru", Role.REGULATOR, office=("mchs", "77"))
    assert other.get("/desk/disputes.csv").text.strip().count("\r\n") == 0
    assert cafe.get("/desk/disputes.csv").status_code == 404


def test_each_side_reads_whose_move_it_is(cafe, regulator, dispute):
    act(regulator, dispute, "take")
    assert "В работе" in regulator.get("/desk").text
    assert "На рассмотрении" in cafe.get("/disputes").text
    act(regulator, dispute, "ask_facts", "Где хранится еда?")
    for address in ("/desk", f"/desk/disputes/{dispute.id}"):
        page = regulator.get(address).text
        assert "Ждём факты от бизнеса" in page
        assert "от вас" not in page
    assert "Ответ бизнеса на вопрос" in regulator.get(f"/desk/disputes/{dispute.id}").text
    assert "Споров, которые ждут вас, нет." in regulator.get("/desk").text
    for address in ("/disputes", f"/disputes/{dispute.id}"):
        assert "Нужны факты от вас" in cafe.get(address).text
    assert "Ход за вами" in cafe.get(f"/disputes/{dispute.id}").text
    assert "Вопрос вам" in cafe.get(f"/disputes/{dispute.id}").text


@pytest.mark.parametrize(
    ("decision", "ours", "theirs"),
    [
        ("accept", "Не относится к вам", "Решено: не относится"),
        ("reject", "Требование относится к вам", "Решено: относится"),
    ],
)
def test_a_decision_speaks_of_you_only_to_the_business(cafe, regulator, dispute, decision, ours, theirs):
    act(regulator, dispute, "take")
    act(regulator, dispute, decision, "Так решили.")
    assert ours in cafe.get("/disputes").text
    page = regulator.get(f"/desk/disputes/{dispute.id}").text
    assert theirs in page
    assert "к вам" not in page


@pytest.mark.parametrize("state", sorted(STATES))
def test_no_state_speaks_to_the_desk_as_to_the_business(state):
    desk, business = state_words(state, mine=False), state_words(state, mine=True)
    assert "вас" not in desk.ru
    assert "к вам" not in desk.ru
    assert "you" not in desk.en
    assert "бизнес" not in business.ru.lower()


def test_acceptance_takes_it_off_this_list_only_and_opens_a_task(
    engine, cafe, regulator, editor, stranger, fill, dispute
):
    fill(stranger.business, "cafe")
    act(regulator, dispute, "take")
    act(regulator, dispute, "accept", "Согласны.")
    page = cafe.get("/list?by=topic").text
    assert f'/requirements/{OURS}"' in page[page.index('id="settled"') :]
    assert "Не относится к вам, решение №\u00a01" in cafe.get(f"/requirements/{OURS}").text
    assert "Действует для вас" in stranger.get(f"/requirements/{OURS}").text
    assert "dispute.accept" in told(engine, cafe)
    assert OURS in editor.get("/desk/tasks").text
    with open_session(engine) as session:
        assert [step.action for step in history(session, "dispute", dispute.id)] == ["submit", "take", "accept"]
        task = session.exec(select(EditorTask)).one()
    editor.post_form(f"/desk/tasks/{task.id}/done")
    assert "Задач нет" in editor.get("/desk/tasks").text


def test_a_decision_holds_for_the_version_it_was_made_on(engine, cafe):
    with open_session(engine, write=True) as session:
        row = Attribution(
            business_id=cafe.business.id,
            requirement=OURS,
            version="0" * 16,
            choice=Choice.NOT_CONCERNED,
            at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        session.add(row)
        session.commit()
    page = cafe.get(f"/requirements/{OURS}").text
    assert "Действует для вас" in page
    assert "По прежней редакции решили" in page


def test_a_rejection_needs_its_reason_and_says_it(engine, cafe, regulator, dispute):
    act(regulator, dispute, "take")
    empty = act(regulator, dispute, "reject")
    assert empty.status_code == 422
    assert "Отказ без причины не примем" in empty.text
    act(regulator, dispute, "reject", "Готовую еду тоже хранят.")
    page = cafe.get(f"/disputes/{dispute.id}").text
    assert "требование относится к вам" in page
    assert "Готовую еду тоже хранят." in page
    assert "Действует для вас" in cafe.get(f"/requirements/{OURS}").text


def test_a_decision_on_an_old_page_changes_nothing(engine, person, regulator, dispute):
    second = person("second@example.ru", Role.REGULATOR)
    act(regulator, dispute, "take", version=str(dispute.version))
    late = act(second, dispute, "take", version=str(dispute.version))
    assert late.status_code in (409, 412)
    assert the_dispute(engine).state == "TAKEN"


def test_the_business_withdraws_and_may_dispute_again(engine, cafe, dispute):
    cafe.post_form(f"/disputes/{dispute.id}/withdraw")
    assert the_dispute(engine).state == "WITHDRAWN"
    assert cafe.post_form(f"/disputes/{dispute.id}/withdraw").status_code == 409
    again = cafe.post_form(f"/requirements/{OURS}/dispute", CLAIM)
    assert again.status_code == 303


def test_an_unanswered_question_closes_the_dispute_by_itself(engine, cafe, regulator, person, dispute, clock, hands):
    act(regulator, dispute, "take")
    act(regulator, dispute, "ask_facts", "Где хранится еда?")
    clock.moment = datetime(2026, 12, 12, tzinfo=UTC)
    run_due(hands)
    assert the_dispute(engine).state == "LAPSED"
    partner = person("partner@example.ru", business=cafe.business)
    assert "спор закрылся" in partner.get(f"/disputes/{dispute.id}").text


def test_silence_of_the_authority_is_marked_and_said_to_both(engine, cafe, person, dispute, clock, hands):
    clock.moment = datetime(2026, 12, 19, tzinfo=UTC)
    run_due(hands)
    assert the_dispute(engine).state == "SUBMITTED"
    partner = person("partner@example.ru", business=cafe.business)
    assert "Ответа в срок не было" in partner.get(f"/disputes/{dispute.id}").text
    assert "Срок прошёл" in person("deputy@example.ru", Role.REGULATOR).get("/desk").text
    assert "dispute.mark_overdue" in told(engine, cafe)


def test_without_an_account_the_answer_comes_by_a_secret_link(engine, hairdresser, person, editor, clock):
    page = hairdresser.get("/list?by=topic").text
    entry = re.findall(r'href="/requirements/([^"]+)"', page)[0]
    sent = hairdresser.post_form(f"/requirements/{entry}/dispute", CLAIM)
    address = sent.headers["location"]
    assert address.startswith("/d/")
    elsewhere = person.browser()
    page = elsewhere.get(address).text
    assert "Сохраните адрес этой страницы" in page
    assert elsewhere.get("/d/" + "x" * 43).status_code == 404
    with open_session(engine) as session:
        row = session.exec(select(Dispute)).one()
        assert address.removeprefix("/d/") not in str(row.model_dump())
        assert session.get_one(Business, row.business_id).expires_at > clock.now().replace(year=2027, month=1, day=20)
    act(editor, row, "take")
    act(editor, row, "ask_facts", "Сколько кресел?")
    elsewhere.post_form(f"{address}/give_facts", {"text": "Одно."})
    assert the_dispute(engine).state == "TAKEN"
    act(editor, row, "reject", "Одного кресла хватает.")
    assert "Одного кресла хватает." in elsewhere.get(address).text


def test_the_link_opens_nothing_but_its_dispute(hairdresser, person):
    entry = re.findall(r'href="/requirements/([^"]+)"', hairdresser.get("/list?by=topic").text)[0]
    address = hairdresser.post_form(f"/requirements/{entry}/dispute", CLAIM).headers["location"]
    elsewhere = person.browser()
    elsewhere.get(address)
    assert "Списка ещё нет" in elsewhere.get("/list").text
    assert elsewhere.post_form(f"{address}/accept").status_code == 404


def test_the_desk_shows_no_scores_but_the_way_to_releases(regulator):
    page = regulator.get("/desk").text
    ours = [one for one in current_law().edition.requirements.values() if one.authority == "rospotrebnadzor"]
    assert page.count('href="/desk/statistics/') == len(ours)
    assert page.count("<tr>") - 1 == len(ours)
