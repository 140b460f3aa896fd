"""Words are counted as people count them, and keep their places in the text as given."""

import pytest

from rules.language.lemmas import clean, is_known, lemma, lemmas, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("QR-код на кассе", ["QR-код", "на", "кассе"]),
        ("247-ФЗ от 2020 г.", ["ФЗ", "от", "г"]),
        ("1) вымыть\n2.1. высушить\nа) убрать", ["вымыть", "высушить", "убрать"]),
        ("что-нибудь, кто‑то", ["что-нибудь", "кто‑то"]),
        ("12 500 ₽ — 100 %", []),
        ("", []),
        ("🧁 торты", ["торты"]),
    ],
)
def test_a_word_is_letters_and_numbers_are_no_words(text, expected):
    assert [word.text for word in words(text)] == expected


def test_a_list_mark_in_the_middle_of_a_line_is_a_word():
    assert [word.text for word in words("пункт а) закона")] == ["пункт", "а", "закона"]


@pytest.mark.parametrize(
    "text",
    [
        "догово\u0301р с\u00a0работником",
        "ко\u00adтел\u200bьная \u200fи \u200eтрубы",
        "и\u0306од, Е\u0308ж, café\u0301",
    ],
)
def test_places_lead_back_to_the_text_as_given(text):
    for word in words(text):
        assert clean(text[word.start : word.end]).text.strip() == word.text or word.text in clean(text).text


def test_stress_marks_and_soft_hyphens_do_not_split_a_word():
    text = "за\u0301мок ко\u00adтельная"
    assert [word.text for word in words(text)] == ["замок", "котельная"]
    assert text[words(text)[1].start :] == "ко\u00adтельная"


def test_a_decomposed_letter_becomes_one():
    assert clean("и\u0306од е\u0308ж").text == "йод ёж"


def test_a_million_letters_in_a_row_are_read():
    assert len(words("а" * 1_000_000)) == 1
    assert lemma("а" * 1_000_000) == "а" * 1_000_000


def test_forms_of_a_word_meet_in_one():
    assert lemmas("медосмотров медосмотром Медосмотры") == ["медосмотр"] * 3
    assert lemma("шёл") == lemma("идти")
    assert lemma("licences") == lemma("licence")


def test_the_dictionary_knows_words_and_not_slips():
    assert is_known("медосмотру")
    assert not is_known("мидкнижка")
