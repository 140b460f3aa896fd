"""Webhooks on the pages of whoever keeps the client: everything by hand, a secret once, wrong input kept."""

from __future__ import annotations

import html
import re

import pytest

from tests.backend.webhooks.conftest import ADDRESS, EVENTS, prove
from tests.backend.webhooks.test_managing import word_of

SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{44}")


@pytest.fixture
def here(program) -> str:
    """The page of the client's addresses."""
    return f"/clients/{program.id}/webhooks"


def added(owner, here) -> tuple[str, str]:
    """Add an address by the form; return its page and its secret."""
    answer = owner.post_form(here, {"address": ADDRESS, "events": EVENTS})
    assert answer.status_code == 200, answer.text
    (page,) = set(re.findall(rf'action="({here}/[A-Za-z0-9_-]+)/events"', answer.text))
    return page, SECRET.search(html.unescape(answer.text)).group()


def test_an_address_is_added_proven_and_shown_by_hand(post, owner, program, here):
    assert "Адресов пока нет" in owner.get(here).text
    page, _ = added(owner, here)
    shown = owner.get(page).text
    assert "не подтверждён" in shown
    assert SECRET.search(html.unescape(shown)) is None
    webhook_id = page.rpartition("/")[2]
    wrong = owner.post_form(f"{page}/confirm", {"token": "другое слово"})
    assert (wrong.status_code, "Слово другое" in wrong.text, "другое слово" in wrong.text) == (422, True, True)
    answer = owner.post_form(f"{page}/confirm", {"token": f" {word_of(post, webhook_id)} "}, follow_redirects=True)
    assert "Адрес подтверждён" in answer.text
    assert "работает" in owner.get(here).text


@pytest.mark.parametrize(
    ("address", "events", "words"),
    [
        ("http://hooks.kafe.ru/", EVENTS, "не начинается с https"),
        ("https://anna:secret@hooks.kafe.ru/", EVENTS, "имя или пароль"),
        ("https://2130706433/", EVENTS, "не число"),
        ("", EVENTS, "Адрес пуст"),
        (ADDRESS, [], "Событий нет"),
        (ADDRESS, ["secret.leaked"], "Событий нет"),
    ],
)
def test_a_wrong_address_comes_back_with_what_was_typed(post, owner, here, address, events, words):
    answer = owner.post_form(here, {"address": address, "events": events})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert f'value="{address}"' in answer.text
    assert "Адресов пока нет" in owner.get(here).text


def test_a_name_that_leads_inside_is_told(post, owner, here):
    post.names.turns = [["192.168.0.1"]]
    answer = owner.post_form(here, {"address": ADDRESS, "events": EVENTS})
    assert (answer.status_code, "внутреннюю сеть" in answer.text) == (422, True)


def test_secrets_change_by_hand_each_shown_once(post, owner, here):
    page, first = added(owner, here)
    answer = owner.post_form(f"{page}/secret")
    second = SECRET.search(html.unescape(answer.text)).group()
    assert (answer.status_code, second != first) == (200, True)
    assert SECRET.search(html.unescape(owner.get(page).text)) is None
    assert owner.post_form(f"{page}/secret").status_code == 409
    assert owner.post_form(f"{page}/old-secret/end").status_code == 303
    assert "Сменить секрет" in owner.get(page).text


def test_pause_choice_again_and_removal_by_hand(post, receiver, owner, program, here):
    made = prove(post, receiver, program)
    page = f"{here}/{made['id']}"
    receiver.answers = [500]
    (id_,) = post.announce()
    post.run()
    shown = owner.get(page).text
    assert ("ответ 500, 0 Б" in shown, "попыток: 1" in shown, "не отвечает" in shown) == (True, True, True)
    assert owner.post_form(f"{page}/pause").status_code == 303
    assert "на паузе" in owner.get(here).text
    assert owner.post_form(f"{page}/pause").status_code == 409
    receiver.answers = [200]
    assert owner.post_form(f"{page}/resume").status_code == 303
    post.run()
    assert post.message(id_).state == "delivered"
    assert f"{page}/deliveries/{id_}/again" in owner.get(page).text
    assert owner.post_form(f"{page}/deliveries/{id_}/again").status_code == 303
    post.run()
    assert [got.headers["webhook-id"] for got in receiver.got] == [id_] * 3
    assert owner.post_form(f"{page}/events", {"events": []}).status_code == 422
    assert owner.post_form(f"{page}/events", {"events": ["release.published"]}).status_code == 303
    assert post.announce() == []
    assert "Удалить адрес вебхука?" in owner.get(f"{page}/remove").text
    assert owner.post_form(f"{page}/remove").status_code == 303
    assert owner.get(page).status_code == 404


def test_why_an_address_is_off_is_said(post, receiver, owner, program, here):
    made = prove(post, receiver, program)
    receiver.answers = [410]
    post.announce()
    post.run()
    shown = owner.get(f"{here}/{made['id']}").text
    assert ("ответил 410" in shown, "Подтвердить адрес" in shown, "/pause" in shown) == (True, True, False)
    assert "не дошло: 1" in owner.get(here).text


@pytest.mark.parametrize("who", ["stranger", "accountant", "regulator", "admin", "editor"])
def test_whoever_does_not_keep_the_client_finds_nothing(request, post, owner, here, who):
    page, _ = added(owner, here)
    browser = request.getfixturevalue(who)
    for path in (here, page, f"{page}/remove"):
        assert browser.get(path).status_code == 404
    for tail in ("/events", "/challenge", "/confirm", "/secret", "/old-secret/end", "/pause", "/resume", "/remove"):
        assert browser.post_form(page + tail, {"events": EVENTS, "token": "a"}).status_code == 404
    assert browser.post_form(here, {"address": ADDRESS, "events": EVENTS}).status_code == 404


def test_a_client_without_the_right_has_no_form(post, owner, program_of):
    page = f"/clients/{program_of(owner.business.id, scopes=('statistics:read',)).id}/webhooks"
    assert "с правом webhooks:manage" in owner.get(page).text
    assert owner.post_form(page, {"address": ADDRESS, "events": EVENTS}).status_code == 409


def test_an_ended_client_gets_no_more_addresses(post, owner, program, here):
    program.end()
    assert owner.post_form(here, {"address": ADDRESS, "events": EVENTS}).status_code == 409


def test_the_pages_speak_english(post, owner, here):
    page, _ = added(owner, here)
    owner.cookies.set("language", "en", domain="127.0.0.1")
    for path, words in ((here, "Address of the receiver"), (page, "Prove the address"), (f"{page}/remove", "Remove")):
        assert words in owner.get(path).text
