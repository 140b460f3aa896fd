"""The pilot: a written choice that is for good, tables on screen alone, and windows that no private release can use."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.clock import MOSCOW
from backend.db.engine import open_session
from backend.errors import Conflict
from backend.statistics import clockwork
from backend.statistics.calendar import QUARTER, enter_day, window_of
from backend.statistics.feed import feed_of
from backend.statistics.freezing import freeze
from backend.statistics.ledger import charges, enter_lost_charges, settle
from backend.statistics.pilot import Decision, choices, choose, window_of_pilot
from backend.statistics.pilot_pages import refuse_demo
from backend.statistics.press import publish_window
from backend.statistics.publishing import announce_due
from backend.statistics.signing import document_sha256
from backend.statistics.store_tables import burned, frozen, intent, pilot_choice
from backend.statistics.verifying import document_of
from rules.exact_json import json_in_order
from rules.roles import Role
from tests.backend.statistics.counting_world import SOME_DAY, YEAR_END, Town, for_everybody, press_of
from tests.press import fits, freeze_answers

DECISION = Decision("7-р", date(2026, 11, 20), "Пробный выпуск за год: голосов пока мало для обезличенных.")
FORM = {"year": "2027", "number": "7-р", "decided_on": "2026-11-20", "text": DECISION.text, "burns": "true"}
NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
ADDRESS = "/admin/releases/pilot"


@pytest.fixture
def admin(person):
    """Who writes the decision down."""
    return person("admin@example.ru", Role.ADMIN)


@pytest.fixture
def press(settings):
    """The installation's means of publishing."""
    return press_of(settings)


def voted(engine, count):
    """So many businesses mark the same requirement: most of them could not understand it."""
    town = Town(engine)
    for place in range(count):
        town.mark(town.business(), 1 if place % 3 else 4)
    return town


def published(engine, press, count=40):
    """Freeze, audit and publish the pilot of 2026."""
    voted(engine, count)
    choose(press.store, press.journal, 2026, DECISION, NOW)
    window = window_of_pilot(2026)
    freeze(engine, press.store, press.handover, window, YEAR_END)
    publish_window(press, window.code, YEAR_END)
    announce_due(press.store, press.journal, YEAR_END.replace(day=20))


def test_the_choice_is_written_down_with_its_paper_and_audited(admin, engine, settings):
    answer = admin.post_form(ADDRESS, FORM)
    assert answer.status_code == 303, answer.text
    page = admin.get(ADDRESS).text
    assert "7-р" in page
    assert DECISION.text in page
    with open_session(engine) as session:
        row = session.exec(select(AuditRow).where(AuditRow.action == "release.pilot")).one()
    assert row.object_id == "pilot-2027"


@pytest.mark.parametrize("role", [Role.REGULATOR, Role.EDITOR, Role.OMBUDSMAN, Role.BUSINESS])
def test_nobody_but_an_admin_chooses(person, role, settings):
    somebody = person("somebody@example.ru", role, office=("mchs", "") if role is Role.REGULATOR else None)
    assert somebody.post_form(ADDRESS, FORM).status_code in (403, 404)


@pytest.mark.parametrize(
    "wrong",
    [{"burns": ""}, {"text": "мало"}, {"number": ""}, {"decided_on": "2026-11-29"}, {"year": "2025"}, {"year": "x"}],
)
def test_a_decision_that_lacks_something_is_refused(admin, settings, press, wrong):
    answer = admin.post_form(ADDRESS, FORM | wrong)
    assert answer.status_code == 422
    assert choices(press.store) == []


def test_the_same_year_is_chosen_once(press):
    choose(press.store, press.journal, 2027, DECISION, NOW)
    with pytest.raises(Conflict):
        choose(press.store, press.journal, 2027, DECISION, NOW)
    assert [one.year for one in choices(press.store)] == [2027]


def test_a_year_that_is_over_is_not_chosen(press):
    with pytest.raises(Conflict):
        choose(press.store, press.journal, 2025, DECISION, NOW)


def test_a_chosen_year_has_no_private_release_ever(engine, press, settings):
    voted(engine, 3)
    for code in ("2026Q2", "2026"):
        enter_day(press.store, window_of(code), QUARTER if "Q" in code else "year")
    freeze(engine, press.store, press.handover, window_of("2026Q2"), YEAR_END)
    choose(press.store, press.journal, 2026, DECISION, NOW)
    with pytest.raises(Conflict, match="burned"):
        publish_window(press, "2026Q2", YEAR_END)
    assert "2026Q2" not in clockwork.waiting(press.store)
    assert {day.window.code for day in feed_of(settings).calendar() if day.state == "burned"} == {"2026Q2", "2026"}
    with press.store.reading() as connection:
        assert set(connection.execute(select(burned.c.window)).scalars()) >= {"2026", "2026Q1", "2026Q4"}


def test_the_store_itself_refuses_the_intent_of_a_burned_window(press):
    choose(press.store, press.journal, 2026, DECISION, NOW)
    values = {"window": "2026Q1", "kind": "quarter", "handover": "a" * 64, "policy": press.policy.sha256, "at": NOW}
    with pytest.raises(DBAPIError), press.store.writing() as connection:
        connection.execute(intent.insert().values(**values))


def test_a_year_with_a_private_release_is_not_chosen(engine, press):
    voted(engine, 3)
    enter_day(press.store, window_of("2026Q2"), QUARTER)
    freeze(engine, press.store, press.handover, window_of("2026Q2"), YEAR_END)
    publish_window(press, "2026Q2", YEAR_END)
    with pytest.raises(Conflict, match="begun"):
        choose(press.store, press.journal, 2026, DECISION, NOW)
    assert choices(press.store) == []
    with press.store.reading() as connection:
        assert connection.execute(select(burned)).all() == []


def test_the_store_itself_refuses_to_burn_a_released_window(engine, press):
    voted(engine, 3)
    enter_day(press.store, window_of("2026Q2"), QUARTER)
    freeze(engine, press.store, press.handover, window_of("2026Q2"), YEAR_END)
    publish_window(press, "2026Q2", YEAR_END)
    with pytest.raises(DBAPIError), press.store.writing() as connection:
        connection.execute(burned.insert().values(window="2026Q2", reason="pilot", at=NOW))


def test_without_a_choice_nothing_is_released_as_a_pilot(engine, press):
    voted(engine, 20)
    window = window_of_pilot(2026)
    enter_day(press.store, window, "pilot")
    freeze(engine, press.store, press.handover, window, YEAR_END)
    with pytest.raises(Conflict, match="no decision"):
        publish_window(press, window.code, YEAR_END)


def test_the_tables_stand_on_the_desk_under_the_banner(engine, press, person, clock):
    published(engine, press)
    person.wait_until(YEAR_END.replace(day=21))
    office = person("office@example.ru", Role.REGULATOR, office=(for_everybody().authority or "mchs", ""))
    page = office.get("/desk/statistics/pilot").text
    assert "Пробный выпуск" in page
    assert "нет доказанной защиты шумом" in page
    assert "№\u00a07-р" in page
    assert "около 25" in page
    assert "2, без юриста никак" in page
    assert for_everybody().title.ru in page
    assert "меньше 10 или скрыто" in page


def test_programs_get_nothing_of_a_pilot(engine, press, person, settings, clock):
    published(engine, press)
    (head,) = feed_of(settings).releases()
    assert head.kind == "pilot"
    assert head.header["rho"] is None
    assert head.header["epsilon"] is None
    person.wait_until(YEAR_END.replace(day=21))
    office = person("office@example.ru", Role.REGULATOR, office=("mchs", ""))
    for address in ("releases/pilot-2026", "releases/pilot-2026.csv", "releases/pilot-2026/cells"):
        assert office.get(f"/api/v1/statistics/{address}").status_code in (401, 403, 404)
    assert "pilot" not in office.get("/desk/statistics").text.replace("/desk/statistics/pilot", "")
    with open_session(engine, write=True) as session:
        clockwork.take_note(session, settings, clock.now())
        session.commit()


def test_a_pilot_is_signed_charges_nothing_and_deletes_its_answers(engine, press, settings):
    published(engine, press)
    (head,) = feed_of(settings).releases()
    rows = [row for _, row in feed_of(settings).rows(head.id)]
    unsigned = {name: value for name, value in head.header.items() if name not in ("key", "signature")}
    assert document_sha256(unsigned, rows) == head.sha256
    fits("release", json.loads(json_in_order(document_of(feed_of(settings), head.id))))
    assert feed_of(settings).charges() == {}
    assert not press.file_of("pilot-2026").exists()
    assert press.journal.read() == {}
    quarters = {f"2026Q{number}" for number in range(1, 5)}
    lines = press.journal.burns()
    assert {window for kind, window in lines if kind == "burned"} == {"2026", *quarters}
    assert {window for kind, window in lines if kind == "pilot"} == {"pilot-2026"}
    assert {one.rho for one in lines.values()} == {"0"}


@pytest.mark.sqlite
def test_a_store_from_before_a_pilot_releases_nothing_of_its_year(engine, press, settings):
    store = settings.data / "releases.sqlite3"
    shutil.copy2(store, settings.data / "older")
    published(engine, press)
    shutil.copy2(settings.data / "older", store)
    for code in ("2026Q4", "2025Q4"):
        freeze_answers(press, code)
        with pytest.raises(Conflict, match="pilot-2026"):
            publish_window(press, code, YEAR_END)
    with pytest.raises(Conflict, match="pilot-2026"):
        choose(press.store, press.journal, 2026, DECISION, NOW)
    assert "pilot-2026" in enter_lost_charges(press.store, press.journal, YEAR_END)
    with pytest.raises(Conflict, match="burned"):
        publish_window(press, "2026Q4", YEAR_END)
    assert publish_window(press, "2025Q4", YEAR_END).drawn


@pytest.mark.sqlite
def test_a_store_from_before_its_publication_makes_a_pilot_no_second_time(engine, press, settings):
    voted(engine, 40)
    choose(press.store, press.journal, 2026, DECISION, NOW)
    window, store = window_of_pilot(2026), settings.data / "releases.sqlite3"
    freeze(engine, press.store, press.handover, window, YEAR_END)
    file = press.file_of(window.code)
    for path in (store, file):
        shutil.copy2(path, settings.data / f"{path.name}.older")
    publish_window(press, window.code, YEAR_END)
    for path in (store, file):
        shutil.copy2(settings.data / f"{path.name}.older", path)
    assert enter_lost_charges(press.store, press.journal, YEAR_END) == ["pilot-2026"]
    with pytest.raises(Conflict, match="published already"):
        publish_window(press, window.code, YEAR_END)
    assert clockwork.waiting(press.store) == []


@pytest.mark.sqlite
def test_a_year_whose_private_release_only_the_journal_knows_is_not_chosen(press, settings):
    store = settings.data / "releases.sqlite3"
    shutil.copy2(store, settings.data / "older")
    freeze_answers(press)
    publish_window(press, "2026Q3", NOW)
    shutil.copy2(settings.data / "older", store)
    with pytest.raises(Conflict, match="2026Q3"):
        choose(press.store, press.journal, 2026, DECISION, NOW)
    assert choices(press.store) == []
    assert enter_lost_charges(press.store, press.journal, NOW) == ["2026Q3"]
    with pytest.raises(Conflict, match="begun"):
        choose(press.store, press.journal, 2026, DECISION, NOW)


@pytest.mark.sqlite
def test_a_lost_charge_of_a_burned_window_is_entered_and_releases_go_on(press, settings):
    store = settings.data / "releases.sqlite3"
    shutil.copy2(store, settings.data / "older")
    freeze_answers(press)
    publish_window(press, "2026Q3", NOW)
    shutil.copy2(settings.data / "older", store)
    with press.store.writing() as connection:  # as a copy had it that was chosen in without its journal
        connection.execute(burned.insert().values(window="2026Q3", reason="pilot", at=NOW))
    assert enter_lost_charges(press.store, press.journal, NOW) == ["2026Q3"]
    assert [one.rho_micro for one in charges(press.store).values()] == [185_000]
    settle(press.store, press.journal)


def test_a_choice_stays_as_it_is(press):
    choose(press.store, press.journal, 2026, DECISION, NOW)
    for statement in (update(pilot_choice).values(number="8-р"), delete(pilot_choice)):
        with pytest.raises(DBAPIError, match="stay as they are"), press.store.writing() as connection:
            connection.execute(statement)


def test_too_few_voices_make_an_empty_pilot_once_and_for_all(engine, press, settings):
    published(engine, press, count=4)
    (head,) = feed_of(settings).releases()
    assert head.header["collecting"]
    assert not any(row.published for _, row in feed_of(settings).rows(head.id))
    assert not publish_window(press, head.id, YEAR_END).drawn


def test_the_demo_makes_no_pilot(settings):
    refuse_demo(settings)
    with pytest.raises(Conflict, match="demo"):
        refuse_demo(replace(settings, demo=True))


def test_the_demo_says_so_instead_of_a_form_that_would_be_refused(app, admin, settings):
    assert 'name="decided_on"' in admin.get(ADDRESS).text
    app.app.state.settings = replace(settings, demo=True)
    page = admin.get(ADDRESS).text
    assert "пробных выпусков нет" in page
    assert 'name="decided_on"' not in page
    app.app.state.settings = settings


def test_the_clockwork_freezes_and_publishes_a_pilot_by_itself(engine, settings, press):
    voted(engine, 40)
    choose(press.store, press.journal, 2026, DECISION, SOME_DAY)
    later = datetime(2027, 1, 15, 12, 0, tzinfo=MOSCOW)
    assert clockwork.freeze_closed(engine, settings, later) == ["pilot-2026"]
    assert clockwork.publish_due(settings, later) == ["pilot-2026"]
    with press.store.reading() as connection:
        assert set(connection.execute(select(frozen.c.window)).scalars()) == {"pilot-2026"}
