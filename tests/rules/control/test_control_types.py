"""Types of control: eight shipped, unknown stays unknown, every fault at once, one home for a term."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rules.control import Leaf, Regime, control_type, control_types
from rules.control.reading import BESIDE, HERE, read_control_types
from rules.control.types import ControlType
from rules.faults import Fault, InputError
from rules.reading_terms import read_deadlines

CODES = ("consumer", "ecology", "education", "fire", "labour", "personal_data", "sanitary", "tax")


def leaves(type_: ControlType) -> list[Leaf]:
    """Return every leaf of a type."""
    rules = [leaf for rule in type_.categories.values() for leaf in (rule.planned, rule.visit)]
    kinds = [leaf for kind in type_.event_kinds.values() for leaf in (kind.max_term, kind.actions)]
    integrity = [type_.integrity.effect, type_.integrity.needs, type_.integrity.window_years]
    own = [type_.in_force, type_.pretrial_applies, type_.planned_events, type_.combine, type_.indicators]
    return [*own, type_.checklists, *type_.terms.values(), *type_.flags.values(), *rules, *kinds, *integrity]


def test_eight_types_are_shipped() -> None:
    assert tuple(control_types()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_what_is_said_to_be_read_names_where_and_its_clause(code: str) -> None:
    for leaf in leaves(control_type(code)):
        if leaf.verified:
            assert leaf.known
            assert leaf.checked_in
        if leaf.known:
            assert leaf.clause


@pytest.mark.parametrize("code", CODES)
def test_every_authority_is_one_of_the_registry(code: str) -> None:
    known = yaml.safe_load((HERE.parent / "registry" / "authorities.yaml").read_text("utf-8"))
    assert set(control_type(code).authorities) <= set(known)


def test_what_nobody_read_is_unknown_and_runs_no_clock() -> None:
    fire = control_type("fire")
    assert fire.term("warning.objection") is None
    assert fire.flag("declaration.allowed") is None
    assert not fire.criteria_known


def test_nothing_is_inherited_from_another_type() -> None:
    education = control_type("education").term("warning.objection")
    assert education is not None
    assert (education.amount, education.source) == (10, "Постановление Правительства РФ № 997 от 25.06.2021, п. 16")
    for code in CODES:
        if code != "education":
            assert control_type(code).term("warning.objection") is None


def test_another_law_means_no_clocks() -> None:
    tax = control_type("tax")
    assert (tax.regime, tax.has_clocks) == (Regime.OTHER, False)
    assert tax.other_law is not None
    assert "Налоговый кодекс" in tax.other_law.ru


def test_the_terms_of_a_type_are_those_of_the_table() -> None:
    rows = read_deadlines()
    for type_ in control_types().values():
        for key in type_.terms:
            term = type_.term(key)
            if term is not None and key in rows:
                assert rows[key].by_control_type[type_.code][0].term == term


def written(folder: Path, name: str, text: str) -> Path:
    """Write a file of a type of control and return its folder."""
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def faults_in(folder: Path) -> list[Fault]:
    """Return the faults of a folder."""
    with pytest.raises(InputError) as refused:
        read_control_types(folder)
    return list(refused.value.faults)


WHOLE = (HERE / "education.yaml").read_text("utf-8")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    written(tmp_path, "education", WHOLE.replace("regime: FZ248", "regime: FZ249").replace("level: fed", "colour: fed"))
    written(tmp_path, "other", WHOLE.replace("code: education", "code: other").replace("kind: ON_SITE", "kind: ONSITE"))
    found = {(fault.file, fault.field) for fault in faults_in(tmp_path)}
    assert found == {
        ("education.yaml", "regime"),
        ("education.yaml", "colour"),
        ("education.yaml", "level"),
        ("other.yaml", "event_kinds[1].kind"),
    }


def test_a_fault_names_its_line(tmp_path: Path) -> None:
    written(tmp_path, "education", WHOLE.replace("regime: FZ248", "regime: FZ249"))
    (fault,) = faults_in(tmp_path)
    line = 1 + [row for row in WHOLE.splitlines() if row].index("regime: FZ248")
    assert fault.line == line


def test_a_known_value_without_clause_or_mark_is_refused(tmp_path: Path) -> None:
    written(
        tmp_path, "education", WHOLE.replace("consultation: {written: null}", "consultation: {written: {value: true}}")
    )
    assert {fault.field for fault in faults_in(tmp_path)} == {
        "consultation.written.clause",
        "consultation.written.verified",
    }


def test_another_law_has_to_be_named(tmp_path: Path) -> None:
    written(tmp_path, "education", WHOLE.replace("regime: FZ248", "regime: OTHER"))
    assert [fault.field for fault in faults_in(tmp_path)] == ["other_law"]


def test_a_declaration_holds_from_one_year_to_three(tmp_path: Path) -> None:
    five = "declaration: {allowed: null, valid: {value: {amount: 5, unit: years}, clause: «п. 1», verified: false}"
    written(tmp_path, "education", WHOLE.replace("declaration: {allowed: null, valid: null", five))
    assert [fault.field for fault in faults_in(tmp_path)] == ["declaration.valid"]


def test_a_criterion_of_an_unknown_fact_is_refused(tmp_path: Path) -> None:
    written(tmp_path, "education", WHOLE.replace("{fact: founded_complaint_last_year", "{fact: founded_complaint"))
    assert [fault.field for fault in faults_in(tmp_path)] == ["criteria[1].condition.fact"]


def test_a_cause_of_absence_is_a_known_one(tmp_path: Path) -> None:
    named = "absence_grounds: [{code: ILNESS, clause: «п. 1», verified: false}]"
    written(tmp_path, "education", WHOLE.replace("absence_grounds: null", named))
    assert [fault.field for fault in faults_in(tmp_path)] == ["absence_grounds[0].code"]


def test_criteria_read_in_part_compute_nothing() -> None:
    labour = control_type("labour")
    assert [criterion.id for criterion in labour.criteria][:1] == ["risk_high"]
    assert not labour.criteria_known


def test_the_name_of_the_file_is_the_code(tmp_path: Path) -> None:
    written(tmp_path, "school", WHOLE)
    assert [fault.field for fault in faults_in(tmp_path)] == ["code"]


def test_files_beside_the_types_are_there() -> None:
    assert [name for name in BESIDE if not (HERE / name).is_file()] == []
