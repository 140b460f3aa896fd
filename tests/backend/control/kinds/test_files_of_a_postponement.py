"""A paper sent with a request to move an event: the ombudsman reads it where the business named the papers too."""

from __future__ import annotations

from datetime import date

import pytest

from backend.control.models import EventFile, Postponement, RoomConsent
from backend.control.models.room import Side
from backend.papers.models import FileType

NAME = "больничный-лист.pdf"


@pytest.mark.parametrize(("parts", "named"), [(["postponements"], False), (["postponements", "files"], True)])
def test_the_ombudsman_is_shown_it_only_where_the_papers_are_named(
    house, owner, ombudsman, clock, parts: list[str], named: bool
) -> None:
    event_id, now = house.event(), clock.now()
    with house.session() as session:
        case = Postponement(event_id=event_id, business_id=owner.business.id, route="D1", created_at=now)
        session.add(case)
        session.flush()
        about = {"event_id": event_id, "case_id": case.id, "procedure": "postponement", "part": "submit"}
        kept = {"sha256": "0" * 64, "name": NAME, "size": 9, "type": FileType.PDF, "at": now}
        session.add(EventFile(business_id=owner.business.id, side=Side.BUSINESS, handed_at=now, **about, **kept))
        consent = {"event_id": event_id, "until": date(2027, 1, 1), "wording": "1", "given_at": now}
        session.add(RoomConsent(parts=parts, given_by=owner.person.id, **consent))
        session.commit()
    answer = ombudsman.get(f"/control-events/{event_id}/postponements")
    assert answer.status_code == 200
    assert (NAME in answer.text) is named
