"""A run keeps the events of businesses known here, once, and goes on where it was cut off."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from backend.control.erknm import importing
from backend.control.erknm.importing import begin, run_import
from backend.control.models import ControlEvent, ErknmImport, ErknmRecord, MergeDifference
from backend.db.engine import open_session
from backend.errors import Conflict
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.risk.models import Source
from rules.faults import InputError
from tests.backend.control.erknm.snapshots import CAFE, SHOP, record, warning, xml


@pytest.fixture
def cafe(owner, engine):
    """A business whose ИНН is known here."""
    from backend.accounts.models import Business

    with open_session(engine, write=True) as session:
        row = session.get_one(Business, owner.business.id)
        row.inn, row.proven_by = CAFE, "papers"
        session.add(row)
        session.commit()
    return owner


@pytest.fixture
def take(engine, clock):
    """Import a file to its end, or as far as is told."""

    def run(path: Path, **options) -> ErknmImport:
        with open_session(engine, write=True) as session:
            row = begin(session, path, clock.now())
            session.commit()
        return run_import(engine, path, row.id, clock.now, **options)

    return run


def write(folder: Path, name: str, *records: str) -> Path:
    path = folder / name
    path.write_bytes(xml(records))
    return path


def events(engine) -> list[ControlEvent]:
    with open_session(engine) as session:
        return list(session.exec(select(ControlEvent).order_by(ControlEvent.registry_number)))


def test_only_events_of_businesses_known_here_are_kept(cafe, engine, take, tmp_path) -> None:
    row = take(write(tmp_path, "data-20260915-structure-20220125.xml", record(1001), record(1002, SHOP)))
    assert (row.kept, row.others, row.read, row.finished_at is not None) == (1, 1, 2, True)
    (event,) = events(engine)
    assert (event.source, event.inn, event.registry_number, event.state) == (Source.IMPORT, CAFE, "1001", "SCHEDULED")
    assert (event.control_type, event.kind, event.category, event.size) == ("fire", "ON_SITE", "SIGNIFICANT", "micro")
    assert (event.planned, event.planned_start, event.authority) == (False, date(2026, 10, 19), "mchs")


def test_the_business_finds_the_event_in_its_list(cafe, engine, take, tmp_path) -> None:
    take(write(tmp_path, "a.xml", record(1001)))
    (event,) = events(engine)
    assert event.business_id == cafe.business.id
    assert f"/control-events/{event.id}" in cafe.get("/control-events").text
    assert cafe.get(f"/control-events/{event.id}").status_code == 200


def test_of_what_is_to_come_the_business_is_told_once(cafe, engine, take, tmp_path) -> None:
    coming = record(1003).replace("2026-10-19", "2026-12-14").replace("2026-10-21", "2026-12-16")
    path = write(tmp_path, "a.xml", record(1001), coming)
    take(path)
    take(path)
    with open_session(engine) as session:
        found = session.exec(select(Notice).where(Notice.kind == "control_event.import_scheduled")).all()
    assert len(found) == 1


def test_a_purchase_is_not_shown_before_it_was_made(cafe, engine, take, tmp_path) -> None:
    secret = record(1001).replace("Выездная проверка", "Контрольная закупка")
    take(write(tmp_path, "a.xml", secret))
    assert [(one.state, one.business_id) for one in events(engine)] == [("SCHEDULED", None)]
    over = secret.replace("Ожидает проведения", "Ожидает завершения")
    take(write(tmp_path, "b.xml", over))
    assert [(one.state, one.business_id) for one in events(engine)] == [("REPORT_PENDING", cafe.business.id)]


def test_reading_a_file_again_changes_nothing(cafe, engine, take, tmp_path) -> None:
    path = write(tmp_path, "a.xml", record(1001), record(1002))
    take(path)
    before = [one.model_dump() for one in events(engine)]
    row = take(path)
    assert (row.kept, row.repeated) == (0, 2)
    assert [one.model_dump() for one in events(engine)] == before


def test_a_later_slice_moves_the_event_on_and_an_older_one_does_not_move_it_back(cafe, engine, take, tmp_path) -> None:
    first = write(tmp_path, "data-20260915-structure-20220125.xml", record(1001))
    take(first)
    done = record(1001).replace("Ожидает проведения", "Завершено").replace("2026-10-21", "2026-10-23")
    take(write(tmp_path, "data-20261101-structure-20220125.xml", done))
    take(write(tmp_path, "data-20260916-structure-20220125.xml", record(1001)))
    (event,) = events(engine)
    assert (event.state, event.planned_end) == ("DELIVERED", date(2026, 10, 23))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("Исключена", "EXCLUDED"),
        ("Отменено", "CANCELLED"),
        ("Не может быть проведено", "IMPOSSIBLE"),
        ("Не согласована", "REJECTED"),
        ("На согласовании", "PREPARING"),
    ],
)
def test_the_registers_states_are_ours(cafe, engine, take, tmp_path, status, state) -> None:
    take(write(tmp_path, "a.xml", record(1001).replace("Ожидает проведения", status)))
    assert [one.state for one in events(engine)] == [state]


def test_words_nobody_knows_are_kept_and_reported(cafe, engine, take, tmp_path) -> None:
    strange = record(1001).replace("Выездная проверка", "Новое мероприятие").replace("Ожидает проведения", "Новое")
    row = take(write(tmp_path, "a.xml", strange))
    assert row.skipped["unknown"] == {"kind: Новое мероприятие": 1, "status: Новое": 1}
    assert [(one.kind, one.state) for one in events(engine)] == [("Новое мероприятие", "PREPARING")]


def test_warnings_are_counted_and_not_kept_as_events(cafe, engine, take, tmp_path) -> None:
    row = take(write(tmp_path, "a.xml", warning(2001, "Уберите проход")))
    assert row.skipped["skipped"] == {"prevention": 1}
    assert events(engine) == []


class Killed(BaseException):
    """The process dies here."""


def test_a_run_that_was_killed_goes_on_and_ends_as_if_nothing_had_happened(
    cafe, engine, take, tmp_path, monkeypatch
) -> None:
    path = write(tmp_path, "a.xml", *(record(number) for number in range(1001, 1021)))
    store, calls = importing.store_event, []

    def dying(session, said, now):
        calls.append(said.number)
        found = store(session, said, now)
        if len(calls) == 8:
            raise Killed
        return found

    monkeypatch.setattr(importing, "store_event", dying)
    with pytest.raises(Killed):
        take(path)
    assert len(events(engine)) == 7
    monkeypatch.setattr(importing, "store_event", store)
    row = take(path)
    assert row.kept == 20
    assert row.read == 20
    assert [one.registry_number for one in events(engine)] == [str(number) for number in range(1001, 1021)]
    with open_session(engine) as session:
        assert len(session.exec(select(ErknmImport)).all()) == 1
        assert len(session.exec(select(ErknmRecord)).all()) == 20


def test_two_do_not_run_over_one_file_at_once(cafe, engine, take, tmp_path, clock) -> None:
    path = write(tmp_path, "a.xml", record(1001), record(1002))
    with open_session(engine, write=True) as session:
        row = begin(session, path, clock.now())
        row.position = {"holder": "other", "until": (clock.now() + timedelta(seconds=30)).isoformat()}
        session.add(row)
        session.commit()
    with pytest.raises(Conflict):
        take(path)


def test_what_was_read_of_a_broken_file_stays(cafe, engine, take, tmp_path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(xml([record(1001), record(1002)])[:-200])
    with pytest.raises(InputError):
        take(path)
    assert len(events(engine)) >= 1
    with open_session(engine) as session:
        row = session.exec(select(ErknmImport)).one()
    assert row.finished_at is None
    assert "Скачайте файл заново" in row.fault["ru"]


def test_an_own_copy_gives_way_and_its_differences_are_shown(cafe, engine, take, tmp_path, clock) -> None:
    with open_session(engine, write=True) as session:
        own = ControlEvent(
            number=1,
            source=Source.BUSINESS,
            business_id=cafe.business.id,
            inn=CAFE,
            registry_number="1001",
            control_type="fire",
            kind="DOCUMENTARY",
            state="SCHEDULED",
            created_at=clock.now(),
        )
        session.add(own)
        session.commit()
    take(write(tmp_path, "a.xml", record(1001)))
    with open_session(engine) as session:
        official = session.exec(select(ControlEvent).where(ControlEvent.source == Source.IMPORT)).one()
        assert session.get_one(ControlEvent, own.id).merged_into == official.id
        found = session.exec(select(MergeDifference).where(MergeDifference.field == "kind")).one()
    assert (found.event_id, found.own, found.official) == (official.id, "DOCUMENTARY", "ON_SITE")
    assert cafe.get(f"/control-events/{own.id}").status_code == 200


def test_an_event_that_its_authority_keeps_here_is_not_overwritten(cafe, engine, take, tmp_path, clock) -> None:
    with open_session(engine, write=True) as session:
        row = ControlEvent(
            number=1,
            source=Source.AUTHORITY,
            inn=CAFE,
            registry_number="1001",
            control_type="fire",
            kind="INSPECTION_VISIT",
            state="IN_PROGRESS",
            created_at=clock.now(),
        )
        session.add(row)
        session.commit()
    take(write(tmp_path, "a.xml", record(1001)))
    assert [(one.kind, one.state, one.source) for one in events(engine)] == [
        ("INSPECTION_VISIT", "IN_PROGRESS", Source.AUTHORITY)
    ]


def test_an_admin_starts_an_import_from_the_folder(cafe, admin, engine, settings, clock) -> None:
    folder = settings.data / "imports"
    folder.mkdir()
    write(folder, "month.xml", record(1001), record(1002, SHOP))
    assert "month.xml" in admin.get("/admin/imports").text
    assert admin.post_form("/admin/imports", {"file": "../secret"}).status_code == 422
    answer = admin.post_form("/admin/imports", {"file": "month.xml"})
    assert answer.status_code == 303
    page = answer.headers["location"]
    assert "Страницу можно закрыть" in admin.get(page).text
    run_due(Hands(settings, engine, clock))
    said = admin.get(page).text
    assert "готово" in said
    assert "Чужие записи" in said
    assert len(events(engine)) == 1


def test_nobody_else_sees_the_imports(cafe, visitor) -> None:
    assert cafe.get("/admin/imports").status_code in (403, 404)
    assert visitor.get("/admin/imports", follow_redirects=False).status_code in (303, 401, 403, 404)


def test_the_command_takes_a_file_and_says_what_it_did(cafe, engine, settings, tmp_path, monkeypatch) -> None:
    from click.testing import CliRunner

    from backend.commands.erknm import erknm

    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)
    path = write(tmp_path, "a.xml", record(1001), record(1002, SHOP))
    answer = CliRunner().invoke(erknm, ["import", str(path), "--json"])
    assert answer.exit_code == 0, answer.output
    said = json.loads(answer.output)
    assert (said["records"], said["kept"], said["others"]) == (2, 1, 1)
    assert len(events(engine)) == 1
