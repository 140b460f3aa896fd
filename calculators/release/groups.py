"""Owner groups: businesses tied by one owner are one unit of protection."""

from __future__ import annotations

from collections.abc import Iterable


def owner_groups(members: Iterable[str], ties: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Return the number of the group of each member; who is tied, also through others, is in one group.

    A tie with somebody who is no member (a founder who has no business here) ties all who name it.
    The numbers follow the order of `members`: draw the units of answers from a random source, not from these.

    >>> owner_groups(["a", "b", "c"], [("a", "founder"), ("c", "founder")])
    {'a': 0, 'b': 1, 'c': 0}
    """
    above: dict[str, str] = {}
    for one, other in ties:
        first, second = _root(above, one), _root(above, other)
        if first != second:
            above[second] = first
    numbers: dict[str, int] = {}
    return {member: numbers.setdefault(_root(above, member), len(numbers)) for member in dict.fromkeys(members)}


def _root(above: dict[str, str], name: str) -> str:
    """Return who stands at the top of a group, shortening the way for the next who asks."""
    top = name
    while top in above:
        top = above[top]
    while name != top:
        above[name], name = top, above[name]
    return top
