"""Consultations by keys: a business asks, who consults answers, who inspects never sees a word (50(7))."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES, READ
from backend.accounts.tokens import hash_of
from backend.consultations.models import Consultation
from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.permissions import ALL_SCOPES
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from rules.roles import Role

HOME = "/api/v1/consultations"
QUESTION = {"control_type": "sanitary", "channel": "phone", "text": "Нужен ли журнал уборки для кафе?"}


@pytest.fixture
def program_of(person, engine, clock, app, settings) -> Callable[..., Any]:
    """Makes programs with the key of somebody's business, else of their first office."""

    def make(browser: Any, scopes: Any = None) -> Any:
        token = f"yasno_{browser.person.email}_{len(scopes or ())}"
        about = {"person_id": browser.person.id, "name": "тест", "key_hash": hash_of(token)}
        days = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=90)}
        with open_session(engine, write=True) as session:
            mine = select(RoleGrant).where(RoleGrant.person_id == browser.person.id).order_by(RoleGrant.role.desc())
            grant = session.exec(mine).first()
            if grant is None:
                own = {"business_id": browser.business.id, "scopes": sorted(scopes or ALL_SCOPES)}
            else:
                office = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
                own = office | {"scopes": list(scopes or OFFICE_SCOPES)}
            session.add(ApiKey(**about, **days, **own))
            session.commit()
        made = person.stack.enter_context(TestClient(app, base_url=settings.public_url))
        made.headers["Authorization"] = f"Bearer {token}"
        return made

    return make


@pytest.fixture
def cafe(owner, engine, clock) -> Any:
    """The café knows that it is in Moscow."""
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, {"region": "77"}, Origin.ANSWER, clock.now())
        session.commit()
    return owner


@pytest.fixture
def mine(program_of, cafe) -> Any:
    """A program of the café."""
    return program_of(cafe)


@pytest.fixture
def desk(program_of, regulator) -> Any:
    """A program of whoever consults for the consumer service in Moscow."""
    return program_of(regulator)


def asked(program: Any, **changes: Any) -> Any:
    """Ask; return the question."""
    answer = program.post(HOME, json=QUESTION | changes)
    assert answer.status_code == 201, answer.text
    return answer.json()


def rows(engine: Any) -> list[Consultation]:
    """Return every question there is."""
    with open_session(engine) as session:
        return list(session.exec(select(Consultation)))


def test_a_question_is_asked_once_answered_and_told(mine, desk, cafe, engine) -> None:
    key = {"Idempotency-Key": "вопрос".encode().hex()}
    first = mine.post(HOME, json=QUESTION, headers=key)
    again = mine.post(HOME, json=QUESTION, headers=key)
    assert (again.json()["id"], again.headers["Idempotent-Replayed"]) == (first.json()["id"], "true")
    one = f"{HOME}/{first.json()['id']}"
    seen = desk.get(one)
    assert (seen.json()["state"], seen.json()["text"]) == ("open", QUESTION["text"])
    assert cafe.business.name not in seen.text
    assert cafe.business.id not in seen.text
    assert desk.get(one, headers={"If-None-Match": seen.headers["ETag"]}).status_code == 304
    done = desk.post(f"{one}/answer", json={"text": "Нужен"}, headers={"If-Match": seen.headers["ETag"]})
    # By phone nothing is written down: 50(5).
    assert (done.json()["state"], done.json()["answer"]) == ("answered", "")
    assert mine.get(one).json()["answered_at"]
    with open_session(engine) as session:
        told = session.exec(select(Notice).where(Notice.person_id == cafe.person.id)).all()
    assert "consultation.answered" in {notice.kind for notice in told}


def test_of_two_who_answer_one_is_told(mine, desk, program_of, person) -> None:
    other = program_of(person("two@rpn.example", Role.REGULATOR, name="Вторая"))
    one = f"{HOME}/{asked(mine)['id']}"
    tag = {"If-Match": other.get(one).headers["ETag"]}
    assert desk.post(f"{one}/answer", json={}).status_code == 200
    assert other.post(f"{one}/answer", json={}, headers=tag).status_code == 412
    assert other.post(f"{one}/answer", json={}).status_code == 409
    assert mine.post(f"{one}/withdraw").json()["state"] == "answered"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"control_type": "none"}, "control_type"),
        ({"channel": "written"}, "channel"),
        ({"channel": "dove"}, "channel"),
        ({"text": ""}, "text"),
        ({"text": "Проверка 77260041000012345678 законна?"}, "text"),
        ({"requirement": "no.such"}, "requirement"),
        ({"x": 1}, "x"),
    ],
)
def test_what_cannot_be_asked_names_its_field_and_keeps_nothing(mine, engine, changes, field) -> None:
    refused = mine.post(HOME, json=QUESTION | changes)
    assert refused.status_code == 422, refused.text
    assert refused.headers["content-type"] == "application/problem+json"
    assert {one["field"] for one in refused.json()["errors"]} == {field}
    assert {"ru", "en"} == set(refused.json()["errors"][0]["message"])
    assert rows(engine) == []


def test_who_is_not_asked_finds_nothing(mine, program_of, person, stranger, inspector, prosecutor, engine) -> None:
    one = f"{HOME}/{asked(mine)['id']}"
    others = {
        "stranger": program_of(stranger),
        "another service": program_of(person("a@mchs.example", Role.REGULATOR, office=("mchs", "77"))),
        "another region": program_of(person("b@rpn.example", Role.REGULATOR, office=("rospotrebnadzor", "78"))),
        "inspector": program_of(inspector),
        "prosecutor": program_of(prosecutor),
    }
    for name, program in others.items():
        assert program.get(one).status_code == 404, name
        assert program.post(f"{one}/answer", json={}).status_code == 404, name
        assert program.post(f"{one}/withdraw").status_code == 404, name
        assert QUESTION["text"] not in program.get(HOME).text, name
    assert [(row.answered_at, row.withdrawn_at) for row in rows(engine)] == [(None, None)]


def test_who_also_inspects_reads_no_question_with_a_key_of_the_other_post(mine, program_of, person) -> None:
    both = person("both@rpn.example", Role.REGULATOR, Role.INSPECTOR, office=("rospotrebnadzor", "77"))
    program, one = program_of(both), f"{HOME}/{asked(mine)['id']}"
    assert program.get(HOME).json() == {"items": [], "next": None}
    assert program.get(one).status_code == 404


def test_rights_of_a_key_are_kept_to(cafe, mine, program_of, regulator, engine) -> None:
    one = f"{HOME}/{asked(mine)['id']}"
    reader = program_of(regulator, (READ,))
    assert reader.get(one).status_code == 200
    assert reader.post(f"{one}/answer", json={}).status_code == 404
    lesser = program_of(cafe, ("read", "answer"))
    assert lesser.get(one).status_code == 404
    assert lesser.post(HOME, json=QUESTION).status_code == 404
    assert mine.post(f"{one}/answer", json={}).status_code == 404
    assert program_of(cafe, ("control",)).post(f"{one}/withdraw").json()["state"] == "withdrawn"
    assert reader.get(one).status_code == 404


def test_lists_come_in_parts_and_by_state(mine, desk) -> None:
    ids = [asked(mine, text=f"Вопрос {n}?")["id"] for n in range(3)]
    assert mine.post(f"{HOME}/{ids[0]}/withdraw").status_code == 200
    first = mine.get(HOME, params={"limit": 2}).json()
    rest = mine.get(HOME, params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["id"] for one in first["items"] + rest["items"]] == ids[::-1]
    assert rest["next"] is None
    assert [one["id"] for one in mine.get(f"{HOME}?state=withdrawn").json()["items"]] == ids[:1]
    assert [one["id"] for one in desk.get(HOME).json()["items"]] == ids[1:]
    assert mine.get(f"{HOME}?state=lost").status_code == 422
