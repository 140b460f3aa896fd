"""Programs with a key of somebody's business, else of their office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from litestar.testing import TestClient
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.permissions import ALL_SCOPES


@pytest.fixture
def program_of(person, engine, clock, app, settings) -> Callable[..., Any]:
    """Makes programs of people."""

    def make(browser: Any) -> Any:
        token = f"yasno_{browser.person.email}"
        about = {"person_id": browser.person.id, "name": "тест", "key_hash": hash_of(token)}
        days = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=90)}
        with open_session(engine, write=True) as session:
            grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).first()
            if grant is None:
                own: dict[str, Any] = {"business_id": browser.business.id, "scopes": sorted(ALL_SCOPES)}
            else:
                own = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
                own |= {"scopes": list(OFFICE_SCOPES)}
            session.add(ApiKey(**about, **days, **own))
            session.commit()
        made = person.stack.enter_context(TestClient(app, base_url=settings.public_url))
        made.headers["Authorization"] = f"Bearer {token}"
        return made

    return make
