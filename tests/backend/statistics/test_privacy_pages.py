"""How releases protect, in plain words: the numbers come from the policy in force."""

from __future__ import annotations

from backend.config import Settings
from backend.statistics.policy_file import signed_policy
from backend.statistics.privacy_pages import numbers_of, policy_in_force
from backend.statistics.signing import make_key
from calculators.release.shapes import Policy
from tests.backend.statistics.shelf import put, rows_of
from tests.people import Browser

CODE = "food.cleaning"


def test_anybody_reads_it_with_the_numbers_of_the_policy(visitor: Browser) -> None:
    page = visitor.get("/privacy/releases").text
    assert "не больше 10 ответов, по жребию" in page
    for number in ("24\u00a0%", "46\u00a0%", "3,0", "7,4", "0,000001"):
        assert number in page, number


def test_another_policy_gives_other_numbers(visitor: Browser, settings: Settings) -> None:
    from decimal import Decimal

    signed = signed_policy(Policy(rho=Decimal("0.1"), cap=5), settings.dataset, make_key(settings.release_key))
    settings.release_policy.write_text(signed.document, encoding="utf-8")
    assert policy_in_force(settings).cap == 5
    page = visitor.get("/privacy/releases").text
    assert "не больше 5 ответов, по жребию" in page
    assert f"{numbers_of(policy_in_force(settings))['advantage']}\u00a0%" in page


def test_it_says_what_it_does_not_protect_from(visitor: Browser) -> None:
    page = visitor.get("/privacy/releases").text
    for words in ("видит сами ответы", "подозрение может накопиться", "сговорится", "в группе одна фирма"):
        assert words in page, words


def test_the_calendar_stands_there_for_everyone(visitor: Browser, settings: Settings) -> None:
    assert "Дни ещё не назначены." in visitor.get("/privacy/releases").text
    put(settings, "2026Q3", rows_of({}, {"food": 3.0}, about=[CODE]))
    page = visitor.get("/privacy/releases").text
    assert "2026Q3" in page
    assert "вышел" in page
    assert "10:00" in page


def test_it_speaks_english(visitor: Browser) -> None:
    visitor.cookies.set("language", "en", domain="127.0.0.1")
    assert "What it does not protect from" in visitor.get("/privacy/releases").text
