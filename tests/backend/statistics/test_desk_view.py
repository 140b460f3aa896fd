"""The order of the regulator's list: the lower end of the interval first, and what is told only by topic."""

from __future__ import annotations

from backend.law import current_law
from backend.statistics.desk_view import below, grid, lines, shade
from backend.statistics.figures import Released
from backend.web.formats import interval
from calculators.release.shapes import Level, Segment
from tests.backend.statistics.shelf import rows_of, told

CODES = ("fire.exits_free", "fire.extinguishers", "food.cleaning", "food.medbooks", "labour.vacation_schedule")
WIDE, NARROW, GROUP, TOPIC, NOTHING = CODES
MICRO = Segment("micro", "trade")


def released() -> Released:
    """A release in which each of five requirements is told differently."""
    values = {(NARROW, "clarity", None): 2.2, (NARROW, "clarity", MICRO): 2.0, (GROUP, "clarity", MICRO): 1.5}
    rows = rows_of(values, {"food": 3.5}, about=CODES)
    wide = [row for row in rows if (row.requirement, row.level, row.measure) == (WIDE, Level.REQUIREMENT, "clarity")]
    return Released([*rows, told(wide[0], 2.4, margin=0.9)])


def entries() -> dict[str, object]:
    """The five."""
    known = current_law().edition.requirements
    return {code: known[code] for code in CODES}


def test_the_lower_end_decides_not_the_mean() -> None:
    found = lines(released(), entries())  # type: ignore[arg-type]
    assert [line.subject.requirement for line in found[:2]] == [WIDE, NARROW]
    assert [line.whole["clarity"].low for line in found[:2]] == [1.5, 2.0]  # type: ignore[union-attr]


def test_each_says_how_finely_it_is_told() -> None:
    found = {line.subject.requirement: line for line in lines(released(), entries())}  # type: ignore[arg-type]
    assert {code: found[code].level("clarity") for code in CODES} == {
        WIDE: Level.REQUIREMENT,
        NARROW: Level.REQUIREMENT,
        GROUP: Level.CELL,
        TOPIC: Level.DOMAIN,
        NOTHING: None,
    }
    assert [found[code].told("clarity").ru for code in (WIDE, NARROW, GROUP, TOPIC)] == [  # type: ignore[union-attr]
        "требование",
        "требование и 1 из 12\u00a0групп",
        "1 из 12\u00a0групп",
        "только по теме",
    ]
    assert found[NOTHING].told("clarity") is None
    assert found[NOTHING].figure("clarity") is None
    assert found[TOPIC].figure("clarity").value == 3.5  # type: ignore[union-attr]


def test_below_three_is_said_only_of_a_whole_interval() -> None:
    found = below(lines(released(), entries()))  # type: ignore[arg-type]
    assert [line.subject.requirement for line in found] == [NARROW]


def test_an_interval_that_reads_as_up_to_three_is_not_below_it() -> None:
    for margin, counted in ((0.2, True), (0.21, False), (0.29, False)):
        rows = rows_of({}, {}, about=CODES)
        row = next(one for one in rows if (one.requirement, one.level) == (WIDE, Level.REQUIREMENT))
        made = Released([*(one for one in rows if one is not row), told(row, 2.7, margin=margin)])
        (line,) = [one for one in lines(made, entries()) if one.subject.requirement == WIDE]  # type: ignore[arg-type]
        figure = line.whole["clarity"]
        assert figure is not None
        assert interval(figure.low, figure.high, "ru").endswith("2,9" if counted else "3,0")
        assert (below([line]) == [line]) is counted


def test_the_grid_has_every_group_of_every_requirement() -> None:
    made = grid(released(), lines(released(), entries()), "clarity")  # type: ignore[arg-type]
    assert {len(row.cells) for row in made} == {12}
    assert sum(cell is not None for row in made for cell in row.cells) == 2


def test_darker_is_worse() -> None:
    shades = [shade(value) for value in (1.0, 2.0, 3.0, 4.0, 5.0)]
    assert shades == sorted(shades, reverse=True)
