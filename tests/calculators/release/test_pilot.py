"""The pilot profile: one-way tables, rounded, and an audit that lets nothing narrow out."""

from __future__ import annotations

from secrets import SystemRandom

import pytest

from calculators.release.intervals import Link, Relation, intervals
from calculators.release.pilot import (
    BASE,
    THRESHOLD,
    Cell,
    audited,
    draw_pilot,
    narrow_cells,
    rounded,
    tables,
    within,
)
from calculators.release.shapes import Answer, Item, Level, Segment
from rules.faults import InputError
from rules.segments import dimensions

LOT = SystemRandom()
ITEMS = [Item(f"fire.r{n}", "v1", "fire") for n in range(8)]


def voices(count: int) -> list[Answer]:
    """Made-up answers of so many owner groups, each of up to five requirements."""
    made = []
    for unit in range(count):
        segment = LOT.choice([Segment(*one) for one in dimensions().segments])
        for item in LOT.sample(ITEMS, LOT.randint(1, 5)):
            made.append(Answer(unit, item.requirement, "v1", segment, LOT.randint(1, 5), LOT.choice([None, 1, 2, 4])))
    return made


def test_a_count_is_rounded_to_five_and_one_below_ten_is_hidden():
    shown = {cell.count: cell.shown for size in (8, 30, 90, 300) for cell in tables(voices(size), ITEMS)}
    assert all(shown[count] is None for count in shown if count < THRESHOLD)
    assert all(value == rounded(count) and value % BASE == 0 for count, value in shown.items() if value is not None)


@pytest.mark.parametrize("count", range(THRESHOLD, 200))
def test_a_rounded_number_stays_within_its_bounds(count):
    low, high = within(rounded(count))
    assert low <= count <= high


def test_no_cell_crosses_two_dimensions():
    for row in draw_pilot(voices(300), ITEMS):
        crossed = [
            row.requirement is not None,
            bool(row.segment and row.segment.size),
            bool(row.segment and row.segment.sector),
        ]
        scored = row.level is Level.ALL and row.measure.startswith(("clarity_", "feasibility_"))
        assert sum([*crossed, scored]) == 1


def test_who_marks_everything_is_one_voice_in_every_table():
    alone = [Answer(1, item.requirement, "v1", Segment("micro", "trade"), 1, 1) for item in ITEMS]
    assert {cell.count for cell in tables(alone, ITEMS)} == {0, 1}


def test_what_is_let_out_has_no_mean_no_interval_and_no_share():
    rows = draw_pilot(voices(300), ITEMS)
    assert any(row.published for row in rows)
    assert {(row.value, row.margin95, row.sd, row.shares) for row in rows} == {(None,) * 4}
    assert all((row.n_noisy is None) != row.published for row in rows)


def test_too_few_voices_are_refused_rather_than_published():
    with pytest.raises(InputError):
        draw_pilot(voices(6), ITEMS)


def test_the_audit_hides_further_until_nothing_is_narrow():
    """Sizes add up to sectors: rounding here fell so that the one hidden number would be nearly known."""
    found = {"ip_alone": 18, "micro": 18, "small": 18, "medium_other": 2}
    cells = [Cell("voices_size", code, n, rounded(n) if n >= THRESHOLD else None) for code, n in found.items()]
    cells += [Cell("voices_sector", code, n, rounded(n)) for code, n in zip(("a", "b"), (27, 27), strict=True)]
    assert [cell.code for cell in narrow_cells(cells)] == ["medium_other"]
    kept = audited(cells)
    assert narrow_cells(kept) == []
    assert sum(cell.shown is None for cell in kept) > 1


def test_a_shown_ten_is_no_less_than_ten():
    cells = [Cell("voices_size", code, n, n or None) for code, n in zip("abcd", (10, 10, 10, 0), strict=True)]
    cells += [Cell("voices_sector", code, 10, 10) for code in "xyz"]
    assert [cell.code for cell in narrow_cells(cells)] == ["d"]


def test_which_number_is_hidden_tells_nothing_of_the_true_ones():
    """Two numbers shown as 15: which of them goes depends on their names alone."""
    hidden = set()
    for pair in ((17, 13), (13, 17), (15, 15)):
        found = dict(zip(("a", "b", "c", "d"), (*pair, 40, 2), strict=True))
        cells = [Cell("voices_size", code, n, rounded(n) if n >= THRESHOLD else None) for code, n in found.items()]
        cells.append(Cell("voices_sector", "x", 72, rounded(72)))
        hidden.add(tuple(cell.name for cell in audited(cells) if cell.shown is None))
    assert len(hidden) == 1
    assert len(hidden.pop()) > 1


def test_cells_that_stand_alike_have_one_interval():
    links = [Link(("a", "b", "c"), ("total",)), Link(("a",), ("total",), Relation.AT_MOST)]
    found = intervals({"total": (10, 12), "c": (4, 4)}, ["a", "b"], links)
    assert found == {"a": (0, 8), "b": (0, 8)}


def test_what_nothing_bounds_is_unbounded():
    assert intervals({}, ["a"], []) == {"a": (0, float("inf"))}


def test_numbers_that_no_table_has_are_refused():
    with pytest.raises(InputError, match="contradict"):
        intervals({"total": (3, 3), "a": (9, 9)}, ["b"], [Link(("a", "b"), ("total",))])
