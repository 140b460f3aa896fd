"""What comes first on a list, who answers for what, and how ready a business is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from calculators.priority import Step, in_order, priority
from calculators.readiness import readiness
from calculators.sanctions import highest_sanction, sanction_ranges, suspension_possible
from rules.conditions import Always
from rules.requirements import Effort, Requirement, Sanction
from rules.sources import Act
from rules.text import Text

TODAY = date(2026, 11, 28)
ACT = Act("Федеральный закон", "1-ФЗ", date(2020, 1, 1))
D = Decimal


def fine(company: int, note: str | None = None, ip: int | None = None) -> Sanction:
    own = None if ip is None else (D(0), D(ip))
    return Sanction("КоАП РФ, ст. 1", ip=own, official=(D(0), D(company // 10)), company=(D(0), D(company)), note=note)


def requirement(name: str, **more) -> Requirement:
    return Requirement(name, Text(name, name), Always(), ACT, "ст. 1", life=more.pop("life", "running"), **more)


def first_to_last(*requirements: Requirement, form: str = "ooo", due: dict[str, date] | None = None) -> list[str]:
    order = in_order(requirements, lambda one: priority(one, TODAY, form, (due or {}).get(one.id)))
    return [one.id for one in order]


def test_a_daily_duty_of_a_licensed_trade_does_not_bar_work_as_the_licence_itself_does():
    records = priority(requirement("records", kind="duty", assessment=("licence",)), TODAY, "ooo")
    licence = priority(requirement("licence", kind="condition", assessment=("licence",)), TODAY, "ooo")
    assert records.step is Step.EFFORT
    assert licence.step is Step.NO_WORK_WITHOUT


def test_the_list_begins_before_opening_then_due_licences_suspension_fines_and_effort():
    listed = (
        requirement("easy", effort=Effort(one_off_hours=D(1))),
        requirement("hard", effort=Effort(one_off_hours=D(9))),
        requirement("unknown_effort"),
        requirement("small_fine", sanctions=(fine(1000),)),
        requirement("big_fine", sanctions=(fine(500_000),)),
        requirement("suspension", sanctions=(fine(100, "или приостановление деятельности до 90 суток"),)),
        requirement("licence", kind="condition", assessment=("licence",)),
        requirement("due"),
        requirement("opening", life="opening"),
    )
    assert first_to_last(*reversed(listed), due={"due": date(2026, 12, 28)}) == [
        "opening",
        "due",
        "licence",
        "suspension",
        "big_fine",
        "small_fine",
        "easy",
        "hard",
        "unknown_effort",
    ]


def test_due_in_thirty_one_days_is_not_soon():
    assert priority(requirement("x"), TODAY, "ooo", date(2026, 12, 29)).step is Step.EFFORT


def test_of_two_due_soon_the_earlier_comes_first():
    due = {"a": date(2026, 12, 20), "b": date(2026, 12, 5)}
    assert first_to_last(requirement("a"), requirement("b"), due=due) == ["b", "a"]


def test_nothing_is_before_opening_for_a_business_that_works():
    opening = requirement("x", life="opening")
    assert priority(opening, TODAY, "ooo", working=True).step is Step.EFFORT
    assert priority(opening, TODAY, "ooo").reason.ru == "Сделайте до открытия"


def test_the_fine_that_orders_is_that_of_the_businesss_own_form():
    for_company = requirement("company", sanctions=(fine(900_000, ip=10),))
    for_ip = requirement("ip", sanctions=(fine(1000, ip=5000),))
    assert first_to_last(for_company, for_ip, form="ooo") == ["company", "ip"]
    assert first_to_last(for_company, for_ip, form="ip") == ["ip", "company"]


def test_a_company_sees_its_own_range_first_and_its_directors_beside():
    ranges = sanction_ranges([fine(20_000), fine(50_000)], "ooo")
    assert [(one.subject, one.own) for one in ranges] == [
        ("company", True),
        ("company", True),
        ("official", False),
        ("official", False),
    ]


def test_an_entrepreneur_without_a_range_answers_as_an_official():
    (one,) = sanction_ranges([fine(20_000)], "ip")
    assert (one.subject, one.as_subject, one.high) == ("ip", "official", 2000)


def test_an_entrepreneur_answers_as_a_company_where_the_entry_says_so():
    (one,) = sanction_ranges([fine(20_000, "ИП отвечает как организация")], "ip")
    assert (one.as_subject, one.high) == ("company", 20_000)


def test_a_self_employed_person_answers_as_a_citizen():
    fines = [Sanction("ст. 1", citizen=(D(500), D(1000)), company=(D(1), D(2)))]
    assert [one.subject for one in sanction_ranges(fines, "npd")] == ["citizen"]


def test_an_article_without_amounts_for_the_form_gives_no_figure():
    assert highest_sanction([Sanction("ст. 1", citizen=(D(500), D(1000)))], "ooo") is None


def test_of_an_unknown_form_every_range_is_shown_and_none_is_own():
    ranges = sanction_ranges([fine(20_000, ip=3000)], None)
    assert [one.subject for one in ranges] == ["company", "ip", "official"]
    assert not any(one.own for one in ranges)
    assert highest_sanction([fine(20_000)], None) == 20_000


def test_suspension_is_read_from_the_note_of_the_article():
    assert suspension_possible([fine(1, "или приостановление до 90 суток")])
    assert not suspension_possible([fine(1, "или предупреждение"), fine(1)])


def test_readiness_leaves_out_what_does_not_concern_the_business():
    found = readiness(["yes", "yes", "partly", "no", None, None, "not_concerned"])
    assert (found.done, found.partly, found.no, found.not_answered, found.not_concerned) == (2, 1, 1, 2, 1)
    assert found.share == Fraction(1, 3)
    assert found.answered_share == Fraction(2, 3)


def test_an_empty_list_has_no_share():
    assert readiness([]).share is None
    assert readiness(["not_concerned"]).share is None


def test_an_answer_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="perhaps"):
        readiness(["perhaps"])
