"""What hypothesis makes answers of."""

from __future__ import annotations

import hypothesis.strategies as st

from calculators.release.shapes import Answer, Item
from rules.segments import dimensions

ITEMS = tuple(Item(f"{domain}.r{number}", version, domain) for domain in "ab" for number in (1, 2) for version in "12")
SCORES = st.one_of(st.none(), st.integers(1, 5))


def answers(units: int = 6, most: int = 60) -> st.SearchStrategy[list[Answer]]:
    """Return lists of answers of a few units, several of them for one version, as before the lots are drawn."""
    one = st.builds(
        lambda unit, item, segment, clarity, feasibility: Answer(
            unit, item.requirement, item.version, segment, clarity, feasibility
        ),
        st.integers(1, units),
        st.sampled_from(ITEMS),
        st.sampled_from(dimensions().segments),
        SCORES,
        SCORES,
    )
    return st.lists(one, max_size=most)
