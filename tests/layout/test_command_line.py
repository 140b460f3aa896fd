"""The command starts light, and every command of its table is there."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from backend.cli import COMMANDS, main
from tests.layout.tree import ROOT

HEAVY = ("pandas", "numpy", "sqlalchemy", "sqlmodel", "litestar", "pyarrow", "pymorphy3", "reportlab", "yaml")
SERVER = ("sqlalchemy", "sqlmodel", "litestar", "dramatiq")
# Commands of the cores: they need neither server nor database.
CORES = (
    "match",
    "interview",
    "search",
    "whatif",
    "boundaries",
    "ladder",
    "changes",
    "compare",
    "receipt",
    "schema",
    "registry",
    "cost",
    "contributions",
    "hours",
    "deadline",
    "procedures",
    "plan",
    "erknm",
    "event-check",
    "appeal-check",
    "risk",
)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python in the root of the project."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from backend.cli import main; main(['--help'], standalone_mode=False); "
        f"print(sorted({set(HEAVY)} & set(sys.modules)), file=sys.stderr)"
    )
    assert python("-c", code).stderr.strip() == "[]"


@pytest.mark.parametrize("name", CORES)
def test_commands_of_the_cores_load_neither_server_nor_database(name: str) -> None:
    code = f"import sys, {COMMANDS[name][0]}; print(sorted({set(SERVER)} & set(sys.modules)))"
    assert python("-c", code).stdout.strip() == "[]"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_is_there_and_explains_itself(name: str) -> None:
    module, attribute, line = COMMANDS[name]
    command = getattr(import_module(module), attribute)
    assert isinstance(command, click.Command)
    done = CliRunner().invoke(main, [name, "--help"])
    assert (done.exit_code, bool(line), "Usage:" in done.output) == (0, True, True)
    assert command.help or command.short_help


def test_python_m_backend_is_the_same_command() -> None:
    # Only the name in «Usage» differs.
    said = [
        python("-m", "backend", "--help").stdout,
        CliRunner().invoke(main, ["--help"], prog_name="python -m backend").output,
    ]
    assert said[0].split() == said[1].split()


def test_who_stops_make_run_stops_the_server():
    # A shell in between would die alone, and the server would hold its port.
    recipe = next(line for line in (ROOT / "Makefile").read_text().splitlines() if line.endswith("yasno demo"))
    assert " exec " in recipe
