"""The admin sees how the installation is, and gives work another try."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.service import enqueue
from backend.jobs.work import Hands, plan_periodic, run_due
from backend.law import current_law
from backend.maintenance.backup import make_backup
from backend.maintenance.checks import House, examine
from backend.requirements.browsing import standings_of


@pytest.fixture
def given_up(engine, clock):
    with open_session(engine, write=True) as session:
        row_id = enqueue(session, "test.of_a_later_version", {}, due_at=clock.now())
        row = session.get_one(OutboxRow, row_id)
        row.failed_at, row.error, row.attempts = clock.now(), "LookupError", 8
        session.commit()
    return row_id


def test_the_page_shows_checks_and_work_given_up(admin, given_up):
    page = admin.get("/operations").text
    assert "База данных отвечает." in page
    assert "test.of_a_later_version" in page


def test_what_never_happened_yet_is_not_called_in_order(admin):
    line = admin.get("/operations").text.split("Журнал ещё не проверялся")[0].rsplit("<li>", 1)[1]
    assert "к сведению" in line
    assert "в порядке" not in line


def test_the_page_counts_entries_that_nobody_checked_and_that_end_soon(admin, clock):
    page = admin.get("/operations").text
    for code, name in (("unchecked", "Не сверены с текстом акта"), ("ending", "Скоро закончатся")):
        count = sum(code in standings_of(one, clock.today()) for one in current_law().edition.requirements.values())
        assert count
        assert f'<a href="/registry?standing={code}">{name}</a>: {count}' in page


def test_work_given_up_can_be_tried_again(admin, engine, given_up):
    assert admin.post_form(f"/operations/{given_up}/again").status_code == 303
    with open_session(engine) as session:
        row = session.get_one(OutboxRow, given_up)
        assert (row.failed_at, row.attempts) == (None, 0)
        assert session.exec(select(AuditRow.action).order_by(AuditRow.seq)).all()[-1] == "outbox.try_again"
    assert admin.post_form(f"/operations/{given_up}/again").status_code == 404


def test_the_page_says_when_the_log_was_whole_and_when_the_last_backup_was_made(admin, settings, engine, clock):
    assert "Журнал ещё не проверялся · копии ещё не было" in admin.get("/operations").text
    hands = Hands(settings, engine, clock)
    plan_periodic(hands)
    clock.moment = datetime(2026, 11, 28, 23, 10, tzinfo=UTC)
    make_backup(settings, engine, settings.data, clock.now())
    clock.moment = datetime(2026, 11, 29, 0, 0, tzinfo=UTC)
    run_due(hands)
    found = examine(House(settings, engine, clock.now()), ("night",))["night"]
    assert found.ok
    assert found.message.ru == "Журнал цел, 03:00 · копия 02:10"
    later = examine(House(settings, engine, clock.now() + timedelta(days=2)), ("night",))["night"]
    assert later.message.ru.startswith("Журнал цел, 29\u00a0ноября\u00a02026")
    assert later.message.en.startswith("Log whole, ")


def test_the_page_says_how_much_the_database_s_own_log_holds(admin, settings, engine, clock):
    found = examine(House(settings, engine, clock.now()), ("wal",))["wal"]
    assert found.ok
    assert found.message.ru in admin.get("/operations").text
