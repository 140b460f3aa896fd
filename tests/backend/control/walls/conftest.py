"""A house with everything in it, and in every word that the café keeps for itself a canary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from rules.roles import Role
from tests.backend.control.walls.canaries import keep_more, scatter
from tests.layout.objects import World, make_all


@dataclass
class Walled:
    """The house: ids of its things, how many private rows each table has, browsers and keys of those in office."""

    ids: dict[str, str]
    rows: dict[str, int]
    browsers: dict[str, Any]
    keys: dict[str, str]


@pytest.fixture
def walled(person, owner, stranger, inspector, head, prosecutor, appeal_body, engine, settings, clock) -> Walled:
    """Everything of the café, its canaries, and whoever must not hear one."""
    far = person("inspector@far.example", Role.INSPECTOR, office=("mchs", "78"))
    browsers = {"inspector": inspector, "head": head, "prosecutor": prosecutor, "stranger": stranger, "far": far}
    browsers["appeal_body"] = appeal_body
    keys = {}
    with open_session(engine, write=True) as session:
        world = World(session, settings, clock, owner.business, owner.person)
        ids = make_all(world)
        keep_more(world)
        rows = scatter(session)
        for name, browser in browsers.items():
            grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).first()
            if grant is not None:
                keys[name] = f"yasno_key_of_{name}"
                office = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
                days = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=30)}
                about = {"person_id": browser.person.id, "name": "учёт", "key_hash": hash_of(keys[name])}
                session.add(ApiKey(scopes=list(OFFICE_SCOPES), **about, **office, **days))
        session.commit()
    return Walled(ids, rows, browsers, keys)
