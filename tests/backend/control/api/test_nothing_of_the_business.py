"""What a business keeps for itself stands in no byte that the keys of an authority or a prosecutor get."""

from __future__ import annotations

from backend.assessments.models import Evidence
from backend.control.models import EventAnswers, EventCosts, EventRating
from backend.control.parts import PARTS, Part
from backend.db.engine import open_session
from backend.papers.models import FileType
from backend.profiles.models import Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts
from tests.backend.control.api.conftest import EVENTS, PDF, make_event

CANARY = "Канарейка"


def keep_everything(session, business_id: str, event_id: str, now) -> None:
    """Write a canary into whatever the business keeps for itself."""
    session.add(EventAnswers(event_id=event_id, check={"note": f"{CANARY}-ответы"}, changed_at=now))
    session.add(EventCosts(event_id=event_id, scenario={"note": f"{CANARY}-расходы"}, changed_at=now))
    session.add(EventRating(event_id=event_id, clarity=1, comment=f"{CANARY}-оценка", at=now))
    about = {"business_id": business_id, "requirement": "fire.extinguishers", "sha256": "1" * 64, "size": 5, "at": now}
    session.add(Evidence(name=f"{CANARY}-бумага.pdf", type=FileType.PDF, **about))
    place = list_places(session, business_id)[0]
    record_facts(session, business_id, place.id, {"activities": ("serves_food",)}, Origin.ANSWER, now)


def bytes_for(program, event_id: str):
    """Yield every answer that a key gets about an event."""
    for path in ("", f"/{event_id}", f"/{event_id}/files", f"/{event_id}/draft"):
        yield path, program.get(f"{EVENTS}{path}").content
    for part in Part:
        yield part, program.get(f"{EVENTS}/{event_id}/parts/{part.value}").content
    yield "case", program.get(f"/api/v1/cases/control_event/{event_id}").content


def test_no_canary_in_a_byte_an_office_gets_by_a_key(sides, event_id, owner, engine, clock, fire) -> None:
    with open_session(engine, write=True) as session:
        keep_everything(session, owner.business.id, event_id, clock.now())
        own = make_event(
            session, fire.body_id, owner.business.id, clock.now(), number=2, source="business", address=CANARY
        )
        session.commit()
        own_id = own.id
    mine = sides["owner"]
    kept = mine.post(f"{EVENTS}/{event_id}/files", files={"file": (f"{CANARY}.pdf", PDF)})
    assert kept.status_code == 201
    assert any(CANARY.encode() in content for _, content in bytes_for(mine, event_id))
    for name, program in sides.items():
        if name in ("owner",):
            continue
        for id_ in (event_id, own_id):
            for where, content in bytes_for(program, id_):
                assert CANARY.encode() not in content, (name, where)
        file = f"{EVENTS}/{event_id}/files/{kept.json()['id']}"
        assert program.get(file).status_code == 404, name
        assert program.post(f"{file}/hand-over").status_code == 404, name


def test_a_file_is_read_by_the_authority_from_the_moment_it_is_handed_over(sides, event_id) -> None:
    mine, inspector = sides["owner"], sides["inspector"]
    added = mine.post(f"{EVENTS}/{event_id}/files", files={"file": ("журнал.pdf", PDF)}).json()
    file = f"{EVENTS}/{event_id}/files/{added['id']}"
    assert inspector.get(file).status_code == 404
    handed = mine.post(f"{file}/hand-over").json()
    assert handed["receipt"]
    assert handed["handed_at"]
    assert mine.post(f"{file}/hand-over").json()["receipt"] == handed["receipt"]
    assert inspector.get(file).content == PDF
    assert [one["id"] for one in inspector.get(f"{EVENTS}/{event_id}/files").json()["items"]] == [added["id"]]
    assert sides["prosecutor"].get(file).status_code == 404
    assert inspector.post(f"{file}/hand-over").status_code == 404


def test_the_authority_s_own_papers_are_read_by_no_ombudsman(sides, event_id) -> None:
    for part in ("own_files", "files"):
        given = {"parts": [part], "until": "2027-03-01"}
        assert sides["owner"].post(f"{EVENTS}/{event_id}/consents", json=given).status_code == 201
    added = sides["inspector"].post(f"{EVENTS}/{event_id}/files", files={"file": ("служебное.pdf", PDF)}).json()
    assert sides["ombudsman"].get(f"{EVENTS}/{event_id}/files").json() == {"items": []}
    assert sides["ombudsman"].get(f"{EVENTS}/{event_id}/files/{added['id']}").status_code == 404


def test_the_table_keeps_the_business_s_own_parts_from_authority_and_prosecutor() -> None:
    private = (Part.CHECK, Part.COSTS, Part.RATING, Part.PREPARATION, Part.OWN_FILES, Part.DIFFERENCES)
    assert all(set(PARTS[part]) <= {"business", "ombudsman"} for part in private)
