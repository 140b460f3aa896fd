"""Events as YAML: each test of 91(2) with a breach, a clean one and an unknown one, and further points."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from calculators.event_check import TESTS, event_check_document

FOLDER = Path(__file__).parents[2] / "cases" / "event_check"
BASE = yaml.safe_load((FOLDER / "base.yaml").read_text("utf-8"))
CASES = [case for path in sorted(FOLDER.glob("[0-9]*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]


def answer(change: dict[str, Any]) -> dict[str, Any]:
    """Return what the check says of the base event with some facts changed."""
    return event_check_document({**BASE, **change})


def test_the_base_event_is_clean_in_all_twelve() -> None:
    found = answer({})
    assert [test["result"] for test in found["tests"]] == ["clean"] * 12
    assert found["others"] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_an_event_is_judged_as_the_law_has_it(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    test = found["tests"][case["n"] - 1]
    assert test["n"] == case["n"]
    assert test["result"] == case["result"], test
    assert test["missing"] == case.get("missing", [])
    if case["result"] == "breach":
        assert test["level"] == case["level"]
    for n, result in case.get("also", {}).items():
        assert found["tests"][n - 1]["result"] == result


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_nothing_else_of_the_event_is_called_a_breach(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    assert [test for test in found["tests"] if test["n"] != case["n"] and test["result"] == "breach"] == []
    said = {point["code"]: point["level"] for point in found["others"] if point["result"] == "breach"}
    assert said == case.get("others", {})


def test_there_are_forty_events_and_each_test_has_all_three_answers() -> None:
    seen: dict[int, set[str]] = defaultdict(set)
    for case in CASES:
        seen[case["n"]].add(case["result"])
    assert len(CASES) >= 40
    assert dict(seen) == {n: {"breach", "clean", "unknown"} for n in range(1, len(TESTS) + 1)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_every_answer_names_its_article_and_says_it_in_both_languages(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    for row in (*found["tests"], *found["others"]):
        assert "248-ФЗ" in row["article"]
        assert row["evidence"]["ru"].strip()
        assert row["evidence"]["en"].strip()
