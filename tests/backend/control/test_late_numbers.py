"""The official number that came after its step: a small form at the step, for the side that took it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlWarning, Declaration, EventFile
from backend.db.engine import open_session
from backend.procedures.models import DeadlineRow, OutsideRecord
from backend.risk.models import Source


@pytest.fixture
def warning(owner, engine, clock) -> str:
    """A warning that the fire service announced to the café."""
    with open_session(engine, write=True) as session:
        about: dict[str, Any] = {"authority": "mchs", "region": "77", "level": BodyLevel.TERRITORIAL}
        body = AuthorityBody(name="МЧС по Москве", created_at=clock.now(), **about)
        session.add(body)
        session.flush()
        row = ControlWarning(
            platform_number=1,
            source=Source.AUTHORITY,
            business_id=owner.business.id,
            region="77",
            body_id=body.id,
            control_type="fire",
            issued_on=date(2026, 11, 20),
            received_on=date(2026, 11, 25),
            state="RECEIVED",
            created_at=clock.now(),
        )
        session.add(row)
        session.commit()
        return row.id


def object_to(browser: Any, case_id: str) -> None:
    """Object, as far as the platform goes: nothing is filed on Госуслуги yet."""
    words = {"objection": "Выход открыт", "objected_on": "2026-11-28"}
    answer = browser.post_form(f"/cases/warning/{case_id}/object", words)
    assert answer.status_code == 303, answer.text[-2000:]


def records(engine: Any) -> list[OutsideRecord]:
    """Return the official records there are."""
    with open_session(engine) as session:
        return list(session.exec(select(OutsideRecord)))


def test_the_number_of_an_objection_is_written_down_some_hours_later(owner, warning, engine, clock) -> None:
    object_to(owner, warning)
    case, form = f"/cases/warning/{warning}", f"/cases/warning/{warning}/numbers/1"
    assert f'href="{form}"' in owner.get(case).text
    with open_session(engine) as session:
        before = [(row.key, row.due_at) for row in session.exec(select(DeadlineRow))]
    clock.forward(hours=2)
    typed = {"outside_number": "ЕПГУ-31", "outside_date": "2026-11-28"}
    paper = {"file": ("квитанция.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")}
    assert owner.post_form(form, typed, files=paper).status_code == 303
    (row,) = records(engine)
    with open_session(engine) as session:
        kept = session.exec(select(EventFile)).one()
        assert [(one.key, one.due_at) for one in session.exec(select(DeadlineRow))] == before
    assert (row.system, row.number, row.file) == ("epgu", "ЕПГУ-31", kept.sha256)
    shown = owner.get(case).text
    assert "ЕПГУ-31" in shown
    assert form not in shown


def test_a_wrong_number_is_mended_and_the_former_stays_on_record(owner, warning, engine, clock) -> None:
    object_to(owner, warning)
    form = f"/cases/warning/{warning}/numbers/1"
    owner.post_form(form, {"outside_number": "ЕПГУ-3"})
    assert "ЕПГУ-3" in owner.get(form).text
    clock.forward(minutes=1)
    same = owner.post_form(form, {"outside_number": "ЕПГУ-3"})
    assert (same.status_code, 'value="ЕПГУ-3"' in same.text) == (422, True)
    assert owner.post_form(form, {"outside_number": "ЕПГУ-31"}).status_code == 303
    assert [row.number for row in records(engine)] == ["ЕПГУ-3", "ЕПГУ-31"]
    assert "ЕПГУ-31" in owner.get(f"/cases/warning/{warning}").text


def test_what_is_wrong_stays_on_the_page(owner, warning, engine) -> None:
    object_to(owner, warning)
    form = f"/cases/warning/{warning}/numbers/1"
    empty = owner.post_form(form, {"outside_number": "", "outside_date": "2026-11-27"})
    assert (empty.status_code, 'href="#f-outside_number"' in empty.text) == (422, True)
    ahead = owner.post_form(form, {"outside_number": "1", "outside_date": "2027-11-27"})
    assert (ahead.status_code, 'href="#f-outside_date"' in ahead.text) == (422, True)
    assert records(engine) == []


def test_only_the_side_that_took_the_step_numbers_it(owner, stranger, inspector, prosecutor, warning, engine) -> None:
    object_to(owner, warning)
    for path in ("numbers/1", "numbers/2"):
        for browser in (stranger, inspector, prosecutor):
            assert browser.get(f"/cases/warning/{warning}/{path}").status_code == 404
            answer = browser.post_form(f"/cases/warning/{warning}/{path}", {"outside_number": "1"})
            assert answer.status_code == 404
    assert owner.get(f"/cases/warning/{warning}/numbers/2").status_code == 404
    assert records(engine) == []


def test_a_declaration_filed_elsewhere_gets_its_number_on_its_page(owner, engine, clock) -> None:
    row = Declaration(
        number=1,
        business_id=owner.business.id,
        control_type="fire",
        statement={"share": "1/1", "requirements": []},
        created_at=clock.now(),
    )
    with open_session(engine, write=True) as session:
        session.add(row)
        session.commit()
    assert owner.post_form(f"/cases/declaration/{row.id}/submit", {"submitted_on": "2026-11-27"}).status_code == 303
    form = f"/cases/declaration/{row.id}/numbers/1"
    assert f'href="{form}"' in owner.get(f"/declarations/{row.id}").text
    assert owner.post_form(form, {"outside_number": "Д-9"}).status_code == 303
    assert "Д-9" in owner.get(f"/declarations/{row.id}").text
