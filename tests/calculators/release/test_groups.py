"""Businesses of one owner are one unit, also through others."""

from __future__ import annotations

from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given

from calculators.release.groups import owner_groups

NAMES = st.sampled_from("abcdefghij")


def reached(start: str, ties: list[tuple[str, str]]) -> set[str]:
    """Return everybody who can be reached by ties: the plain meaning of a group."""
    found, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        near = {b for a, b in ties if a == here} | {a for a, b in ties if b == here}
        waiting += near - found
        found |= near
    return found


@given(st.lists(NAMES, unique=True), st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_two_members_are_one_group_exactly_when_ties_lead_from_one_to_the_other(members, ties):
    groups = owner_groups(members, ties)
    assert list(groups) == members
    for one in members:
        assert {other for other in members if groups[other] == groups[one]} == reached(one, ties) & set(members)


@given(st.lists(NAMES), st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_the_order_of_ties_does_not_matter(members, ties):
    assert owner_groups(members, ties) == owner_groups(members, ties[::-1])


def test_a_long_chain_of_owners_is_one_group():
    names = [str(number) for number in range(20_000)]
    assert set(owner_groups(names, pairwise(names)).values()) == {0}
