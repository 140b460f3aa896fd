"""Functions and files stay small, names say what a thing is, and nothing unfinished or private stands in the tree."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.layout.tree import ROOT, files, modules, name_of, tree_of, written

LONGEST_FUNCTION, LONGEST_FILE = 60, 500
# Written in pieces, so that this file does not find itself.
UNFINISHED = re.compile("TO" + "DO|FIX" + "ME|raise NotImple" + "mented")
PRIVATE_PATH = re.compile(r"(?<![\w.:/<])/(?:wo" + r"rk|ro" + r"ot|ho" + r"me|tm" + r"p|Us" + r"ers)/\w")
PACKAGE_HOST = re.compile(
    "py" + r"pi\.org|python" + r"hosted\.org|registry\.npm" + r"js|npm" + r"js\.(?:org|com)|yarn" + "pkg"
)
VAGUE = re.compile(r"(?:^|_)(?:manager|helper|util)s?(?:_|$)")
TEXT = (
    ".py",
    ".ts",
    ".js",
    ".css",
    ".html",
    ".md",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".po",
    ".in",
    ".lock",
    ".txt",
    "",
)


def found(pattern: re.Pattern[str], *endings: str) -> list[str]:
    """Return file:line of every match in the files with these endings."""
    return [
        f"{name_of(path)}:{number}: {line.strip()[:80]}"
        for path in files()
        if path.suffix in endings and "frontend/built" not in name_of(path)
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def long_functions(path: Path) -> list[str]:
    """Return the functions of a module that are longer than we allow."""
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    return [f"{name_of(path)}: {name} has {n} lines" for name, n in lengths.items() if n > LONGEST_FUNCTION]


def test_no_function_is_longer_than_sixty_lines() -> None:
    assert [line for path in written(".py") for line in long_functions(path)] == []


def test_no_file_is_longer_than_five_hundred_lines() -> None:
    lengths = {
        name_of(path): len(path.read_text("utf-8").splitlines()) for path in written(".py", ".ts", ".css", ".html")
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_names_of_modules_say_what_they_hold() -> None:
    assert [
        name_of(path) for path in modules(*("backend", "rules", "calculators", "tests")) if VAGUE.search(path.stem)
    ] == []


def test_names_in_code_say_what_they_are() -> None:
    kinds = ast.ClassDef | ast.FunctionDef
    names = [(path, node.name) for path in modules() for node in ast.walk(tree_of(path)) if isinstance(node, kinds)]
    words = [(path, re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()) for path, name in names]
    assert [f"{name_of(path)}: {name}" for path, name in words if VAGUE.search(name)] == []


def test_nothing_is_left_unfinished() -> None:
    assert found(UNFINISHED, ".py", ".ts", ".css", ".html", ".md", ".yaml", ".toml", "") == []


def test_no_path_of_one_machine_stands_in_the_tree() -> None:
    assert found(PRIVATE_PATH, *TEXT) == []


def test_no_place_to_take_packages_from_is_named() -> None:
    assert found(PACKAGE_HOST, *TEXT) == []


def test_every_module_says_what_it_is_for() -> None:
    # Tests and __init__.py of slices may be silent.
    silent = [
        path
        for path in modules("backend", "rules", "calculators", "migrations")
        if not ast.get_docstring(tree_of(path))
    ]
    assert [name_of(path) for path in silent if path.name != "__init__.py" and path.is_relative_to(ROOT)] == []
