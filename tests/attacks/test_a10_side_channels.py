"""A10: status, headers, bytes of what is withheld, empty and unknown. Times are printed: they are no promise."""

from __future__ import annotations

import json
from dataclasses import replace
from statistics import median
from time import perf_counter

import pytest

from backend.statistics.formats.files import FORMATS
from calculators.release.document import row_document
from calculators.release.drawing import draw
from calculators.release.shapes import Item, Level, Row
from calculators.synthetic import population
from tests.attacks.worlds import POLICY
from tests.backend.statistics.drawn import items, reader, release

ENDS = (
    "/releases",
    "/releases/2026Q3",
    "/releases/2026Q3/cells",
    "/releases/2026Q3/structure",
    "/releases/2026Q3/record",
    "/releases/2026Q3/notes",
    "/calendar",
    "/dimensions",
    "/quality",
)


@pytest.fixture
def installations(person, regulator, settings, app, tmp_path):
    """Two installations: in one 20 businesses answered, all withheld; in the other nobody did.

    False alarm: a row of at most 160 answers passes 250 by noise of sd 10 with a chance below 10⁻¹⁵; one draw each.
    """
    elsewhere = {"release_journal_file": tmp_path / "other.jsonl", "release_key_file": settings.release_key}
    other = replace(settings, release_database=f"sqlite:///{tmp_path / 'other.sqlite3'}", **elsewhere)
    few = draw(population(20, items(), 3), items(), POLICY)
    assert not any(row.published for row in few)
    release(settings, rows=few)
    release(other, rows=draw([], items(), POLICY))
    call = reader(person, regulator)

    def at(which, path, **params):
        app.app.state.settings = which
        return call(path, **params)

    return lambda path, **params: (at(settings, path, **params), at(other, path, **params))


def headers_of(answer, *untold):
    """Return the headers of an answer, but the one that is drawn anew for each."""
    return {name: value for name, value in answer.headers.items() if name not in ("content-security-policy", *untold)}


def alike(one, other):
    """Whether two answers are the same to the last byte."""
    return (one.status_code, headers_of(one), one.content) == (other.status_code, headers_of(other), other.content)


def test_withheld_and_empty_have_the_same_status_headers_and_bytes_everywhere(installations):
    for path in ENDS:
        assert alike(*installations(path)), path
    for code in FORMATS:
        assert alike(*installations("/releases/2026Q3", format=code)), code
    for asked in ({"requirement": items()[0].requirement}, {"size": "micro", "sector": "trade"}, {"level": "domain"}):
        assert alike(*installations("/releases/2026Q3/cells", **asked)), asked


def marked(row: Row, answers: int) -> dict:
    """A weakened row: it is withheld, but says whether there was anything to withhold."""
    return {**row_document(row), "published": None if answers else False}


def test_a_row_that_says_why_it_has_no_number_is_caught():
    row = Row(Level.CELL, "a.r1", "1", "a", None, "clarity", published=False)
    assert json.dumps(marked(row, 12)) != json.dumps(marked(row, 0))
    assert json.dumps(row_document(row)) == json.dumps(row_document(replace(row)))


@pytest.fixture
def three(person, regulator, settings):
    """A release of a withheld requirement and an empty one of names as long; and a name that is unknown."""
    told = [Item("fire.aaaa", "1", "fire"), Item("fire.bbbb", "1", "fire")]
    answers = list(population(20, told[:1], 3))
    rows = draw(answers, told, POLICY)
    assert len(answers) > 0
    assert not any(row.published for row in rows)
    release(settings, rows=rows)
    return reader(person, regulator)


def test_a_withheld_requirement_reads_as_an_empty_one_and_an_unknown_one_as_a_list_of_none(three):
    plain = {"Accept-Encoding": "identity"}  # a packed answer is as long as its names are alike
    withheld, empty, unknown = (
        three("/releases/2026Q3/cells", plain, requirement=f"fire.{name * 4}") for name in "abc"
    )
    assert withheld.content.replace(b"fire.aaaa", b"fire.bbbb") == empty.content
    assert len(withheld.content) == len(empty.content)
    assert headers_of(withheld, "etag") == headers_of(empty, "etag")
    assert (unknown.status_code, unknown.json()["items"], unknown.json()["next"]) == (200, [], None)
    assert list(unknown.json()) == list(withheld.json())


def test_times_are_printed(three):
    taken: dict[str, list[float]] = {"fire.aaaa": [], "fire.bbbb": [], "fire.cccc": []}
    for _ in range(30):
        for name, times in taken.items():
            began = perf_counter()
            assert three("/releases/2026Q3/cells", requirement=name).status_code == 200
            times.append(perf_counter() - began)
    words = zip(("withheld", "empty", "unknown"), taken.values(), strict=True)
    print(", ".join(f"{word} {median(times) * 1000:.1f} ms" for word, times in words))
