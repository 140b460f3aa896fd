"""Self-assessment on pages: one tap saves and moves on, nothing else is needed."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.assessments.models import Answer, AnswerChange
from backend.assessments.queries import answers_of, combined, readiness_of, status_of
from backend.law import current_law
from backend.profiles.matching import match_business
from backend.profiles.queries import list_places, load_profile

SIGN = "retail.signboard"
STAFF = "fire.instruction"


def answered(session, business, requirement=SIGN):
    session.rollback()
    found = answers_of(session, business.id).get(requirement)
    return found.value if found else None


def test_the_check_starts_with_the_most_important_requirement(cafe):
    first = cafe.get("/check", follow_redirects=False)
    assert first.status_code == 303
    shown = cafe.get(first.headers["location"])
    assert shown.status_code == 200
    assert "1 из " in shown.text
    assert 'name="answer" value="not_applicable"' in shown.text


def test_an_answer_is_kept_and_the_next_requirement_follows(cafe, session):
    first = cafe.get("/check", follow_redirects=False).headers["location"].removeprefix("/check/")
    moved = cafe.post_form(f"/check/{first}", {"answer": "yes", "note": ""})
    assert moved.status_code == 303
    assert moved.headers["location"].endswith(f"?after={first}")
    assert first not in moved.headers["location"].split("?")[0]
    following = cafe.get(moved.headers["location"]).text
    assert "Сохранено 12:00" in following
    assert f'action="/check/{first}/undo"' in following
    assert answered(session, cafe.business, first) == "yes"


def test_undoing_returns_to_what_was_answered_before(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    assert cafe.post_form(f"/check/{SIGN}/undo").status_code == 303
    assert answered(session, cafe.business) == "yes"
    twice = cafe.post_form(f"/check/{SIGN}/undo")
    assert twice.status_code == 409
    assert "Отменять нечего" in twice.text
    assert answered(session, cafe.business) == "yes"


def test_undoing_a_first_answer_leaves_none_but_the_history_stays(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    cafe.post_form(f"/check/{SIGN}/undo")
    assert answered(session, cafe.business) is None
    values = [row.value for row in session.exec(select(AnswerChange).order_by(AnswerChange.at)).all()]
    assert sorted(str(value) for value in values) == ["None", "yes"]


def test_a_note_alone_is_kept_and_leaves_the_requirement_open(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"keep": "1", "note": "Заказать у Петра"})
    assert "Заказать у Петра" in cafe.get(f"/check/{SIGN}").text
    assert answered(session, cafe.business) is None
    assert status_of(session, cafe.business.id) == {}


def test_what_does_not_concern_opens_the_dispute(cafe, session):
    moved = cafe.post_form(f"/check/{SIGN}", {"answer": "not_applicable"})
    assert moved.headers["location"] == f"/requirements/{SIGN}/dispute"
    assert answered(session, cafe.business) == "not_applicable"


def test_a_page_sent_without_an_answer_is_an_error_that_keeps_the_note(cafe, session):
    sent = cafe.post_form(f"/check/{SIGN}", {"note": "почти готова"})
    assert sent.status_code == 422
    assert "Ответа нет" in sent.text
    assert "почти готова" in sent.text
    assert session.exec(select(Answer)).all() == []


@pytest.mark.parametrize("answer", ["maybe", "YES", "да", "1"])
def test_an_unknown_answer_is_refused_and_nothing_changes(cafe, session, answer):
    assert cafe.post_form(f"/check/{SIGN}", {"answer": answer}).status_code == 422
    assert session.exec(select(Answer)).all() == []


@pytest.mark.parametrize("path", ["/check/no.such", "/check/%D1%85", "/check/retail.signboard2"])
def test_an_unknown_requirement_is_not_found(cafe, path):
    assert cafe.get(path).status_code == 404
    assert cafe.post_form(path, {"answer": "yes"}).status_code == 404


def test_a_note_beyond_its_length_is_refused(cafe, session):
    sent = cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "note": "я" * 2001})
    assert sent.status_code == 422
    assert session.exec(select(Answer)).all() == []


def test_a_changed_requirement_asks_to_check_again_and_keeps_the_answer(cafe, session, alter):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    alter(Answer, requirement_version="0" * 16)
    assert status_of(session, cafe.business.id) == {SIGN: "recheck"}
    shown = cafe.get(f"/check/{SIGN}").text
    assert "Проверьте заново" in shown
    assert "Раньше вы ответили: «да»" in shown
    assert "Проверьте заново: 1" in cafe.get("/check/done").text
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    session.rollback()
    assert status_of(session, cafe.business.id) == {SIGN: "yes"}


def test_someone_without_an_account_assesses_themselves_and_stays_unknown(guest, session):
    assert guest.get("/check").status_code == 200
    assert guest.post_form(f"/check/{SIGN}", {"answer": "partly"}).status_code == 303
    assert answered(session, guest.business) == "partly"
    row = session.exec(select(Answer)).one()
    assert {name for name, value in row.model_dump().items() if value == guest.business.id} == {"business_id"}
    assert not {"person_id", "session_id", "address"} & set(Answer.model_fields) & set(AnswerChange.model_fields)


def test_a_browser_without_answers_is_sent_to_the_start(visitor):
    for path in ("/check", "/check/done"):
        assert visitor.get(path, follow_redirects=False).headers["location"] == "/"


def test_the_answers_of_another_business_are_neither_seen_nor_touched(cafe, stranger, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no", "note": "секрет"})
    assert "секрет" not in stranger.get(f"/check/{SIGN}").text
    assert stranger.post_form(f"/check/{SIGN}/undo").status_code == 409
    assert answered(session, cafe.business) == "no"


def test_the_result_counts_answers_and_offers_a_plan(cafe):
    cafe.post_form(f"/check/{SIGN}", {"answer": "no"})
    cafe.post_form(f"/check/{STAFF}", {"answer": "yes"})
    shown = cafe.get("/check/done").text
    assert "Готово 1, частично 0, нет 1: план из 1 дела" in shown
    assert 'href="/plan"' in shown
    assert 'href="/report.pdf"' in shown


def test_places_may_be_answered_apart_and_are_put_together(two_places, session):
    first, second = list_places(session, two_places.business.id)
    assert "Ответить по адресам" in two_places.get(f"/check/{SIGN}").text
    two_places.post_form(f"/check/{SIGN}", {"answer": "yes", "place": first.id})
    two_places.post_form(f"/check/{SIGN}", {"answer": "no", "place": second.id})
    assert answered(session, two_places.business) == "partly"
    two_places.post_form(f"/check/{SIGN}", {"answer": "yes"})
    assert answered(session, two_places.business) == "yes"
    two_places.post_form(f"/check/{SIGN}/undo")
    assert answered(session, two_places.business) == "partly"


def test_where_every_place_has_its_answer_the_whole_business_has_theirs(two_places, session):
    two_places.post_form(f"/check/{SIGN}", {"answer": "yes", "note": "заказана"})
    for place in list_places(session, two_places.business.id):
        session.rollback()
        two_places.post_form(f"/check/{SIGN}", {"answer": "no", "place": place.id})
    assert answered(session, two_places.business) == "no"
    assert answers_of(session, two_places.business.id)[SIGN].note == "заказана"


def test_undoing_leaves_what_a_place_answered_meanwhile(two_places, session):
    first = list_places(session, two_places.business.id)[0].id
    session.rollback()
    for fields in ({"answer": "yes", "place": first}, {"answer": "no"}, {"answer": "partly", "place": first}):
        two_places.post_form(f"/check/{SIGN}", fields)
    assert two_places.post_form(f"/check/{SIGN}/undo").status_code == 303
    assert answered(session, two_places.business) == "partly"


def test_a_place_of_another_business_is_not_found(cafe, bakery, session):
    foreign = list_places(session, bakery.business.id)[0]
    assert cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "place": foreign.id}).status_code == 404


def test_readiness_leaves_out_what_the_settings_leave_out(cafe, session, clock):
    match = match_business(load_profile(session, cafe.business), clock.today())
    everything = readiness_of(match, {}, ())
    less = readiness_of(match, {}, {SIGN})
    assert less.concerned == everything.concerned - 1


def test_no_place_alone_decides_for_the_others():
    assert combined([]) is None


def test_the_requirement_page_takes_the_answer_and_returns(cafe, session):
    shown = cafe.get(f"/requirements/{SIGN}").text
    assert f'action="/check/{SIGN}"' in shown
    moved = cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "return_to": f"/requirements/{SIGN}"})
    assert moved.headers["location"] == f"/requirements/{SIGN}"
    foreign = cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "return_to": "https://evil.example/"})
    assert foreign.headers["location"] == f"/requirements/{SIGN}"


def test_the_list_shows_the_status_and_how_ready_the_business_is(cafe):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    shown = cafe.get("/list").text
    assert "Готово 1 из" in shown


def test_a_version_is_the_one_the_person_saw(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    row = session.exec(select(Answer)).one()
    assert row.requirement_version == current_law().edition.requirements[SIGN].version
