"""The same places read for labour, safety, tax, transport, data, ecology, industry; and the days that texts name."""

from __future__ import annotations

import re
from datetime import date

import pytest

from rules.profiles import read_facts
from tests.rules.registry.places import ON, edition, matched, rules

DOMAINS = frozenset({"labour", "occupational_safety", "tax", "transport", "personal_data", "ecology", "industrial"})

MUST = {
    "cafe": """
        labour.contract_written labour.wages_twice_month labour.min_wage labour.vacation_schedule labour.military_setup
        labour.efs1_injury_quarterly labour.injury_contributions labour.sfr_main_activity labour.micro_standard_contract
        occupational_safety.sout occupational_safety.briefings occupational_safety.medical_exams_trades
        tax.cash_register_use tax.usn_return tax.usn_advance tax.usn_vat_20m tax.vat_return tax.ndfl6 tax.rsv_quarterly
        tax.electronic_reports_10 tax.financial_statements tax.director_min_contributions
        personal_data.rkn_notice personal_data.policy ecology.tko_contract ecology.waste_2tp ecology.sewer_limits
        industrial.electrical_responsible industrial.accessibility
        """,
    "hairdresser": """
        tax.cash_register_use tax.ip_contributions tax.psn_payment tax.psn_book personal_data.rkn_notice
        ecology.tko_contract industrial.accessibility
        """,
    "online_shop": """
        labour.ip_employer_registration labour.efs1_injury_quarterly tax.cash_register_use tax.usn_return_ip
        tax.usn_advance tax.ip_contributions tax.ndfl6 personal_data.cookies personal_data.marketing_consent
        personal_data.ads_erid occupational_safety.remote_workers labour.remote_contract
        """,
    "haulier": """
        transport.freight_notification transport.waybill transport.medical_pre_trip transport.technical_check
        transport.driver_hours transport.tachograph transport.safety_person transport.platon transport.etrn
        transport.inspection transport.osago tax.org_transport_tax tax.usn_return
        occupational_safety.medical_exams_hazard ecology.waste_accounting ecology.waste_passport
        """,
    "dental_clinic": """
        tax.cash_register_use tax.usn_return occupational_safety.harmful_guarantees industrial.measuring_instruments
        personal_data.special_health ecology.mercury_lamps ecology.waste_class1_2_operator industrial.accessibility
        """,
    "bakery": """
        labour.night_work labour.ip_employer_registration occupational_safety.medical_exams_trades tax.usn_return_ip
        tax.ip_contributions ecology.nvos_category industrial.electrical_tests
        """,
    "bakery_shop": "tax.trading_fee tax.cash_register_use industrial.accessibility ecology.tko_contract",
    "photographer": """
        tax.npd_receipt tax.npd_pay tax.npd_limit personal_data.rkn_notice personal_data.policy personal_data.ads_erid
        """,
}

MUST_NOT = {
    "cafe": """
        labour.internal_rules labour.ip_employer_registration labour.minors_age labour.foreigner_notice
        tax.usn_return_ip tax.ip_contributions tax.psn_payment tax.profit_return tax.trading_fee tax.ausn_staff
        transport.waybill transport.winter_tyres ecology.nvos_fee industrial.lift_register industrial.antiterror_mass
        industrial.construction_sro
        """,
    "hairdresser": """
        labour.contract_written labour.wages_twice_month labour.efs1_injury_quarterly labour.military_setup
        occupational_safety.briefings occupational_safety.sout tax.ndfl6 tax.rsv_quarterly tax.enp_notice
        tax.financial_statements tax.usn_return tax.usn_return_ip tax.org_property_taxes personal_data.local_rules
        ecology.nvos_fee transport.osago
        """,
    "online_shop": """
        labour.vacation_schedule labour.military_setup labour.sfr_main_activity occupational_safety.sout
        tax.usn_return tax.usn_vat_20m tax.vat_return tax.trading_fee tax.director_min_contributions
        ecology.tko_contract industrial.accessibility industrial.electrical_responsible personal_data.ads_levy_3
        """,
    "haulier": """
        tax.cash_register_use transport.taxi_permit transport.bus_licence transport.medical_post_trip
        transport.dangerous_driver transport.children_bus tax.ip_property_notice industrial.accessibility
        """,
    "dental_clinic": """
        tax.trading_fee tax.org_property_taxes transport.waybill ecology.nvos_fee industrial.opo_register
        """,
    "bakery": """
        labour.military_setup labour.vacation_schedule tax.usn_return tax.accounting tax.vat_return ecology.nvos_fee
        ecology.rop_report ecology.eco_fee
        """,
    "photographer": """
        tax.cash_register_use tax.enp_payment tax.rosstat tax.cash_100k tax.keep_documents tax.ip_contributions
        labour.contract_written labour.no_gph_instead_of_contract personal_data.local_rules ecology.tko_contract
        ecology.waste_2tp industrial.electrical_responsible transport.waybill
        """,
}

# The lone yes/no facts ask something only of those whose work makes them thinkable.
SETTLED_WITHOUT = {
    "pays_self_employed": {"legal_form": "npd", "contractors_gph": 0},
    "traceable_goods": {"activities": ["hair_services"]},
    "sells_ad_space": {"activities": ["serves_food"], "data_practices": ["customer_data"]},
    "freight_forwarding": {"activities": ["taxi"], "okved": ["49.32"]},
    "trucks_over_12t": {"vehicles_trucks": 0},
    "site_features": {"data_practices": []},
    "nvos_category": {"equipment": [], "premises": ["office"], "activities": ["services_to_people"]},
}

MONTHS = "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
NAMED_DAY = re.compile(rf"[Дд]о \d+(-го числа| ({MONTHS})|-го\b)")


def verdicts(facts: dict[str, object], on: date = ON) -> dict[str, str]:
    """Return the verdicts for facts written as in a profile."""
    return dict(rules().match(read_facts(facts, edition().vocabulary), on).verdicts)


@pytest.mark.parametrize("place", sorted(MUST))
def test_the_duties_a_lawyer_would_name_first_apply(place: str) -> None:
    found = matched(place).verdicts
    assert {one: found[one] for one in MUST[place].split() if found[one] != "applies"} == {}


@pytest.mark.parametrize("place", sorted(MUST_NOT))
def test_the_duties_of_others_do_not_apply(place: str) -> None:
    found = matched(place).verdicts
    assert {one: found[one] for one in MUST_NOT[place].split() if found[one] != "does_not_apply"} == {}


@pytest.mark.parametrize("place", sorted(MUST))
def test_complete_facts_settle_every_requirement_of_these_domains(place: str) -> None:
    found = matched(place).verdicts
    assert [one for one in found if one.split(".")[0] in DOMAINS and found[one] == "unknown"] == []


def test_a_business_without_staff_has_no_employers_duties() -> None:
    alone = {"legal_form": "ip", "employees": 0, "contractors_gph": 0, "staff": [], "pays_self_employed": False}
    found = verdicts(alone)
    employers = [one for one in found if one.split(".")[0] in {"labour", "occupational_safety"}]
    assert {one: found[one] for one in employers if found[one] != "does_not_apply"} == {}


@pytest.mark.parametrize("fact", sorted(SETTLED_WITHOUT))
def test_a_lone_fact_is_not_asked_of_those_it_cannot_concern(fact: str) -> None:
    given = read_facts(SETTLED_WITHOUT[fact], edition().vocabulary)
    match = rules().match(given, ON)
    assert [one for one in match.open if one.split(".")[0] in DOMAINS and fact in match.missing(one)] == []


def test_the_automated_regime_frees_from_payroll_reports_but_not_from_telling_of_a_hire() -> None:
    found = verdicts({"tax_regime": "ausn", "legal_form": "ooo", "employees": 3, "contractors_gph": 0})
    freed = "tax.ndfl6 tax.ndfl_withhold tax.rsv_quarterly tax.psv_monthly tax.insurance_contributions"
    freed += " labour.efs1_injury_quarterly labour.injury_contributions labour.sfr_main_activity tax.enp_notice"
    assert {found[one] for one in freed.split()} == {"does_not_apply"}
    assert {found[one] for one in ("labour.efs1_hire_dismiss", "tax.ausn_staff", "tax.ausn_payment")} == {"applies"}


@pytest.mark.parametrize(("revenue", "vat"), [(60_000_000, "does_not_apply"), (60_000_001, "applies")])
def test_a_farm_on_the_agricultural_tax_returns_vat_above_its_limit(revenue: int, vat: str) -> None:
    found = verdicts({"tax_regime": "eshn", "annual_revenue_rub": revenue})
    exempt = {"applies": "does_not_apply", "does_not_apply": "applies"}[vat]
    assert (found["tax.vat_return"], found["tax.eshn_vat_exemption"]) == (vat, exempt)


@pytest.mark.parametrize(
    ("employees", "contractors", "verdict"),
    [(10, 0, "does_not_apply"), (11, 0, "applies"), (6, 5, "applies"), (5, 5, "does_not_apply"), (0, 11, "applies")],
)
def test_more_than_ten_people_counts_staff_and_contractors_together(
    employees: int, contractors: int, verdict: str
) -> None:
    found = verdicts({"employees": employees, "contractors_gph": contractors})
    assert found["tax.electronic_reports_10"] == verdict


@pytest.mark.parametrize(
    ("on", "revenue", "pays"),
    [
        (ON, 20_000_000, False),
        (ON, 20_000_001, True),
        (date(2027, 1, 1), 15_000_000, False),
        (date(2027, 1, 1), 17_000_000, True),
        (date(2027, 1, 1), 38_000_000, True),
        (date(2028, 1, 1), 10_000_001, True),
    ],
)
def test_the_vat_threshold_of_the_simplified_tax_falls_year_by_year(on: date, revenue: int, pays: bool) -> None:
    found = verdicts({"tax_regime": "usn_income", "annual_revenue_rub": revenue}, on)
    limits = [one for one in found if one.startswith("tax.usn_vat_") and found[one] == "applies"]
    returns = [one for one in found if one.startswith("tax.vat_return") and found[one] == "applies"]
    assert (len(limits), len(returns)) == ((1, 1) if pays else (0, 0))


def test_a_self_employed_driver_keeps_no_waybill_for_his_own_lorry() -> None:
    facts = {"legal_form": "npd", "activities": ["freight"], "vehicles_trucks": 1, "vehicles_cars": 0, "equipment": []}
    found = verdicts(facts)
    assert found["transport.waybill"] == found["transport.safety_person"] == "does_not_apply"
    assert found["transport.osago"] == "applies"


def test_a_duty_that_recurs_on_a_named_day_carries_that_day() -> None:
    named = [
        one
        for one in edition().requirements.values()
        if one.domain in DOMAINS and one.recurrence and one.recurrence.mode == "recurring"
        if NAMED_DAY.search(" ".join([one.plain.ru if one.plain else "", *(step.ru for step in one.steps)]))
    ]
    assert len(named) > 30
    assert [one.id for one in named if not one.recurrence or not one.recurrence.due] == []


@pytest.mark.parametrize(
    ("id", "days"),
    [
        ("tax.ndfl6", {(2, 25), (4, 25), (7, 25), (10, 25)}),
        ("tax.usn_return", {(3, 25), (3, 28)}),
        ("tax.usn_return_ip", {(4, 25), (4, 28)}),
        ("tax.financial_statements", {(3, 31)}),
        ("tax.ip_contributions", {(7, 1), (12, 28)}),
        ("labour.vacation_schedule", {(12, 17)}),
        ("labour.sfr_main_activity", {(4, 15)}),
        ("ecology.waste_2tp", {(2, 1)}),
        ("ecology.pek_report", {(3, 25)}),
    ],
)
def test_yearly_days_are_those_of_the_law(id: str, days: set[tuple[int, int]]) -> None:
    recurrence = edition().requirements[id].recurrence
    assert recurrence is not None
    assert {(due.month, due.day) for due in recurrence.due} == days


def test_entries_that_end_with_2026_stay_listed_with_a_remark_on_new_years_day() -> None:
    ending = [
        one
        for one in edition().requirements.values()
        if one.domain in DOMAINS and one.in_force.until == date(2026, 12, 31) and not one.replaced_by
    ]
    match = rules().match({}, date(2027, 1, 1))
    assert len(ending) > 10
    assert {match.status(one.id) for one in ending} == {"ended_successor_unknown"}


def test_what_began_in_2026_in_place_of_an_earlier_rule_names_it() -> None:
    replaced = "labour.min_wage labour.foreigner_share_cap tax.usn_vat_20m tax.vat_return tax.psn_limits"
    replaced += " tax.ip_contributions tax.insurance_contributions tax.aml_threshold transport.etrn"
    assert [one for one in replaced.split() if not edition().requirements[one].in_force.replaces] == []
