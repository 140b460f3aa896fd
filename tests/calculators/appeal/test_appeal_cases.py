"""Appeals as YAML: each of the nine grounds of 42(1), each subject of 40(4), each rule of 40(2), each door."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from calculators.appeal import Decider, DoorCode, Subject
from calculators.appeal.document import appeal_check_document
from rules.exact_json import json_in_order
from rules.reading import read_schema

FOLDER = Path(__file__).parent / "cases"
BASE = yaml.safe_load((FOLDER / "base.yaml").read_text("utf-8"))
CASES = [case for path in sorted(FOLDER.glob("[0-9]*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
KEYS = {
    *("title", "change", "refusal", "override", "missing", "remedy", "person", "timeliness", "due", "key", "contents"),
    *("who", "addressee", "decider", "article", "door", "also", "own_term"),
}
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])


def changed(change: dict[str, Any]) -> dict[str, Any]:
    """Return the base appeal with some fields changed; «a.b» is the field b of a."""
    document = deepcopy(BASE)
    for name, value in change.items():
        outer, _, inner = name.partition(".")
        if inner:
            document[outer][inner] = value
        else:
            document[name] = value
    return document


def answer(change: dict[str, Any]) -> dict[str, Any]:
    """Return what the check says of the base appeal with some fields changed."""
    return appeal_check_document(changed(change))


def sentences(part: Any) -> Iterator[dict[str, str]]:
    """Yield every sentence of an answer, wherever it stands."""
    if isinstance(part, dict) and {"ru", "en"} <= set(part):
        yield part
    elif isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from sentences(one)


def not_clean(checks: list[dict[str, Any]], key: str = "n") -> dict[Any, str]:
    """Return the answers that are not clean."""
    return {check[key]: check["result"] for check in checks if check["result"] != "clean"}


def test_nothing_stands_in_the_way_of_the_base_appeal() -> None:
    found = answer({})
    assert not_clean(found["grounds_of_refusal"]) == {}
    assert not_clean(found["contents"]) == {}
    assert found["who"]["result"] == "clean"
    assert found["door"]["here"]


def test_the_cases_say_only_what_is_looked_at() -> None:
    assert [case["title"] for case in CASES if set(case) - KEYS] == []


@each
def test_the_nine_grounds_are_as_the_law_has_them(case: dict[str, Any]) -> None:
    grounds = answer(case["change"])["grounds_of_refusal"]
    assert not_clean(grounds) == case["refusal"] | case.get("override", {})
    for n, missing in case.get("missing", {}).items():
        assert grounds[n - 1]["missing"] == missing
    for n, word in case.get("remedy", {}).items():
        assert word in grounds[n - 1]["remedy"]["ru"]
    assert [ground["n"] for ground in grounds if ground["person_decides"]] == case.get("person", [])


@each
def test_a_ground_that_is_open_says_what_is_missing_or_that_an_official_decides(case: dict[str, Any]) -> None:
    for ground in answer(case["change"])["grounds_of_refusal"]:
        assert (ground["result"] == "unknown") == bool(ground["missing"] or ground["person_decides"])


@each
def test_a_breach_has_its_way_out(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    for check in (*found["grounds_of_refusal"], *found["who"]["checks"]):
        assert check["result"] != "breach" or check["remedy"]["ru"].strip()


@each
def test_the_term_is_that_of_the_subject(case: dict[str, Any]) -> None:
    term = answer(case["change"])["term"]
    assert (term is None) == bool(case.get("own_term"))
    for name in ("timeliness", "key"):
        if name in case:
            assert term[name] == case[name]
    if "due" in case:
        assert str(term["due"]) == case["due"]


@each
def test_contents_and_who_files_are_as_told(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    assert not_clean(found["contents"]) == case.get("contents", {})
    assert not_clean(found["who"]["checks"], "code") == case.get("who", {})


@each
def test_the_addressee_is_never_the_author(case: dict[str, Any]) -> None:
    found, document = answer(case["change"])["addressee"], changed(case["change"])
    if "addressee" in case:
        assert [target["body"] for target in found["targets"]] == case["addressee"]
        assert bool(found["targets"]) or bool(found["missing"])
    if "decider" in case:
        assert [target["decider"] for target in found["targets"]] == case["decider"]
    if "article" in case:
        assert case["article"] in found["targets"][0]["article"]
    author = (document["author"]["person"] or "").casefold().split()
    assert [one for one in found["targets"] if one["person"] and one["person"].casefold().split() == author] == []


@each
def test_the_door_is_the_right_one(case: dict[str, Any]) -> None:
    door = answer(case["change"])["door"]
    assert door["code"] == case.get("door", "appeal")
    assert (door["code"] == "unknown") == bool(door["missing"])
    if "also" in case:
        assert any(case["also"] in text["ru"] for text in door["also"])


@each
def test_the_answer_satisfies_its_schema_and_speaks_both_languages(case: dict[str, Any]) -> None:
    found = answer(case["change"])
    for name, document in (("appeal", changed(case["change"])), ("appeal-result", found)):
        schema = jsonschema_rs.Draft202012Validator(json.loads(read_schema(name)), validate_formats=True)
        schema.validate(json.loads(json_in_order(document)))
    assert all(text["ru"] and text["en"] for text in sentences(found))


def test_there_are_sixty_appeals_and_each_ground_has_all_three_answers() -> None:
    seen: dict[int, set[str]] = defaultdict(set)
    for case in CASES:
        for ground in answer(case["change"])["grounds_of_refusal"]:
            seen[ground["n"]].add(ground["result"])
    assert len(CASES) >= 60
    assert dict(seen) == {n: {"clean", "breach", "unknown"} for n in range(1, 10)}


def test_every_subject_every_rule_and_every_door_has_an_appeal() -> None:
    answers = [answer(case["change"]) for case in CASES]
    targets = [target for found in answers for target in found["addressee"]["targets"]]
    assert {changed(case["change"])["subject"] for case in CASES} == {*Subject, None}
    assert {target["article"].split("п. ")[1][0] for target in targets} == {"1", "2", "3", "4"}
    assert {target["decider"] for target in targets} == set(Decider)
    assert {found["door"]["code"] for found in answers} == set(DoorCode)
