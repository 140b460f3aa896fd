"""Check of a decision before it is sent: each of the thirteen reasons found, clean and unknown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from calculators.scope_check import Result, Scope, check_scope, read_scope
from rules.faults import InputError

FOLDER = Path(__file__).parents[1] / "cases" / "scope_check"
BASE: dict[str, Any] = yaml.safe_load((FOLDER / "base.yaml").read_text("utf-8"))
CASES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "cases.yaml").read_text("utf-8"))


def answer(change: dict[str, Any], reason: str) -> Result:
    return {one.code: one.result for one in check_scope(read_scope(BASE | change))}[reason]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['reason']}-{case['result']}")
def test_a_case_is_judged_as_it_says(case: dict[str, Any]) -> None:
    assert answer(case["change"], case["reason"]) == case["result"]


def test_each_of_the_thirteen_has_a_case_of_each_result() -> None:
    wanted = {(one.code, result.value) for one in check_scope(Scope()) for result in Result}
    assert {(case["reason"], case["result"]) for case in CASES} == wanted
    assert len(check_scope(Scope())) == 13


def test_whatever_is_not_clean_says_what_to_do_and_everything_names_its_article() -> None:
    for draft in (Scope(), *(read_scope(BASE | case["change"]) for case in CASES)):
        for one in check_scope(draft):
            assert (one.remedy is None) is (one.result is Result.CLEAN)
            assert one.article


def test_learning_a_fact_turns_no_settled_answer() -> None:
    whole = {one.code: one.result for one in check_scope(read_scope(BASE))}
    for left_out in BASE:
        if left_out == "object_chosen":
            continue
        for one in check_scope(read_scope(BASE | {left_out: None})):
            assert one.result in (whole[one.code], Result.UNKNOWN), (left_out, one.code)


def test_a_document_with_unknown_keys_and_bad_values_is_refused_with_every_fault() -> None:
    with pytest.raises(InputError) as caught:
        read_scope({"kinds": "ON_SITE", "hours": "много", "day": "завтра", "object_category": "VERY_HIGH"})
    assert {fault.field for fault in caught.value.faults} == {"kinds", "hours", "day", "object_category"}
