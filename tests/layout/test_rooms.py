"""What each room may do: the clock tells the time, the edges commit, chance has no part in a judgement."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.layout.tree import ROOT, modules, name_of, tree_of

CLOCKS = ("backend/clock.py", "backend/commands/")
TIMES = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
# Where a transaction may end: the request's edge, the worker, commands, the demo world, a restore; and two rows that
# must stay even if the request fails: a counted try of signing in, and when a session was last seen.
COMMITS = (
    "backend/web/",
    "backend/db/",
    "backend/commands/",
    "backend/jobs/work.py",
    "backend/seed/",
    "backend/maintenance/",
    "backend/accounts/limits.py",
    "backend/accounts/seen.py",
    "backend/clients/uses.py",  # a call is counted once its answer has left
    "backend/webhooks/delivering.py",  # what came of a sending, which waits for others' servers without the lock
    # Work of minutes: each record of an import with its place in the file, each stage of a plan's solution.
    "backend/control/erknm/importing.py",
    "backend/control/plans/solving.py",
)
# A seed that is given: the same sample of businesses at every start, the same steps of a search.
CHANCE = {"rules/matching/priors.py": "random.Random", "calculators/schedule_search.py": "random.Random"}
# Lots and noise that nobody may draw again: the machine's own randomness, without a seed.
LOTS = {"calculators/release/yearly.py": "secrets.SystemRandom", "calculators/release/pilot.py": "secrets.choice"}


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, what is called) of a module."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, dotted name) of everything a module imports."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)


def test_only_the_clock_and_commands_ask_what_time_it_is() -> None:
    asked = [
        f"{name_of(path)}:{line}: {call}"
        for path in modules()
        if not name_of(path).startswith(CLOCKS)
        for line, call in calls(path)
        if call.removeprefix("datetime.") in TIMES or call in TIMES
    ]
    assert asked == []


def test_slices_leave_the_commit_to_the_edges() -> None:
    committed = [
        f"{name_of(path)}:{line}"
        for path in modules("backend")
        if not name_of(path).startswith(COMMITS)
        for line, call in calls(path)
        if call.endswith(".commit")
    ]
    assert committed == []


def test_the_cores_judge_without_chance() -> None:
    chances = {
        (name_of(path), name)
        for path in modules("rules", "calculators")
        for _, name in imports(path)
        if name.split(".")[0] in {"random", "secrets"} or name.startswith("numpy.random")
    }
    assert chances == set((CHANCE | LOTS).items())


@pytest.mark.slow
def test_imports_go_one_way_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
