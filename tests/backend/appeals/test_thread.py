"""The correspondence of an appeal: the business and the body that hears it, once it is filed there."""

from __future__ import annotations

import re

from sqlmodel import select

from backend.appeals import thread_hosts
from backend.db.engine import open_session
from backend.threads.hosts import Participant, ThreadSide
from backend.threads.models import ThreadMessage
from rules.text import Text


def say(browser, page, text, kind="message"):
    shown = re.search(r'name="readers_sha256" value="([0-9a-f]{64})"', browser.get(page).text)
    assert shown, page
    return browser.post_form(page, {"text": text, "kind": kind, "readers_sha256": shown[1]})


def test_a_draft_has_no_thread_and_a_filed_appeal_leads_both_sides_to_it(hearing):
    draft = hearing.draft("DECISION", event_id=hearing.event())
    for browser in (hearing.owner, hearing.desk):
        assert browser.get(f"/threads/appeal/{draft}").status_code == 404
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    page = f"/threads/appeal/{appeal_id}"
    assert f'href="{page}"' in hearing.owner.get(f"/appeals/{appeal_id}").text
    assert f'href="{page}"' in hearing.desk.get(f"/desk/appeals/{appeal_id}").text
    assert "МЧС по Москве, рассматривает жалобу" in hearing.owner.get(page).text
    assert f'href="/desk/appeals/{appeal_id}"' in hearing.desk.get(page).text


def test_they_write_to_each_other_and_nobody_else_finds_it(
    hearing, other_desk, inspector, head, ombudsman, stranger, engine
):
    page = f"/threads/appeal/{hearing.filed('DECISION', event_id=hearing.event())}"
    assert say(hearing.desk, page, "Пришлите журнал.", "request").status_code == 303
    assert say(hearing.owner, page, "Пришлю завтра.").status_code == 303
    assert "Пришлю завтра." in hearing.desk.get(page).text
    for browser in (other_desk, inspector, head, ombudsman, stranger):
        assert [browser.get(place).status_code for place in (page, f"{page}/messages.csv")] == [404, 404]
        assert browser.post_form(page, {"text": "Слова", "readers_sha256": "0"}).status_code == 404
    with open_session(engine) as session:
        rows = session.exec(select(ThreadMessage).order_by(ThreadMessage.n)).all()
    assert [[one["role"] for one in row.readers] for row in rows] == [["appeal_body", "business"]] * 2


def test_a_room_above_may_add_a_participant_and_is_told_of_its_looks(hearing, ombudsman, monkeypatch):
    page, looks = f"/threads/appeal/{hearing.filed('DECISION', event_id=hearing.event())}", []
    say(hearing.owner, page, "До уполномоченного.")
    one = Participant("ombudsman:77", ThreadSide.OMBUDSMAN, Text("Уполномоченный", "Ombudsman"), role="ombudsman")
    mine = ombudsman.person.id
    monkeypatch.setattr(thread_hosts, "MORE", [lambda session, row, now: [one]])
    key = [lambda session, actor, row, now: one.key if actor.person_id == mine else None]
    monkeypatch.setattr(thread_hosts, "AS_WHOM", key)
    monkeypatch.setattr(thread_hosts, "LOOKED", [lambda session, actor, row, now: looks.append(row.platform_number)])
    assert "До уполномоченного." not in ombudsman.get(page).text
    assert len(looks) == 1
    assert say(ombudsman, page, "Прошу пояснить основание.").status_code == 303
    assert "Прошу пояснить основание." in hearing.desk.get(page).text
