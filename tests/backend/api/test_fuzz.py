"""Thousands of calls made from the description: no failure of ours, no answer it does not describe.

`YASNO_FUZZ=20 pytest tests/backend/api/test_fuzz.py` makes twenty times as many.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlmodel import select

from backend.accounts.models import ApiKey, RoleGrant
from backend.accounts.office_keys import OFFICE_SCOPES
from backend.accounts.tokens import hash_of
from backend.db.engine import open_session
from backend.web.logs import configure

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
TIMES = int(os.environ.get("YASNO_FUZZ", "1"))
EACH = 9
LEAST = 2000


@pytest.fixture
def described(app, address):
    """The API as schemathesis reads it."""
    return schemathesis.openapi.from_dict(app.app.openapi_schema.to_schema()), address


@pytest.fixture
def office_keys(inspector, prosecutor, regulator, admin, engine, clock) -> dict[str, str]:
    """Keys of people in office, by their role."""
    people = {"inspector": inspector, "prosecutor": prosecutor, "regulator": regulator, "admin": admin}
    with open_session(engine, write=True) as session:
        for name, browser in people.items():
            grant = session.exec(select(RoleGrant).where(RoleGrant.person_id == browser.person.id)).one()
            about = {"person_id": browser.person.id, "name": "тест", "key_hash": hash_of(f"yasno_{name}")}
            office = {"role": name, "authority": grant.authority, "region": grant.region}
            days = {"created_at": clock.now(), "expires_at": clock.now() + timedelta(days=9)}
            session.add(ApiKey(scopes=list(OFFICE_SCOPES), **about, **office, **days))
        session.commit()
    return {name: f"yasno_{name}" for name in people}


# What each office's key is tried with.
CASES = (
    *("/api/v1/control-events", "/api/v1/control-plans", "/api/v1/cases", "/api/v1/appeals"),
    *("/api/v1/control-objects", "/api/v1/inspector-absences", "/api/v1/control-desk"),
)
OF_OFFICES = {
    "inspector": CASES,
    "prosecutor": CASES,
    "regulator": ("/api/v1/consultations", "/api/v1/statistics"),
    "admin": ("/api/v1/erknm-",),
}


def call_all(
    described: Any, headers: dict[str, str], fixed: dict[str, str], each: int, under: tuple[str, ...] = ("/",)
) -> Counter[int]:
    """Make `each` good and bad calls of every kind; return how often each status came."""
    schema, address = described
    statuses: Counter[int] = Counter()
    session = requests.Session()

    def fuzz(operation: Any, mode: GenerationMode, path: dict[str, str] | None) -> None:
        @seed(20261128)
        @settings(max_examples=each, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode, path_parameters=path))
        def call(case: Any) -> None:
            response = case.call(base_url=address, headers=headers, session=session, timeout=30)
            statuses[response.status_code] += 1
            case.validate_response(response, checks=CHECKS)

        call()

    for found in schema.get_all_operations():
        operation = found.ok()
        if not operation.path.startswith(under):
            continue
        named = {one.name for one in operation.path_parameters}
        # What is removed would leave nothing to call about.
        kept = {"business_id", "requirement_id"} if operation.method == "delete" else set(fixed)
        known = {name: fixed[name] for name in named & kept}
        # Where nothing but the address varies, nothing can be wrong about it.
        bad = [GenerationMode.NEGATIVE] if operation.body or len(operation.query) else []
        for mode in (GenerationMode.POSITIVE, *bad):
            fuzz(operation, mode, known or None)
        if known:
            fuzz(operation, GenerationMode.POSITIVE, None)
    return statuses


@pytest.mark.slow
def test_thousands_of_calls_find_no_failure_and_no_answer_that_is_not_described(
    described, program, things, office_keys
):
    configure()
    keyed = call_all(described, {"Authorization": f"Bearer {program.key}"}, things, EACH * TIMES)
    office = Counter[int]()
    for name, under in OF_OFFICES.items():
        headers = {"Authorization": f"Bearer {office_keys[name]}"}
        office += call_all(described, headers, things, EACH * TIMES, under)
    bare = call_all(described, {}, things, 4 * TIMES)
    assert (keyed + bare).total() >= LEAST
    assert not [status for status in keyed + office + bare if status >= 500]
    assert {200, 404, 422} <= set(office)
    assert {200, 201, 204, 400, 404, 422} <= set(keyed)
    assert 401 in bare
    assert 201 not in bare
