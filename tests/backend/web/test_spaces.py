"""Numbers and what they count are not torn apart on any page."""

from __future__ import annotations

import pytest

from backend.web.spaces import held


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Срок в ближайшие 30 дней", "Срок в ближайшие 30_дней"),
        ("Отчёт до 1 февраля, 12 ч в год", "Отчёт до 1_февраля, 12_ч в год"),
        ("не больше 100 000 ₽", "не больше 100_000_₽"),
        ("от 1 234 567 до 20 000,50 рублей", "от 1_234_567 до 20_000,50_рублей"),
        ("{n} требования оценены", "{n}_требования оценены"),
        ("248-ФЗ, ст. 40 ч. 7 п. 2", "248-ФЗ, ст._40_ч._7 п._2"),
        ("приказ № 178", "приказ №_178"),
        ("within 10 working days, by 1 March", "within 10_working days, by 1_March"),
        ("54 % не понимают", "54_% не понимают"),
    ],
)
def test_a_number_stays_with_its_word(written: str, shown: str) -> None:
    assert held(written) == shown.replace("_", "\xa0")


@pytest.mark.parametrize(
    "words",
    ["с 10 утра до 12", "дом 5 корпус 2", "14 с 9:00", "тел. 8 800 и далее", "в 2026 приходят", "d075 760b 8143 123a"],
)
def test_other_words_wrap_as_they_like(words: str) -> None:
    assert held(words).replace("8\xa0800", "8 800") == words


def test_sentences_of_templates_and_of_the_catalogue_are_held_on_a_page(visitor) -> None:
    page = visitor.get("/registry?q=отпуск 28 дней").text
    assert "Отпуск 28\xa0дней каждый год" in page
    assert 'value="отпуск 28 дней"' in page  # what somebody typed comes back as it was
