"""Asking a body about requirements: who reads it, how it is answered, and who never sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
from sqlmodel import select

from backend.consultations.models import Consultation
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from backend.risk.models import Source
from rules.roles import Role
from tests.backend.control.own_events import enter
from tests.people import Browser

QUESTION = {
    "control_type": "sanitary",
    "channel": "phone",
    "text": "Нужен ли журнал уборки для кафе?",
    "contact": "123",
}
EVENT_NUMBER = "77260041000012345678"


@pytest.fixture
def consultant(regulator: Browser) -> Browser:
    """Somebody of Роспотребнадзор in Moscow who answers questions."""
    return regulator


@pytest.fixture
def cafe(owner: Browser, engine, clock) -> Browser:
    """The café knows that it is in Moscow."""
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, {"region": "77"}, Origin.ANSWER, clock.now())
        session.commit()
    return owner


def ask(browser: Browser, **changes: Any) -> Any:
    """Send a question."""
    return browser.post_form("/consultations", {**QUESTION, **changes})


def rows(engine) -> list[Consultation]:
    """Return every question there is."""
    with open_session(engine) as session:
        return list(session.exec(select(Consultation)))


def main_of(page: Any) -> str:
    """Return the words of a page."""
    return re.sub(r"<[^>]+>|\s+", " ", page.text)


def test_a_question_reaches_the_consultant_of_the_region_without_a_name(cafe: Browser, consultant: Browser) -> None:
    assert ask(cafe).status_code == 303
    desk = consultant.get("/desk/consultations")
    assert "журнал уборки" in desk.text
    assert "Лён" not in desk.text


def test_an_answer_by_word_of_mouth_is_told_to_the_business(cafe: Browser, consultant: Browser, engine) -> None:
    ask(cafe)
    number = rows(engine)[0].id
    assert consultant.post_form(f"/desk/consultations/{number}", {"text": "слова"}).status_code == 303
    assert "Ответили устно" in cafe.get(f"/consultations/{number}").text
    assert rows(engine)[0].answer == ""
    assert "Орган ответил" in cafe.get("/notices").text


def test_a_second_answer_is_refused_and_changes_nothing(cafe: Browser, consultant: Browser, engine) -> None:
    ask(cafe)
    address = f"/desk/consultations/{rows(engine)[0].id}"
    consultant.post_form(address, {})
    first = rows(engine)[0].answered_at
    assert consultant.post_form(address, {}).status_code == 409
    assert rows(engine)[0].answered_at == first


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": f"Почему пришли по номеру {EVENT_NUMBER}?"}, "О самой проверке здесь не спрашивают"),
        ({"channel": "written"}, "Письменный ответ положение не обещает"),
        ({"control_type": "planets"}, "Такого вида контроля нет"),
        ({"text": ""}, "» не заполнено. Заполните его."),
        ({"channel": "owl"}, "Такого варианта нет"),
    ],
)
def test_a_question_that_cannot_be_sent_says_why_and_keeps_the_text(
    cafe: Browser, engine, changes: Mapping[str, str], said: str
) -> None:
    answer = ask(cafe, **changes)
    assert answer.status_code == 422
    assert said in main_of(answer)
    assert rows(engine) == []


def test_inspectors_and_other_authorities_see_no_question(cafe: Browser, inspector: Browser, person, engine) -> None:
    ask(cafe)
    number = rows(engine)[0].id
    other = person("other@mchs.example", Role.REGULATOR, office=("mchs", "77"))
    assert inspector.get("/desk/consultations").status_code == 404
    assert "журнал уборки" not in other.get("/desk/consultations").text
    assert other.get(f"/desk/consultations/{number}").status_code == 404


def test_another_business_sees_no_question(cafe: Browser, stranger: Browser, engine) -> None:
    ask(cafe)
    number = rows(engine)[0].id
    assert stranger.get(f"/consultations/{number}").status_code == 404
    assert stranger.post_form(f"/consultations/{number}/withdraw").status_code == 404


def test_a_withdrawn_question_leaves_the_desk(cafe: Browser, consultant: Browser, engine) -> None:
    ask(cafe)
    number = rows(engine)[0].id
    assert cafe.post_form(f"/consultations/{number}/withdraw").status_code == 303
    assert "журнал уборки" not in consultant.get("/desk/consultations").text
    assert consultant.get(f"/desk/consultations/{number}").status_code == 404


def test_a_question_from_a_requirement_names_it(cafe: Browser, engine) -> None:
    page = cafe.get("/consultations", params={"requirement": "food.haccp"})
    assert 'value="food.haccp"' in page.text
    ask(cafe, requirement="food.haccp")
    assert rows(engine)[0].requirement == "food.haccp"


def test_a_question_that_names_an_event_of_ones_own_is_refused_and_one_of_another_business_is_not(
    cafe: Browser, stranger: Browser, engine
) -> None:
    enter(cafe, decision_number="Р-7/26", registry_number="")
    for about in ("Что взять с собой по решению р-7/26?", "Проверка № 1: кого позвать?"):
        refused = ask(cafe, text=about)
        assert refused.status_code == 422
        assert "О самой проверке здесь не спрашивают" in main_of(refused)
    for general in ("Нужен ли журнал по пункту 1?", "Контракт № 1 с охраной обязателен?", "Что значит Р-7/261?"):
        assert ask(cafe, text=general).status_code == 303
    assert ask(stranger, text="Что взять с собой по решению Р-7/26?").status_code == 303


def test_an_event_that_the_business_may_not_know_of_is_not_betrayed_by_a_refusal(cafe: Browser, engine, clock) -> None:
    with open_session(engine, write=True) as session:
        session.add(
            ControlEvent(
                number=5,
                source=Source.AUTHORITY,
                business_id=cafe.business.id,
                control_type="fire",
                kind="TEST_PURCHASE",
                state="SCHEDULED",
                decision_number="Т-9/26",
                created_at=clock.now(),
            )
        )
        session.commit()
    assert ask(cafe, text="Что значит Т-9/26 на вывеске?").status_code == 303
