"""A command line that names no command, or a wrong one, is refused like any other input."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.cli import main


@pytest.mark.parametrize(
    ("words", "code", "field"),
    [
        (["--json"], "missing", "command"),
        (["audit", "--json"], "missing", "command"),
        (["audit", "--nope", "verify", "--json"], "usage", "--nope"),
        (["--nope", "match", "--json"], "usage", "--nope"),
        (["audit", "verfy", "--json"], "unknown_command", "command"),
        (["mach", "--json"], "unknown_command", "command"),
        (["procedures", "", "--json"], "unknown_procedure", "name"),
        (["ladder", "p.json", "--fact", "n", "--to", "3", "--json"], "usage", "from"),
        (["release", "preview", "--answers", "a.csv", "--answers", "b.csv", "--json"], "repeated_key", "answers"),
        (["release", "note", "2026Q3", "--ru=а", "--en", "b", "--en=c", "--json"], "repeated_key", "en"),
        (["match", "p.json", "--on", "2026-12-01", "--on", "2026-12-01", "--json"], "repeated_key", "on"),
        (["plan", "-", "--not-before", "soon", "--json"], "usage", "not_before"),
    ],
)
def test_the_refusal_is_one_document_with_field_and_remedy(words: list[str], code: str, field: str) -> None:
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 2
    found = json.loads(done.stdout)
    assert (found["error"]["code"], found["error"]["field"]) == (code, field)
    assert found["errors"] == [found["error"]]
    assert all(found["error"][part][tongue] for part in ("message", "remedy") for tongue in ("ru", "en"))


def test_what_may_repeat_repeats(tmp_path) -> None:
    profile = tmp_path / "p.json"
    profile.write_text('{"facts": {"legal_form": "ooo"}}')
    words = ["whatif", str(profile), "--set", "employees=16", "--set", "region=77", "--json", "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 0
    assert set(json.loads(done.stdout)) >= {"added", "removed"}


@pytest.mark.parametrize("words", [["audit"], ["registry"], ["audit", "-h"]])
def test_a_group_alone_shows_its_help(words: list[str]) -> None:
    assert "Usage:" in CliRunner().invoke(main, words).output


def test_a_command_near_in_spelling_is_offered() -> None:
    done = CliRunner().invoke(main, ["audit", "verfy"])
    assert "verify" in done.stderr


@pytest.mark.parametrize(
    ("words", "message", "remedy"),
    [
        (
            ["match", "p.json", "--on", "2027-02-29"],
            ("--on: значение «2027-02-29» не подходит.", "--on: “2027-02-29” does not fit."),
            ("В феврале 2027 дней: 28. Исправьте день.", "February 2027 has 28 days. Correct the day."),
        ),
        (
            ["match", "p.json", "--on", "29.02.2027"],
            ("--on: значение «29.02.2027» не подходит.", "--on: “29.02.2027” does not fit."),
            ("Напишите год-месяц-день: 2026-09-01.", "Write year-month-day: 2026-09-01."),
        ),
        (
            ["changes", "p.json", "--since", "2026-W48-6", "--until", "2027-01-01"],
            ("--since: значение «2026-W48-6» не подходит.", "--since: “2026-W48-6” does not fit."),
            ("Напишите год-месяц-день: 2026-09-01.", "Write year-month-day: 2026-09-01."),
        ),
        (
            ["interview", "--limit", "-1"],
            ("--limit: значение «-1» не подходит.", "--limit: “-1” does not fit."),
            ("Напишите целое число не меньше 0.", "Write a whole number, at least 0."),
        ),
        (
            ["interview", "--limit", "пять"],
            ("--limit: значение «пять» не подходит.", "--limit: “пять” does not fit."),
            ("Напишите целое число не меньше 0.", "Write a whole number, at least 0."),
        ),
        (
            ["plan", "-", "--seconds", "4000.5"],
            ("--seconds: значение «4000.5» не подходит.", "--seconds: “4000.5” does not fit."),
            (
                "Напишите число с точкой не меньше 0 и не больше 3600.",
                "Write a number with a point, at least 0 and at most 3600.",
            ),
        ),
        (
            ["plan", "-", "--seed", "²"],
            ("--seed: значение «²» не подходит.", "--seed: “²” does not fit."),
            ("Напишите целое число.", "Write a whole number."),
        ),
        (
            ["registry", "export", "--format", "pdf"],
            ("--format: значение «pdf» не подходит.", "--format: “pdf” does not fit."),
            ("Выберите из списка: json, csv, xlsx.", "Choose one: json, csv, xlsx."),
        ),
        (
            ["restore", "b", "--at", "29.02.2027"],
            ("--at: значение «29.02.2027» не подходит.", "--at: “29.02.2027” does not fit."),
            ("Напишите день и время: 2026-11-28T10:30.", "Write day and time: 2026-11-28T10:30."),
        ),
        (
            ["match", "a.json", "b.json"],
            ("Лишние слова в команде: b.json.", "The command has words too many: b.json."),
            ("Уберите их; запись покажет --help.", "Remove them; --help shows how to write it."),
        ),
        (
            ["match", "a.json", "--json=1"],
            ("Ключ --json пишут без значения.", "--json takes no value."),
            ("Уберите значение.", "Remove the value."),
        ),
    ],
)
def test_each_language_says_which_value_and_how_to_write_it(words, message, remedy) -> None:
    done = CliRunner().invoke(main, [*words, "--json"])
    found = json.loads(done.stdout)["error"]
    assert done.exit_code == 2
    assert tuple(found["message"].values()) == message
    assert tuple(found["remedy"].values()) == remedy


def test_an_option_without_its_value_is_named() -> None:
    found = json.loads(CliRunner().invoke(main, ["match", "a.json", "--json", "--on"]).stdout)["error"]
    assert found["message"] == {"ru": "После --on нет значения.", "en": "--on has no value after it."}


@pytest.mark.parametrize("words", [["compare", "-", "-"], ["interview", "--script", "-", "--profile", "-"]])
def test_two_documents_on_one_stdin_are_refused_as_such(words) -> None:
    done = CliRunner().invoke(main, [*words, "--json"], input='{"facts": {}}')
    assert (done.exit_code, json.loads(done.stdout)["error"]["code"]) == (2, "stdin_twice")


def test_one_document_on_stdin_is_read() -> None:
    done = CliRunner().invoke(main, ["match", "-", "--json"], input='{"facts": {}}')
    assert done.exit_code == 0


def test_a_picture_and_json_at_once_are_refused() -> None:
    done = CliRunner().invoke(main, ["procedures", "dispute", "--diagram", "--json"])
    assert (done.exit_code, json.loads(done.stdout)["error"]["field"]) == (2, "diagram")


def test_a_fact_that_is_no_number_has_no_ladder_and_the_numbers_are_named(tmp_path) -> None:
    profile = tmp_path / "p.json"
    profile.write_text('{"facts": {}}')
    words = ["ladder", str(profile), "--fact", "legal_form", "--from", "1", "--to", "3", "--json"]
    found = json.loads(CliRunner().invoke(main, words).stdout)["error"]
    assert found["code"] == "not_a_number"
    assert "employees" in found["remedy"]["ru"]


@pytest.mark.parametrize("is_demo", ["0", "1"])
@pytest.mark.parametrize("command", ["migrate", "seed", "demo", "serve"])
def test_a_database_that_does_not_answer_is_exit_3_without_a_traceback(command, is_demo, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("YASNO_DATA", str(tmp_path))
    monkeypatch.setenv("YASNO_DEMO", is_demo)
    monkeypatch.setenv("YASNO_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("PORT", "0")
    done = CliRunner().invoke(main, [command])
    assert done.exit_code == 3
    assert done.stderr.splitlines()[-1].startswith("База данных не отвечает")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["migrate", "serve", "doctor"])
def test_a_setting_that_makes_no_sense_is_exit_2_and_told_in_russian(command, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("YASNO_DATA", str(tmp_path))
    monkeypatch.setenv("PORT", "http")
    done = CliRunner().invoke(main, [command])
    assert done.exit_code == 2
    assert done.stderr.startswith("PORT «http»: нужно число от 0 до 65535.")
