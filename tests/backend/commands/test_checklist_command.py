"""`yasno registry checklist`: an approved list comes in as its act has it; one made here never does (53(1))."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rules.checklists import may_stand_in_decision, read_checklists
from rules.reading import REGISTRY
from tests.backend.commands.test_registry_command import answer

# An order that exists in this test alone.
LIST = """\
- code: fire.test_order_1
  control_type: fire
  title: {ru: "Лист для теста", en: "A list for a test"}
  approved: {act: "Приказ для теста", number: "1-т", date: 2026-01-15, annex: "приложение № 1"}
  questions:
    - {n: 1, text: "Есть ли на объекте испытательный знак?", requirements: [], unit: "п. 1", answers: ["yes", "no"]}
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project's registry."""
    place = tmp_path / "registry"
    shutil.copytree(REGISTRY, place)
    return place


def file_of(tmp_path: Path, text: str, name: str = "order_1.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_an_approved_list_comes_in_and_may_stand_in_a_decision(copy: Path, tmp_path: Path) -> None:
    found = answer("registry", "checklist", file_of(tmp_path, LIST), "--domain", "fire", "--registry", copy)
    assert found == {"file": "fire/approved_order_1.yaml", "checklists": ["fire.test_order_1"]}
    one = read_checklists(copy)["fire.test_order_1"]
    assert may_stand_in_decision(one)
    assert one.questions[0].text.ru == one.questions[0].text.en == "Есть ли на объекте испытательный знак?"
    assert answer("registry", "check", "--registry", copy)["faults"] == []
    again = answer("registry", "checklist", tmp_path / "order_1.yaml", "--domain", "fire", "--registry", copy, code=2)
    assert again["error"]["code"] == "checklist_source"


APPROVED = 'approved: {act: "Приказ для теста", number: "1-т", date: 2026-01-15, annex: "приложение № 1"}'
QUESTION = "Есть ли на объекте испытательный знак?"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (APPROVED, "approved: null", "checklist_not_approved"),
        (', annex: "приложение № 1"', "", "missing"),
        ("requirements: []", "requirements: [fire.no_such]", "unknown_code"),
        ("fire.test_order_1", "fire.preparing", "wrong_value"),
        (QUESTION, "Инструкция о мерах пожарной безопасности: сделано?", "checklist_made_here"),
    ],
)
def test_what_no_act_approved_stays_out_and_nothing_is_written(
    copy: Path, tmp_path: Path, old: str, new: str, code: str
) -> None:
    before = names(copy)
    source = file_of(tmp_path, LIST.replace(old, new))
    found = answer("registry", "checklist", source, "--domain", "fire", "--registry", copy, code=2)
    assert code in {one["code"] for one in found.get("errors", [found["error"]])}
    assert names(copy) == before


def test_the_lists_for_getting_ready_do_not_come_in_by_being_called_approved(copy: Path, tmp_path: Path) -> None:
    approved = 'approved: {act: "Приказ", number: "1", date: 2026-01-15, annex: "1"}'
    for domain in ("fire", "labour", "sanitary"):
        text = (REGISTRY / domain / "checklists.yaml").read_text("utf-8")
        text = text.replace("approved: null", approved).replace(f"code: {domain}.preparing", f"code: {domain}.other")
        source = file_of(tmp_path, text.replace(f"{domain}.preparing", f"{domain}.other"))
        found = answer("registry", "checklist", source, "--domain", domain, "--registry", copy, code=2)
        assert {one["code"] for one in found["errors"]} == {"checklist_made_here"}


def test_a_name_that_leads_elsewhere_and_a_file_that_is_not_there_are_refused(copy: Path, tmp_path: Path) -> None:
    source, spaced = file_of(tmp_path, LIST), file_of(tmp_path, LIST, "a b.yaml")
    for domain, path in (("../fire", source), ("fire", tmp_path / "none.yaml"), ("fire", spaced)):
        found = answer("registry", "checklist", path, "--domain", domain, "--registry", copy, code=2)
        assert found["error"]["field"] in ("domain", "source")
