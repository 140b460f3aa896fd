"""People are told inside and by letter, in their language, and read only what is theirs."""

from __future__ import annotations

import email
from datetime import date, timedelta
from email.policy import default

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from backend.accounts.models import ApiKey, Business, MemberKind, Membership, Person, PersonSession
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.jobs.models import OutboxRow
from backend.jobs.work import Hands, run_due
from backend.notifications.models import Notice
from backend.notifications.service import mark_read, notify, write_to
from backend.notifications.wording import say, stored, wording_of_step
from rules.text import Text

ABOUT = {
    "about": Text("Тренировка по эвакуации", "Evacuation drill"),
    "what": Text("Решение", "Decision"),
    "due": date(2026, 12, 18),
}
RUSSIAN = "Решение: до 18\u00a0декабря\u00a02026, прошла половина срока"
ENGLISH = "Decision: by 18\u00a0December\u00a02026, half the term is over"


@pytest.fixture
def people(session, clock):
    for name, language, mail in (("anna", "ru", True), ("john", "en", True), ("quiet", "ru", False)):
        session.add(
            Person(
                id=name,
                email=f"{name}@example.org",
                name=name,
                language=language,
                mail_notices=mail,
                created_at=clock.now(),
            )
        )
        session.add(
            PersonSession(
                person_id=name, token_hash=hash_of(f"token of {name}"), created_at=clock.now(), seen_at=clock.now()
            )
        )
    session.commit()


@pytest.fixture
def signed_in(app, settings, people):
    clients = []

    def sign_in(name):
        client = TestClient(app, base_url=settings.public_url, cookies={"session": f"token of {name}"})
        client.__enter__()
        clients.append(client)
        return client

    yield sign_in
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def hands(settings, engine, clock):
    return Hands(settings, engine, clock)


def letters(settings):
    files = sorted((settings.data / "mail").glob("*.eml"))
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def tell(session, clock, *people, link="/disputes/d1"):
    told = notify(session, people, "term.50", ABOUT, link, clock.now())
    session.commit()
    return told


def post(client, path):
    client.get("/notices")
    token = client.cookies["csrf"]
    return client.post(path, data={"_csrf_token": token}, follow_redirects=False)


def test_a_letter_is_written_in_the_readers_language(session, people, clock, hands, settings):
    tell(session, clock, "anna", "john")
    session.close()
    run_due(hands)
    by_person = {str(letter["To"]): letter for letter in letters(settings)}
    assert by_person["anna@example.org"]["Subject"] == RUSSIAN
    english = by_person["john@example.org"]
    assert english["Subject"] == ENGLISH
    assert "Evacuation drill" in english.get_body(("plain",)).get_content()
    assert "http://127.0.0.1:8000/disputes/d1" in english.get_body(("plain",)).get_content()
    assert 'lang="en"' in english.get_body(("html",)).get_content()


def test_who_wants_no_letters_is_told_inside_only(session, people, clock, hands, settings):
    tell(session, clock, "quiet")
    session.close()
    run_due(hands)
    assert letters(settings) == []
    assert session.exec(select(Notice.person_id)).all() == ["quiet"]


def test_nobody_is_told_of_what_was_rolled_back(session, people, clock, hands, settings):
    notify(session, ["anna"], "term.50", ABOUT, "", clock.now())
    session.rollback()
    session.close()
    run_due(hands)
    assert letters(settings) == []


def test_a_letter_sent_twice_is_one_file(session, people, clock, hands, settings, engine):
    tell(session, clock, "anna")
    session.close()
    run_due(hands)
    with open_session(engine, write=True) as again:
        again.exec(select(OutboxRow)).one().done_at = None
        again.commit()
    run_due(hands)
    clock.forward(minutes=2)
    run_due(hands)
    assert len(letters(settings)) == 1


def test_a_letter_to_somebody_without_an_account_leaves_no_trace_in_the_outbox(session, clock, hands, settings):
    write_to(session, "new@example.org", "ru", "account.invitation", {}, "/links/secret", clock.now())
    session.commit()
    session.close()
    run_due(hands)
    (letter,) = letters(settings)
    assert "/links/secret" in letter.get_body(("plain",)).get_content()
    assert session.exec(select(OutboxRow.payload)).all() == [{}]


def test_an_unknown_person_and_a_blocked_one_are_passed_over(session, people, clock):
    session.get_one(Person, "anna").blocked_at = clock.now()
    session.flush()
    assert notify(session, ["anna", "nobody"], "term.50", ABOUT, "", clock.now()) == []


def test_days_are_said_in_words_and_lines_without_their_param_are_left_out():
    params = stored({"what": Text("Решение", "Decision"), "due": date(2026, 12, 18)})
    assert say("term.80", params, "ru").title == "Решение: до 18\u00a0декабря\u00a02026, осталось мало времени"
    assert say("term.80", params, "en").title == "Decision: by 18\u00a0December\u00a02026, little time is left"
    assert say("term.80", params, "ru").body == ""


def test_a_step_without_words_of_its_own_is_told_by_the_names_in_its_table():
    words = wording_of_step("dispute.accept")
    assert words.title.ru == "Спор об отнесении требования: не относится к бизнесу"
    assert words.title.en == "Dispute of an attribution: does not concern the business"
    assert wording_of_step("dispute.mark_overdue").title.ru.endswith("отметить: ответа нет в срок")


def test_the_head_of_the_page_counts_what_is_unread(signed_in, session, clock):
    tell(session, clock, "anna")
    tell(session, clock, "anna")
    session.close()
    assert '<span class="counter">2' in signed_in("anna").get("/notices").text


def test_opening_a_notice_marks_it_read_and_goes_to_its_page(signed_in, session, clock):
    (notice,) = tell(session, clock, "anna")
    session.close()
    answer = post(signed_in("anna"), f"/notices/{notice}/open")
    assert (answer.status_code, answer.headers["location"]) == (303, "/disputes/d1")
    assert session.get_one(Notice, notice).read_at == clock.now()


def test_another_persons_notice_does_not_exist(signed_in, session, clock):
    (notice,) = tell(session, clock, "anna")
    session.close()
    assert post(signed_in("john"), f"/notices/{notice}/open").status_code == 404
    assert session.get_one(Notice, notice).read_at is None


def test_everything_can_be_marked_read_at_once(signed_in, session, clock):
    tell(session, clock, "anna", "john")
    tell(session, clock, "anna")
    session.close()
    assert post(signed_in("anna"), "/notices/read-all").status_code == 303
    unread = session.exec(select(Notice.person_id).where(Notice.read_at == None)).all()  # noqa: E711
    assert unread == ["john"]


def test_notices_are_paged_newest_first(signed_in, session, people, clock):
    for number in range(55):
        notify(session, ["anna"], "term.50", {"about": f"дело {number}"}, "", clock.now())
        clock.forward(seconds=1)
    session.commit()
    session.close()
    client = signed_in("anna")
    first = client.get("/notices").text
    assert "дело 54" in first
    assert "дело 4<" not in first
    last = session.exec(select(Notice.id).order_by(Notice.created_at.desc()).offset(49).limit(1)).one()
    assert f"/notices?before={last}" in first
    assert "дело 4<" in client.get(f"/notices?before={last}").text


def test_a_visitor_is_sent_to_sign_in(visitor):
    answer = visitor.get("/notices", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/notices")


def test_words_in_a_notice_are_escaped_on_the_page_and_in_the_letter(signed_in, session, clock, hands, settings):
    notify(session, ["anna"], "term.50", {"about": "<b>кафе</b>"}, "", clock.now())
    session.commit()
    session.close()
    assert "&lt;b&gt;кафе" in signed_in("anna").get("/notices").text
    run_due(hands)
    assert "&lt;b&gt;кафе" in letters(settings)[0].get_body(("html",)).get_content()


def test_programs_read_notices_and_mark_them(session, people, clock, visitor):
    session.add(Business(id="cafe", created_at=clock.now()))
    session.flush()
    session.add(
        Membership(person_id="john", business_id="cafe", kind=MemberKind.OWNER, scopes=["read"], created_at=clock.now())
    )
    session.add(
        ApiKey(
            person_id="john",
            business_id="cafe",
            name="books",
            key_hash=hash_of("key"),
            scopes=["read"],
            expires_at=clock.now() + timedelta(days=1),
            created_at=clock.now(),
        )
    )
    (notice,) = tell(session, clock, "john")
    session.close()
    headers = {"Authorization": "Bearer key", "Accept-Language": "en"}
    found = visitor.get("/api/v1/notices", headers=headers).json()
    assert (found["unread"], found["next"]) == (1, None)
    assert found["items"][0]["title"] == ENGLISH
    answer = visitor.post(f"/api/v1/notices/{notice}/read", headers=headers)
    assert (answer.status_code, answer.json()["read"]) == (200, True)
    assert visitor.get("/api/v1/notices", headers=headers).json()["unread"] == 0
    assert visitor.get("/api/v1/notices?limit=0", headers=headers).status_code == 400


def test_a_notice_is_read_once(session, people, clock):
    (notice,) = tell(session, clock, "anna")
    mark_read(session, "anna", notice, clock.now())
    first = session.get_one(Notice, notice).read_at
    clock.forward(hours=1)
    mark_read(session, "anna", notice, clock.now())
    assert session.get_one(Notice, notice).read_at == first
