"""Papers of an event as PDF: marked as drafts, with what was typed, each for the sides that see its part."""

from __future__ import annotations

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.backend.control.desk.conftest import step

NUMBER = "77260041000100000001"


def text_of(content: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_a_decision_has_its_fifteen_items_and_says_that_it_is_a_draft(fire, inspector) -> None:
    event_id = fire.prepare(inspector)
    answer = inspector.get(f"/control-events/{event_id}/papers/decision")
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content)
    assert text.count("ПРОЕКТ") >= 2
    for number in range(1, 16):
        assert f"{number}. " in text
    for said in ("Р-7", "Инна Петрова, инспектор", "ИП Соколова", "осмотр", "журнал инструктажа", "77-0042"):
        assert said in text
    assert inspector.get(f"/control-events/{event_id}/papers/decision").content == answer.content


def test_a_submission_names_the_complainant_to_the_authority_alone(fire, inspector, head, prosecutor) -> None:
    event_id = fire.prepare(inspector)
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "send_for_approval", {"approval_sent_on": "2026-11-28", "registry_number": NUMBER})
    paper = f"/control-events/{event_id}/papers/submission"
    assert "Сидорова" in text_of(inspector.get(paper).content)
    told = text_of(prosecutor.get(paper).content)
    assert "Жалобы на запертый выход" in told
    assert "Сидорова" not in told


def test_what_was_typed_is_no_markup(fire, inspector) -> None:
    event_id = fire.prepare(inspector, subject="<b>жирно</b> & <img src=x>")
    assert "<b>жирно</b> & <img src=x>" in text_of(inspector.get(f"/control-events/{event_id}/papers/decision").content)


@pytest.mark.parametrize("name", ["act", "nothing"])
def test_a_paper_that_is_not_there_yet_is_not_found(fire, inspector, name: str) -> None:
    event_id = fire.prepare(inspector)
    assert inspector.get(f"/control-events/{event_id}/papers/{name}").status_code == 404


def test_an_act_names_breach_act_and_unit(fire, inspector, head, owner) -> None:
    fire.give_inn(owner.business)
    event_id = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, event_id, "propose_decision")
    step(head, event_id, "sign_decision")
    step(head, event_id, "schedule", {"registry_number": NUMBER})
    step(inspector, event_id, "start", {"started_at": "2026-12-07T10:00"})
    step(inspector, event_id, "finish", {"ended_at": "2026-12-08T16:00"})
    said = {"act_number": "А-7", "act_date": "2026-12-08", "violations": "+Заперт выход; ППР № 1479; п. 36"}
    step(inspector, event_id, "draw_act", said)
    text = text_of(owner.get(f"/control-events/{event_id}/papers/act").content)
    assert "Заперт выход. ППР № 1479, п. 36. Исправлено до окончания" in text
