"""In which segment a business stands, and that the dimensions are whole."""

from __future__ import annotations

from decimal import Decimal
from string import ascii_uppercase

import pytest

from rules.reading import load_edition
from rules.segments import FILE, Segment, dimensions, read_dimensions, segment_of

SECTIONS = {"56.10": "I", "47": "G", "43.21": "F", "62.01": "J"}


def test_there_are_twelve_segments_and_none_is_a_region():
    assert len(set(dimensions().segments)) == 12
    assert dimensions().segments[0] == ("ip_alone", "trade")


def test_every_section_of_the_classifier_stands_in_exactly_one_sector():
    sections = {entry.section for entry in load_edition().vocabulary.okved.values()}
    assert sections == set(ascii_uppercase[: ascii_uppercase.index("U") + 1])
    assert all(dimensions().sector_of(section) for section in sections)


@pytest.mark.parametrize(
    ("legal_form", "category", "employees", "code", "segment"),
    [
        ("ip", "micro", 0, "56.10", ("ip_alone", "trade")),
        ("ip", None, 0, "43.21", ("ip_alone", "production")),
        ("npd", "micro", 0, "62.01", ("ip_alone", "services")),
        ("ip", "micro", 1, "56.10", ("micro", "trade")),
        ("ip", "micro", None, "56.10", ("micro", "trade")),
        ("ooo", "micro", 0, "62.01", ("micro", "services")),
        ("ooo", "small", 40, "43.21", ("small", "production")),
        ("ao", "medium", 200, "47.1.99", ("medium_other", "trade")),
        ("nko", "large", 3, "62.01", ("medium_other", "services")),
        ("ooo", None, 5, "56.10", ("medium_other", "trade")),
        ("ip", None, None, "43.21", ("medium_other", "production")),
    ],
)
def test_size_and_sector_follow_from_the_register(legal_form, category, employees, code, segment):
    assert segment_of(legal_form, category, employees, code, SECTIONS) == Segment(*segment)


@pytest.mark.parametrize(
    ("legal_form", "category", "employees", "code"),
    [("ooo", "micro", 5, None), ("ooo", "micro", 5, "99.99"), ("ip", "micro", 0, ""), (None, None, None, None)],
)
def test_a_business_whose_trade_the_register_does_not_tell_has_no_segment(legal_form, category, employees, code):
    assert segment_of(legal_form, category, employees, code, SECTIONS) is None


@pytest.mark.parametrize(
    ("rubles", "code"),
    [("0", "c1"), ("999.99", "c1"), ("1000", "c2"), ("2999999.99", "c8"), ("3000000", "c9"), ("1e12", "c9")],
)
def test_a_cost_on_a_bound_falls_into_the_upper_bin(rubles, code):
    assert dimensions().cost_bin(Decimal(rubles)) == code


def test_a_cost_below_zero_has_no_bin():
    assert dimensions().cost_bin(Decimal(-1)) is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("sections: [G, I]", "sections: [G, I, A]", "two sectors"),
        ('from: "1000", until: "3000"', 'from: "2000", until: "3000"', "gap"),
        ("until: null", 'until: "9000000"', "gap or have an end"),
        ("version: 1", "version: 1\nversion: 2", "version"),
    ],
)
def test_a_faulty_file_of_dimensions_is_refused(old, new, told):
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(ValueError, match=told):
        read_dimensions(text.replace(old, new))
