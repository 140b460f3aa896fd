"""What a business keeps for itself stands in no byte that inspector, head or prosecutor get; and ranks nobody."""

from __future__ import annotations

import re

import pytest
from sqlmodel import Session

from backend.assessments.models import Evidence
from backend.control.models import EventAnswers, EventCosts, EventRating
from backend.db.engine import open_session
from backend.papers.models import FileType
from tests.backend.control.desk.conftest import step

CANARY = "Канарейка"
PAGES = (
    "/desk/control",
    "/desk/control/objects",
    "/desk/control/objects.csv",
    "/desk/control/calendar?month=2026-12",
    "/desk/control/workload",
    "/desk/control/absences",
    "/desk/prosecutor",
    "/notices",
)
# 30(7): indicators that may not measure anybody's work.
COUNTS = re.compile(
    r"(?:количество|число|всего)\s+(?:проверок|нарушений|штрафов)|рейтинг|лучши[ей]\s+инспектор|сумма\s+штрафов",
    re.IGNORECASE,
)


def keep_everything(session: Session, business_id: str, event_id: str, now) -> None:
    """Write a canary into whatever the business keeps for itself."""
    session.add(EventAnswers(event_id=event_id, check={"note": f"{CANARY}-ответы"}, changed_at=now))
    session.add(EventCosts(event_id=event_id, scenario={"note": f"{CANARY}-расходы"}, changed_at=now))
    session.add(EventRating(event_id=event_id, clarity=1, comment=f"{CANARY}-оценка", at=now))
    about = {"business_id": business_id, "requirement": "fire.extinguishers", "sha256": "1" * 64, "size": 5, "at": now}
    session.add(Evidence(name=f"{CANARY}-бумага.pdf", type=FileType.PDF, **about))
    session.commit()


@pytest.fixture
def event_id(fire, inspector, head, owner, engine, clock) -> str:
    """An event the business is told of, with everything the business keeps for itself full of canaries."""
    fire.give_inn(owner.business)
    found = fire.prepare(inspector, ground="PROSECUTOR_DEMAND")
    step(inspector, found, "propose_decision")
    step(head, found, "sign_decision")
    step(head, found, "schedule", {"registry_number": "77260041000100000001"})
    with open_session(engine, write=True) as session:
        keep_everything(session, owner.business.id, found, clock.now())
    owner.post_form(f"/control-events/{found}/files/new", {}, files={"file": (f"{CANARY}.pdf", b"%PDF-1.4\n%%EOF\n")})
    return found


def test_no_canary_in_a_byte_of_the_desks(fire, inspector, head, prosecutor, event_id: str) -> None:
    rooms = (f"/control-events/{event_id}", f"/desk/control/events/{event_id}/draft")
    papers = tuple(f"/control-events/{event_id}/papers/{name}" for name in ("decision", "notice", "submission"))
    for browser in (inspector, head, prosecutor):
        for address in (*PAGES, *rooms, *papers):
            answer = browser.get(address)
            assert CANARY.encode() not in answer.content, address


def test_the_desk_counts_no_checks_breaches_or_fines_and_ranks_nobody(inspector, head, event_id: str) -> None:
    for browser in (inspector, head):
        for address in PAGES[:6]:
            found = COUNTS.search(browser.get(address).text)
            assert found is None, (address, found)


def test_the_profile_of_the_business_changes_nothing_the_authority_sees(
    fire, inspector, owner, engine, clock, event_id: str
) -> None:
    from backend.profiles.models import Origin
    from backend.profiles.queries import list_places
    from backend.profiles.service import record_facts
    from tests.layout.objects import cafe_facts

    other = fire.prepare(inspector)
    # The first page after a form says what the form did.
    inspector.get(f"/control-events/{other}")
    before = _body(inspector.get(f"/control-events/{other}").text)
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, cafe_facts(), Origin.ANSWER, clock.now())
        session.commit()
    assert _body(inspector.get(f"/control-events/{other}").text) == before


def _body(page: str) -> str:
    main = page.split("<main")[1].split("</main")[0]
    return re.sub(r'name="_csrf_token" value="[^"]*"', "", main)


def test_who_complained_is_told_to_the_business_only_by_consent(fire, inspector, head, owner, prosecutor) -> None:
    fire.give_inn(owner.business)
    for number, consents, seen in ((1, "no", False), (2, "yes", True)):
        found = fire.prepare(inspector, ground="PROSECUTOR_DEMAND", complainant_consents=consents)
        step(inspector, found, "propose_decision")
        step(head, found, "sign_decision")
        step(head, found, "schedule", {"registry_number": f"7726004100010000{number:04d}"})
        room = owner.get(f"/control-events/{found}").text
        assert ("Сидорова" in room) is seen
        assert "Жалобы на запертый выход" not in room
        assert owner.get(f"/control-events/{found}/papers/submission").status_code == 404
