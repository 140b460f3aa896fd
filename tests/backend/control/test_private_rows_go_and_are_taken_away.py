"""What a business keeps of its events is its own: in its copy, gone when it is erased, never the authority's."""

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from backend.audit.erasures import erase_again
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import (
    CaseNote,
    ControlEvent,
    EventAnswers,
    EventCosts,
    EventFile,
    EventItem,
    EventRating,
    RoomConsent,
)
from backend.control.models.room import Side
from backend.control.parts import PARTS, Part
from backend.db.engine import open_session
from backend.papers.models import FileType
from backend.papers.service import store
from backend.procedures.models import DeadlineRow
from backend.risk.models import Source
from tests.backend.control.own_events import enter

AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SECRET = "Канарейка бизнеса"
OFFICE = "Канарейка органа"
PRIVATE = (Part.CHECK, Part.COSTS, Part.RATING, Part.PREPARATION)


def shared_event(session: Session, business_id: str, data, state: str = "DELIVERED") -> ControlEvent:
    """An event of the fire service at the café, with what each side keeps to itself."""
    body = AuthorityBody(
        authority="mchs", region="77", name="МЧС по Москве", level=BodyLevel.TERRITORIAL, created_at=AT
    )
    session.add(body)
    session.flush()
    event = ControlEvent(
        number=77,
        source=Source.AUTHORITY,
        business_id=business_id,
        business_name="Кафе «Лён»",
        region="77",
        body_id=body.id,
        control_type="fire",
        kind="ON_SITE",
        complainant=OFFICE,
        reasoned_submission=OFFICE,
        indicators=[OFFICE],
        draft={"words": OFFICE},
        state=state,
        created_at=AT,
    )
    session.add(event)
    session.flush()
    session.add(EventItem(event_id=event.id, text="Пожарный инструктаж"))
    session.add(EventAnswers(event_id=event.id, check={"answers": {"outsiders": [SECRET]}}, changed_at=AT))
    session.add(EventCosts(event_id=event.id, scenario={"people": "3"}, changed_at=AT))
    session.add(EventRating(event_id=event.id, clarity=1, comment=SECRET, at=AT))
    ids = {"procedure": "control_event", "case_id": event.id, "at": AT}
    session.add(CaseNote(business_id=business_id, side=Side.AUTHORITY, action="return_draft", text=OFFICE, **ids))
    session.add(CaseNote(business_id=business_id, side=Side.BUSINESS, action="object", text=SECRET, **ids))
    for side, name in ((Side.BUSINESS, "своё.pdf"), (Side.AUTHORITY, f"{OFFICE}.pdf")):
        digest = store(data, f"%PDF-1.4 {name}".encode())
        about = {"sha256": digest, "size": 20, "type": FileType.PDF, "part": "own", "event_id": event.id}
        session.add(EventFile(business_id=business_id, side=side, name=name, **about, **ids))
    session.flush()
    return event


@pytest.fixture
def event(owner, engine, settings):
    with open_session(engine, write=True) as session:
        made = shared_event(session, owner.business.id, settings.data)
        session.commit()
    return made


def archive_of(browser):
    packed = zipfile.ZipFile(io.BytesIO(browser.get("/account/data.zip").content))
    return {name: packed.read(name) for name in packed.namelist()}


def test_the_copy_holds_the_business_s_own_and_nothing_that_is_the_authority_s_alone(owner, event):
    found = archive_of(owner)
    told = json.loads(found["control.json"])
    assert told["event_answers"][0]["check"]["answers"]["outsiders"] == [SECRET]
    assert told["event_rating"][0]["clarity"] == 1
    assert told["event_costs"][0]["scenario"] == {"people": "3"}
    assert told["control_event"][0]["number"] == 77
    assert [one["text"] for one in told["case_note"]] == [SECRET]
    assert any(name.endswith("своё.pdf") for name in found)
    everything = b"".join(found.values()).decode("utf-8", "ignore") + "".join(found)
    assert OFFICE not in everything


def test_an_event_that_its_authority_only_prepares_is_in_no_copy(owner, engine, settings):
    with open_session(engine, write=True) as session:
        shared_event(session, owner.business.id, settings.data, "ON_APPROVAL")
        session.commit()
    found = archive_of(owner)
    assert "control_event" not in json.loads(found.get("control.json", b"{}"))
    assert OFFICE.encode() not in b"".join(found.values())


def test_an_own_copy_is_in_the_archive_whole(owner):
    enter(owner)
    told = json.loads(archive_of(owner)["control.json"])
    assert told["control_event"][0]["decision_number"] == "17"
    assert [one["text"] for one in told["event_item"]] == ["Планы эвакуации", "Инструктаж"]


def erase(browser):
    assert browser.post_form(f"/businesses/{browser.business.id}/erase", {"sure": "1"}).status_code == 303


def test_with_the_business_go_its_own_copies_their_terms_and_every_private_row(owner, event, engine):
    room = enter(owner)
    owner.post_form(f"{room}/check", {"originals_seized": "yes"})
    with open_session(engine) as session:
        assert session.exec(select(DeadlineRow)).first() is not None
    erase(owner)
    with open_session(engine) as session:
        (left,) = session.exec(select(ControlEvent)).all()
        assert (left.number, left.business_id) == (77, None)
        for table in (EventAnswers, EventCosts, EventRating, RoomConsent, DeadlineRow):
            assert session.exec(select(table)).all() == [], table
        assert [one.side for one in session.exec(select(EventFile))] == [Side.AUTHORITY]
        assert [one.text for one in session.exec(select(EventItem))] == ["Пожарный инструктаж"]
        for table in ("event_answers", "event_rating", "case_note"):
            assert SECRET not in str(session.execute(sa.text(f"SELECT * FROM {table}")).all())


def test_another_business_s_events_stay(owner, stranger, engine):
    room = enter(stranger)
    stranger.post_form(f"{room}/check", {"originals_seized": "yes"})
    erase(owner)
    with open_session(engine) as session:
        assert len(session.exec(select(ControlEvent)).all()) == len(session.exec(select(EventAnswers)).all()) == 1


def test_after_a_restore_the_copies_of_an_erased_business_go_again(owner, engine, settings, clock):
    enter(owner)
    line = {"table": "business", "id": owner.business.id, "at": AT.isoformat()}
    (settings.data / "erased.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    with open_session(engine, write=True) as session:
        assert erase_again(session, settings.data, clock.now()) == 1
        session.commit()
    with open_session(engine) as session:
        assert session.exec(select(ControlEvent)).all() == []


@pytest.mark.parametrize("part", PRIVATE)
def test_no_row_of_the_table_shows_a_private_part_to_those_who_check(part):
    assert not {Side.AUTHORITY, Side.PROSECUTOR} & set(PARTS[part])


def test_the_inspector_head_and_prosecutor_read_no_byte_of_it(owner, event, inspector, head, prosecutor):
    for browser in (inspector, head, prosecutor):
        page = browser.get(f"/control-events/{event.id}")
        assert SECRET not in page.text
        for part in PRIVATE:
            assert browser.get(f"/control-events/{event.id}/{part.value}").status_code == 404
            assert browser.post_form(f"/control-events/{event.id}/{part.value}").status_code in (403, 404)
        assert browser.get(f"/control-events/{event.id}/check/basis.json").status_code == 404
    assert inspector.get(f"/control-events/{event.id}").status_code == 200
