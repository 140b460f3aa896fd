"""Search finds the requirement by the words people use, with slips and on the wrong keyboard."""

import csv
from datetime import date
from pathlib import Path

import pytest
import yaml

from rules.conditions import All
from rules.language.query import terms_in, tokens
from rules.language.search import SYNONYMS, SearchIndex
from rules.reading import load_edition
from rules.requirements import Requirement
from rules.sources import Act
from rules.text import Text

QUERIES = yaml.safe_load(Path(__file__).with_name("search_queries.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def index():
    """An index of the whole catalogue."""
    return SearchIndex.build(load_edition().requirements)


def ids(index, query, limit=5):
    return [hit.id for hit in index.search(query, limit)]


@pytest.mark.parametrize("group", QUERIES)
def test_nine_of_ten_everyday_queries_find_their_requirement_among_the_first_five(index, group):
    missed = [q["query"] for q in QUERIES[group] if not set(ids(index, q["query"])) & set(q["expect"])]
    assert len(missed) <= 0.1 * len(QUERIES[group]), missed


def test_every_expected_requirement_exists(index):
    assert {name for group in QUERIES.values() for q in group for name in q["expect"]} <= set(index.ids)


def test_a_slip_of_the_keyboard_layout_is_mended(index):
    assert ids(index, "uhfabr jngecrjd") == ids(index, "график отпусков")


def test_slips_of_spelling_are_mended(index):
    assert "food.medbooks" in ids(index, "мидкнижка повора")


def test_an_act_is_found_by_its_number_however_it_is_written(index):
    assert ids(index, "54-ФЗ") == ids(index, "54 фз") == ids(index, "54фз")
    assert "tax.cash_register_use" in ids(index, "54-ФЗ", 10)


def test_words_that_no_entry_has_do_not_hide_what_the_others_find(index):
    assert "labour.vacation_schedule" in ids(index, "график отпусков абракадабра")


def test_english_words_find_english_titles(index):
    assert "fire.extinguishers" in ids(index, "fire extinguisher")


def test_because_names_the_words_as_a_person_writes_them(index):
    first = index.search("vtlrybzrf gjdfhf", 5)[0]
    assert "медкнижка" in first.because
    found = {hit.id: hit.because for hit in index.search("увольнение", 5)}
    assert any("прекращение трудового договора" in because for because in found.values())


@pytest.mark.parametrize("query", ["", "   ", "и в на", "!!!", "ъъъъъ", "\u200f", "<script>"])
def test_nothing_known_finds_nothing(index, query):
    assert index.search(query) == []


def test_a_query_of_a_million_characters_is_answered(index):
    assert "labour.vacation_schedule" in ids(index, "график отпусков " * 60_000)
    assert index.search("а" * 1_000_000) == []


def test_the_best_comes_first_and_the_order_is_always_the_same(index):
    hits = index.search("договор", 20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits == index.search("договор", 20)
    assert len(index.search("договор", 3)) == 3


def test_a_word_of_the_title_weighs_more_than_one_of_the_text():
    def entry(name, title, plain):
        act = Act("Закон", "1", date(2020, 1, 1))
        return Requirement(name, Text(title, "-"), All(()), act, "ст. 1", plain=Text(plain, "-"))

    index = SearchIndex.build(
        [entry("a.text", "Порядок", "Вывеска у входа"), entry("a.title", "Вывеска", "Порядок у входа")]
    )
    assert ids(index, "вывеска") == ["a.title", "a.text"]


def test_an_empty_registry_is_searched_without_a_fault():
    assert SearchIndex.build([]).search("касса") == []


def test_synonyms_are_written_once_and_lead_to_words_of_the_catalogue(index):
    with SYNONYMS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    spoken = [row["colloquial"].lower() for row in rows]
    assert len(spoken) == len(set(spoken))
    lost = [
        row["colloquial"] for row in rows if not set(terms_in(row["legal"].replace("|", " "))) & index.lexicon.terms
    ]
    assert lost == []


def test_numbers_of_acts_are_words():
    assert tokens("по 54 фз, СП 2.1.3678-20") == ["по", "54-фз", "сп", "2.1.3678-20"]
