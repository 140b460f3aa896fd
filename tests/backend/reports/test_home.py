"""The first page after signing in."""

from __future__ import annotations

from pathlib import Path

import yaml

from backend.assessments.answers import record_answer
from backend.assessments.models import AnswerValue
from backend.assessments.planning import plan
from backend.assessments.schemas import PlanInput
from backend.law import current_law
from backend.profiles.models import Origin
from backend.profiles.service import record_facts
from rules.profiles import read_profile

EXAMPLES = Path(__file__).parents[3] / "rules" / "examples"


def fill(session, business, clock):
    """Give the business every answer of the café."""
    document = yaml.safe_load((EXAMPLES / "cafe.yaml").read_text(encoding="utf-8"))
    facts = read_profile(document, current_law().vocabulary)
    record_facts(session, business.id, business.id, facts, Origin.ANSWER, clock.now())


def test_a_business_sees_its_week_with_overdue_plans_first(owner, session, clock):
    fill(session, owner.business, clock)
    entry = current_law().edition.requirements["fire.instruction"]
    record_answer(session, owner.business.id, entry, AnswerValue.NO, clock.now())
    plan(session, owner.business.id, entry.id, PlanInput(due_on="2026-11-20"), clock.now())
    session.commit()
    page = owner.get("/home")
    assert page.status_code == 200
    assert "На этой неделе" in page.text
    assert page.text.index("Просрочено") < page.text.index("Инструкция о мерах пожарной безопасности")
    assert "требований действуют" in page.text


def test_a_business_nothing_is_known_of_is_asked_to_begin(owner):
    assert "Про этот бизнес пока ничего не известно." in owner.get("/home").text


def test_officials_and_admins_go_to_their_own_desks(regulator, editor, admin):
    assert regulator.get("/home", follow_redirects=False).headers["location"] == "/desk"
    assert editor.get("/home", follow_redirects=False).headers["location"] == "/desk"
    assert admin.get("/home", follow_redirects=False).headers["location"] == "/operations"


def test_a_visitor_is_asked_to_sign_in(visitor):
    assert visitor.get("/home", follow_redirects=False).headers["location"].startswith("/sign-in")
