"""An appeal that a business builds from its own copy of an event, files elsewhere, and follows from its papers."""

import io
import re
import zipfile

import pytest
from sqlmodel import select

from backend.appeals.models import Appeal, AppealGround
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.procedures.queries import marks
from tests.backend.control.own_events import enter

FILER = {
    "filer_kind": "ip",
    "filer_name": "ИП Соколова А. А.",
    "filer_address": "Москва, Лесная, 5",
    "contact_way": "Личный кабинет на Госуслугах",
    "decision_way": "Личный кабинет на Госуслугах",
}
WAY = {"fine": "no", "court_decision": "no", "state_secret": "no", "court_only": "no", "insulting": "no"} | {
    "channel": "federal_portal",
    "signature": "simple",
}


@pytest.fixture
def room(owner):
    return enter(owner)


@pytest.fixture
def draft(owner, room):
    owner.post_form(f"{room}/check/chosen", {"code": "notice", "take": "1"})
    event_id = room.rsplit("/", 1)[1]
    answer = owner.post_form("/appeals/new", {"event_id": event_id, "subject": "ACT"})
    assert answer.status_code == 303, answer.text[-2000:]
    return str(answer.headers["location"])


def fill(owner, draft):
    for part, values in (
        ("what", {"contested": "Акт от 20.11.2026", "event_number": "77260001234567890123", "known_on": "2026-11-20"}),
        ("whose", {"authority_name": "МЧС", "author_role": "official", "author_name": "Иванов Иван Иванович"}),
        ("filer", FILER),
        ("wishes", {"demands": "Отменить акт\nОтменить предписание", "asks_for_stay": "yes", "asks_to_restore": "no"}),
        ("way", WAY),
    ):
        answer = owner.post_form(f"{draft}/parts/{part}", values)
        assert answer.status_code == 303, re.sub(r"<[^>]+>", " ", answer.text)[-1500:]


def test_a_draft_takes_along_what_the_room_knows_and_the_breach_that_was_chosen(owner, draft, engine):
    page = owner.get(draft).text
    assert "Грубое нарушение" in page
    assert "Подать до" in page
    with open_session(engine) as session:
        row = session.exec(select(Appeal)).one()
        assert (row.event_number, str(row.known_on), row.state) == ("77260001234567890123", "2026-11-20", "DRAFT")
        assert [one.code for one in session.exec(select(AppealGround))] == ["notice"]


def test_the_number_of_the_event_has_20_digits_and_is_kept_as_its_digits(owner, draft, engine):
    typed = {"contested": "Акт от 20.11.2026", "known_on": "2026-11-20"}
    for wrong in ("abc", "7726000123456789012", "772600012345678901234"):
        refused = owner.post_form(f"{draft}/parts/what", typed | {"contested": "Иное", "event_number": wrong})
        assert refused.status_code == 422
        assert "В номере ЕРКНМ 20 цифр" in refused.text
        assert f'value="{wrong}"' in refused.text
    for number, held in (("77 26 000-12345678-90125", "77260001234567890125"), ("", "")):
        assert owner.post_form(f"{draft}/parts/what", typed | {"event_number": number}).status_code == 303
        with open_session(engine) as session:
            row = session.exec(select(Appeal)).one()
            assert (row.event_number, row.contested) == (held, "Акт от 20.11.2026")


def test_it_cannot_be_recorded_as_filed_while_an_item_is_missing(owner, draft):
    refused = owner.post_form(f"/cases/appeal{draft.removeprefix('/appeals')}/submit", {"filed_at": "2026-11-28T11:00"})
    assert refused.status_code == 409
    assert "В жалобе не хватает" in refused.text


def test_the_package_holds_the_pdf_the_texts_and_nothing_that_was_not_chosen(owner, draft):
    fill(owner, draft)
    packed = zipfile.ZipFile(io.BytesIO(owner.get(f"{draft}/package.zip").content))
    assert sorted(packed.namelist()) == ["жалоба.pdf", "тексты полей.txt"]
    assert "Отменить предписание" in packed.read("тексты полей.txt").decode()


def test_filed_registered_stayed_and_decided_from_papers_it_marks_the_event_and_voids_it(owner, draft, engine, clock):
    fill(owner, draft)
    case = f"/cases/appeal{draft.removeprefix('/appeals')}"
    steps = [
        ("submit", {"filed_at": "2026-11-28T11:00", "proof_at": "2026-11-28T11:01"}, "SUBMITTED"),
        ("register", {"registered_on": "2026-11-28", "registry_number": "Ж-1"}, "REGISTERED"),
        ("grant_stay", {"stay_decided_on": "2026-11-28"}, "REGISTERED"),
        ("cancel_in_full", {"decision_text": "Нарушен срок уведомления", "decided_on": "2026-11-28"}, "CANCELLED_FULL"),
        ("publish", {"published_on": "2026-11-28"}, "CANCELLED_FULL"),
    ]
    for action, values, state in steps:
        answer = owner.post_form(f"{case}/{action}", values)
        assert answer.status_code == 303, (action, re.sub(r"<[^>]+>", " ", answer.text)[-1500:])
        with open_session(engine) as session:
            assert session.exec(select(Appeal)).one().state == state
            event = session.exec(select(ControlEvent)).one()
            raised = marks(session, "control_event", [event.id]).get(event.id, frozenset())
            assert ("APPEALED" in raised) == (state in ("SUBMITTED", "REGISTERED"))
    with open_session(engine) as session:
        assert session.exec(select(ControlEvent)).one().state == "INVALIDATED"


def test_a_stranger_sees_nothing_of_it(stranger, draft):
    for path in (draft, f"{draft}/package", f"{draft}/package.zip", f"{draft}/appeal.pdf", f"{draft}/files"):
        assert stranger.get(path).status_code == 404


def test_a_file_is_not_taken_into_an_appeal_that_has_ended(owner, draft):
    fill(owner, draft)
    case = f"/cases/appeal{draft.removeprefix('/appeals')}"
    owner.post_form(f"{case}/submit", {"filed_at": "2026-11-28T11:00"})
    owner.post_form(f"{case}/withdraw", {"knows_no_repeat": "yes"})
    paper = {"file": ("акт.pdf", b"%PDF-1.4\n%%EOF", "application/pdf")}
    refused = owner.post_form(f"{draft}/files", {"purpose": "evidence"}, files=paper)
    assert refused.status_code == 422
    assert "Жалоба завершена" in refused.text
    assert "акт.pdf" not in owner.get(f"{draft}/files").text


def test_grounds_of_visits_are_not_offered_for_an_act_of_an_event(hearing):
    appeal_id = hearing.draft("ACT", event_id=hearing.inspected()[0])
    page = hearing.owner.get(f"/appeals/{appeal_id}/grounds").text
    assert "обязательного визита" not in page
    assert (
        hearing.owner.post_form(f"/appeals/{appeal_id}/grounds", {"code": "mandatory_visit_too_long"}).status_code
        == 404
    )


def test_the_list_tells_the_day_of_the_decision_and_not_that_of_a_right_to_refuse(hearing, program_of):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    hearing.body(appeal_id, "grant_stay", stay_decided_on="2026-11-28")
    hearing.body(appeal_id, "tell_stay", stay_told_on="2026-11-28")
    line = hearing.owner.get("/appeals.csv").text.strip().split("\r\n")[1]
    assert line.endswith("18\xa0декабря\xa02026, 23:59")
    assert "18\xa0декабря" in hearing.owner.get("/appeals").text
    told = program_of(hearing.owner).get(f"/api/v1/appeals/{appeal_id}").json()
    assert told["due"].startswith("2026-12-18")


def test_discarding_a_draft_says_that_it_is_for_good_and_asks_for_no_file(owner, draft):
    address = f"/cases/appeal{draft.removeprefix('/appeals')}/discard"
    asked = owner.get(address).text
    assert "вернуть его нельзя" in asked
    assert 'type="file"' not in asked
    assert owner.post_form(address).status_code == 303
    assert draft not in owner.get("/appeals").text


def test_numbers_of_ours_stand_in_fields_as_people_type_them(owner, room):
    page = owner.get(f"{room}/costs").text
    typed = re.findall(r'inputmode="decimal" value="([^"]*)"', page)
    assert any("," in value for value in typed), typed
    assert not any("." in value for value in typed)
