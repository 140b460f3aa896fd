"""Saving a run to an account copies answers and marks, each only when asked, and links nothing."""

from __future__ import annotations

from sqlmodel import SQLModel, select

from backend.assessments.copying import copy_answers_into, copy_marks_into
from backend.assessments.models import Answer, Evidence, Flag, Mark, PlanEntry
from backend.assessments.personal_data import export, files
from backend.assessments.queries import answers_of, evidence_of, marks_of
from backend.db.engine import open_session
from backend.papers.service import load
from tests.backend.assessments.samples import PDF

SIGN, LAW = "retail.signboard", "tax.cash_register_use"


def fill(browser):
    browser.post_form(f"/check/{SIGN}", {"answer": "no", "note": "заказана"}, files={"file": ("a.pdf", PDF)})
    browser.post_form(f"/plan/{SIGN}", {"who": "Пётр", "due_on": "2026-12-10"})
    browser.post_form(f"/score/{LAW}", {"clarity": "2", "fragments": ["0"]})
    browser.post_form(f"/flag/{SIGN}", {"kind": "duplicate", "other": LAW, "text": "одно и то же"})


def copy(engine, copier, source, target, clock):
    with open_session(engine, write=True) as session:
        copier(session, source.business.id, target.business.id, clock.now())
        session.commit()


def test_answers_go_with_notes_papers_and_plan(guest, cafe, session, engine, settings, clock):
    fill(guest)
    copy(engine, copy_answers_into, guest, cafe, clock)
    answer = answers_of(session, cafe.business.id)[SIGN]
    assert (answer.value, answer.note) == ("no", "заказана")
    [paper] = evidence_of(session, cafe.business.id)[SIGN]
    assert load(settings.data, paper.sha256) == PDF
    assert session.exec(select(PlanEntry.who).where(PlanEntry.business_id == cafe.business.id)).all() == ["Пётр"]
    assert marks_of(session, cafe.business.id) == {}


def test_marks_go_apart_with_flags(guest, cafe, session, engine, clock):
    fill(guest)
    copy(engine, copy_marks_into, guest, cafe, clock)
    assert marks_of(session, cafe.business.id)[LAW].clarity == 2
    assert answers_of(session, cafe.business.id) == {}
    assert len(session.exec(select(Flag).where(Flag.business_id == cafe.business.id)).all()) == 1


def test_copying_twice_changes_nothing(guest, cafe, session, engine, clock):
    fill(guest)
    for _ in range(2):
        copy(engine, copy_answers_into, guest, cafe, clock)
        copy(engine, copy_marks_into, guest, cafe, clock)
    for table in (Answer, Evidence, PlanEntry, Mark, Flag):
        assert len(session.exec(select(table).where(table.business_id == cafe.business.id)).all()) == 1


def test_a_later_answer_of_the_account_stays(guest, cafe, session, engine, clock):
    fill(guest)
    clock.forward(minutes=5)
    cafe.post_form(f"/check/{SIGN}", {"answer": "yes"})
    copy(engine, copy_answers_into, guest, cafe, clock)
    assert answers_of(session, cafe.business.id)[SIGN].value == "yes"


def test_nothing_of_the_copy_leads_back_to_the_run(guest, cafe, session, engine, clock):
    fill(guest)
    copy(engine, copy_answers_into, guest, cafe, clock)
    copy(engine, copy_marks_into, guest, cafe, clock)
    ids = {"business_id": guest.business.id}
    for table in (Answer, Evidence, PlanEntry, Mark, Flag):
        old = {row.id for row in session.exec(select(table).where(table.business_id == guest.business.id))}
        for row in session.exec(select(table).where(table.business_id == cafe.business.id)):
            assert not old & {str(value) for value in row.model_dump().values()}
            assert ids["business_id"] not in row.model_dump_json()


def test_erasing_a_run_erases_all_of_it(guest, session):
    fill(guest)
    assert guest.post_form("/erase").status_code == 303
    session.rollback()
    for table in SQLModel.metadata.sorted_tables:
        if "business_id" in table.c:
            assert session.execute(table.select().where(table.c.business_id == guest.business.id)).first() is None


def test_the_copy_of_ones_data_is_in_words(cafe, session, settings):
    fill(cafe)
    told = export(session, [cafe.business.id])
    assert told["answers"][0]["title"]
    assert told["answers"][0]["answer"] == "no"
    assert told["marks"][0]["unclear"][0].endswith((".", ";", ":"))
    [(name, path)] = files(session, [cafe.business.id], settings.data)
    assert name.startswith(f"{SIGN}/")
    assert path.read_bytes() == PDF
