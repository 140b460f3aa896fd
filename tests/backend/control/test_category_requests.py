"""Asking to change a category: one's own record of a filing elsewhere, and a request that the body decides here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import EventFile
from backend.db.engine import open_session
from backend.jobs.work import Hands, run_due
from backend.procedures.models import DeadlineRow
from backend.procedures.queries import marks
from backend.risk.models import CategoryRequest, ControlObject, Source
from tests.backend.assessments.samples import PDF


@pytest.fixture
def session(engine):
    """A session that only looks; `rollback` makes it look anew."""
    with open_session(engine) as opened:
        yield opened


@pytest.fixture
def body(engine, clock):
    """The fire service of Moscow as a body on the platform."""
    row = AuthorityBody(
        authority="mchs", region="77", name="МЧС по Москве", level=BodyLevel.TERRITORIAL, created_at=clock.now()
    )
    with open_session(engine, write=True) as session:
        session.add(row)
        session.commit()
        return row.id


@pytest.fixture
def theirs(owner, body, engine):
    """An object of the café that the fire service holds: high risk."""
    row = ControlObject(
        source=Source.AUTHORITY,
        business_id=owner.business.id,
        body_id=body,
        business_name=owner.business.name,
        region="77",
        control_type="fire",
        category="HIGH",
        facts={"secret": "канарейка"},
        created_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    with open_session(engine, write=True) as session:
        session.add(row)
        session.commit()
        return row.id


def own(owner, **fields):
    return owner.post_form("/risk/objects/new", {"control_type": "education", **fields}).headers["location"]


def ask(browser, address, wanted="LOW", **fields):
    return browser.post_form(f"{address}/request", {"wanted": wanted, "reason": "Жалоб нет.", **fields})


def only(session, model):
    session.rollback()
    return session.exec(select(model)).one()


def step(browser, case_id, action, **fields):
    return browser.post_form(f"/cases/risk_category_change/{case_id}/{action}", fields)


def test_an_own_record_of_a_filing_counts_five_working_days_and_writes_the_answer(owner, session):
    address = own(owner, category="HIGH")
    page = owner.get(f"{address}/request").text
    assert "не хватает ответов" in page
    answer = ask(owner, address, "MEDIUM", criteria="penalty")
    case = only(session, CategoryRequest)
    assert answer.headers["location"] == f"/risk/requests/{case.id}"
    assert (case.state, case.body_id, case.criteria) == ("DRAFT", None, ["penalty"])
    assert step(owner, case.id, "submit").status_code == 422
    filed = {"received_on": "2026-11-20", "outside_number": "Ж-17", "outside_date": "2026-11-20"}
    assert step(owner, case.id, "submit", **filed).status_code == 303
    session.rollback()
    row = session.exec(select(DeadlineRow).where(DeadlineRow.key == "risk.change_decision")).one()
    assert row.due_at.date().isoformat() == "2026-11-27"
    decided = {"new_category": "MEDIUM", "decided_on": "2026-11-26"}
    assert step(owner, case.id, "change", **decided).status_code == 303
    page = owner.get(f"/risk/requests/{case.id}").text
    assert "Категория изменена" in page
    thing = only(session, ControlObject)
    assert (thing.category, thing.assigned_on.isoformat()) == ("MEDIUM", "2026-11-26")


def test_a_category_kept_needs_a_reason_and_may_be_appealed(owner, session):
    address = own(owner, category="HIGH")
    ask(owner, address)
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-20")
    assert step(owner, case.id, "keep", decided_on="2026-11-27").status_code == 422
    assert step(owner, case.id, "keep", decided_on="2026-11-27", reason="Жалоба есть").status_code == 303
    assert step(owner, case.id, "appeal").status_code == 303
    session.rollback()
    assert marks(session, "risk_category_change", [case.id])[case.id] == {"APPEALED"}
    assert only(session, ControlObject).category == "HIGH"
    assert "Жалоба есть" in owner.get(f"/risk/requests/{case.id}").text


def test_the_head_decides_a_request_filed_here_and_both_rows_follow(owner, head, theirs, session):
    ask(owner, f"/risk/objects/{theirs}", way="platform")
    case = only(session, CategoryRequest)
    assert head.get(f"/risk/requests/{case.id}").status_code == 404
    owner.post_form(f"/risk/requests/{case.id}/files", files={"file": ("акт.pdf", PDF)})
    assert only(session, EventFile).handed_at is None
    step(owner, case.id, "submit", received_on="2026-11-27")
    file = only(session, EventFile)
    assert file.receipt
    page = head.get(f"/risk/requests/{case.id}")
    assert "Жалоб нет." in page.text
    assert "Изменить категорию" in page.text
    assert head.get(f"/control-files/{file.id}").content == PDF
    assert step(head, case.id, "change", new_category="LOW", decided_on="2026-11-28").status_code == 303
    assert only(session, ControlObject).category == "LOW"
    assert "канарейка" not in owner.get(f"/risk/objects/{theirs}").text


def test_an_inspector_reads_a_filed_request_and_does_not_decide(owner, inspector, theirs, session):
    ask(owner, f"/risk/objects/{theirs}", way="platform")
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-27")
    assert inspector.get(f"/risk/requests/{case.id}").status_code == 200
    answer = step(inspector, case.id, "change", new_category="LOW", decided_on="2026-11-28")
    assert answer.status_code in (404, 409)
    assert only(session, ControlObject).category == "HIGH"


def test_the_owner_records_no_decision_in_a_request_the_body_decides(owner, theirs, session):
    ask(owner, f"/risk/objects/{theirs}", way="platform")
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-27")
    assert step(owner, case.id, "change", new_category="LOW", decided_on="2026-11-28").status_code in (404, 409)
    assert only(session, ControlObject).category == "HIGH"


def test_a_body_gets_a_row_of_its_own_when_it_decides_about_an_own_note(owner, head, body, session, engine, clock):
    address = own(owner, control_type="fire", category="HIGH", kind="кафе")
    with open_session(engine, write=True) as writing:
        row = writing.exec(select(ControlObject)).one()
        row.region = "77"
        writing.add(row)
        writing.commit()
    ask(owner, address, way="platform")
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-27")
    step(head, case.id, "change", new_category="LOW", decided_on="2026-11-28")
    session.rollback()
    found = {row.source: row for row in session.exec(select(ControlObject))}
    assert {row.category for row in found.values()} == {"LOW"}
    assert found[Source.AUTHORITY].body_id == body
    assert found[Source.AUTHORITY].facts == {}


def test_a_proof_of_the_ledger_goes_only_when_it_is_ticked(owner, head, theirs, session):
    files = {"file": ("полис.pdf", PDF)}
    owner.post_form("/risk/integrity", {"kind": "insurance", "since": "2026-01-10", "note": "тайная"}, files=files)
    ask(owner, f"/risk/objects/{theirs}", way="platform")
    case = only(session, CategoryRequest)
    page = owner.get(f"/risk/requests/{case.id}").text
    measure = page.split('name="measures" value="')[1].split('"')[0]
    step(owner, case.id, "submit", received_on="2026-11-27")
    assert "полис.pdf" not in head.get(f"/risk/requests/{case.id}").text
    owner.post_form(f"/risk/requests/{case.id}/files", {"measures": measure})
    shown = head.get(f"/risk/requests/{case.id}").text
    assert "полис.pdf" in shown
    assert "тайная" not in shown


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"wanted": ""}, "Нет ответа: «"),
        ({"wanted": "EXTREME"}, "такой категории нет"),
        ({"wanted": "HIGH"}, "уже присвоена"),
        ({"criteria": "nothing"}, "Такого критерия в положении нет"),
        ({"way": "pigeon"}, "Такого способа нет"),
        ({"way": "platform"}, "Этого органа здесь нет"),
        ({"reason": "х" * 2001}, "длиннее"),
    ],
)
def test_what_cannot_be_asked_is_refused(owner, session, fields, words):
    address = own(owner, category="HIGH")
    answer = ask(owner, address, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    session.rollback()
    assert session.exec(select(CategoryRequest)).all() == []


def test_one_request_at_a_time(owner, session):
    address = own(owner, category="HIGH")
    ask(owner, address)
    assert "уже есть" in ask(owner, address).text
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-27")
    assert owner.post_form(f"{address}/remove").status_code == 409
    assert step(owner, case.id, "withdraw").status_code == 303
    assert ask(owner, address).status_code == 303


def test_requests_of_others_do_not_exist(owner, stranger, session):
    ask(owner, own(owner, category="HIGH"))
    case = only(session, CategoryRequest)
    assert stranger.get(f"/risk/requests/{case.id}").status_code == 404
    assert stranger.post_form(f"/risk/requests/{case.id}/files", {"measures": "x"}).status_code == 404
    assert step(stranger, case.id, "submit", received_on="2026-11-27").status_code == 404


def test_silence_past_five_working_days_is_marked(owner, session, settings, engine, clock):
    ask(owner, own(owner, category="HIGH"))
    case = only(session, CategoryRequest)
    step(owner, case.id, "submit", received_on="2026-11-27")
    clock.moment = datetime(2026, 12, 5, 9, 0, tzinfo=UTC) + timedelta(hours=1)
    run_due(Hands(settings, engine, clock))
    session.rollback()
    assert marks(session, "risk_category_change", [case.id])[case.id] == {"OVERDUE"}
