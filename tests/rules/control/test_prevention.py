"""Who may ask for a visit, and the words that a warning may not hold."""

from __future__ import annotations

import pytest

from rules.control.prevention import APPLICANTS, GROUNDS, REFUSALS, banned_in_warning, may_ask_for_visit


@pytest.mark.parametrize(
    ("size", "form", "may"),
    [
        ("micro", "ip", True),
        ("small", "ooo", True),
        ("small", None, True),
        ("small", "nko", True),
        ("medium", "ao", False),
        ("large", "ooo", False),
        ("large", "nko", None),
        (None, "nko", None),
        (None, "ooo", None),
        ("large", None, None),
        ("micro", "npd", None),
        (None, None, None),
    ],
)
def test_small_businesses_may_ask_large_companies_may_not_and_the_rest_is_not_known(size, form, may):
    found = may_ask_for_visit(size, form)
    assert found.may is may
    assert (found.applicant == "small_business") is (may is True)
    assert found.why.ru
    assert found.why.en


def test_the_law_names_four_refusals_three_applicants_and_four_grounds():
    assert (len(REFUSALS), len(APPLICANTS), len(GROUNDS)) == (4, 3, 4)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Устранить до 15.12.2026", "deadline"),
        ("Устранить до 15 декабря", "deadline"),
        ("Исправьте не позднее 1 мая", "deadline"),
        ("Срок устранения: месяц", "deadline"),
        ("В течение 10 рабочих дней", "deadline"),
        ("Немедленно устраните", "deadline"),
        ("Представьте документы о проверке", "demand"),
        ("Направить в инспекцию копии журналов", "demand"),
        ("Сообщите в управление о мерах", "demand"),
        ("Предоставить сведения о работниках", "demand"),
    ],
)
def test_a_deadline_or_a_demand_is_found(words, kind):
    assert kind in {one.kind for one in banned_in_warning(words)}


@pytest.mark.parametrize(
    "words",
    [
        "12.03.2026 при обходе видели коробки в проходе",
        "Освободить проход и держать его свободным",
        "Договоры с учениками заключать письменно",
        "Не храните товар у эвакуационного выхода",
        "Довести до работников правила",
    ],
)
def test_plain_proposals_and_days_on_which_something_was_seen_stay(words):
    assert list(banned_in_warning(words)) == []
