"""A business names its founders itself; the list is its own."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.profiles.register import Organisation, replace_extract
from backend.seed.inn import invented_inn
from backend.statistics.founders import MOST, declared_founders
from rules.roles import Role

ONE, OTHER = invented_inn(1, person=True), invented_inn(2, person=False)


@pytest.fixture
def owner(person):
    return person("anna@example.ru", Role.BUSINESS, business="Кафе")


def test_founders_are_kept_each_once_and_told_to_the_log_without_numbers(owner, session):
    address = f"/businesses/{owner.business.id}/founders"
    assert owner.get(address).status_code == 200
    assert owner.post_form(address, {"founders": f"{ONE}\n{OTHER}, {ONE}"}).status_code == 303
    assert list(declared_founders(session, owner.business.id)) == sorted([ONE, OTHER])
    assert ONE in owner.get(address).text
    row = session.exec(select(AuditRow).where(AuditRow.action == "founders.declare")).one()
    assert ONE not in row.model_dump_json()


def test_an_empty_list_takes_them_back(owner, session):
    address = f"/businesses/{owner.business.id}/founders"
    owner.post_form(address, {"founders": ONE})
    owner.post_form(address, {"founders": ""})
    assert list(declared_founders(session, owner.business.id)) == []


@pytest.mark.parametrize("typed", ["123", "мама", "\n".join(invented_inn(n, person=True) for n in range(1, MOST + 2))])
def test_what_is_no_list_of_numbers_changes_nothing(owner, session, typed):
    address = f"/businesses/{owner.business.id}/founders"
    answer = owner.post_form(address, {"founders": typed})
    assert answer.status_code == 422
    assert "ИНН" in answer.text or "не больше" in answer.text
    assert list(declared_founders(session, owner.business.id)) == []


def test_founders_of_the_register_are_shown(owner, session, clock):
    owner.business.inn = invented_inn(9, person=False)
    session.add(owner.business)
    known = Organisation(owner.business.inn, "Кафе", {}, [OTHER])
    replace_extract(session, [known], clock.today(), clock.now())
    session.commit()
    assert OTHER in owner.get(f"/businesses/{owner.business.id}/founders").text


def test_somebody_elses_founders_are_not_there(owner, person):
    stranger = person("boris@example.ru", Role.BUSINESS, business="Пекарня")
    address = f"/businesses/{owner.business.id}/founders"
    assert stranger.get(address).status_code == 404
    assert stranger.post_form(address, {"founders": ONE}).status_code == 404
