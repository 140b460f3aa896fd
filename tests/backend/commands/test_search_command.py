"""`yasno search` answers as the contract says, bad input too."""

import json

import pytest
from click.testing import CliRunner

from backend.cli import main

TODAY = ("--on", "2026-11-28")


def search(*arguments, stdin=None):
    return CliRunner().invoke(main, ["search", *arguments], input=stdin)


def test_results_come_best_first_with_title_and_reasons():
    answer = search("касса на ярмарке", "--json", *TODAY)
    results = json.loads(answer.stdout)["results"]
    assert answer.exit_code == 0
    assert results[0].keys() == {"id", "title", "score", "because"}
    assert results[0]["title"].keys() == {"ru", "en"}
    assert results[0]["because"]
    assert [one["score"] for one in results] == sorted((one["score"] for one in results), reverse=True)
    assert "tax.cash_register_use" in [one["id"] for one in results[:5]]


def test_words_may_come_unquoted_or_on_stdin():
    quoted = search("график отпусков", "--json", *TODAY).stdout
    assert search("график", "отпусков", "--json", *TODAY).stdout == quoted
    assert search("-", "--json", *TODAY, stdin="график отпусков\n").stdout == quoted


@pytest.mark.parametrize("query", ["", "   "])
@pytest.mark.parametrize("kind", [(), ("--activities",)])
def test_an_empty_query_is_refused(query, kind):
    answer = search(query, "--json", *kind)
    assert answer.exit_code == 2
    error = json.loads(answer.stdout)["error"]
    assert (error["code"], error["field"]) == ("empty_query", "query")


def test_no_query_at_all_is_refused_on_stderr():
    answer = search()
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "Вы не написали, что искать" in answer.stderr


def test_nothing_found_is_an_answer():
    answer = search("ъъъъъ", "--json", *TODAY)
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"results": []})


def test_a_limit_is_kept_and_a_wrong_one_refused():
    assert len(json.loads(search("договор", "--json", "--limit", "3", *TODAY).stdout)["results"]) == 3
    assert search("договор", "--json", "--limit", "0").exit_code == 2


def test_activities_come_with_codes_and_hints():
    answer = search("--activities", "маникюр на дому", "--json", *TODAY)
    first = json.loads(answer.stdout)["results"][0]
    assert first["id"] == "nails"
    assert "96.02.2" in first["okved"]
    assert "cosmetic_services" in first["activities"]
    assert first["facts"] == {"premises_at_home": True}


ENTRY = """
- id: own.rule
  title: {ru: "Вывеска из неона", en: "Neon sign"}
  applies_when: true
  act: {type: "Закон", number: "1", date: 2020-01-01}
  provision: "ст. 1"
  in_force: {from: 2026-01-01, until: 2026-06-30}
"""


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2025-12-31", []),
        ("2026-01-01", ["own.rule"]),
        ("2026-06-30", ["own.rule"]),
        ("2026-07-01", ["own.rule"]),
        ("2028-01-01", []),
    ],
)
def test_only_what_is_listed_on_the_day_is_found(tmp_path, day, found):
    (tmp_path / "own.yaml").write_text(ENTRY, encoding="utf-8")
    answer = search("неон", "--registry", str(tmp_path), "--on", day, "--json")
    assert [one["id"] for one in json.loads(answer.stdout)["results"]] == found


def test_an_entry_that_ended_without_a_successor_says_so(tmp_path):
    (tmp_path / "own.yaml").write_text(ENTRY, encoding="utf-8")
    answer = search("неон", "--registry", str(tmp_path), "--on", "2026-11-28", "--json")
    assert json.loads(answer.stdout)["results"][0]["status"] == "ended_successor_unknown"


def test_a_folder_that_is_not_there_is_refused():
    assert search("касса", "--registry", "no-such-folder", "--json").exit_code == 2


def test_people_get_lines_to_read():
    answer = search("огнетушитель", *TODAY)
    assert answer.exit_code == 0
    assert "fire.extinguishers: " in answer.stdout
