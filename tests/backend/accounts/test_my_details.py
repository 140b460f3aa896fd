"""«Мои данные», consents and the pages that explain."""

import re

import pytest
from sqlmodel import select

from backend.accounts.models import PersonSession
from backend.accounts.sessions import open_session as open_person_session
from backend.db.engine import open_session


def test_name_and_language_are_changed(owner):
    owner.post_form("/account", {"name": "Анна Петрова", "language": "en", "mail_notices": "1"})
    page = owner.get("/account").text
    assert "Анна Петрова" in page
    assert "Language of pages and letters" in page


def test_a_wrong_name_is_told_and_kept(owner):
    page = owner.post_form("/account", {"name": "", "language": "fr"})
    assert page.status_code == 422
    assert "Поле «Как вас зовут» не заполнено." in page.text
    assert "Такого варианта нет." in page.text


def test_switching_letters_off_withdraws_the_consent_to_them(owner):
    owner.post_form("/account", {"name": "Анна", "language": "ru", "mail_notices": "1"})
    assert owner.get("/consent").text.count("Дано 28") == 1
    owner.post_form("/account", {"name": "Анна", "language": "ru"})
    assert owner.get("/consent").text.count("Дано 28") == 0
    owner.post_form("/consent/letters", {"answer": "give"})
    assert 'name="mail_notices" value="1" checked' in owner.get("/account").text


def test_the_consent_to_the_account_is_withdrawn_by_erasing_it(owner):
    assert owner.post_form("/consent/account", {"answer": "withdraw"}).status_code == 404
    assert owner.post_form("/consent/nonsense", {"answer": "give"}).status_code == 404
    assert owner.post_form("/consent/letters", {"answer": "maybe"}).status_code == 404


def test_a_session_is_ended_from_another_browser(owner, person):
    other = person.browser()
    with open_session(person.engine, write=True) as session:
        other.cookies.set("session", open_person_session(session, owner.person, person.clock.now()), domain="127.0.0.1")
        session.commit()
    page = owner.get("/account").text
    assert page.count("Другой браузер") == 1
    action = re.search(r'action="(/account/sessions/[^"/]+/end)"', page).group(1)
    assert owner.post_form(action).status_code == 303
    assert other.get("/account", follow_redirects=False).status_code == 303
    assert owner.get("/account", follow_redirects=False).status_code == 200


def test_another_person_s_session_cannot_be_ended(owner, stranger, engine):
    with open_session(engine) as session:
        theirs = session.exec(select(PersonSession.id).where(PersonSession.person_id == stranger.person.id)).one()
    assert owner.post_form(f"/account/sessions/{theirs}/end").status_code == 404
    assert stranger.get("/account", follow_redirects=False).status_code == 200


def test_all_other_sessions_are_ended_at_once(owner):
    assert owner.post_form("/account/sessions/end-others").status_code == 303
    assert owner.get("/account", follow_redirects=False).status_code == 200


PUBLIC = ["/about", "/privacy", "/consent", "/sign-in", "/sign-up", "/password"]
OWN = ["/account", "/account/keys", "/account/erase", "/account/password", "/account/email", "/businesses"]


@pytest.mark.parametrize("path", [*PUBLIC, *OWN])
def test_every_page_is_whole_in_english(person, path):
    browser = person("nina@example.com", name="Nina Brown", business="Linen Café")
    browser.cookies.set("language", "en", domain="127.0.0.1")
    main = browser.get(path).text.split("<main")[1].split("</main>")[0].replace("Русский", "")
    words = re.sub(r"<[^>]+>", " ", main)
    assert re.findall("[А-Яа-яЁё]+", words) == []


@pytest.mark.parametrize("path", OWN)
def test_pages_about_oneself_need_signing_in(visitor, path):
    assert visitor.get(path, follow_redirects=False).headers["location"] == f"/sign-in?next={path}"


def test_privacy_and_about_say_their_figures(visitor):
    privacy = visitor.get("/privacy").text
    assert "Храним 30\u00a0дней" in privacy
    assert "через 30\u00a0минут" in privacy
    assert "stats__value" in visitor.get("/about").text
