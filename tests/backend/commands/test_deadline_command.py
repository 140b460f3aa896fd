"""`yasno deadline` and `yasno procedures` as a program calls them."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.cli import main
from calculators.calendar import calendar_version
from rules.procedures import procedures


def run(*words: str):
    return CliRunner().invoke(main, list(words))


def answer(*words: str) -> dict:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.stdout
    return json.loads(result.stdout)


def error(*words: str) -> dict:
    result = run(*words, "--json")
    assert result.exit_code == 2, result.stdout
    return json.loads(result.stdout)["error"]


def test_a_key_gives_the_day_the_moment_the_source_and_the_calendar():
    found = answer("deadline", "appeal.file", "2026-04-09")
    assert found["due"] == "2026-05-12"
    assert found["last_moment"] == "2026-05-12T23:59:59+03:00"
    assert found["rolled_over_from"] == "2026-05-09"
    assert found["source"] == "248-ФЗ, ст. 40 ч. 5"
    assert found["verified"] is True
    assert found["calendar"] == {"2026": "official"}


def test_a_term_of_ones_own_names_the_days_it_counted():
    found = answer("deadline", "--term", "2 working_days", "2025-10-31")
    assert found["due"] == "2025-11-05"
    assert found["counted"] == ["2025-11-01", "2025-11-05"]
    assert found["source"] is None


def test_months_and_hours_have_no_counted_days():
    assert answer("deadline", "--term", "1 months", "2026-01-31")["counted"] is None
    found = answer("deadline", "--term", "24 hours", "2026-05-08T18:30")
    assert (found["counted"], found["last_moment"]) == (None, "2026-05-09T18:30:00+03:00")


def test_a_negative_term_counts_before_the_date():
    assert answer("deadline", "visit.withdraw_before", "2026-05-12")["due"] == "2026-05-04"
    assert answer("deadline", "--term", "-1 working_days", "2026-05-12")["due"] == "2026-05-08"


def test_the_last_moment_stands_in_the_authoritys_zone():
    found = answer("deadline", "--term", "10 working_days", "2026-04-24", "--timezone", "Asia/Kamchatka")
    assert found["last_moment"] == "2026-05-12T23:59:59+12:00"


def test_without_a_zone_the_day_ends_as_in_the_region():
    found = answer("deadline", "appeal.file", "2026-04-09", "--region", "25")
    assert (found["last_moment"], found["timezone"]) == ("2026-05-12T23:59:59+10:00", "Asia/Vladivostok")
    named = answer("deadline", "appeal.file", "2026-04-09", "--region", "25", "--timezone", "Europe/Moscow")
    assert named["last_moment"] == "2026-05-12T23:59:59+03:00"


def test_the_version_of_the_calendar_is_that_of_the_region():
    plain, tatarstan = (answer("deadline", "appeal.file", "2026-04-09", *more) for more in ((), ("--region", "16")))
    assert plain["calendar_version"] == calendar_version() != tatarstan["calendar_version"]


def test_a_term_of_the_law_says_what_starts_it_and_who_must_act():
    found = answer("deadline", "appeal.file", "2026-04-09")
    assert (found["anchor"]["en"], found["who"]) == ("day the breach became known", "business")
    assert "anchor" not in answer("deadline", "--term", "1 months", "2026-04-09")


def test_a_region_adds_its_days_off_with_their_acts():
    found = answer("deadline", "--term", "1 working_days", "2026-11-05", "--region", "16")
    assert found["due"] == "2026-11-09"
    assert [row["date"] for row in found["regional"]] == ["08-30", "11-06"]
    assert answer("deadline", "--term", "1 working_days", "2026-11-05", "--region", "77")["due"] == "2026-11-06"


def test_pauses_repeat_and_are_cut_at_the_cap_of_the_term():
    pauses = ("--pause", "2026-04-28:2026-04-29", "--pause", "2026-05-12:2026-06-30")
    assert answer("deadline", "appeal.decide", "2026-04-24", *pauses)["due"] == "2026-05-26"


def test_a_term_of_a_control_type_is_told_by_its_code():
    assert "education" in error("deadline", "warning.objection", "2026-04-24")["remedy"]["en"]
    found = answer("deadline", "warning.objection", "2026-04-24", "--control-type", "education")
    assert found["due"] == "2026-05-12"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("appeal.fil", "2026-04-09"), "key"),
        (("appeal.file", "2026-02-29"), "date"),
        (("appeal.file", "20260409"), "date"),
        (("appeal.file", "2026-4-9"), "date"),
        (("appeal.file", "٢٠٢٦-04-09"), "date"),
        (("appeal.file", "2033-12-25"), "date"),
        (("appeal.file", "2019-06-01"), "date"),
        (("appeal.file",), "arguments"),
        (("--term", "10 days", "2026-04-09"), "term"),
        (("--term", "ten working_days", "2026-04-09"), "term"),
        (("--term", "1.5 months", "2026-04-09"), "term"),
        (("--term", "999999 working_days", "2026-04-09"), "term"),
        (("--term", "24 hours", "2026-04-09"), "date"),
        (("appeal.file", "2026-04-09", "--region", "Москва"), "region"),
        (("appeal.file", "2026-04-09", "--region", "99"), "region"),
        (("appeal.file", "2026-04-09", "--control-type", "educatio"), "control_type"),
        (("appeal.file", "2026-04-09", "--control-type", "tax"), "control_type"),
        (("warning.issue", "2026-04-09", "--control-type", "education"), "control_type"),
        (("appeal.file", "2026-04-09", "--timezone", "Europe/Moskow"), "timezone"),
        (("appeal.file", "2026-04-09", "--pause", "2026-04-10"), "pause"),
        (("appeal.file", "2026-04-09", "--pause", "2026-04-12:2026-04-10"), "pause"),
    ],
)
def test_a_wrong_word_is_refused_by_field_with_a_cure(words, field):
    found = error("deadline", *words)
    assert found["field"] == field
    assert found["message"]["ru"]
    assert found["remedy"]["en"]


def test_the_last_valid_second_of_a_moment_with_parts_of_a_second_is_a_whole_one():
    found = answer("deadline", "--term", "24 hours", "2026-11-28T10:00:00.900Z", "--timezone", "Europe/Moscow")
    assert found["last_moment"] == "2026-11-29T13:00:00+03:00"


def test_everything_wrong_with_the_words_is_told_at_once():
    wrong = ("--region", "7", "--timezone", "Mars", "--control-type", "educatio", "--pause", "x", "--pause", "y:z")
    done = run("deadline", "appeal.fil", "2026-02-29", *wrong, "--json")
    told = [one["field"] for one in json.loads(done.stdout)["errors"]]
    assert told == ["date", "region", "timezone", "control_type", "key", "pause", "pause"]


def test_an_unknown_type_of_control_is_refused_beside_a_term_of_ones_own_too():
    words = ("deadline", "--term", "10 working_days", "2026-04-09", "--control-type", "educatio")
    assert error(*words)["field"] == "control_type"


def test_a_person_reads_until_when_and_why_the_day_moved():
    found = run("deadline", "appeal.file", "2026-04-09").stdout
    assert "До 12.05.2026 23:59 включительно" in found
    assert "09.05.2026" in found


def test_procedures_are_printed_row_by_row():
    (found,) = answer("procedures", "dispute")["procedures"]
    assert {key: found["states"][4][key] for key in ("code", "terminal")} == {"code": "ACCEPTED", "terminal": True}
    take = next(step for step in found["steps"] if step["action"] == "take")
    assert (take["from"], take["to"], take["actor"]) == ("SUBMITTED", "TAKEN", ["regulator", "editor"])
    assert take["term"]["amount"] == 5
    withdraw = next(step for step in found["steps"] if step["action"] == "withdraw")
    assert withdraw["from"] == ["SUBMITTED", "TAKEN"]


def test_without_a_name_every_procedure_is_printed():
    assert [one["name"] for one in answer("procedures")["procedures"]] == list(procedures())


def test_the_picture_is_an_svg_document():
    assert run("procedures", "dispute", "--diagram").stdout.startswith("<svg")


def test_a_picture_without_a_name_and_an_unknown_name_are_refused():
    assert error("procedures", "--diagram")["field"] == "name"
    assert "dispute" in error("procedures", "disputes")["remedy"]["ru"]
