"""What docstrings show is what the functions answer: in the cores, and where the shell gives an example."""

from __future__ import annotations

import doctest
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import calculators
import rules
from tests.layout import tree
from tests.layout.test_cycles import dotted


def modules() -> Iterator[str]:
    for core in (rules, calculators):
        for found in pkgutil.walk_packages(core.__path__, f"{core.__name__}."):
            yield found.name


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_of_a_core_hold(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.failed == 0


def shell() -> list[str]:
    """Return the modules of the shell with an example."""
    return [dotted(tree.name_of(path)) for path in tree.modules("backend") if ">>> " in path.read_text("utf-8")]


@pytest.mark.parametrize("name", shell())
def test_the_examples_of_the_shell_hold(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    examples = sum(len(one.examples) for name in modules() for one in finder.find(import_module(name)))
    assert examples > 300
