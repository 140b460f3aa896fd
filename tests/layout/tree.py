"""What stands in the tree: the files of the project, the modules of the code, the strings people read."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("backend", "rules", "calculators")
MADE = (
    "frontend/built/",
    "frontend/src/styles/theme.css",
    "frontend/fonts/",
    "rules/calendars/",
    "rules/editions/",
    "migrations/versions/",
)


@cache
def files() -> tuple[Path, ...]:
    """Return every file that belongs to the project, committed or about to be."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [path for path in ROOT.rglob("*") if not {".venv", "node_modules", "var"} & set(path.parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def name_of(path: Path) -> str:
    """Return a file's name from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def written(*endings: str) -> list[Path]:
    """Return the files with these endings that people write; what a tool makes is left out."""
    return [path for path in files() if path.suffix in endings and not name_of(path).startswith(MADE)]


def modules(*folders: str) -> list[Path]:
    """Return the Python files of these folders, of all code without an argument."""
    wanted = folders or CODE
    return [path for path in written(".py") if path.relative_to(ROOT).parts[0] in wanted]


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(path.read_text("utf-8"))


def texts_of(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield (line, language, words) of every Russian string of a module and of the English beside it in `Text(…)`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Text"):
            given = [*node.args, *(word.value for word in node.keywords)]
            yield from ((node.lineno, "en", spelled(part)) for part in given if spelled(part) and not russian(part))
        elif isinstance(node, ast.Constant | ast.JoinedStr) and russian(node) and node.lineno not in _docstrings(path):
            yield node.lineno, "ru", spelled(node)


def russian(node: ast.expr) -> bool:
    """Whether a literal has Russian words; a pattern for searching is none."""
    words = spelled(node)
    return re.search("[а-яё]", words, re.IGNORECASE) is not None and not {"|", "\\"} & set(words)


@cache
def _docstrings(path: Path) -> frozenset[int]:
    """Return the lines where strings stand alone: nobody is shown them."""
    alone = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Expr))
    return frozenset(node.value.lineno for node in alone if isinstance(node.value, ast.Constant))


def spelled(node: ast.expr) -> str:
    """Return the words of a literal, an f-string's holes as `…`; "" where there are none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(spelled(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    return ""
