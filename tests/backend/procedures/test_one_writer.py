"""Nothing but the runner writes the state of a case."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BACKEND = Path(__file__).parents[3] / "backend"
RUNNER = BACKEND / "procedures" / "runner.py"


def writes_of_state(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (one.lineno for one in targets if isinstance(one, ast.Attribute) and one.attr == "state")
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
            (".values", "setattr", "set_committed_value")
        ):
            names = [word.arg for word in node.keywords] + [ast.unparse(one) for one in node.args[1:2]]
            yield from [node.lineno] if {"state", "'state'"} & set(names) else []


def test_only_the_runner_writes_a_state():
    found = {
        f"{path.relative_to(BACKEND)}:{line}"
        for path in BACKEND.rglob("*.py")
        if path != RUNNER
        for line in writes_of_state(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_the_search_would_find_the_runner_itself():
    assert list(writes_of_state(ast.parse(RUNNER.read_text(encoding="utf-8"))))
