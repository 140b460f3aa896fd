"""A statement speaks of the text of the law alone; each refusal says why."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from backend.feedback.neutral import FAULTS, MOST, faults_of, refusals
from backend.feedback.procedures import law_text
from tests.backend.feedback.conftest import SIGN, WORDS

CASES = yaml.safe_load(Path(__file__).with_name("neutral.yaml").read_text("utf-8"))
NAMES = ["Кафе «Лён»", "7712345678"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"][:40])
def test_a_statement_is_let_through_or_told_why_not(case):
    assert sorted(refusals(case["say"], [WORDS], NAMES, law_text(SIGN))) == sorted(case["not"])


def test_there_are_forty_cases_and_each_reason_has_one():
    assert len(CASES) >= 40
    assert {code for case in CASES for code in case["not"]} | {"long"} == set(FAULTS)


def test_a_statement_that_is_too_long_is_refused():
    assert refusals("Срок не назван. " * MOST) == ["long"]


def test_the_law_may_be_quoted_though_a_business_quoted_it_too():
    law = law_text(SIGN)
    quoted = law.splitlines()[1][:60]
    assert refusals(f"Пункт говорит «{quoted}», но не говорит где.", [quoted], [], law) == []


@pytest.mark.parametrize("code", FAULTS)
def test_each_reason_is_said_in_both_languages_with_what_to_do(code):
    [fault] = faults_of([code])
    assert fault.field == "statement"
    assert all((fault.message.ru, fault.message.en, fault.remedy.ru, fault.remedy.en))
