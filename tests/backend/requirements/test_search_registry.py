"""Search with the reason, and the registry anybody may browse."""

from __future__ import annotations

import re
from datetime import date

import pytest

from backend.law import current_law
from backend.requirements.browsing import FACETS, Browsed, browse, facet_chips

TODAY = date(2026, 11, 28)


def ids_in(page: str) -> list[str]:
    return re.findall(r'href="/requirements/([^"/]+)"', page)


def test_search_tells_a_business_which_answer_decided(cafe):
    page = cafe.get("/search?q=парикмахерская").text
    assert "Не касается вас" in page
    assert "Чем вы занимаетесь?" in page
    assert "/answers/activities?place=" in page


def test_search_is_public_and_gives_no_verdict_to_a_visitor(visitor):
    page = visitor.get("/search?q=вывеска").text
    assert ids_in(page)
    assert "verdict--" not in page


@pytest.mark.parametrize("words", ["", "йцукен", "%00", "<script>alert(1)</script>", "а" * 5000, "'; drop table"])
def test_search_answers_any_words(visitor, words):
    page = visitor.get("/search", params={"q": words})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_the_registry_begins_with_ways_in(visitor):
    page = visitor.get("/registry").text
    assert "По темам" in page
    assert str(len(current_law().edition.requirements)) in page
    assert ids_in(page) == []


def test_the_registry_narrows_by_topic_and_standing(visitor):
    entries = current_law().edition.requirements
    found = ids_in(visitor.get("/registry?topic=fire&standing=ending").text)
    assert found
    assert all(entries[id_].domain == "fire" and entries[id_].in_force.until for id_ in found)


def test_chips_count_what_they_lead_to():
    chips = facet_chips(Browsed(topic="food"), TODAY)
    for facet in FACETS:
        for chip in chips[facet]:
            code = re.search(rf"{facet}=([^&]+)", chip.href)
            if code and not chip.current:
                assert chip.count == len(browse(Browsed(**({"topic": "food"} | {facet: code[1]})), TODAY))


def test_the_registry_table_holds_what_is_chosen(visitor):
    table = visitor.get("/registry.csv?topic=medicine").content.decode("utf-8-sig").splitlines()
    medicine = [one for one in current_law().edition.requirements.values() if one.domain == "medicine"]
    assert len(table) - 1 == len(medicine)
