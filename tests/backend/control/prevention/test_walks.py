"""Walks of warnings and visits, each written as a case: who does what, on which day, and what follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from backend.control.models import ControlWarning, PreventiveVisit
from backend.control.prevention.lists import procedure_of
from backend.db.engine import open_session
from backend.procedures.queries import marks
from tests.backend.control.prevention.conftest import DRAFT

FOLDER = Path(__file__).parents[3] / "cases" / "prevention"
WALKS = [walk for path in sorted(FOLDER.glob("*.yaml")) for walk in yaml.safe_load(path.read_text("utf-8"))]


def typed(raw: dict[str, Any] | None) -> dict[str, str]:
    """Return what a form sends."""
    return {name: str(value) for name, value in (raw or {}).items()}


@pytest.mark.parametrize("walk", WALKS, ids=[walk["id"] for walk in WALKS])
def test_a_walk_goes_as_it_is_written(walk, office, owner, teacher, rector, take):
    people = {"owner": owner, "teacher": teacher, "rector": rector}
    start = walk["start"]
    if start.get("small"):
        office.know(sme_category="small", legal_form="ooo")
    values = DRAFT if start.get("draft") else typed(start.get("type"))
    answer = people[start["who"]].post_form(start["page"], values)
    assert answer.status_code == 303, answer.text
    case_id = answer.headers["location"].rsplit("/", 1)[1]
    for number, step in enumerate(walk["steps"]):
        case = found(office, case_id)
        if "until" in step:
            day: date = step["until"]
            office.until(day.year, day.month, day.day)
        else:
            answer = take(people[step["who"]], procedure_of(case), case_id, step["action"], typed(step.get("type")))
            assert answer.status_code in step.get("refused", [303]), (number, answer.text)
            assert step.get("words", "") in answer.text
        compare(office, case_id, step, number)


def compare(office: Any, case_id: str, step: dict[str, Any], number: int) -> None:
    """See that a case stands where a step says."""
    case = found(office, case_id)
    assert case.state == step["state"], number
    if "terms" in step:
        assert office.terms() == typed(step["terms"]), number
    if "marks" in step:
        with open_session(office.engine) as session:
            raised = marks(session, procedure_of(case), [case_id]).get(case_id, frozenset())
        assert sorted(raised) == step["marks"], number


def found(office: Any, case_id: str) -> Any:
    """Return the case of a walk."""
    return next(row for model in (ControlWarning, PreventiveVisit) for row in office.rows(model) if row.id == case_id)
