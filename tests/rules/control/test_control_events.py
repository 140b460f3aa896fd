"""Kinds of event as the statute has them: actions, terms, hours, approval, frequency, the moratorium."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.control import (
    RiskCategory,
    allowed_actions,
    approval,
    category_rule,
    control_type,
    event_kind,
    event_rules,
    hours_cap,
    max_duration,
    prosecutor_required,
    under_moratorium,
)
from rules.control.event_reading import HERE, read_event_rules
from rules.faults import InputError

WITHOUT_APPROVAL = ("PRESIDENT_GOVERNMENT_ORDER", "PROSECUTOR_DEMAND", "PROGRAMME_EVENT", "NO_NOTICE_OR_LICENCE")
CONTACT = [code for code, kind in event_rules().kinds.items() if kind.needs_ground]


def test_there_are_twelve_kinds_ten_actions_and_the_grounds_of_article_57() -> None:
    rules = event_rules()
    assert (len(rules.kinds), len(rules.actions), len(rules.grounds)) == (12, 10, 10)
    assert [ground.code for ground in rules.grounds.values() if ground.planned] == ["PLAN"]
    assert (len(rules.preventive), len(rules.absence)) == (7, 8)


@pytest.mark.parametrize("kind", CONTACT)
@pytest.mark.parametrize("ground", WITHOUT_APPROVAL)
def test_grounds_3_4_6_8_need_no_approval(kind: str, ground: str) -> None:
    assert prosecutor_required(kind, ground) is False


@pytest.mark.parametrize("kind", CONTACT)
@pytest.mark.parametrize("ground", ["HARM_INFO", "PRESCRIPTION_EXPIRED", "RISK_INDICATOR", "VISIT_EVASION"])
def test_other_grounds_need_approval_of_an_unplanned_event(kind: str, ground: str) -> None:
    assert prosecutor_required(kind, ground) is True
    assert prosecutor_required(kind, ground, planned=None) in (True, None)


@pytest.mark.parametrize("kind", CONTACT)
def test_a_planned_event_needs_no_approval_except_a_raid(kind: str) -> None:
    assert prosecutor_required(kind, "PLAN", planned=True) is (kind == "RAID")


@pytest.mark.parametrize("kind", ["MONITORING", "FIELD_SURVEY", "REMOTE_MONITORING", "PERMANENT_SUPERVISION"])
def test_events_without_a_ground_of_57_need_no_approval(kind: str) -> None:
    assert prosecutor_required(kind, None) is False


def test_the_urgent_way_lifts_approval_of_information_on_harm_alone() -> None:
    assert prosecutor_required("ON_SITE", "HARM_INFO", cases={"urgent": True}) is False
    assert prosecutor_required("ON_SITE", "HARM_INFO", cases={"urgent": None}) is None
    assert prosecutor_required("ON_SITE", "RISK_INDICATOR", cases={"urgent": True}) is True
    assert prosecutor_required("DOCUMENTARY", "HARM_INFO", cases={"urgent": True}) is True


def test_a_repeat_after_annulled_results_always_needs_approval() -> None:
    found = approval("ON_SITE", "PROSECUTOR_DEMAND", cases={"after_invalidated": True})
    assert (found.required, found.article) == (True, "248-ФЗ, ст. 91 ч. 3")


def test_a_report_that_breaches_are_mended_lifts_approval_of_three_kinds() -> None:
    free = {kind for kind in CONTACT if prosecutor_required(kind, "PERMIT_REMEDY") is False}
    assert free == {"INSPECTION_VISIT", "RAID", "ON_SITE"}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("TEST_PURCHASE", 2),
        ("MONITORING_PURCHASE", 7),
        ("SELECTIVE_CONTROL", 7),
        ("INSPECTION_VISIT", 5),
        ("RAID", 10),
        ("DOCUMENTARY", 3),
        ("ON_SITE", 10),
        ("MONITORING", 0),
        ("FIELD_SURVEY", 5),
        ("PERMANENT_SUPERVISION", 10),
        ("PERMANENT_RAID", 5),
    ],
)
def test_each_kind_has_the_actions_of_its_article(kind: str, count: int) -> None:
    assert len(allowed_actions(kind)) == count


def test_the_act_of_a_type_narrows_the_actions_and_never_widens_them() -> None:
    own = allowed_actions("ON_SITE", control_type("education"))
    assert own == {"INSPECTION", "INTERVIEW", "DOCUMENTS", "EXPLANATIONS", "EXPERTISE"}
    assert allowed_actions("TEST_PURCHASE", control_type("sanitary")) == allowed_actions("TEST_PURCHASE")


def test_only_an_on_site_inspection_needs_notice() -> None:
    asked = {code for code, kind in event_rules().kinds.items() if kind.notice and kind.notice.hours}
    assert asked == {"ON_SITE"}


@pytest.mark.parametrize(
    ("kind", "days"), [("INSPECTION_VISIT", 1), ("RAID", 10), ("DOCUMENTARY", 10), ("ON_SITE", 10)]
)
def test_the_longest_durations(kind: str, days: int) -> None:
    rule = max_duration(kind)
    assert rule is not None
    assert rule.term is not None
    assert rule.term.amount == days


@pytest.mark.parametrize(
    ("size", "ground", "hours"),
    [
        ("small", None, 50),
        ("micro", None, 15),
        ("micro", "RISK_INDICATOR", 15),
        ("micro", "PROGRAMME_EVENT", 40),
        ("small", "PRESCRIPTION_EXPIRED", 50),
    ],
)
def test_the_caps_of_hours_of_an_on_site_inspection(size: str, ground: str | None, hours: int) -> None:
    cap = hours_cap("ON_SITE", size, ground)
    assert cap is not None
    assert cap.hours == hours
    assert hours_cap("ON_SITE", "medium", ground) is None


def test_on_the_ground_of_a_programme_the_fifty_hours_of_a_small_business_do_not_bind() -> None:
    # 73(7): «за исключением выездной проверки, основанием … является пункт 6», forty hours being named for micro alone.
    assert hours_cap("ON_SITE", "small", "PROGRAMME_EVENT") is None
    assert hours_cap("DOCUMENTARY", "small", "PROGRAMME_EVENT") is None


@pytest.mark.parametrize(
    ("kind", "case", "type_", "required"),
    [
        ("TEST_PURCHASE", "after_field_survey", "consumer", False),
        ("TEST_PURCHASE", "after_field_survey", "fire", True),
        ("TEST_PURCHASE", "after_field_survey", None, None),
        ("MONITORING_PURCHASE", "after_field_survey", "fire", False),
        ("ON_SITE", "after_cash_purchase", "labour", True),
        ("DOCUMENTARY", "after_cash_purchase", None, None),
    ],
)
def test_a_purchase_at_once_lifts_approval_only_in_the_types_that_the_law_names(
    kind: str, case: str, type_: str | None, required: bool | None
) -> None:
    # 75(9): cash registers and consumer protection; 67(12): cash registers.
    assert prosecutor_required(kind, "RISK_INDICATOR", cases={case: True}, control_type=type_) is required


def test_contact_of_an_unplanned_purchase_is_one_working_day() -> None:
    for kind in ("TEST_PURCHASE", "MONITORING_PURCHASE", "SELECTIVE_CONTROL"):
        rule = event_kind(kind).contact_max
        assert rule is not None
        assert (rule.hours, rule.working_days, rule.unplanned_only) == (8, 1, True)
    raid = event_kind("PERMANENT_RAID").contact_max
    assert raid is not None
    assert raid.hours == Decimal("0.5")


def test_planned_events_come_in_two_categories_only() -> None:
    coming = {
        category
        for category in RiskCategory
        if (often := category_rule(category).planned.value) is not None and not often.never
    }
    assert coming == {RiskCategory.HIGH, RiskCategory.EXTREME}


def test_a_type_that_names_its_categories_alone_inherits_the_frequency_of_the_statute() -> None:
    own, statute = category_rule(RiskCategory.HIGH, control_type("labour")), category_rule(RiskCategory.HIGH)
    assert own == statute
    assert own.either


def test_the_moratorium_holds_until_2030() -> None:
    assert under_moratorium(date(2029, 12, 31), RiskCategory.MEDIUM) is True
    assert under_moratorium(date(2030, 1, 1), RiskCategory.MEDIUM) is False
    assert under_moratorium(date(2026, 11, 28), RiskCategory.EXTREME) is False
    assert under_moratorium(date(2026, 11, 28), None) is None
    assert under_moratorium(date(2026, 11, 28), RiskCategory.LOW, {"hazardous_facility_class_ii": True}) is False
    assert under_moratorium(date(2026, 11, 28), RiskCategory.LOW, {"hazardous_facility_class_ii": None}) is None


def test_an_unknown_kind_is_refused_naming_the_closest() -> None:
    with pytest.raises(InputError) as refused:
        event_kind("ONSITE")
    assert "ON_SITE" in refused.value.faults[0].remedy.en


def test_faults_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    kinds = (HERE / "event_kinds.yaml").read_text("utf-8")
    often = (HERE / "frequency.yaml").read_text("utf-8")
    (tmp_path / "event_kinds.yaml").write_text(
        kinds.replace("actions: [INSPECTION, EXPERIMENT]", "actions: [LOOK]"), "utf-8"
    )
    (tmp_path / "frequency.yaml").write_text(often.replace("code: HIGH", "code: HUGE"), "utf-8")
    with pytest.raises(InputError) as refused:
        read_event_rules(tmp_path)
    assert {(fault.file, fault.field) for fault in refused.value.faults} == {
        ("event_kinds.yaml", "kinds[0]"),
        ("frequency.yaml", "categories[1].code"),
    }
