"""The lists of eight places of business, read as a lawyer reads them: food, trade, fire, sanitary, medicine."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.registry.places import edition, matched

NEW_YEAR = date(2027, 1, 1)
DOMAINS = frozenset({"food", "retail", "fire", "sanitary", "services", "online_trade", "medicine", "education"})

MUST = {
    "cafe": """
        food.haccp food.tech_cards food.allergens food.menu_info food.wine_list food.medbooks food.hygiene_log
        food.temp_log food.fryer_oil food.toilets food.residential_house food.delivery food.no_hookah food.vet_documents
        retail.signboard retail.russian_language retail.card_payment retail.alcohol_licence_catering
        retail.alcohol_minors retail.alcohol_residential retail.egais_catering retail.labelled_beer_kegs
        fire.instruction fire.evacuation_plan fire.evacuation_drill fire.extinguishers fire.ventilation_cleaning
        sanitary.notification sanitary.production_control sanitary.noise_limits services.public_music services.claims
        """,
    "hairdresser": """
        fire.instruction fire.extinguishers sanitary.notification sanitary.production_control sanitary.beauty_tools
        sanitary.beauty_linen sanitary.hair_waste services.household_info services.no_medical_procedures services.claims
        """,
    "online_shop": """
        online_trade.public_offer online_trade.order_confirmation online_trade.return_leaflet retail.distance_info
        retail.distance_return retail.prepay_delivery online_trade.marketplace_seller_data online_trade.receipt_buyer
        retail.defect_claims retail.labelled_goods_registration
        """,
    "haulier": """
        fire.garage_rules fire.category_signs fire.territory fire.briefings fire.hot_work sanitary.no_smoking_sign
        """,
    "dental_clinic": """
        medicine.licence medicine.sanitary_conclusion medicine.dental_equipment medicine.staff_accreditation
        medicine.egisz medicine.informed_consent medicine.secrecy medicine.sterilisation medicine.waste_classes
        medicine.xray_conclusion medicine.xray_doses medicine.ads_warning medicine.hepatitis_vaccination
        fire.smoking_signs retail.signboard services.claims
        """,
    "bakery": """
        food.haccp food.declaration food.labelling food.production_premises food.production_waste food.production_staff
        fire.category_signs fire.responsible_training sanitary.notification sanitary.workplace_rules
        """,
    "bakery_shop": """
        food.shop_documents food.shop_temp_log food.shop_loose food.shop_medbooks food.shop_waste retail.price_tags
        retail.scales_verified retail.complaints_book retail.signboard fire.shop_goods sanitary.residential_noise
        """,
    "photographer": "retail.no_data_demand online_trade.service_site_info online_trade.price_roubles services.claims",
}

MUST_NOT = {
    "cafe": """
        food.declaration food.production_premises food.daily_samples food.shop_documents retail.alcohol_hours
        retail.alcohol_ip_ban retail.alcohol_capital retail.returns_14_days retail.complaints_book retail.digital_rouble
        sanitary.nonfood_shop sanitary.medical_exams medicine.licence education.licence fire.night_stay fire.hot_work
        """,
    "hairdresser": """
        fire.briefings fire.evacuation_plan fire.hot_work retail.signboard retail.price_tags retail.card_payment
        sanitary.medical_exams sanitary.medbook_electronic sanitary.manicure medicine.licence medicine.waste_classes
        food.haccp services.public_music
        """,
    "online_shop": """
        retail.returns_14_days retail.alcohol_online_ban retail.price_tags retail.signboard retail.complaints_book
        sanitary.notification sanitary.nonfood_shop fire.instruction fire.territory online_trade.pickup_point
        online_trade.platform_operator online_trade.subscription_cancel food.traceability
        """,
    "haulier": """
        retail.russian_language services.claims sanitary.production_control food.storage_transport medicine.licence
        """,
    "dental_clinic": """
        medicine.pharmacy_licence medicine.dispensing medicine.laser_safety medicine.cosmetology_standard
        services.no_medical_procedures sanitary.notification fire.night_stay retail.price_tags education.licence
        """,
    "bakery": """
        retail.signboard retail.returns_14_days retail.price_tags sanitary.nonfood_shop food.menu_info food.toilets
        food.shop_cleaning retail.age_by_max
        """,
    "bakery_shop": """
        retail.returns_14_days retail.age_by_max sanitary.nonfood_shop food.production_premises food.production_waste
        food.tech_cards retail.tobacco_minors retail.alcohol_hours retail.food_return_ban fire.category_signs
        """,
    "photographer": """
        services.household_info services.household_contract sanitary.notification fire.instruction retail.card_payment
        sanitary.production_control online_trade.receipt_buyer medicine.waste_classes
        """,
}


@pytest.mark.parametrize("place", sorted(MUST))
def test_the_duties_a_lawyer_would_name_apply(place: str) -> None:
    verdicts = matched(place).verdicts
    assert {one: verdicts[one] for one in MUST[place].split() if verdicts[one] != "applies"} == {}


@pytest.mark.parametrize("place", sorted(MUST_NOT))
def test_the_duties_a_lawyer_would_laugh_at_do_not_apply(place: str) -> None:
    verdicts = matched(place).verdicts
    assert {one: verdicts[one] for one in MUST_NOT[place].split() if verdicts[one] != "does_not_apply"} == {}


@pytest.mark.parametrize("place", sorted(MUST))
def test_complete_facts_leave_nothing_open_in_these_domains(place: str) -> None:
    verdicts = matched(place).verdicts
    assert [one for one in verdicts if one.split(".")[0] in DOMAINS and verdicts[one] == "unknown"] == []


@pytest.mark.parametrize("place", sorted(MUST))
def test_the_list_of_new_year_loses_nothing_silently(place: str) -> None:
    before, after = matched(place).verdicts, matched(place, NEW_YEAR).verdicts
    lost = {one for one in before if before[one] == "applies" and after.get(one) != "applies"}
    requirements = edition().requirements
    assert {one for one in lost if requirements[one].replaced_by not in requirements} == set()
    assert [one for one in lost if one.split(".")[0] in DOMAINS] == []


def test_rules_that_began_in_2026_in_place_of_others_name_them() -> None:
    requirements = edition().requirements.values()
    successors = [one for one in requirements if one.act.number == "657" or "4282-26" in (one.act.title or "")]
    assert len(successors) > 30
    assert [one.id for one in successors if not one.in_force.replaces] == []
