"""A case that three sides may write in: the café owns it, an authority and an ombudsman come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
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
from backend.threads.hosts import _HOSTS, Host, HostedCase, Participant, ThreadSide, hosts, register
from rules.text import Text
from tests.backend.threads.talk import CASE, PROCEDURE


@dataclass
class Case:
    """A case of its own; `present` says who takes part now, `keys` as whom each person does."""

    business_id: str | None
    present: dict[str, Participant] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    looks: list[str] = field(default_factory=list)

    def join(self, browser: Any, side: ThreadSide, name: str, key: str = "", **more: Any) -> None:
        """Let somebody take part."""
        key = key or side.value
        person = browser.person.id
        self.present[key] = Participant(key, side, Text(name, f"{name} (en)"), (person,), **more)
        self.keys[person] = key

    def leave(self, key: str) -> None:
        """Let nobody of a participant take part any more."""
        del self.present[key]


@pytest.fixture
def case(owner, inspector) -> Iterator[Case]:
    """The café and the fire service write to each other."""
    hosts()
    made = Case(owner.business.id)
    made.join(owner, ThreadSide.BUSINESS, "Кафе «Лён»", role="business")
    made.join(inspector, ThreadSide.AUTHORITY, "МЧС по Москве", role="inspector", region="77")
    register(
        Host(
            procedure=PROCEDURE,
            case_of=lambda session, case_id, now: (
                HostedCase(Text("Дело № 1", "Case No. 1"), made.business_id, "business", tuple(made.present.values()))
                if case_id == CASE
                else None
            ),
            member_of=lambda session, actor, case_id, now: made.keys.get(actor.person_id or ""),
            address=lambda case_id, side: f"/{side.value}/cases/{case_id}",
            looked=lambda session, actor, case_id, now: made.looks.append(actor.name),
        )
    )
    yield made
    del _HOSTS[PROCEDURE]


@pytest.fixture
def joins(case, ombudsman) -> Callable[[str], None]:
    """Lets the ombudsman take part, by a consent of this name."""
    return lambda consent="1": case.join(
        ombudsman, ThreadSide.OMBUDSMAN, "Уполномоченный", f"ombudsman:{consent}", role="ombudsman"
    )


@pytest.fixture
def program_of(person, engine, clock, app, settings) -> Callable[..., Any]:
    """Makes programs with the key of somebody's business, else of their first office."""

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
