"""Cases of one practice joined into a card: counted from ten, previewed, sent, answered in public."""

from datetime import date

import pytest
from sqlmodel import select

from backend.control.models import Violation
from backend.db.engine import open_session
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.ombudsman.models import OmbudsmanView, SystemicCard
from backend.ombudsman.systemic import counted_words
from backend.ombudsman.views import COMPARED
from calculators.release.shapes import Measure
from rules.roles import Role
from tests.backend.ombudsman.cases import draft, shared_event, walk
from tests.backend.ombudsman.test_similar import inspected, taken_up
from tests.backend.statistics.shelf import put, rows_of

SIGN, DRILL = "retail.signboard", "fire.evacuation_drill"
WORDS = {
    "title": "Справки просят повторно",
    "statement": "Просят справки, которые уже есть в реестре. Предлагаем не требовать их.",
    "authority": "rospotrebnadzor",
}


@pytest.fixture
def case(engine, owner, inspector, ombudsman):
    id_ = draft(owner, shared_event(engine, owner.business))
    walk(owner, id_, "submit")
    walk(ombudsman, id_, "accept", ground="no_notice")
    return id_


@pytest.fixture
def card(ombudsman):
    begun = ombudsman.post_form("/desk/ombudsman/systemic", {"title": "Справки просят повторно"})
    assert begun.status_code == 303, begun.text[-1500:]
    return str(begun.headers["location"])


def test_a_number_is_told_from_ten_and_rounded():
    assert counted_words(0) is None
    assert counted_words(9).ru == "есть обращения"
    assert counted_words(13).ru == "около 15 обращений"


def test_the_preview_says_what_everybody_will_read_and_names_nobody(ombudsman, card, case):
    kept = ombudsman.post_form(card, {**WORDS, "cases": [case]})
    assert kept.status_code == 303, kept.text[-2000:]
    page = ombudsman.get(card).text
    assert "Обращения к уполномоченному: есть обращения." in page
    assert "собираем" in page
    assert "Лён" not in page


def test_sent_it_is_an_item_of_feedback_that_the_regulator_answers_and_the_card_follows(
    ombudsman, regulator, card, case, engine
):
    ombudsman.post_form(card, {**WORDS, "cases": [case]})
    sent = ombudsman.post_form(f"{card}/send")
    assert sent.status_code == 303, sent.text[-3000:]
    with open_session(engine) as session:
        item = session.exec(select(Feedback)).one()
        row = session.exec(select(SystemicCard)).one()
        assert (item.state, item.authority, item.region) == ("WITH_REGULATOR", "rospotrebnadzor", "77")
        assert item.statement.endswith("Обращения к уполномоченному: есть обращения.")
        assert row.feedback_id == item.id
    assert "Ответ регулятора" in ombudsman.get(card).text
    assert ombudsman.post_form(f"{card}/send").status_code in (409, 422)
    assert ombudsman.post_form(card, {**WORDS, "title": "Другое"}).status_code in (409, 422)


def test_words_that_name_a_business_are_refused(ombudsman, card, engine):
    ombudsman.post_form(card, {**WORDS, "statement": "Кафе с ИНН 7707083893 проверяют каждый месяц."})
    assert ombudsman.post_form(f"{card}/send").status_code == 422
    with open_session(engine) as session:
        assert session.exec(select(Feedback)).first() is None


def test_cases_of_others_are_joined_by_nobody(person, ombudsman, card, case):
    from rules.roles import Role

    far = person("far@defence.example", Role.OMBUDSMAN, office=("", "78"))
    begun = far.post_form("/desk/ombudsman/systemic", {"title": "Чужие дела"})
    other = str(begun.headers["location"])
    assert far.post_form(other, {**WORDS, "cases": [case]}).status_code == 404
    assert far.get(card).status_code == 404


def test_a_card_joins_what_regulators_were_asked_in_public_about_its_requirement(ombudsman, regulator, engine, clock):
    begun = ombudsman.post_form("/desk/ombudsman/systemic", {"title": "Вывеска", "requirement": "retail.signboard"})
    card = str(begun.headers["location"])
    with open_session(engine, write=True) as session:
        about = {"requirement": "retail.signboard", "requirement_version": 1, "created_at": clock.now()}
        about |= {"kind": FeedbackKind.CLARITY, "door": Door.NEUTRAL}
        session.add(Feedback(number=4, state="WITH_REGULATOR", statement="В пункте нет языка вывески.", **about))
        session.add(Feedback(state="OPEN", statement="Это ещё никто не отправил.", **about))
        session.commit()
    page = ombudsman.get(card).text
    assert "В пункте нет языка вывески." in page
    assert "никто не отправил" not in page
    assert ombudsman.post_form(card, WORDS).status_code == 303
    assert ombudsman.post_form(f"{card}/send").status_code == 303
    with open_session(engine) as session:
        sent = session.exec(select(Feedback).where(Feedback.number == 5)).one()
    assert sent.statement.endswith("О том же требовании публично спрашивали: № 4.")


def test_a_card_of_a_requirement_shows_what_was_released_of_it(ombudsman, settings):
    begun = ombudsman.post_form("/desk/ombudsman/systemic", {"title": "Вывеска непонятна", "requirement": SIGN})
    card = str(begun.headers["location"])
    assert "собираем" in ombudsman.get(card).text
    put(settings, "2026Q3", rows_of({(SIGN, str(Measure.CLARITY), None): 2.4}, {}))
    page = ombudsman.get(card).text
    assert "2,4 из 5, 2,2–2,6 · выпуск 2026Q3" in page
    assert "собираем" not in page


def test_a_case_is_suggested_for_the_requirement_that_its_client_shows(engine, owner, stranger, ombudsman, inspector):
    begun = ombudsman.post_form("/desk/ombudsman/systemic", {"title": "Учения", "requirement": DRILL})
    card = str(begun.headers["location"])
    days = {"act_number": "1", "act_date": date(2026, 11, 20), "act_delivered_on": date(2026, 11, 20)}
    made = []
    for browser, number, parts in ((owner, 1, ["act"]), (stranger, 2, ["terms"])):
        event = shared_event(engine, browser.business, number, state="VIOLATIONS_FOUND", **days)
        with open_session(engine, write=True) as session, session.begin():
            session.add(Violation(event_id=event, requirement=DRILL, act="ППР", unit="п. 9", text="Учений не было"))
        made.append(draft(browser, event, parts=parts))
        walk(browser, made[-1], "submit")
        walk(ombudsman, made[-1], "accept")
    assert ombudsman.get(card).text.count("то же требование") == 1
    assert "сравнил с похожими" in owner.get(f"/ombudsman/{made[0]}/views.csv").text
    assert "сравнил с похожими" not in stranger.get(f"/ombudsman/{made[1]}/views.csv").text
    walk(owner, made[0], "end_consent")
    assert "то же требование" not in ombudsman.get(card).text


def test_a_refused_card_comes_back_with_what_was_typed_beside_what_it_suggests(engine, owner, inspector, ombudsman):
    """A suggestion is a look, and a look is written: the refusal must have given the writer's place back first."""
    taken_up(owner, ombudsman, inspected(engine, owner.business, 1), parts=["act"])
    made = ombudsman.post_form("/desk/ombudsman/systemic", {"title": "Учения", "requirement": DRILL})
    card = made.headers["location"]
    wrong = ombudsman.post_form(card, {"title": "", "statement": "Слова, которые не пропадут"})
    assert wrong.status_code == 422
    assert "Слова, которые не пропадут" in wrong.text
    unsent = ombudsman.post_form(f"{card}/send", {})
    assert unsent.status_code == 422
    with open_session(engine) as session:
        looks = session.exec(select(OmbudsmanView).where(OmbudsmanView.what == COMPARED)).all()
    assert len(looks) == 2


def test_cards_leave_as_a_table_to_their_ombudsman_alone(ombudsman, card, person, owner):
    lines = ombudsman.get("/desk/ombudsman/systemic.csv").text.strip().split("\r\n")
    assert lines[1].startswith("1;Справки просят повторно;")
    other = person("far@defence.example", Role.OMBUDSMAN, name="Далёкий", office=("", "78"))
    assert len(other.get("/desk/ombudsman/systemic.csv").text.strip().split("\r\n")) == 1
    assert owner.get("/desk/ombudsman/systemic.csv").status_code in (403, 404)
