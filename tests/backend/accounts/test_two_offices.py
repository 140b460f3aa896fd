"""Somebody with two offices acts from the one they chose: with its roles, on its rows; the other's are not found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import select

from backend.accounts import service
from backend.accounts.models import PersonSession, RoleGrant
from backend.authorities.models import AuthorityBody, BodyLevel
from backend.control.models import ControlEvent
from backend.db.engine import open_session
from backend.risk.models import ControlObject, Source
from rules.roles import Role

MOSCOW, TVER = ("mchs", "77"), ("mchs", "69")


@pytest.fixture
def both(person, engine, clock):
    """An inspector in Moscow who heads the service of Tver."""
    browser = person("both@mchs.example", Role.INSPECTOR, office=MOSCOW)
    with open_session(engine, write=True) as session:
        later = {"authority": TVER[0], "region": TVER[1]}
        service.grant_role(session, browser.person.id, Role.AUTHORITY_HEAD, clock.now() + timedelta(days=1), **later)
        session.commit()
    return browser


@pytest.fixture
def objects(engine, clock) -> dict[str, str]:
    """An object in the books of each of the two services: the id by the region."""
    found = {}
    with open_session(engine, write=True) as session:
        for authority, region in (MOSCOW, TVER):
            about = {"name": f"МЧС {region}", "level": BodyLevel.TERRITORIAL, "created_at": clock.now()}
            body = AuthorityBody(authority=authority, region=region, **about)
            session.add(body)
            session.flush()
            about = {"inn": "7707083893", "business_name": f"Кафе {region}", "address": "Лесная, 5"}
            row = ControlObject(
                source=Source.AUTHORITY,
                body_id=body.id,
                region=region,
                control_type="fire",
                created_at=clock.now(),
                **about,
            )
            session.add(row)
            session.flush()
            found[region] = row.id
        session.commit()
    return found


def act_from(browser, office: tuple[str, str]):
    return browser.post_form("/account/office", {"office": ":".join(office)})


def test_the_rows_of_the_office_not_chosen_are_not_found(both, objects) -> None:
    desk = "/desk/control/objects"
    assert both.get(f"{desk}/{objects['77']}").status_code == 200
    assert both.get(f"{desk}/{objects['69']}").status_code == 404
    assert "Кафе 69" not in both.get(desk).text
    assert act_from(both, TVER).status_code == 303
    assert both.get(f"{desk}/{objects['69']}").status_code == 200
    assert both.get(f"{desk}/{objects['77']}").status_code == 404
    assert "Кафе 77" not in both.get(desk).text


def test_a_role_is_held_in_its_own_office_alone(both, objects, engine, clock) -> None:
    with open_session(engine, write=True) as session:
        rows = {}
        for region in ("77", "69"):
            thing = session.get_one(ControlObject, objects[region])
            event = ControlEvent(
                number=int(region),
                source=Source.AUTHORITY,
                body_id=thing.body_id,
                authority="mchs",
                region=region,
                inn=thing.inn,
                control_type="fire",
                kind="ON_SITE",
                state="DRAFTED",
                created_at=clock.now(),
            )
            session.add(event)
            session.flush()
            rows[region] = event.id
        session.commit()
    sign = "/cases/control_event/{}/return_draft".format
    reason = {"reason": "Нет номера"}
    # In Moscow they inspect: they see the draft there, and another signs it or returns it.
    assert both.post_form(sign(rows["77"]), reason).status_code == 409
    assert both.post_form(sign(rows["69"]), reason).status_code == 404
    act_from(both, TVER)
    assert both.post_form(sign(rows["77"]), reason).status_code == 404
    assert both.post_form(sign(rows["69"]), reason).status_code == 303


def test_an_office_of_nobody_is_not_chosen_and_one_taken_away_is_left(both, engine, objects) -> None:
    assert act_from(both, ("mchs", "50")).status_code == 404
    act_from(both, TVER)
    with open_session(engine, write=True) as session:
        session.delete(session.exec(select(RoleGrant).where(RoleGrant.role == Role.AUTHORITY_HEAD)).one())
        session.commit()
        assert session.exec(select(PersonSession.office)).all() == ["mchs:69"]
    assert both.get(f"/desk/control/objects/{objects['69']}").status_code == 404
    assert both.get(f"/desk/control/objects/{objects['77']}").status_code == 200


def test_the_menu_offers_both_and_names_the_one_chosen(both, inspector) -> None:
    page = both.get("/account").text
    assert "руководитель органа: " in page
    assert page.count('action="/account/office"') == 1
    assert 'value="mchs:77" aria-current="true"' in page
    act_from(both, TVER)
    assert 'value="mchs:69" aria-current="true"' in both.get("/account").text
    assert "/account/office" not in inspector.get("/account").text
