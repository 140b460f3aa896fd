"""Short words: when, how much, which fine."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from backend.law import current_law
from backend.requirements import names
from backend.requirements.words import (
    amounts_text,
    due_words,
    effort_text,
    exact_amounts_text,
    hours_text,
    moved_text,
    often_text,
    plural,
    when_text,
)
from calculators.recurring import Occurrence, next_occurrence
from rules.reading_terms import day_off_rule
from rules.requirements import Effort
from rules.sources import Act

TODAY = date(2026, 11, 27)
TAX = day_off_rule(Act("Федеральный закон", "146-ФЗ", date(1998, 7, 31)))


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u2060", "")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("500", "8000", "500–8 000 ₽"),
        ("41000", "96000", "41–96 тыс. ₽"),
        ("0", "8000", "до 8 000 ₽"),
        ("1000", "15000", "1–15 тыс. ₽"),
        ("12345", "20000", "12 345–20 000 ₽"),
        ("3000", "3000", "3 000 ₽"),
    ],
)
def test_an_estimate_is_a_range(low, high, said):
    assert plain(amounts_text(Decimal(low), Decimal(high)).ru) == said


def test_a_sanction_is_told_to_the_ruble():
    assert plain(exact_amounts_text(Decimal(30000), Decimal(40000)).ru) == "30 000–40 000 ₽"
    assert plain(exact_amounts_text(Decimal(0), Decimal(500)).en) == "up to ₽500"


def test_effort_nobody_estimated_is_not_zero():
    assert effort_text(None) is None
    assert effort_text(Effort()) is None
    assert hours_text(Decimal(0)) is None


def test_effort_says_first_time_and_each_time():
    effort = Effort(one_off_hours=Decimal(2), hours_per_time=Decimal("0.1"))
    assert plain(effort_text(effort).ru) == "2 ч, затем по 6 мин"


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 27), "Сегодня последний день"),
        (date(2026, 11, 28), "До 28 ноября, выходной"),
        (date(2026, 12, 4), "До 4 декабря, 5 рабочих дней"),
        (date(2027, 3, 1), "До 1 марта"),
        (date(2027, 12, 1), "До 1 декабря 2027"),
    ],
)
def test_a_day_is_said_with_what_is_left(due, said):
    assert plain(due_words(due, TODAY).ru) == said


def test_how_often_is_never_invented():
    assert often_text(None).ru == "Регулярно"
    assert plain(often_text(Fraction(1, 5)).ru) == "Раз в 5 лет"
    assert plain(often_text(Fraction(8)).ru) == "8 раз в год"


def test_numbers_take_their_noun():
    assert [plural(n, "день", "дня", "дней") for n in (1, 2, 5, 11, 21, 112)] == [
        "день",
        "дня",
        "дней",
        "дней",
        "день",
        "дней",
    ]


def test_every_code_of_the_registry_has_a_name():
    entries = current_law().edition.requirements.values()
    assert {one.domain for one in entries} <= set(names.TOPICS)
    assert {one.life for one in entries} - {None} <= set(names.LIVES)
    assert {code for one in entries for code in one.assessment} <= set(names.CHECKS)
    assert {one.kind for one in entries} <= set(names.KINDS)
    assert {overlap.kind for one in entries for overlap in one.overlaps} <= set(names.OVERLAPS)


def said_of(named: str, today: date) -> tuple[str, str]:
    """What the list says of the next day of an entry of the registry."""
    entry = current_law().edition.requirements[named]
    one = next_occurrence(entry.recurrence, today, rule=day_off_rule(entry.act, entry.provision))
    text = when_text(entry, one, today, working=True)
    return plain(text.ru), plain(text.en)


def test_a_tax_term_that_moved_says_from_which_day_and_by_which_article():
    ru, en = said_of("tax.enp_payment", TODAY)
    assert ru == "До 30 ноября, 1 рабочий день (28-е — выходной; НК РФ, ст. 6.1 п. 7)"
    assert en == "By 30 November, 1 working day (28 November is a day off; Tax Code, art. 6.1(7))"


def test_on_its_last_day_a_moved_term_still_says_why():
    ru, _ = said_of("tax.enp_payment", date(2026, 11, 30))
    assert ru == "Сегодня последний день (28-е — выходной; НК РФ, ст. 6.1 п. 7)"


def test_a_provision_that_nobody_read_says_to_check_it():
    ru, en = said_of("labour.injury_contributions", date(2026, 11, 10))
    assert ru == "До 16 ноября, 4 рабочих дня (15-е — выходной; 125-ФЗ, ст. 22 п. 4, сверьте с актом)"
    assert en.endswith("(15 November is a day off; 125-ФЗ, art. 22(4), check it against the act)")


def test_a_term_that_moved_into_another_month_names_both_months():
    moved = Occurrence(date(2027, 3, 1), by_text=True, moved_from=date(2027, 2, 28), rule=TAX)
    assert plain(moved_text(moved).ru) == "28 февраля — выходной; НК РФ, ст. 6.1 п. 7"


def test_a_term_of_another_act_keeps_its_day_and_the_remark():
    ru, en = said_of("ecology.waste_2tp", date(2026, 1, 20))
    assert (ru, en) == ("До 1 февраля, выходной", "By 1 February, a day off")


def test_a_weekend_of_a_year_without_a_calendar_keeps_its_remark():
    assert plain(due_words(date(2090, 10, 28), date(2090, 10, 1)).ru) == "До 28 октября, выходной"
