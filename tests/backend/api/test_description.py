"""The description of the API: every call, every answer, every right."""

from __future__ import annotations

import jsonschema_rs
import pytest

from backend.permissions import CLIENT_SCOPES
from backend.web.api_words import RUSSIAN
from tests.backend.api.conftest import calls_of


def test_every_call_is_described_with_its_answers(described):
    for method, path, call in calls_of(described):
        where = f"{method} {path}"
        assert call["summary"], where
        assert call["description"], where
        assert call["tags"][0] in {tag["name"] for tag in described["tags"]}, where
        assert any(status.startswith("2") for status in call["responses"]), where
        assert "429" in call["responses"], where
        named = {name: scopes for one in call["security"] for name, scopes in one.items()}
        assert set(named) <= {"key", "client"}, where
        assert set(named.get("client", [])) <= set(CLIENT_SCOPES), where
        assert ({} in call["security"]) != bool(named), where


def test_every_reference_leads_somewhere(described):
    schemas = described["components"]["schemas"]

    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                kind, name = value["$ref"].removeprefix("#/components/").split("/")
                assert name in described["components"][kind], value["$ref"]
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(described)
    for schema in schemas.values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_only_calls_of_the_api_are_described(described):
    assert all(path.startswith("/api/v1/") for path in described["paths"])
    assert described["openapi"].startswith("3.1")


def test_the_description_is_served_and_no_foreign_page_of_it(visitor, described):
    served = visitor.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert sorted(served.json()["paths"]) == sorted(described["paths"])
    assert visitor.get("/schema").status_code == 404
    assert visitor.get("/schema/openapi.json").status_code == 404


@pytest.mark.parametrize("language", ["ru", "en"])
def test_people_read_every_call_on_one_page(visitor, described, language):
    page = visitor.get("/api/docs", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    for _, path, _ in calls_of(described):
        assert path in page.text.replace("<wbr>", "")


def test_every_call_has_its_words_in_both_languages(described):
    assert {call["operationId"] for _, _, call in calls_of(described)} == set(RUSSIAN)


def test_every_body_has_an_example_or_needs_none(described):
    for method, path, call in calls_of(described):
        content = call.get("requestBody", {}).get("content", {}).get("application/json")
        if content is not None and path != "/api/v1/receipts/verify":
            assert "example" in content, f"{method} {path}"


# Their bodies depend on the case that is asked: what a step takes is told by the case itself.
OF_A_CASE = (
    "/feedback",
    "/answer",
    "/draft",
    "/prescription",
    "/rating",
    "/changed",
    "/numbers",
    "/registry-number",
    "/{action}",
    "/cases/{procedure}",
)
# Keys of offices call these; what they take is tried in the stories of control.
# A message is sent to readers of whom the call has just been told: tests/backend/threads/test_api.py.
# A request to an ombudsman, a card, a report: tests/backend/ombudsman/test_programs.py.
OF_OFFICES = (
    *("/api/v1/control-plans", "/api/v1/control-objects", "/api/v1/inspector-absences"),
    *("/api/v1/erknm-", "/api/v1/threads/"),
    *("/api/v1/ombudsman-", "/api/v1/systemic-cards"),
    # Feedback is answered and sorted by offices: tests/backend/feedback/test_for_programs.py.
    *("/api/v1/feedback", "/api/v1/desk/", "/api/v1/statements/"),
    # Machine clients manage their webhooks: tests/backend/webhooks/test_programs.py.
    "/api/v1/webhooks",
)
# Their examples name things by ids that no house has.
OBJECT = "/api/v1/businesses/{business_id}/risk-objects/{risk_object_id}"
BY_IDS = ("/api/v1/appeals", "/api/v1/appeals/{appeal_id}/files", OBJECT, f"{OBJECT}/facts")


def test_every_example_is_accepted(described, program, things):
    refused = {}
    for method, path, call in calls_of(described):
        content = call.get("requestBody", {}).get("content", {}).get("application/json", {})
        tried = not path.endswith(OF_A_CASE) and not path.startswith(OF_OFFICES) and path not in BY_IDS
        if "example" in content and tried:
            address = path.format(
                business_id=program.business.id,
                place_id=program.place,
                event_id=things["event_id"],
                appeal_id=things["appeal_id"],
                part="what",
                number=1,
                requirement_id="fire.alarm_maintenance" if path.endswith("first-date") else "labour.contract_written",
                dispute_id="none",
            )
            answer = program.request(method, address, json=content["example"])
            if answer.status_code not in (200, 201):
                refused[f"{method} {path}"] = answer.text
    assert refused == {}
