"""The catalogue of grounds: every code of «check the check» has one, with a sentence of its own for each level."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from backend.control.own.checking import OTHER_TITLES
from backend.control.parts import PARTS, Part, Side
from calculators.appeal import Subject
from calculators.event_check import TESTS, Level, Result, check_event
from calculators.event_check.others import MARKS
from calculators.event_check.reading import read_event
from rules.control.grounds import FILE, HERE, LEVELS, SUBJECTS, appeal_grounds, ground_of, read_appeal_grounds
from rules.faults import InputError

CASES = Path(__file__).parents[2] / "cases" / "event_check"
BASE = yaml.safe_load((CASES / "base.yaml").read_text("utf-8"))
EVENTS = [case for path in sorted(CASES.glob("[0-9]*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
CODES = [*(code for code, _, _ in TESTS), *OTHER_TITLES, *MARKS]


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_every_code_of_the_check_has_its_ground(code: str) -> None:
    assert ground_of(code) is not None


def test_no_ground_comes_from_a_code_that_is_not_there() -> None:
    assert {test for ground in appeal_grounds().values() for test in ground.tests} <= set(CODES)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["title"])
def test_a_breach_found_has_a_sentence_of_its_own_level(event: dict[str, object]) -> None:
    found = check_event(read_event({**BASE, **event["change"]}))  # type: ignore[dict-item]
    rows = [*((test.code, test.finding) for test in found.tests), *((one.code, one.finding) for one in found.others)]
    for code, finding in rows:
        if finding.result is Result.BREACH:
            ground = ground_of(code)
            assert ground is not None
            assert ground.worded_as(finding.level) == finding.level


def test_the_twelve_are_worded_as_gross_and_as_arguable() -> None:
    for code, _, _ in TESTS:
        ground = ground_of(code)
        assert ground is not None
        assert {"gross", "arguable"} <= set(ground.wordings)
        assert "91 ч. 2" in ground.article


def test_levels_differ_in_words_and_only_a_gross_breach_speaks_of_annulling_as_a_duty() -> None:
    for ground in appeal_grounds().values():
        said = [text.ru for text in ground.wordings.values()] + [text.en for text in ground.wordings.values()]
        assert len(said) == len(set(said)), ground.code
        for level, text in ground.wordings.items():
            assert ("грубое нарушение" in text.ru) == (level == "gross")
            assert text.ru.startswith("Прошу оценить") == (level == "arguable")
    every = [text.ru for ground in appeal_grounds().values() for text in ground.wordings.values()]
    assert len(every) == len(set(every))


def test_a_level_without_a_sentence_takes_a_weaker_one_and_never_a_stronger() -> None:
    for ground in appeal_grounds().values():
        for level in LEVELS:
            taken = LEVELS.index(ground.worded_as(level))
            weakest = max(LEVELS.index(name) for name in ground.wordings)
            assert taken >= LEVELS.index(level) or taken == weakest


def test_every_subject_has_grounds_that_a_person_can_show_alone() -> None:
    assert list(SUBJECTS) == [subject.value for subject in Subject]
    assert list(LEVELS) == [level.value for level in Level]
    for subject in SUBJECTS:
        assert [ground for ground in appeal_grounds().values() if subject in ground.subjects and not ground.tests]


def test_papers_of_the_room_lie_in_parts_that_the_business_sees() -> None:
    parts = {proof.part for ground in appeal_grounds().values() for proof in ground.proofs if proof.part}
    assert {part for part in parts if Side.BUSINESS not in PARTS[Part(part)]} == set()


def test_what_was_not_read_is_told_and_the_rest_cites_the_law() -> None:
    for ground in appeal_grounds().values():
        assert ground.article.startswith("248-ФЗ, ст. ") == ground.verified
    assert [ground.code for ground in appeal_grounds().values() if not ground.verified] == ["moratorium"]


def test_no_sentence_has_more_than_twenty_five_words() -> None:
    long = [
        text
        for ground in appeal_grounds().values()
        for both in (ground.title, ground.prove, *ground.wordings.values())
        for words in (both.ru, both.en)
        for text in re.split(r"(?<=[.:;])\s+", words)
        if len(text.split()) > 25
    ]
    assert long == []


def test_faults_are_told_at_once_with_their_place(tmp_path: Path) -> None:
    text = (HERE / FILE).read_text("utf-8")
    text = text.replace("proofs: [prescription]", "proofs: [prescripton]", 1).replace(
        "code: act_late", "code: moratorium"
    )
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        read_appeal_grounds(tmp_path)
    assert sorted(fault.code for fault in refused.value.faults) == ["repeated", "unknown_code"]
    assert all(fault.file == FILE for fault in refused.value.faults)
    assert any("prescription" in fault.remedy.en for fault in refused.value.faults)
