"""The three main flows on PostgreSQL in every run that has one: the interview, a dispute, a self-assessment."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from sqlmodel import select

from backend.accounts.models import Business
from backend.assessments.models import Evidence, Mark
from backend.assessments.queries import answers_of
from backend.audit.chain import Head
from backend.audit.queries import verify
from backend.db.engine import open_session
from backend.law import current_law
from backend.profiles.models import Origin
from backend.profiles.queries import list_places, load_profile
from backend.profiles.service import record_facts
from backend.requirements.models import Dispute
from rules.profiles import read_facts
from tests.backend.assessments.samples import PDF

pytestmark = [pytest.mark.services]
PROFILE = Path(__file__).parents[2] / "rules" / "examples" / "cafe.yaml"
SHELF_LIFE = "food.shelf_life"  # of Роспотребнадзор
MOST_SCREENS = 40


@pytest.fixture
def database(postgresql):
    """These tests are about PostgreSQL."""
    return postgresql


@pytest.fixture
def cafe(owner, engine, clock):
    """The owner of a café whose answers are all given."""
    facts = read_facts(yaml.safe_load(PROFILE.read_text("utf-8"))["facts"], current_law().vocabulary, clock.today())
    with open_session(engine, write=True) as session:
        place = list_places(session, owner.business.id)[0]
        record_facts(session, owner.business.id, place.id, facts, Origin.ANSWER, clock.now())
        session.commit()
    return owner


def fields_of(page) -> list[tuple[str, str]]:
    """Return (name, value) of the hidden fields of a question's page: the place and the facts it asks."""
    return re.findall(r'name="(place|fact)" value="([^"]+)"', page.text)


def test_the_engine_is_postgresql(engine):
    assert engine.dialect.name == "postgresql"


def test_a_visitor_is_led_from_words_to_a_list(visitor, engine):
    visitor.post_form("/start", {"activity": "кафе"})
    page = visitor.post_form("/start/trades", {"activity": "кафе", "trade": "cafe"}, follow_redirects=True)
    screens = 0
    while page.url.path == "/questions" and screens < MOST_SCREENS:
        hidden = fields_of(page)
        facts = [value for name, value in hidden if name == "fact"]
        data = {"place": dict(hidden)["place"], "fact": facts} | {f"{code}_unknown": "1" for code in facts}
        page = visitor.post_form("/questions", data, follow_redirects=True)
        assert page.status_code == 200
        screens += 1
    assert 0 < screens < MOST_SCREENS
    assert 'href="/requirements/' in visitor.get("/list?by=topic").text
    with open_session(engine) as session:
        run = session.exec(select(Business)).one()
        assert load_profile(session, run).places


def test_a_dispute_goes_from_a_claim_with_a_file_to_its_decision(cafe, regulator, editor, engine):
    claim = {"ground": "exempt", "text": "Кухни нет, еду привозят готовой."}
    files = [("files", ("договор.pdf", PDF))]
    address = cafe.post_form(f"/requirements/{SHELF_LIFE}/dispute", claim, files=files).headers["location"]
    desk = f"/desk{address}"
    for action, text in (("take", ""), ("ask_facts", "Где хранится еда?")):
        assert regulator.post_form(f"{desk}/{action}", {"text": text}).status_code == 303
    given = [("files", ("план.pdf", PDF + b"%"))]
    assert cafe.post_form(f"{address}/give_facts", {"text": "В холодильнике."}, files=given).status_code == 303
    seen = regulator.get(desk).text
    assert "план.pdf" in seen
    link = re.search(rf'{desk}/files/[^"]+', seen).group()
    assert regulator.get(link).content.startswith(PDF)
    assert regulator.post_form(f"{desk}/accept", {"text": ""}).status_code == 303
    assert "требование не относится к вам" in cafe.get(address).text
    assert f"/requirements/{SHELF_LIFE}" in editor.get("/desk/tasks").text
    with open_session(engine) as session:
        assert session.exec(select(Dispute.state)).one() == "ACCEPTED"
        assert isinstance(verify(session), Head)


def test_an_assessment_keeps_answers_papers_and_marks(cafe, engine):
    first = cafe.get("/check", follow_redirects=True).url.path
    entry = first.removeprefix("/check/")
    paper = {"file": ("акт.pdf", PDF)}
    answered = cafe.post_form(first, {"answer": "yes", "note": "Проверено", "expires_on": "2027-05-12"}, files=paper)
    assert answered.status_code == 303
    assert cafe.post_form(first, {"answer": "partly", "note": "Почти"}).status_code == 303
    assert cafe.post_form(f"/check/{entry}/undo").status_code == 303
    assert cafe.post_form(f"/score/{entry}", {"clarity": "2", "feasibility": "4"}).status_code == 303
    assert cafe.get("/check/done").status_code == 200
    assert cafe.get("/plan").status_code == 200
    assert cafe.get("/calendar").status_code == 200
    with open_session(engine) as session:
        assert answers_of(session, cafe.business.id)[entry].value == "yes"
        assert session.exec(select(Evidence)).one().expires_on == date(2027, 5, 12)
        mark = session.exec(select(Mark)).one()
        assert (mark.clarity, mark.feasibility) == (2, 4)
