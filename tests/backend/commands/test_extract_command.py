"""`yasno extract import`, as typed: the contract's answers and exit codes, and what the first page then knows."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from backend.cli import main
from backend.commands import shared

INN = "7707083893"
GOOD = f"inn,name,legal_form,region,okved\n{INN},ООО «Лён»,ooo,77,56.10\n"


@pytest.fixture
def bring(settings, engine, monkeypatch, tmp_path):
    """Runs `yasno extract import` on a text against the test's database; returns (exit code, stdout, stderr)."""
    monkeypatch.setenv("YASNO_DATA", str(settings.data))
    monkeypatch.setenv("YASNO_DATABASE_URL", settings.database_url)

    def run(content: str, *options: str, of: str = "2026-11-27", name: str = "extract.csv"):
        (tmp_path / "extract.csv").write_text(content, encoding="utf-8")
        file = name if name == "-" else str(tmp_path / name)
        typed = ["extract", "import", file, "--of", of, *options]
        result = CliRunner().invoke(main, typed, input=content if name == "-" else None)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_an_extract_is_brought_in_and_the_first_page_asks_whether_it_is_you(bring, visitor):
    code, printed, _ = bring(GOOD, "--json")
    assert (code, json.loads(printed)) == (0, {"organisations": 1, "extract_of": "2026-11-27"})
    page = visitor.post_form("/start", {"activity": INN})
    assert "Это вы?" in page.text
    assert "ООО «Лён»" in page.text


def test_a_person_reads_a_sentence(bring):
    assert bring(GOOD)[:2] == (0, "Организаций: 1, выписка от 2026-11-27.\n")


def test_it_reads_stdin_too(bring):
    code, printed, _ = bring(GOOD, "--json", name="-")
    assert (code, json.loads(printed)["organisations"]) == (0, 1)


def test_faults_stand_with_file_line_and_number_and_the_former_extract_stays(bring, visitor):
    bring(GOOD)
    code, printed, _ = bring("inn,name\n7707083893²,ООО\n7707083894,\n", "--json")
    errors = json.loads(printed)["errors"]
    assert code == 2
    assert [(one["code"], one["line"], one["entry"], one["file"]) for one in errors] == [
        ("inn_digits", 2, "7707083893²", "extract.csv"),
        ("inn_checksum", 3, "7707083894", "extract.csv"),
        ("missing", 3, "7707083894", "extract.csv"),
    ]
    assert "Это вы?" in visitor.post_form("/start", {"activity": INN}).text


def test_without_json_faults_are_lines_on_stderr(bring):
    code, printed, told = bring("inn,name\n7707083893²,ООО\n")
    assert (code, printed) == (2, "")
    assert told.startswith("extract.csv:2, 7707083893², inn: В ИНН бывают только цифры 0–9.")


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({"of": "2099-01-01"}, "day_ahead"),
        ({"of": "2026-02-30"}, "usage"),
        ({"name": "none.csv"}, "unreadable"),
    ],
)
def test_a_day_that_cannot_be_and_a_missing_file_are_refused(bring, options, found):
    code, printed, _ = bring(GOOD, "--json", **options)
    assert (code, json.loads(printed)["error"]["code"]) == (2, found)


def test_a_database_without_tables_is_a_service_that_does_not_answer(bring, monkeypatch, tmp_path):
    monkeypatch.setenv("YASNO_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    code, printed, _ = bring(GOOD, "--json")
    assert (code, json.loads(printed)["error"]["code"]) == (shared.SERVICE_SILENT, "service_silent")
