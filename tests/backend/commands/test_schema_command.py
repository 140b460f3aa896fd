"""`yasno schema` prints schemas that real inputs and real answers satisfy."""

import json
import subprocess
import sys

import jsonschema_rs
import pytest

from rules.exact_json import json_in_order
from rules.reading import REGISTRY, load_edition, read_schema, schema_names

ROOT = REGISTRY.parent.parent
NAMES = [
    "boundaries",
    "changes",
    "compare",
    "condition",
    "cost-result",
    "cost-scenario",
    "error",
    "facts",
    "interview",
    "interview-answers",
    "ladder",
    "match",
    "profile",
    "receipt",
    "registry-check",
    "requirement",
    "whatif",
]
CAFE = {
    "facts": {
        "legal_form": "ooo",
        "okved": ["56.10"],
        "employees": 12,
        "region": "77",
        "floor_area_m2": 80.5,
        "registered_on": "2024-02-29",
        "activities": [],
        "seats": None,
    }
}


def schema(name):
    return jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True)


def yasno(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "backend", *map(str, arguments)], capture_output=True, cwd=ROOT, timeout=60
    )


def in_json(value):
    return json.loads(json_in_order(value))


@pytest.fixture
def cafe(tmp_path):
    page = tmp_path / "cafe.json"
    page.write_text(json.dumps(CAFE), encoding="utf-8")
    return page


def test_all_promised_schemas_are_there_and_listed():
    assert schema_names() == NAMES
    assert yasno("schema").stdout.decode().split() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_itself_sound_and_printed_as_it_stands(name):
    document = json.loads(read_schema(name))
    jsonschema_rs.meta.validate(document)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(yasno("schema", name).stdout) == document


def test_an_unknown_schema_is_refused_naming_the_closest():
    done = yasno("schema", "profil", "--json")
    assert done.returncode == 2
    assert "profile" in json.loads(done.stdout)["error"]["remedy"]["ru"]


def test_every_entry_and_the_vocabulary_satisfy_their_schemas():
    edition = load_edition()
    check = schema("requirement")
    for entry in edition.requirements.values():
        check.validate(in_json(entry.raw))
    schema("facts").validate(in_json(edition.vocabulary.raw))
    schema("facts").validate({"size": {"type": "number", "whole": True}, "colour": {"type": "multi", "values": ["a"]}})


def test_every_condition_satisfies_its_schema():
    check = schema("condition")
    for entry in load_edition().requirements.values():
        check.validate(in_json(entry.raw["applies_when"]))


@pytest.mark.parametrize(
    ("name", "document"),
    [
        ("profile", {}),
        ("profile", {"facts": {}, "name": "x"}),
        ("profile", {"facts": {"okved": [5610]}}),
        ("profile", {"facts": {"okved": ["56.10", "56.10"]}}),
        ("condition", False),
        ("condition", {"all": []}),
        ("condition", {"all": [True], "any": [True]}),
        ("condition", {"fact": "okved", "op": "okved", "value": ["5"]}),
        ("condition", {"fact": "x", "op": "gte", "value": "16"}),
        ("requirement", {"id": "x"}),
        ("facts", {"facts": {"x": {"type": "category"}}}),
        ("cost-scenario", {"method": "ru-scm-669", "items": [{"id": "a", "frequency": 4}]}),
        ("error", {"error": {"code": "x"}, "errors": []}),
    ],
)
def test_what_is_wrong_does_not_satisfy_a_schema(name, document):
    assert not schema(name).is_valid(document)


def test_answers_of_match_satisfy_their_schemas(cafe):
    schema("profile").validate(CAFE)
    found = json.loads(yasno("match", cafe, "--json", "--on", "2026-11-28").stdout)
    schema("match").validate(found)
    schema("receipt").validate(found["receipt"])


def test_answers_of_the_interview_satisfy_their_schemas(cafe):
    schema("interview-answers").validate(CAFE)
    done = yasno("interview", "--script", cafe, "--json", "--on", "2026-11-28", "--limit", "5")
    schema("interview").validate(json.loads(done.stdout))


def test_answers_of_the_check_satisfy_their_schemas(tmp_path):
    schema("registry-check").validate(json.loads(yasno("registry", "check", "--json").stdout))
    (tmp_path / "bad.yaml").write_text("- id: [1\n", encoding="utf-8")
    done = yasno("registry", "check", "--json", "--registry", tmp_path)
    schema("registry-check").validate(json.loads(done.stdout))


def test_errors_satisfy_their_schema(tmp_path):
    page = tmp_path / "bad.json"
    page.write_text('{"facts": {"employes": 1, "seats": "40"}}', encoding="utf-8")
    for arguments in (["match", page], ["match", tmp_path / "no.json"], ["registry", "show", "x"], ["schema", "x"]):
        done = yasno(*arguments, "--json")
        assert done.returncode == 2
        schema("error").validate(json.loads(done.stdout))
