"""Words in a case: read by exactly those named before sending, by nobody later unless the owner says so."""

from __future__ import annotations

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.threads.models import ThreadFile, ThreadMember, ThreadMessage
from backend.threads.service import keep_members
from tests.backend.threads.talk import CASE, PAGE, PDF, PROCEDURE, ids_of, readers_of, say, words


@pytest.fixture
def messages(engine):
    """Tells every message kept, in order."""

    def kept():
        with open_session(engine) as session:
            return session.exec(select(ThreadMessage).order_by(ThreadMessage.n)).all()

    return kept


def test_the_readers_shown_before_sending_are_those_frozen_after(owner, inspector, case, messages):
    page = words(owner.get(PAGE))
    assert "Прочтут: МЧС по Москве людей: 1 Кафе «Лён» (вы) людей: 1" in page
    shown = readers_of(owner)
    assert say(owner, "Журнал готов.").status_code == 303
    kept = messages()[0]
    assert [one["name"]["ru"] for one in kept.readers] == ["МЧС по Москве", "Кафе «Лён»"]
    assert [one["people"] for one in kept.readers] == [[inspector.person.id], [owner.person.id]]
    assert kept.readers_sha256 == shown
    assert "Журнал готов." in words(inspector.get(PAGE))


def test_where_the_readers_changed_meanwhile_nothing_is_sent_and_the_text_stays(owner, case, joins, messages):
    before = readers_of(owner)
    joins()
    refused = say(owner, "Только для МЧС.", readers=before)
    assert refused.status_code == 422
    assert "Круг читателей изменился" in words(refused)
    assert "Теперь прочтут: МЧС по Москве; Уполномоченный." in words(refused)
    assert "Только для МЧС.</textarea>" in refused.text
    assert messages() == []
    assert say(owner, "Для обоих.").status_code == 303
    assert len(messages()[0].readers) == 3


def test_somebody_new_in_an_office_is_a_change_of_readers_too(owner, case, accountant):
    before = readers_of(owner)
    one = case.present["authority"]
    case.present["authority"] = type(one)(one.key, one.side, one.name, (*one.people, accountant.person.id), one.role)
    assert say(owner, "Ответ.", readers=before).status_code == 422


def test_a_newcomer_sees_nothing_earlier_until_the_owner_shows_it_message_by_message_or_all(
    owner, inspector, ombudsman, case, joins, messages
):
    for text in ("Первое.", "Второе.", "Третье."):
        say(owner, text)
    joins()
    fresh = words(ombudsman.get(PAGE))
    assert not any(text in fresh for text in ("Первое.", "Второе.", "Третье."))
    assert "Не видит прежнего: Уполномоченный. Сообщений: 3." in words(owner.get(PAGE))
    assert "Не видит прежнего" not in words(inspector.get(PAGE))
    ids = [one.id for one in messages()]
    owner.post_form(f"{PAGE}/earlier", {"to": "ombudsman:1", "messages": [ids[1]]})
    page = words(ombudsman.get(PAGE))
    assert "Второе." in page
    assert "показано позже: Уполномоченный" in page
    assert "Первое." not in page
    assert "Третье." not in page
    owner.post_form(f"{PAGE}/earlier", {"to": "ombudsman:1", "all": "1", "up_to": "3"})
    page = words(ombudsman.get(PAGE))
    assert all(text in page for text in ("Первое.", "Второе.", "Третье."))
    assert [len(one.readers) for one in messages()] == [2, 2, 2], "what was frozen stays frozen"


def test_all_means_all_that_the_owner_saw_on_the_page(owner, inspector, ombudsman, case, joins):
    say(owner, "Первое.")
    case.join(ombudsman, case.present["authority"].side, "Другой орган", "other")
    case.leave("other")
    say(inspector, "Второе, пока владелец выбирал.")
    joins()
    owner.post_form(f"{PAGE}/earlier", {"to": "ombudsman:1", "all": "1", "up_to": "1"})
    page = words(ombudsman.get(PAGE))
    assert "Первое." in page
    assert "Второе" not in page


def test_only_the_owner_shows_earlier_words_and_only_what_they_read_themselves(
    owner, inspector, ombudsman, case, joins, messages
):
    say(owner, "Первое.")
    joins()
    ids = [one.id for one in messages()]
    asked = {"to": "ombudsman:1", "messages": ids}
    for browser in (inspector, ombudsman):
        assert browser.post_form(f"{PAGE}/earlier", asked).status_code == 404
        assert browser.get(f"{PAGE}/earlier?to=ombudsman:1").status_code == 404
    assert owner.post_form(f"{PAGE}/earlier", asked | {"messages": ["no-such"]}).status_code == 404
    nothing = owner.post_form(f"{PAGE}/earlier", {"to": "ombudsman:1"})
    assert nothing.status_code == 422
    assert "Не выбрано ни одного сообщения." in words(nothing)
    assert "Первое." not in words(ombudsman.get(PAGE))


def test_who_leaves_sees_nothing_more_in_any_format(owner, ombudsman, case, joins, engine):
    joins()
    say(owner, "Прилагаю.", files=[("file", ("акт.pdf", PDF, "application/pdf"))])
    with open_session(engine) as session:
        file_id = session.exec(select(ThreadFile.id)).one()
    places = (PAGE, f"{PAGE}/messages.csv", f"{PAGE}/files/{file_id}", f"/api/v1{PAGE}", f"/api/v1{PAGE}/messages")
    assert [ombudsman.get(place).status_code for place in places[:3]] == [200, 200, 200]
    case.leave("ombudsman:1")
    assert [ombudsman.get(place).status_code for place in places[:3]] == [404, 404, 404]
    assert ombudsman.post_form(PAGE, {"text": "Ещё", "readers_sha256": "0"}).status_code == 404
    assert ombudsman.post_form(f"{PAGE}/read", {"up_to": "1"}).status_code == 404
    say(owner, "Без него.")
    with open_session(engine) as session:
        gone = session.exec(select(ThreadMember).where(ThreadMember.key == "ombudsman:1")).one()
        assert gone.until is not None


def test_who_comes_back_is_somebody_new(owner, ombudsman, case, joins, engine, clock):
    joins("1")
    say(owner, "При первом согласии.")
    case.leave("ombudsman:1")
    joins("2")
    assert "При первом согласии." not in words(ombudsman.get(PAGE))
    case.leave("ombudsman:2")
    joins("1")
    say(owner, "Снова.")  # the key of before, while nobody wrote in between: not gone as far as anybody knows
    case.leave("ombudsman:1")
    with open_session(engine, write=True) as session:
        keep_members(session, PROCEDURE, CASE, clock.now())
        session.commit()
    joins("1")
    page = words(ombudsman.get(PAGE))
    assert "Снова." not in page
    assert "При первом согласии." not in page


def test_a_stranger_finds_no_thread(stranger, owner, visitor, case):
    say(owner, "Наше.")
    for path in (PAGE, f"{PAGE}/messages.csv", f"{PAGE}/earlier", f"{PAGE}/files/1", "/threads/none/c1"):
        assert stranger.get(path).status_code == 404, path
        assert visitor.get(path, follow_redirects=False).status_code == 303, path
    assert owner.get(f"/threads/{PROCEDURE}/another").status_code == 404


def test_alone_in_a_case_nobody_writes(owner, case):
    case.leave("authority")
    assert owner.get(PAGE).status_code == 404


def test_a_request_stays_open_until_an_answer_names_it(owner, inspector, case, messages):
    say(inspector, "Пришлите план эвакуации.", kind="request")
    assert "Запрос ждёт ответа" in words(owner.get(PAGE))
    assert ids_of(inspector) == [], "nobody answers oneself"
    request = ids_of(owner)[0]
    say(owner, "Просто сообщение.")
    assert "Запрос ждёт ответа" in words(inspector.get(PAGE))
    assert f'value="answer:{request}" checked' in owner.get(f"{PAGE}?answer={request}").text
    assert say(owner, "Вот он.", kind=f"answer:{request}").status_code == 303
    page = words(inspector.get(PAGE))
    assert "Запрос, ответ дан № 3" in page
    assert "на запрос № 1" in page
    again = say(owner, "Ещё раз.", kind=f"answer:{request}")
    assert again.status_code == 422
    assert "Такого открытого запроса к вам нет." in words(again)
    assert [one.n for one in messages()] == [1, 2, 3]


def test_an_unknown_kind_is_refused_at_its_field(owner, case, messages):
    for kind in ("answer:", "shout", "answer:nothing"):
        refused = say(owner, "Слова.", kind=kind)
        assert refused.status_code == 422, kind
        assert 'href="#f-kind"' in refused.text, kind
    assert messages() == []


def test_a_prepared_sentence_goes_into_the_text_and_nothing_is_sent(owner, case, messages):
    typed = {"text": "Добрый день.", "quick": "2", "readers_sha256": readers_of(owner)}
    page = owner.post_form(PAGE, typed)
    assert page.status_code == 200
    assert "Добрый день.\nДокументы приложены.</textarea>" in page.text
    owner.cookies.set("language", "en", domain="127.0.0.1")
    assert "The papers are attached.</textarea>" in owner.post_form(PAGE, {**typed, "text": ""}).text
    assert owner.post_form(PAGE, {**typed, "quick": "99"}).status_code == 404
    assert messages() == []


def test_files_come_with_receipts_and_are_read_by_whoever_reads_the_message(
    owner, inspector, ombudsman, case, joins, engine
):
    two = [("file", (name, PDF, "application/pdf")) for name in ("акт.pdf", "план.pdf")]
    assert say(owner, "Прилагаю.", files=two).status_code == 303
    with open_session(engine) as session:
        rows = session.exec(select(ThreadFile)).all()
        assert sorted(row.name for row in rows) == ["акт.pdf", "план.pdf"]
    page = words(inspector.get(PAGE))
    assert all(f"расписка {row.receipt}" in page for row in rows)
    assert inspector.get(f"{PAGE}/files/{rows[0].id}").content == PDF
    joins()
    assert ombudsman.get(f"{PAGE}/files/{rows[0].id}").status_code == 404
    wrong = say(owner, "И это.", files=[("file", ("вирус.exe", b"MZ", "application/octet-stream"))])
    assert wrong.status_code == 422
    assert "Такие файлы не берём" in words(wrong)
    many = say(owner, "Много.", files=[("file", (f"{n}.pdf", PDF, "application/pdf")) for n in range(6)])
    assert many.status_code == 422


def test_read_marks_are_shown_to_the_writers_side_alone(owner, inspector, ombudsman, case, joins):
    joins()
    say(owner, "Прочтите.")
    assert "Прочитано" not in words(owner.get(PAGE))
    assert "Отметить прочитанным: 1" in words(inspector.get(PAGE))
    assert inspector.post_form(f"{PAGE}/read", {"up_to": "1"}).status_code == 303
    assert "Прочитано: МЧС по Москве" in words(owner.get(PAGE))
    for browser in (inspector, ombudsman):
        assert "Прочитано: МЧС" not in words(browser.get(PAGE))
    assert "Отметить прочитанным" not in words(inspector.get(PAGE))


def test_whoever_answers_has_read_what_stood_before(owner, inspector, case):
    say(owner, "Прочтите.")
    say(inspector, "Получено.")
    assert "Прочитано: МЧС по Москве" in words(owner.get(PAGE))


def test_notices_tell_the_case_and_none_of_the_words(owner, inspector, case, engine):
    say(owner, "Секретное слово.")
    say(inspector, "Другое секретное слово.", kind="request")
    with open_session(engine) as session:
        told = session.exec(select(Notice).where(Notice.kind.startswith("thread."))).all()
    assert sorted((one.kind, one.person_id) for one in told) == sorted(
        [("thread.message", inspector.person.id), ("thread.request", owner.person.id)]
    )
    page = words(inspector.get("/notices"))
    assert "Новое сообщение в переписке" in page
    assert "Дело № 1" in page
    assert "екретное" not in page
    assert all("екретное" not in str(one.params) for one in told)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "\u202e"])
def test_nothing_visible_is_not_a_message(owner, case, messages, text):
    assert say(owner, text).status_code == 422
    assert messages() == []


def test_invisible_signs_are_refused_or_taken_out_and_long_texts_stay_in_the_form(owner, inspector, case, messages):
    assert say(owner, "до\x00после").status_code == 422
    assert say(owner, "опл\u202eачено").status_code == 303
    assert messages()[0].text == "оплачено"
    assert say(owner, "\r\n".join(["ы" * 1999] * 2)).status_code == 303, "4000 signs as a browser counts them"
    long = say(owner, "ы" * 4001)
    assert long.status_code == 422
    assert "ы" * 4001 in long.text
    assert say(owner, "<script>alert(1)</script>").status_code == 303
    assert "<script>alert(1)" not in inspector.get(PAGE).text


def test_the_table_holds_what_its_reader_reads(owner, ombudsman, case, joins):
    say(owner, "=1+1")
    joins()
    say(owner, "Второе.")
    mine, theirs = owner.get(f"{PAGE}/messages.csv").text, ombudsman.get(f"{PAGE}/messages.csv").text
    assert "'=1+1" in mine
    assert "Второе." in mine
    assert "1+1" not in theirs
    assert "Второе." in theirs


def test_looks_of_those_who_do_not_own_the_case_are_told_to_its_host(owner, ombudsman, inspector, case, joins):
    joins()
    say(owner, "Слова.")
    case.looks.clear()
    owner.get(PAGE)
    ombudsman.get(PAGE)
    ombudsman.get(f"{PAGE}/messages.csv")
    assert case.looks == [ombudsman.person.name] * 2


def test_long_threads_come_in_parts(owner, case):
    sha = readers_of(owner)
    for n in range(1, 53):
        say(owner, f"Слово номер {n}.", readers=sha)
    page = owner.get(PAGE).text
    assert "Слово номер 52." in page
    assert "Слово номер 2." not in page
    assert "before=3" in page
    assert "Слово номер 2." in owner.get(f"{PAGE}?before=3").text
