"""`yasno registry`, run as a person or a program runs it."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from rules.reading import REGISTRY

ROOT = REGISTRY.parent.parent
ENTRY = """- id: own.rule
  title: {ru: "Правило", en: "Rule"}
  applies_when: {fact: employees, op: gte, value: 1}
  act: {type: "Приказ", number: "5", date: 2026-01-15}
  provision: "п. 1"
  case_applies: {employees: 1}
  case_not: {employees: 0}
"""


def yasno(*arguments, stdin=b"", **environment):
    return subprocess.run(
        [sys.executable, "-m", "backend", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=os.environ | environment,
        timeout=60,
    )


def answer(*arguments, code=0):
    done = yasno(*arguments, "--json")
    assert done.returncode == code, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "own"
    place.mkdir()
    (place / "rules.yaml").write_text(ENTRY, encoding="utf-8")
    return place


def test_the_project_passes_its_own_check():
    found = answer("registry", "check", "--on", "2026-11-28")
    assert found["faults"] == []
    assert found["requirements"] >= 542
    assert found["ending_within_a_year"] > 80
    assert found["ended"] == 0
    assert found["without_source"] < found["requirements"]


def test_after_new_year_the_ended_entries_are_counted():
    assert answer("registry", "check", "--on", "2027-01-01")["ended"] > 80


def test_a_faulty_folder_is_answered_with_one_and_every_fault(folder):
    (folder / "bad.yaml").write_text(ENTRY.replace("own.rule", "own.bad").replace('"5"', "5"), encoding="utf-8")
    found = answer("registry", "check", "--registry", folder, code=1)
    assert found["requirements"] == 2
    (fault,) = found["faults"]
    assert (fault["file"], fault["entry"], fault["field"], fault["line"]) == ("bad.yaml", "own.bad", "act.number", 4)
    assert set(fault["message"]) == set(fault["remedy"]) == {"ru", "en"}


def test_other_commands_refuse_a_faulty_folder_with_two(folder):
    (folder / "bad.yaml").write_text("- id: x", encoding="utf-8")
    found = answer("registry", "show", "own.rule", "--registry", folder, code=2)
    assert found["error"] == found["errors"][0]
    assert {one["field"] for one in found["errors"]} >= {"title", "act", "provision", "applies_when"}


def test_a_folder_that_cannot_be_read_is_two(tmp_path):
    assert answer("registry", "check", "--registry", tmp_path / "no", code=2)["error"]["code"] == "no_folder"


def test_a_folder_inside_that_cannot_be_listed_is_two_and_not_left_out(folder):
    """A path too long to be opened: the right to read would not stop the tests' own user everywhere."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("deep" * 60, dir_fd=here)
        here, above = os.open("deep" * 60, os.O_RDONLY, dir_fd=here), here
        os.close(above)
    os.close(here)
    assert answer("registry", "check", "--registry", folder, code=2)["error"]["code"] == "no_folder"


def test_the_end_of_the_calendar_is_a_day_like_any_other(folder):
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text("utf-8") + "  in_force: {until: 9999-12-31}\n", "utf-8")
    found = answer("registry", "check", "--registry", folder, "--on", "9999-12-30")
    assert (found["ended"], found["ending_within_a_year"]) == (0, 1)


def test_without_json_faults_are_told_in_words_on_stderr(tmp_path):
    done = yasno("registry", "check", "--registry", tmp_path / "no")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "не удалось открыть" in done.stderr.decode()
    english = yasno("registry", "check", "--registry", tmp_path / "no", YASNO_LANG="en")
    assert "cannot be opened" in english.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (["check", "--jsn"], "--jsn"),
        (["check", "--on", "2026-02-30"], "on"),
        (["check", "--on", "tomorrow"], "on"),
        (["show"], "requirement_id"),
        (["nothing"], "command"),
        (["show", "labour.contract_writen"], "id"),
    ],
)
def test_a_command_written_wrongly_is_refused_in_the_same_shape(arguments, field):
    found = answer("registry", *arguments, code=2)
    assert found["error"]["field"] == field
    assert "invalid value" not in json.dumps(found).lower()


def test_an_entry_is_shown_with_its_version_and_standing():
    found = answer("registry", "show", "labour.contract_written", "--on", "2026-11-28")
    assert found["requirement"]["act"]["number"] == "197-ФЗ"
    assert found["standing"] == "in_force"
    assert len(found["version"]) == 16
    assert "трудовой договор" in yasno("registry", "show", "labour.contract_written").stdout.decode()


def test_import_writes_into_the_domain_and_the_registry_still_reads(folder, tmp_path):
    more = tmp_path / "more.yaml"
    more.write_text(ENTRY.replace("own.rule", "food.new"), encoding="utf-8")
    assert answer("registry", "import", more, "--registry", folder)["files"] == ["food/requirements.yaml"]
    assert answer("registry", "check", "--registry", folder)["requirements"] == 2
    more.write_text(ENTRY.replace("own.rule", "food.newer"), encoding="utf-8")
    assert answer("registry", "import", more, "--registry", folder)["files"] == ["food/more.yaml"]
    assert answer("registry", "check", "--registry", folder)["requirements"] == 3


def test_a_faulty_import_writes_nothing(folder, tmp_path):
    more = tmp_path / "more.yaml"
    more.write_text(ENTRY + ENTRY.replace("own.rule", "own.other").replace("employees", "employes"), encoding="utf-8")
    before = sorted(path.name for path in folder.rglob("*"))
    found = answer("registry", "import", more, "--registry", folder, code=2)
    assert {one["code"] for one in found["errors"]} >= {"repeated_id", "unknown_fact"}
    assert sorted(path.name for path in folder.rglob("*")) == before


def test_a_faulty_import_names_the_file_that_was_brought(folder, tmp_path):
    brought = tmp_path / "brought.yaml"
    brought.write_text("- id: food.more\n  bogus: 1\n", encoding="utf-8")
    found = answer("registry", "import", brought, "--registry", folder, code=2)
    assert {one["file"] for one in found["errors"]} == {str(brought)}


def test_an_import_of_nothing_says_so(folder, tmp_path):
    found = answer("registry", "import", tmp_path / "nowhere.yaml", "--registry", folder, code=2)
    assert (found["error"]["field"], found["error"]["code"]) == ("source", "unreadable")


def test_a_whole_catalogue_becomes_a_new_registry(tmp_path):
    source = tmp_path / "catalogue"
    source.mkdir()
    for name in ("facts.yaml", "authorities.yaml", "situations.yaml", "okved2.csv"):
        shutil.copy(REGISTRY / name, source / name)
    # One entry links to another domain.
    shutil.copy(REGISTRY / "online_trade" / "requirements.yaml", source / "online_trade.yaml")
    for domain in sorted(path.name for path in REGISTRY.iterdir() if path.is_dir()):
        shutil.copy(REGISTRY / domain / "requirements.yaml", source / f"{domain}.yaml")
    made = answer("registry", "import", source, "--registry", tmp_path / "new")
    assert "facts.yaml" in made["files"]
    assert "fire/requirements.yaml" in made["files"]
    assert made["requirements"] >= 542
    ours, theirs = (
        answer("registry", "check", "--registry", place)["edition"] for place in (REGISTRY, tmp_path / "new")
    )
    assert ours == theirs


def test_export_gives_every_entry_in_three_forms(tmp_path):
    document = json.loads(yasno("registry", "export").stdout)
    ids = [entry["id"] for entry in document["requirements"]]
    table = list(csv.DictReader(io.StringIO(yasno("registry", "export", "--format", "csv").stdout.decode("utf-8-sig"))))
    assert [row["id"] for row in table] == ids
    assert json.loads(table[0]["applies_when"]) == document["requirements"][0]["applies_when"]
    page = tmp_path / "all.xlsx"
    assert yasno("registry", "export", "--out", page).returncode == 0
    sheet = openpyxl.load_workbook(page, read_only=True).active
    assert [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)] == ids


def test_what_a_spreadsheet_would_run_stays_text(folder):
    text = ENTRY.replace('ru: "Правило"', "ru: '=cmd()'")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    (row,) = csv.DictReader(
        io.StringIO(yasno("registry", "export", "--format", "csv", "--registry", folder).stdout.decode("utf-8-sig"))
    )
    assert row["title_ru"] == "'=cmd()"


def test_export_to_a_place_that_cannot_be_written_is_two(tmp_path):
    done = yasno("registry", "export", "--out", tmp_path / "no" / "x.csv")
    assert done.returncode == 2
    assert "не удалось записать" in done.stderr.decode()


def test_an_edition_number_out_of_order_is_refused():
    found = answer("registry", "freeze", "--number", "99", "--published", "2026-11-28", code=2)
    assert found["error"]["code"] == "number_taken"


def test_freezing_a_copy_makes_the_next_edition_and_reading_uses_it(tmp_path):
    copy = tmp_path / "project"
    for package in ("rules", "backend"):
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "editions"))
    frozen = run_in(copy, "registry", "freeze", "--number", "1", "--published", "2026-11-28")
    assert frozen["number"] == 1
    checked = run_in(copy, "registry", "check")
    assert (checked["number"], checked["edition"]) == (1, frozen["edition"])
    assert [one["code"] for one in checked["remarks"] if one["code"] == "not_frozen"] == []
    place = copy / "rules" / "registry" / "fire" / "requirements.yaml"
    place.write_text(place.read_text(encoding="utf-8") + "\n" + ENTRY, encoding="utf-8")
    assert "not_frozen" in [one["code"] for one in run_in(copy, "registry", "check")["remarks"]]
    assert run_in(copy, "registry", "freeze", "--number", "2", "--published", "2026-12-01")["number"] == 2


def run_in(copy: Path, *arguments):
    done = subprocess.run(
        [sys.executable, "-P", "-c", "import backend.cli; backend.cli.main()", *arguments, "--json"],
        capture_output=True,
        cwd=copy,
        env=os.environ | {"PYTHONPATH": str(copy)},
        timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
