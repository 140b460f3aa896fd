"""Characters nobody sees: NUL is refused with its field, signs of direction never reach what is kept."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.models import Answer
from backend.db.engine import open_session
from tests.backend.api.conftest import make_program

TURNED = "Кафе \u202e«Лён»\u202c\u2066 №\u00a01\u2069"
ANSWER = "requirements/labour.contract_written/answer"


@pytest.mark.parametrize("name", ["name", "na\x00me"])
@pytest.mark.parametrize("with_file", [False, True])
def test_nul_in_any_form_is_refused_with_words_and_changes_nothing(owner, engine, name: str, with_file: bool) -> None:
    files = {"file": ("a.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")} if with_file else None
    answer = owner.post_form("/businesses", {name: "Кафе\x00"}, files=files)
    assert answer.status_code == 422
    assert "невидимый знак" in answer.text
    owner.cookies.set("language", "en")
    assert "invisible character" in owner.post_form("/businesses", {name: "Кафе\x00"}, files=files).text
    with open_session(engine) as session:
        assert len(session.exec(select(Business)).all()) == 1


def test_nul_in_an_address_leads_nowhere(owner) -> None:
    assert owner.get("/control-events/a%00b").status_code == 404


def test_signs_of_direction_are_taken_out_of_a_form(owner, engine) -> None:
    assert owner.post_form("/businesses", {"name": TURNED}).status_code == 303
    with open_session(engine) as session:
        names = {row.name for row in session.exec(select(Business))}
    assert "Кафе «Лён» №\u00a01" in names


def test_signs_of_direction_are_taken_out_of_a_json_body(person, owner, engine) -> None:
    program = make_program(person, owner)
    answer = program.put(program.at(ANSWER), json={"answer": "no", "note": TURNED})
    assert answer.status_code == 200, answer.text
    with open_session(engine) as session:
        assert [row.note for row in session.exec(select(Answer))] == ["Кафе «Лён» №\u00a01"]
