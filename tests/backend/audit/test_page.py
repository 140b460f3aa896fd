"""Admins read the log; nobody else does."""

from __future__ import annotations

import pytest

from backend.audit.service import record
from backend.db.engine import open_session
from backend.permissions import Actor


@pytest.fixture
def log(engine, clock, owner):
    with open_session(engine, write=True) as session:
        actor = Actor(person_id=owner.person.id)
        for number in range(60):
            record(session, actor, "dispute.submit", "dispute", f"d{number}", None, clock.now())
        record(session, None, "edition.load", "edition", "7", None, clock.now())
        session.commit()


def test_the_log_names_who_did_what_newest_first(log, admin):
    page = admin.get("/audit").text
    assert "сама платформа" in page
    assert "Анна Соколова" in page
    assert "dispute d59" in page
    assert "dispute d3<" not in page


def test_older_rows_stand_on_the_next_page(log, admin):
    assert "/audit?before=12" in admin.get("/audit").text
    assert "dispute d3<" in admin.get("/audit?before=12").text


def test_the_log_is_searched_by_action_and_object(log, admin):
    assert "edition.load" not in admin.get("/audit?action=dispute").text
    assert "dispute d3<" in admin.get("/audit?object_id=d3").text
    assert "Таких записей нет." in admin.get("/audit?object_id=d99").text


def test_the_check_says_whether_the_log_is_whole(log, admin, intruder):
    assert "Журнал цел" in admin.get("/audit?check=true").text
    intruder("UPDATE audit_log SET actor = 'x' WHERE seq = 4")
    assert "Запись 4 изменена после записи." in admin.get("/audit?check=true").text


@pytest.mark.parametrize("path", ["/audit", "/operations"])
def test_these_pages_do_not_exist_for_others(path, owner, regulator, editor, visitor):
    assert [browser.get(path).status_code for browser in (owner, regulator, editor)] == [404, 404, 404]
    assert visitor.get(path, follow_redirects=False).headers["location"].startswith("/sign-in")


def test_wrong_numbers_of_pages_are_answered_clearly(log, admin):
    for wrong in ("-1", "0", "9" * 30, "ten"):
        assert admin.get(f"/audit?before={wrong}").status_code == 400
