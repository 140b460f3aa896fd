"""Seven businesses answer the site's own questions: how many are asked, what stays open, what each list says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from backend.accounts.models import Business
from backend.db.engine import open_session
from backend.profiles.matching import match_business
from backend.profiles.queries import load_profile
from backend.requirements.listing import PersonalList, personal_list
from rules.conditions import Always
from tests.journeys.walking import facts_of
from tests.people import Browser

TRADES = {
    "cafe": "кафе",
    "hairdresser": "парикмахерская",
    "online_shop": "интернет-магазин",
    "haulier": "грузоперевозки",
    "dental_clinic": "стоматология",
    "bakery": "пекарня",
    "photographer": "фотограф",
}
MOST_QUESTIONS, MOST_OPEN = 15, 0.10
ASKED = re.compile(r'name="fact" value="(\w+)"')
OFFERED = re.compile(r'id="f-trade" name="trade" value="([^"]+)"')
BEFORE = datetime(2026, 12, 21, 9, 0, tzinfo=UTC)
NEW_YEAR = datetime(2027, 1, 1, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("example", TRADES)
def test_fifteen_questions_settle_nine_tenths_and_every_requirement_has_its_reason(visitor, engine, clock, example):
    asked = go_through(visitor, TRADES[example], facts_of(example))
    with open_session(engine, write=False) as session:
        match = match_business(load_profile(session, the_run(session)), clock.today())
        counts = personal_list(session, load_profile(session, the_run(session)), clock.today()).counts
    total = sum(counts.values())
    print(f"\n{example}: {asked} questions, {counts}, {counts['unknown'] / total:.1%} open")
    assert asked <= MOST_QUESTIONS
    assert counts["unknown"] <= total * MOST_OPEN
    place = match.places[0].match
    applying = [id_ for id_, verdict in place.verdicts.items() if verdict == "applies"]
    assert len(applying) >= 20
    mute = [id_ for id_ in applying if not place.explain(id_).because]
    assert [id_ for id_ in mute if match.law.edition.requirements[id_].applies_when != Always()] == []


@pytest.mark.parametrize("example", TRADES)
def test_the_new_year_takes_nothing_from_a_list_silently(visitor, engine, clock, example):
    clock.moment = BEFORE  # what is kept without an account is kept for 30 days
    go_through(visitor, TRADES[example], facts_of(example))
    before = the_list(engine, clock.today())
    clock.moment = NEW_YEAR
    after = the_list(engine, clock.today())
    entries = {one.id: one.requirement for one in before.items}
    kept = {one.id for one in after.items}
    lost = [id_ for id_ in entries if id_ not in kept and entries[id_].replaced_by not in kept]
    assert lost == []
    over = [one for one in after.items if (until := one.requirement.in_force.until) and until < date(2027, 1, 1)]
    assert all(one.ended for one in over)
    page = visitor.get("/list?by=topic").text
    assert page.count("Срок действия закончился") == len(over)
    print(f"\n{example}: {len(over)} ended on 31 December and say so")


def go_through(visitor: Browser, words: str, facts: Mapping[str, Any]) -> int:
    """Name the trade and answer every screen the site shows; returns how many there were."""
    offered = visitor.post_form("/start", {"activity": words})
    trade = OFFERED.search(offered.text)
    assert trade, words
    answer = visitor.post_form("/start/trades", {"activity": words, "trade": trade[1]}, follow_redirects=True)
    screens = 0
    while codes := ASKED.findall(answer.text):
        screens += 1
        typed = {"fact": codes}
        for code in codes:
            typed |= typed_field(code, facts.get(code))
        answer = visitor.post_form("/questions", typed, follow_redirects=True)
        assert answer.status_code == 200, answer.text
    assert answer.url.path == "/list"
    return screens


def typed_field(code: str, value: Any) -> dict[str, Any]:
    """Return an answer as the page's form sends it."""
    if value is None:
        return {code: "unknown", f"{code}_unknown": "1"}
    if isinstance(value, bool):
        return {code: "yes" if value else "no"}
    if isinstance(value, list):
        return {code: value or "nothing"}
    return {code: str(value)}


def the_run(session: Session) -> Business:
    """Return the only business without an account."""
    return session.exec(select(Business).where(col(Business.run_key_hash).is_not(None))).one()


def the_list(engine: Any, day: date) -> PersonalList:
    """Return its list on a day."""
    with open_session(engine, write=False) as session:
        return personal_list(session, load_profile(session, the_run(session)), day)
