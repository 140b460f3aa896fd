"""A1: whoever reads a release ten thousand times, in every way there is, has read one number of each thing."""

from __future__ import annotations

import io
import json
from collections import defaultdict
from itertools import cycle, islice, product
from statistics import fmean
from time import perf_counter

import openpyxl
import pandas as pd
import pytest
from pyjstat import pyjstat

from backend.statistics import api_files
from backend.statistics.feed import feed_of
from backend.statistics.formats.files import FORMATS
from calculators.release.counting import counted
from calculators.release.drawing import released, with_noise
from calculators.release.shapes import Measure
from calculators.synthetic import population
from rules.roles import Role
from rules.segments import dimensions
from tests.attacks.worlds import POLICY
from tests.backend.statistics.drawn import items, quarter, reader, release

READS = 10_000
OVER_HTTP, OVER_FEED = 400, 2000
FORGET = 400
SEGMENT = ("size", "sector")
KEYS = 5


class Readings:
    """What was read of each thing: the place of a row, its figure, and every value that was ever seen of it."""

    def __init__(self):
        self.seen = defaultdict(set)
        self.count = 0

    def take(self, place, value):
        """Keep the mean of one row."""
        self.seen[place].add(None if value is None or value != value else float(value))

    @property
    def most(self):
        """The largest number of distinct values of one thing."""
        return max(map(len, self.seen.values()))


@pytest.fixture
def readers(person, settings, app):
    """Programs of five regulators, over one announced release, without limits of calls."""
    release(settings)
    app.app.state.call_counts = None
    people = [person(f"r{n}@example.ru", Role.REGULATOR, office=("mchs", f"{n:02d}")) for n in range(1, KEYS + 1)]
    return [reader(person, one) for one in people]


def questions():
    """Yield permuted parameters of the call of rows."""
    first = [dict(zip(("size", "sector"), segment, strict=True)) for segment in dimensions().segments]
    second = [{"requirement": item.requirement} for item in items()[:4]] + [
        {"domain": "fire"},
        {"level": "requirement"},
    ]
    for parts in product([{}, *second], [{}, {"measure": "clarity"}, {"measure": "feasibility"}], [{}, *first]):
        asked = {name: value for part in parts for name, value in part.items()}
        if not (asked.get("level") == "requirement" and "size" in asked):
            yield asked
            yield dict(reversed(asked.items()))


def place_of(cell):
    """Return what a row is of."""
    segment = cell["segment"] or {}
    parts = (cell["requirement"], cell["domain"], segment.get("size"), segment.get("sector"))
    return (*(part or "_T" for part in parts), cell["measure"])


def read_file(code, content, into):
    """Take every mean of a file in one of the formats."""
    if code == "json":
        for cell in json.loads(content)["cells"]:
            into.take(place_of(cell), cell["value"])
        return
    if code == "jsonstat":
        frame = pyjstat.Dataset.read(content.decode()).write("dataframe", naming="id")
        for item, segment, measure, value in frame[frame.statistic == "value"][
            ["item", "segment", "measure", "value"]
        ].itertuples(index=False):
            requirement, _, version = item.partition("@")
            size, _, sector = segment.partition(".")
            domain = requirement.partition(".")[0]
            place = (requirement if version else "_T", domain, size, sector or "_T", measure)
            into.take(place, value)
        return
    table = table_of(code, content)
    for row in table.to_dict("records"):
        named = {str(name).lower(): value for name, value in row.items()}
        place = tuple(named[name] for name in ("requirement", "domain", "size", "sector", "measure"))
        value = named.get("value", named.get("obs_value"))
        into.take(place, None if value == ":" else value)


def table_of(code, content):
    """Return a file as a table."""
    if code == "parquet":
        return pd.read_parquet(io.BytesIO(content))
    if code == "xlsx":
        names, *lines = openpyxl.load_workbook(io.BytesIO(content))["data"].iter_rows(values_only=True)
        return pd.DataFrame(lines, columns=names)
    how = {"sep": ";", "decimal": ","} if code == "csv-semicolon" else {}
    return pd.read_csv(io.BytesIO(content), **how)


def test_ten_thousand_reads_by_five_keys_find_one_value_of_each_thing(readers, settings):
    found, asked, began = Readings(), list(questions()), perf_counter()
    turn = cycle(readers)
    for code in FORMATS:
        contents = {next(turn)("/releases/2026Q3", format=code).content for _ in range(KEYS)}
        found.count += KEYS
        assert len(contents) == 1, code
        read_file(code, contents.pop(), found)
    for path in ("/structure", "/record", "/notes", "/cells", ""):
        assert len({call(f"/releases/2026Q3{path}").content for call in readers}) == 1, path
        found.count += KEYS
    for params in islice(cycle(asked), OVER_HTTP - found.count):
        answer = next(turn)("/releases/2026Q3/cells", **params).json()
        found.count += 1
        for cell in answer["items"]:
            found.take(place_of(cell), cell["value"])
    over_http, feed = found.count, feed_of(settings)
    read_rows(feed, asked, found, OVER_FEED)
    read_files(feed, found, READS)
    print(f"{found.count} reads, {over_http} over HTTP with {KEYS} keys, the rest of store and files")
    print(f"in {perf_counter() - began:.1f} s")
    assert over_http == OVER_HTTP
    assert {place for place, values in found.seen.items() if values != {None}}
    assert found.most == 1


def read_rows(feed, asked, into, until):
    """Read rows from the store with every permuted parameter."""
    while into.count < until:
        params = {name: value for name, value in asked[into.count % len(asked)].items() if name not in SEGMENT}
        for _, row in feed.rows("2026Q3", **params, after=into.count % 7, limit=40):
            place = (row.requirement or "_T", row.domain, *(row.segment or ("_T", "_T")), row.measure)
            into.take(place, row.value)
        into.count += 1


def read_files(feed, into, until):
    """Read whole files as the call does; what was kept at hand is forgotten now and then, so they are written anew."""
    head, bytes_of = feed.head("2026Q3"), defaultdict(set)
    for code in islice(cycle(FORMATS), until - into.count):
        if into.count % FORGET == 0:
            api_files._file.cache_clear()
            api_files._whole.cache_clear()
        bytes_of[code].add(api_files.file_of(feed, head, code).sha256)
        into.count += 1
    assert {code: len(found) for code, found in bytes_of.items()} == dict.fromkeys(FORMATS, 1)


def test_fresh_noise_at_each_read_is_caught():
    """The weakened feed draws anew at every read: values differ, and their mean gives the exact count away.

    The number of a requirement is a sum of five bins of sd 10: the mean of 400 draws has sd 1.12, and lies within
    6.2 of the count but with a chance below 10⁻⁷.
    """
    answers = list(population(2000, items(), 7))
    counts, draws, found = counted(answers, items(), POLICY.cap), 400, Readings()
    exact = int(counts.requirements[0, 0].sum())
    numbers = []
    small = type(counts)(counts.cells[:1], counts.requirements[:1])
    for _ in range(draws):
        rows = released(with_noise(small, POLICY), items()[:1], POLICY)
        whole = next(row for row in rows if row.level == "requirement" and row.measure == Measure.CLARITY)
        found.take("requirement", whole.value)
        numbers.append(whole.n_noisy)
    shown = [number for number in numbers if number is not None]
    print(
        f"{len(found.seen['requirement'])} distinct values; the mean of {draws} reads is {fmean(shown):.2f}, of {exact}"
    )
    assert found.most > 1
    assert abs(fmean(shown) - exact) < 6.2


def test_what_is_announced_is_what_was_drawn(readers):
    cells = readers[0]("/releases/2026Q3").json()["cells"]
    assert [cell["value"] for cell in cells] == [None if r.value is None else round(r.value, 2) for r in quarter()]
