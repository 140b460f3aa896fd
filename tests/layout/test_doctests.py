"""What the docstrings of the cores show is what the functions answer."""

from __future__ import annotations

import doctest
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import calculators
import rules


def modules() -> Iterator[str]:
    for core in (rules, calculators):
        for found in pkgutil.walk_packages(core.__path__, f"{core.__name__}."):
            yield found.name


@pytest.mark.parametrize("name", sorted(modules()))
def test_the_examples_of_a_core_hold(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    examples = sum(len(one.examples) for name in modules() for one in finder.find(import_module(name)))
    assert examples > 300
