"""No word of what a business keeps for itself stands in anything that an authority, a prosecutor or another gets."""

from __future__ import annotations

import re

import pytest
from sqlmodel import select

from backend.db.engine import open_session
from backend.notifications.models import Notice
from tests.backend.control.walls.canaries import CANARY, NUMBER, OTHER, PRIVATE, of_businesses
from tests.backend.control.walls.reading import answers

SUM = re.compile(r"7[\s\u00a0\u202f]?654[\s\u00a0\u202f]?321")
WHO = ("inspector", "head", "prosecutor", "appeal_body", "stranger", "far")


def test_every_table_that_leads_to_a_business_is_said_to_be_its_own_or_not() -> None:
    assert of_businesses() == set(PRIVATE) | OTHER
    assert not set(PRIVATE) & OTHER


@pytest.mark.slow
def test_no_canary_sings_in_any_byte(walled, engine) -> None:
    empty = {name for name, count in walled.rows.items() if not count}
    assert empty <= {"answer_change", "chosen_date", "own_number", "own_wage"}, empty
    heard, read = [], {}
    for name in WHO:
        found = list(answers(walled.browsers[name], walled.ids, walled.keys.get(name)))
        heard += [(name, path) for path, _, text in found if CANARY in text or SUM.search(text)]
        read[name] = sum(status == 200 for _, status, _ in found)
    assert heard == []
    # The desks are read, and not refused: somebody near sees much, somebody far less.
    assert min(read["inspector"], read["head"], read["prosecutor"], read["appeal_body"]) > 25, read
    with open_session(engine) as session:
        ids = [walled.browsers[name].person.id for name in WHO]
        told = [row for row in session.exec(select(Notice)) if row.person_id in ids]
    assert not [row for row in told if CANARY in f"{row.params}{row.link}" or str(NUMBER) in f"{row.params}"]


@pytest.mark.slow
def test_the_owner_hears_them(walled, owner) -> None:
    found = [path for path, _, text in answers(owner, walled.ids) if CANARY in text]
    assert len(found) > 5, found
