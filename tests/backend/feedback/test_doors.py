"""Doors to the regulator: a released figure, the editor's statement, a business that named itself."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import update

from backend.db.engine import open_session
from backend.errors import Conflict, Invalid, NotFound
from backend.feedback.after_erasure import after_erasure
from backend.feedback.models import Door, Feedback, FeedbackKind
from backend.feedback.personal_data import export
from backend.feedback.procedures import goes_through_a_door
from backend.feedback.sending import next_monday, place, send_batch
from backend.feedback.service import open_released, open_systemic
from backend.permissions import Actor
from rules.roles import Role
from tests.backend.feedback.conftest import MONDAY, NEUTRAL, SIGN, WORDS

FIGURE = "Выпуск 2026Q3: понятность 2,41 из 5, с 95 % от 2,30 до 2,52."
NAMED = {"kind": "clarity", "text": "Мы не знаем, на каком языке писать часы работы. Уточните, нужна ли латиница."}


def triage(editor, item, statement=NEUTRAL, region=""):
    return editor.post_form(f"/desk/feedback/{item.id}/triage", {"statement": statement, "region": region})


def test_a_sorted_item_waits_for_monday(room, editor, office, item, clock):
    assert triage(editor, item).status_code == 303
    assert room.items()[0].state == "TRIAGED"
    assert NEUTRAL not in office.get("/desk/statements").text
    assert room.monday() == [1]
    assert NEUTRAL in office.get("/desk/statements/1").text
    assert NEUTRAL in office.get("/statements/1").text


def test_a_figure_that_no_release_holds_is_no_door(session, clock):
    row = Feedback(kind=FeedbackKind.CLARITY, door=Door.RELEASED, statement=NEUTRAL, created_at=clock.now())
    with pytest.raises(Conflict) as refusal:
        goes_through_a_door(session, row, None)
    assert "сводки об этом нет" in refusal.value.message.ru


def test_a_released_figure_goes_on_monday_and_once(room, editor, office, entry, clock):
    with open_session(room.engine, write=True) as session:
        row = open_released(session, FeedbackKind.CLARITY, entry, "2026Q3", FIGURE, clock.now())
        assert row.state == "TRIAGED"
        assert open_released(session, FeedbackKind.CLARITY, entry, "2026Q3", FIGURE, clock.now()) is None
        assert open_released(session, FeedbackKind.CLARITY, entry, "2026Q4", FIGURE, clock.now()) is None
        session.commit()
    assert triage(editor, room.items()[0]).status_code in (404, 409)
    assert room.monday() == [1]
    assert "2,41 из 5" in office.get("/desk/statements/1").text
    assert "Опубликованная сводка" in office.get("/statements/1").text
    assert room.items()[0].business_id is None


def test_without_a_door_nothing_is_sent(room, clock):
    made = {"kind": FeedbackKind.CLARITY, "state": "TRIAGED", "created_at": clock.now(), "requirement": SIGN}
    room.keep(Feedback(statement=NEUTRAL, **made))
    room.keep(Feedback(statement=NEUTRAL, door=Door.RELEASED, **made))
    assert room.monday() == []
    assert {row.number for row in room.items()} == {None}


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (f"В пункте неясно одно. {WORDS}.", "повторены слова бизнеса"),
        ("Кафе «Лён» не знает, на каком языке писать часы работы.", "назван бизнес"),
        ("Двенадцать компаний: 12 компаний не поняли пункта о вывеске.", "число обращений"),
    ],
)
def test_the_editor_is_told_why_a_statement_is_not_neutral(editor, item, room, statement, why):
    answer = triage(editor, item, statement)
    assert answer.status_code == 422
    assert why in answer.text
    assert statement.split(".")[0] in answer.text.replace("&#34;", '"')
    assert (room.items()[0].state, room.items()[0].statement) == ("OPEN", "")


def test_the_order_of_a_sending_does_not_depend_on_arrival(room, editor, entry):
    texts = [f"В пункте {n} не назван срок хранения журнала." for n in ("первом", "втором", "третьем", "четвёртом")]
    for text in texts:
        form = {"kind": "clarity", "statement": text, "region": ""}
        assert editor.post_form(f"/desk/new-statement/{SIGN}", form).status_code == 303
        room.wait(minutes=7)
    assert room.monday() == [1, 2, 3, 4]
    rows = sorted(room.items(), key=lambda row: row.number)
    assert [row.statement for row in rows] == [row.statement for row in sorted(rows, key=lambda r: place(r, r.sent_on))]
    assert [row.statement for row in rows] != texts


def test_the_page_of_a_sending_looks_the_same_whoever_stood_behind(room, editor, item, visitor, entry):
    for name in ("Раз", "Два", "Три"):
        room.mark(room.business(name), comment="")
    room.collect()
    triage(editor, item)
    form = {"kind": "clarity", "statement": NEUTRAL.replace("часы", "адрес"), "region": ""}
    editor.post_form(f"/desk/new-statement/{SIGN}", form)
    room.monday()
    shown = [visitor.get(f"/statements/{number}").text for number in (1, 2)]
    plain = [text.replace("часы", "X").replace("адрес", "X").replace("№ 1", "№").replace("№ 2", "№") for text in shown]
    strip = [_without_numbers(text) for text in plain]
    assert strip[0] == strip[1]
    batch = visitor.get("/statements/sent/2026-11-30").text
    assert batch.count("/statements/1") == batch.count("/statements/2") == 1
    assert "Лён" not in batch


def _without_numbers(text):
    text = re.sub(r'nonce="[^"]*"|"\w*[nN]once": "[^"]*"|value="[^"]{20,}"|<!--.*?-->', "", text)
    return re.sub(r"/statements/\d|№.\d", "", text)


def test_a_day_without_a_sending_is_no_page(visitor):
    assert visitor.get("/statements/sent/2026-11-30").status_code == 404
    assert visitor.get("/statements/sent/today").status_code == 404


def test_the_sending_is_on_mondays_at_ten_in_moscow(clock):
    assert next_monday(clock.now()) == MONDAY.replace(hour=7)
    assert next_monday(MONDAY.replace(hour=7)).date().isoformat() == "2026-12-07"


def test_on_another_day_nothing_is_sent(room, editor, item, session, clock):
    session.rollback()
    triage(editor, item)
    with open_session(room.engine, write=True) as opened:
        assert send_batch(opened, clock.now()) == []


def test_an_own_statement_of_the_editor_needs_no_signal(room, editor, visitor):
    form = {"kind": "duplicate", "statement": "Пункт 1 и пункт 2 требуют одного и того же.", "region": ""}
    assert editor.post_form(f"/desk/new-statement/{SIGN}", form).status_code == 303
    assert room.monday() == [1]
    assert "требуют одного и того же" in visitor.get("/statements/1").text


def test_a_business_names_itself_only_after_it_read_what_will_be_read(owner, room, office):
    path = f"/my-feedback/named/{SIGN}"
    preview = owner.post_form(path, NAMED)
    assert preview.status_code == 200
    assert "Кафе «Лён»" in preview.text
    assert NAMED["text"] in preview.text
    assert room.items() == []
    seal = preview.text.split('name="seal" value="')[1].split('"')[0]
    other = owner.post_form(path, {**NAMED, "text": NAMED["text"] + " И ещё.", "seal": seal, "send": "1"})
    assert other.status_code == 409
    assert owner.post_form(path, {**NAMED, "seal": seal, "send": "1"}).status_code == 303
    assert room.items()[0].state == "TRIAGED"
    assert room.monday() == [1]


def named(owner):
    path = f"/my-feedback/named/{SIGN}"
    seal = owner.post_form(path, NAMED).text.split('name="seal" value="')[1].split('"')[0]
    assert owner.post_form(path, {**NAMED, "seal": seal, "send": "1"}).status_code == 303


def test_only_the_office_reads_the_name_and_the_words(owner, office, visitor, ombudsman, room):
    named(owner)
    room.monday()
    assert "Кафе «Лён»" in office.get("/desk/statements/1").text
    for browser in (visitor, ombudsman, office):
        for path in ("/statements/1", "/statements", "/statements.csv", "/statements.json", "/api/v1/statements/1"):
            shown = browser.get(path).text
            assert "Лён" not in shown
            assert "латиница" not in shown


def test_what_was_taken_back_is_never_sent(owner, office, room):
    named(owner)
    [row] = room.items()
    assert "Забрать до отправки" in owner.get("/my-feedback").text
    assert owner.post_form(f"/my-feedback/{row.id}/take-back").status_code == 303
    assert room.monday() == []
    [row] = room.items()
    assert (row.state, row.statement, row.named_as) == ("WITHDRAWN", "", "")


def test_after_the_sending_it_cannot_be_taken_back(owner, room):
    named(owner)
    room.monday()
    assert owner.post_form(f"/my-feedback/{room.items()[0].id}/take-back").status_code == 409


def test_another_business_cannot_take_it_back(owner, stranger, room):
    named(owner)
    assert stranger.post_form(f"/my-feedback/{room.items()[0].id}/take-back").status_code == 404


def test_the_editor_does_not_see_what_a_named_business_may_still_take_back(owner, editor, room):
    named(owner)
    assert editor.get(f"/desk/feedback/{room.items()[0].id}").status_code == 404
    assert "Лён" not in editor.get("/desk/feedback").text


def test_a_systemic_issue_of_the_ombudsman_goes_at_once_and_is_answered_as_any_other(session, clock, entry, visitor):
    by = Actor(person_id=None, roles=frozenset({Role.OMBUDSMAN}), region="77", name="Ольга Мирная")
    text = "При одинаковых вывесках в одном регионе выдают предостережение, в другом нет."
    row = open_systemic(session, entry.authority, "77", "Разная практика по вывескам", text, entry, by, clock.now())
    session.commit()
    assert (row.state, row.number, row.door) == ("WITH_REGULATOR", 1, Door.SYSTEMIC)
    assert "Разная практика по вывескам" in visitor.get("/statements/1").text


def test_a_systemic_issue_names_nobody_and_comes_from_an_ombudsman_of_the_region(session, clock, entry):
    by = Actor(roles=frozenset({Role.OMBUDSMAN}), region="78")
    text = "При одинаковых вывесках выдают разное."
    with pytest.raises(NotFound):
        open_systemic(session, entry.authority, "77", "Практика", text, entry, by, clock.now())
    session.rollback()
    with pytest.raises(Invalid):
        open_systemic(session, "", "", "Практика", "ООО «Ромашка» получила отказ.", None, by, clock.now())


def test_what_a_business_said_in_its_own_name_leaves_with_its_data(owner, room, engine):
    named(owner)
    with open_session(engine) as session:
        [told] = export(session, [owner.business.id])["feedback_in_own_name"]
    assert (told["text"], told["named_as"]) == (NAMED["text"], "Кафе «Лён»")


def test_when_the_business_is_erased_its_words_and_name_go_and_the_answer_stays(owner, office, room, engine, visitor):
    named(owner)
    room.monday()
    office.post_form("/desk/statements/1/reject", {"text": "Язык назван в статье 9."})
    with open_session(engine, write=True) as session:
        session.execute(update(Feedback).values(business_id=None))
        after_erasure(session, room.clock.now())
        session.commit()
    [row] = room.items()
    assert (row.statement, row.named_as, row.named_inn) == ("", "", "")
    assert "Язык назван в статье 9." in visitor.get("/statements/1").text
