"""`yasno cost`, `contributions` and `hours` as a program calls them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.cli import main

SCENARIO = {
    "method": "ru-personal",
    "items": [
        {
            "id": "report",
            "timing": "recurring",
            "frequency": "4",
            "labour": [{"hours": "2", "hourly_rate": "500"}],
            "external": [{"price": "300"}],
        }
    ],
}


def run(*words: str, stdin: object = None):
    return CliRunner().invoke(main, [*words], input=stdin if isinstance(stdin, str) else json.dumps(stdin))


def answer(*words: str, stdin: object = None) -> dict:
    result = run(*words, "--json", stdin=stdin)
    assert result.exit_code == 0, result.stdout
    return json.loads(result.stdout)


def test_a_scenario_on_stdin_is_answered_in_one_json_document():
    found = answer("cost", "-", stdin=SCENARIO)
    assert found["method"] == "ru-personal"
    assert found["totals"]["annual"] == "5200.00"
    assert found["items"][0]["price_per_occurrence"] == "1300.00"


def test_two_scenarios_are_compared_other_minus_first(tmp_path):
    other = json.loads(json.dumps(SCENARIO))
    other["items"][0]["frequency"] = "1"
    (tmp_path / "now.json").write_text(json.dumps(SCENARIO), encoding="utf-8")
    (tmp_path / "then.json").write_text(json.dumps(other), encoding="utf-8")
    found = answer("cost", str(tmp_path / "now.json"), "--compare", str(tmp_path / "then.json"))
    assert found["delta"]["annual"] == "-3900.00"
    assert found["delta"]["present_value"] is None


def test_a_method_that_does_not_exist_is_refused_naming_those_that_do():
    result = run("cost", "-", "--json", stdin=SCENARIO | {"method": "xx"})
    assert result.exit_code == 2
    error = json.loads(result.stdout)["error"]
    assert error["field"] == "method"
    assert "ru-personal" in error["message"]["ru"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"method": "ru-personal", "method": "ru-personal"}', "NaN"])
def test_what_is_no_scenario_is_refused_without_a_traceback(text):
    result = run("cost", "-", "--json", stdin=text)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["errors"]


def test_money_as_a_json_number_is_refused():
    wrong = json.loads(json.dumps(SCENARIO))
    wrong["items"][0]["external"] = [{"price": 300.5}]
    result = run("cost", "-", "--json", stdin=wrong)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["field"] == "items[0].external[0].price"


def test_a_person_reads_the_totals_in_words():
    result = run("cost", "-", stdin=SCENARIO)
    assert "Каждый год, ₽: 5200.00" in result.stdout


def test_the_same_scenario_gives_the_same_bytes():
    assert run("cost", "-", "--json", stdin=SCENARIO).stdout == run("cost", "-", "--json", stdin=SCENARIO).stdout


def test_contributions_are_answered_month_by_month():
    found = answer("contributions", "-", stdin={"year": 2026, "category": "msp_priority", "monthly_wage": "100000"})
    assert found["threshold"] == "40639.50"
    assert len(found["months"]) == 12
    assert found["annual"] == "253151.10"
    assert found["trace"]


def test_fewer_months_are_counted_from_january():
    found = answer(
        "contributions", "-", stdin={"year": 2026, "category": "general", "monthly_wage": "1000", "months": 3}
    )
    assert (found["months"], found["annual"], found["threshold"]) == (["300.00"] * 3, "900.00", None)


def test_the_sme_tariff_of_2026_says_for_whom_it_is():
    found = answer("contributions", "-", stdin={"year": 2026, "category": "msp", "monthly_wage": "1000"})
    assert [one["code"] for one in found["warnings"]] == ["msp_listed_activities_only"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"year": 2027}, "year"),
        ({"year": "2026"}, "year"),
        ({"year": None}, "year"),
        ({"category": "sme"}, "category"),
        ({"monthly_wage": 1000}, "monthly_wage"),
        ({"monthly_wage": "-1"}, "monthly_wage"),
        ({"months": 13}, "months"),
        ({"months": 0}, "months"),
        ({"wage": "1"}, "wage"),
    ],
)
def test_wrong_contributions_are_refused_by_field(change, field):
    plain = {"year": 2026, "category": "general", "monthly_wage": "1000"}
    result = run("contributions", "-", "--json", stdin=plain | change)
    assert result.exit_code == 2
    assert json.loads(result.stdout)["error"]["field"] == field


@pytest.mark.parametrize(
    ("year", "week", "hours"),
    [(2024, "40", "1979.00"), (2026, "40", "1972.00"), (2026, "36", "1774.40"), (2023, "36", "1775.40")],
)
def test_the_norm_of_hours_follows_the_calendar(year, week, hours):
    assert answer("hours", "-", stdin={"year": year, "week_hours": week})["annual_norm_hours"] == hours


def test_a_year_without_a_calendar_has_no_norm():
    result = run("hours", "-", "--json", stdin={"year": 2040, "week_hours": "40"})
    assert result.exit_code == 2
    assert "2040" in json.loads(result.stdout)["error"]["message"]["ru"]


EVENT = {
    "entity_size": "micro",
    "event": "ON_SITE",
    "requested_onsite_hours": "20",
    "participants": [{"role": "директор", "hourly_rate": "600"}],
    "preparation": [{"hours": "6", "hourly_rate": "500"}],
    "moving": [{"price": "1500"}],
}


def test_a_control_event_is_cut_at_the_hours_the_law_allows():
    found = answer("control-event-cost", "-", stdin=EVENT)
    assert (found["onsite_hours"], found["cost"]) == ("15.00", "12000.00")
    assert [flag["code"] for flag in found["flags"]] == ["hours_over_bound"]
    assert [row["figure"] for row in found["trace"]][-1] == "cost"


def test_a_person_reads_hours_rubles_and_what_to_look_at():
    shown = run("control-event-cost", "-", stdin=EVENT).stdout
    assert "Часов с инспектором: 15.00" in shown
    assert "(в сумму не входит): 1500.00" in shown
    assert "закон допускает не больше 15" in shown
    assert "не известно" in run("control-event-cost", "-", stdin=EVENT | {"requested_onsite_hours": None}).stdout


def test_a_wrong_control_event_is_refused_with_every_fault():
    result = run("control-event-cost", "-", "--json", stdin={"event": "ON_SITE", "extra": 1})
    assert result.exit_code == 2
    found = json.loads(result.stdout)["errors"]
    assert {fault["field"] for fault in found} == {
        "extra",
        "entity_size",
        "requested_onsite_hours",
        "participants",
    }
