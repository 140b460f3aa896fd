"""The ledger of good faith: proofs kept under their hash, days checked, gone with the business."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.papers.queries import bytes_of, held_hashes
from backend.papers.service import path_of, sweep
from backend.risk.models import ControlObject, IntegrityMeasure
from tests.backend.assessments.samples import PDF

GOOD = {"kind": "insurance", "since": "2026-01-10", "note": "Полис 5 млн ₽"}


@pytest.fixture
def session(engine):
    """A session that only looks; `rollback` makes it look anew."""
    with open_session(engine) as opened:
        yield opened


def add(browser, content=PDF, name="полис.pdf", **fields):
    files = {"file": (name, content)} if content else None
    return browser.post_form("/risk/integrity", {**GOOD, **fields}, files=files)


def rows(session):
    session.rollback()
    return session.exec(select(IntegrityMeasure)).all()


def test_a_measure_is_kept_with_its_proof_and_counted_among_the_papers(owner, session, settings):
    assert add(owner).status_code == 303
    [row] = rows(session)
    assert path_of(settings.data, row.sha256).read_bytes() == PDF
    assert row.sha256 in held_hashes(session)
    assert bytes_of(session, owner.business.id) == len(PDF)
    page = owner.get("/risk/integrity").text
    assert "Полис 5 млн ₽" in page
    assert "учитывается" in page
    assert owner.get(f"/risk/integrity/{row.id}/file").content == PDF


def test_a_measure_that_meets_a_criterion_moves_ones_own_category(owner):
    address = owner.post_form("/risk/objects/new", {"control_type": "education"}).headers["location"]
    answers = {"founded_complaint_last_year": "yes", "penalty_in_three_years": "no"}
    answers |= {"accreditation_monitoring_failed": "no", "system_monitoring_missed": "no"}
    owner.post_form(f"{address}/facts", answers)
    for name in ("no_breaches", "accreditation_met", "data_in_time"):
        add(owner, None, kind="no_breaches", criterion=f"education.{name}")
    assert "По критериям выходит" not in owner.get(address).text
    add(owner, None, kind="no_breaches", criterion="education.monitoring_met")
    assert "По критериям выходит низкий риск." in owner.get(address).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "bribe"}, "Такого варианта нет"),
        ({"since": ""}, "Нет дня"),
        ({"since": "2026-11-29"}, "ещё не наступил"),
        ({"until": "2026-01-09"}, "Конец раньше начала"),
        ({"criterion": "education.nothing"}, "Такого варианта нет"),
        ({"place_id": "elsewhere"}, "Такого варианта нет"),
        ({"note": "х" * 2001}, "длиннее"),
        ({"since": "28.11.2025"}, "нет в календаре"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(owner, session, settings, fields, words):
    answer = add(owner, **fields)
    assert answer.status_code == 422
    assert words in answer.text
    assert rows(session) == []


def test_a_file_that_is_none_is_refused(owner, session):
    answer = add(owner, b"MZ" + b"\x00" * 300, "полис.pdf")
    assert answer.status_code == 422
    assert rows(session) == []


def test_the_ledger_of_another_does_not_exist(owner, stranger, session):
    add(owner)
    measure = rows(session)[0].id
    assert stranger.get(f"/risk/integrity/{measure}/file").status_code == 404
    assert stranger.post_form(f"/risk/integrity/{measure}/remove").status_code == 404
    assert "Полис" not in stranger.get("/risk/integrity").text


def test_a_removed_measure_leaves_no_file(owner, session, settings, engine, clock):
    add(owner)
    [row] = rows(session)
    digest = row.sha256
    assert owner.post_form(f"/risk/integrity/{row.id}/remove").status_code == 303
    with open_session(engine, write=True) as writing:
        sweep(writing, settings.data, clock.now(), at_once=True)
        writing.commit()
    assert rows(session) == []
    if engine.dialect.name == "sqlite":
        assert not path_of(settings.data, digest).exists()


def test_own_notes_and_the_ledger_go_with_the_business(owner, session):
    add(owner)
    owner.post_form("/risk/objects/new", {"control_type": "fire", "kind": "тайный склад"})
    assert owner.post_form("/businesses", {"name": "Второе"}).status_code == 303
    erased = owner.post_form(f"/businesses/{owner.business.id}/erase", {"sure": "1"})
    assert erased.status_code == 303
    assert rows(session) == []
    assert session.exec(select(ControlObject)).all() == []
