"""The register is read record by record, only events of known businesses are kept, and a cut-off reading goes on."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from backend.control.erknm.events import Checkpoint, ControlObject, ErknmEvent
from backend.control.erknm.opening import LIMITS, Guarded, Member
from backend.control.erknm.reading import ErknmImport, records
from rules.faults import InputError
from tests.backend.control.erknm.snapshots import CAFE, END, MILL, SHOP, packed, record, warning, xml

KNOWN = {CAFE, MILL}
NAME = "data-20260915-structure-20220125"


def written(folder: Path, data: bytes, name: str = f"{NAME}.xml") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def faults_of(run: ErknmImport) -> list[str]:
    with pytest.raises(InputError) as caught:
        list(run)
    assert all(fault.message.en and fault.remedy.ru for fault in caught.value.faults)
    return [fault.code for fault in caught.value.faults]


def test_a_record_becomes_an_event_in_the_words_of_the_register(tmp_path):
    (event,) = ErknmImport(written(tmp_path, xml([record("77260061000120428959")])), KNOWN)
    place = "г Москва, ул Примерная, 1"
    assert event == ErknmEvent(
        number="77260061000120428959",
        version=event.version,
        inn=CAFE,
        status="Ожидает проведения",
        status_code="TYPE_WAITING_CARRY_OUT",
        kind="Выездная проверка",
        planned=False,
        classification="КНМ",
        character="Внеплановое КНМ",
        control_type="Федеральный государственный пожарный надзор",
        level="FEDERAL",
        starts_on=date(2026, 10, 19),
        ends_on=date(2026, 10, 21),
        authority="ГУ МЧС",
        prosecutor="Прокуратура города",
        grounds=("ФЗ №248-ФЗ",),
        risk_category="значительный риск",
        addresses=(place,),
        objects=(ControlObject("Производственные объекты", "здания", "помещения", "значительный риск", place),),
        business_name="ООО «Пример»",
        business_ogrn="1137700000001",
        business_kind="ЮЛ",
        business_size="Микропредприятие",
        snapshot_on=date(2026, 9, 15),
    )


@pytest.mark.parametrize("inside", ["WARNING_INFO/CAPTION", "WARNING_CONTENT"])
def test_a_warning_keeps_its_words(tmp_path, inside):
    words = "Земельный   участок\n не используется"
    text = warning(1, words)
    if inside == "WARNING_CONTENT":
        text = text.replace("<WARNING_INFO><CAPTION>", "<WARNING_CONTENT>")
        text = text.replace("</CAPTION></WARNING_INFO>", "</WARNING_CONTENT>")
    (event,) = ErknmImport(written(tmp_path, xml([text])), KNOWN)
    assert (event.warning, event.status_code) == ("Земельный участок не используется", "REMARK")
    assert (event.planned, event.starts_on) == (None, None)


def test_only_events_of_known_businesses_are_kept_and_only_their_names(tmp_path):
    both = record(2, SHOP, more=f'<SUBJECT INN="{MILL}" NAME="Мельница"/>')
    run = ErknmImport(written(tmp_path, xml([record(1, SHOP), both, record(3)])), KNOWN)
    events = list(run)
    assert [(event.number, event.inn) for event in events] == [("2", MILL), ("3", CAFE)]
    assert all(SHOP not in str(event) for event in events)
    assert (run.report.records, run.report.kept, run.report.foreign) == (3, 2, 1)


def test_names_of_inspectors_and_signers_are_never_taken(tmp_path):
    (event,) = ErknmImport(written(tmp_path, xml([record(1)])), KNOWN)
    assert "Фамилия" not in str(event)


def test_what_is_left_out_is_reported_with_its_place_and_reason(tmp_path):
    without = record(2).replace(f'INN="{CAFE}"', 'INN=""')
    run = ErknmImport(written(tmp_path, xml([record(1), without, record("")])), KNOWN)
    assert [event.number for event in run] == ["1"]
    assert [(one.member, one.record, one.code) for one in run.report.remarks] == [
        (f"{NAME}.xml", 2, "no_inn"),
        (f"{NAME}.xml", 3, "no_number"),
    ]
    assert run.report.skipped == {"no_inn": 1, "no_number": 1}
    told = json.loads(json.dumps(run.report.as_dict(), ensure_ascii=False))
    assert told["remarks"][0]["message"] == {"ru": "В записи нет ИНН.", "en": "The record has no ИНН."}


def test_a_day_that_cannot_be_read_is_reported_and_the_event_kept(tmp_path):
    odd = record(1).replace("2026-10-19", "октябрь").replace("2026-10-21", "21.10.2026")
    run = ErknmImport(written(tmp_path, xml([odd])), KNOWN)
    (event,) = run
    assert (event.starts_on, event.ends_on) == (None, date(2026, 10, 21))
    (flaw,) = run.report.remarks
    assert (flaw.code, flaw.field, flaw.number) == ("unreadable_day", "starts_on", "1")


def test_an_act_dated_after_the_snapshot_is_reported_and_not_kept_a_plan_is(tmp_path):
    planned = record(1)
    over = record(2).replace('STATUS="Ожидает проведения"', 'STATUS="Завершено"')
    told = [record(3 + n, attributes=f' NOTICE_DATE="2026-09-{16 - n}"') for n in (0, 1)]
    run = ErknmImport(written(tmp_path, xml([planned, over, *told])), KNOWN)
    kept = {event.number: event for event in run}
    assert [kept[number].starts_on for number in "12"] == [date(2026, 10, 19), None]
    assert [kept[number].noticed_on for number in "34"] == [None, date(2026, 9, 15)]
    assert [(one.number, one.field, one.code) for one in run.report.remarks] == [
        ("2", "starts_on", "day_ahead"),
        ("3", "noticed_on", "day_ahead"),
    ]
    assert "16" in run.report.remarks[1].message.en


def test_names_that_the_mapping_does_not_know_are_counted(tmp_path):
    strange = record(1, attributes=' NOVELTY="1"', more="<EXTRA><PART A='1'>x</PART></EXTRA>")
    run = ErknmImport(written(tmp_path, xml([strange, record(2)])), KNOWN)
    list(run)
    assert run.report.unmapped == {"@NOVELTY": 1, "EXTRA/PART": 1, "EXTRA/PART/@A": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16", "koi8-r"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    letters = {"«": '"', "»": '"', "№": "N"} if encoding == "koi8-r" else {}
    text = record(1)
    for ours, theirs in letters.items():
        text = text.replace(ours, theirs.replace('"', "&quot;"))
    (event,) = ErknmImport(written(tmp_path, xml([text], encoding)), KNOWN)
    assert event.kind == "Выездная проверка"


def test_an_archive_is_read_the_oldest_snapshot_first(tmp_path):
    files = {
        "data-20260916-x.xml": xml([record(2)]),
        "data-20260915-x.xml": xml([record(1)]),
        "readme.txt": b"<!DOCTYPE x>",
    }
    run = ErknmImport(packed(tmp_path / "month.zip", files), KNOWN)
    assert [(event.number, event.snapshot_on) for event in run] == [
        ("1", date(2026, 9, 15)),
        ("2", date(2026, 9, 16)),
    ]
    assert run.report.files == 2


def test_the_same_event_in_a_later_snapshot_is_known_by_its_key_and_a_changed_one_is_not(tmp_path):
    changed = record(2).replace("Ожидает проведения", "Завершено")
    files = {"data-20260915.xml": xml([record(1), record(2)]), "data-20260916.xml": xml([record(1), changed])}
    path = packed(tmp_path / "month.zip", files)
    stored: dict[tuple[str, str, str], ErknmEvent] = {}
    run = ErknmImport(path, KNOWN, already=stored.__contains__)
    for event in run:
        stored[event.key] = event
    assert [(event.number, event.status) for event in stored.values()] == [
        ("1", "Ожидает проведения"),
        ("2", "Ожидает проведения"),
        ("2", "Завершено"),
    ]
    assert run.report.repeated == 1
    assert list(ErknmImport(path, KNOWN, already=stored.__contains__)) == []


def test_a_version_of_the_register_itself_goes_before_ours(tmp_path):
    (event,) = ErknmImport(written(tmp_path, xml([record(1, attributes=' VERSION="7"')])), KNOWN)
    assert event.key == ("1", "7", CAFE)


@pytest.mark.parametrize("stop", range(12))
def test_a_reading_that_was_killed_goes_on_and_gives_what_one_reading_gives(tmp_path, stop):
    files = {
        f"part{part}.xml": xml([record(f"{part}{n}", (CAFE, SHOP, MILL)[n % 3]) for n in range(5)]) for part in range(3)
    }
    path = packed(tmp_path / "month.zip", files)
    whole = list(ErknmImport(path, KNOWN))
    stored: dict[tuple[str, str, str], ErknmEvent] = {}
    first = ErknmImport(path, KNOWN)
    kept = first.checkpoint
    for event in islice(first, stop):
        # The event and the place are stored together; the kill comes after that.
        stored[event.key] = event
        kept = first.checkpoint
    rest = ErknmImport(path, KNOWN, start=kept, already=stored.__contains__)
    for event in rest:
        stored[event.key] = event
    assert list(stored.values()) == whole
    assert rest.checkpoint == Checkpoint(first.checkpoint.sha256, 3, 0)


def test_an_event_with_two_known_businesses_loses_none_when_killed_between_them(tmp_path):
    path = written(tmp_path, xml([record(1, more=f'<SUBJECT INN="{MILL}"/>')]))
    first = ErknmImport(path, KNOWN)
    one = next(iter(first))
    rest = list(ErknmImport(path, KNOWN, start=first.checkpoint, already={one.key}.__contains__))
    assert [event.inn for event in rest] == [MILL]


def test_a_place_in_another_file_is_refused(tmp_path):
    path = written(tmp_path, xml([record(1)]))
    with pytest.raises(InputError) as caught:
        ErknmImport(path, KNOWN, start=Checkpoint("0" * 64))
    assert caught.value.faults[0].code == "another_file"


def test_a_file_cut_off_gives_what_is_whole_and_says_where_it_broke(tmp_path):
    data = xml([record(1), record(2), record(3)])
    run = ErknmImport(written(tmp_path, data[: data.rfind(b"<INSPECTION ") + 40]), KNOWN)
    events = iter(run)
    assert [next(events).number, next(events).number] == ["1", "2"]
    with pytest.raises(InputError) as caught:
        next(events)
    (fault,) = caught.value.faults
    assert (fault.code, fault.file, fault.entry) == ("broken_xml", f"{NAME}.xml", "2")
    assert run.checkpoint.records == 2


def test_a_broken_file_of_an_archive_can_be_passed_over(tmp_path):
    files = {"a.xml": xml([record(1)])[:-40], "b.xml": xml([record(2)])}
    path = packed(tmp_path / "month.zip", files)
    run = ErknmImport(path, KNOWN)
    assert faults_of(run) == ["broken_xml"]
    rest = ErknmImport(path, KNOWN, start=run.checkpoint.after_this_member())
    assert [event.number for event in rest] == ["2"]


def test_junk_after_the_end_is_told(tmp_path):
    run = ErknmImport(written(tmp_path, xml([record(1)]) + END.encode()), KNOWN)
    assert faults_of(run) == ["broken_xml"]


def test_what_was_read_does_not_stay_in_memory():
    data = xml([record(number, more="<EXTRA/>") + "<BETWEEN/>" for number in range(200)])
    stream = Guarded(io.BytesIO(data), Member("a.xml", len(data), len(data), lambda: io.BytesIO(data)), LIMITS, 10**9)
    siblings = [len(one.getparent()) for one in records(stream, frozenset({"INSPECTION"}))]
    # The parser has read a piece ahead, never everything.
    assert len(siblings) == 200
    assert max(siblings) < 60


def test_progress_is_told_as_the_reading_goes(tmp_path, monkeypatch):
    monkeypatch.setattr("backend.control.erknm.reading.RECORDS_BETWEEN_REPORTS", 2)
    told: list[int] = []
    path = written(tmp_path, xml([record(n) for n in range(5)]))
    list(ErknmImport(path, KNOWN, progress=lambda report: told.append(report.records)))
    assert told == [2, 4]


def test_events_with_the_same_words_on_another_day_have_the_same_version(tmp_path):
    one = next(iter(ErknmImport(written(tmp_path, xml([record(1)]), "data-20260915.xml"), KNOWN)))
    other = next(iter(ErknmImport(written(tmp_path, xml([record(1)]), "data-20260916.xml"), KNOWN)))
    assert one.snapshot_on != other.snapshot_on
    assert replace(other, snapshot_on=one.snapshot_on) == one
