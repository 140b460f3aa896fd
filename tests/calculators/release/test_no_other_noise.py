"""In the package of releases noise comes from OpenDP and lots from the system: nothing that can be seeded."""

from __future__ import annotations

import ast

import pytest

from tests.layout.tree import ROOT, name_of

PACKAGE = ROOT / "calculators" / "release"
BANNED = ("random", "numpy.random", "scipy.stats")


def seeded(source: str) -> list[str]:
    """Return what a module takes from sources that can be seeded."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Attribute):
            names = [ast.unparse(node).replace("np.", "numpy.")]
        else:
            continue
        found += [name for name in names if any(name == one or name.startswith(f"{one}.") for one in BANNED)]
    return found


def noise_makers(source: str) -> list[str]:
    """Return the calls that add noise by OpenDP."""
    nodes = ast.walk(ast.parse(source))
    return [node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr.startswith("then_")]


def test_no_module_of_releases_takes_noise_that_can_be_seeded():
    assert {
        name_of(path): seeded(path.read_text("utf-8"))
        for path in PACKAGE.rglob("*.py")
        if seeded(path.read_text("utf-8"))
    } == {}


def test_noise_is_drawn_in_one_place_only():
    assert [name_of(path) for path in PACKAGE.rglob("*.py") if noise_makers(path.read_text("utf-8"))] == [
        "calculators/release/noise.py"
    ]


@pytest.mark.parametrize(
    "line",
    [
        "import random",
        "from random import gauss",
        "from numpy.random import default_rng",
        "from numpy import random",
        "import numpy as np\nnp.random.normal(0, 1)",
        "import numpy.random",
    ],
)
def test_the_ban_sees_every_way_of_taking_it(line):
    assert seeded(line)


def test_lots_of_the_system_are_no_seeded_noise():
    assert seeded("from secrets import SystemRandom\nfrom os import urandom") == []
