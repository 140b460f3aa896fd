"""Papers on pages: kept under their hash, handed out to the owner only, gone with the business."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments import reminders
from backend.assessments.models import Answer, Evidence
from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.papers.service import path_of, store, sweep
from tests.backend.assessments.samples import PDF, bomb, office

SIGN = "retail.signboard"


def attach(browser, content=PDF, name="акт.pdf", **fields):
    return browser.post_form(f"/check/{SIGN}", {"keep": "1", "note": "", **fields}, files={"file": (name, content)})


def rows(session):
    session.rollback()
    return session.exec(select(Evidence).order_by(Evidence.version)).all()


def test_a_paper_is_kept_under_its_hash(cafe, session, settings):
    assert attach(cafe, expires_on="2027-05-12").status_code == 303
    [row] = rows(session)
    assert row.sha256 == hashlib.sha256(PDF).hexdigest()
    assert path_of(settings.data, row.sha256).read_bytes() == PDF
    assert (row.name, row.version, row.expires_on) == ("акт.pdf", 1, date(2027, 5, 12))
    assert "акт.pdf" in cafe.get(f"/check/{SIGN}").text


def test_an_answer_and_its_paper_go_in_one_tap(cafe, session):
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "note": "видно с улицы"}, files={"file": ("a.pdf", PDF)})
    assert len(rows(session)) == 1
    assert session.exec(select(Answer)).one().note == "видно с улицы"


def test_the_owner_gets_the_file_as_a_download_that_cannot_run(cafe, session):
    attach(cafe)
    got = cafe.get(f"/evidence/{rows(session)[0].id}")
    assert got.content == PDF
    assert got.headers["content-disposition"].startswith("attachment;")
    assert "%D0%B0%D0%BA%D1%82.pdf" in got.headers["content-disposition"]
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in got.headers["content-security-policy"]
    assert got.headers["content-type"] == "application/octet-stream"


def test_the_paper_of_another_business_is_not_found(cafe, stranger, visitor, session):
    attach(cafe)
    foreign = rows(session)[0].id
    for browser in (stranger, visitor):
        assert browser.get(f"/evidence/{foreign}").status_code == 404
        assert browser.post_form(f"/evidence/{foreign}/remove").status_code == 404
    assert len(rows(session)) == 1


def test_an_unknown_paper_is_not_found(cafe):
    assert cafe.get("/evidence/nothing").status_code == 404


def test_a_newer_version_supersedes_the_older_which_stays(cafe, session):
    attach(cafe)
    attach(cafe, PDF + b"\n%%EOF", "акт2.pdf", replaces=rows(session)[0].id)
    old, new = rows(session)
    assert (old.version, new.version) == (1, 2)
    assert old.superseded_by == new.id
    cafe.post_form(f"/evidence/{new.id}/remove")
    [left] = rows(session)
    assert left.superseded_by is None


def test_a_paper_of_another_requirement_cannot_be_replaced(cafe, session):
    attach(cafe)
    first = rows(session)[0].id
    sent = cafe.post_form(
        "/check/fire.instruction", {"keep": "1", "note": "", "replaces": first}, files={"file": ("a.pdf", PDF)}
    )
    assert sent.status_code == 404
    assert len(rows(session)) == 1


def test_an_eleventh_paper_is_refused(cafe, session):
    for number in range(10):
        attach(cafe, PDF + b"%" + str(number).encode())
    sent = attach(cafe, PDF + b"%11")
    assert sent.status_code == 422
    assert "Файлов уже 10" in sent.text
    assert len(rows(session)) == 10


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ" + b"\x00" * 300, "счёт.pdf", "не PDF"),
        (bomb(), "договор.docx", "Архив не открыт: слишком много внутри. Приложите PDF."),
        (b"%PDF-" + b"0" * (11 * 1024 * 1024), "a.pdf", "Файл 11 МБ не сохранён, предел 10."),
        (office() + PDF, "a.docx", "спрятан ещё один файл"),
    ],
)
def test_a_refused_file_leaves_everything_as_it_was_and_keeps_the_note(cafe, session, settings, content, name, words):
    sent = cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "note": "почти"}, files={"file": (name, content)})
    assert sent.status_code == 422
    assert words in sent.text
    assert "почти" in sent.text
    assert rows(session) == []
    assert session.exec(select(Answer)).all() == []
    assert not (settings.data / "evidence").exists()


def test_sixty_megabytes_are_refused_with_words_and_nothing_changes(cafe, session, settings):
    sent = attach(cafe, b"%PDF-" + b"0" * (60 * 1024 * 1024))
    assert sent.status_code == 413
    assert "предел 10 МБ" in sent.text
    assert "Сожмите файл; остальное цело" in sent.text
    assert rows(session) == []
    assert not (settings.data / "evidence").exists()


@pytest.mark.parametrize("day", ["2027-02-29", "12.05.2027", "²027-05-12", "1200-01-01"])
def test_a_day_that_does_not_exist_is_refused(cafe, session, day):
    assert attach(cafe, expires_on=day).status_code == 422
    assert rows(session) == []


@pytest.mark.parametrize(("day", "said"), [("2027-02-29", "Такого дня нет"), ("2027-05-12", "а файла нет")])
def test_a_date_without_its_file_is_refused_and_the_answer_waits(cafe, session, day, said):
    sent = cafe.post_form(f"/check/{SIGN}", {"answer": "yes", "note": "", "expires_on": day})
    assert sent.status_code == 422
    assert said in sent.text
    assert session.exec(select(Answer)).all() == []


def test_a_visitor_without_an_account_keeps_papers_too(guest, session):
    attach(guest)
    assert guest.get(f"/evidence/{rows(session)[0].id}").content == PDF


def test_a_visitor_keeps_no_more_than_fifty_megabytes(guest, session, alter):
    attach(guest)
    alter(Evidence, size=50 * 1024 * 1024 - 10)
    sent = attach(guest, PDF + b"%")
    assert sent.status_code == 422
    assert "больше 50 МБ" in sent.text
    assert len(rows(session)) == 1


def later(clock):
    return clock.now().replace(year=2100)


def test_the_file_goes_with_the_last_row_that_has_it(cafe, bakery, session, engine, settings, clock):
    attach(cafe)
    attach(bakery)
    path = path_of(settings.data, rows(session)[0].sha256)
    with open_session(engine, write=True) as erasing:
        erasing.delete(erasing.get_one(Business, cafe.business.id))
        erasing.commit()
    session.rollback()
    assert sweep(session, settings.data, later(clock)) == 0
    assert path.exists()
    bakery.post_form(f"/evidence/{rows(session)[0].id}/remove")
    session.rollback()
    assert sweep(session, settings.data, later(clock)) == 1
    assert not path.exists()


def test_a_file_of_a_request_under_way_is_left_alone(session, settings, clock):
    store(settings.data, PDF)
    assert sweep(session, settings.data, clock.now().replace(year=2000)) == 0


def test_a_damaged_file_is_not_handed_out(cafe, session, settings):
    attach(cafe)
    path_of(settings.data, rows(session)[0].sha256).write_bytes(b"other")
    assert cafe.get(f"/evidence/{rows(session)[0].id}").status_code == 404


def test_the_end_of_a_paper_is_told_thirty_and_seven_days_before_each_once(cafe, session, engine, clock):
    attach(cafe, expires_on="2026-12-20")
    told = []
    for days in (0, 1, 14, 15, 16, 22, 23):
        with open_session(engine, write=True) as working:
            reminders.remind_of_papers(working, clock.today() + timedelta(days=days), clock.now())
            working.commit()
        session.rollback()
        told.append(len(session.exec(select(Notice)).all()))
    assert told == [1, 1, 1, 2, 2, 3, 3]
