"""A café whose facts are known: its owner, or a visitor without an account; and what a made link shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
import yaml

from backend.db.engine import open_session
from backend.law import current_law
from backend.profiles.models import Origin
from backend.profiles.service import record_facts
from rules.profiles import read_profile
from tests.people import Browser

EXAMPLES = Path(__file__).parents[3] / "rules" / "examples"
ADDRESS = re.compile(r'value="http://127\.0\.0\.1:8000(/s/[^"]+)"')


@pytest.fixture
def know_cafe(engine, clock) -> Callable[[str], None]:
    """Records what is known of a café for a business."""

    def record(business_id: str) -> None:
        document = yaml.safe_load((EXAMPLES / "cafe.yaml").read_text(encoding="utf-8"))
        facts = read_profile(document, current_law().vocabulary)
        with open_session(engine, write=True) as session:
            record_facts(session, business_id, business_id, facts, Origin.ANSWER, clock.now())
            session.commit()

    return record


@pytest.fixture
def cafe_owner(owner, know_cafe) -> Browser:
    """The owner of a café whose facts are known."""
    know_cafe(owner.business.id)
    return owner


@pytest.fixture
def guest(newcomer, know_cafe) -> Browser:
    """A visitor without an account who has answered the questions."""
    know_cafe(newcomer.business.id)
    return newcomer


@pytest.fixture
def anybody(person) -> Browser:
    """Somebody who was given a link: a browser that knows nothing."""
    return person.browser()


@pytest.fixture
def share() -> Callable[..., str]:
    """Makes a link: `share(browser, days="7", answers_shown="1")` returns its address."""

    def make(browser: Browser, **form: str) -> str:
        made = browser.post_form("/share", {"days": "30", **form})
        assert made.status_code in (200, 201), made.text
        found = ADDRESS.search(unescape(made.text))
        assert found, made.text
        return found[1]

    return make
