"""The businesses every bench uses: the seven examples, and copies of them with a quarter of the facts missing."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import yaml

from rules.conditions import FactValue
from rules.profiles import read_profile
from tests.rules.registry.places import ON, edition

EXAMPLES = Path(__file__).parents[2] / "rules" / "examples"
MISSING = 0.25
COPIES = 10  # of each example, each with other facts missing

Business = dict[str, FactValue]


@cache
def examples() -> tuple[Business, ...]:
    """Return the example businesses, every fact known."""
    paths = sorted(EXAMPLES.glob("*.yaml"))
    return tuple(
        read_profile(yaml.safe_load(path.read_text(encoding="utf-8")), edition().vocabulary, ON) for path in paths
    )


@cache
def with_gaps() -> tuple[Business, ...]:
    """Return copies of the examples, each without a random quarter of its facts; the same ones every run."""
    random = Random(2026)
    copies: list[Business] = []
    for business in examples():
        for _ in range(COPIES):
            gone = set(random.sample(sorted(business), round(len(business) * MISSING)))
            copies.append({name: value for name, value in business.items() if name not in gone})
    return tuple(copies)
