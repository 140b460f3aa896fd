"""«Сейчас никто не знает, что это вы»: an anonymous run is copied by the person's own act, nothing links the two."""

from decimal import Decimal

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel, select

from backend.accounts.models import Business
from backend.db.engine import open_session
from backend.profiles.models import FactRecord, Origin
from backend.profiles.queries import list_places
from backend.profiles.service import record_facts, start_run


@pytest.fixture
def run(engine, owner, clock):
    """An anonymous run with one answer, in the owner's browser."""
    with open_session(engine, write=True) as session:
        run, key = start_run(session, clock.now())
        place = list_places(session, run.id)[0]
        record_facts(session, run.id, place.id, {"employees": Decimal(7)}, Origin.ANSWER, clock.now())
        session.commit()
    owner.cookies.set("run", key, domain="127.0.0.1")
    return run


def facts_of(engine, business_id):
    with open_session(engine) as session:
        rows = session.exec(select(FactRecord).where(FactRecord.business_id == business_id)).all()
        return {row.fact: row.value["value"] for row in rows}


def test_nothing_is_ticked_beforehand(owner, run):
    page = owner.get("/save-run").text
    assert "Сейчас никто не знает, что это вы." in page
    assert "checked" not in page.split("<main")[1]


def test_answers_go_where_the_person_says(owner, run, engine):
    form = {"what": ["answers"], "business": owner.business.id}
    assert owner.post_form("/save-run", form).headers["location"] == "/list"
    assert facts_of(engine, owner.business.id) == {"employees": "7"}
    assert facts_of(engine, run.id) == {"employees": "7"}


def test_a_new_business_is_made_and_worked_with(owner, run, engine):
    form = {"what": ["answers"], "business": "new", "name": "Пекарня", "forget": "1"}
    assert owner.post_form("/save-run", form).status_code == 303
    assert owner.get("/businesses").text.count("Пекарня") >= 1
    with open_session(engine) as session:
        made = session.exec(select(Business).where(Business.name == "Пекарня")).one()
        assert session.get(Business, run.id) is None
    assert facts_of(engine, made.id) == {"employees": "7"}


def test_nothing_in_the_account_names_the_run(owner, run, engine):
    owner.post_form("/save-run", {"what": ["answers"], "business": owner.business.id})
    with open_session(engine) as session:
        for table in SQLModel.metadata.sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                if run.id in map(str, row.values()):
                    assert owner.business.id not in str(dict(row)), table.name
                    assert owner.person.id not in str(dict(row)), table.name


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"business": "new", "name": "Кафе"}, "Не отмечено, что перенести."),
        ({"what": ["answers"]}, "Не выбран бизнес."),
        ({"what": ["answers"], "business": "new", "name": ""}, "» не заполнено. Заполните его."),
    ],
)
def test_an_unfinished_form_is_shown_again(owner, run, form, said):
    page = owner.post_form("/save-run", form)
    assert page.status_code == 422
    assert said in page.text


def test_a_foreign_business_cannot_be_filled(owner, run, stranger, engine):
    form = {"what": ["answers"], "business": stranger.business.id}
    assert owner.post_form("/save-run", form).status_code == 404
    assert facts_of(engine, stranger.business.id) == {}


def test_without_a_run_one_goes_on(owner):
    answer = owner.get("/save-run", params={"next": "/businesses"}, follow_redirects=False)
    assert answer.headers["location"] == "/businesses"


def test_signing_in_with_a_run_leads_here_first(person, run, owner):
    browser = person.browser()
    person("olga@example.ru", password="четыре синих кота")
    browser.cookies.set("run", owner.cookies["run"], domain="127.0.0.1")
    form = {"email": "olga@example.ru", "password": "четыре синих кота", "next": "/businesses"}
    assert browser.post_form("/sign-in", form).headers["location"] == "/save-run?next=/businesses"


def test_who_is_signed_in_is_led_from_erasing_a_browser_to_erasing_the_account(owner, visitor):
    assert 'href="/account#data"' in owner.get("/erase").text
    assert "/account#data" not in visitor.get("/erase").text
