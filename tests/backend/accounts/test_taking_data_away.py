"""«Скачать и удалить мои данные»."""

import io
import json
import zipfile

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from backend.accounts.models import Business, MemberKind, Person
from backend.accounts.queries import find_membership
from backend.audit.models import AuditRow
from backend.audit.queries import verify
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.schema import metadata
from rules.roles import Role

PASSWORD = "четыре синих кота"


@pytest.fixture
def anna(person):
    return person("anna@example.ru", name="Анна Соколова", business="Кафе «Лён»", password=PASSWORD)


def archive_of(browser):
    answer = browser.get("/account/data.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    return {name: packed.read(name).decode() for name in packed.namelist() if name.endswith(".json")}


def test_the_archive_holds_the_person_and_their_businesses_and_no_secrets(anna, engine):
    found = archive_of(anna)
    assert json.loads(found["tables/person.json"])[0]["email"] == "anna@example.ru"
    assert json.loads(found["tables/business.json"])[0]["name"] == "Кафе «Лён»"
    assert json.loads(found["tables/membership.json"])[0]["business_id"] == anna.business.id
    assert set(found) >= {"assessments.json", "costs.json"}
    everything = "".join(found.values())
    assert "argon2" not in everything
    assert "_hash" not in everything


def test_the_archive_holds_nothing_of_other_people_s_businesses(anna, stranger, accountant, owner):
    assert "Пекарня" not in "".join(archive_of(anna).values())
    assert "Кафе" not in "".join(archive_of(accountant).values())


def test_every_table_about_people_or_businesses_is_in_the_copy_by_itself():
    """What hangs on a person or a business by a foreign key is found; a table that is not says why here."""
    from backend.accounts.personal import _hanging_on

    reached, waiting = {"person", "business"}, ["person", "business"]
    metadata()
    while waiting:
        for table, _ in _hanging_on(waiting.pop()):
            if table.name not in reached:
                reached.add(table.name)
                waiting.append(table.name)
    columns = {table.name: set(table.c.keys()) for table in SQLModel.metadata.sorted_tables}
    named = {name for name, names in columns.items() if names & {"person_id", "business_id"}}
    # Cases and objects are their authority's too: `personal_data.py` of control and risk tell what is the business's.
    told = {"control_event", "control_warning", "preventive_visit", "prescription", "postponement", "document_request"}
    told |= {"appeal", "feedback", "ombudsman_case", "ombudsman_view"}
    of_threads = {"thread", "thread_member", "thread_read"}
    assert named - reached == told | of_threads | {"case_note", "event_file", "control_object"}


def test_downloads_are_limited(anna):
    for _ in range(10):
        assert anna.get("/account/data.zip").status_code == 200
    assert anna.get("/account/data.zip").status_code == 429


def test_erasing_asks_for_the_password_and_a_tick(anna, engine):
    assert "Пароль другой." in anna.post_form("/account/erase", {"password": "не он", "sure": "1"}).text
    assert "не отметили" in anna.post_form("/account/erase", {"password": PASSWORD}).text
    with open_session(engine) as session:
        assert session.get(Person, anna.person.id) is not None


def test_erasing_takes_the_person_and_what_they_alone_own_and_leaves_no_trace(anna, engine):
    anna.post_form("/account/password", {"current": PASSWORD, "password": "пять рыжих лисиц"})
    gone = anna.post_form("/account/erase", {"password": "пять рыжих лисиц", "sure": "1"})
    assert gone.headers["location"] == "/"
    assert anna.get("/account", follow_redirects=False).status_code == 303
    with open_session(engine) as session:
        assert session.get(Person, anna.person.id) is None
        assert session.get(Business, anna.business.id) is None
        for table in SQLModel.metadata.sorted_tables:
            if table.name != "outbox":  # letters under way are wiped when they have left
                rows = str(session.execute(sa.select(table)).all())
                assert "anna@example.ru" not in rows, table.name
                assert "Кафе «Лён»" not in rows, table.name


def test_erasing_stands_in_the_log_with_ids_only_and_the_chain_is_whole(anna, engine):
    anna.post_form("/account/erase", {"password": PASSWORD, "sure": "1"})
    with open_session(engine) as session:
        rows = {(row.action, row.object_id) for row in session.exec(select(AuditRow))}
        assert ("person.erase", anna.person.id) in rows
        assert ("business.erase", anna.business.id) in rows
        assert verify(session).seq == len(session.exec(select(AuditRow)).all())
        noted = [row.payload for row in session.exec(select(OutboxRow).where(OutboxRow.kind == "audit.note_erasure"))]
    assert {(one["table"], one["id"]) for one in noted} == {
        ("person", anna.person.id),
        ("business", anna.business.id),
    }


def test_a_business_with_another_owner_stays(anna, person, engine):
    second = person("second@example.ru", business=anna.business)
    assert "бизнес не только ваш" in anna.get("/account/erase").text
    anna.post_form("/account/erase", {"password": PASSWORD, "sure": "1"})
    assert second.get(f"/businesses/{anna.business.id}").status_code == 200


def test_a_business_is_erased_alone_and_those_in_it_lose_access(anna, person, engine, clock):
    member = person("m@example.ru", business=anna.business, kind=MemberKind.MEMBER)
    path = f"/businesses/{anna.business.id}/erase"
    assert "В нём ещё 1\u00a0человек" in anna.get(path).text
    assert anna.post_form(path).status_code == 422
    assert member.post_form(path, {"sure": "1"}).status_code == 404
    assert anna.post_form(path, {"sure": "1"}).status_code == 303
    assert member.get(f"/businesses/{anna.business.id}").status_code == 404
    with open_session(engine) as session:
        assert find_membership(session, member.person.id, anna.business.id, clock.now()) is None


def test_the_only_admin_first_hands_the_role_over(person):
    root = person("root@example.ru", Role.ADMIN)
    refused = root.post_form("/account/erase", {"sure": "1"})
    assert refused.status_code == 409
    assert "Вы единственный администратор." in refused.text
