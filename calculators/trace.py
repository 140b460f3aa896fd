"""The trace of a figure: its formula, what went in, and where the numbers come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from calculators.money import exact_text
from rules.text import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its exact value, the formula over the names of `inputs`, and a sentence on the source."""

    figure: str
    formula: str
    inputs: Mapping[str, Fraction | str]
    source: Text
    value: Fraction

    def as_dict(self) -> dict[str, Any]:
        """Return the row as answers print it; numbers are exact, decimal or a/b."""
        inputs = {name: one if isinstance(one, str) else exact_text(one) for name, one in self.inputs.items()}
        return {
            "figure": self.figure,
            "formula": self.formula,
            "inputs": inputs,
            "value": exact_text(self.value),
            "source": self.source.as_dict(),
        }
