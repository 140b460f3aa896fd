"""The description of the API: every call, every answer, every right."""

from __future__ import annotations

import jsonschema_rs
import pytest


@pytest.fixture
def document(app):
    """The description as programs get it."""
    return app.app.openapi_schema.to_schema()


def calls_of(document):
    """Yield (method, path, call)."""
    for path, item in document["paths"].items():
        for method, call in item.items():
            yield method, path, call


def test_every_call_is_described_with_its_answers(document):
    for method, path, call in calls_of(document):
        where = f"{method} {path}"
        assert call["summary"], where
        assert call["description"], where
        assert call["tags"][0] in {tag["name"] for tag in document["tags"]}, where
        assert any(status.startswith("2") for status in call["responses"]), where
        assert "429" in call["responses"], where
        assert call["security"] in ([{}], [{"key": []}]), where


def test_every_reference_leads_somewhere(document):
    schemas = document["components"]["schemas"]

    def walk(value):
        if isinstance(value, dict):
            if "$ref" in value:
                kind, name = value["$ref"].removeprefix("#/components/").split("/")
                assert name in document["components"][kind], value["$ref"]
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(document)
    for schema in schemas.values():
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})


def test_only_calls_of_the_api_are_described(document):
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert document["openapi"].startswith("3.1")


def test_the_description_is_served_and_no_foreign_page_of_it(visitor, document):
    served = visitor.get("/api/v1/openapi.json")
    assert served.status_code == 200
    assert sorted(served.json()["paths"]) == sorted(document["paths"])
    assert visitor.get("/schema").status_code == 404
    assert visitor.get("/schema/openapi.json").status_code == 404


@pytest.mark.parametrize("language", ["ru", "en"])
def test_people_read_every_call_on_one_page(visitor, document, language):
    page = visitor.get("/api/docs", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text
    for _, path, _ in calls_of(document):
        assert path in page.text


def test_every_body_has_an_example_or_needs_none(document):
    for method, path, call in calls_of(document):
        content = call.get("requestBody", {}).get("content", {}).get("application/json")
        if content is not None and path != "/api/v1/receipts/verify":
            assert "example" in content, f"{method} {path}"
