"""Checklists: read strictly, made of the registry, and only approved ones for a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.checklists import (
    Approval,
    checklists,
    lists_of_decision,
    may_stand_in_decision,
    question_about,
    questions_for,
    read_checklists,
)
from rules.faults import InputError
from rules.reading import REGISTRY, load_edition
from tests.rules.make_checklists import MADE, written

GOOD = """\
- code: fire.approved
  control_type: fire
  title: {ru: "Проверочный лист", en: "Checklist"}
  approved: {act: "Приказ МЧС России", number: "78", date: 2022-02-09, annex: "приложение 1"}
  object_kinds: [building]
  questions:
    - {n: 1, text: {ru: "Есть?", en: "There?"}, requirements: [fire.instruction], unit: "п. 2", answers: ["yes", "no"]}
"""


def folder(tmp_path: Path, text: str) -> Path:
    (tmp_path / "fire").mkdir(exist_ok=True)
    (tmp_path / "fire" / "checklists.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def faults(tmp_path: Path, text: str) -> list[tuple[str | None, str | None, int | None]]:
    with pytest.raises(InputError) as refused:
        read_checklists(folder(tmp_path, text), load_edition().requirements)
    return [(fault.file, fault.field, fault.line) for fault in refused.value.faults]


def test_every_question_of_the_project_asks_about_entries_that_exist() -> None:
    lists = read_checklists(REGISTRY, load_edition().requirements)
    assert {one.control_type for one in lists.values()} == {"fire", "labour", "sanitary"}
    assert all(one.questions for one in lists.values())


def test_what_is_made_here_is_approved_by_nobody() -> None:
    assert not any(may_stand_in_decision(one) for one in checklists().values())


@pytest.mark.parametrize("row", MADE, ids=lambda row: row[0])
def test_the_files_are_what_the_registry_makes_today(row) -> None:
    path = REGISTRY / row[0] / "checklists.yaml"
    assert path.read_text("utf-8") == written(*row), "run: python -m tests.rules.make_checklists"


def test_a_good_list_is_read_with_its_act(tmp_path: Path) -> None:
    found = read_checklists(folder(tmp_path, GOOD), load_edition().requirements)["fire.approved"]
    assert found.approved == Approval("Приказ МЧС России", "78", date(2022, 2, 9), "приложение 1")
    assert found.questions[0].requirements == ("fire.instruction",)
    assert may_stand_in_decision(found)


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        ("control_type: fire", "control_type: fires", "[0].control_type", 2),
        ("[fire.instruction]", "[fire.nothing]", "[0].questions[0].requirements", 7),
        ('"yes", "no"', '"yes", "partly"', "[0].questions[0].answers[1]", 7),
        ("n: 1", "n: 2", "[0].questions[0].n", 7),
        ("object_kinds: [building]", "colour: red", "[0].colour", 5),
        ('number: "78", ', "", "[0].approved.number", 4),
    ],
)
def test_a_fault_is_told_with_file_field_and_line(tmp_path: Path, old: str, new: str, field: str, line: int) -> None:
    assert ("fire/checklists.yaml", field, line) in faults(tmp_path, GOOD.replace(old, new))


def test_a_code_that_exists_already_is_refused(tmp_path: Path) -> None:
    assert [field for _, field, _ in faults(tmp_path, GOOD + GOOD)] == ["[1].code"]


def test_only_an_approved_list_enters_a_decision() -> None:
    made = checklists()["fire.preparing"]
    approved = replace(made, code="fire.approved", approved=Approval("Приказ", "78", date(2022, 2, 9)))
    lists = {"fire.preparing": made, "fire.approved": approved}
    assert lists_of_decision(["fire.approved"], lists) == (approved,)
    with pytest.raises(InputError) as refused:
        lists_of_decision(["fire.preparing", "fire.approved", "nothing"], lists)
    assert [(one.code, one.field) for one in refused.value.faults] == [
        ("checklist_not_approved", "checklists[0]"),
        ("unknown_code", "checklists[2]"),
    ]


def test_each_requirement_of_a_scope_is_asked_about_once_approved_lists_first() -> None:
    entries = load_edition().requirements
    scope = [entries["fire.instruction"], entries["fire.briefings"], entries["labour.internal_rules"]]
    made = checklists()["fire.preparing"]
    question = replace(made.questions[0], requirements=("fire.instruction", "fire.briefings"))
    approved = replace(made, code="z", approved=Approval("Приказ", "78", date(2022, 2, 9)), questions=(question,))
    found = questions_for(scope, "fire", {"fire.preparing": made, "z": approved})
    assert [key for key, _ in found] == ["z:1", "labour.internal_rules"]
    assert found[1][1] == question_about(2, entries["labour.internal_rules"])
