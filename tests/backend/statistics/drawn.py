"""Releases drawn for real, with noise, over a few requirements of the catalogue; and programs that read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.config import Settings
from backend.db.engine import open_session
from backend.law import current_law
from backend.permissions import ALL_SCOPES
from backend.statistics.formats.tidy import Whole
from calculators.release.document import row_document
from calculators.release.drawing import draw
from calculators.release.policy import policy_numbers
from calculators.release.shapes import Item, Policy, Row
from calculators.release.yearly import Event, Said, draw_yearly
from calculators.synthetic import population
from tests.backend.statistics.shelf import header_of, put

API = "/api/v1/statistics"
ITEMS, BUSINESSES = 16, 6000
Call = Callable[..., Any]


@cache
def items() -> tuple[Item, ...]:
    """The first requirements of three topics: the first ones are answered by many, the last ones by few."""
    known = current_law().edition.requirements
    chosen = [known[code] for code in sorted(known) if known[code].domain in ("fire", "retail", "tax")]
    return tuple(Item(one.id, one.version, one.domain) for one in chosen[:: len(chosen) // ITEMS][:ITEMS])


@cache
def quarter() -> tuple[Row, ...]:
    """The rows of a quarter: some cells are shown, some are not, and one topic is."""
    return tuple(draw(population(BUSINESSES, items(), 7), items(), Policy()))


@cache
def year() -> tuple[Row, ...]:
    """The rows of a yearly release: costs and flags of requirements, control events of all."""
    said = [Said(unit, "cost", items()[0].requirement, items()[0].version, unit % 9) for unit in range(3000)]
    said += [Said(unit, "flag_duplicate", items()[1].requirement, items()[1].version, 0) for unit in range(1000)]
    events = [Event(unit, unit, {"event_clarity": unit % 5, "event_days": unit % 5}) for unit in range(3000)]
    return tuple(draw_yearly(said, events, items(), Policy()))


def header(name: str = "2026Q3", **more: Any) -> dict[str, Any]:
    """Return the head of a release of this edition, with the numbers of the policy."""
    edition = current_law().edition.sha256
    about = {"segments_version": 1, "code": "0.1.0", "privacy": "/privacy/releases", "edition": edition}
    return header_of(name, **policy_numbers(Policy()), **about, **more)


def whole(rows: Sequence[Row], name: str = "2026Q3", **more: Any) -> Whole:
    """Return rows as a whole release, with titles."""
    titles = {code: one.title for code, one in current_law().edition.requirements.items()}
    return Whole(header(name, **more), [row_document(row) for row in rows], titles)


def release(settings: Settings, name: str = "2026Q3", rows: Sequence[Row] | None = None, **more: Any) -> None:
    """Put a drawn release into the store of an installation and announce it."""
    put(settings, name, quarter() if rows is None else rows, **header(name, **more))


def key_of(people: Any, browser: Any, scopes: Sequence[str] = tuple(OFFICE_SCOPES)) -> str:
    """Return a key of somebody's office, else of their business."""
    token, now = f"yasno_{browser.person.id}{len(scopes)}", people.clock.now()
    row = {"person_id": browser.person.id, "key_hash": hash_of(token), "expires_at": now + timedelta(days=90)}
    with open_session(people.engine, write=True) as session:
        grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).first()
        if grant is None:
            own: dict[str, Any] = {"business_id": browser.business.id, "scopes": sorted(ALL_SCOPES)}
        else:
            own = {"role": grant.role.value, "authority": grant.authority, "region": grant.region}
            own["scopes"] = list(scopes)
        session.add(ApiKey(name="тест", created_at=now, **row, **own))
        session.commit()
    return token


def reader(people: Any, browser: Any) -> Call:
    """Return a function that reads the open API of statistics with a key of this person."""
    bearer, program = {"Authorization": f"Bearer {key_of(people, browser)}"}, people.browser()

    def call(path: str, headers: dict[str, str] | None = None, **params: Any) -> Any:
        return program.get(API + path, params=params, headers={**bearer, **(headers or {})})

    return call
