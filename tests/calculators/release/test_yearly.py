"""The yearly release: what counts, what it costs in privacy, what its rows say."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from math import sqrt

import pytest

from calculators.release.noise import spent
from calculators.release.shapes import Item, Level, Policy
from calculators.release.yearly import (
    BINS,
    COST,
    DUPLICATE,
    FACTS,
    FLAGS,
    MARKS,
    MEASURES,
    OF_EVENTS,
    OF_REQUIREMENTS,
    Event,
    Said,
    contributions,
    cost_bin,
    counted,
    counts_of,
    draw_yearly,
    yearly_sd,
)
from rules.segments import dimensions

POLICY = Policy()
ITEMS = [Item(f"{domain}.r{n}", "v1", domain) for domain in ("fire", "labour") for n in range(3)]


def costs(unit: int, count: int) -> list[Said]:
    return [Said(unit, COST, f"fire.r{n}", "v1", n % 9) for n in range(count)]


def test_the_whole_year_stays_inside_rho_by_opendp_s_own_count():
    distance = sqrt(sum(contributions(POLICY).values()))
    assert spent(yearly_sd(POLICY), distance) <= float(POLICY.rho)
    assert spent(yearly_sd(POLICY), distance) > 0.999 * float(POLICY.rho)


def test_five_releases_of_a_year_stay_inside_the_yearly_cap():
    assert 5 * POLICY.rho <= POLICY.yearly_rho


def test_one_business_moves_no_more_than_its_contributions_say():
    said = [one for _ in range(3) for one in costs(7, 60)]
    said += [Said(7, flag, f"fire.r{n}", "v1", 0) for flag in FLAGS for n in range(40)]
    events = [
        Event(7, n, {"event_clarity": 4, "event_terms": 0, "event_courtesy": 2, "event_days": 1}) for n in range(9)
    ]
    kept, held = counted(said, events, POLICY)
    most = contributions(POLICY)
    moved = Counter((one.measure, one.requirement, one.version) for one in kept)
    assert max(moved.values()) == 1
    assert sum(one.measure == COST for one in kept) == most["cost"] == 10
    assert sum(one.measure in FLAGS for one in kept) == most["flags"] == 5
    assert len(held) == 1
    assert len(MARKS) == most["event_marks"]
    assert len(FACTS) == most["event_facts"]


def test_what_is_of_no_item_takes_no_place_in_the_lot():
    """A business with more costs of versions that are not shown than the lot takes: its one shown cost counts still."""
    for _ in range(20):
        gone = [Said(7, COST, f"gone.r{n}", "v0", 1) for n in range(40)]
        table = counts_of([*gone, Said(7, COST, "fire.r0", "v1", 2)], [], ITEMS, POLICY)
        assert table[COST, "fire.r0", "v1"][2] == 1


def test_two_figures_of_one_owner_for_one_requirement_are_one_voice():
    kept, _ = counted([Said(1, COST, "fire.r0", "v1", 2), Said(1, COST, "fire.r0", "v1", 6)], [], POLICY)
    assert len(kept) == 1


def test_every_row_is_there_whether_anybody_answered_or_not():
    empty = draw_yearly([], [], ITEMS, POLICY)
    full = draw_yearly([one for unit in range(400) for one in costs(unit, 3)], [], ITEMS, POLICY)
    place = [(row.level, row.requirement, row.version, row.domain, row.measure) for row in empty]
    assert place == [(row.level, row.requirement, row.version, row.domain, row.measure) for row in full]
    assert len(place) == len(set(place)) == 3 * (len(ITEMS) + 2 + 1) + len(OF_EVENTS)


def test_nobody_s_silence_is_published():
    """A row of zeros passes when noise of sd·√bins reaches 25·sd: never in the life of the universe (<1e-16 a row)."""
    rows = draw_yearly([], [], ITEMS, POLICY)
    assert not any(row.published for row in rows)
    assert {(row.value, row.margin95, row.n_noisy, row.sd, row.shares) for row in rows} == {(None,) * 5}


def test_a_row_is_shown_where_its_noisy_number_reaches_25_of_its_own_deviations():
    voices = [one for unit in range(1000) for one in costs(unit, 1)]
    rows = [row for row in draw_yearly(voices, [], ITEMS, POLICY) if row.measure == COST]
    shown = {(row.level, row.requirement, row.domain) for row in rows if row.published}
    assert shown == {(Level.REQUIREMENT, "fire.r0", "fire"), (Level.DOMAIN, None, "fire"), (Level.ALL, None, "")}
    for row in rows:
        if row.published:
            assert row.n_noisy is not None
            assert row.sd is not None
            assert row.n_noisy >= POLICY.factor * row.sd


def test_a_sum_carries_the_noise_of_all_it_adds():
    voices = [one for unit in range(2000) for one in costs(unit, 3)]
    sds = {row.level: row.sd for row in draw_yearly(voices, [], ITEMS, POLICY) if row.published}
    assert sds[Level.REQUIREMENT] == pytest.approx(yearly_sd(POLICY))
    assert sds[Level.DOMAIN] == pytest.approx(yearly_sd(POLICY) * sqrt(3))
    assert sds[Level.ALL] == pytest.approx(yearly_sd(POLICY) * sqrt(6))


def test_marks_of_events_have_a_mean_and_an_interval_that_holds_the_truth():
    """The interval is widened to 6 deviations: a false alarm in 2e-9 of runs, one draw."""
    events = [Event(unit, unit, {"event_clarity": unit % 5, "event_days": 0}) for unit in range(5000)]
    rows = {row.measure: row for row in draw_yearly([], events, ITEMS, POLICY)}
    mark = rows["event_clarity"]
    assert mark.published
    assert mark.value is not None
    assert mark.margin95 is not None
    assert abs(mark.value - 3) <= mark.margin95 * 6 / 1.96
    assert rows["event_days"].published
    assert rows["event_days"].value is None
    assert not rows["event_terms"].published


def test_a_cost_has_a_distribution_and_no_mean_of_rubles():
    voices = [Said(unit, COST, "fire.r0", "v1", unit % 9) for unit in range(3000)]
    row = next(row for row in draw_yearly(voices, [], ITEMS, POLICY) if row.measure == COST and row.published)
    assert row.value is None
    assert row.shares is not None
    assert len(row.shares) == len(dimensions().cost_bins) == 9
    assert sum(row.shares) == pytest.approx(1)


def test_flags_are_counted_by_kind():
    voices = [Said(unit, DUPLICATE, "labour.r1", "v1", 0) for unit in range(900)]
    shown = [row for row in draw_yearly(voices, [], ITEMS, POLICY) if row.published]
    assert {(row.measure, row.level) for row in shown} == {(DUPLICATE, level) for level in Level if level != Level.CELL}
    assert all(row.shares == (1.0,) for row in shown)


def test_what_is_of_no_item_of_the_window_is_left_out():
    voices = [Said(unit, COST, "gone.requirement", "v9", 3) for unit in range(5000)]
    assert not any(row.published for row in draw_yearly(voices, [], ITEMS, POLICY))


def test_nothing_is_published_by_checks_that_found_something_or_by_fines():
    words = " ".join(f"{text.ru} {text.en}" for text in MEASURES.values()).lower()
    for word in ("нарушен", "штраф", "предписан", "violation", "fine", "sanction", "prescription", "регион", "region"):
        assert word not in words
    assert set(OF_REQUIREMENTS) | set(OF_EVENTS) == set(MEASURES)
    assert set(BINS) == set(MEASURES) - {COST}


def test_a_smaller_budget_means_more_noise():
    assert yearly_sd(replace(POLICY, rho=Decimal("0.05"))) > 1.9 * yearly_sd(POLICY)


def test_a_cost_below_nothing_is_refused():
    with pytest.raises(ValueError, match="negative"):
        cost_bin(Decimal("-0.01"))
