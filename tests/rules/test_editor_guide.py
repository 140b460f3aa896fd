"""The guide for editors does what it says: its commands are run, step by step, in a copy of the project."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from rules.reading import REGISTRY, published_editions

ROOT = REGISTRY.parent.parent
GUIDE = (ROOT / "docs" / "guides" / "editor.md").read_text(encoding="utf-8")
STEPS = dict(re.findall(r"^## (\d+)\. .*?$(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL))
ID = "retail.opening_hours_sign"


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    place = tmp_path_factory.mktemp("project")
    for package in ("rules", "backend"):
        shutil.copytree(ROOT / package, place / package, ignore=shutil.ignore_patterns("__pycache__"))
    command = place / "bin" / "yasno"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -P -c "from backend.cli import main; main()" "$@"\n')
    command.chmod(0o755)
    return place


def run(copy, line):
    number = str(len(published_editions()) + 1)
    line = line.replace("НОМЕР", number).replace("ДАТА", "2026-12-05").replace("НОВАЯ_ПАПКА", "new")
    environment = {"PYTHONPATH": str(copy), "PATH": f"{copy / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-c", line], cwd=copy, env=os.environ | environment, capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 0, (line, done.stdout[-500:], done.stderr)
    return done.stdout.decode()


def test_there_are_ten_steps():
    assert list(STEPS) == [str(number) for number in range(1, 11)]


def test_the_ten_steps_bring_a_new_act_to_a_live_entry(copy):
    said = {}
    for number, step in STEPS.items():
        for entry in blocks(step, "yaml"):
            file = copy / "rules" / "registry" / "retail" / "requirements.yaml"
            file.write_text(file.read_text(encoding="utf-8") + "\n" + entry, encoding="utf-8")
        for line in "".join(blocks(step, "sh")).splitlines():
            said[number] = run(copy, line)
    assert "ошибок нет" in said["6"]
    assert "Часы работы у входа" in said["7"]
    verdicts = {entry["id"]: entry["verdict"] for entry in json.loads(said["8"])["requirements"]}
    assert verdicts[ID] == "applies"
    found = json.loads(said["10"])
    assert (found["faults"], found["number"]) == ([], len(published_editions()) + 1)


def test_many_entries_come_in_by_one_command(copy):
    (copy / "all.yaml").write_text(blocks(GUIDE, "yaml")[0], encoding="utf-8")
    tail = GUIDE.partition("## Много записей сразу")[2]
    assert "retail/requirements.yaml" in run(copy, blocks(tail, "sh")[0].strip())
