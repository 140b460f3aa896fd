"""Released quarters and a year of the demo: a made-up population, through the same freeze and ledger as real answers.

Nobody in it exists: the store, the key and the journal are the demo's own, and every document says so.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from functools import cache

import numpy as np
import pyarrow as pa

from backend.config import Settings
from backend.law import current_law
from backend.seed.release_year import costs_said, events_held, flags_said
from backend.statistics.calendar import QUARTER, YEAR, enter_day, plan_days, published_at, windows
from backend.statistics.handover import SCHEMA, Frame, write_table
from backend.statistics.policy_file import signed_policy, write_policy
from backend.statistics.press import Press, open_press, publish_window
from backend.statistics.publishing import announce_due, find_release
from backend.statistics.signing import make_key
from backend.statistics.store_tables import frozen
from backend.statistics.yearly import write_year
from calculators.release.columns import Columns, joined
from calculators.release.shapes import Item, Policy, Window
from calculators.synthetic import BATCH, population_columns
from rules.segments import dimensions

BUSINESSES = 50_000
EACH = 8
SEED = 20_260_701
# In the later quarter so many of the businesses have other views: trends move.
CHANGED = 0.3
# Places, by popularity, of requirements that have a new version since the later quarter: their trends are broken.
REWRITTEN = (3, 11)


def add_releases(settings: Settings, now: datetime, businesses: int = BUSINESSES) -> list[str]:
    """Release the last year and the two last quarters of the demo's calendar once; return the codes made now."""
    make_policy(settings)
    press = open_press(settings)
    plan_days(press.store, now)
    past = [window for window in _past(now) if window.code.isdigit() or window in _last_quarters(now)]
    made = [window for window in past if find_release(press.store, window.code) is None]
    for window in made:
        if window.code.isdigit():
            _release_year(press, window, businesses, now)
        else:
            _release(press, window, businesses, later=window == past[-1], now=now)
    announce_due(press.store, press.journal, now)
    return [window.code for window in made]


def make_policy(settings: Settings) -> None:
    """Sign the demo's policy with its own key, once."""
    key = make_key(settings.release_key)
    if not settings.release_policy.exists():
        write_policy(settings.release_policy, signed_policy(Policy(), settings.dataset, key))


def _past(now: datetime) -> Sequence[Window]:
    """Return the last year that is out and its quarters, and those after it that are out."""
    every = [window for year in range(now.year - 2, now.year + 1) for window in windows(year)]
    out = [window for window in every if published_at(window) <= now]
    years = [window for window in out if window.code.isdigit()]
    return [*years[-1:], *(window for window in out if "Q" in window.code)]


def _last_quarters(now: datetime) -> Sequence[Window]:
    return [window for window in _past(now) if "Q" in window.code][-2:]


def _release_year(press: Press, window: Window, businesses: int, now: datetime) -> None:
    enter_day(press.store, window, YEAR)
    items = demo_items(later=True)
    said = [*costs_said(businesses, items), *flags_said(businesses, items)]
    sha256 = write_year(press.file_of(window.code), said, events_held(businesses), _frame(items))
    _draw(press, window, sha256, now)


def _frame(items: Sequence[Item]) -> Frame:
    return Frame(tuple(sorted(items, key=astuple)), current_law().edition.sha256, dimensions().version)


def _draw(press: Press, window: Window, sha256: str, now: datetime) -> None:
    with press.store.writing() as connection:
        connection.execute(frozen.insert().values(window=window.code, handover=sha256, at=now))
    publish_window(press, window.code, now)


def _release(press: Press, window: Window, businesses: int, *, later: bool, now: datetime) -> None:
    enter_day(press.store, window, QUARTER)
    items = demo_items(later=later)
    table = _table(_answers(businesses, len(items), later=later), items)
    _draw(press, window, write_table(press.file_of(window.code), table, _frame(items)), now)


def demo_items(*, later: bool) -> list[Item]:
    """Return the catalogue's requirements, the most answered first; before the later quarter some were other texts."""
    entries = [Item(one.id, one.version, one.domain) for one in current_law().edition.requirements.values()]
    entries.sort(key=lambda one: _former(one.requirement))  # an order of no meaning, the same at every start
    if not later:
        for place in REWRITTEN:
            entries[place] = replace(entries[place], version=_former(entries[place].version))
    return entries


def _former(version: str) -> str:
    return hashlib.sha256(version.encode()).hexdigest()[:16]


@cache
def _crowd(businesses: int, items: int, seed: int) -> tuple[Columns, ...]:
    """Return the answers of a population. How many items there are is all it asks of them."""
    nameless = [Item(str(place), "", "") for place in range(items)]
    return tuple(population_columns(businesses, nameless, seed, each=EACH))


def _answers(businesses: int, items: int, *, later: bool) -> Columns:
    """Return a quarter's answers: in the later one some businesses give way to others with other views."""
    first = _crowd(businesses, items, SEED)
    if not later:
        return joined(first)
    changed = int(businesses * CHANGED)
    return joined(_renumbered([*first[changed // BATCH :], *_crowd(changed, items, SEED + 1)]))


def _renumbered(batches: Sequence[Columns]) -> Iterator[Columns]:
    """Give the units of several populations numbers of their own."""
    start = 0
    for batch in batches:
        unit = batch.unit - batch.unit.min() + start
        start = int(unit.max()) + 1
        yield replace(batch, unit=unit)


def _table(columns: Columns, items: Sequence[Item]) -> pa.Table:
    """Return the columns as the freeze writes them."""
    segments = dimensions().segments
    words = {
        "requirement": ([one.requirement for one in items], columns.item),
        "version": ([one.version for one in items], columns.item),
        "size": ([one.size for one in segments], columns.segment),
        "sector": ([one.sector for one in segments], columns.segment),
    }
    arrays = [pa.array(columns.unit)]
    for values, places in words.values():
        arrays.append(pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(values)))
    arrays += [pa.array(scores, mask=scores == 0) for scores in (columns.clarity, columns.feasibility)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
