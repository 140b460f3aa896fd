"""The page of a requirement: verdict, steps, reasons with a way to change them, sanctions, where it is written."""

from __future__ import annotations

import re

import pytest

from backend.db.engine import open_session
from backend.law import current_law
from backend.requirements import blocks
from backend.requirements.blocks import Block
from backend.requirements.listing import attributions_of
from backend.web.spaces import held

BOUND = "fire.alarm_installed"
FREE = "services.household_info"


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def test_an_unknown_requirement_is_not_found(visitor):
    assert visitor.get("/requirements/no.such").status_code == 404


def test_a_visitor_reads_it_without_a_verdict(visitor):
    page = main_of(visitor.get(f"/requirements/{BOUND}").text)
    entry = current_law().edition.requirements[BOUND]
    assert held(entry.title.ru) in page
    assert held(entry.plain.ru) in page
    assert "зависит от ваших ответов" in page
    assert "verdict" not in page


def test_a_business_reads_why_it_applies_and_where_to_change_the_answer(cafe):
    page = main_of(cafe.get(f"/requirements/{BOUND}").text)
    assert "Действует для вас" in page
    assert "Почему действует для вас" in page
    assert re.search(r'href="/answers/premises\?place=', page)
    assert "Что это изменит" in page
    assert "требование перестанет действовать" in page
    assert page.index("Что сделать") < page.index("Почему действует")


def test_what_does_not_apply_says_so_before_the_steps(cafe):
    page = main_of(cafe.get(f"/requirements/{FREE}").text)
    assert "Не касается вас" in page
    assert page.index("Почему не касается") < page.index("Что сделать")
    assert "Да, это про меня" not in page


def test_sanctions_of_the_own_form_come_after_the_steps_exact(cafe):
    page = main_of(cafe.get(f"/requirements/{FREE}").text).replace("\xa0", " ").replace("\u2060", "")
    assert page.index("Что сделать") < page.index("Если не сделать")
    assert "Организации: 5 000–10 000 ₽" in page
    assert "ИП: 500" not in page


def test_an_unchecked_entry_is_marked_and_names_its_act(visitor):
    page = main_of(visitor.get(f"/requirements/{FREE}").text).replace("\xa0", " ")
    assert "Сверьте с актом" in page
    assert "Постановление Правительства РФ от 21 сентября 2020 г. № 1514" in page


def test_what_was_partly_told_from_memory_is_to_be_compared_and_never_called_read(visitor):
    page = main_of(visitor.get("/requirements/fire.alarm_installed").text)
    assert "Сверьте с актом" in page
    assert "Прочитано" not in page
    assert "по памяти" not in page
    assert "Прочитано" in main_of(visitor.get("/requirements/fire.instruction").text)


def test_an_open_requirement_names_the_answers_that_decide(owner, fill):
    fill(owner.business, "cafe", without=["premises", "kitchen_hood", "premises_at_home"])
    page = main_of(owner.get(f"/requirements/{BOUND}").text)
    assert "Пока не ясно" in page
    assert re.search(r'href="/answers/premises\?place=', page)


@pytest.mark.parametrize("id_", sorted(current_law().edition.requirements)[::25])
def test_every_page_opens_for_a_visitor_and_for_a_business(cafe, visitor, id_):
    assert visitor.get(f"/requirements/{id_}").status_code == 200
    assert cafe.get(f"/requirements/{id_}").status_code == 200


def test_the_owner_confirms_and_takes_it_back(engine, cafe):
    sent = cafe.post_form(f"/requirements/{BOUND}/confirm")
    assert (sent.status_code, sent.headers["location"]) == (303, f"/requirements/{BOUND}")
    assert "Вы подтвердили" in cafe.get(f"/requirements/{BOUND}").text
    cafe.post_form(f"/requirements/{BOUND}/confirm/undo")
    with open_session(engine) as session:
        assert attributions_of(session, cafe.business.id) == {}


def test_a_reader_cannot_confirm_for_another(stranger, cafe, engine):
    assert stranger.post_form(f"/requirements/{BOUND}/confirm").status_code == 303
    with open_session(engine) as session:
        assert attributions_of(session, cafe.business.id) == {}


def test_a_room_above_adds_its_parts_in_their_order(cafe, monkeypatch):
    seen = []

    def part(order):
        def make(context):
            seen.append((context.requirement.id, context.explained is not None))
            return Block("components/patterns.html", {"order": order}, where="foot", order=order)

        return make

    monkeypatch.setattr(blocks, "BLOCKS", [part(2), lambda context: None, part(1)])
    assert cafe.get(f"/requirements/{BOUND}").status_code == 200
    assert seen == [(BOUND, True)] * 2
    found = blocks.blocks_of(
        blocks.RequirementContext(None, None, None, current_law().edition.requirements[BOUND], None)
    )
    assert [block.order for block in found["foot"]] == [1, 2]


def test_an_edge_of_the_law_is_said_when_the_act_ended(cafe, clock):
    clock.forward(days=40)
    page = cafe.get(f"/requirements/{FREE}").text
    assert "Срок действия закончился" in page
    assert "Чем его заменили, мы пока не знаем" in page
