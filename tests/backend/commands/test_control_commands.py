"""`yasno event-check` and `yasno risk` as a program calls them; their schemas; every fault at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from click.testing import CliRunner

from backend.cli import main
from calculators.event_check.reading import keys
from rules.control import RiskCategory, control_types, event_rules
from rules.reading import read_schema

FOLDER = Path(__file__).parents[2] / "cases" / "event_check"
BASE = yaml.safe_load((FOLDER / "base.yaml").read_text("utf-8"))
CASES = [case for path in sorted(FOLDER.glob("[0-9]*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
SCHOOL = {
    "control_type": "education",
    "facts": {
        "founded_complaint_last_year": True,
        "penalty_in_three_years": True,
        "no_breaches_in_three_years": False,
        "accreditation_monitoring_met": False,
        "data_submitted_in_time": False,
        "system_monitoring_met": False,
    },
    "assigned": None,
}


def schema(name: str) -> Any:
    """Return the check of a schema."""
    return jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True)


def run(*words: str, stdin: str | None = None) -> Any:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(words), input=stdin)


def answer(command: str, document: object, *options: str) -> dict[str, Any]:
    """Return what a command answers to a document on stdin."""
    done = run(command, "-", "--json", *options, stdin=json.dumps(document))
    assert done.exit_code == 0, done.stdout
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_an_event_and_its_check_satisfy_their_schemas() -> None:
    for case in CASES:
        event = {**BASE, **case["change"]}
        schema("event-check").validate(event)
    schema("event-check-result").validate(answer("event-check", {**BASE, **CASES[0]["change"]}))
    schema("event-check-result").validate(answer("event-check", {"control_type": "tax"}))
    schema("event-check-result").validate(answer("event-check", {}))


def test_the_schema_of_an_event_knows_every_key_and_code() -> None:
    document = json.loads(read_schema("event-check"))
    assert set(document["properties"]) == set(keys())
    listed = {name: document["properties"][name]["anyOf"][0]["enum"] for name in ("control_type", "kind", "category")}
    assert listed == {
        "control_type": list(control_types()),
        "kind": list(event_rules().kinds),
        "category": [category.value for category in RiskCategory],
    }
    assert json.loads(read_schema("risk"))["properties"]["control_type"]["enum"] == list(control_types())


@pytest.mark.parametrize("document", [{"kind": "ONSITE"}, {"colour": 1}, {"start": "noon"}, {"act_shown": "yes"}])
def test_a_wrong_event_satisfies_no_schema_and_is_refused(document: dict[str, Any]) -> None:
    assert not schema("event-check").is_valid(document)
    done = run("event-check", "-", "--json", stdin=json.dumps(document))
    assert done.exit_code == 2
    schema("error").validate(json.loads(done.stdout))
    assert json.loads(done.stdout)["error"]["field"] == next(iter(document))


def test_the_check_is_read_by_a_person_too(tmp_path: Path) -> None:
    page = tmp_path / "event.json"
    page.write_text(json.dumps({**BASE, "notice_at": "2026-11-29T11:00+03:00"}), encoding="utf-8")
    done = run("event-check", str(page))
    assert done.exit_code == 0
    third = done.stdout.splitlines()[2]
    assert third.startswith(" 3. нарушение (грубое): От уведомления до начала: 23\u00a0ч")
    assert "ст. 73 ч. 6" in third


def test_two_criteria_make_high_and_a_lever_is_what_the_command_says_of_the_change() -> None:
    found = answer("risk", SCHOOL, "--on", "2026-11-28")
    schema("risk").validate(SCHOOL)
    # Two other criteria are open, and two that are met settle it all the same.
    assert (found["category"], found["basis"], found["missing"]) == ("HIGH", "computed", [])
    assert found["until_assigned"] == "LOW"
    facts = {**SCHOOL["facts"], "accreditation_monitoring_failed": False, "system_monitoring_missed": False}
    found = answer("risk", {**SCHOOL, "facts": facts}, "--on", "2026-11-28")
    schema("risk-result").validate(found)
    assert {lever["criterion"] for lever in found["levers"]} == {"complaint", "penalty"}
    for lever in found["levers"]:
        ((fact, value),) = lever["set"].items()
        said = f"{fact}={json.dumps(value)}"
        after = answer("risk", {**SCHOOL, "facts": facts}, "--on", "2026-11-28", "--set", said)
        assert after["category"] == lever["becomes"] == "MEDIUM"


@pytest.mark.parametrize(
    ("document", "basis"),
    [
        ({"control_type": "fire"}, "default_low"),
        ({"control_type": "tax", "assigned": None}, "unknown"),
        ({"control_type": "education"}, "unknown"),
        ({"control_type": "sanitary", "assigned": {"category": "EXTREME", "on": "2026-02-28"}}, "assigned"),
        ({"control_type": "labour", "assigned": {"category": "MEDIUM"}, "last_visit": "2026-01-10"}, "assigned"),
    ],
)
def test_answers_of_every_kind_satisfy_the_schema(document: dict[str, Any], basis: str) -> None:
    schema("risk").validate(document)
    found = answer("risk", document, "--on", "2026-11-28")
    schema("risk-result").validate(found)
    assert found["basis"] == basis


def test_wrong_objects_are_refused_with_every_field() -> None:
    done = run("risk", "-", "--json", stdin='{"control_type": "education", "facts": {"x": 1}, "assigned": "HIGH"}')
    assert done.exit_code == 2
    errors = json.loads(done.stdout)["errors"]
    assert {error["field"] for error in errors} == {"facts.x", "assigned"}


def test_risk_is_read_by_a_person_too() -> None:
    done = run("risk", "-", "--on", "2026-11-28", stdin=json.dumps({"control_type": "fire"}))
    assert done.exit_code == 0
    assert "закон считает риск низким" in done.stdout
    assert "сверьте с актом" in done.stdout
