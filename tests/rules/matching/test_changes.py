"""What begins, is replaced and ends between two days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.conditions import Always, Atom, Op
from rules.matching import compile_requirements
from rules.matching.whatif import changes_between
from rules.requirements import Act, InForce, Requirement
from rules.text import Text

LAST = date(2026, 11, 27)
FIRST = date(2026, 11, 28)
DAY = timedelta(1)


def _entry(id, from_=None, until=None, replaces=None, replaced_by=None, condition=Always()):
    act = Act("ФЗ", "1-ФЗ", date(2020, 1, 1), "")
    days = InForce(from_, until, replaces)
    return Requirement(id, Text("т", "t"), condition, act, "ст. 1", in_force=days, replaced_by=replaced_by)


def _changes(*entries, since=LAST, until=FIRST, **facts):
    known = {one.id: one for one in entries}
    return changes_between(compile_requirements(known), known, facts, since, until)


@pytest.mark.parametrize(("replaces", "replaced_by"), [("old", None), (None, "new"), ("old", "new")])
def test_a_successor_named_on_either_side_is_a_change_and_no_end(replaces, replaced_by):
    found = _changes(_entry("new", FIRST, replaces=replaces), _entry("old", until=LAST, replaced_by=replaced_by))
    assert (found.came, found.changed, found.ended) == ((), (("new", FIRST, "old"),), ())


def test_an_entry_whose_successor_is_not_for_this_business_ends():
    for_some = Atom("foreign_owned", Op.IS, True)
    old = _entry("old", until=LAST, replaced_by="new")
    found = _changes(old, _entry("new", FIRST, condition=for_some), foreign_owned=False)
    assert (found.came, found.changed, found.ended) == ((), (), (("old", LAST),))


def test_the_first_day_of_the_span_is_the_state_before():
    pair = (_entry("new", FIRST), _entry("old", until=LAST))
    assert _changes(*pair).came == (("new", FIRST),)
    assert _changes(*pair).ended == (("old", LAST),)
    for days in ({"since": FIRST, "until": FIRST + DAY}, {"since": LAST - DAY, "until": LAST}):
        found = _changes(*pair, **days)
        assert (found.came, found.ended) == ((), ())
