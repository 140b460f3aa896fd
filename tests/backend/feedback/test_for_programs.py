"""Feedback for programs: the office answers, the editor sorts, the business reads its own, by their keys."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES
from rules.roles import Role
from tests.backend.feedback.conftest import NEUTRAL, SIGN, WORDS

API = "/api/v1"
NAMED = {"requirement": SIGN, "kind": "clarity", "text": "Мы не знаем, на каком языке писать часы работы."}


@pytest.fixture
def key(engine, clock, visitor):
    """Makes keys: `key(browser)` returns a function that calls the API with a key of that person."""

    def make(browser, scopes=tuple(OFFICE_SCOPES)):
        token, now = f"yasno_{browser.person.id}", clock.now()
        row = {"person_id": browser.person.id, "key_hash": hash_of(token), "expires_at": now + timedelta(days=90)}
        with open_session(engine, write=True) as session:
            grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).first()
            if grant is None:
                own = {"business_id": browser.business.id, "scopes": sorted(ALL_SCOPES)}
            else:
                own = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
                own["scopes"] = list(scopes)
            session.add(ApiKey(name="тест", created_at=now, **row, **own))
            session.commit()

        def call(method, path, **more):
            return visitor.request(method, API + path, headers={"Authorization": f"Bearer {token}"}, **more)

        return call

    return make


def test_an_office_answers_by_its_key(statement, office, key):
    call = key(office)
    assert [one["number"] for one in call("GET", "/desk/statements").json()["items"]] == [statement]
    shown = call("GET", f"/desk/statements/{statement}").json()
    assert shown["actions"] == ["accept", "accept_in_part", "reject"]
    empty = call("POST", f"/desk/statements/{statement}/reject", json={"text": ""})
    assert empty.status_code == 422
    done = call("POST", f"/desk/statements/{statement}/reject", json={"text": "Язык назван в статье 9."})
    assert (done.status_code, done.json()["state"]) == (200, "REJECTED")


@pytest.mark.parametrize("typed", ["1803859200", 1803859200, "20270301", "2027-03-01T00:00", "2027-02-29"])
def test_the_day_of_measures_is_year_month_day_and_nothing_else(statement, office, key, typed):
    call, here = key(office), f"/desk/statements/{statement}"
    assert call("POST", f"{here}/accept", json={"text": "Согласны."}).status_code == 200
    refused = call("POST", f"{here}/plan_action", json={"text": "Согласны.", "due": typed})
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == ["due"]
    assert office.post_form(f"{here}/plan_action", {"text": "Согласны.", "due": str(typed)}).status_code == 422
    assert call("GET", here).json()["state"] == "ACCEPTED"
    kept = call("POST", f"{here}/plan_action", json={"text": "Согласны.", "due": "2027-03-01"})
    assert (kept.status_code, kept.json()["action_due_on"]) == (200, "2027-03-01")


def test_a_key_that_only_reads_answers_nothing(statement, office, key):
    call = key(office, scopes=("control:read",))
    assert call("GET", f"/desk/statements/{statement}").status_code == 200
    assert call("POST", f"/desk/statements/{statement}/reject", json={"text": "Нет."}).status_code == 404


def test_an_office_of_elsewhere_finds_nothing(statement, person, key):
    call = key(person("there@example.ru", Role.REGULATOR, office=("mchs", "")))
    assert call("GET", "/desk/statements").json()["items"] == []
    assert call("GET", f"/desk/statements/{statement}").status_code == 404
    assert call("POST", f"/desk/statements/{statement}/accept", json={"text": "Да, согласны."}).status_code == 404


def test_the_editor_sorts_by_key_and_a_regulator_does_not(item, editor, office, key, room):
    assert key(office)("GET", "/feedback").status_code == 404
    call = key(editor)
    [shown] = call("GET", "/feedback").json()["items"]
    assert (shown["texts"], shown["voices"]) == ([WORDS], 1)
    refused = call("POST", f"/feedback/{item.id}/triage", json={"statement": f"Пишут, что {WORDS}"})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} == {"statement"}
    done = call("POST", f"/feedback/{item.id}/triage", json={"statement": NEUTRAL, "region": ""})
    assert (done.status_code, done.json()["state"]) == (200, "TRIAGED")
    made = {"requirement": SIGN, "kind": "duplicate", "statement": "Пункт 1 повторяет пункт 2."}
    assert call("POST", "/feedback", json=made).status_code == 201
    assert room.monday() == [1, 2]


def test_an_answer_goes_back_by_the_key_of_the_ombudsman(statement, office, ombudsman, key, visitor):
    office.post_form(f"/desk/statements/{statement}/reject", {"text": "Язык назван."})
    done = key(ombudsman)("POST", f"/statements/{statement}/reopen", json={"text": "В статье 9 языка нет."})
    assert (done.status_code, done.json()["state"]) == (200, "REOPENED")


def test_a_business_names_itself_by_key_with_the_seal_of_what_it_saw(owner, key, room):
    call, here = key(owner), f"/businesses/{owner.business.id}/feedback"
    seen = call("POST", f"{here}/preview", json=NAMED).json()
    assert (seen["name"], seen["text"]) == ("Кафе «Лён»", NAMED["text"])
    assert call("POST", here, json={**NAMED, "seal": "0" * 64}).status_code == 409
    made = call("POST", here, json={**NAMED, "seal": seen["seal"]})
    assert (made.status_code, made.json()["may_take_back"]) == (201, True)
    back = call("POST", f"{here}/{made.json()['id']}/take-back")
    assert (back.status_code, back.json()["may_take_back"]) == (200, False)
    assert room.monday() == []


def test_a_business_reads_its_own_by_key_and_nobody_elses(item, owner, stranger, key):
    own = key(owner)("GET", f"/businesses/{owner.business.id}/feedback").json()
    assert [one["requirement"] for one in own["signals"]] == [SIGN]
    assert key(stranger)("GET", f"/businesses/{owner.business.id}/feedback").status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xyz", "Выберите из списка: answered, open, overdue."),
        ("opened", "Возможно, это «open». Выберите из списка: answered, open, overdue."),
    ],
)
def test_an_unknown_standing_is_refused_by_name_with_those_there_are(visitor, typed, said):
    answer = visitor.get(f"{API}/statements?standing={typed}")
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["field"], fault["remedy"]["ru"]) == ("standing", said)


def test_a_number_longer_than_any_is_no_statement(visitor):
    for path in ("/statements/10674043309875200815567313305600", "/api/v1/statements/10674043309875200815567313305600"):
        assert visitor.get(path).status_code == 404
