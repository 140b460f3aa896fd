"""Comply or explain: the regulator answers in public, in time, only for its own office; reasons visible, people not."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.feedback.routing import NAME
from backend.notifications.models import Notice
from backend.procedures.models import DeadlineRow
from rules.roles import Role

REASON = "Требование держится на статье 9: часы работы пишут по-русски."


def test_the_queue_has_the_public_clock_of_twenty_working_days(statement, office, visitor):
    for shown in (office.get("/desk/statements").text, visitor.get("/statements").text):
        assert "до 28\u00a0декабря\u00a02026" in shown


def test_the_desk_of_disputes_tells_what_waits_on_the_other_one(statement, office, engine, clock):
    figure = '<a href="/desk/statements"><span class="stats__value">{}</span> <span class="stats__label">{}</span>'
    assert figure.format(1, "вопрос к тексту") in office.get("/desk").text
    with open_session(engine, write=True) as session:
        for term in session.exec(select(DeadlineRow).where(DeadlineRow.procedure == NAME)):
            term.due_at = clock.now() - timedelta(days=1)
        session.commit()
    assert figure.format(1, "вопрос к тексту просрочен") in office.get("/desk").text
    office.post_form(f"/desk/statements/{statement}/accept", {"text": REASON})
    page = office.get("/desk").text
    assert figure.format(0, "вопросов к тексту") in page
    assert "вопрос к тексту просрочен" not in page


@pytest.mark.parametrize(
    ("action", "state"), [("accept", "ACCEPTED"), ("accept_in_part", "PARTLY_ACCEPTED"), ("reject", "REJECTED")]
)
def test_an_answer_is_public_with_its_reasons_and_without_people(statement, office, visitor, action, state):
    assert office.post_form(f"/desk/statements/{statement}/{action}", {"text": REASON}).status_code == 303
    told = visitor.get(f"/api/v1/statements/{statement}").json()
    assert (told["state"], told["answer"], told["course"][0]["text"]) == (state, REASON, REASON)
    for path in (f"/statements/{statement}", "/statements.csv", "/statements.json"):
        shown = visitor.get(path).text
        assert REASON in shown
        assert "office@" not in shown
        assert "Дарья" not in shown


@pytest.mark.parametrize("action", ["accept", "accept_in_part", "reject"])
def test_an_answer_without_reasons_is_refused(statement, office, visitor, action):
    answer = office.post_form(f"/desk/statements/{statement}/{action}", {"text": " "})
    assert answer.status_code == 422
    assert "» не заполнено. Заполните его." in answer.text
    assert visitor.get(f"/api/v1/statements/{statement}").json()["state"] == "WITH_REGULATOR"


def test_an_answer_that_names_a_business_is_refused(statement, office):
    answer = office.post_form(
        f"/desk/statements/{statement}/reject", {"text": "Спросите ООО «Ромашка», ИНН 7701234567"}
    )
    assert answer.status_code == 422
    assert "назван бизнес" in answer.text


def test_the_whole_way_to_the_end(statement, office, editor, visitor, room):
    here = f"/desk/statements/{statement}"
    assert office.post_form(f"{here}/accept", {"text": REASON}).status_code == 303
    past = office.post_form(f"{here}/plan_action", {"text": "Изменим пункт 2.", "due": "2026-11-01"})
    assert past.status_code == 422
    assert office.post_form(f"{here}/plan_action", {"text": "Изменим пункт 2.", "due": "2027-03-01"}).status_code == 303
    assert "Меры обещаны до 1\u00a0марта\u00a02027" in visitor.get(f"/statements/{statement}").text
    room.wait(days=20)
    assert office.post_form(f"{here}/implement", {"text": "Пункт 2 изменён."}).status_code == 303
    item = re.findall(r'href="/desk/feedback/([^"]+)"', editor.get("/desk/feedback").text)[0]
    assert editor.post_form(f"/desk/feedback/{item}/verify", {"text": "Оценки новой редакции выше."}).status_code == 303
    told = visitor.get(f"/api/v1/statements/{statement}").json()
    assert (told["state"], told["open"], told["due"]) == ("VERIFIED", False, None)
    assert [one["action"] for one in told["course"]] == ["accept", "plan_action", "implement", "verify"]


@pytest.mark.parametrize("who", ["editor", "ombudsman"])
def test_a_rejection_is_sent_back_and_the_clock_starts_anew(statement, office, visitor, who, request, room):
    browser = request.getfixturevalue(who)
    office.post_form(f"/desk/statements/{statement}/reject", {"text": REASON})
    room.wait(days=7)
    page = browser.get(f"/statements/{statement}").text
    assert "Вернуть регулятору" in page
    answer = browser.post_form(f"/statements/{statement}/reopen", {"text": "Статья 9 не говорит о языке часов."})
    assert answer.status_code == 303
    told = visitor.get(f"/api/v1/statements/{statement}").json()
    assert (told["state"], told["due"]) == ("REOPENED", "2027-01-13")
    assert office.post_form(f"/desk/statements/{statement}/accept", {"text": "Согласны."}).status_code == 303
    assert [one["text"] for one in visitor.get(f"/api/v1/statements/{statement}").json()["course"]][:2] == [
        REASON,
        "Статья 9 не говорит о языке часов.",
    ]


def test_nobody_else_sends_an_answer_back(statement, office, owner, visitor):
    office.post_form(f"/desk/statements/{statement}/reject", {"text": REASON})
    for browser in (owner, office):
        assert "Вернуть регулятору" not in browser.get(f"/statements/{statement}").text
        assert browser.post_form(f"/statements/{statement}/reopen", {"text": "Нет."}).status_code == 404


def test_a_late_answer_is_visible_to_all(statement, office, visitor, room):
    room.wait(days=40)
    for path in ("/statements", f"/statements/{statement}", "/statements?standing=overdue"):
        assert "просрочено" in visitor.get(path).text
    assert visitor.get("/statements.json").json()["items"][0]["overdue"] is True
    assert "просрочено" in office.get("/desk/statements").text


@pytest.mark.parametrize("elsewhere", [("mchs", ""), ("mchs", "77"), ("rospotrebnadzor", "77"), ("", "")])
def test_a_statement_of_another_office_does_not_exist_in_any_format(statement, person, elsewhere, entry):
    other = person("elsewhere@example.ru", Role.REGULATOR, office=elsewhere)
    assert other.get("/desk/statements").text.count("№") == 0
    assert other.get("/desk/statements.csv").text.count("\n") == 1
    assert other.get(f"/desk/statements/{statement}").status_code == 404
    for action in ("accept", "reject", "plan_action"):
        form = {"text": REASON, "due": "2027-03-01"}
        assert other.post_form(f"/desk/statements/{statement}/{action}", form).status_code == 404


def test_the_office_of_a_region_answers_what_was_sent_to_that_region(room, editor, item, person, entry):
    here = person("here@example.ru", Role.REGULATOR, office=(entry.authority, "77"))
    there = person("there@example.ru", Role.REGULATOR, office=(entry.authority, "78"))
    form = {"statement": "В пункте не сказано, на каком языке пишут часы.", "region": "77"}
    assert editor.post_form(f"/desk/feedback/{item.id}/triage", form).status_code == 303
    room.monday()
    assert here.get("/desk/statements/1").status_code == 200
    assert there.get("/desk/statements/1").status_code == 404


def test_the_page_of_a_requirement_leads_to_its_statements(statement, visitor, entry):
    shown = visitor.get(f"/requirements/{entry.id}").text
    assert f"/statements/{statement}" in shown
    assert "У регулятора" in shown


def test_filters_narrow_every_format_alike(statement, visitor, entry):
    for query, n in ((f"authority={entry.authority}", 1), ("authority=nobody", 0), ("standing=answered", 0)):
        assert len(visitor.get(f"/statements.json?{query}").json()["items"]) == n
        assert visitor.get(f"/statements.csv?{query}").text.count("\n") == n + 1
        assert len(visitor.get(f"/api/v1/statements?{query}").json()["items"]) == n


def test_each_who_flagged_is_told_alone_what_came_of_it(room, engine, editor, office, owner, stranger, item):
    room.mark(stranger.business, comment="")
    room.collect()
    editor.post_form(
        f"/desk/feedback/{item.id}/triage",
        {"statement": "В пункте не сказано, на каком языке пишут часы.", "region": ""},
    )
    room.monday()
    office.post_form("/desk/statements/1/reject", {"text": REASON})
    for browser, other in ((owner, "Хлеб да соль"), (stranger, "Лён")):
        shown = browser.get("/my-feedback").text
        assert REASON in shown
        assert other not in shown.replace(browser.business.name, "")
    with open_session(engine) as session:
        told = session.exec(select(Notice).where(Notice.kind == "feedback.reject")).all()
    mine = [one for one in told if one.person_id in (owner.person.id, stranger.person.id)]
    assert len(mine) == 2
    for one in mine:
        said = json.dumps(one.params, ensure_ascii=False)
        assert "Лён" not in said
        assert "Хлеб" not in said
        assert one.link == "/my-feedback"


def test_a_dismissed_item_tells_each_why(room, editor, owner, item, engine):
    reason = "Здесь речь о пересказе, мы его исправим."
    assert editor.post_form(f"/desk/feedback/{item.id}/dismiss", {"text": reason}).status_code == 303
    assert reason in owner.get("/my-feedback").text
    with open_session(engine) as session:
        told = session.exec(select(Notice).where(Notice.kind == "feedback.dismiss")).all()
    assert [one.person_id for one in told] == [owner.person.id]


def test_nobody_sees_anothers_feedback(item, owner, stranger, visitor):
    assert "Непонятно" in owner.get("/my-feedback").text
    assert "Непонятно" not in stranger.get("/my-feedback").text
    assert visitor.get("/my-feedback", follow_redirects=False).status_code == 303
