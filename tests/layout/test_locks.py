"""Locks are whole, and nothing is asked for that nobody uses."""

from __future__ import annotations

import re

from tests.layout.locks import faults, required
from tests.layout.tree import ROOT, files, name_of

# What a package of requirements-dev.in is called where it is used, if not by its own name.
CALLED = {
    "pytest-xdist": "-n auto",
    "pytest-timeout": "mark.timeout",
    "pytest-cov": "--cov",
    "pytest-playwright": "playwright",
    "axe-playwright-python": "axe_playwright_python",
    "import-linter": "lint-imports",
    "types-pyyaml": "yaml",
    "types-reportlab": "reportlab",
    "types-openpyxl": "openpyxl",
    "lxml-stubs": "lxml",
    "types-defusedxml": "defusedxml",
    "pandas-stubs": "pandas",
    "sdmx1": "import sdmx",
    "types-authlib": "authlib",
    "pre-commit": "pre-commit",
}


def test_the_locks_are_whole() -> None:
    assert faults() == []


def test_every_package_for_developers_is_used_by_tests_or_make() -> None:
    places = [
        path
        for path in files()
        if name_of(path).startswith(("tests/", "backend/", "rules/", "Makefile", ".pre-commit", "docs/guides"))
    ]
    own = {"tests/layout/test_locks.py"}
    text = "\n".join(
        path.read_text("utf-8")
        for path in places
        if path.suffix in {"", ".py", ".yaml", ".md"} and name_of(path) not in own
    )
    unused = [
        name for name in sorted(required("requirements-dev.in")) if CALLED.get(name, name.replace("-", "_")) not in text
    ]
    assert [f"requirements-dev.in: nothing uses {name}" for name in unused] == []


def test_requirements_say_no_address() -> None:
    assert [
        file.name for file in ROOT.glob("requirements*") if re.search(r"://|index-url", file.read_text("utf-8"))
    ] == []
