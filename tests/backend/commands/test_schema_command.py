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
    "appeal",
    "appeal-result",
    "audit-verification",
    "boundaries",
    "changes",
    "checkpoint",
    "checkpoint-keys",
    "compare",
    "condition",
    "contributions",
    "contributions-result",
    "control-event-cost",
    "control-event-cost-result",
    "cost-result",
    "cost-scenario",
    "deadline",
    "erknm-inspect",
    "error",
    "event-check",
    "event-check-result",
    "facts",
    "hours",
    "hours-result",
    "interview",
    "interview-answers",
    "ladder",
    "leaf-receipt",
    "match",
    "plan",
    "plan-result",
    "procedures",
    "profile",
    "receipt",
    "receipt-verification",
    "registry-check",
    "release",
    "release-abandoned",
    "release-calendar",
    "release-frozen",
    "release-list",
    "release-lost",
    "release-note",
    "release-policy",
    "release-preview",
    "release-published",
    "release-roles",
    "release-verification",
    "requirement",
    "risk",
    "risk-result",
    "search",
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
    assert found["counts"]["applies"] > 0


def test_answers_of_the_interview_satisfy_their_schemas(cafe):
    schema("interview-answers").validate(CAFE)
    done = yasno("interview", "--script", cafe, "--json", "--on", "2026-11-28", "--limit", "5")
    found = json.loads(done.stdout)
    schema("interview").validate(found)
    assert found["questions"][0]["answer"] == CAFE["facts"]["okved"]


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


FULL = {
    "facts": CAFE["facts"]
    | {
        "activities": ["serves_food", "services_to_people", "plays_music_publicly"],
        "premises": ["kitchen", "dining_hall"],
        "equipment": ["takes_payments"],
        "tax_regime": "usn_income",
        "sme_category": "micro",
        "seats": 40,
    }
}
QUESTIONS = {
    "whatif": ["--set", "employees=120"],
    "boundaries": [],
    "ladder": ["--fact", "floor_area_m2", "--from", "1", "--to", "3000"],
    "changes": ["--since", "2026-11-28", "--until", "2027-09-01"],
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_about_change_satisfy_their_schemas(name, tmp_path):
    page = tmp_path / "full.json"
    page.write_text(json.dumps(FULL), encoding="utf-8")
    done = yasno(name, page, *QUESTIONS[name], "--json")
    assert done.returncode == 0, done.stderr
    schema(name).validate(json.loads(done.stdout))


def test_answers_of_compare_satisfy_their_schema(tmp_path):
    for name, document in {
        "a": {"fact": "employees", "op": "gte", "value": 16},
        "b": {"any": [{"not": {"fact": "okved", "op": "okved", "value": ["56"]}}, True]},
    }.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
        schema("condition").validate(document)
    found = json.loads(yasno("compare", tmp_path / "a.json", tmp_path / "b.json", "--json").stdout)
    schema("compare").validate(found)
    assert found["relation"] == "a_implies_b"


SCENARIO = {
    "method": "ru-personal",
    "currency": "RUB",
    "horizon_years": 5,
    "segments": [{"id": "cafes", "entities": 10, "already_compliant_share": "0.2"}],
    "items": [
        {
            "id": "log",
            "requirement_id": "fire.journal",
            "requirement_type": "information",
            "timing": "recurring",
            "frequency": "1/3",
            "segments": ["cafes"],
            "labour": [{"hours": "2.5", "staff": 1, "hourly_rate": "400.00"}],
        },
        {"id": "sign", "timing": "one_off", "purchases": [{"unit_cost": "5000", "useful_life_years": 5}]},
    ],
}


def test_a_cost_scenario_and_its_result_satisfy_their_schemas(tmp_path):
    schema("cost-scenario").validate(SCENARIO)
    page = tmp_path / "scenario.json"
    page.write_text(json.dumps(SCENARIO), encoding="utf-8")
    found = json.loads(yasno("cost", page, "--compare", page, "--json").stdout)
    schema("cost-result").validate(found)
    assert set(found["delta"]) == set(found["totals"])


def test_answers_of_the_small_calculators_satisfy_their_schemas(tmp_path):
    inputs = {"contributions": {"year": 2026, "category": "msp", "monthly_wage": "100000"}, "hours": {"year": 2026}}
    for name, document in inputs.items():
        schema(name).validate(document)
        page = tmp_path / f"{name}.json"
        page.write_text(json.dumps(document), encoding="utf-8")
        schema(f"{name}-result").validate(json.loads(yasno(name, page, "--json").stdout))
    assert not schema("contributions").is_valid(inputs["contributions"] | {"monthly_wage": 100000})


def test_the_cost_of_a_control_event_satisfies_its_schemas(tmp_path):
    document = {
        "entity_size": "small",
        "event": "ON_SITE",
        "ground": None,
        "planned": None,
        "form": "remote",
        "requested_onsite_hours": "60",
        "participants": [{"role": "директор", "hourly_rate": "600"}, {"hourly_rate": None}],
        "preparation": [{"hours": "5/3", "hourly_rate": "500"}],
        "copies": {"pages": "200", "price_per_page": "5"},
        "samples": [{"what": "проба", "price": "4000"}],
        "representation": [{"hours": "4", "hourly_rate": "3000"}, {"price": "10000"}],
        "travel": None,
        "downtime": {"hours": "8", "margin_per_hour": "1200"},
        "moving": [{"hours": "3", "hourly_rate": "500"}],
        "fact": {"hours": "52", "cost": None},
    }
    schema("control-event-cost").validate(document)
    page = tmp_path / "event.json"
    page.write_text(json.dumps(document), encoding="utf-8")
    schema("control-event-cost-result").validate(json.loads(yasno("control-event-cost", page, "--json").stdout))
    assert not schema("control-event-cost").is_valid(document | {"requested_onsite_hours": 60})
    assert not schema("control-event-cost").is_valid({"entity_size": "small"})


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("deadline", ["--term", "30 calendar_days", "2026-04-09"]),
        ("deadline", ["--term", "24 hours", "2026-11-28T10:00"]),
        ("deadline", ["visit.request_review", "2026-11-27"]),
        ("procedures", []),
        ("search", ["касса на ярмарке"]),
    ],
)
def test_answers_about_days_steps_and_words_satisfy_their_schemas(name, arguments):
    done = yasno(name, *arguments, "--json")
    assert done.returncode == 0, done.stdout
    schema(name).validate(json.loads(done.stdout))


def test_answers_about_receipts_satisfy_their_schema(cafe, tmp_path):
    found = json.loads(yasno("match", cafe, "--json", "--on", "2026-11-28").stdout)
    page = tmp_path / "answer.json"
    for edition, valid in ((found["edition"], True), ("0" * 64, False)):
        page.write_text(json.dumps(found | {"edition": edition}), encoding="utf-8")
        answer = json.loads(yasno("receipt", "verify", page, "--json").stdout)
        schema("receipt-verification").validate(answer)
        assert answer["valid"] is valid
