"""The ombudsman in the thread of an appeal: called in by the client, seeing nothing of before, out with the consent."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from sqlmodel import select

from backend.audit.models import AuditRow
from backend.db.engine import open_session
from backend.notifications.models import Notice
from backend.ombudsman.models import OmbudsmanCase
from rules.roles import Role
from tests.backend.appeals.conftest import Hearing
from tests.backend.ombudsman.cases import draft, state_of, take, walk

NAMED = ["appeal", "appeal_grounds"]


@pytest.fixture
def hearing(engine, owner, appeal_body, inspector, head, ombudsman, clock):
    return Hearing(engine, owner, appeal_body, clock.now())


@pytest.fixture
def appeal(hearing):
    return hearing.filed("DECISION", event_id=hearing.event())


@pytest.fixture
def page(appeal):
    return f"/threads/appeal/{appeal}"


@pytest.fixture
def case(owner, ombudsman, appeal):
    id_ = draft(owner, appeal, "appeal_id", parts=NAMED)
    walk(owner, id_, "submit")
    walk(ombudsman, id_, "accept")
    return id_


def say(browser, page, text, kind="message"):
    shown = re.search(r'name="readers_sha256" value="([0-9a-f]{64})"', browser.get(page).text)
    assert shown, page
    sent = browser.post_form(page, {"text": text, "kind": kind, "readers_sha256": shown[1]})
    assert sent.status_code == 303, sent.text[-2000:]


def call(owner, case, takes_part="yes"):
    return owner.post_form(f"/ombudsman/{case}/appeal-thread", {"takes_part": takes_part})


def every(page):
    api = page.replace("/threads", "/api/v1/threads")
    return page, f"{page}/messages.csv", f"{page}/earlier?to=business", api, f"{api}/messages"


def test_a_consent_alone_opens_no_thread_and_only_the_client_opens_it(owner, ombudsman, hearing, case, page, appeal):
    say(owner, page, "До уполномоченного.")
    assert ombudsman.get(page).status_code == 404
    for browser in (ombudsman, hearing.desk):
        assert call(browser, case).status_code in (403, 404)
    assert ombudsman.get(page).status_code == 404
    assert "Позвать в переписку" in owner.get(f"/ombudsman/{case}").text
    assert call(owner, case).status_code == 303
    assert f'href="{page}"' in ombudsman.get(f"/desk/ombudsman/cases/{case}").text
    assert ombudsman.get(page).status_code == 200


def test_who_is_called_in_is_named_to_all_and_reads_only_what_follows(owner, ombudsman, hearing, case, page, engine):
    say(owner, page, "До уполномоченного.")
    call(owner, case)
    assert "Уполномоченный в регионе" in hearing.desk.get(page).text
    assert "До уполномоченного." not in ombudsman.get(page).text
    say(hearing.desk, page, "Пришлите журнал.", "request")
    assert "Пришлите журнал." in ombudsman.get(page).text
    say(ombudsman, page, "Журнал орган видел сам.")
    assert "Журнал орган видел сам." in hearing.desk.get(page).text
    with open_session(engine) as session:
        told = session.exec(select(Notice.kind).where(Notice.person_id == ombudsman.person.id)).all()
        row = session.get_one(OmbudsmanCase, case)
    assert "ombudsman.called_into_thread" in told
    assert row.version > 1


def test_the_client_shows_what_was_before_and_nobody_else_can(owner, ombudsman, hearing, case, page):
    say(owner, page, "До уполномоченного.")
    call(owner, case)
    link = re.search(r"earlier\?to=(ombudsman%3A[\w-]+)", owner.get(page).text)
    assert link, "the owner sees no newcomer"
    shown = {"to": unquote(link[1]), "all": "yes", "up_to": "1"}
    assert hearing.desk.post_form(f"{page}/earlier", shown).status_code == 404
    assert ombudsman.post_form(f"{page}/earlier", shown).status_code == 404
    assert owner.post_form(f"{page}/earlier", shown).status_code == 303
    assert "До уполномоченного." in ombudsman.get(page).text


def test_each_look_is_noted_for_the_client(owner, ombudsman, case, page):
    call(owner, case)
    ombudsman.get(page)
    ombudsman.get(f"{page}/messages.csv")
    assert owner.get(f"/ombudsman/{case}/views.csv").text.count("прочитал переписку по жалобе") == 2
    assert "прочитал переписку по жалобе" in owner.get(f"/ombudsman/{case}").text


def test_a_consent_taken_back_closes_the_thread_in_every_format_at_once(
    person, owner, ombudsman, hearing, case, page, program_of
):
    call(owner, case)
    say(hearing.desk, page, "Пришлите журнал.")
    defender = program_of(ombudsman)
    shown = {one: (defender if "/api/" in one else ombudsman).get(one).status_code for one in every(page)}
    assert {status for one, status in shown.items() if "earlier" not in one} == {200}, shown
    walk(owner, case, "end_consent")
    closed = {one: (defender if "/api/" in one else ombudsman).get(one).status_code for one in every(page)}
    assert set(closed.values()) == {404}, closed
    refused = ombudsman.post_form(page, {"text": "Слова", "kind": "message", "readers_sha256": "0" * 64})
    assert refused.status_code == 404
    assert "Уполномоченный в регионе" not in readers_in(owner.get(page).text)


def readers_in(text):
    found = re.search(r'<form[^>]*action="/threads/.*', text, re.DOTALL)
    assert found
    return found[0]


def test_the_last_day_over_closes_it_in_that_second_without_any_job(person, owner, ombudsman, case, page):
    call(owner, case)
    person.wait_until("2026-12-20T23:59:59")
    assert ombudsman.get(page).status_code == 200
    person.wait_until("2026-12-21T00:00")
    assert {ombudsman.get(one).status_code for one in every(page) if "/api/" not in one} == {404}


def test_who_is_taken_out_and_called_in_again_is_a_newcomer(owner, ombudsman, case, page):
    call(owner, case)
    say(owner, page, "Первое.")
    assert "Первое." in ombudsman.get(page).text
    assert call(owner, case, "no").status_code == 303
    assert ombudsman.get(page).status_code == 404
    say(owner, page, "Между нами.")
    call(owner, case)
    text = ombudsman.get(page).text
    assert "Первое." not in text
    assert "Между нами." not in text


def test_a_new_consent_has_to_be_followed_by_a_new_call(owner, ombudsman, case, page, engine):
    call(owner, case)
    walk(owner, case, "end_consent")
    told = owner.post_form(f"/ombudsman/{case}/shown", {"parts": NAMED, "purpose": "Дальше", "until": "2026-12-30"})
    assert told.status_code == 303
    walk(owner, case, "renew_consent")
    assert state_of(engine, case) == "ACCEPTED"
    assert ombudsman.get(page).status_code == 404
    call(owner, case)
    assert ombudsman.get(page).status_code == 200


def test_a_consent_that_does_not_name_the_appeal_opens_nothing(owner, ombudsman, hearing, appeal, page):
    case = draft(owner, appeal, "appeal_id", parts=["event"])
    walk(owner, case, "submit")
    walk(ombudsman, case, "accept")
    refused = call(owner, case)
    assert refused.status_code == 409
    assert "согласие, где названа жалоба" in refused.text
    assert "Позвать в переписку" not in owner.get(f"/ombudsman/{case}").text
    assert ombudsman.get(page).status_code == 404


def test_nobody_is_called_into_a_draft_or_by_a_case_not_taken_up(owner, ombudsman, hearing, engine):
    appeal = hearing.draft("DECISION", event_id=hearing.event())
    case = draft(owner, appeal, "appeal_id", parts=NAMED)
    walk(owner, case, "submit")
    assert call(owner, case).status_code == 409
    walk(ombudsman, case, "accept")
    assert call(owner, case).status_code == 409
    assert ombudsman.get(f"/threads/appeal/{appeal}").status_code == 404


def test_another_ombudsman_and_another_business_find_nothing(person, owner, stranger, ombudsman, case, page):
    call(owner, case)
    far = person("far@defence.example", Role.OMBUDSMAN, name="Далёкий", office=("", "78"))
    federal = person("federal@defence.example", Role.OMBUDSMAN, name="Федеральный", office=("", ""))
    for browser in (far, federal, stranger):
        assert browser.get(page).status_code == 404
        assert call(browser, case, "no").status_code in (403, 404)
    assert ombudsman.get(page).status_code == 200


def test_a_program_of_the_client_calls_in_and_out(owner, ombudsman, case, page, program_of, engine):
    cafe, address = program_of(owner), f"/api/v1/ombudsman-cases/{case}/appeal-thread"
    called = cafe.post(address, json={"takes_part": True})
    assert called.status_code == 200, called.text
    assert [bool(one["in_thread_at"]) for one in called.json()["consents"]] == [True]
    assert ombudsman.get(page).status_code == 200
    assert program_of(ombudsman).post(address, json={"takes_part": False}).status_code == 404
    assert cafe.post(address, json={"takes_part": "может быть"}).status_code == 422
    assert cafe.post(address, json={"takes_part": False}).status_code == 200
    assert ombudsman.get(page).status_code == 404
    with open_session(engine) as session:
        kept = session.exec(select(AuditRow.action)).all()
    assert kept.count("ombudsman.appeal_thread") == 2


def test_closing_the_case_ends_the_place_in_the_thread(owner, ombudsman, hearing, case, page):
    call(owner, case)
    walk(ombudsman, case, "close_resolved", effect="Помогло")
    assert ombudsman.get(page).status_code == 404
    assert take(ombudsman, case, "issue_position", position="Поздно").status_code == 404
    say(owner, page, "Дальше сами.")
    assert "Дальше сами." in hearing.desk.get(page).text
