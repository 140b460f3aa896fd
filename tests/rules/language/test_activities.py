"""What people do, in their own words, leads to codes, activities and premises to confirm."""

from pathlib import Path

import pytest
import yaml

from rules.language.activities import ActivityIndex, combined, find, suggest
from rules.language.trades import sections
from rules.reading import read_vocabulary

QUERIES = yaml.safe_load(Path(__file__).with_name("activity_queries.yaml").read_text(encoding="utf-8"))
TRADES = [trade for section in sections() for trade in section.trades]


@pytest.fixture(scope="module")
def vocabulary():
    """The project's vocabulary of facts with the classifier."""
    return read_vocabulary()


def fits(suggestion, expect):
    return any(code.startswith(one) for code in suggestion.okved for one in expect)


@pytest.mark.parametrize("group", QUERIES)
def test_nine_of_ten_answers_find_their_class_among_the_first_five(vocabulary, group):
    missed = [
        q["query"]
        for q in QUERIES[group]
        if not any(fits(found, q["expect"]) for found in suggest(str(q["query"]), vocabulary))
    ]
    assert len(missed) <= 0.1 * len(QUERIES[group]), missed


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.id)
def test_a_trade_names_only_codes_activities_and_premises_that_exist(trade, vocabulary):
    assert trade.okved
    assert set(trade.okved) <= set(vocabulary.okved)
    assert all(len(code.replace(".", "")) >= 4 for code in trade.okved)
    assert set(trade.activities) <= set(vocabulary.facts["activities"].values)
    assert set(trade.premises) <= set(vocabulary.facts["premises"].values)


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.id)
def test_a_trade_names_what_its_activities_imply(trade, vocabulary):
    values = vocabulary.facts["activities"].values
    implied = {other for code in trade.activities for other in values[code].implies}
    assert implied <= set(trade.activities)


@pytest.mark.parametrize("trade", TRADES, ids=lambda trade: trade.id)
def test_a_trade_is_found_by_its_own_name(trade, vocabulary):
    assert trade.id in [found.id for found in suggest(trade.title.ru, vocabulary, 3)]


def test_trades_stand_once_and_every_section_has_some():
    assert len({trade.id for trade in TRADES}) == len(TRADES) >= 150
    assert all(section.trades and section.title.ru and section.title.en for section in sections())


@pytest.mark.parametrize("query", ["маникюр на дому", "маникюр у себя дома", "маникюр дома"])
def test_work_at_home_is_told_with_the_trade(vocabulary, query):
    found = suggest(query, vocabulary)[0]
    assert found.id == "nails"
    assert found.facts == {"premises_at_home": True}
    assert found.premises == ("beauty_salon",)


def test_work_at_the_clients_home_needs_no_premises(vocabulary):
    found = suggest("маникюр с выездом на дом", vocabulary)[0]
    assert (found.id, found.premises, dict(found.facts)) == ("nails", (), {})


@pytest.mark.parametrize("query", ["строю дома", "уборка дома", "ремонт дома", "сдаю дома посуточно"])
def test_a_house_as_the_thing_worked_on_is_no_work_at_home(vocabulary, query):
    assert all("premises_at_home" not in found.facts for found in suggest(query, vocabulary))


@pytest.mark.parametrize(
    ("query", "form"), [("самозанятый фотограф", "npd"), ("я ИП, продаю цветы", "ip"), ("кафе, ООО", "ooo")]
)
def test_a_legal_form_in_the_words_is_told_too(vocabulary, query, form):
    assert suggest(query, vocabulary)[0].facts["legal_form"] == form


@pytest.mark.parametrize("query", ["56.10", "5610"])
def test_a_code_is_found_by_its_number(vocabulary, query):
    assert suggest(query, vocabulary)[0].okved == ("56.10",)


def test_a_class_lists_its_codes(vocabulary):
    assert [found.id for found in suggest("56", vocabulary, 4)] == ["56.10", "56.21", "56.29", "56.30"]


def test_an_official_name_gives_the_code_with_what_it_suggests(vocabulary):
    found = {one.id: one for one in suggest("предоставление парикмахерских услуг", vocabulary)}
    assert "hair_services" in found["96.02.1"].activities
    assert "services_to_people" in found["96.02.1"].activities
    assert found["96.02.1"].premises == ("beauty_salon",)


@pytest.mark.parametrize("query", ["", "  ", "ыыыыы", "хочу открыть своё дело", "самозанятый", "99.99", "%%%", "00"])
def test_words_that_say_nothing_get_no_suggestion(vocabulary, query):
    assert suggest(query, vocabulary) == []


def test_because_names_the_words_that_led_there(vocabulary):
    assert suggest("gtre njhns", vocabulary)[0].because == ("пеку", "торты")


def test_ticked_suggestions_come_together_as_facts(vocabulary):
    ticked = [find("cafe", vocabulary), find("bakery", vocabulary), find("47.11", vocabulary)]
    facts = combined(ticked)
    assert facts["okved"][:2] == ("56.10.1", "56.10")
    assert {"serves_food", "produces_food", "sells_food"} <= set(facts["activities"])
    assert len(facts["activities"]) == len(set(facts["activities"]))
    assert "premises_at_home" not in facts


def test_work_at_home_holds_only_when_all_of_it_is(vocabulary):
    home = find("nails", vocabulary, "маникюр на дому")
    assert combined([home])["premises_at_home"] is True
    assert "premises_at_home" not in combined([home, find("cafe", vocabulary)])


def test_an_unknown_id_is_nothing(vocabulary):
    assert find("no_such_trade", vocabulary) is None


def test_the_first_codes_of_a_suggestion_are_ready_for_a_profile(vocabulary):
    index = ActivityIndex.build(vocabulary)
    assert all(len(code.code.replace(".", "")) >= 4 for code in index.codes)
