"""Appeals by programs: a draft from its opening to the package, the queue of the body, what others do not find."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from backend.accounts.models import ApiKey
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from rules.roles import Role
from tests.backend.api.conftest import Program
from tests.backend.appeals.conftest import FILER, WAY, WHOSE
from tests.backend.appeals.test_hearing_desk import REFUSAL

APPEALS = "/api/v1/appeals"


@pytest.fixture
def program(program_of, hearing):
    """A program of the café."""
    return program_of(hearing.owner)


@pytest.fixture
def desk_program(person, hearing, clock):
    """A program of the body that hears appeals."""
    key = ApiKey(person_id=hearing.desk.person.id, name="стол жалоб", key_hash=hash_of("yasno_desk"),
                 role=Role.APPEAL_BODY.value, authority="mchs", region="77", scopes=list(OFFICE_SCOPES),
                 created_at=clock.now(), expires_at=clock.now() + timedelta(days=90))  # fmt: skip
    with open_session(hearing.engine, write=True) as session, session.begin():
        session.add(key)
    made = person.stack.enter_context(Program(person.app, base_url=person.settings.public_url))
    made.headers["Authorization"] = "Bearer yasno_desk"
    return made


def opened(hearing, program):
    """Open a draft by a program; return its address."""
    made = program.post(APPEALS, json={"about": "event_id", "id": hearing.event(), "subject": "DECISION"})
    assert made.status_code == 201, made.text
    assert made.json()["state"] == "DRAFT"
    return f"{APPEALS}/{made.json()['id']}"


def test_a_program_builds_a_draft_and_takes_the_package_along(hearing, program):
    place = opened(hearing, program)
    written = {
        "what": {"contested": "Решение № Р-7", "event_number": "77260041000100000001", "known_on": "2026-11-20"},
        "whose": {**WHOSE, "body_id": hearing.body_id},
        "filer": FILER,
        "wishes": {"demands": ["Отменить"], "asks_for_stay": True, "asks_to_restore": False},
        "way": WAY,
    }
    for part, fields in written.items():
        answer = program.put(f"{place}/parts/{part}", json={"fields": fields})
        assert answer.status_code == 200, answer.text
    added = program.post(f"{place}/grounds", json={"text": "Нам не сообщили", "article": "ст. 73"})
    assert [one["text"] for one in added.json()["grounds"]] == ["Нам не сообщили"]
    ready = program.get(f"{place}/readiness").json()
    assert {one["result"] for one in ready["items"]} == {"clean"}
    assert ready["shown_until"].startswith("2026-12-21")
    assert program.get(f"{place}/package").headers["content-type"] == "application/zip"
    assert program.get(f"{place}/paper").content.startswith(b"%PDF")
    assert program.get(f"{place}/decision").status_code == 404
    step = f"/api/v1/cases/appeal/{place.rsplit('/', 1)[1]}/steps/submit"
    filed = program.post(step, json={"fields": {"filed_at": "2026-11-28T11:00:00+03:00"}})
    assert filed.json()["state"] == "SUBMITTED"
    assert program.put(f"{place}/parts/what", json={"fields": {"contested": "Иное"}}).status_code == 409


def test_a_writer_who_saw_another_version_is_told_and_a_repeated_call_adds_once(hearing, program):
    place = opened(hearing, program)
    seen = program.get(place).headers["ETag"]
    body = {"text": "Нам не сообщили"}
    first = program.post(f"{place}/grounds", json=body, headers={"Idempotency-Key": "a", "If-Match": seen})
    again = program.post(f"{place}/grounds", json=body, headers={"Idempotency-Key": "a", "If-Match": seen})
    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    late = program.put(f"{place}/grounds/1", json={"text": "Иначе"}, headers={"If-Match": seen})
    assert late.status_code == 412
    assert program.delete(f"{place}/grounds/1").json()["grounds"] == []


def test_bad_input_names_its_field_and_changes_nothing(hearing, program):
    place = opened(hearing, program)
    before = program.get(place).json()
    refused = program.put(f"{place}/parts/what", json={"fields": {"known_on": "вчера", "lost": 1}})
    assert refused.status_code == 422
    assert {one["field"] for one in refused.json()["errors"]} >= {"fields.known_on"}
    unlike = program.put(f"{place}/parts/what", json={"fields": {"event_number": "abc"}})
    assert unlike.status_code == 422
    assert [one["field"] for one in unlike.json()["errors"]] == ["fields.event_number"]
    assert program.post(f"{place}/grounds", json={"code": "nothing"}).status_code == 404
    assert program.post(f"{place}/files", json={"file": "nothing"}).status_code == 404
    assert program.post(APPEALS, json={"about": "sun", "id": "x", "subject": "ACT"}).status_code == 422
    assert program.get(place).json() == before


def test_lists_page_and_a_stranger_finds_nothing(hearing, program, program_of, stranger):
    places = [opened(hearing, program) for _ in range(3)]
    first = program.get(APPEALS, params={"limit": 2}).json()
    rest = program.get(APPEALS, params={"limit": 2, "cursor": first["next"]}).json()
    assert [one["number"] for one in (*first["items"], *rest["items"])] == [3, 2, 1]
    foreign = program_of(stranger)
    for end in ("", "/readiness", "/package", "/paper", "/parts/what", "/grounds"):
        assert foreign.get(places[0] + end).status_code == 404
    assert foreign.get(APPEALS).json() == {"items": [], "next": None}


def test_a_key_without_the_right_to_control_does_not_list_appeals(hearing, program, program_of):
    opened(hearing, program)
    reader = program_of(hearing.owner, scopes=("read",))
    assert reader.get(APPEALS).status_code == 404


def test_a_body_is_told_the_nearest_term_of_its_queue_its_right_to_refuse_while_it_lasts(
    hearing, program, desk_program, person
):
    appeal_id = hearing.filed("DECISION", event_id=hearing.event())
    hearing.body(appeal_id, "deny_stay", stay_decided_on="2026-11-28", stay_reason="Вреда нет")
    hearing.body(appeal_id, "tell_stay", stay_told_on="2026-11-28")

    def told(reader):
        one, listed = reader.get(f"{APPEALS}/{appeal_id}").json(), reader.get(APPEALS).json()["items"]
        assert [line["due"] for line in listed] == [one["due"]]
        return one["due"][:10]

    def queued():
        return list(csv.reader(StringIO(hearing.desk.get("/desk/appeals.csv").text), delimiter=";"))[1][4][:10]

    assert (told(desk_program), queued(), told(program)) == ("2026-12-04", "2026-12-04", "2026-12-18")
    person.wait_until("2026-12-05T09:00")
    assert (told(desk_program), queued(), told(program)) == ("2026-12-18", "2026-12-18", "2026-12-18")


def test_after_a_refusal_for_lateness_a_program_opens_the_same_appeal_with_the_motion(
    hearing, program, program_of, stranger
):
    late = hearing.draft("DECISION", event_id=hearing.event())
    hearing.write(late, "what", contested="Решение № Р-7", known_on="2026-10-01")
    hearing.business(late, "submit", filed_at="2026-11-28T11:00")
    hearing.body(late, "register", registered_on="2026-11-28", registry_number="Ж-1")
    assert program.post(f"{APPEALS}/{late}/again").status_code == 409
    hearing.body(late, "refuse", **REFUSAL)
    assert program_of(stranger).post(f"{APPEALS}/{late}/again").status_code == 404
    made = program.post(f"{APPEALS}/{late}/again", headers={"Idempotency-Key": "again"})
    assert (made.status_code, made.json()["state"]) == (201, "DRAFT")
    assert program.post(f"{APPEALS}/{late}/again", headers={"Idempotency-Key": "again"}).json() == made.json()
    motion = program.get(f"{APPEALS}/{made.json()['id']}/parts/wishes").json()["values"]
    assert motion["asks_to_restore"] is True
