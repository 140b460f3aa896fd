"""Flags name another requirement, are read by editors only, and may be joined."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from backend.assessments.models import Flag
from backend.db.engine import open_session
from backend.feedback.collecting import collect
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.law import current_law

SIGN, OTHER = "retail.signboard", "services.household_info"


def send(browser, requirement=SIGN, **fields):
    given = {"kind": "duplicate", "other": OTHER, "text": "То же самое"} | fields
    return browser.post_form(f"/flag/{requirement}", given)


def kept(session):
    session.rollback()
    return session.exec(select(Flag).order_by(Flag.at)).all()


def sorted_by(editor, session):
    """Return the page on which the editor sorts the only item there is."""
    collect(session, datetime.now(UTC))
    [item] = session.exec(select(Feedback)).all()
    session.commit()
    return editor.get(f"/desk/feedback/{item.id}").text


def linked():
    """Return a requirement that the registry links to another one."""
    return next(one for one in current_law().edition.requirements.values() if one.overlaps)


def test_a_flag_is_kept_for_the_editor(cafe, editor, session):
    assert send(cafe, fragments=["0"]).status_code == 303
    [flag] = kept(session)
    assert (flag.requirement, flag.other, flag.kind, flag.fragments) == (SIGN, OTHER, "duplicate", [0])
    shown = sorted_by(editor, session)
    assert "То же самое" in shown
    assert current_law().edition.requirements[OTHER].title.ru in shown
    assert "Лён" not in shown


def test_links_of_the_registry_are_offered_first(cafe):
    one = linked()
    assert f'value="{one.overlaps[0].with_}"' in cafe.get(f"/flag/{one.id}").text


def test_the_other_requirement_is_found_by_words_and_nothing_is_kept_yet(cafe, session):
    found = cafe.post_form(
        f"/flag/{SIGN}", {"find": "1", "q": "огнетушитель", "kind": "contradiction", "text": "слова"}
    )
    assert found.status_code == 200
    assert 'value="fire.extinguishers"' in found.text
    assert "слова" in found.text
    assert kept(session) == []


def test_a_contradiction_shows_what_the_law_says(cafe):
    shown = cafe.post_form(f"/flag/{SIGN}", {"find": "1", "q": "", "kind": "contradiction"}).text
    assert "за выполнение одного из них не наказывают" in shown
    assert "247-ФЗ, ст.\u00a07" in shown


@pytest.fixture
def asked_in_public(engine, clock):
    """The regulator was asked in public whether the requirement repeats another."""
    about = {"requirement": SIGN, "requirement_version": current_law().edition.requirements[SIGN].version}
    with open_session(engine, write=True) as opened:
        sent = {"number": 1, "state": "WITH_REGULATOR", "door": Door.NEUTRAL, "statement": "Пункт 1 повторяет пункт 2."}
        opened.add(Feedback(kind=FeedbackKind.DUPLICATE, created_at=clock.now(), **about, **sent))
        opened.commit()


def test_what_was_asked_in_public_is_joined(asked_in_public, bakery, session):
    assert "Регулятора уже спросили" in send(bakery).text
    assert kept(session) == []
    send(bakery, join="1")
    assert [flag.joins for flag in kept(session)] == [True]


def test_the_other_way_round_is_the_same_pair(asked_in_public, bakery):
    assert "Регулятора уже спросили" in send(bakery, OTHER, other=SIGN).text


def test_a_flag_of_one_business_tells_no_other_that_there_is_one(cafe, bakery, session):
    send(cafe)
    assert send(bakery).status_code == 303
    assert [flag.joins for flag in kept(session)] == [False, False]


def test_a_second_flag_of_one_business_takes_the_place_of_the_first(cafe, session):
    send(cafe, text="первый")
    send(cafe, text="второй")
    assert [flag.text for flag in kept(session)] == ["второй"]


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "typo"},
        {"kind": ""},
        {"other": ""},
        {"other": "no.such"},
        {"other": SIGN},
        {"fragments": ["77"]},
        {"text": "я" * 2001},
    ],
)
def test_a_flag_that_makes_no_sense_is_refused(cafe, session, fields):
    assert send(cafe, **fields).status_code == 422
    assert kept(session) == []


def test_what_was_not_chosen_is_told_apart_in_the_summary(cafe):
    shown = cafe.post_form(f"/flag/{SIGN}", {"text": ""}).text
    assert "Не выбрано, что не так. Выберите." in shown
    assert "Не выбрано второе требование. Найдите его и выберите." in shown
    assert "Поле не заполнено" not in shown


def test_flags_without_an_account_stay_with_the_person(guest, editor, session):
    send(guest)
    assert len(kept(session)) == 1
    collect(session, datetime.now(UTC))
    assert session.exec(select(Feedback)).all() == []


def test_only_editors_read_flags(cafe, regulator, admin, visitor):
    for browser in (cafe, regulator, admin):
        assert browser.get("/desk/flags").status_code == 404
    assert visitor.get("/desk/flags", follow_redirects=False).status_code == 303


def test_a_flag_can_be_taken_back_by_its_owner_only(cafe, stranger, session):
    send(cafe)
    flag = kept(session)[0].id
    assert stranger.post_form(f"/flags/{flag}/take-back").status_code == 404
    assert cafe.post_form(f"/flags/{flag}/take-back").status_code == 303
    assert kept(session) == []


def test_the_old_desk_of_flags_leads_to_the_desk_of_feedback(editor):
    answer = editor.get("/desk/flags", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/feedback")
    assert "/desk/flags" not in editor.get("/desk/feedback").text


def test_both_sides_of_a_known_contradiction_say_what_the_law_says(cafe):
    requirements = current_law().edition.requirements
    one, other = next(
        (one.id, link.with_)
        for one in requirements.values()
        for link in one.overlaps
        if link.kind == "contradiction" and link.with_ in requirements
    )
    for id_ in (one, other):
        assert "за выполнение одного из них не наказывают" in cafe.get(f"/requirements/{id_}").text
    assert "не наказывают" not in cafe.get(f"/requirements/{SIGN}").text
