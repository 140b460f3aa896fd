"""The demo world: made once, the same everywhere, with something of everything."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from backend.accounts.models import Business, Person, RoleGrant
from backend.accounts.numbers import inn_fault
from backend.assessments.models import Answer, Flag, Mark
from backend.clock import MOSCOW
from backend.config import ROOT
from backend.costs.models import OwnNumber
from backend.db.engine import make_engine, open_session
from backend.profiles.matching import match_business
from backend.profiles.models import Place, RegisterEntry
from backend.profiles.queries import load_profile
from backend.profiles.register import facts_of_entry, find_entry
from backend.requirements.models import Dispute
from backend.seed.inn import invented_inn
from backend.seed.loading import load_demo
from rules.roles import Role
from tests.databases import empty_database


@pytest.fixture(scope="module")
def seeded(request, tmp_path_factory):
    """A database with the demo world in it."""
    with empty_database(request, tmp_path_factory.mktemp("demo")) as url:
        engine = make_engine(url)
        now = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
        data = tmp_path_factory.mktemp("papers")
        assert load_demo(engine, now, data) is True
        assert load_demo(engine, now, data) is False
        yield engine
        engine.dispose()


@pytest.fixture
def world(seeded):
    """A session on the demo world."""
    with open_session(seeded) as session:
        yield session


def test_about_forty_named_businesses_stand_in_it(world):
    names = world.exec(select(Business.name)).all()
    assert len(names) == len(set(names)) == 40


def test_their_tax_numbers_are_right_and_nobodys(world):
    numbers = world.exec(select(Business.inn)).all()
    assert all(inn_fault(number) is None and number.startswith("00") for number in numbers)
    assert len(set(numbers)) == 40
    assert inn_fault(invented_inn(7, person=True)) is None


def test_the_register_extract_holds_its_organisations_but_not_the_self_employed(world):
    entries = {one.inn: one for one in world.exec(select(RegisterEntry)).all()}
    owners = {one.inn: one.name for one in world.exec(select(Business)).all()}
    assert len(entries) == 36
    assert all(owners[inn].startswith(entry.name) for inn, entry in entries.items())
    assert all(facts_of_entry(entry)["legal_form"] != "npd" for entry in entries.values())
    assert {one.extract_of.isoformat() for one in entries.values()} == {"2026-11-28"}


def test_the_tax_numbers_of_the_guide_are_in_the_extract(world):
    guide = (ROOT / "docs" / "guides" / "entrepreneur.md").read_text(encoding="utf-8")
    numbers = re.findall(r"`(0[0-9]+)`", guide)
    names = [find_entry(world, number).name for number in numbers]
    assert names == ["ООО «Лён»", "ИП Соколова М. А."]
    assert all(name in guide for name in names)


def test_every_role_of_today_has_a_person_to_be(world):
    roles = set(world.exec(select(RoleGrant.role)).all())
    assert {Role.REGULATOR, Role.EDITOR, Role.ADMIN} <= roles
    assert all(person.password is None for person in world.exec(select(Person)).all())


def test_there_are_marks_costs_flags_answers_and_a_second_place(world):
    for table, least in ((Answer, 1000), (Mark, 200), (Flag, 10), (OwnNumber, 50), (Place, 2)):
        assert len(world.exec(select(table)).all()) >= least, table.__tablename__


@pytest.fixture
def bakery(world):
    """The bakery of two places, matched on the day the world was made."""
    name = "ООО «Лён-Хлеб», пекарня с магазином"
    business = world.exec(select(Business).where(Business.name == name)).one()
    return match_business(load_profile(world, business), date(2026, 11, 28))


def test_the_hall_and_the_shop_of_the_bakery_have_requirements_of_their_own(bakery):
    hall, shop = "Цех на Складской", "Магазин на Садовой"
    where = {id_: {one.place.name for one in judged.applies_at} for id_, judged in bakery.judged.items()}
    assert where["ecology.nvos_register"] == where["transport.waybill"] == {hall}
    assert where["retail.price_tags"] == where["retail.scales_verified"] == {shop}
    assert where["fire.instruction"] == {hall, shop}


def test_neither_the_hall_nor_the_shop_of_the_bakery_has_a_question_open(bakery):
    assert bakery.counts["unknown"] == 0
    interview = bakery.law.interview
    assert [interview.next_question(one.profile.given, bakery.on) for one in bakery.places] == [None, None]


def test_flags_are_said_in_different_words(world):
    said = Counter(flag.text for flag in world.exec(select(Flag)).all())
    assert len(said) >= 6
    assert max(said.values()) <= sum(said.values()) / 3


def test_disputes_stand_in_several_states(world):
    states = Counter(world.exec(select(Dispute.state)).all())
    assert {"SUBMITTED", "TAKEN", "NEED_FACTS", "ACCEPTED", "REJECTED"} <= set(states)


def test_the_profiles_are_whole_enough_to_be_lists(world):
    from datetime import UTC, datetime

    today = datetime(2026, 11, 28, 9, 0, tzinfo=UTC).astimezone(MOSCOW).date()
    for business in world.exec(select(Business)).all():
        counts = match_business(load_profile(world, business), today).counts
        assert counts["applies"] > 0
        assert counts["unknown"] <= 0.1 * sum(counts.values()), business.name
